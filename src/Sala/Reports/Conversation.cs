using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>How a report stands, in the words a child is told.</summary>
public enum StatusForReporter
{
    Received = 0,
    Read = 1,
    BeingWorkedOn = 2,
    Closed = 3,
}

/// <summary>A message as the reporter sees it.</summary>
public sealed record ReporterMessage(bool Mine, MessageKind Kind, string From, string Words, DateTimeOffset At);

/// <summary>What a receipt opens.</summary>
/// <param name="MayWrite">False once the reporter said "I no longer want this", or the report is closed.</param>
public sealed record OpenConversation(RecordId ReportId, RecordId UnitId, StatusForReporter Status, bool Withdrawn, bool MayWrite, string Language, IReadOnlyList<ReporterMessage> Messages);

/// <summary>
/// Coming back with a receipt. A wrong, an unknown and a deleted receipt take the same work and get the same answer, not before a fixed floor (promise 3).
/// </summary>
public sealed class Conversation(Store store, HostRing ring, KeyStore slots, StaffDirectory directory, Country country, TimeProvider clock)
{
    /// <summary>No refusal is answered earlier than this.</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(40);

    /// <summary>What an unknown locator is tried against: as much work as a real row, and nothing behind it.</summary>
    private static readonly Lazy<Dummy> Nobody = new(Dummy.Make);

    /// <summary>Opens the conversation of a receipt.</summary>
    /// <returns>Null for every receipt that opens nothing.</returns>
    public Task<OpenConversation?> Open(Receipt receipt) => With(receipt, Read);

    /// <summary>Opens the conversation of a receipt, and with the reporter's own pair what else is sealed to it.</summary>
    /// <returns>Null for every receipt that opens nothing; <paramref name="more"/> is then not asked.</returns>
    internal Task<Visited<T>?> Open<T>(Receipt receipt, Func<Report, ReportContent, KeyPair, Task<T>> more) => With(receipt, async opened =>
    {
        if (await Read(opened).ConfigureAwait(false) is not { } conversation) return null;
        var content = ReportContent.Open(opened.Working, opened.Report.Id, opened.Report.ContentGeneration, opened.Report.Content);
        return new Visited<T>(conversation, await more(opened.Report, content, opened.Pair).ConfigureAwait(false));
    });

    internal sealed record Visited<T>(OpenConversation Conversation, T More);

    /// <summary>Adds a message of the reporter. The same key adds it once.</summary>
    /// <returns>The conversation with the message; null for every receipt that opens nothing.</returns>
    /// <exception cref="TooLongToSealException">The words are longer than the largest envelope for a message.</exception>
    /// <exception cref="EmbeddedFileException">The words hold a file written as text.</exception>
    public Task<OpenConversation?> Write(Receipt receipt, string words, byte[] idempotencyKey) => EmbeddedFile.IsIn(words)
        ? throw new EmbeddedFileException()
        : With(receipt, opened => Add(opened, MessageKind.Words, words, idempotencyKey));

    /// <summary>"I am in danger now": raises the urgency and starts the duty clock.</summary>
    public Task<OpenConversation?> Danger(Receipt receipt, byte[] idempotencyKey) => With(receipt, opened => Add(opened, MessageKind.Danger, "", idempotencyKey));

    /// <summary>"I no longer want this": stops messages and tells the worker. It erases nothing: whoever forced the code out of a child must not be able to erase.</summary>
    public Task<OpenConversation?> Withdraw(Receipt receipt) => With(receipt, opened => Add(opened, MessageKind.Withdrawn, "", new byte[16]));

    /// <summary>"I don't want to come back": the receipt opens nothing from now on.</summary>
    public Task<bool?> ForgetReceipt(Receipt receipt) => With<bool?>(receipt, async opened =>
    {
        using var noPair = KeyPair.Generate();
        using var noKey = SecretKey.Random();
        using var noKeys = GenerationKeys.Random();
        var (wrap, pub) = (noKeys.WrapForReporter(noKey, opened.Report.Id), noPair.Public.ToByteArray());
        var mac = ReporterKey.Mac(directory, opened.Report.Id, pub);
        await store.Writer.Write(w =>
        {
            w.Execute("UPDATE report SET reporter_wrap = @p0, reporter_public = @p1, reporter_mac = @p3 WHERE id = @p2", wrap, pub, opened.Report.Id, mac);
            w.Execute("DELETE FROM key_grant WHERE report_id = @p0 AND holder = @p1", opened.Report.Id, (int)HolderKind.Reporter);
            return true;
        }).ConfigureAwait(false);
        return true;
    });

