using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Printing;
using Sala.Vault;

namespace Sala.Links;

/// <summary>What an officer fills in for a letter that asks a platform to preserve what it has.</summary>
/// <param name="Accounts">Entries of the case: accounts of the accused.</param>
/// <param name="From">Begin of the range, in UTC.</param>
/// <param name="To">End of the range, in UTC.</param>
/// <param name="Law">Code of a law of the pack.</param>
/// <param name="Contact">Where the platform answers: an official mail address or telephone.</param>
public sealed record LetterDraft(string Platform, IReadOnlyList<RecordId> Accounts, DateTimeOffset From, DateTimeOffset To, string Law, string Contact);

/// <summary>A letter as it stands in the case.</summary>
/// <param name="RemindOn">The day on which its writer is called to ask again.</param>
/// <param name="EndsOn">The day after which the platform may delete what it kept.</param>
/// <param name="Ended">The platform answered, or the letter was not sent: its clock is off.</param>
public sealed record Letter(
    RecordId EntryId, int Version, string Platform, IReadOnlyList<RecordId> Accounts, DateTimeOffset From, DateTimeOffset To, string Law, string Contact, RecordId WrittenBy, DateTimeOffset At, ReportDay RemindOn, ReportDay EndsOn, bool Ended);

/// <summary>A letter whose clock runs, for who wrote it.</summary>
public sealed record RunningLetter(RecordId CaseId, RecordId EntryId, ReportDay RemindOn, ReportDay EndsOn);

/// <summary>
/// Letters by which police ask a platform to preserve what it has of an account until legal process comes. Sala writes and prints them; it never sends one.
/// </summary>
public sealed class Preserving
{
    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";
    private readonly Store store;
    private readonly CaseDesk cases;
    private readonly HostRing ring;
    private readonly Country country;
    private readonly TimeProvider clock;
    private readonly LinkTable table;
    private readonly AccountBook book;
    private readonly People people;

    public Preserving(Store store, CaseDesk cases, CaseErasure erasure, AccountBook book, People people, HostRing ring, Country country, TimeProvider clock)
    {
        (this.store, this.cases, this.book, this.people, this.ring, this.country, this.clock, table) = (store, cases, book, people, ring, country, clock, new LinkTable(ring));
        Channels = Channels.Load(country);
        erasure.AlsoErased.Add(async (data, caseId) =>
        {
            var tokens = table.OfCase(caseId).ToList();
            await data.Preservations.Where(p => tokens.Contains(p.Case)).ExecuteDeleteAsync().ConfigureAwait(false);
        });
    }

    /// <summary>How to reach the platforms, as the pack has it.</summary>
    public Channels Channels { get; }

    private ReportDay Today => ReportDay.Of(clock.GetUtcNow(), country.TimeZone);

