using System.Net;
using System.Text;
using Sala.Web.Operation;

namespace Sala.Tests.Operation;

/// <summary>Promise 2 of what is counted: no line and no number is tied to the time of one report.</summary>
public class WatchTests
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");
    private readonly Hand clock = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void What_people_cause_is_told_when_its_day_has_closed_and_not_by_the_first_request_of_the_next()
    {
        var counts = new DayCounts(Bangkok, clock);
        counts.Count("reporters", 200, TimeSpan.FromMilliseconds(12));
        counts.Count("reporters", 204, TimeSpan.FromMilliseconds(8));
        counts.Count("staff", 500, TimeSpan.FromMilliseconds(5));
        Assert.Null(counts.Turn());
        clock.Now += TimeSpan.FromHours(14); // half past midnight in Bangkok
        counts.Count("reporters", 200, TimeSpan.FromMilliseconds(10));

        var closed = counts.Turn()!;

        Assert.Equal(new DateOnly(2026, 11, 24), closed.Day);
        Assert.Equal(("reporters", "2xx", 3L), closed.Requests.Where(r => r.Surface == "reporters").Select(r => (r.Surface, r.Status, r.Count)).Single());
        Assert.Equal(TimeSpan.FromMilliseconds(30), closed.Requests[0].Together);
        Assert.Null(counts.Turn());
    }

    [Fact]
    public void A_failure_is_kept_by_its_type_and_place_and_never_by_its_message()
    {
        var counts = new DayCounts(Bangkok, clock);
        try
        {
            Sala.Audit.AuditAnchor.Parse("he-has-pictures-of-me");
        }
        catch (FormatException failure)
        {
            counts.Count(failure);
        }
        clock.Now += TimeSpan.FromDays(1);
        using var said = new StringWriter();
        new OperationLog(said, clock).Day(counts.Turn()!);
        Assert.Equal("{\"event\":\"failures\",\"day\":\"2026-11-24\",\"kind\":\"FormatException\",\"place\":\"Sala.Audit.AuditAnchor.Parse\",\"count\":1}", said.ToString().TrimEnd());
    }

    [Fact]
    public async Task A_collector_gets_closed_days_and_the_beat_and_nothing_of_a_day_that_lasts()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/v1/metrics/";
        collector.Prefixes.Add(address);
        collector.Start();
        var got = Collect(collector);
        var counts = new DayCounts(Bangkok, clock);
        using (var metrics = new Metrics(address.TrimEnd('/'), () => true, TimeSpan.FromHours(1)))
        {
            metrics.JobFailed("outbox");
            counts.Count("reporters", 201, TimeSpan.FromMilliseconds(7));
            clock.Now += TimeSpan.FromDays(1);
            metrics.Add(counts.Turn()!);
            counts.Count("lasting-surface", 201, TimeSpan.FromMilliseconds(7));
        }
        var sent = Encoding.Latin1.GetString(await got);
        foreach (var name in (string[])["sala.requests", "sala.request.duration", "sala.units.ready", "sala.job.failures", "reporters", "2xx", "outbox"]) Assert.Contains(name, sent, StringComparison.Ordinal);
        foreach (var never in (string[])["lasting-surface", "http.", "client", "user_agent", Environment.MachineName, "process."]) Assert.DoesNotContain(never, sent, StringComparison.Ordinal);
    }

    private static async Task<byte[]> Collect(HttpListener collector)
    {
        var request = await collector.GetContextAsync();
        using var body = new MemoryStream();
        await request.Request.InputStream.CopyToAsync(body);
        request.Response.Close();
        return body.ToArray();
    }

    private sealed class Hand(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
