using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>What one person carries, as far as it is recorded.</summary>
/// <param name="Cases">Cases of the unit that are not closed and of which they were given a part.</param>
/// <param name="Opened">Files and reports of the unit that they opened within the last seven days.</param>
/// <param name="Heavy">Those among them that are marked urgent or dangerous.</param>
/// <param name="HeavyHours">In how many hours of the clock they opened such a one: what was recorded, not how long they read.</param>
public sealed record PersonLoad(RecordId PersonId, Roles Roles, int Cases, int Burning, int Urgent, int TasksLate, int Opened, int Heavy, int HeavyHours);

/// <summary>The load of the people of a unit, for those who lead or head it. A case that is kept from the reader is in no number.</summary>
public sealed class Team(Store store, CaseFinding finding, ReportBoard reports, StaffDirectory directory, Country country, TimeProvider clock)
{
    public const int Days = 7;

    /// <summary>The people of all units that the reader leads or heads, those with the most burning cases first.</summary>
    /// <exception cref="NotForYouException">The reader leads and heads none.</exception>
    public async Task<IReadOnlyList<PersonLoad>> Of(SignedIn by)
    {
        var units = by.UnitsWith(Roles.Lead | Roles.HeadOfUnit).ToHashSet();
        if (units.Count == 0)
        {
            await store.Refuse(new Deed(by.PersonId, "team.read")).ConfigureAwait(false);
            throw new NotForYouException();
        }
        await store.Change(new Deed(by.PersonId, "team.read", null, units.Count == 1 ? units.Single() : null), _ => Task.CompletedTask).ConfigureAwait(false);
        var reach = await finding.Reach.Now(by).ConfigureAwait(false);
        await using var data = store.Read();
        var ids = (await data.Memberships.Where(m => units.Contains(m.UnitId)).ToListAsync().ConfigureAwait(false)).Where(m => directory.Holds(m) && m.ConfirmedBy is not null && (m.Roles & RoleGroups.Caseworkers) != 0).Select(m => m.PersonId).Distinct().ToList();
        var opened = await Openings(data, ids, units, reach).ConfigureAwait(false);
        var loads = new List<PersonLoad>();
        foreach (var person in ids)
        {
            var roles = await MembershipTrail.RolesOf(data, directory, person).ConfigureAwait(false);
            if ((roles & RoleGroups.Caseworkers) == 0) continue;
            var load = new PersonLoad(person, roles, 0, 0, 0, 0, opened[person].DistinctBy(o => o.Subject).Count(), opened[person].Where(o => o.Heavy).DistinctBy(o => o.Subject).Count(), opened[person].Where(o => o.Heavy).DistinctBy(o => o.Hour).Count());
            foreach (var (id, parts) in await finding.Reach.OwnOf(data, person, roles).ConfigureAwait(false))
            {
                if (reach.IsHidden(id) || finding.Board[id] is not { IsClosed: false } row || !units.Contains(row.UnitId)) continue;
                load = load with
                {
                    Cases = load.Cases + 1, Burning = load.Burning + (Lists.Burning.Burns(Lists.Burning.Order(row, parts, finding.Today)) ? 1 : 0), Urgent = load.Urgent + (row.Urgency != Urgency.Normal ? 1 : 0),
                    TasksLate = load.TasksLate + row.Marks.Count(m => parts.Has(m.Part) && Lists.Burning.IsLate(m, finding.Today) && (m.For.Length == 0 || m.For == person.ToString())),
                };
            }
            loads.Add(load);
        }
        return [.. loads.OrderByDescending(l => l.Burning).ThenByDescending(l => l.Cases).ThenBy(l => l.PersonId)];
    }

    private sealed record Opening(RecordId Subject, bool Heavy, DateTimeOffset Hour);

    private async Task<ILookup<RecordId, Opening>> Openings(SalaData data, List<RecordId> people, HashSet<RecordId> units, CaseReach.Of reach)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromDays(Days);
        var deeds = await data.AuditEntries.Where(e => e.PersonId != null && people.Contains(e.PersonId.Value) && e.At >= since && !e.Refused && (e.Deed == "case.read" || e.Deed == "report.read"))
            .Select(e => new { e.PersonId, e.Subject, e.UnitId, e.At }).ToListAsync().ConfigureAwait(false);
        return deeds.Where(d => d.Subject is { } subject && d.UnitId is { } unit && units.Contains(unit) && !reach.IsHidden(subject))
            .ToLookup(d => d.PersonId!.Value, d => new Opening(d.Subject!.Value, IsHeavy(d.Subject.Value), Hour(d.At)));
    }

    private bool IsHeavy(RecordId subject) => (finding.Board[subject]?.Urgency ?? reports[subject]?.Urgency ?? Urgency.Normal) != Urgency.Normal;

    private DateTimeOffset Hour(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, country.TimeZone);
        return new DateTimeOffset(local.Year, local.Month, local.Day, local.Hour, 0, 0, local.Offset);
    }
}
