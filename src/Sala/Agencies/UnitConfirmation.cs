using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>
/// That a group of guardians knows a unit: that it exists, and that the people who began its work are who they say. Without it an administrator could make
/// a unit of made-up people, and reports would flow to them.
/// </summary>
public sealed class UnitConfirmation
{
    public required RecordId UnitId { get; init; }

    /// <summary>The group; the unit itself for the first groups of an installation, which nobody is there to confirm.</summary>
    public required RecordId GuardiansId { get; init; }
    public required RecordId PersonId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>MAC of the directory key over all of the above and over what was confirmed: agency, name, kind and areas.</summary>
    public required byte[] Mac { get; set; }

    internal object?[] Signed(Unit unit) => [UnitId, GuardiansId, PersonId, At, unit.Agency, unit.Name, unit.Kind, string.Join(',', unit.Areas)];
}

/// <summary>Which units guardians stand for. One group alone is not enough, as with everything that guardians do.</summary>
public sealed class UnitConfirmations(Store store, StaffDirectory directory, TimeProvider clock)
{
    private const string Label = "unit-confirmation/1";

    /// <summary>How many groups have to confirm a unit.</summary>
    public const int Groups = 2;

    /// <summary>Says that this unit exists and that its people are who they say: asked for by telephone or face to face, not by mail.</summary>
    /// <exception cref="NotForYouException">The person is no guardian of a group that is confirmed itself, or belongs to the unit.</exception>
    /// <exception cref="RefusedException">The unit has not begun its work yet.</exception>
    public async Task Confirm(SignedIn by, RecordId unit)
    {
        await using var read = store.Read();
        var groups = await Confirmed(read, UnitKind.Guardians).ConfigureAwait(false);
        var group = by.UnitsWith(Roles.Guardian).Where(g => g != unit && groups.Exists(u => u.Id == g)).Select(g => (RecordId?)g).FirstOrDefault();
        if (group is null || by.Memberships.Any(m => m.UnitId == unit))
        {
            await store.Refuse(new Deed(by.PersonId, "unit.confirm", unit, unit)).ConfigureAwait(false);
            throw new NotForYouException();
        }
        await store.Change(new Deed(by.PersonId, "unit.confirm", unit, unit), async data =>
        {
            var u = directory.Checked(await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false));
            if (u.Epoch == 0) throw new RefusedException("unit.not-founded", "This unit has not begun its work yet. Nothing was changed.");
            await Add(data, u, group.Value, by.PersonId).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>The first groups of an installation stand for themselves: two, of different agencies. Every later one has to be confirmed by them.</summary>
    internal async Task AddFirst(SalaData data, Unit group, RecordId by)
    {
        var groups = await Confirmed(data, UnitKind.Guardians).ConfigureAwait(false);
        if (groups.Count < Groups && groups.TrueForAll(g => !SameAgency(g, group))) await Add(data, group, group.Id, by).ConfigureAwait(false);
    }

    /// <summary>Units of a kind that guardians stand for.</summary>
    internal async Task<List<Unit>> Confirmed(SalaData data, UnitKind kind)
    {
        var units = (await data.Units.Where(u => u.Kind == kind && u.Epoch > 0 && !u.Closed).ToListAsync().ConfigureAwait(false)).Where(directory.Holds).ToList();
        var rows = (await data.UnitConfirmations.ToListAsync().ConfigureAwait(false)).ToLookup(c => c.UnitId);
        return units.FindAll(u => Holds(u, rows[u.Id]));
    }

    /// <summary>Which groups have confirmed this unit.</summary>
    public async Task<IReadOnlyList<RecordId>> Of(Unit unit)
    {
        await using var data = store.Read();
        return [.. (await data.UnitConfirmations.Where(c => c.UnitId == unit.Id).ToListAsync().ConfigureAwait(false)).Where(c => directory.Holds(Label, c.Mac, c.Signed(unit))).Select(c => c.GuardiansId)];
    }

    internal async Task<bool> IsConfirmed(SalaData data, Unit unit) =>
        Holds(unit, await data.UnitConfirmations.Where(c => c.UnitId == unit.Id).ToListAsync().ConfigureAwait(false));

    internal static bool SameAgency(Unit one, Unit other) => string.Equals(one.Agency.Trim(), other.Agency.Trim(), StringComparison.OrdinalIgnoreCase);

    private bool Holds(Unit unit, IEnumerable<UnitConfirmation> rows)
    {
        var groups = rows.Where(c => directory.Holds(Label, c.Mac, c.Signed(unit))).Select(c => c.GuardiansId).ToHashSet();
        return groups.Contains(unit.Id) || groups.Count >= Groups;
    }

    private async Task Add(SalaData data, Unit unit, RecordId group, RecordId by)
    {
        await data.UnitConfirmations.Where(c => c.UnitId == unit.Id && c.GuardiansId == group).ExecuteDeleteAsync().ConfigureAwait(false);
        var row = new UnitConfirmation { UnitId = unit.Id, GuardiansId = group, PersonId = by, At = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()), Mac = [] };
        row.Mac = directory.Mac(Label, row.Signed(unit));
        data.UnitConfirmations.Add(row);
    }
}
