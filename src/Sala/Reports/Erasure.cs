using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>That a report was erased.</summary>
/// <param name="UnreadableHere">The day from which nothing here opens it.</param>
/// <param name="UnreadableInBackups">The day by which the last older copy of the key store is gone, and with it every backup's way in (promise 7).</param>
public sealed record ErasureCertificate(RecordId Report, DateOnly UnreadableHere, DateOnly UnreadableInBackups);

/// <summary>How many reports of a month had a coded answer. What remains after a report is erased: no row of one child.</summary>
public sealed class MonthlyCount
{
    /// <summary>Year and month of sending, such as 202611.</summary>
    public required int Month { get; init; }
    public required RecordId UnitId { get; init; }

    /// <summary>The coded fact, or "report" for all.</summary>
    public required string Fact { get; init; }
    public required string Code { get; init; }
    public required long Count { get; set; }
}

/// <summary>
/// Removes reports: the lead of a unit decides, a waiting time of the pack passes in which it can be taken back, then the slot of the key store is
/// zeroed and the rows are deleted. What the pack's time has run out for goes without asking. What a backup still holds opens nothing.
/// </summary>
public sealed class Erasure(Store store, StaffDirectory directory, KeyStore slots, HostRing ring, ReportDesk desk, Country country, TimeProvider clock)
{
    /// <summary>How long an older copy of the key store may exist.</summary>
    public const int OldestKeyStoreCopyDays = 7;

    /// <summary>A certificate as it stands in the trail.</summary>
    internal static string BothDays(DateOnly unreadableHere, DateOnly unreadableInBackups) => $"here {unreadableHere:yyyy-MM-dd}, in backups {unreadableInBackups:yyyy-MM-dd}";

    private const string NotDue = "report.erase-not-due";

    /// <summary>In the trail: something was due and was not erased, and why.</summary>
    public const string Held = "report.erase-held";

    /// <summary>The trail has an entry each day at least: the guardians' notice of the anchor. A longer silence is a clock that jumped, or a machine that stood still.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(3);

    /// <summary>For so long after a silence nothing is erased: time for somebody to notice a wrong clock before it has done what cannot be undone.</summary>
    private static readonly TimeSpan SteadyFor = TimeSpan.FromDays(7);

    /// <summary>At most so many reports go in 24 hours: one of a hundred, a hundred at least. Whatever goes wrong with days and clocks, most is still there when it is seen.</summary>
    internal static int MostADay(int reports) => Math.Max(100, reports / 100);

    /// <summary>Decides to erase a closed report after the waiting time.</summary>
    /// <returns>The day on which it goes.</returns>
    /// <exception cref="RefusedException">It is not closed.</exception>
    /// <exception cref="NotForYouException">No grant, or not the lead of its unit.</exception>
    public async Task<DateOnly> Decide(SignedIn by, RecordId id, string reason)
    {
        var day = new ReportDay(Today.Number + country.Retention.ErasureWaitingDays);
        await Lead(by, id, "report.erase", reason, day).ConfigureAwait(false);
        return day.Date;
    }

    /// <summary>Takes the decision back while the waiting time runs.</summary>
    public Task TakeBack(SignedIn by, RecordId id, string reason) => Lead(by, id, "report.erase.back", reason, null);

