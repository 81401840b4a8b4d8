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
        unitKeys.AlsoTakenOut.Add(async (data, unit, person) =>
        {
            await data.CaseGrants.Where(g => g.Holder == CaseHolder.Person && g.HolderId == person
                && (g.Through == null ? data.Cases.Any(c => c.Id == g.CaseId && c.UnitId == unit) : data.Referrals.Any(r => r.Id == g.Through && r.ToUnit == unit))).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.ReferralKeys.Where(k => k.Holder == CaseHolder.Person && k.HolderId == person && data.Referrals.Any(r => r.Id == k.ReferralId && r.ToUnit == unit)).ExecuteDeleteAsync().ConfigureAwait(false);
        });
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
    /// <exception cref="AggregateException">Some could not be made new; all others were.</exception>
    public async Task<int> Work()
    {
        var (renewed, failed) = (0, new List<Exception>());
        async Task<int> All(IEnumerable<StalePart> parts)
        {
            var made = 0;
            foreach (var part in parts)
            {
                try
                {
                    if (await Do(part.Case, part.Unit, part.Part, part.By).ConfigureAwait(false)) made++;
                }
                catch (Exception one) when (one is not OperationCanceledException)
                {
                    failed.Add(one);
                }
            }
            renewed += made;
            return made;
        }

        await using var data = store.Read();
        var now = clock.GetUtcNow();
        await All(await Newest(data, data.CaseGrants.Where(g => g.Until <= now)).ConfigureAwait(false)).ConfigureAwait(false);
        var removed = await data.People.Where(p => p.State == PersonState.Removed).Select(p => p.Id).ToListAsync().ConfigureAwait(false);
        foreach (var some in removed.Chunk(Batch))
            await All(await Newest(data, data.CaseGrants.Where(g => g.Holder == CaseHolder.Person && some.Contains(g.HolderId))).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var unit in (await data.Units.Where(u => u.Epoch > 0).Select(u => new { u.Id, u.Epoch }).ToListAsync().ConfigureAwait(false)).Where(u => seen.GetValueOrDefault(u.Id) < u.Epoch))
        {
            // A batch of which nothing can be made new is the last: the same would come again.
            List<StalePart> batch;
            do batch = await Newest(data, data.CaseGrants.Where(g => g.Holder == CaseHolder.Leads && g.HolderId == unit.Id && g.Epoch < unit.Epoch)).ConfigureAwait(false);
            while (await All(batch).ConfigureAwait(false) > 0 && batch.Count == Batch);
            if (failed.Count == 0) seen[unit.Id] = unit.Epoch;
        }
        return failed.Count == 0 ? renewed : throw new AggregateException(failed);
    }

    private sealed record StalePart(RecordId Case, RecordId Unit, Compartment Part, RecordId By);

    private static Task<List<StalePart>> Newest(SalaData data, IQueryable<CaseGrant> grants) =>
        (from g in grants join c in data.Cases on g.CaseId equals c.Id
         where (g.Compartment == Compartment.Intake && g.Generation == c.IntakeGeneration) || (g.Compartment == Compartment.Investigation && g.Generation == c.InvestigationGeneration)
            || (g.Compartment == Compartment.Care && g.Generation == c.CareGeneration) || (g.Compartment == Compartment.Legal && g.Generation == c.LegalGeneration)
         select new StalePart(g.CaseId, c.UnitId, g.Compartment, g.GivenBy)).Take(Batch).ToListAsync();

    /// <returns>False where there was nothing to do: made new by somebody else a moment ago, or changed by another hand, and then the case opens for nobody and nothing is written of it.</returns>
    private async Task<bool> Do(RecordId id, RecordId unit, Compartment part, RecordId by)
    {
        try
        {
            await store.Change(new Deed(null, Deed, id, unit) { Detail = part.ToString() }, async data =>
            {
                var row = await data.Cases.SingleOrDefaultAsync(c => c.Id == id).ConfigureAwait(false);
                if (row is null || !CaseKeys.Holds(directory, row) || !await keys.IsStale(data, row, part).ConfigureAwait(false)) throw new NothingStaleException();
                await keys.Renew(data, row, part, by, _ => true).ConfigureAwait(false);
            }, id).ConfigureAwait(false);
            return true;
        }
        catch (NothingStaleException)
        {
            return false;
        }
    }

    /// <summary>Rolls the transaction back, so that no deed stands that was not done.</summary>
    private sealed class NothingStaleException : Exception;
}
