using System.Diagnostics;

namespace Sala.Benchmarks;

/// <summary>A flood from one address: senders from elsewhere are answered within 300 ms, nothing that was accepted is lost, memory stays bounded.</summary>
internal static class FloodBenchmark
{
    public static async Task<int> Run(Options options)
    {
        var perMinute = options.Number("a-minute", 5000);
        var seconds = options.Number("seconds", 60);
        var folder = Directory.CreateTempSubdirectory("sala-flood-").FullName;
        try
        {
            await using var server = await DemoServer.Start(folder, floodControl: true);
            using (var warm = new Sender(server.Address, "127.0.0.9")) for (var i = 0; i < 20; i++) await warm.Send(Sender.NewKey(), Sender.Story);
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            var (flooded, accepted) = (0, new System.Collections.Concurrent.ConcurrentBag<string>());
            var memory = 0L;
            using var flooder = new Sender(server.Address, "127.0.0.2");
            var flood = Task.Run(async () =>
            {
                var begun = Stopwatch.StartNew();
                var under = new List<Task>();
                while (!stop.IsCancellationRequested)
                {
                    var due = begun.Elapsed.TotalMinutes * perMinute;
                    while (flooded < due)
                    {
                        flooded++;
                        under.Add(Task.Run(async () =>
                        {
                            try
                            {
                                if (await flooder.Send(Sender.NewKey(), Sender.Story) is { } receipt) accepted.Add(receipt);
                            }
                            catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException)
                            {
                            }
                        }));
                    }
                    await Task.Delay(10);
                    memory = Math.Max(memory, server.MemoryBytes());
                }
                await Task.WhenAll(under);
            });
            var real = new List<double>();
            var failures = 0;
            using var child = new Sender(server.Address, "127.0.0.3");
            while (!stop.IsCancellationRequested)
            {
                var begun = Stopwatch.GetTimestamp();
                if (await child.Send(Sender.NewKey(), Sender.Story) is { } receipt) accepted.Add(receipt);
                else failures++;
                real.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                await Task.Delay(1000);
            }
            await flood;
            var lost = 0;
            using var check = new Sender(server.Address, "127.0.0.4");
            foreach (var receipt in accepted.Take(300)) if (!await check.Open(receipt)) lost++;
            real.Sort();
            Console.WriteLine($"flood of {flooded} in {seconds} s from one address, {accepted.Count} accepted in all, {lost} of the first 300 lost; a real sender from elsewhere: {real.Count} sent, {failures} failed, worst {real[^1]:0} ms; memory at most {memory / 1048576} MiB");
            return failures == 0 && lost == 0 && real[^1] < 300 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
