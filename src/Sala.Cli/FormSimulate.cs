using System.Diagnostics;
using System.Globalization;
using Sala.Forms;
using Sala.Forms.Simulating;

namespace Sala.Cli;

/// <summary>./sala form simulate: random valid interviews, before a team goes out.</summary>
internal static class FormSimulate
{
    private const int MostLines = 200;

    public static int Run(Arguments arguments)
    {
        arguments.Only("n", "seed", "out", "day");
        if (arguments.Rest is not [var file]) throw new ArgumentsException("Name one form: ./sala form simulate FILE [--n 1000] [--seed 7] [--day 2026-11-24] [--out data.csv]. Nothing was done.");
        var interviews = Whole(arguments, "n", 1_000);
        var seed = Whole(arguments, "seed", 7);
        var day = arguments["day"] is not { } text ? TimeProvider.System.GetLocalNow().Date
            : DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given) ? given
            : throw new ArgumentsException("--day is a day like 2026-11-24. Nothing was done.");
        var form = Form.Read(file);
        var clock = new Noon(day);
        var begin = Stopwatch.GetTimestamp();
        SimulationReport report;
        IReadOnlyList<string> files = [];
        try
        {
            if (arguments["out"] is { } path) (report, files) = InterviewTables.Write(form, interviews, seed, path, clock);
            else report = Simulation.Run(form, interviews, seed, clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentsException($"{arguments["out"]} cannot be written. Name a file in a folder that is there with --out.");
        }
        Tell(report, seed, day, Stopwatch.GetElapsedTime(begin));
        foreach (var written in files) Console.WriteLine($"written: {written}");
        return report.Finished > 0 || interviews == 0 ? 0 : 1;
    }

    private static void Tell(SimulationReport report, int seed, DateTime day, TimeSpan took)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Interviews:N0} interviews, seed {seed}, day {day:yyyy-MM-dd}: {report.Finished:N0} finished, {report.GivenUp.Count:N0} given up, in {took.TotalSeconds:N1} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"questions shown: {report.QuestionsReached:N0} of {report.QuestionsInAll:N0}; choices chosen: {report.ChoicesReached:N0} of {report.ChoicesInAll:N0}"));
        foreach (var stuck in report.GivenUp.GroupBy(g => g.Question))
            Console.WriteLine($"  survey, row {stuck.Key.Row}, {stuck.Key.Name}: {stuck.Count()} interviews ended here, because no answer was found that its rules take");
        foreach (var never in report.Unreached.Where(u => u.Choice is null).Take(MostLines))
            Console.WriteLine($"  survey, row {never.Question.Row}, {never.Question.Name}: never shown: {never.Because}");
        var lines = 0;
        foreach (var list in report.Unreached.Where(u => u.Choice is not null).GroupBy(u => (u.Question, u.Because)))
        {
            if (++lines > MostLines) break;
            var names = list.Select(u => u.Choice!.Name).ToList();
            Console.WriteLine($"  survey, row {list.Key.Question.Row}, {list.Key.Question.Name}: never chosen: {string.Join(", ", names.Take(12))}{(names.Count > 12 ? $" and {names.Count - 12} more" : "")}: {list.Key.Because}");
        }
    }

    private static int Whole(Arguments arguments, string name, int otherwise) => arguments[name] is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentsException($"--{name} is a whole number. Nothing was done.");

    /// <summary>Noon of one day, so that the same day gives the same interviews.</summary>
    private sealed class Noon(DateTime day) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(day.AddHours(12), TimeSpan.Zero);
    }
}
