using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>
/// Whether a membership is the one that was last decided. Its MAC says that this system wrote it once, not that it still stands: who can write to the database could put
/// back the row of somebody who left, or a wider role. The trail names the last deed; who takes that away as well is seen by whoever holds an anchor (promise 8).
/// </summary>
internal static class MembershipTrail
{
    private static readonly string[] Deeds = ["person.invite", "person.roles", "unit.remove"];

    /// <summary>The memberships of a person that the trail knows of.</summary>
    public static async Task<List<Membership>> Known(SalaData data, RecordId person, IEnumerable<Membership> memberships)
    {
        var entries = await data.AuditEntries.AsNoTracking().Where(e => e.Subject == person && !e.Refused && Deeds.Contains(e.Deed))
            .OrderBy(e => e.Number).Select(e => new { e.Deed, e.UnitId, e.Detail }).ToListAsync().ConfigureAwait(false);
        var last = entries.Where(e => e.UnitId is not null).GroupBy(e => e.UnitId!.Value).ToDictionary(g => g.Key, g => g.Last());
        // A role whose name changed since can not be read back, and counts as given.
        return [.. memberships.Where(m => last.TryGetValue(m.UnitId, out var deed) && deed.Deed != "unit.remove" && (!Enum.TryParse<Roles>(deed.Detail, out var given) || (m.Roles & ~given) == 0))];
    }

    /// <summary>What a person may do today, over all units: active, let in by a lead who compared the present key, as it was last decided. None for whom an administrator only named.</summary>
    public static Task<Roles> RolesOf(SalaData data, StaffDirectory directory, RecordId person) => RolesOf(data, directory, person, null);

    /// <summary>What a person may do today in one unit.</summary>
    public static Task<Roles> RolesIn(SalaData data, StaffDirectory directory, RecordId person, RecordId unit) => RolesOf(data, directory, person, unit);

    private static async Task<Roles> RolesOf(SalaData data, StaffDirectory directory, RecordId person, RecordId? unit)
    {
        var p = await data.People.AsNoTracking().SingleOrDefaultAsync(x => x.Id == person).ConfigureAwait(false);
        if (p is not { State: PersonState.Active }) return Roles.None;
        var memberships = (await data.Memberships.AsNoTracking().Where(m => m.PersonId == person).ToListAsync().ConfigureAwait(false))
            .Where(m => (unit is null || m.UnitId == unit) && directory.Holds(m) && m.ConfirmedBy is not null && m.ConfirmedKey == p.KeyNumber);
        return (await Known(data, person, memberships).ConfigureAwait(false)).Aggregate(Roles.None, (all, m) => all | m.Roles);
    }

    /// <summary>The membership, if the trail knows of it.</summary>
    /// <exception cref="DirectoryTamperedException">It was put back after it had ended.</exception>
    public static async Task<Membership> Checked(SalaData data, Membership membership) =>
        (await Known(data, membership.PersonId, [membership]).ConfigureAwait(false)).Count == 1 ? membership : throw new DirectoryTamperedException("membership of a unit");
}
