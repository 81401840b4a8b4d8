using System.Diagnostics;
using System.Globalization;
using Sala.Data.Engines;
using Sala.Statistics;
using Sala.Surveys.Estimates;

namespace Sala.Benchmarks;

/// <summary>Fifty means in the whole and in twelve domains of a made-up survey, from the CSV file to the standard errors: seconds, memory, and whether they are right.</summary>
internal static class StatisticsBenchmark
{
    // What issue 3 asks for: rows, PSUs, how, at most so many seconds and megabytes.
    private static readonly Measure[] Measures =
    [
        new(2_000, 500, "lin", null, null), new(2_000, 500, "jkn", null, null), new(2_000, 500, "boot", null, null),
        new(100_000, 1_000, "lin", null, null), new(100_000, 1_000, "jkn", 1, null),
        new(1_000_000, 2_000, "lin", 1.5, 300), new(1_000_000, 2_000, "boot", 3, null),
        new(1_000_000, 2_000, "rake", null, null), new(1_000_000, 2_000, "duck", null, null),
        new(5_000_000, 5_000, "lin", 7, 600),
    ];

    private sealed record Measure(int Rows, int Psus, string Mode, double? Seconds, double? Megabytes);

    public static OnePassPlan Plan { get; } = new()
    {
        Stratum = "stratum",
        Psu = "psu",
        Weight = "w",
        Domains = ["sex", "age", "region"],
        Indicators = [.. Enumerable.Range(1, 50).Select(k => "y" + k.ToString(CultureInfo.InvariantCulture))],
    };

    public static int Run(Options options)
    {
        if (options["plan"] is { } plan) return Planned(plan, options["one"]!);
        if (options["one"] is { } file) return One(file, options["mode"] ?? "lin", options.Number("replicates", 200), options["out"]!);
        var shared = Shared(options);
        if (shared is null) return 66;
        var largest = options.Number("rows", int.MaxValue);
        var folder = Directory.CreateTempSubdirectory("sala-statistics-");
        try
        {
            var failures = 0;
            var generator = Compiled(shared, folder.FullName);
            Console.WriteLine($"{"rows",10} {"how",-5} {"pass s",8} {"then s",8} {"process s",10} {"peak MB",8}  checked");
            double? million = null;
            foreach (var measure in Measures.Where(m => m.Rows <= largest)) failures += Measured(measure, shared, folder.FullName, generator, options, ref million);
            Growth(folder.FullName);
            if (largest >= 1_000_000) Estimate(folder.FullName);
            Console.WriteLine(failures == 0 ? "all bounds held" : $"{failures} broken");
            return failures == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static int Measured(Measure measure, string shared, string folder, string generator, Options options, ref double? million)
    {
        var data = Generated(generator, folder, measure.Rows, measure.Psus);
        var results = Path.Combine(folder, $"{measure.Rows}-{measure.Mode}.csv");
        var (pass, then, process, megabytes) = InChild(data, measure.Mode, 200, results);
        var (bad, said) = Checked(measure, data, results, shared);
        var failures = bad ? 1 : 0;
        // The bootstrap's bound is on what it takes beyond the pass.
        var seconds = measure.Mode is "boot" or "rake" ? then : pass + then;
        if (measure.Seconds is { } bound && seconds > bound)
        {
            said += $"; SLOW: {bound} s asked for";
            failures++;
        }
        if (measure.Megabytes is { } most && megabytes > most)
        {
            said += $"; LARGE: {most} MB asked for";
            failures++;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measure.Rows,10} {measure.Mode,-5} {pass,8:0.000} {then,8:0.000} {process,10:0.00} {megabytes,8:0}  {said}"));
        if (measure is { Mode: "lin", Rows: 1_000_000 }) million = pass + then;
        if (measure is { Mode: "lin", Rows: 5_000_000 } && million is { } before)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"           five times the rows: {(pass + then) / before:0.0} times the time"));
        if (BesideR(measure, options)) R(shared, data, measure.Mode, pass + then);
        return failures;
    }

