using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>That a report was erased.</summary>
/// <param name="UnreadableHere">The day from which nothing here opens it.</param>
/// <param name="UnreadableInBackups">The day by which the last older copy of the key store is gone, and with it every backup's way in (promise 7).</param>
public sealed record ErasureCertificate(RecordId Report, DateOnly UnreadableHere, DateOnly UnreadableInBackups);

/// <summary>Removes a report: its slot of the key store is zeroed, then its rows are deleted. What a backup still holds opens nothing.</summary>
public sealed class Erasure(Store store, KeyStore slots, ReportDesk desk, TimeProvider clock)
{
    /// <summary>How long an older copy of the key store may exist.</summary>
    public const int OldestKeyStoreCopyDays = 7;

    /// <summary>Erases a closed report.</summary>
    /// <exception cref="RefusedException">It is not closed.</exception>
    /// <exception cref="NotForYouException">No grant, or not the lead of its unit.</exception>
    public async Task<ErasureCertificate> Erase(SignedIn by, RecordId id, string reason)
    {
        using var opened = await desk.Open(by, id, "report.erase").ConfigureAwait(false);
        var report = opened.Report;
        if (!by.Has(Roles.Lead, report.UnitId))
        {
            await store.Refuse(new Deed(by.PersonId, "report.erase", id, report.UnitId)).ConfigureAwait(false);
            throw new NotForYouException();
        }
        if (report.State != ReportState.Closed) throw new RefusedException("report.not-closed", "Only a closed report can be erased. Nothing was changed. Close it first.");
        // The slot first: were the machine to stop between the two, the rows would be unreadable and be deleted at the next try.
        slots.Erase(report.Slot);
        await store.Change(new Deed(by.PersonId, "report.erase", id, report.UnitId) { Reason = reason }, async data =>
        {
            await DeleteRows(data, id).ConfigureAwait(false);
        }, id).ConfigureAwait(false);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return new ErasureCertificate(id, today, today.AddDays(OldestKeyStoreCopyDays));
    }

    internal static async Task DeleteRows(SalaData data, RecordId id)
    {
        await data.Messages.Where(m => m.ReportId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.Notes.Where(n => n.ReportId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.FactChanges.Where(c => c.ReportId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.HandOvers.Where(h => h.ReportId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.KeyGrants.Where(g => g.ReportId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.Reports.Where(r => r.Id == id).ExecuteDeleteAsync().ConfigureAwait(false);
    }
}
