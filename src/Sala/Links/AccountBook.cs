using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Links;

/// <summary>An account, number, address or hash that stands in a case.</summary>
/// <param name="Written">As the officer wrote it.</param>
/// <param name="OfAccused">It belongs to who is accused, or to nobody knows whom who did it: only then is it compared.</param>
/// <param name="Withdrawn">It was noted by mistake: it stays readable and is compared no more.</param>
/// <param name="Identifiers">What is compared.</param>
public sealed record Account(
    RecordId EntryId, int Version, IdentifierKind Kind, string Platform, string Written, bool OfAccused, bool Withdrawn, string Words, RecordId PersonId, DateTimeOffset At, IReadOnlyList<Identifier> Identifiers)
{
    /// <summary>Whether it can be looked up.</summary>
    public bool IsCompared => OfAccused && !Withdrawn;

    public Doubts Doubts => Identifiers.Aggregate(Doubts.None, (all, i) => all | i.Doubts);
}

/// <summary>The accounts of the accused in the investigation part of a case.</summary>
public sealed class AccountBook
{
    private readonly Store store;
    private readonly CaseDesk cases;
    private readonly Normalising normalising;
    private readonly LinkTable table;

    public AccountBook(Store store, CaseDesk cases, CaseErasure erasure, HostRing ring, Country country)
    {
        (this.store, this.cases, normalising, table) = (store, cases, new Normalising(country.Code), new LinkTable(ring));
        erasure.AlsoErased.Add(Erase);
    }

    /// <summary>Writes an account into the case; what is of the accused is compared from then on.</summary>
    /// <param name="words">Where and when it was seen, in free words; may be empty.</param>
    /// <exception cref="RefusedException">It can't be of this kind.</exception>
    /// <exception cref="NotForYouException">The investigation part does not open for this person.</exception>
    public async Task<RecordId> Note(SignedIn by, RecordId caseId, IdentifierKind kind, string platform, string written, bool ofAccused, string words)
    {
        // Who may not write here is refused before what they wrote is looked at.
        using (var opened = await Require(by, caseId, "case.write-account").ConfigureAwait(false)) { }
        var identifiers = normalising.Read(kind, platform, written);
        var body = EntryBody.Of(new Dictionary<string, string>
        {
            ["kind"] = kind.ToString(), ["platform"] = kind == IdentifierKind.Handle ? platform : "", ["value"] = Folding.Visible(written).Trim(), ["whose"] = ofAccused ? "accused" : "other",
        }, words.Trim());
        return await cases.Do(by, caseId, Compartment.Investigation, "case.write-account", async (data, opened, deed) =>
        {
            var entry = RecordId.Random();
            await cases.Add(data, opened, deed, entry, 1, Compartment.Investigation, EntryKind.Account, by.PersonId, body).ConfigureAwait(false);
            if (ofAccused)
            {
                await table.Keep(data, caseId, entry, identifiers).ConfigureAwait(false);
                // A member of staff whose number or mail it is, or of somebody close to them, is kept from the case like one who is named.
                await cases.Conflicts.Remember(data, caseId, identifiers.Where(i => i.Kind is IdentifierKind.Phone or IdentifierKind.Mail).Select(i => i.Normal)).ConfigureAwait(false);
            }
            return entry;
        }).ConfigureAwait(false);
    }

    /// <summary>Takes back what was noted by mistake: it stays in the case as it stood, and is compared no more.</summary>
    /// <param name="version">The version that was read.</param>
    public async Task Withdraw(SignedIn by, RecordId caseId, RecordId entryId, int version)
    {
        const string deedOf = "case.change-account";
        var view = await Read(by, caseId, deedOf).ConfigureAwait(false);
        if (view.Of(EntryKind.Account).All(e => e.Id != entryId)) throw await cases.Refused(by, caseId, deedOf).ConfigureAwait(false);
        await cases.Do(by, caseId, Compartment.Investigation, deedOf, async (data, opened, deed) =>
        {
            var last = (await Newest(data, opened, entryId).ConfigureAwait(false))!;
            if (last.Version != version) throw CaseDesk.Changed;
            await cases.Add(data, opened, deed, entryId, version + 1, Compartment.Investigation, EntryKind.Account, by.PersonId, last.Body with { Answers = new Dictionary<string, string>(last.Body.Answers) { ["withdrawn"] = "yes" } }).ConfigureAwait(false);
            await table.Forget(data, [entryId]).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>A case of which this person reads the investigation part.</summary>
    /// <exception cref="NotForYouException">That part does not open for them; the answer is that of a case that is not there.</exception>
    public async Task<CaseView> Read(SignedIn by, RecordId caseId)
    {
        using (var opened = await Require(by, caseId, "case.read").ConfigureAwait(false)) { }
        return await cases.Read(by, caseId).ConfigureAwait(false);
    }

    /// <summary>The same for a deed that writes its own entry into the trail.</summary>
    internal async Task<CaseView> Read(SignedIn by, RecordId caseId, string what)
    {
        using var opened = await Require(by, caseId, what).ConfigureAwait(false);
        await using var data = store.Read();
        return await cases.View(data, opened).ConfigureAwait(false);
    }

    private async Task<OpenedCase> Require(SignedIn by, RecordId caseId, string what)
    {
        var opened = await cases.Require(by, caseId, what).ConfigureAwait(false);
        if (opened.Holds(Compartment.Investigation)) return opened;
        opened.Dispose();
        throw await cases.Refused(by, caseId, what).ConfigureAwait(false);
    }

    /// <summary>The accounts among the entries of a case that was read.</summary>
    public IReadOnlyList<Account> Of(CaseView view) => [.. view.Of(EntryKind.Account).Select(Of)];

    internal Account Of(OpenedEntry entry)
    {
        var kind = Enum.TryParse<IdentifierKind>(entry.Body["kind"], out var known) ? known : IdentifierKind.Handle;
        IReadOnlyList<Identifier> identifiers;
        try
        {
            identifiers = normalising.Read(kind, entry.Body["platform"], entry.Body["value"]);
        }
        catch (RefusedException)
        {
            // Written by an earlier way of normalising, which took it.
            identifiers = [];
        }
        return new Account(entry.Id, entry.Version, kind, entry.Body["platform"], entry.Body["value"], entry.Body["whose"] == "accused", entry.Body["withdrawn"] == "yes", entry.Body.Words, entry.PersonId, entry.At, identifiers);
    }

    internal static async Task<OpenedEntry?> Newest(SalaData data, OpenedCase opened, RecordId entryId)
    {
        var row = await data.CaseEntries.AsNoTracking().Where(e => e.CaseId == opened.Case.Id && e.Id == entryId && e.Kind == EntryKind.Account && e.Compartment == Compartment.Investigation)
            .OrderByDescending(e => e.Version).FirstOrDefaultAsync().ConfigureAwait(false);
        return row is null ? null : CaseDesk.Opened(opened, row);
    }

    /// <summary>What the table, the look-ups and the notices hold of a case goes with it.</summary>
    private async Task Erase(SalaData data, RecordId caseId)
    {
        var entries = await data.CaseEntries.Where(e => e.CaseId == caseId && e.Kind == EntryKind.Account).Select(e => e.Id).Distinct().ToListAsync().ConfigureAwait(false);
        await table.Forget(data, entries).ConfigureAwait(false);
        var tokens = table.OfCase(caseId).ToList();
        await data.LinkLookUps.Where(l => tokens.Contains(l.Case)).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.LinkNotices.Where(n => tokens.Contains(n.Case)).ExecuteDeleteAsync().ConfigureAwait(false);
    }
}