    private async Task Lead(SignedIn by, RecordId id, string what, string reason, ReportDay? day)
    {
        using var opened = await desk.Open(by, id, what).ConfigureAwait(false);
        var report = opened.Report;
        if (!by.Has(Roles.Lead, report.UnitId))
        {
            await store.Refuse(new Deed(by.PersonId, what, id, report.UnitId)).ConfigureAwait(false);
            throw new NotForYouException();
        }
        await desk.RequireLasting(by, opened, what).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("words.missing", "A reason is needed. Nothing was changed.");
        if (report.State != ReportState.Closed) throw new RefusedException("report.not-closed", "Only a closed report can be erased. Nothing was changed. Close it first.");
        await store.Change(new Deed(by.PersonId, what, id, report.UnitId) { Reason = reason }, async data =>
        {
            await opened.Lock(data).ConfigureAwait(false);
            if (report.State != ReportState.Closed) throw new RefusedException("report.not-closed", "Only a closed report can be erased. Nothing was changed. Close it first.");
            var standing = ReportStanding.Of(report) with { EraseOn = day };
            await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.EraseOn, day).SetProperty(r => r.StandingMac, standing.Mac(directory))).ConfigureAwait(false);
        }, id).ConfigureAwait(false);
    }

    /// <summary>
    /// Erases what is due today. Run each hour. Days that were not written by this system, or that the trail does not know of, erase nothing; nor does a clock that jumped,
    /// and never more than a day's share goes at once. What is held is in the trail, and oversight, heads and leads are told.
    /// </summary>
    public async Task<IReadOnlyList<ErasureCertificate>> Work()
    {
        var today = Today;
        var keptSince = new ReportDay(today.Number - country.Retention.ReportDaysAfterClosing);
        await using var data = store.Read();
        var due = await data.Reports.Where(r => r.State == ReportState.Closed && (r.EraseOn <= today || r.ClosedOn <= keptSince))
            .OrderBy(r => r.EraseOn ?? r.ClosedOn).ToListAsync().ConfigureAwait(false);
        var certificates = new List<ErasureCertificate>();
        if (due.Count == 0) return certificates;
        if (!await IsSteady(data, clock.GetUtcNow()).ConfigureAwait(false))
        {
            await Hold(null, null, "the trail was silent for days: a clock that jumped, or a machine that stood still").ConfigureAwait(false);
            return certificates;
        }
        var left = await LeftToday(data).ConfigureAwait(false);
        foreach (var report in due)
        {
            if (!ReportStanding.Of(report).Holds(directory, report.StandingMac) || !await TrailKnows(data, report).ConfigureAwait(false))
            {
                await Hold(report.Id, report.UnitId, "its days were not written by this system").ConfigureAwait(false);
                continue;
            }
            if (left-- <= 0)
            {
                await Hold(null, null, "more is due than may go in a day; the rest goes tomorrow").ConfigureAwait(false);
                break;
            }
            var certificate = new ErasureCertificate(report.Id, today.Date, today.Date.AddDays(OldestKeyStoreCopyDays));
            try
            {
                await store.Change(new Deed(null, "report.erased", report.Id, report.UnitId) { Detail = BothDays(certificate.UnreadableHere, certificate.UnreadableInBackups) }, async d =>
                {
                    // Under the row's lock: a child who wrote "I am in danger now" a moment ago has opened it again.
                    if (await d.Reports.Where(r => r.Id == report.Id && r.State == ReportState.Closed && r.StandingMac == report.StandingMac)
                        .ExecuteUpdateAsync(s => s.SetProperty(r => r.Deadline, (FiveMinutes?)null)).ConfigureAwait(false) == 0) throw new RefusedException(NotDue, "It was opened again a moment ago. Nothing was erased.");
                    // The slot before the rows: were the machine to stop between the two, the rows open nothing and are deleted at the next beat.
                    slots.Erase(report.Slot);
                    await Count(d, report.UnitId, report.Day, CodedFacts.Open(ring.FactsKey, report.Id, report.Facts)).ConfigureAwait(false);
                    await DeleteRows(d, report.Id).ConfigureAwait(false);
                }, report.Id).ConfigureAwait(false);
                certificates.Add(certificate);
            }
            catch (RefusedException refused) when (refused.Code == NotDue)
            {
                // It stays.
            }
        }
        return certificates;
    }

    private Task Hold(RecordId? report, RecordId? unit, string why) => Alarm.Once(store, directory, new Deed(null, Held, report, unit) { Detail = why }, clock.GetUtcNow());

    /// <summary>Whether time went on evenly of late, as the trail tells it. Read in the order of writing: a clock that was set back shows as well.</summary>
    internal static async Task<bool> IsSteady(SalaData data, DateTimeOffset now)
    {
        var later = now;
        await foreach (var at in data.AuditEntries.OrderByDescending(e => e.Number).Select(e => e.At).AsAsyncEnumerable().ConfigureAwait(false))
        {
            if ((later - at).Duration() > LongestSilence) return false;
            if (at < now - SteadyFor) return true;
            later = at;
        }
        return true;
    }

    /// <summary>A closing that was signed once and taken back since could be put back into the row. The trail says which deed was the last.</summary>
    private static async Task<bool> TrailKnows(SalaData data, Report report)
    {
        var last = await data.AuditEntries.Where(e => e.Subject == report.Id && !e.Refused && (e.Deed == "report.close" || e.Deed == "report.reopen" || e.Deed == "report.erase" || e.Deed == "report.erase.back"))
            .OrderByDescending(e => e.Number).Select(e => e.Deed).FirstOrDefaultAsync().ConfigureAwait(false);
        return report.EraseOn is null ? last is "report.close" or "report.erase.back" : last == "report.erase";
    }

    private async Task<int> LeftToday(SalaData data)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromHours(24);
        var gone = await data.AuditEntries.CountAsync(e => e.Deed == "report.erased" && e.At > since).ConfigureAwait(false);
        return MostADay(await data.Reports.CountAsync().ConfigureAwait(false) + gone) - gone;
    }

    private ReportDay Today => ReportDay.Of(clock.GetUtcNow(), country.TimeZone);

    private static Task Count(SalaData data, RecordId unit, ReportDay day, CodedFacts facts) => Count(data, unit, day, facts.All, "report");

    /// <summary>Counts what goes by month, unit and coded answer.</summary>
    internal static async Task Count(SalaData data, RecordId unit, ReportDay day, IReadOnlyDictionary<string, string[]> facts, string kind)
    {
        var month = day.Date.Year * 100 + day.Date.Month;
        foreach (var (fact, code) in facts.SelectMany(f => f.Value.Select(code => (f.Key, code))).Where(_ => kind == "report").Append((kind, "all")))
        {
            var known = await data.MonthlyCounts.FindAsync(month, unit, fact, code).ConfigureAwait(false);
            if (known is null) data.MonthlyCounts.Add(new MonthlyCount { Month = month, UnitId = unit, Fact = fact, Code = code, Count = 1 });
            else known.Count++;
        }
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
