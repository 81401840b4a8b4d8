using System.Diagnostics;
using System.Globalization;
using Sala.Forms;
using Sala.Forms.Checking;
using Sala.Forms.Sheets;
using Sala.Forms.Simulating;
using Sala.Forms.Tests.Speed;

namespace Sala.Benchmarks;

/// <summary>Reading, answering and simulating forms, each against its bound. pyxform is timed beside ours where it is installed.</summary>
internal static class FormsBenchmark
{
    private const double MostToRead = 20, MostToSettle = 1, MostToSimulate = 60;

    public static int Run(Options options)
    {
        var (rounds, interviews) = (options.Number("rounds", 300), options.Number("interviews", 100_000));
        var held = true;
        var file = Questionnaire.Xlsx();
        Console.WriteLine($"A questionnaire of {Questionnaire.Binds} binds, {file.Length / 1024} KiB, in two languages; {Environment.ProcessorCount} processors");
        var read = Times(rounds, () => FormCheck.Of(Workbook.Read(new MemoryStream(file), FormFormat.Xlsx)));
        Line("read and checked from .xlsx, warm", read, MostToRead, "ms");
        Pyxform(file);

        var form = Form.Read(new MemoryStream(file), FormFormat.Xlsx);
        var session = form.Start(TimeProvider.System, 7);
        session.Set("age", "14");
        session.Set("consent", "1");
        for (var b = 0; b < 37; b++)
            for (var i = 0; i < 8; i++) session.Set($"q{b}_{i}", "1");
        var answer = 1;
        var changed = Times(rounds * 10, () => session.Set("q0_0", (answer = 1 - answer).ToString(CultureInfo.InvariantCulture)));
        if (session.Answer("k36") is not ("147" or "148")) throw new InvalidOperationException("The answer did not reach the last part.");
        Line("an answer that every later part hangs on", changed, MostToSettle, "ms");
        answer = 1;
        var whole = Times(rounds * 10, () => session.Set("consent", (answer = 3 - answer).ToString(CultureInfo.InvariantCulture)));
        Line("an answer that takes the whole form away, or brings it back", whole, MostToSettle, "ms");

        var child = Form.Read(Path.Combine(Repository.Root, "countries", "th", "forms", "child.xlsx"));
        Simulation.Run(child, 2_000, 1);
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes();
        var begin = Stopwatch.GetTimestamp();
        var report = Simulation.Run(child, interviews, 7);
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var bound = MostToSimulate * interviews / 100_000;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {report.Interviews:N0} interviews of the child questionnaire ({child.Questions.Count} rows): {seconds:F1} s, {seconds / interviews * 1e6:F0} µs each (at most {bound:F0} s){Verdict(seconds <= bound)}"));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  memory: {process.PeakWorkingSet64 >> 20} MiB at most in the process; {(GC.GetTotalAllocatedBytes() - before) / (double)interviews / 1024:F0} KiB allocated an interview; {GC.GetTotalMemory(true) >> 20} MiB held after"));
        Console.WriteLine(held ? "All bounds held." : "A bound broke.");
        return held ? 0 : 1;

        void Line(string what, double[] times, double most, string unit)
        {
            var median = times[times.Length / 2];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what}: {times[0]:F3} {unit} best, {median:F3} median, {times[times.Length * 95 / 100]:F3} of 95 in 100 (median at most {most} {unit}){Verdict(median <= most)}"));
        }

        string Verdict(bool holds)
        {
            held &= holds;
            return holds ? "" : "  BROKEN";
        }
    }

    private static double[] Times(int rounds, Action act)
    {
        // Warm: compiled with its profile, which comes in steps and in the background.
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < 5;) act();
        Thread.Sleep(500);
        for (var i = 0; i < 30; i++) act();
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            act();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    // The same file, the same machine, ten times in one process of Python.
    private static void Pyxform(byte[] file)
    {
        var path = Path.Combine(Path.GetTempPath(), $"sala-bench-{Environment.ProcessId}.xlsx");
        File.WriteAllBytes(path, file);
        try
        {
            const string script = "import sys, time\nfrom pyxform.xls2xform import convert\nfor i in range(10):\n  t = time.perf_counter(); convert(sys.argv[1]); print((time.perf_counter() - t) * 1000)";
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", script, path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            python.ErrorDataReceived += (_, _) => { };
            python.BeginErrorReadLine();
            double[] times = [.. python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).Order()];
            Console.WriteLine(times.Length == 0 ? "  pyxform is not installed here: nothing to set beside it"
                : string.Create(CultureInfo.InvariantCulture, $"  pyxform on the same file: {times[0]:F0} ms best, {times[times.Length / 2]:F0} median"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("  Python is not installed here: no pyxform to set beside it");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
