using System.Security.Cryptography;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Forms;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>A report to be sent: a finished session, and what makes sending it twice the same as sending it once.</summary>
/// <param name="Session">The answers, checked by the form.</param>
/// <param name="Language">The language they were given in.</param>
/// <param name="Client">What tells this sender from another: the session's random id, or the address behind the API. Never stored.</param>
/// <param name="IdempotencyKey">At least 16 random bytes.</param>
public sealed record Sending(FormSession Session, string Language, byte[] Client, byte[] IdempotencyKey);

/// <summary>A report that lies on the disk.</summary>
/// <param name="Receipt">Shown once, stored nowhere.</param>
/// <param name="Urgency">As the form scored it.</param>
/// <param name="UnitId">Whose duty rota says when a person reads it.</param>
public sealed record Sent(Receipt Receipt, Urgency Urgency, RecordId UnitId);

/// <summary>The same idempotency key came with other words: nothing was revealed, nothing dropped.</summary>
public sealed class OtherBodyException() : Exception("This key was used for another report a moment ago. That report is kept. Send this one with a key of its own.");

/// <summary>No unit can take a report at this moment: none is ready, or its record was tampered with.</summary>
public sealed class NobodyReadyException() : Exception("No unit can take a report at this moment. Nothing was stored.");

/// <summary>A child tells: from the answers to ciphertext on the disk and a receipt.</summary>
public sealed class Telling(Store store, HostRing ring, KeyStore slots, SendKeys sendKeys, Intake intake, ReportBoard board, StaffDirectory directory, Country country, TimeProvider clock)
{
    /// <summary>Shorter keys could be guessed, and with them another's receipt be asked for.</summary>
    public const int ShortestIdempotencyKey = 16;

    /// <summary>Seals and stores a report. Returns only after the commit is synced (promise 4).</summary>
    /// <exception cref="OtherBodyException">The key was used for other words.</exception>
    /// <exception cref="NobodyReadyException">There is no unit to seal it to.</exception>
    /// <exception cref="ArgumentException">The idempotency key is shorter than 16 bytes.</exception>
    /// <exception cref="TooLongToSealException">The answers are longer than the largest envelope.</exception>
    /// <exception cref="EmbeddedFileException">An answer holds a file written as text.</exception>
    public async Task<Sent> Send(Sending sending)
    {
        if (sending.IdempotencyKey.Length < ShortestIdempotencyKey) throw new ArgumentException("The idempotency key needs at least 128 random bits.");
        if (sending.Session.Answers.Values.Any(EmbeddedFile.IsIn)) throw new EmbeddedFileException();
        var facts = CodedFacts.Of(sending.Session, sending.Language);
        var urgency = UrgencyOf(sending.Session);
        var body = BodyOf(sending);
        var unit = await intake.UnitFor(facts).ConfigureAwait(false);

        if (await Repeated(sending, body).ConfigureAwait(false) is { } again) return new Sent(again, urgency, unit.UnitId);
        var (version, sendKey) = sendKeys.Current;
        var token = Token(sendKey, sending);
        for (var attempt = 0; ; attempt++)
        {
            var receipt = Receipt.Derive(sendKey, sending.Client, sending.IdempotencyKey, attempt);
            var report = await Seal(sending, facts, urgency, unit, receipt).ConfigureAwait(false);
            var deed = (Id: RecordId.Random(), Digest: Audit.AuditTrail.Digest(report.Content));
            var outcome = await store.Writer.Write(w => Insert(w, report, deed.Id, deed.Digest, token, version, BodyMac(sendKey, token, body), attempt)).ConfigureAwait(false);
            switch (outcome)
            {
                case Outcome.Stored:
                    board.Put(report, facts);
                    return new Sent(receipt, urgency, unit.UnitId);
                case Outcome.SentBefore:
                    // A twin of this request came first, by a hair.
                    return new Sent(await Repeated(sending, body).ConfigureAwait(false) ?? throw new OtherBodyException(), urgency, unit.UnitId);
                default:
                    continue;
            }
        }
    }

    /// <summary>The receipt of the same report sent before; null when the key is new.</summary>
    private async Task<Receipt?> Repeated(Sending sending, byte[] body)
    {
        foreach (var (version, key) in sendKeys.Live)
        {
            var token = Token(key, sending);
            await using var data = store.Read();
            var mark = await data.SentMarks.FindAsync(token).ConfigureAwait(false);
            if (mark is null || mark.SendKeyVersion != version) continue;
            if (!CryptographicOperations.FixedTimeEquals(mark.BodyMac, BodyMac(key, token, body))) throw new OtherBodyException();
            return Receipt.Derive(key, sending.Client, sending.IdempotencyKey, mark.Attempt);
        }
        return null;
    }