    /// <summary>Writes a letter into the case; its clock begins today.</summary>
    /// <exception cref="RefusedException">No account of an accused, no platform, law or contact, or a range that ends before it begins or has not begun.</exception>
    public async Task<RecordId> Write(SignedIn by, RecordId caseId, LetterDraft draft)
    {
        var view = await book.Read(by, caseId, "case.write-letter").ConfigureAwait(false);
        var accounts = book.Of(view).Where(a => a.IsCompared).Select(a => a.EntryId).ToHashSet();
        if (draft.Accounts.Count == 0 || !draft.Accounts.All(accounts.Contains)) throw new RefusedException("letter.accounts", "Choose at least one account of the accused that stands in the case. Nothing was written.");
        if (Platforms.Find(draft.Platform) is null) throw new RefusedException("link.platform", "Choose the platform. Nothing was changed.");
        if (country.Laws.All(l => l.Code != draft.Law)) throw new RefusedException("letter.law", "Choose the law on which the letter rests. Nothing was written.");
        if (string.IsNullOrWhiteSpace(draft.Contact)) throw new RefusedException("letter.contact", "Write an official mail address or telephone, so that the platform can answer. Nothing was written.");
        if (draft.From >= draft.To || draft.From > clock.GetUtcNow()) throw new RefusedException("letter.range", "The range ends before it begins, or has not begun. Nothing was written.");
        var (remind, ends) = (new ReportDay(Today.Number + country.Links.RemindAfterDays), new ReportDay(Today.Number + country.Links.LetterEndsAfterDays));
        var body = EntryBody.Of(new Dictionary<string, string>
        {
            ["platform"] = draft.Platform, ["accounts"] = string.Join(' ', draft.Accounts), ["from"] = draft.From.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture), ["to"] = draft.To.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture),
            ["law"] = draft.Law, ["contact"] = draft.Contact.Trim(), ["remind_on"] = remind.ToString(), ["ends_on"] = ends.ToString(),
        });
        return await cases.Do(by, caseId, Compartment.Investigation, "case.write-letter", async (data, opened, deed) =>
        {
            var entry = RecordId.Random();
            await cases.Add(data, opened, deed, entry, 1, Compartment.Investigation, EntryKind.Letter, by.PersonId, body).ConfigureAwait(false);
            var id = RecordId.Random();
            data.Preservations.Add(new Preservation
            {
                Id = id, UnitId = opened.Case.UnitId, PersonId = by.PersonId, Case = table.OfCase(caseId)[^1], RemindOn = remind, EndsOn = ends, Called = 0,
                Body = Envelope.Seal(ring.FactsKey, new Binding("preservation.body", id), JsonSerializer.SerializeToUtf8Bytes(new FoundCase(caseId.ToString(), entry.ToString())), Padding.Message),
            });
            return entry;
        }).ConfigureAwait(false);
    }

    /// <summary>The letters among the entries of a case that was read.</summary>
    public static IReadOnlyList<Letter> Of(CaseView view) => [.. view.Of(EntryKind.Letter).Select(Of)];

    private static Letter Of(OpenedEntry e) => new(
        e.Id, e.Version, e.Body["platform"], [.. e.Body["accounts"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(FoundCase.Id)], Instant(e.Body["from"]), Instant(e.Body["to"]), e.Body["law"], e.Body["contact"], e.PersonId, e.At,
        Day(e.Body["remind_on"]), Day(e.Body["ends_on"]), e.Body["ended"] == "yes");

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static ReportDay Day(string text) => ReportDay.From(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Prints a letter of the case in one of the country's languages. What is printed leaves the system with who prints it; each print is in the trail.</summary>
    /// <exception cref="RefusedException">It could not be printed here; the message says why.</exception>
    public async Task<byte[]> Print(SignedIn by, RecordId caseId, RecordId entryId, Language language)
    {
        var view = await book.Read(by, caseId, "letter.print").ConfigureAwait(false);
        var letter = Of(view).FirstOrDefault(l => l.EntryId == entryId) ?? throw await cases.Refused(by, caseId, "letter.print").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "letter.print", caseId, view.UnitId) { Detail = $"{entryId} {language.Code}" }, _ => Task.CompletedTask).ConfigureAwait(false);
        var unit = (await people.Units().ConfigureAwait(false)).Single(u => u.Id == view.UnitId);
        var writer = (await people.Names().ConfigureAwait(false)).GetValueOrDefault(letter.WrittenBy, "");
        var page = new LetterPage(country, language, letter, [.. book.Of(view).Where(a => letter.Accounts.Contains(a.EntryId))], unit, writer, Channels.ForPolice(letter.Platform));
        try
        {
            return await PrintedPage.Print(page.Html()).ConfigureAwait(false);
        }
        catch (NotPrintedException not)
        {
            throw new RefusedException("letter.not-printed", not.Message);
        }
    }

    /// <summary>Stops the clock of a letter: the platform answered, or it was not sent.</summary>
    public async Task End(SignedIn by, RecordId caseId, RecordId entryId, int version)
    {
        const string deedOf = "case.change-letter";
        var last = (await book.Read(by, caseId, deedOf).ConfigureAwait(false)).Of(EntryKind.Letter).FirstOrDefault(e => e.Id == entryId) ?? throw await cases.Refused(by, caseId, deedOf).ConfigureAwait(false);
        await cases.Do(by, caseId, Compartment.Investigation, deedOf, async (data, opened, deed) =>
        {
            if (last.Version != version || await data.CaseEntries.AnyAsync(e => e.CaseId == caseId && e.Id == entryId && e.Version > version).ConfigureAwait(false))
                throw CaseDesk.Changed;
            await cases.Add(data, opened, deed, entryId, version + 1, Compartment.Investigation, EntryKind.Letter, by.PersonId, last.Body with { Answers = new Dictionary<string, string>(last.Body.Answers) { ["ended"] = "yes" } }).ConfigureAwait(false);
            foreach (var running in (await OfCases(data, [caseId]).ConfigureAwait(false)).Where(p => Body(p).EntryId == entryId))
                await data.Preservations.Where(p => p.Id == running.Id).ExecuteDeleteAsync().ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>The letters of these cases whose clock runs, the first to end first.</summary>
    public async Task<IReadOnlyList<RunningLetter>> Running(IReadOnlyCollection<RecordId> readable)
    {
        await using var data = store.Read();
        return [.. (await OfCases(data, readable).ConfigureAwait(false)).Select(p => new RunningLetter(Body(p).CaseId, Body(p).EntryId, p.RemindOn, p.EndsOn)).OrderBy(p => p.EndsOn)];
    }

    /// <summary>Calls the writers of letters on the two days. Run each hour.</summary>
    /// <returns>How many were called.</returns>
    public async Task<int> Work()
    {
        var today = Today;
        await using var read = store.Read();
        var due = await read.Preservations.Where(p => (p.Called == 0 && p.RemindOn <= today) || (p.Called < 2 && p.EndsOn <= today)).Take(200).ToListAsync().ConfigureAwait(false);
        foreach (var letter in due)
        {
            var called = letter.EndsOn <= today ? 2 : 1;
            await store.Change(new Deed(null, called == 1 ? "letter.reminded" : "letter.ends", Body(letter).CaseId, letter.UnitId), async data =>
            {
                if (await data.Preservations.Where(p => p.Id == letter.Id && p.Called < called).ExecuteUpdateAsync(s => s.SetProperty(p => p.Called, called)).ConfigureAwait(false) == 1)
                {
                    var caseId = Body(letter).CaseId;
                    if (await ReadsYet(data, caseId, letter.PersonId).ConfigureAwait(false)) await Outbox.Add(data, [letter.PersonId], clock.GetUtcNow()).ConfigureAwait(false);
                    // Who wrote it works on it no more: else the day would pass unseen.
                    else await cases.Conflicts.Mail(data, caseId, await data.Cases.Where(c => c.Id == caseId).Select(c => c.UnitId).SingleAsync().ConfigureAwait(false), Roles.Lead).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
        return due.Count;
    }

    /// <summary>Whether who wrote a letter still works on its case: active, with a key of the part, and neither named in it nor unwanted.</summary>
    private async Task<bool> ReadsYet(SalaData data, RecordId caseId, RecordId person)
    {
        var now = clock.GetUtcNow();
        return await data.CaseGrants.AnyAsync(g => g.CaseId == caseId && g.Compartment == Compartment.Investigation && g.Holder == CaseHolder.Person && g.HolderId == person && (g.Until == null || g.Until > now)).ConfigureAwait(false)
            && await cases.IsFreeFor(data, caseId, person).ConfigureAwait(false);
    }

    private async Task<List<Preservation>> OfCases(SalaData data, IReadOnlyCollection<RecordId> ids)
    {
        var tokens = ids.SelectMany(table.OfCase).ToList();
        return await data.Preservations.AsNoTracking().Where(p => tokens.Contains(p.Case)).ToListAsync().ConfigureAwait(false);
    }

    private FoundCase Body(Preservation row) => JsonSerializer.Deserialize<FoundCase>(Envelope.Open(ring.FactsKey, new Binding("preservation.body", row.Id), row.Body))!;
}