    private sealed record Opened(Report Report, SecretKey Working, int Generation, SecretKey MessageIds, KeyPair Pair, Receipt Receipt);

    private async Task<T?> With<T>(Receipt receipt, Func<Opened, Task<T>> use)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = await Try(receipt, use).ConfigureAwait(false);
        if (result is null)
        {
            // A timer may fire some milliseconds early, so the clock is asked again. Where a busy machine took longer than the floor, until the next multiple of it.
            var floor = Floor * Math.Ceiling(Stopwatch.GetElapsedTime(begun) / Floor);
            while (floor - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } left) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds))).ConfigureAwait(false);
            await CountRefusal().ConfigureAwait(false);
        }
        return result;
    }

    private async Task<T?> Try<T>(Receipt receipt, Func<Opened, Task<T>> use)
    {
        await using var data = store.Read();
        var report = await data.Reports.SingleOrDefaultAsync(r => r.Locator == receipt.Locator).ConfigureAwait(false);
        using var keys = await ReceiptLane.OpenKeys(receipt, report?.Salt ?? Nobody.Value.Salt, ring.Pepper).ConfigureAwait(false);
        try
        {
            var (id, wrap) = report is null ? (Nobody.Value.Id, Nobody.Value.Wrap) : (report.Id, report.ReporterWrap);
            using var first = GenerationKeys.OpenWrap(keys.Wrap, id, wrap);
            if (report is null) return default;
            using var slot = slots.Read(report.Slot);
            (report, var grant) = await OfOneGeneration(data, report).ConfigureAwait(false);
            using var later = grant is null ? null : GenerationKeys.OpenAsReporter(keys.Pair, report.Id, grant.Generation, grant.Sealed);
            using var working = (later ?? first).Conversation(slot);
            using var messageIds = keys.Wrap.Derive("sala/message-ids/1");
            return await use(new Opened(report, working, grant?.Generation ?? GenerationKeys.First, messageIds, keys.Pair, receipt)).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is CannotOpenException or ErasedException)
        {
            return default;
        }
    }

    /// <summary>The row with the grant of the same generation: between two readings the report may be sealed anew. A grant that this system did not make is none.</summary>
    private async Task<(Report Report, KeyGrant? Grant)> OfOneGeneration(SalaData data, Report report)
    {
        for (var again = 0; again < 5; again++)
        {
            var grants = await data.KeyGrants.Where(g => g.ReportId == report.Id && g.Holder == HolderKind.Reporter).ToListAsync().ConfigureAwait(false);
            var grant = grants.Where(g => directory.Holds("grant/1", g.Mac, g.Signed)).MaxBy(g => g.Generation);
            if ((grant?.Generation ?? GenerationKeys.First) == report.Generation) return (report, grant);
            report = await data.Reports.SingleOrDefaultAsync(r => r.Id == report.Id).ConfigureAwait(false) ?? throw new CannotOpenException();
        }
        throw new CannotOpenException();
    }

    private async Task<OpenConversation?> Read(Opened opened)
    {
        var (report, working) = (opened.Report, opened.Working);
        await using var data = store.Read();
        var stored = await data.Messages.Where(m => m.ReportId == report.Id).ToListAsync().ConfigureAwait(false);
        // Sealed anew between the two readings: nobody is shown a conversation without its messages.
        if (stored.Any(m => m.Generation != opened.Generation) && await data.Reports.AnyAsync(r => r.Id == report.Id && r.Generation != opened.Generation).ConfigureAwait(false))
            return await With(opened.Receipt, Read).ConfigureAwait(false);
        var messages = stored.Where(m => m.Generation == opened.Generation)
            .Select(m => (m.FromReporter, Body: MessageBody.Open(working, report.Id, m.Id, m.Generation, m.Body)))
            .OrderBy(m => m.Body.At)
            .Select(m => new ReporterMessage(m.FromReporter, m.Body.Kind, m.Body.From, m.Body.Words, m.Body.At)).ToList();
        var content = ReportContent.Open(working, report.Id, report.ContentGeneration, report.Content);
        return new OpenConversation(report.Id, report.UnitId, StatusOf(report.State), report.Withdrawn, !report.Withdrawn && report.State != ReportState.Closed, content.Language, messages);
    }

    private async Task<OpenConversation?> Add(Opened opened, MessageKind kind, string words, byte[] idempotencyKey)
    {
        if (idempotencyKey.Length < Telling.ShortestIdempotencyKey) throw new ArgumentException("The idempotency key needs at least 128 random bits.");
        var (report, now) = (opened.Report, clock.GetUtcNow());
        // "I am in danger now" is heard whatever was said before.
        if (kind != MessageKind.Danger && (report.Withdrawn || report.State == ReportState.Closed)) return await Read(opened).ConfigureAwait(false);
        // The id comes from the key of the sender's page, so that a form sent twice is one message.
        var id = RecordId.From(opened.MessageIds.Mac("message-id/1", CanonicalBytes.Of((int)kind, idempotencyKey)).AsSpan(0, 16));
        var body = new MessageBody(now, kind, "", words).Seal(opened.Working, report.Id, id, opened.Generation);
        var day = ReportDay.Of(now, country.TimeZone);
        var deadline = kind == MessageKind.Danger ? Escalation.DeadlineOf(country, Urgency.Danger, now) : null;
        var current = await store.Writer.Write(w =>
        {
            // Takes the row's lock, and notices keys that were changed since they were opened.
            if (w.Execute("UPDATE report SET child_wrote_back = @p1 WHERE id = @p0 AND generation = @p2", report.Id, true, opened.Generation) == 0) return false;
            if (kind == MessageKind.Withdrawn) w.Execute("UPDATE report SET withdrawn = @p1 WHERE id = @p0", report.Id, true);
            if (w.Execute("INSERT INTO message (report_id, id, generation, from_reporter, day, body) VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT DO NOTHING",
                report.Id, id, opened.Generation, true, day.Number, body) == 0)
            {
                w.Changed(report.Id);
                return true;
            }
            if (kind == MessageKind.Danger)
            {
                var standing = ReportStanding.Of(report) with { ClosedOn = null, EraseOn = null };
                // A closed report is open again and a withdrawn one may be answered: otherwise no clock runs, and nobody could write back.
                w.Execute("UPDATE report SET urgency = @p1, deadline = @p2, escalation_step = 0, withdrawn = @p3, closed_on = NULL, erase_on = NULL, standing_mac = @p6, state = CASE WHEN state = @p4 THEN @p5 ELSE state END WHERE id = @p0",
                    report.Id, (int)Urgency.Danger, deadline is { } d ? d.Number : DBNull.Value, false, (int)ReportState.Closed, (int)ReportState.BeingWorkedOn, standing.Mac(directory));
            }
            w.Execute("INSERT INTO reporter_deed (day, id, deed, digest) VALUES (@p0, @p1, @p2, @p3)", day.Number, RecordId.Random(), $"report.{kind switch { MessageKind.Danger => "danger", MessageKind.Withdrawn => "withdrawn", _ => "message" }}", Audit.AuditTrail.Digest(body));
            w.Changed(report.Id);
            return true;
        }).ConfigureAwait(false);
        if (!current) return await With(opened.Receipt, again => Add(again, kind, words, idempotencyKey)).ConfigureAwait(false);
        store.Announce([report.Id]);
        return await With(opened.Receipt, Read).ConfigureAwait(false);
    }

    private Task<int> CountRefusal()
    {
        var day = ReportDay.Of(clock.GetUtcNow(), country.TimeZone).Number;
        return store.Writer.Write(w => w.Execute("""
            INSERT INTO refused_count (day, deed, count) VALUES (@p0, @p1, 1) ON CONFLICT (day, deed) DO UPDATE SET count = refused_count.count + 1
            """, day, "receipt.refused"));
    }

    private static StatusForReporter StatusOf(ReportState state) => state switch
    {
        ReportState.Received => StatusForReporter.Received,
        ReportState.Read => StatusForReporter.Read,
        ReportState.Closed => StatusForReporter.Closed,
        _ => StatusForReporter.BeingWorkedOn,
    };

    private sealed record Dummy(RecordId Id, byte[] Salt, byte[] Wrap)
    {
        public static Dummy Make()
        {
            var id = RecordId.Random();
            using var key = SecretKey.Random();
            using var keys = GenerationKeys.Random();
            return new Dummy(id, RecordId.Random().ToByteArray(), keys.WrapForReporter(key, id));
        }
    }
}
