using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// Where a report stands: its unit, its slot, the generation of its keys, the days of its closing and erasing. All of it stands in clear, and the system acts on each by
/// itself. Who can write to the database could otherwise send a report to where nobody looks, or have the host erase one for good, backups and all.
/// </summary>
internal readonly record struct ReportStanding(RecordId Report, RecordId Unit, long Slot, int Generation, ReportDay? ClosedOn, ReportDay? EraseOn)
{
    private const string Label = "report-standing/1";

    public static ReportStanding Of(Report r) => new(r.Id, r.UnitId, r.Slot, r.Generation, r.ClosedOn, r.EraseOn);

    /// <summary>A MAC of the directory key, stored beside the row.</summary>
    public byte[] Mac(StaffDirectory directory) => directory.Mac(Label, Signed);

    public bool Holds(StaffDirectory directory, byte[] mac) => directory.Holds(Label, mac, Signed);

    private object?[] Signed => [Report, Unit, Slot, Generation, ClosedOn?.Number, EraseOn?.Number];

    /// <summary>Signs what stood in the tables before they had a place for it. Only directly after that migration: later, a row without its MAC is one that was tampered with.</summary>
    public static Task SignAll(Store store, StaffDirectory directory) => store.Keep(async data =>
    {
        foreach (var row in await data.Reports.AsNoTracking().Select(r => new ReportStanding(r.Id, r.UnitId, r.Slot, r.Generation, r.ClosedOn, r.EraseOn)).ToListAsync().ConfigureAwait(false))
            await data.Reports.Where(r => r.Id == row.Report).ExecuteUpdateAsync(s => s.SetProperty(r => r.StandingMac, row.Mac(directory))).ConfigureAwait(false);
    });
}

/// <summary>Looks each hour whether every report still stands where this system put it, and tells oversight, heads and leads where one does not.</summary>
public sealed class StandingWatch(Store store, StaffDirectory directory, TimeProvider clock)
{
    public const string Moved = "report.moved-from-outside";

    /// <summary>Reads every row.</summary>
    /// <returns>The reports whose place, slot or days were written by another hand.</returns>
    public async Task<IReadOnlyList<RecordId>> Work()
    {
        await using var data = store.Read();
        var moved = new List<ReportStanding>();
        await foreach (var row in data.Reports.Select(r => new { Standing = new ReportStanding(r.Id, r.UnitId, r.Slot, r.Generation, r.ClosedOn, r.EraseOn), r.StandingMac }).AsAsyncEnumerable().ConfigureAwait(false))
        {
            if (!row.Standing.Holds(directory, row.StandingMac)) moved.Add(row.Standing);
        }
        foreach (var row in moved) await Alarm.Once(store, directory, new Deed(null, Moved, row.Report, row.Unit), clock.GetUtcNow()).ConfigureAwait(false);
        return [.. moved.Select(m => m.Report)];
    }
}
