using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// The duty clock: an urgent report that nobody acknowledged climbs from the person on duty to the deputy and to the head of the unit, by mail without
/// content. The clock is a column of the report, worked off each minute by whichever process comes first.
/// </summary>
public sealed class Escalation(Store store, Country country, TimeProvider clock)
{
    /// <summary>The slot in which a report of this urgency climbs a step, counted from now; null where no clock runs.</summary>
    internal static FiveMinutes? DeadlineOf(Country country, Urgency urgency, DateTimeOffset now) =>
        country.DutyClock.AcknowledgeWithin(urgency) is { } within ? FiveMinutes.NotBefore(now + within) : null;

    /// <summary>Tells the person on duty of urgent reports that came since the last tick, and lets the overdue climb.</summary>
    /// <returns>How many climbed.</returns>
    public async Task<int> Work()
    {
        var now = clock.GetUtcNow();
        var slot = FiveMinutes.Containing(now);
        // Asked of the database, not of the board: a board that lags behind must not keep a child waiting.
        await using var read = store.Read();
        var waiting = (await read.Reports.Where(r => r.Deadline != null && r.State != ReportState.Closed)
            .Select(r => new { r.Id, r.UnitId, r.Deadline, r.EscalationStep, r.Urgency }).ToListAsync().ConfigureAwait(false)).ToLookup(r => r.Deadline!.Value <= slot);
        var climbs = 0;
        foreach (var row in waiting[true])
        {
            var step = Math.Min(row.EscalationStep + 1, country.DutyClock.Steps.Count - 1);
            var next = DeadlineOf(country, row.Urgency, now);
            climbs += await store.Keep(async data =>
            {
                var climbed = await data.Reports.Where(r => r.Id == row.Id && r.Deadline == row.Deadline)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.Deadline, next).SetProperty(r => r.EscalationStep, step)).ConfigureAwait(false);
                if (climbed == 0) return 0;
                // By day alone, as what reporters do: an entry with its time would tell for ever when the report came, to five minutes.
                data.ReporterDeeds.Add(new ReporterDeed
                {
                    Day = ReportDay.Of(now, country.TimeZone).Number, Id = RecordId.Random(), Deed = "report.escalated", Digest = AuditTrail.Digest(CanonicalBytes.Of(row.Id, step)),
                });
                await Call(data, row.UnitId, step, now).ConfigureAwait(false);
                return 1;
            }, row.Id).ConfigureAwait(false);
        }
        foreach (var unit in waiting[false].Where(r => r.EscalationStep == 0).Select(r => r.UnitId).Distinct())
            await store.Keep(data => Call(data, unit, Rota.OnDuty, now)).ConfigureAwait(false);
        return climbs;
    }

    /// <summary>One mail at most per person and tick, however many reports wait.</summary>
    private static async Task Call(SalaData data, RecordId unit, int step, DateTimeOffset now)
    {
        await Outbox.Add(data, await Rota.Called(data, unit, step, now).ConfigureAwait(false), now).ConfigureAwait(false);
    }
}
