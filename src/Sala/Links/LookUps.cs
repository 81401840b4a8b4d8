using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Links;

/// <summary>That an account stands in another case: that, and whom to ask; never what.</summary>
/// <param name="CaseId">Set where the reader has that case themself; null otherwise.</param>
/// <param name="UnitId">Whom to ask.</param>
/// <param name="Ask">The people who lead that unit, without those whom the case concerns.</param>
public sealed record Hit(RecordId? CaseId, RecordId UnitId, IReadOnlyList<RecordId> Ask);

/// <summary>A look-up that was made.</summary>
public sealed record PastLookUp(RecordId Id, RecordId CaseId, RecordId EntryId, RecordId PersonId, DateTimeOffset At, string Purpose, IReadOnlyList<Hit> Hits);

/// <summary>That somebody of another case asked for an account that stands in this one.</summary>
public sealed record Notice(RecordId Id, RecordId CaseId, RecordId EntryId, RecordId AskingUnit, RecordId AskingPerson, DateTimeOffset At);

/// <summary>How often somebody looked accounts up on a day.</summary>
public sealed record LookUpCount(RecordId PersonId, ReportDay Day, int Count, bool Unusual);

/// <summary>
/// Looks up whether an account of the accused stands in a case of somebody else. The answer tells that and whom to ask; the other unit is told as well, at the next beat, so that
/// answering takes the same steps whatever was found.
/// </summary>
public sealed class LookUps(Store store, CaseDesk cases, AccountBook book, StaffDirectory directory, HostRing ring, Country country, TimeProvider clock)
{
    private const string Deed = "link.lookup";
    private readonly LinkTable table = new(ring);

    private ReportDay Today => ReportDay.Of(clock.GetUtcNow(), country.TimeZone);

