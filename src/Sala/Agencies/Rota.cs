using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>When somebody of a unit reads next: what a child may be told.</summary>
/// <param name="OnDutyNow">Somebody is on duty at this moment.</param>
/// <param name="Next">The beginning of the next shift when nobody is; null when the rota holds none.</param>
/// <param name="By">The end of that shift, or of the present one: by then a person has read. Null when the rota holds none.</param>
public sealed record NextReading(bool OnDutyNow, DateTimeOffset? Next, DateTimeOffset? By);

/// <summary>Who is on duty: what children are promised, and whom an urgent report climbs to, come from here and never from a constant.</summary>
public sealed class Rota(Store store, TimeProvider clock)
{
    public const int OnDuty = 0;
    public const int Deputy = 1;

    /// <summary>Adds a shift.</summary>
    /// <exception cref="RefusedException">It ends before it begins, or lasts longer than a day.</exception>
    public async Task Add(SignedIn by, RecordId unit, RecordId person, int step, DateTimeOffset starts, DateTimeOffset ends)
    {
        await Require(by, unit, "rota.add").ConfigureAwait(false);
        if (ends <= starts || ends - starts > TimeSpan.FromHours(24))
            throw new RefusedException("rota.times", "A shift ends after it begins and lasts at most 24 hours. Nothing was changed.");
        await using (var data = store.Read())
        {
            if (!await data.Memberships.AnyAsync(m => m.UnitId == unit && m.PersonId == person).ConfigureAwait(false))
                throw new RefusedException("rota.member", "This person does not belong to the unit. Nothing was changed.");
        }
        var shift = new DutyShift { Id = RecordId.Random(), UnitId = unit, PersonId = person, Step = step, Starts = starts, Ends = ends };
        await store.Change(new Deed(by.PersonId, "rota.add", person, unit), data => { data.DutyShifts.Add(shift); return Task.CompletedTask; }).ConfigureAwait(false);
    }

    public async Task Remove(SignedIn by, RecordId unit, RecordId shift)
    {
        await Require(by, unit, "rota.remove").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "rota.remove", shift, unit), data =>
            data.DutyShifts.Where(s => s.Id == shift && s.UnitId == unit).ExecuteDeleteAsync()).ConfigureAwait(false);
    }

    /// <summary>The shifts of a unit that have not ended, soonest first, for those who work in it and for oversight.</summary>
    public async Task<IReadOnlyList<DutyShift>> Coming(SignedIn by, RecordId unit)
    {
        if (by.Has(RoleGroups.Readers, unit) || by.Has(Roles.Oversight)) return await Coming(unit).ConfigureAwait(false);
        await store.Refuse(new Deed(by.PersonId, "rota.list", null, unit)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    /// <summary>The shifts of a unit that have not ended, soonest first.</summary>
    public async Task<IReadOnlyList<DutyShift>> Coming(RecordId unit)
    {
        var now = clock.GetUtcNow();
        await using var data = store.Read();
        return await data.DutyShifts.Where(s => s.UnitId == unit && s.Ends > now).OrderBy(s => s.Starts).Take(100).ToListAsync().ConfigureAwait(false);
    }

    /// <summary>When a person reads what is written to any of these units now.</summary>
    public async Task<NextReading> Next(IReadOnlyCollection<RecordId> units)
    {
        var now = clock.GetUtcNow();
        await using var data = store.Read();
        var shifts = await data.DutyShifts.Where(s => s.Ends > now && s.Step == OnDuty && units.Contains(s.UnitId)).OrderBy(s => s.Starts).Take(50).ToListAsync().ConfigureAwait(false);
        var present = shifts.Where(s => s.Starts <= now).MaxBy(s => s.Ends);
        return present is not null ? new(true, now, present.Ends) : shifts is [var next, ..] ? new(false, next.Starts, next.Ends) : new(false, null, null);
    }

    /// <summary>Whom an urgent report of a unit is brought to at a step of its climb: the person on duty, the deputy, the head.</summary>
    internal static async Task<IReadOnlyList<RecordId>> Called(SalaData data, RecordId unit, int step, DateTimeOffset now)
    {
        if (step <= Deputy)
        {
            var called = await data.DutyShifts.Where(s => s.UnitId == unit && s.Step == step && s.Starts <= now && s.Ends > now).Select(s => s.PersonId).ToListAsync().ConfigureAwait(false);
            if (called.Count > 0) return called;
            var role = step == OnDuty ? Roles.Responder : Roles.DutyDeputy;
            called = await Holding(data, unit, role).ConfigureAwait(false);
            if (called.Count > 0) return called;
        }
        return await Holding(data, unit, Roles.HeadOfUnit).ConfigureAwait(false);
    }

    internal static async Task<List<RecordId>> Holding(SalaData data, RecordId unit, Roles role) =>
        [.. (await data.Memberships.Where(m => m.UnitId == unit).ToListAsync().ConfigureAwait(false)).Where(m => (m.Roles & role) != 0).Select(m => m.PersonId)];

    private async Task Require(SignedIn by, RecordId unit, string deed)
    {
        if (by.Has(Roles.Lead | Roles.HeadOfUnit | Roles.DutyDeputy, unit)) return;
        await store.Refuse(new Deed(by.PersonId, deed, null, unit)).ConfigureAwait(false);
        throw new NotForYouException();
    }
}
