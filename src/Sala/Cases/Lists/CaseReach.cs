using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>
/// Which cases open for somebody, and which parts of each: what they were given themselves, and all of the units they lead; without those that concern them and those whose child does not want them. The
/// cases of a unit are known from the board, so a lead of fifty thousand costs no look at fifty thousand grants.
/// </summary>
internal sealed class CaseReach(Store store, CaseBoard board, StaffDirectory directory, Conflicts conflicts, TimeProvider clock)
{
    private sealed record Given(long AsOf, Dictionary<RecordId, GivenPart[]> Parts);

    private sealed record GivenPart(Compartment Part, int Generation, DateTimeOffset? Until, bool ByOrder);

    private sealed record Looked(int Objections, int Merged, long Serial, HashSet<RecordId> Units, HashSet<RecordId> Objected);

    private readonly ConcurrentDictionary<RecordId, Given> given = new();
    private readonly ConcurrentDictionary<RecordId, Looked> looked = new();

    /// <summary>How one person stands to all cases at one moment.</summary>
    internal sealed class Of
    {
        internal Of(CaseBoard board, IReadOnlySet<RecordId> led, Parts byLeading, Dictionary<RecordId, Parts> own, Dictionary<RecordId, Parts> helped, HashSet<RecordId> hidden) =>
            (this.board, this.led, this.byLeading, this.own, this.helped, this.hidden) = (board, led, byLeading, own, helped, hidden);

        private readonly CaseBoard board;
        private readonly IReadOnlySet<RecordId> led;
        private readonly Parts byLeading;
        private readonly Dictionary<RecordId, Parts> own, helped;
        private readonly HashSet<RecordId> hidden;

        /// <summary>Looks at each case that opens, with the parts that do. A file behind another that opens as well is passed over unless it is asked for.</summary>
        public void Each(Action<CaseRow, Parts> look, bool alsoBehind = false) => board.Each(byLeading == Parts.None ? [] : led, own.Keys.Union(helped.Keys), row =>
        {
            var parts = PartsOf(row);
            if (parts == Parts.None) return;
            if (alsoBehind) look(row, parts);
            else if (row.Into is not { } front || board.Beside(front) is not { IsClosed: false } other || PartsOf(other) == Parts.None) look(Folded(row), parts);
        });

        /// <summary>A file with what is open in those behind it, as far as they open too: who looks at one list must not miss what is written in the other file.</summary>
        private CaseRow Folded(CaseRow row)
        {
            var behind = board.BehindOf(row.Id);
            if (behind.Count == 0 || row.IsClosed) return row;
            var further = behind.Select(board.Beside).OfType<CaseRow>().Where(b => !b.IsClosed).SelectMany(b => b.Marks.Where(m => PartsOf(b).Has(m.Part))).ToList();
            return further.Count == 0 ? row : row.With(further);
        }

        /// <summary>The parts that open; none where the case is not for this person.</summary>
        public Parts PartsOf(CaseRow row) => hidden.Contains(row.Id) ? Parts.None : own.GetValueOrDefault(row.Id) | helped.GetValueOrDefault(row.Id) | (led.Contains(row.UnitId) ? byLeading : Parts.None);

        /// <summary>Whether a part was given to this person themself.</summary>
        public bool HasOwn(RecordId id) => own.ContainsKey(id) && !hidden.Contains(id);

        public bool IsHidden(RecordId id) => hidden.Contains(id);
    }

    public async Task<Of> Now(SignedIn by)
    {
        await board.Fresh().ConfigureAwait(false);
        await using var data = store.Read();
        var led = by.UnitsWith(Roles.Lead).ToHashSet();
        var byLeading = Enum.GetValues<Compartment>().Where(c => NeedToKnow.MayHold(by.AllRoles, c)).Aggregate(Parts.None, (all, c) => all | c.Only());
        var own = new Dictionary<RecordId, Parts>();
        if (by.Has(RoleGroups.Caseworkers))
            foreach (var (id, parts) in await OwnOf(data, by.PersonId, by.AllRoles).ConfigureAwait(false)) own[id] = parts;
        var helped = await HelpedBy(data, by, led, byLeading).ConfigureAwait(false);
        var hidden = board.WithFamilies([.. await conflicts.Of(data, by).ConfigureAwait(false), .. await Objected(data, by.PersonId, [.. by.UnitsWith(Roles.Lead | Roles.HeadOfUnit)], [.. own.Keys.Union(helped.Keys)]).ConfigureAwait(false)]);
        return new Of(board, led.Count > 0 && by.Has(Roles.Lead) ? led : new HashSet<RecordId>(), byLeading, own, helped, hidden);
    }