    private async Task<Report> Seal(Sending sending, CodedFacts facts, Urgency urgency, IntakeUnit unit, Receipt receipt)
    {
        var now = clock.GetUtcNow();
        var id = RecordId.Random();
        var salt = RandomNumberGenerator.GetBytes(16);
        var slotNumber = slots.Take();
        using var slot = slots.Read(slotNumber);
        using var keys = GenerationKeys.Random();
        using var receiptKeys = await ReceiptLane.OpenKeys(receipt, salt, ring.Pepper).ConfigureAwait(false);
        using var conversation = keys.Conversation(slot);
        var reporterPublic = receiptKeys.Pair.Public.ToByteArray();
        var content = new ReportContent(sending.Session.Form.Id, sending.Session.Form.Version, sending.Language, now, sending.Session.Answers);
        var report = new Report
        {
            Id = id,
            Locator = receipt.Locator,
            Country = country.Code,
            UnitId = unit.UnitId,
            State = ReportState.Received,
            Urgency = urgency,
            Day = ReportDay.Of(now, country.TimeZone),
            Deadline = Escalation.DeadlineOf(country, urgency, now),
            Slot = slotNumber,
            Salt = salt,
            ReporterPublic = reporterPublic,
            ReporterMac = ReporterKey.Mac(directory, id, reporterPublic),
            ReporterWrap = keys.WrapForReporter(receiptKeys.Wrap, id),
            IntakeSeal = keys.SealToUnit(unit.IntakePublic, id, GenerationKeys.First),
            IntakeEpoch = unit.Epoch,
            Content = content.Seal(conversation, id, GenerationKeys.First),
            Facts = facts.Seal(ring.FactsKey, id),
            Generation = GenerationKeys.First,
            ContentGeneration = GenerationKeys.First,
        };
        report.StandingMac = ReportStanding.Of(report).Mac(directory);
        return report;
    }

    private enum Outcome
    {
        Stored,
        SentBefore,
        LocatorTaken,
    }

    private static Outcome Insert(Writing w, Report r, RecordId deed, byte[] digest, byte[] token, int sendKeyVersion, byte[] bodyMac, int attempt)
    {
        if (w.Execute("INSERT INTO sent_mark (token, send_key_version, body_mac, attempt) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT DO NOTHING",
            token, sendKeyVersion, bodyMac, attempt) == 0) return Outcome.SentBefore;
        if (w.Execute("""
            INSERT INTO report (id, locator, country, unit_id, state, urgency, day, deadline, escalation_step, child_wrote_back, withdrawn, slot, generation,
                salt, reporter_public, reporter_mac, reporter_wrap, intake_seal, intake_epoch, content, content_generation, facts, standing_mac)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, 0, @p8, @p9, @p10, 1, @p11, @p12, @p13, @p14, @p15, @p16, @p17, 1, @p18, @p19) ON CONFLICT DO NOTHING
            """, r.Id, r.Locator, r.Country, r.UnitId, (int)r.State, (int)r.Urgency, r.Day.Number, r.Deadline is { } deadline ? deadline.Number : DBNull.Value, false, false, r.Slot,
            r.Salt, r.ReporterPublic, r.ReporterMac, r.ReporterWrap, r.IntakeSeal!, r.IntakeEpoch, r.Content, r.Facts, r.StandingMac) == 0)
        {
            w.Execute("DELETE FROM sent_mark WHERE token = @p0", token);
            return Outcome.LocatorTaken;
        }
        w.Execute("INSERT INTO reporter_deed (day, id, deed, digest) VALUES (@p0, @p1, @p2, @p3)", r.Day.Number, deed, "report.sent", digest);
        w.Changed(r.Id);
        return Outcome.Stored;
    }

    /// <summary>The form's calculation "urgency": danger, high or anything else.</summary>
    public static Urgency UrgencyOf(FormSession session) => session.Answer("urgency") switch
    {
        "danger" => Urgency.Danger,
        "high" => Urgency.High,
        _ => Urgency.Normal,
    };

    private static byte[] Token(SecretKey sendKey, Sending sending) => sendKey.Mac("sent/1", CanonicalBytes.Of(sending.Client, sending.IdempotencyKey));

    private static byte[] BodyMac(SecretKey sendKey, byte[] token, byte[] body) => sendKey.Mac("body/1", CanonicalBytes.Of(token, body));

    private static byte[] BodyOf(Sending sending)
    {
        var fields = new List<object?> { sending.Session.Form.Id, sending.Language };
        foreach (var (name, value) in sending.Session.Answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            // Calculated values (today, now, a random number) differ from one sending to the next of the same words.
            if (sending.Session.Form.Find(name)?.Type == QuestionType.Calculate) continue;
            fields.Add(name);
            fields.Add(value);
        }
        return CanonicalBytes.Of([.. fields]);
    }
}
