using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Notices;

/// <summary>What a receipt shows: the conversation, and for the child alone what goes on in the case.</summary>
/// <param name="Stage">Null where no case was opened, or where somebody else than the child told.</param>
public sealed record ChildsView(OpenConversation Conversation, CaseStage? Stage, IReadOnlyList<OpenedLetter> Letters)
{
    public Wishes Wishes { get; } = Wishes.Of(Letters);

    /// <summary>What is planned: the newest word on each step.</summary>
    public IEnumerable<OpenedLetter> Planned => Letters.Where(l => !l.FromChild && l.Body.Plan.Length > 0).GroupBy(l => l.Body.Plan).Select(g => g.Last());

    /// <summary>Whether the child was told something else of the same step before.</summary>
    public bool IsChange(OpenedLetter letter) => Letters.Any(l => l.Id != letter.Id && !l.FromChild && l.Body.Plan == letter.Body.Plan);

    /// <summary>What else the child was told.</summary>
    public IEnumerable<OpenedLetter> Told => Letters.Where(l => !l.FromChild && l.Body.Plan.Length == 0);
}

/// <summary>The child's side of a case, by the receipt alone. A receipt that opens nothing is answered as ever: nothing here is asked before it opened.</summary>
public sealed class ChildsSide(Store store, StaffDirectory directory, KeyStore slots, Conversation conversation, Country country, TimeProvider clock)
{
    /// <summary>Longest words to one question, in characters.</summary>
    public const int LongestWords = 500;

    /// <summary>Opens what the receipt opens.</summary>
    /// <returns>Null for every receipt that opens nothing.</returns>
    public async Task<ChildsView?> Open(Receipt receipt) =>
        await conversation.Open(receipt, See).ConfigureAwait(false) is { } visited ? new ChildsView(visited.Conversation, visited.More.Case?.Stage, visited.More.Letters) : null;

    /// <summary>Keeps what the child says to a letter. Whom the child does not want reads nothing of the case from this moment on (rule I3).</summary>
    /// <param name="said">Answers by name; names that <see cref="Wishes"/> does not know are left out.</param>
    /// <param name="unwanted">People of that letter.</param>
    /// <param name="idempotencyKey">The same key is one answer.</param>
    /// <exception cref="EmbeddedFileException">The words hold a file written as text.</exception>
    public async Task<ChildsView?> Answer(Receipt receipt, RecordId about, IReadOnlyDictionary<string, string> said, IReadOnlyCollection<string> unwanted, byte[] idempotencyKey)
    {
        if (idempotencyKey.Length < Reports.Telling.ShortestIdempotencyKey) throw new ArgumentException("The idempotency key needs at least 128 random bits.");
        var kept = said.Where(s => IsAnswer(s.Key, s.Value)).ToDictionary(s => s.Key, s => s.Value.Trim());
        if (kept.Values.Any(EmbeddedFile.IsIn)) throw new EmbeddedFileException();
        for (var again = 0; again < 5; again++)
        {
            var visited = await conversation.Open(receipt, async (report, content, pair) =>
            {
                var (row, letters) = await See(report, content, pair).ConfigureAwait(false);
                if (row is null || report.Withdrawn || letters.FirstOrDefault(l => l.Id == about && !l.FromChild) is not { } letter) return true;
                IReadOnlyList<Present> people = [.. letter.Body.People.Where(p => unwanted.Contains(p.Person))];
                return (kept.Count == 0 && people.Count == 0) || await Keep(report, row, pair, new LetterBody(clock.GetUtcNow(), LetterKind.Answer, letter.Body.Plan, about.ToString(), "", kept, people, ""), idempotencyKey).ConfigureAwait(false);
            }).ConfigureAwait(false);
            if (visited is null || visited.More) break;
        }
        return await Open(receipt).ConfigureAwait(false);
    }

