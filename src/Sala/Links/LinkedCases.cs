using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Data;
using Sala.Vault;

namespace Sala.Links;

/// <summary>An account, the cases of the reader in which it stands, and the units to ask where a look-up found it elsewhere.</summary>
/// <param name="Account">As it stands in one of the reader's cases.</param>
public sealed record Link(Account Account, IReadOnlyList<CaseLine> Cases, IReadOnlyList<Hit> Elsewhere);

/// <summary>What somebody sees of links: their cases, what joins them, who asked.</summary>
/// <param name="Investigated">Cases whose investigation part opens for the reader.</param>
/// <param name="More">How many further accounts join cases and are left out.</param>
public sealed record LinkOverview(IReadOnlyList<CaseLine> Investigated, IReadOnlyList<Link> Links, int More, IReadOnlyList<PastLookUp> LookUps, IReadOnlyList<Notice> Notices);

/// <summary>Which cases hang together by an account of the accused, for who has grants to them; of all others only what a look-up told.</summary>
public sealed class LinkedCases(Store store, CaseDesk cases, AccountBook book, LookUps lookUps, HostRing ring)
{
    /// <summary>So many accounts are drawn; more would be no picture.</summary>
    public const int Most = 24;

    /// <summary>So many cases are looked through, those that stand highest on the list.</summary>
    private const int MostCases = 1000;

    private readonly LinkTable table = new(ring);

    /// <summary>Reads it. Each case of which an account is shown gets its audit entry.</summary>
    public async Task<LinkOverview> Read(SignedIn by)
    {
        var lines = await cases.Mine(by, MostCases).ConfigureAwait(false);
        var (read, led) = await Investigated(by, [.. lines.Select(l => l.Id)]).ConfigureAwait(false);
        var investigated = lines.Where(l => read.Contains(l.Id)).ToList();
        var past = await lookUps.Of(by, read, read).ConfigureAwait(false);
        var joined = await Joined(read).ConfigureAwait(false);
        foreach (var asked in past.Where(p => p.Hits.Count > 0 && !joined.Exists(j => j.Entries.Contains(p.EntryId))).DistinctBy(p => p.EntryId)) joined.Add(new Same([asked.EntryId], [asked.CaseId]));
        var links = await Named(by, joined, past, investigated.ToDictionary(l => l.Id)).ConfigureAwait(false);
        return new LinkOverview(investigated, links, Math.Max(0, joined.Count - Most), past, await lookUps.NoticesOf([.. read.Concat(led).Distinct()]).ConfigureAwait(false));
    }

    /// <summary>The entries of one account, and the cases in which they stand; the first entry belongs to the first case.</summary>
    private sealed record Same(IReadOnlyList<RecordId> Entries, IReadOnlyList<RecordId> Cases);

    /// <summary>What was looked up for one case, and who asked for its accounts.</summary>
    public async Task<(IReadOnlyList<PastLookUp> LookUps, IReadOnlyList<Notice> Notices)> Of(SignedIn by, RecordId caseId)
    {
        // This case alone is asked, wherever it stands on their list.
        var (read, led) = await Investigated(by, [caseId]).ConfigureAwait(false);
        return (read.Contains(caseId) ? await lookUps.Of(by, [caseId], read).ConfigureAwait(false) : [], read.Contains(caseId) || led.Contains(caseId) ? await lookUps.NoticesOf([caseId]).ConfigureAwait(false) : []);
    }

    /// <summary>The cases among these whose investigation part somebody reads, and those that they lead.</summary>
    private Task<(IReadOnlySet<RecordId> Read, IReadOnlySet<RecordId> Led)> Investigated(SignedIn by, IReadOnlyList<RecordId> mine) => cases.WithPart(by, Compartment.Investigation, mine);

    /// <summary>The accounts that stand in more than one of these cases.</summary>
    private async Task<List<Same>> Joined(IReadOnlySet<RecordId> read)
    {
        await using var data = store.Read();
        var entries = await data.CaseEntries.Where(e => read.Contains(e.CaseId) && e.Kind == EntryKind.Account && e.Compartment == Compartment.Investigation).Select(e => e.Id).Distinct().ToListAsync().ConfigureAwait(false);
        return [.. (await table.Of(data, entries).ConfigureAwait(false)).GroupBy(t => t.Token).Select(g => g.OrderBy(t => t.Case).ThenBy(t => t.Entry).ToList())
            .Select(g => new Same([.. g.Select(t => t.Entry).Distinct()], [.. g.Select(t => t.Case).Distinct()])).Where(s => s.Cases.Count > 1)
            // The address of an account joins the same cases twice: by itself and by the handle.
            .DistinctBy(s => string.Join(',', s.Entries))];
    }

    private async Task<IReadOnlyList<Link>> Named(SignedIn by, List<Same> joined, IReadOnlyList<PastLookUp> past, Dictionary<RecordId, CaseLine> lines)
    {
        var links = new List<Link>();
        foreach (var ofCase in joined.OrderByDescending(j => j.Cases.Count).ThenBy(j => j.Entries[0]).Take(Most).GroupBy(j => j.Cases[0]))
        {
            var accounts = book.Of(await cases.Read(by, ofCase.Key).ConfigureAwait(false)).ToDictionary(a => a.EntryId);
            foreach (var same in ofCase.Where(j => accounts.ContainsKey(j.Entries[0])))
                links.Add(new Link(accounts[same.Entries[0]], [.. same.Cases.Where(lines.ContainsKey).Select(c => lines[c])],
                    [.. past.Where(p => same.Entries.Contains(p.EntryId)).SelectMany(p => p.Hits).Where(h => h.CaseId is null).DistinctBy(h => h.UnitId)]));
        }
        return links;
    }
}
