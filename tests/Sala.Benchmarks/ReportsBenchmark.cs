using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sala.Benchmarks;

/// <summary>
/// Accepted reports a second over HTTP, with a story of 1,000 characters, client and server on the same machine. Asked for: at least 300/s at 16
/// clients with no failure, at most 4 ms of server CPU a report, p95 under 100 ms; opening with a receipt at least 200/s.
/// </summary>
internal static class ReportsBenchmark
{
    public static async Task<int> Run(Options options)
    {
        var clients = options.Numbers("clients", 1, 2, 4, 16);
        var seconds = options.Number("seconds", 20);
        var folder = Directory.CreateTempSubdirectory("sala-bench-").FullName;
        var held = true;
        try
        {
            await using var server = await DemoServer.Start(folder, floodControl: false);
            using (var warm = new Sender(server.Address)) await Load(warm, server, 2, TimeSpan.FromSeconds(3));
            Console.WriteLine($"{Environment.ProcessorCount} cores, client and server on the same machine, {seconds} s each");
            Console.WriteLine("clients   accepted/s   failures   server CPU ms   p50 ms   p95 ms   p99 ms");
            var receipts = new ConcurrentBag<string>();
            foreach (var count in clients)
            {
                using var sender = new Sender(server.Address);
                var run = await Load(sender, server, count, TimeSpan.FromSeconds(seconds));
                foreach (var receipt in run.Receipts.Take(2000)) receipts.Add(receipt);
                Console.WriteLine($"{count,7}   {run.PerSecond,10:0}   {run.Failures,8}   {run.CpuMilliseconds,13:0.00}   {run.At(0.5),6:0.0}   {run.At(0.95),6:0.0}   {run.At(0.99),6:0.0}");
                if (run.Failures > 0) held = false;
                if (count == 16 && (run.PerSecond < 300 || run.CpuMilliseconds > 4 || run.At(0.95) > 100)) held = false;
            }
            held &= await OpenWithReceipts(server, [.. receipts], TimeSpan.FromSeconds(Math.Min(seconds, 10)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Console.WriteLine(held ? "All bounds held." : "A bound did not hold.");
        return held ? 0 : 1;
    }

    private sealed record Run1(List<double> Milliseconds, List<string> Receipts, int Failures, double Seconds, double CpuSeconds)
    {
        public double PerSecond => Receipts.Count / Seconds;
        public double CpuMilliseconds => CpuSeconds * 1000 / Math.Max(1, Receipts.Count);

        public double At(double share)
        {
            Milliseconds.Sort();
            return Milliseconds.Count == 0 ? double.NaN : Milliseconds[(int)(share * (Milliseconds.Count - 1))];
        }
    }

    private static async Task<Run1> Load(Sender sender, DemoServer server, int clients, TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var cpu = server.CpuSeconds();
        var begun = Stopwatch.GetTimestamp();
        var parts = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var (took, receipts, failures) = (new List<double>(), new List<string>(), 0);
            while (Stopwatch.GetTimestamp() < end)
            {
                var at = Stopwatch.GetTimestamp();
                string? receipt = null;
                try
                {
                    receipt = await sender.Send(Sender.NewKey(), Sender.Story);
                }
                catch (HttpRequestException)
                {
                }
                took.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                if (receipt is null) failures++;
                else receipts.Add(receipt);
            }
            return (took, receipts, failures);
        })));
        return new Run1([.. parts.SelectMany(p => p.took)], [.. parts.SelectMany(p => p.receipts)], parts.Sum(p => p.failures), Stopwatch.GetElapsedTime(begun).TotalSeconds, server.CpuSeconds() - cpu);
    }

    private static async Task<bool> OpenWithReceipts(DemoServer server, string[] receipts, TimeSpan time)
    {
        using var sender = new Sender(server.Address);
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, 16).Select(client => Task.Run(async () =>
        {
            var (opened, refused) = (0, 0);
            for (var i = client; Stopwatch.GetTimestamp() < end; i += 16)
            {
                if (await sender.Open(receipts[i % receipts.Length])) opened++;
                else refused++;
            }
            return (opened, refused);
        })));
        var perSecond = counts.Sum(c => c.opened) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine($"opened with a receipt, 16 clients: {perSecond:0}/s, {counts.Sum(c => c.refused)} refused");
        return perSecond >= 200 && counts.All(c => c.refused == 0);
    }
}