    /// <returns>False where the key of the case was changed meanwhile: the door has to be looked at anew.</returns>
    private async Task<bool> Keep(Report report, CaseFile row, KeyPair pair, LetterBody body, byte[] idempotencyKey)
    {
        await using var data = store.Read();
        if (await data.CaseDoors.SingleOrDefaultAsync(d => d.CaseId == row.Id && d.Generation == row.IntakeGeneration).ConfigureAwait(false) is not { } door) return true;
        using var slot = slots.Read(row.Slot);
        var day = ReportDay.Of(body.At, country.TimeZone);
        var id = RecordId.From(pair.Seed.Mac("letter-id/1", idempotencyKey).AsSpan(0, 16));
        var letter = CaseLetter.Seal(directory, door, report, slot, id, fromChild: true, day, body);
        var kept = await store.Writer.Write(w =>
        {
            // Takes the row's lock: who was sent away a moment ago holds the key of the old door.
            if (w.Execute("UPDATE case_file SET intake_generation = intake_generation WHERE id = @p0 AND intake_generation = @p1", row.Id, row.IntakeGeneration) == 0) return false;
            if (w.Execute("INSERT INTO case_letter (case_id, id, report_id, from_child, generation, day, for_receipt, for_case, body, mac) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9) ON CONFLICT DO NOTHING",
                row.Id, id, report.Id, true, letter.Generation, day.Number, letter.ForReceipt, letter.ForCase, letter.Body, letter.Mac) == 0) return true;
            w.Execute("UPDATE report SET child_wrote_back = @p1 WHERE id = @p0", report.Id, true);
            w.Execute("INSERT INTO reporter_deed (day, id, deed, digest) VALUES (@p0, @p1, @p2, @p3)", day.Number, RecordId.Random(), "child.answers", AuditTrail.Digest(letter.Body));
            foreach (var person in body.People)
                // Said once, it counts for good: saying it again on the same day writes nothing, so one receipt fills no trail.
                if (RecordId.TryParse(person.Person, out var unwanted)) w.Execute("INSERT INTO reporter_deed (day, id, deed, digest) SELECT @p0, @p1, @p2, @p3 WHERE NOT EXISTS (SELECT 1 FROM reporter_deed WHERE deed = 'child.objects' AND digest = @p3 AND day = @p0)", day.Number, RecordId.Random(), Objections.Deed, Objections.Digest(row.Id, unwanted));
            w.Changed(report.Id);
            return true;
        }).ConfigureAwait(false);
        if (kept) store.Announce([report.Id]);
        return kept;
    }

    private async Task<(CaseFile? Case, IReadOnlyList<OpenedLetter> Letters)> See(Report report, ReportContent content, KeyPair pair)
    {
        // Who told of another child learns nothing of the case here: nobody looked whether they are, or live with, the suspect (rule I10).
        if (content.Answers.GetValueOrDefault("who_for") != "self") return (null, []);
        await using var data = store.Read();
        var row = await data.Cases.SingleOrDefaultAsync(c => data.CaseReports.Any(r => r.ReportId == report.Id && r.CaseId == c.Id)).ConfigureAwait(false);
        if (row is null || !CaseKeys.Holds(directory, row)) return (null, []);
        try
        {
            using var slot = slots.Read(row.Slot);
            var letters = await data.CaseLetters.Where(l => l.CaseId == row.Id && l.ReportId == report.Id).ToListAsync().ConfigureAwait(false);
            return (row, [.. letters.Where(l => l.Holds(directory)).Select(l => l.OpenWithReceipt(pair, slot)).OrderBy(l => l.Body.At)]);
        }
        catch (ErasedException)
        {
            return (null, []);
        }
    }

    private bool IsAnswer(string name, string value) => !string.IsNullOrWhiteSpace(value) && (Wishes.Choices.TryGetValue(name, out var choices) ? choices.Contains(value)
        : name == "language" ? country.Find(value) is not null : Wishes.InWords.Contains(name) && value.Length <= LongestWords);
}
