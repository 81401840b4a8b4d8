using System.Diagnostics;
using System.Globalization;
using Sala.Forms.Tests.Fuzzing;

namespace Sala.Benchmarks;

/// <summary>The long run of the fuzzer: one a processor, each with a seed of its own. What breaks is kept as a file with its reason.</summary>
internal static class FuzzBenchmark
{
    public static int Run(Options options)
    {
        var minutes = options.Number("minutes", 60);
        var first = options.Number("seed", (int)(DateTime.UtcNow - DateTime.UnixEpoch).TotalMinutes);
        var kept = Path.Combine(Repository.Root, ".sala", "fuzz");
        Directory.CreateDirectory(kept);
        var again = Again(kept);
        if (options["led-by"] == "coverage") return GuidedFuzzing.Run(TimeSpan.FromMinutes(minutes), first, kept) + again == 0 ? 0 : 1;
        var begin = Stopwatch.GetTimestamp();
        var time = TimeSpan.FromMinutes(minutes);
        var runs = Enumerable.Range(first, Environment.ProcessorCount).Select(seed => Task.Factory.StartNew(() => One(seed, time, kept, begin), TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(runs);
        var (tried, accepted, found) = (runs.Sum(r => r.Result.Tried), runs.Sum(r => r.Result.Accepted), runs.Sum(r => r.Result.Found));
        foreach (var kind in runs.SelectMany(r => r.Result.Kinds).GroupBy(k => k.Key).OrderBy(k => k.Key, StringComparer.Ordinal))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind.Key}: {kind.Sum(k => k.Value):N0}"));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tried:N0} inputs in {Stopwatch.GetElapsedTime(begin).TotalMinutes:F1} minutes, {accepted:N0} of them forms all the same; {process.PeakWorkingSet64 >> 20} MiB at most; {found} found"));
        return found + again == 0 ? 0 : 1;
    }

    // What broke in an earlier run, first: each ends as it must now, or is named again.
    private static int Again(string kept)
    {
        var (tried, found) = (0, 0);
        foreach (var file in Directory.GetFiles(kept).Where(f => File.Exists(f + ".why")))
        {
            var fuzzer = Fuzzer.WithSeeds(0, Repository.Root);
            fuzzer.Try(new Finding(Path.GetExtension(file)[1..], File.ReadAllBytes(file), ""));
            tried++;
            if (fuzzer.Found is not { } finding) continue;
            found++;
            Console.WriteLine($"  again {Path.GetFileName(file)}: {finding.Why.Split('\n')[0]}");
        }
        if (tried > 0) Console.WriteLine($"{tried} inputs of earlier runs tried again, {found} found");
        return found;
    }

    // After a finding goes on with another seed, so that one does not hide the rest.
    private static (long Tried, long Accepted, int Found, Dictionary<string, long> Kinds) One(int seed, TimeSpan time, string kept, long begin)
    {
        var (tried, accepted, found) = (0L, 0L, 0);
        var kinds = new Dictionary<string, long>();
        string[] beside = [Path.Combine(Repository.Root, "..", "shared"), Path.Combine(Repository.Root, "..", "..", "shared")];
        var forms = beside.Select(b => Path.Combine(b, "fixtures", "xlsforms", "forms")).FirstOrDefault(Directory.Exists);
        string[] legacy = forms is null ? [] : Directory.GetFiles(forms, "*.xls");
        for (var step = seed; time - Stopwatch.GetElapsedTime(begin) is { TotalSeconds: > 1 } left; step += 10_000)
        {
            var fuzzer = Fuzzer.WithSeeds(step, Repository.Root, legacy);
            fuzzer.Run(left, Path.Combine(kept, $"now-{seed}"));
            (tried, accepted) = (tried + fuzzer.Tried, accepted + fuzzer.Accepted);
            foreach (var (kind, times) in fuzzer.Kinds) kinds[kind] = kinds.GetValueOrDefault(kind) + times;
            if (fuzzer.Found is not { } finding) continue;
            found++;
            var file = Path.Combine(kept, $"{step}-{fuzzer.Tried}.{finding.Kind}");
            File.WriteAllBytes(file, finding.Input);
            File.WriteAllText(file + ".why", finding.Why);
            Console.WriteLine($"  seed {step}, input {fuzzer.Tried}, {finding.Kind}: {finding.Why.Split('\n')[0]} ({Path.GetFileName(file)})");
        }
        File.Delete(Path.Combine(kept, $"now-{seed}"));
        return (tried, accepted, found, kinds);
    }
}