    /// <summary>Looks one account of one's own case up.</summary>
    /// <param name="entryId">The account, as it stands in the investigation part of the case.</param>
    /// <param name="purpose">What it is needed for; oversight reads it.</param>
    /// <returns>The look-up, whose answer is read by <see cref="Of"/>.</returns>
    /// <exception cref="RefusedException">No purpose, no such account of an accused, or the number for the day is used up.</exception>
    /// <exception cref="NotForYouException">The investigation part of the case does not open for this person.</exception>
    public async Task<RecordId> LookUp(SignedIn by, RecordId caseId, RecordId entryId, string purpose)
    {
        using var opened = await cases.Require(by, caseId, Deed).ConfigureAwait(false);
        if (!opened.Holds(Compartment.Investigation)) throw await cases.Refused(by, caseId, Deed).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(purpose)) throw new RefusedException("link.purpose", "Say what you need to know it for. Nothing was looked up.");
        purpose = purpose.Trim();
        if (purpose.Length > LookUpBody.LongestPurpose) throw new RefusedException("link.purpose-long", "The purpose is too long: two hundred signs are enough. Nothing was looked up.");
        var deed = new Deed(by.PersonId, Deed, caseId, opened.Case.UnitId) { Reason = purpose };
        int count;
        RecordId id;
        try
        {
            (id, count) = await store.Change(deed, data => LookUp(data, by, opened, entryId, purpose)).ConfigureAwait(false);
        }
        catch (RefusedException refused) when (refused.Code == "link.limit")
        {
            await store.Refuse(deed with { Detail = "limit" }).ConfigureAwait(false);
            await TellOversight(by.PersonId, country.Links.LookUpsADay + 1).ConfigureAwait(false);
            throw;
        }
        if (count == country.Links.UnusualADay) await TellOversight(by.PersonId, count).ConfigureAwait(false);
        return id;
    }

    private async Task<(RecordId Id, int Count)> LookUp(SalaData data, SignedIn by, OpenedCase opened, RecordId entryId, string purpose)
    {
        var (caseId, day) = (opened.Case.Id, Today);
        var before = await data.LinkLookUps.CountAsync(l => l.PersonId == by.PersonId && l.Day == day).ConfigureAwait(false);
        if (before >= country.Links.LookUpsADay) throw new RefusedException("link.limit", "You have looked up as many accounts today as one person may. Nothing was looked up, and oversight is told. Ask a colleague, or go on tomorrow.");
        if (await AccountBook.Newest(data, opened, entryId).ConfigureAwait(false) is not { } entry || book.Of(entry) is not { IsCompared: true } account || account.Identifiers.Count == 0)
            throw new RefusedException("link.no-account", "Only an account of the accused that stands in your own case can be looked up. Nothing was looked up. Write it into the case first.");
        var found = await table.Find(data, caseId, account.Identifiers).ConfigureAwait(false);
        var asked = found.Select(f => f.CaseId).ToList();
        // As many as if something were found.
        while (asked.Count < LookUpBody.Most) asked.Add(RecordId.Random());
        var locked = await cases.Conflicts.Among(data, by, asked).ConfigureAwait(false);
        var there = (await data.Cases.Where(c => asked.Contains(c.Id)).Select(c => c.Id).ToListAsync().ConfigureAwait(false)).ToHashSet();
        var row = new LinkLookUp
        {
            Id = RecordId.Random(), PersonId = by.PersonId, UnitId = opened.Case.UnitId, At = clock.GetUtcNow(), Day = day, Case = table.OfCase(caseId)[^1], Told = false, Body = [],
        };
        var body = new LookUpBody(caseId.ToString(), entryId.ToString(), purpose,
            [.. found.Where(f => there.Contains(f.CaseId) && !locked.Contains(f.CaseId)).Take(LookUpBody.Most)], [.. found.Where(f => locked.Contains(f.CaseId)).Take(LookUpBody.Most)], LookUpBody.OneSize);
        data.LinkLookUps.Add(With(row, body.Seal(ring.FactsKey, row.Id)));
        return (row.Id, before + 1);
    }

    private static LinkLookUp With(LinkLookUp row, byte[] body) => new() { Id = row.Id, PersonId = row.PersonId, UnitId = row.UnitId, At = row.At, Day = row.Day, Case = row.Case, Told = row.Told, Body = body };

    /// <summary>On behalf of no unit: heads and leads do not read it.</summary>
    private Task TellOversight(RecordId person, int count) => store.Change(new Deed(person, "link.unusual", person) { Detail = $"{count} on {Today}" }, async data =>
        await Outbox.Add(data, await Overseers(data).ConfigureAwait(false), clock.GetUtcNow()).ConfigureAwait(false));

    private async Task<IReadOnlyList<RecordId>> Overseers(SalaData data) =>
        [.. (await data.Memberships.Where(m => (m.Roles & Roles.Oversight) != 0).ToListAsync().ConfigureAwait(false)).Where(directory.Holds).Select(m => m.PersonId).Distinct()];

    /// <summary>What was looked up for these cases, newest first, as far as this reader may know: a case that concerns themself is never among the hits.</summary>
    /// <param name="readable">Cases that open for the reader.</param>
    /// <param name="theirs">Those whose investigation part opens for the reader: of these they are told which case it is.</param>
    public async Task<IReadOnlyList<PastLookUp>> Of(SignedIn by, IReadOnlyCollection<RecordId> readable, IReadOnlySet<RecordId> theirs)
    {
        var tokens = readable.SelectMany(table.OfCase).ToList();
        await using var data = store.Read();
        var rows = await data.LinkLookUps.Where(l => tokens.Contains(l.Case)).OrderByDescending(l => l.At).Take(200).ToListAsync().ConfigureAwait(false);
        var bodies = rows.ConvertAll(r => (Row: r, Body: LookUpBody.Open(ring.FactsKey, r)));
        var found = bodies.SelectMany(b => b.Body.Found.Select(f => f.CaseId)).Distinct().ToList();
        var locked = await cases.Conflicts.Among(data, by, found).ConfigureAwait(false);
        var units = await data.Cases.Where(c => found.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.UnitId).ConfigureAwait(false);
        var hits = new Dictionary<RecordId, Hit>();
        foreach (var id in found.Where(f => !locked.Contains(f) && units.ContainsKey(f)))
            hits.Add(id, new Hit(theirs.Contains(id) ? id : null, units[id], await WhomToAsk(data, id, units[id]).ConfigureAwait(false)));
        return bodies.ConvertAll(b => new PastLookUp(b.Row.Id, FoundCase.Id(b.Body.Case), FoundCase.Id(b.Body.Entry), b.Row.PersonId, b.Row.At, b.Body.Purpose,
            [.. b.Body.Found.Select(f => hits.GetValueOrDefault(f.CaseId)).OfType<Hit>()]));
    }

    /// <summary>Who leads a unit, without those whom the case concerns.</summary>
    private async Task<IReadOnlyList<RecordId>> WhomToAsk(SalaData data, RecordId caseId, RecordId unit) =>
        [.. (await cases.Conflicts.Unconcerned(data, caseId, unit, Roles.Lead).ConfigureAwait(false)).OrderBy(p => p.ShownName, StringComparer.Ordinal).Select(p => p.Id)];

    /// <summary>Who asked for accounts of these cases, newest first.</summary>
    /// <param name="readable">Cases whose investigation part the reader opens, or leads.</param>
    public async Task<IReadOnlyList<Notice>> NoticesOf(IReadOnlyCollection<RecordId> readable)
    {
        var tokens = readable.SelectMany(table.OfCase).ToList();
        await using var data = store.Read();
        var rows = await data.LinkNotices.Where(n => tokens.Contains(n.Case)).OrderByDescending(n => n.At).Take(200).ToListAsync().ConfigureAwait(false);
        return rows.ConvertAll(r =>
        {
            var body = NoticeBody.Open(ring.FactsKey, r);
            return new Notice(r.Id, FoundCase.Id(body.Case), FoundCase.Id(body.Entry), FoundCase.Id(body.AskingUnit), FoundCase.Id(body.AskingPerson), r.At);
        });
    }

    /// <summary>Tells the other units of look-ups since the last beat, and oversight of those that met a conflict of interest. Run each minute.</summary>
    /// <returns>How many notices were written.</returns>
    public async Task<int> Work()
    {
        await using var data = store.Read();
        var waiting = await data.LinkLookUps.Where(l => !l.Told).OrderBy(l => l.At).Take(200).ToListAsync().ConfigureAwait(false);
        var told = 0;
        foreach (var row in waiting)
        {
            var body = LookUpBody.Open(ring.FactsKey, row);
            foreach (var found in body.Found) told += await Tell(row, body, found).ConfigureAwait(false);
            foreach (var found in body.Locked) await cases.Conflicts.TellOversight(row.PersonId, found.CaseId).ConfigureAwait(false);
            await store.Keep(d => d.LinkLookUps.Where(l => l.Id == row.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.Told, true))).ConfigureAwait(false);
        }
        return told;
    }

    private async Task<int> Tell(LinkLookUp row, LookUpBody body, FoundCase found)
    {
        // One id for each pair, so that a beat that was cut short tells nobody twice.
        var id = RecordId.From(ring.LinkKey.Mac("link.notice.id/1", CanonicalBytes.Of(row.Id, found.CaseId)).AsSpan(0, RecordId.Size));
        var unit = await UnitOf(found.CaseId).ConfigureAwait(false);
        if (unit is null) return 0;
        var now = clock.GetUtcNow();
        IReadOnlyList<RecordId> called;
        await using (var data = store.Read())
        {
            if (await data.LinkNotices.AnyAsync(n => n.Id == id).ConfigureAwait(false)) return 0;
            var held = await data.CaseGrants.Where(g => g.CaseId == found.CaseId && g.Compartment == Compartment.Investigation && g.Holder == CaseHolder.Person && (g.Until == null || g.Until > now))
                .Select(g => g.HolderId).Distinct().ToListAsync().ConfigureAwait(false);
            var people = (await data.People.Where(p => held.Contains(p.Id) && p.State == PersonState.Active).ToListAsync().ConfigureAwait(false)).ConvertAll(p => (p.Id, directory.ProfileOf(p).ShownName));
            // Whom the case concerns since they were given a part finds nothing here: a mail would tell them that there is something.
            var concerned = await cases.Conflicts.Among(data, found.CaseId, people).ConfigureAwait(false);
            var told = new List<RecordId>();
            // Nor whom the child does not want, who may hold a key until that is taken in.
            foreach (var person in held.Concat(await WhomToAsk(data, found.CaseId, unit.Value).ConfigureAwait(false)).Where(h => !concerned.Contains(h)).Distinct())
                if (!await Objections.Against(data, found.CaseId, person).ConfigureAwait(false)) told.Add(person);
            // Who asked has this case as well: nobody need be told of themself.
            if (held.Contains(row.PersonId) && told.Contains(row.PersonId)) return 0;
            called = told;
        }
        await store.Change(new Deed(null, "link.told", found.CaseId, unit), async data =>
        {
            if (await data.LinkNotices.AnyAsync(n => n.Id == id).ConfigureAwait(false)) return;
            data.LinkNotices.Add(new LinkNotice
            {
                Id = id, UnitId = unit.Value, At = row.At, Case = table.OfCase(found.CaseId)[^1],
                Body = new NoticeBody(found.Case, found.Entry, row.UnitId.ToString(), row.PersonId.ToString()).Seal(ring.FactsKey, id),
            });
            await Outbox.Add(data, called, now).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return 1;
    }

    private async Task<RecordId?> UnitOf(RecordId caseId)
    {
        await using var data = store.Read();
        return await data.Cases.Where(c => c.Id == caseId).Select(c => (RecordId?)c.UnitId).SingleOrDefaultAsync().ConfigureAwait(false);
    }

    /// <summary>How many accounts each person looked up, by day, for the last thirty days.</summary>
    /// <exception cref="NotForYouException">The person does not oversee.</exception>
    public async Task<IReadOnlyList<LookUpCount>> Counts(SignedIn by)
    {
        if (!by.Has(Roles.Oversight))
        {
            await store.Refuse(new Deed(by.PersonId, "link.counts")).ConfigureAwait(false);
            throw new NotForYouException();
        }
        await store.Change(new Deed(by.PersonId, "link.counts"), _ => Task.CompletedTask).ConfigureAwait(false);
        var since = new ReportDay(Today.Number - 30);
        await using var data = store.Read();
        return [.. (await data.LinkLookUps.Where(l => l.Day >= since).GroupBy(l => new { l.PersonId, l.Day }).Select(g => new { g.Key.PersonId, g.Key.Day, Count = g.Count() }).ToListAsync().ConfigureAwait(false))
            .Select(g => new LookUpCount(g.PersonId, g.Day, g.Count, g.Count >= country.Links.UnusualADay)).OrderByDescending(c => c.Day).ThenByDescending(c => c.Count)];
    }
}