    // A process of its own for each, so that the peak of memory is that of the work.
    private static (double Pass, double Then, double Process, double Megabytes) InChild(string data, string mode, int replicates, string results)
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(StatisticsBenchmark).Assembly.Location);
        foreach (var word in new[] { "statistics", "--one", data, "--mode", mode, "--replicates", replicates.ToString(CultureInfo.InvariantCulture), "--out", results }) start.ArgumentList.Add(word);
        using var child = Process.Start(start)!;
        var line = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"the measured process ended with {child.ExitCode}: {line}");
        var numbers = line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], watch.Elapsed.TotalSeconds, numbers[2]);
    }

    private static int One(string file, string mode, int replicates, string results)
    {
        var margins = mode == "rake" ? Margins(file) : null;
        var watch = Stopwatch.StartNew();
        // A column is a domain or a calibration cell, not both: raked to sex and age, by region.
        var sums = mode switch
        {
            "duck" => DuckDbPass.Read(file, Plan),
            "rake" => PsuSums.ReadCsv(file, Plan with { Domains = ["region"], CalibrationCells = ["sex", "age"] }),
            _ => PsuSums.ReadCsv(file, Plan),
        };
        var pass = watch.Elapsed.TotalSeconds;
        var means = mode switch
        {
            "jkn" => sums.ReplicateMeans(ReplicationType.Jkn),
            "boot" => sums.ReplicateMeans(ReplicationType.Subbootstrap, replicates, seed: 20260601),
            "rake" => sums.ReplicateMeans(ReplicationType.Subbootstrap, replicates, seed: 20260601, adjustment: margins),
            _ => sums.Means(),
        };
        var then = watch.Elapsed.TotalSeconds - pass;
        File.WriteAllLines(results, means.Select(m => string.Create(CultureInfo.InvariantCulture, $"{(m.Domain.Count == 0 ? "ALL" : string.Concat(m.Domain))},{m.Indicator},{m.Mean:R},{m.StandardError:R}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pass:0.0000} {then:0.0000} {PeakMegabytes():0.0}"));
        return 0;
    }

    // A million people, in parts that are not those of the sample.
    private static CellAdjustment Margins(string file)
    {
        PopulationCells Margin(string column)
        {
            var levels = PsuSums.ReadCsv(file, Plan with { Domains = [column], Indicators = ["y1"] }).Domains.Select(d => d[0]).ToArray();
            return new PopulationCells([column], [.. levels.Select((l, i) => ((IReadOnlyList<string>)[l], 1e6 * (i + 2) / Enumerable.Range(2, levels.Length).Sum()))]);
        }
        return CellAdjustment.Rake([Margin("sex"), Margin("age")], 1e-9, 200);
    }

    private static (bool Bad, string Said) Checked(Measure measure, string data, string results, string shared)
    {
        var ours = Results(results);
        if (measure.Mode == "rake") return (false, "beside the rows: Raked_replicates_on_cells_are_raked_replicates_on_rows");
        if (measure.Mode == "duck")
        {
            var same = File.ReadAllBytes(results).AsSpan().SequenceEqual(File.ReadAllBytes(results.Replace("-duck", "-lin", StringComparison.Ordinal)));
            return (!same, same ? "every digit of the own pass" : "not the own pass's digits: WRONG");
        }
        var size = measure.Rows switch { 2_000 => "2k", 100_000 => "100k", 1_000_000 => "1m", _ => "" };
        var expected = Path.Combine(shared, "bench", $"exp_{size}_{measure.Mode}.csv");
        if (File.Exists(expected))
        {
            var reference = File.ReadLines(expected).Skip(1).Select(l => l.Split(',')).ToDictionary(c => (c[0], c[1]), c => (Number(c[2]), Number(c[3])));
            var worst = reference.Max(r => ours.TryGetValue(r.Key, out var o) ? Math.Max(Apart(o.Mean, r.Value.Item1), Apart(o.Error, r.Value.Item2)) : double.PositiveInfinity);
            return (!(worst <= 1e-9), string.Create(CultureInfo.InvariantCulture, $"{reference.Count} cells against R, {worst:0.0e+0} apart{(worst <= 1e-9 ? "" : ": WRONG")}"));
        }
        if (measure.Mode == "lin")
        {
            var cells = ours.Keys.Order().Where((_, i) => i % 100 == 7).ToArray();
            var plain = PlainMeans.Of(data, cells);
            var worst = cells.Max(c => Math.Max(Apart(ours[c].Mean, plain[c].Mean), Apart(ours[c].Error, plain[c].Error)));
            return (!(worst <= 1e-9), string.Create(CultureInfo.InvariantCulture, $"{cells.Length} cells by a plain second way, {worst:0.0e+0} apart{(worst <= 1e-9 ? "" : ": WRONG")}"));
        }
        if (measure.Rows > 2_000) return Spread(ours, results);
        var (general, count) = PlainMeans.ByReplicates(data, measure.Mode, 200, 20260601, ours);
        return (!(general <= 1e-9), string.Create(CultureInfo.InvariantCulture, $"{count} cells by the rows themselves, {general:0.0e+0} apart{(general <= 1e-9 ? "" : ": WRONG")}"));
    }

    // A bootstrap of 200 replicates is within a tenth or two of the linearised error; more would be a fault.
    private static (bool, string) Spread(Dictionary<(string, string), (double Mean, double Error)> ours, string results)
    {
        var linear = results.Replace("-boot", "-lin", StringComparison.Ordinal).Replace("-jkn", "-lin", StringComparison.Ordinal);
        if (!File.Exists(linear)) return (false, "not checked");
        var reference = Results(linear);
        var ratios = ours.Select(o => o.Value.Error / reference[o.Key].Error).Order().ToArray();
        var (low, middle, high) = (ratios[0], ratios[ratios.Length / 2], ratios[^1]);
        var bad = middle is < 0.95 or > 1.05 || low < 0.7 || high > 1.4;
        return (bad, string.Create(CultureInfo.InvariantCulture, $"errors by linearised ones {low:0.00} to {high:0.00}, middle {middle:0.000}{(bad ? ": WRONG" : "")}"));
    }

    private static void Growth(string folder)
    {
        var data = Path.Combine(folder, "1000000.csv");
        if (!File.Exists(data)) return;
        var line = new List<string>();
        foreach (var replicates in new[] { 50, 100, 200, 400 })
            line.Add(string.Create(CultureInfo.InvariantCulture, $"{replicates}: {InChild(data, "boot", replicates, Path.Combine(folder, "growth.csv")).Then:0.000} s"));
        Console.WriteLine("           bootstrap replicates beyond the pass, " + string.Join(", ", line));
    }

    // What ./sala estimate does up to the report, by a plan of five proportions in the whole and by three variables.
    private static void Estimate(string folder)
    {
        var plan = Path.Combine(folder, "plan.yml");
        var data = Path.Combine(folder, "1000000.csv");
        if (!File.Exists(data)) return;
        string Levels(string column) => string.Join(", ", PsuSums.ReadCsv(data, Plan with { Domains = [column], Indicators = ["y1"] }).Domains.Select(d => $"\"{d[0]}\": {{ en: \"{d[0]}\", th: \"{d[0]}\" }}"));
        string Domain(string column) => $"  - {{ id: {column}, variable: {column}, label: {{ en: {column}, th: {column} }}, levels: {{ {Levels(column)} }} }}\n";
        string Indicator(int k) => $"  - {{ id: y{k}, label: {{ en: y{k}, th: y{k} }}, base: {{ en: all, th: all }}, item: y{k}, value: \"y{k} = 1\", by: [sex, age, region] }}\n";
        File.WriteAllText(plan, $"""
            plan: bench
            version: "1"
            title: {"{"} en: Bench, th: Bench {"}"}
            persons: {"{"} en: persons, th: persons {"}"}
            design: {"{"} strata: stratum, units: [psu], weight: w, weight_version: "1", lonely: fail {"}"}
            domains:
            {Domain("sex")}{Domain("age")}{Domain("region")}indicators:
            {string.Concat(Enumerable.Range(1, 5).Select(Indicator))}
            """);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(StatisticsBenchmark).Assembly.Location);
        foreach (var word in new[] { "statistics", "--plan", plan, "--one", data }) start.ArgumentList.Add(word);
        using var child = Process.Start(start)!;
        Console.WriteLine("           ./sala estimate on 1,000,000 rows, up to the report: " + child.StandardOutput.ReadToEnd().Trim());
        child.WaitForExit();
    }

    private static int Planned(string plan, string data)
    {
        var watch = Stopwatch.StartNew();
        var study = Estimation.Read(Sala.Surveys.Plans.Plan.Read(plan), data, null);
        var read = watch.Elapsed.TotalSeconds;
        var findings = Estimation.Run(study, null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read {read:0.0} s, {findings.Rows.Count} numbers and disclosure control {watch.Elapsed.TotalSeconds - read:0.0} s, peak {PeakMegabytes():0} MB"));
        return 0;
    }

    private static double PeakMegabytes() =>
        double.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static bool BesideR(Measure measure, Options options) =>
        options["r"] switch { "no" => false, "full" => true, _ => measure is { Mode: "lin", Rows: <= 100_000 } };

    private static void R(string shared, string data, string mode, double own)
    {
        try
        {
            var start = new ProcessStartInfo("Rscript") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var word in new[] { Path.Combine(shared, "bench", "bench_survey.R"), data, mode, "beside" }) start.ArgumentList.Add(word);
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var result = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT", StringComparison.Ordinal));
            if (result is null)
            {
                Console.WriteLine("           R: packages survey and data.table are not installed");
                return;
            }
            var seconds = result.Split(' ').Where(w => w.Contains('=', StringComparison.Ordinal)).Sum(w => Number(w[(w.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"           R survey on the same machine: {seconds:0.0} s, {seconds / own:0} times as long"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("           R is not installed");
        }
    }

    private static string? Shared(Options options)
    {
        string[] places = [options["shared"] ?? "", Environment.GetEnvironmentVariable("SALA_SHARED") ?? "", Path.Combine(Repository.Root, "../shared"), Path.Combine(Repository.Root, "../../shared")];
        var found = places.FirstOrDefault(p => p.Length > 0 && File.Exists(Path.Combine(p, "bench", "gen_survey.c")));
        if (found is null) Console.WriteLine("bench/gen_survey.c is not beside the repository (../shared). Name its folder with --shared. Nothing was run.");
        return found is null ? null : Path.GetFullPath(found);
    }

    private static string Compiled(string shared, string folder)
    {
        var program = Path.Combine(folder, "gen_survey");
        using var compiler = Process.Start("gcc", ["-O2", "-o", program, Path.Combine(shared, "bench", "gen_survey.c"), "-lm"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? program : throw new InvalidOperationException("gcc could not compile the generator.");
    }

    private static string Generated(string generator, string folder, int rows, int psus)
    {
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{rows}.csv"));
        if (File.Exists(file)) return file;
        var start = new ProcessStartInfo(generator) { RedirectStandardOutput = true };
        start.ArgumentList.Add(rows.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(psus.ToString(CultureInfo.InvariantCulture));
        using var process = Process.Start(start)!;
        using (var stream = File.Create(file)) process.StandardOutput.BaseStream.CopyTo(stream);
        process.WaitForExit();
        return file;
    }

    private static Dictionary<(string, string), (double Mean, double Error)> Results(string file) =>
        File.ReadLines(file).Select(l => l.Split(',')).ToDictionary(c => (c[0], c[1]), c => (Number(c[2]), Number(c[3])));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Apart(double a, double b) => a == b ? 0 : Math.Abs(a - b) / Math.Abs(b);
}
