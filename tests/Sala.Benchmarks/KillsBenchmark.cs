using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sala.Benchmarks;

/// <summary>kill -9 at random moments under load: no acknowledged report may be lost, none doubled (promise 4).</summary>
internal static class KillsBenchmark
{
    public static async Task<int> Run(Options options)
    {
        var kills = options.Number("kills", 50);
        var folder = Directory.CreateTempSubdirectory("sala-kills-").FullName;
        var random = new Random(options.Number("seed", Environment.TickCount));
        var (acknowledged, lost, doubled, resent) = (0, 0, 0, 0);
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                var sent = new ConcurrentDictionary<string, string?>();
                await using (var server = await DemoServer.Start(folder, floodControl: false))
                {
                    using var sender = new Sender(server.Address);
                    using var stop = new CancellationTokenSource();
                    var load = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
                    {
                        while (!stop.IsCancellationRequested)
                        {
                            var key = Sender.NewKey();
                            sent[key] = null;
                            try
                            {
                                sent[key] = await sender.Send(key, Sender.Story);
                            }
                            catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException or System.Text.Json.JsonException)
                            {
                                return;
                            }
                        }
                    })).ToArray();
                    await Task.Delay(random.Next(200, 1500));
                    await server.Kill();
                    await stop.CancelAsync();
                    await Task.WhenAll(load);
                }
                await using var again = await DemoServer.Start(folder, floodControl: false);
                using var check = new Sender(again.Address);
                foreach (var (key, receipt) in sent)
                {
                    if (receipt is null)
                    {
                        // Nobody was told: sending it again must be accepted, and twice must be once.
                        resent++;
                        var (first, second) = (await check.Send(key, Sender.Story), await check.Send(key, Sender.Story));
                        if (first is null || first != second) doubled++;
                        continue;
                    }
                    acknowledged++;
                    if (!await check.Open(receipt)) lost++;
                    if (acknowledged % 10 == 0 && await check.Send(key, Sender.Story) != receipt) doubled++;
                }
                await again.Kill();
                Console.Write($"\r{kill + 1} of {kills} kills: {acknowledged} acknowledged, {lost} lost, {doubled} doubled, {resent} sent again   ");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Console.WriteLine();
        return lost + doubled == 0 ? 0 : 1;
    }
}
