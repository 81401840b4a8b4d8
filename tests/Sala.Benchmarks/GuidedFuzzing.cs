using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Sala.Forms;
using Sala.Forms.Sheets;
using Sala.Forms.Tests.Fuzzing;

namespace Sala.Benchmarks;

/// <summary>
/// Fuzzing led by coverage: SharpFuzz writes marks into a copy of Sala.Forms, and afl-fuzz keeps what reaches new code and damages it further. The same
/// kinds of input and the same promise as the plain run. What breaks is kept beside what that found.
/// </summary>
internal static class GuidedFuzzing
{
    private static readonly string[] Kinds = ["Xls", "Xlsx", "Csv", "Markdown", "expression"];

    public static int Run(TimeSpan time, int seed, string kept)
    {
        var folder = Path.Combine(Repository.Root, ".sala", "fuzz-guided");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var program = Directory.CreateDirectory(Path.Combine(folder, "program")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory)) File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        Do("dotnet", "tool", "restore");
        Do("dotnet", "sharpfuzz", Path.Combine(program, "Sala.Forms.dll"));
        foreach (var seeds in Fuzzer.WithSeeds(seed, Repository.Root).Seeds().GroupBy(s => s.Kind, s => s.Input)) Plant(seeds.Key, [.. seeds], Path.Combine(folder, seeds.Key));
        // One kind after another on each processor; with two, each kind has two fifths of the time.
        var each = time * Math.Min(Environment.ProcessorCount, Kinds.Length) / Kinds.Length;
        Parallel.ForEach(Kinds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, kind => Fuzz(kind, Path.Combine(folder, kind), program, each, seed));
        return Kinds.Sum(kind => Report(kind, Path.Combine(folder, kind, "out", "default"), kept));
    }

    /// <summary>What afl-fuzz starts: tries each input that it is handed, and falls where one does not end as it must.</summary>
    public static int Try(string kind)
    {
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            var fuzzer = new Fuzzer(0, [], []);
            fuzzer.Try(new Finding(kind, input.ToArray(), ""));
            if (fuzzer.Found is { } finding) throw new InvalidOperationException(finding.Why);
        });
        return 0;
    }

    // The smallest ones: what is learned from them holds for larger ones, and they are tried far more often.
    private static void Plant(string kind, byte[][] inputs, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        foreach (var (i, input) in inputs.OrderBy(i => i.Length).Take(kind == "expression" ? 60 : 8).Index())
            File.WriteAllBytes(Path.Combine(folder, "in", i.ToString("D3", CultureInfo.InvariantCulture)), kind == "Xlsx" ? Unpacked(input) : input);
    }

    // The same archive without packing, so that a damaged byte is one of the sheet.
    private static byte[] Unpacked(byte[] workbook)
    {
        using var stored = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read))
        using (var to = new ZipArchive(stored, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var part in from.Entries)
            {
                using var read = part.Open();
                using var write = to.CreateEntry(part.FullName, CompressionLevel.NoCompression).Open();
                read.CopyTo(write);
            }
        return stored.ToArray();
    }

    private static void Fuzz(string kind, string folder, string program, TimeSpan time, int seed)
    {
        var start = new ProcessStartInfo("afl-fuzz") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["-i", Path.Combine(folder, "in"), "-o", Path.Combine(folder, "out"), "-t", "20000", "-m", "none", "-s", $"{seed}", "-V", $"{(int)time.TotalSeconds}",
            "--", "dotnet", Path.Combine(program, "Sala.Benchmarks.dll"), "fuzz-input", kind]) start.ArgumentList.Add(word);
        foreach (var name in (string[])["AFL_SKIP_BIN_CHECK", "AFL_NO_UI", "AFL_SKIP_CPUFREQ", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "AFL_NO_AFFINITY"]) start.Environment[name] = "1";
        using var afl = Process.Start(start)!;
        var errors = afl.StandardError.ReadToEndAsync();
        var said = afl.StandardOutput.ReadToEnd();
        afl.WaitForExit();
        if (!File.Exists(Path.Combine(folder, "out", "default", "fuzzer_stats"))) throw new InvalidOperationException($"afl-fuzz ended without a result for {kind}: {said[Math.Max(0, said.Length - 2000)..]}{errors.Result}");
    }

    private static int Report(string kind, string folder, string kept)
    {
        var figures = File.ReadLines(Path.Combine(folder, "fuzzer_stats")).Select(l => l.Split(':', 2)).ToDictionary(p => p[0].Trim(), p => p[1].Trim());
        var found = 0;
        foreach (var how in (string[])["crashes", "hangs"])
            foreach (var file in Directory.GetFiles(Path.Combine(folder, how), "id*"))
            {
                var copy = Path.Combine(kept, $"guided-{how}-{found++}.{kind}");
                File.Copy(file, copy, overwrite: true);
                File.WriteAllText(copy + ".why", $"one of the {how} of a guided run");
                Console.WriteLine($"  {kind}: one of the {how} ({Path.GetFileName(copy)}); ./sala bench fuzz --minutes 0 says why");
            }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {kind}: {long.Parse(figures["execs_done"], CultureInfo.InvariantCulture):N0} inputs, {figures["corpus_count"]} of them new ways through, {figures["edges_found"]} edges; {found} found"));
        return found;
    }

    private static void Do(string command, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(command, words) { WorkingDirectory = Repository.Root })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', words)} ended with {process.ExitCode}.");
    }
}
