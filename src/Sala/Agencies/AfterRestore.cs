using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>
/// What holds for people and units after a backup was read back. Who left since the backup was made is a member in it again; so nobody reads as a member until
/// a lead confirms them, and what is written from now on is sealed to new pairs. Leads and guardians stay confirmed: somebody has to begin.
/// </summary>
internal sealed class AfterRestore(StaffDirectory directory, UnitKeys unitKeys, KeyStore slots)
{
    private static readonly RecordId TheSystem = RecordId.From(new byte[16]);

    /// <summary>Whose slot is empty was removed or given a new pair after the backup: they sign in no more.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveErasedPeople(SalaData data)
    {
        var removed = 0;
        foreach (var person in await data.People.Where(p => p.State != PersonState.Removed).ToListAsync().ConfigureAwait(false))
        {
            if (!slots.IsErased(person.Slot)) continue;
            directory.Checked(person);
            person.State = PersonState.Removed;
            directory.Sign(person);
            await data.Memberships.Where(m => m.PersonId == person.Id).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.MemberSeeds.Where(s => s.PersonId == person.Id).ExecuteDeleteAsync().ConfigureAwait(false);
            removed++;
        }
        await data.SaveChangesAsync().ConfigureAwait(false);
        return removed;
    }

    /// <summary>Takes the confirmation from all but leads and guardians, with what was sealed to them, and begins a new epoch of each unit that can.</summary>
    /// <returns>The units that could not begin one: they have fewer than two leads, or no guardians.</returns>
    public async Task<IReadOnlyList<Unit>> BeginEpochs(SalaData data)
    {
        foreach (var m in await data.Memberships.Where(m => m.ConfirmedBy != null).ToListAsync().ConfigureAwait(false))
        {
            directory.Checked(m);
            if ((m.Roles & (Roles.Lead | Roles.Guardian)) != 0) continue;
            m.ConfirmedBy = null;
            directory.Sign(m);
            await data.MemberSeeds.Where(s => s.UnitId == m.UnitId && s.PersonId == m.PersonId).ExecuteDeleteAsync().ConfigureAwait(false);
        }
        await data.SaveChangesAsync().ConfigureAwait(false);
        var waiting = new List<Unit>();
        // Guardians first: the halves of the units are sealed to their new pairs.
        foreach (var unit in (await data.Units.Where(u => u.Epoch > 0).ToListAsync().ConfigureAwait(false)).Select(directory.Checked).OrderBy(u => u.Reads))
        {
            if (await Keepers(data, unit).ConfigureAwait(false) < (unit.Reads ? 2 : 1) || (unit.Reads && !await HasGuardians(data).ConfigureAwait(false)))
            {
                waiting.Add(unit);
                continue;
            }
            await unitKeys.NewEpoch(data, unit, TheSystem).ConfigureAwait(false);
            await data.SaveChangesAsync().ConfigureAwait(false);
        }
        return waiting;
    }

    private static async Task<int> Keepers(SalaData data, Unit unit)
    {
        var confirmed = await data.Memberships.Where(m => m.UnitId == unit.Id && m.ConfirmedBy != null).ToListAsync().ConfigureAwait(false);
        var keepers = 0;
        foreach (var m in confirmed.Where(m => (m.Roles & (unit.Reads ? Roles.Lead : Roles.Guardian)) != 0))
        {
            if (await data.People.AnyAsync(p => p.Id == m.PersonId && p.State == PersonState.Active && p.KeyNumber == m.ConfirmedKey).ConfigureAwait(false)) keepers++;
        }
        return keepers;
    }

    private static async Task<bool> HasGuardians(SalaData data) =>
        await data.Units.Where(u => u.Kind == UnitKind.Guardians && u.Epoch > 0 && !u.Closed).Select(u => u.Agency).Distinct().CountAsync().ConfigureAwait(false) >= 2;
}
