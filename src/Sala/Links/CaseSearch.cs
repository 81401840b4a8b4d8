using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Links;

/// <summary>What is looked for; what is empty is not asked.</summary>
/// <param name="Number">The number of a case.</param>
/// <param name="Pseudonym">A part of the made-up name.</param>
/// <param name="Phone">The number of somebody in the case, whole.</param>
/// <param name="Handle">The name of an account of the accused, whole.</param>
/// <param name="Platform">The platform of that account.</param>
public sealed record CaseSearched(string Number = "", string Pseudonym = "", string Phone = "", string Handle = "", string Platform = "");

/// <summary>
/// Finds cases among those that open for who asks. Numbers and accounts are compared whole, as keyed tokens; what is found in a part that does not open is not found. Each search is in the trail by its kind,
/// never by what was typed; nothing found and nothing to be found are one answer.
/// </summary>
public sealed class CaseSearch(Store store, CaseDesk cases, HostRing ring, Country country)
{
    private const string Deed = "case.find";

    /// <summary>As many tokens of one number are looked at.</summary>
    private const int MostTokens = 5000;

    /// <summary>Who reads the investigation part of at most so many cases has the accounts of these looked through, each of them.</summary>
    private const int FewCases = 1000;

    /// <summary>For whom more open, as many pointers of one account are opened, always: how long it takes tells nothing of how many cases of the country have it. A case beyond them is found by its other marks.</summary>
    private const int PointersOpened = 2000;

    /// <summary>As many cases are opened to see where a number stands.</summary>
    private const int MostOpened = 25;

    private readonly LinkTable table = new(ring);
    private readonly Normalising normalising = new(country.Code);

    /// <exception cref="RefusedException">Nothing was asked, or an account can't be of that platform.</exception>
    /// <exception cref="NotForYouException">The person works on no case.</exception>
    public async Task<IReadOnlyList<CaseLine>> Find(SignedIn by, CaseSearched asked)
    {
        var reach = await cases.Finding.Allowed(by, Deed).ConfigureAwait(false);
        var kinds = new List<string>();
        var found = new List<HashSet<RecordId>>();
        if (asked.Number.Trim().Length > 0) await Add("number", () => Numbered(by, reach, asked.Number)).ConfigureAwait(false);
        if (asked.Pseudonym.Trim().Length > 0) await Add("pseudonym", () => Task.FromResult(Called(reach, asked.Pseudonym.Trim()))).ConfigureAwait(false);
        if (asked.Phone.Trim().Length > 0) await Add("phone", () => WithPhone(by, reach, asked.Phone)).ConfigureAwait(false);
        if (asked.Handle.Trim().Length > 0) await Add("handle", () => WithAccount(reach, normalising.Read(IdentifierKind.Handle, asked.Platform, asked.Handle))).ConfigureAwait(false);
        if (found.Count == 0) throw new RefusedException("find.nothing", "Write what you look for. Nothing was searched.");
        var all = found.Aggregate((one, other) => [.. one.Intersect(other)]);
        var lines = await cases.Finding.Among(by, all).ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, Deed) { Detail = $"{string.Join(',', kinds)}: {lines.Count}" }, _ => Task.CompletedTask).ConfigureAwait(false);
        return lines;

        async Task Add(string kind, Func<Task<HashSet<RecordId>>> look)
        {
            kinds.Add(kind);
            found.Add(await look().ConfigureAwait(false));
        }
    }

    /// <summary>A number that names no case of theirs is a refused try, whether there is such a case or not.</summary>
    private async Task<HashSet<RecordId>> Numbered(SignedIn by, CaseReach.Of reach, string typed)
    {
        var row = CaseNumber.Read(typed) is { } number ? cases.Finding.Board.Numbered(number) : null;
        if (row is not null && reach.PartsOf(row) != Parts.None) return [row.Id];
        await cases.Refused(by, row?.Id ?? RecordId.Random(), Deed).ConfigureAwait(false);
        return [];
    }

    private static HashSet<RecordId> Called(CaseReach.Of reach, string part)
    {
        var found = new HashSet<RecordId>();
        reach.Each((row, _) =>
        {
            if (found.Count < CaseFinding.PageSize && row.Pseudonym.Contains(part, StringComparison.OrdinalIgnoreCase)) found.Add(row.Id);
        }, alsoBehind: true);
        return found;
    }

    /// <summary>The token says that it stands in a case; where, only opening tells: what stands in a part that they do not read is not theirs to find.</summary>
    private async Task<HashSet<RecordId>> WithPhone(SignedIn by, CaseReach.Of reach, string phone)
    {
        await using var data = store.Read();
        var named = Within(reach, await cases.Conflicts.Naming(data, phone, MostTokens).ConfigureAwait(false), Parts.None).Take(MostOpened).ToList();
        var found = new HashSet<RecordId>();
        foreach (var id in named)
        {
            try
            {
                using var opened = await cases.Require(by, id, Deed).ConfigureAwait(false);
                var view = await cases.View(data, opened).ConfigureAwait(false);
                if (view.Of(EntryKind.Person).Any(p => Names.AreAlike(p.Body["phone"], phone)) || view.Of(EntryKind.Account).Any(a => a.Body["kind"] == nameof(IdentifierKind.Phone) && Names.AreAlike(a.Body["value"], phone))) found.Add(id);
            }
            catch (NotForYouException)
            {
                // Closed to them since they asked; written down.
            }
        }
        return found;
    }

    /// <summary>Accounts stand in the investigation part alone. Which way it is looked for hangs on how many cases open for who asks, and on nothing else.</summary>
    internal async Task<HashSet<RecordId>> WithAccount(CaseReach.Of reach, IReadOnlyList<Identifier> identifiers)
    {
        var investigated = new List<RecordId>();
        reach.Each((row, parts) =>
        {
            if (investigated.Count <= FewCases && parts.Has(Compartment.Investigation)) investigated.Add(row.Id);
        }, alsoBehind: true);
        await using var data = store.Read();
        if (investigated.Count <= FewCases) return await table.Among(data, investigated, identifiers).ConfigureAwait(false);
        return [.. Within(reach, (await table.Find(data, default, identifiers, PointersOpened).ConfigureAwait(false)).Select(f => f.CaseId), Parts.Investigation)];
    }

    private IEnumerable<RecordId> Within(CaseReach.Of reach, IEnumerable<RecordId> found, Parts needed) =>
        found.Distinct().Where(id => cases.Finding.Board[id] is { } row && reach.PartsOf(row) is var parts && parts != Parts.None && (parts & needed) == needed);
}