    /// <summary>What opens for the leads of a unit that helps with a case by a referral: the parts that are sealed to them, as far as their roles read them.</summary>
    private async Task<Dictionary<RecordId, Parts>> HelpedBy(SalaData data, SignedIn by, HashSet<RecordId> led, Parts byLeading)
    {
        var helped = new Dictionary<RecordId, Parts>();
        if (led.Count == 0 || byLeading == Parts.None) return helped;
        var units = led.ToList();
        var accepted = (await data.Referrals.AsNoTracking().Where(r => r.ToUnit != null && units.Contains(r.ToUnit.Value) && r.State == Referrals.ReferralState.Accepted).ToListAsync().ConfigureAwait(false)).Where(r => r.Holds(directory)).ToDictionary(r => r.Id, r => r.CaseId);
        foreach (var some in accepted.Values.Distinct().Chunk(500))
        {
            var cases = some.ToList();
            foreach (var grant in await data.CaseGrants.AsNoTracking().Where(g => cases.Contains(g.CaseId) && g.Holder == CaseHolder.Leads && g.Through != null && units.Contains(g.HolderId)).ToListAsync().ConfigureAwait(false))
                if (board[grant.CaseId] is { } row && grant.Generation == row.Generation(grant.Compartment) && (grant.Until is not { } end || end > clock.GetUtcNow()) && byLeading.Has(grant.Compartment) && accepted.ContainsKey(grant.Through!.Value) && by.Has(Roles.Lead, grant.HolderId) && CaseKeys.Holds(directory, grant))
                    helped[grant.CaseId] = helped.GetValueOrDefault(grant.CaseId) | grant.Compartment.Only();
        }
        return helped;
    }

    /// <summary>The parts of cases that were given to a person themself and that their roles read now.</summary>
    public async Task<IReadOnlyDictionary<RecordId, Parts>> OwnOf(SalaData data, RecordId person, Roles roles)
    {
        var now = clock.GetUtcNow();
        var own = new Dictionary<RecordId, Parts>();
        foreach (var (id, all) in (await GivenTo(data, person).ConfigureAwait(false)).Parts)
        {
            if (board[id] is not { } row) continue;
            var parts = all.Where(g => g.Generation == row.Generation(g.Part) && (g.Until is null || g.Until > now) && (g.ByOrder || NeedToKnow.MayHold(roles, g.Part))).Aggregate(Parts.None, (sum, g) => sum | g.Part.Only());
            if (parts != Parts.None) own[id] = parts;
        }
        return own;
    }

    /// <summary>What was given to a person, each grant held against its MAC once; afterwards only the cases that changed are read again.</summary>
    private async Task<Given> GivenTo(SalaData data, RecordId person)
    {
        var asOf = board.Seen;
        var known = given.GetValueOrDefault(person);
        if (known is not null && known.AsOf >= asOf) return known;
        var changed = known is null ? null : board.ChangedSince(known.AsOf);
        // A deed on the person themself, such as that they left a unit, may have taken away any of it.
        if (changed?.Contains(person) == true) changed = null;
        var parts = changed is null ? [] : new Dictionary<RecordId, GivenPart[]>(known!.Parts);
        if (changed is null) await Read(data.CaseGrants.AsNoTracking().Where(g => g.Holder == CaseHolder.Person && g.HolderId == person)).ConfigureAwait(false);
        else
        {
            foreach (var some in changed.Chunk(500))
            {
                var ids = some.ToList();
                foreach (var id in ids) parts.Remove(id);
                await Read(data.CaseGrants.AsNoTracking().Where(g => ids.Contains(g.CaseId) && g.Holder == CaseHolder.Person && g.HolderId == person)).ConfigureAwait(false);
            }
        }
        return given[person] = new Given(asOf, parts);

        async Task Read(IQueryable<CaseGrant> grants)
        {
            var all = (await grants.ToListAsync().ConfigureAwait(false)).Where(g => CaseKeys.Holds(directory, g)).ToList();
            var helped = all.Where(g => g.Through is not null).Select(g => g.CaseId).Distinct().ToList();
            var accepted = helped.Count == 0 ? [] : await Referrals.Referring.Accepted(data, directory, helped).ConfigureAwait(false);
            foreach (var ofCase in all.Where(g => g.Through is not { } referral || accepted.Contains(referral)).GroupBy(g => g.CaseId))
                parts[ofCase.Key] = [.. ofCase.Select(g => new GivenPart(g.Compartment, g.Generation, g.Until, g.ByOrder))];
        }
    }

    /// <summary>The cases among these whose child does not want the person. What children said with a receipt is known by case and person together, so each case is tried; those of a led unit once, until another child objects.</summary>
    private async Task<HashSet<RecordId>> Objected(SalaData data, RecordId person, HashSet<RecordId> units, IReadOnlyCollection<RecordId> own)
    {
        var objected = await Objections.WrittenAgainst(data, person).ConfigureAwait(false);
        var count = await data.ReporterDeeds.CountAsync(d => d.Deed == Objections.Deed).ConfigureAwait(false);
        if (count == 0) return objected;
        var known = looked.GetValueOrDefault(person);
        var merged = board.Merged;
        var again = known is null || known.Objections != count || known.Merged != merged || !known.Units.SetEquals(units);
        var said = await Objections.Said(data).ConfigureAwait(false);
        var (found, last) = (again ? new HashSet<RecordId>() : [.. known!.Objected], again ? 0 : known!.Serial);
        var newest = last;
        board.Each(units, [], row =>
        {
            if (row.Serial <= last) return;
            newest = Math.Max(newest, row.Serial);
            // What was said in one file of a child counts in each that was merged with it, of whichever unit.
            if (board.FilesBeside(row).Any(file => said.Contains(Convert.ToHexString(Objections.Digest(file, person))))) found.Add(row.Id);
        });
        looked[person] = new Looked(count, merged, newest, units, found);
        objected.UnionWith(found);
        objected.UnionWith(board.WithFamilies(own).Where(id => said.Contains(Convert.ToHexString(Objections.Digest(id, person)))));
        return objected;
    }
}
