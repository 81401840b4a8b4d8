using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// New keys for parts of cases whose present key somebody holds who must not read on: their time is over, they left, or a unit's members changed. Before anything is written, the part is looked at;
/// what a child writes, who asks nobody, is kept from them by the beat within minutes.
/// </summary>
public sealed class CaseRenewal
{
    private const string Deed = "case.rekey";

    /// <summary>So many at a time.</summary>
    private const int Batch = 500;

    private readonly Store store;
    private readonly CaseKeys keys;
    private readonly StaffDirectory directory;
    private readonly TimeProvider clock;

    /// <summary>The epoch of each unit up to which its cases were looked through by this process.</summary>
    private readonly Dictionary<RecordId, int> seen = [];

    internal CaseRenewal(Store store, CaseKeys keys, StaffDirectory directory, UnitKeys unitKeys, TimeProvider clock)
    {
        (this.store, this.keys, this.directory, this.clock) = (store, keys, directory, clock);
        // Who leaves a unit loses the cases that it leads and those with which it helps, also where they go on in another unit. The unit's new epoch then makes the keys new.
        unitKeys.AlsoTakenOut.Add((data, unit, person) => data.CaseGrants.Where(g => g.Holder == CaseHolder.Person && g.HolderId == person
            && (g.Through == null ? data.Cases.Any(c => c.Id == g.CaseId && c.UnitId == unit) : data.Referrals.Any(r => r.Id == g.Through && r.ToUnit == unit))).ExecuteDeleteAsync());
    }

    /// <summary>Makes the key of a part new where that is needed.</summary>
    /// <returns>Whether it was.</returns>
    internal async Task<bool> Renew(CaseFile row, Compartment part, RecordId by)
    {
        await using (var data = store.Read()) if (!await keys.IsStale(data, row, part).ConfigureAwait(false)) return false;
        await Do(row.Id, row.UnitId, part, by).ConfigureAwait(false);
        return true;
    }

    /// <summary>Looks through the cases of units whose members changed, of people who left, and of grants whose time is over. Run each minute; several processes may.</summary>
    /// <returns>How many parts got a new key.</returns>
    public async Task<int> Work()
    {
        var renewed = 0;
        await using var data = store.Read();
        var now = clock.GetUtcNow();
        var over = await Newest(data, data.CaseGrants.Where(g => g.Until <= now)).ConfigureAwait(false);
        foreach (var part in over) renewed += await Do(part).ConfigureAwait(false);
        var removed = await data.People.Where(p => p.State == PersonState.Removed).Select(p => p.Id).ToListAsync().ConfigureAwait(false);
        foreach (var some in removed.Chunk(Batch))
            foreach (var part in await Newest(data, data.CaseGrants.Where(g => g.Holder == CaseHolder.Person && some.Contains(g.HolderId))).ConfigureAwait(false)) renewed += await Do(part).ConfigureAwait(false);
        foreach (var unit in (await data.Units.Where(u => u.Epoch > 0).Select(u => new { u.Id, u.Epoch }).ToListAsync().ConfigureAwait(false)).Where(u => seen.GetValueOrDefault(u.Id) < u.Epoch))
        {
            List<StalePart> batch;
            do
            {
                batch = await Newest(data, data.CaseGrants.Where(g => g.Holder == CaseHolder.Leads && g.HolderId == unit.Id && g.Epoch < unit.Epoch)).ConfigureAwait(false);
                foreach (var part in batch) renewed += await Do(part).ConfigureAwait(false);
            }
            while (batch.Count == Batch);
            seen[unit.Id] = unit.Epoch;
        }
        return renewed;
    }

    private sealed record StalePart(RecordId Case, RecordId Unit, Compartment Part, RecordId By);

    private static Task<List<StalePart>> Newest(SalaData data, IQueryable<CaseGrant> grants) =>
        (from g in grants join c in data.Cases on g.CaseId equals c.Id
         where (g.Compartment == Compartment.Intake && g.Generation == c.IntakeGeneration) || (g.Compartment == Compartment.Investigation && g.Generation == c.InvestigationGeneration)
            || (g.Compartment == Compartment.Care && g.Generation == c.CareGeneration) || (g.Compartment == Compartment.Legal && g.Generation == c.LegalGeneration)
         select new StalePart(g.CaseId, c.UnitId, g.Compartment, g.GivenBy)).Take(Batch).ToListAsync();

    private async Task<int> Do(StalePart stale)
    {
        await Do(stale.Case, stale.Unit, stale.Part, stale.By).ConfigureAwait(false);
        return 1;
    }

    private Task Do(RecordId id, RecordId unit, Compartment part, RecordId by) => store.Change(new Deed(null, Deed, id, unit) { Detail = part.ToString() }, async data =>
    {
        var row = await data.Cases.SingleOrDefaultAsync(c => c.Id == id).ConfigureAwait(false);
        // Made new by somebody else a moment ago; or changed by another hand, and then it opens for nobody.
        if (row is null || !CaseKeys.Holds(directory, row) || !await keys.IsStale(data, row, part).ConfigureAwait(false)) return;
        await keys.Renew(data, row, part, by, _ => true).ConfigureAwait(false);
    }, id);
}
