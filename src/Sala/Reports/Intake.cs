using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>A unit that takes reports now, with the key they are sealed to.</summary>
public sealed record IntakeUnit(RecordId UnitId, string Agency, string Name, IReadOnlyList<string> Areas, int Epoch, PublicKey IntakePublic);

/// <summary>Which unit takes a report: the one of its area, else one that takes all areas. Read anew every few seconds, MACs checked each time.</summary>
public sealed class Intake(Store store, StaffDirectory directory, UnitKeys unitKeys, Rota rota, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1);
    private (DateTimeOffset At, IReadOnlyList<IntakeUnit> Units) known = (DateTimeOffset.MinValue, []);

    /// <summary>The unit a report of these facts goes to.</summary>
    /// <exception cref="NobodyReadyException">None is ready.</exception>
    public async Task<IntakeUnit> UnitFor(CodedFacts facts)
    {
        var units = await Ready().ConfigureAwait(false);
        var area = facts.One("area");
        return (area is null ? null : units.FirstOrDefault(u => u.Areas.Contains(area)))
            ?? units.FirstOrDefault(u => u.Areas.Count == 0)
            ?? (units.Count > 0 ? units[0] : throw new NobodyReadyException());
    }

    /// <summary>When a person reads what is written now.</summary>
    public async Task<NextReading> NextReading() =>
        await rota.Next([.. (await Ready().ConfigureAwait(false)).Select(u => u.UnitId)]).ConfigureAwait(false);

    /// <summary>When a person of this unit reads what is written now.</summary>
    public Task<NextReading> NextReading(RecordId unit) => rota.Next([unit]);

    /// <summary>The units that take reports now: two leads, both halves, every MAC in place.</summary>
    public async Task<IReadOnlyList<IntakeUnit>> Ready()
    {
        var now = clock.GetUtcNow();
        var last = known;
        if (now - last.At < Fresh && now >= last.At) return last.Units;
        await reading.WaitAsync().ConfigureAwait(false);
        try
        {
            if (known.At != last.At) return known.Units;
            var units = await Read().ConfigureAwait(false);
            known = (now, units);
            return units;
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<IReadOnlyList<IntakeUnit>> Read()
    {
        await using var data = store.Read();
        var ready = new List<IntakeUnit>();
        foreach (var unit in await data.Units.Where(u => u.Kind == UnitKind.Intake && !u.Closed && u.Epoch > 0).OrderBy(u => u.Id).ToListAsync().ConfigureAwait(false))
        {
            try
            {
                if (await unitKeys.WhyNotReady(unit.Id).ConfigureAwait(false) is not null) continue;
                directory.Checked(unit);
                var epoch = await unitKeys.Present(data, unit.Id).ConfigureAwait(false);
                ready.Add(new IntakeUnit(unit.Id, unit.Agency, unit.Name, unit.Areas, epoch.Number, PublicKey.From(epoch.IntakePublic)));
            }
            catch (DirectoryTamperedException)
            {
                // Sealed to nothing that does not carry the MAC: the unit takes no reports until its record is mended.
            }
        }
        return ready;
    }
}
