using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>That a case was erased; both days as for a report (promise 7).</summary>
public sealed record CaseErasureCertificate(RecordId Case, DateOnly UnreadableHere, DateOnly UnreadableInBackups)
{
    /// <summary>As it stands in the trail.</summary>
    internal string Detail => Erasure.BothDays(UnreadableHere, UnreadableInBackups);

    internal static CaseErasureCertificate Read(RecordId of, string detail)
    {
        var days = detail.Split(", in backups ");
        return new(of, Day(days[0]["here ".Length..]), Day(days[1]));

        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>Removes closed cases when the pack's time has run out: the slot of the key store is zeroed, the rows are deleted, a count a month remains.</summary>
public sealed class CaseErasure(Store store, StaffDirectory directory, KeyStore slots, HostRing ring, Country country, TimeProvider clock)
{
    /// <summary>At most so many cases go in 24 hours.</summary>
    private const int MostADay = 100;

    private const string NotDue = "case.erase-not-due";

    /// <summary>What other features keep of a case, and how it goes: in the same transaction, before the rows of the case.</summary>
    internal List<Func<SalaData, RecordId, Task>> AlsoErased { get; } = [];

    /// <summary>In the trail: something was due and was not erased, and why.</summary>
    internal const string Held = "case.erase-held";

    /// <summary>
    /// Erases what is due today. Run each hour. A case whose closing was not signed here, or a clock that jumped, erases nothing, and never more than a day's share goes at once. What is held is in the
    /// trail, and oversight, heads and leads are told.
    /// </summary>
    public async Task<IReadOnlyList<CaseErasureCertificate>> Work()
    {
        var now = clock.GetUtcNow();
        var today = ReportDay.Of(now, country.TimeZone);
        var keptSince = new ReportDay(today.Number - country.Retention.ReportDaysAfterClosing);
        await using var data = store.Read();
        var due = await data.Cases.AsNoTracking().Where(c => c.Stage == CaseStage.Closed && c.ClosedOn <= keptSince).OrderBy(c => c.ClosedOn).ToListAsync().ConfigureAwait(false);
        if (due.Count == 0) return [];
        if (!await Erasure.IsSteady(data, now).ConfigureAwait(false))
        {
            await Hold(null, "the trail was silent for days: a clock that jumped, or a machine that stood still").ConfigureAwait(false);
            return [];
        }
        var since = now - TimeSpan.FromHours(24);
        var left = MostADay - await data.AuditEntries.CountAsync(e => e.Deed == "case.erased" && e.At > since).ConfigureAwait(false);
        var certificates = new List<CaseErasureCertificate>();
        foreach (var row in due)
        {
            if (await Stay(data, row.Id, today, keptSince).ConfigureAwait(false)) continue;
            if (!CaseKeys.Holds(directory, row) || !await TrailKnows(data, row.Id).ConfigureAwait(false))
            {
                await Hold(row, "its closing was not written by this system").ConfigureAwait(false);
                continue;
            }
            if (left <= 0)
            {
                await Hold(null, "more is due than may go in a day; the rest goes tomorrow").ConfigureAwait(false);
                break;
            }
            var certificate = new CaseErasureCertificate(row.Id, today.Date, today.Date.AddDays(Erasure.OldestKeyStoreCopyDays));
            try
            {
                await store.Change(new Deed(null, "case.erased", row.Id, row.UnitId) { Detail = certificate.Detail }, d => Erase(d, row, today, keptSince)).ConfigureAwait(false);
            }
            catch (RefusedException refused) when (refused.Code == NotDue)
            {
                continue;
            }
            certificates.Add(certificate);
            left--;
        }
        return certificates;
    }

    private async Task Erase(SalaData d, CaseFile row, ReportDay today, ReportDay keptSince)
    {
        // Reopened or held a moment ago, or an old closing put back by another hand: it stays.
        if (!await d.Cases.AnyAsync(c => c.Id == row.Id && c.Mac == row.Mac).ConfigureAwait(false)) throw Stays;
        if (!await TrailKnows(d, row.Id).ConfigureAwait(false) || await Stay(d, row.Id, today, keptSince).ConfigureAwait(false)) throw Stays;
        // The slot before the rows: were the machine to stop between the two, the rows open nothing and are deleted at the next beat.
        slots.Erase(row.Slot);
        await Erasure.Count(d, row.UnitId, row.Day, new Dictionary<string, string[]>(), "case").ConfigureAwait(false);
        await DeleteRows(d, row.Id).ConfigureAwait(false);
    }

    /// <summary>The files of one child go when all of them are due and none is held: a file that went before would take with it what rules count in the other.</summary>
    private static async Task<bool> Stay(SalaData d, RecordId id, ReportDay today, ReportDay keptSince)
    {
        var files = await Conflicts.FilesOfChild(d, id).ConfigureAwait(false);
        return await d.Cases.AnyAsync(c => files.Contains(c.Id) && (c.Stage != CaseStage.Closed || c.ClosedOn == null || c.ClosedOn > keptSince)).ConfigureAwait(false) || await CaseHolds.Keeps(d, id, today.Date).ConfigureAwait(false);
    }

    /// <summary>Undoes the transaction: no certificate stands in the trail of what was not erased.</summary>
    private static RefusedException Stays => new(NotDue, "It is not to be erased now. Nothing was erased.");

    /// <summary>The trail says which deed was the last: an old closing that another hand put back erases nothing.</summary>
    private static async Task<bool> TrailKnows(SalaData data, RecordId id) =>
        await data.AuditEntries.Where(e => e.Subject == id && !e.Refused && (e.Deed == Planning.Closed || e.Deed == "case.stage" || e.Deed == CaseDesk.Reopened)).OrderByDescending(e => e.Number).Select(e => e.Deed).FirstOrDefaultAsync().ConfigureAwait(false) == Planning.Closed;

    private Task Hold(CaseFile? row, string why) => Alarm.Once(store, directory, new Deed(null, Held, row?.Id, row?.UnitId) { Detail = why }, clock.GetUtcNow());

    /// <summary>Deletes the rows of cases whose slot is empty: after a restore, those that were erased since the backup, with the names, bookings, merges, links and letters that came back with them.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EraseAgain()
    {
        await using var data = store.Read();
        var erased = (await data.Cases.AsNoTracking().Select(c => new { c.Id, c.UnitId, c.Slot }).ToListAsync().ConfigureAwait(false)).Where(c => slots.IsErased(c.Slot)).ToList();
        foreach (var row in erased) await store.Change(new Deed(null, "case.erased-again", row.Id, row.UnitId), d => DeleteRows(d, row.Id)).ConfigureAwait(false);
        return erased.Count;
    }

    private async Task DeleteRows(SalaData d, RecordId id)
    {
        foreach (var erase in AlsoErased) await erase(d, id).ConfigureAwait(false);
        await d.CaseEntries.Where(e => e.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await d.CaseGrants.Where(g => g.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await d.CaseClocks.Where(c => c.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await d.CaseReports.Where(r => r.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await d.CaseNameTokens.Where(t => t.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await new Calendar(ring).Delete(d, [id]).ConfigureAwait(false);
        await d.Cases.Where(c => c.Id == id).ExecuteDeleteAsync().ConfigureAwait(false);
    }
}
