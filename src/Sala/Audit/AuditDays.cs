using Microsoft.EntityFrameworkCore;
using Sala.Data;

namespace Sala.Audit;

/// <summary>
/// What reporters did is written down by day alone. When a day has closed, its entries are hashed in the order of their random ids and the sum goes into
/// the chain of staff entries: from then on none can be taken out or added unseen, and the order of sending is nowhere.
/// </summary>
public sealed class AuditDays(Store store, TimeZoneInfo zone, TimeProvider clock)
{
    public const string Closed = "day.closed";

    /// <summary>How long a day stays open after its end: what was sent in its last instant, or by a process whose clock is behind, is written by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Chains every day that has ended and was not chained yet; its rows are written anew first, so that where they lie tells nothing either.</summary>
    /// <returns>How many days.</returns>
    public async Task<int> CloseDays()
    {
        var today = ReportDay.Of(clock.GetUtcNow() - Grace, zone).Number;
        await using var data = store.Read();
        var days = await data.ReporterDeeds.Where(d => d.Day < today).Select(d => d.Day).Distinct().OrderBy(d => d).ToListAsync().ConfigureAwait(false);
        var done = await data.AuditEntries.Where(e => e.Deed == Closed).Select(e => e.Detail).ToListAsync().ConfigureAwait(false);
        var closed = done.Select(d => d.Split(' ')[0]).ToHashSet();
        var open = days.Where(d => !closed.Contains(new ReportDay(d).ToString())).ToList();
        foreach (var day in open)
        {
            await WrittenAnew.Day(store, day).ConfigureAwait(false);
            var (count, hash) = await SumOf(data, day).ConfigureAwait(false);
            await store.Change(new Deed(null, Closed) { Detail = $"{new ReportDay(day)} {count} {Convert.ToHexStringLower(hash)}" }, _ => Task.CompletedTask).ConfigureAwait(false);
        }
        return open.Count;
    }

    /// <summary>The days whose entries are not what was chained.</summary>
    public static async Task<IReadOnlyList<string>> Broken(SalaData data)
    {
        var broken = new List<string>();
        foreach (var detail in await data.AuditEntries.Where(e => e.Deed == Closed).OrderBy(e => e.Number).Select(e => e.Detail).ToListAsync().ConfigureAwait(false))
        {
            if (detail.Split(' ') is not [var day, var count, var hash]) continue;
            var number = ReportDay.From(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Number;
            var (actual, sum) = await SumOf(data, number).ConfigureAwait(false);
            if (actual.ToString(System.Globalization.CultureInfo.InvariantCulture) != count || Convert.ToHexStringLower(sum) != hash) broken.Add(day);
        }
        return broken;
    }

    private static async Task<(int Count, byte[] Hash)> SumOf(SalaData data, int day)
    {
        var deeds = await data.ReporterDeeds.AsNoTracking().Where(d => d.Day == day).ToListAsync().ConfigureAwait(false);
        var hash = AuditTrail.Beginning;
        foreach (var deed in deeds.OrderBy(d => d.Id)) hash = AuditTrail.Digest(CanonicalBytes.Of("sala/audit-day/1", hash, deed.Day, deed.Id, deed.Deed, deed.Digest));
        return (deeds.Count, hash);
    }
}
