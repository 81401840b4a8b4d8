using System.Diagnostics;
using System.Globalization;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;

namespace Sala.Tests.Surveys;

/// <summary>The script of --emit r is run by R, and says the same as the report.</summary>
public class RScriptTests
{
    [Fact]
    public void The_R_script_of_the_sample_says_the_same_as_the_estimates() =>
        Same(Plan.Read(Sample.PlanFile("children")), Path.Combine(Sample.Folder, "simulated-children.csv"), 100);

    [Fact]
    public void The_R_script_of_replicates_weighting_quantiles_tests_and_models_says_the_same()
    {
        using var study = PlanPageTests.Example();
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 40);
    }

    [Theory]
    [InlineData("", "{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: x, th: x }, year: 2020 } }")]
    [InlineData("", "{ step: calibrate, by: [sex, age], totals: { file: totals.csv, source: { en: x, th: x }, year: 2020 } }")]
    [InlineData("", "{ step: calibrate, by: [sex, age], distance: logit, lower: 0.3, upper: 3, totals: { file: totals.csv, source: { en: x, th: x }, year: 2020 } }")]
    [InlineData("", "{ step: nonresponse, responded: \"answered = 1\", classes: [sex] }")]
    [InlineData(", replicates: { type: jkn }", "{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: x, th: x }, year: 2020 } }")]
    public void The_R_script_of_a_step_of_weighting_says_the_same(string replicates, string step)
    {
        using var study = new PlanStudy($"{replicates}, weights: [{step}]");
        study.Write("sex.csv", "sex,people\n1,500\n2,600\n");
        study.Write("totals.csv", "name,total\n(Intercept),1100\nsex2,600\nage2,400\nage3,400\n");
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 2);
    }

    [Fact]
    public void The_R_script_of_imputations_says_the_same()
    {
        using var study = new PlanStudy(rest: "imputations: { files: [i1.csv, i2.csv], columns: [hours] }");
        var lines = File.ReadAllLines(study.Path("data.csv"));
        for (var m = 1; m <= 2; m++)
            study.Write($"i{m}.csv", string.Join('\n', lines.Select((l, r) => l.Split(',') is var c && c[7].Length == 0 ? string.Join(',', [.. c[..7], $"{(r * m) % 7}.5", c[8]]) : l)) + "\n");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("value: \"hours\"", "value: \"hours_{m}\"", StringComparison.Ordinal));
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 2);
    }

    private static void Same(Plan plan, string data, int least)
    {
        if (!File.Exists("/usr/bin/Rscript") || !Directory.Exists("/usr/lib/R/site-library/survey")) Assert.Skip("R with its survey package is not installed.");
        using var folder = new TemporaryFolder();
        var study = Estimation.Read(plan, data, null);
        var rows = Estimation.Run(study, null).Rows;
        File.WriteAllText(folder.File("plan.R"), RScript.Write(study));
        using var r = Process.Start(new ProcessStartInfo("/usr/bin/Rscript", [folder.File("plan.R"), data, plan.Folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = r.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = r.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')).ToList();
        Assert.True(lines.Count >= least, $"{lines.Count} lines. {error.Result}");
        var (held, missed) = (0, new List<string>());
        foreach (var line in lines)
        {
            var mine = rows.SingleOrDefault(row => Is(row, line[0], line[1], plan));
            if (mine is null) { missed.Add(string.Join(',', line)); continue; }
            if (double.IsNaN(mine.Value)) continue; // withheld before it was made
            held++;
            Near(line, 2, line[1] == "highest" ? mine.Highest : mine.Value);
            if (mine.Kind is not (NumberKind.Range or NumberKind.Rank or NumberKind.Test or NumberKind.Model)) Near(line, 3, mine.StandardError);
            // The script gives a standardised share the interval of none, and a population its standard error.
            if (mine.Kind is NumberKind.Proportion or NumberKind.Mean or NumberKind.Quantile or NumberKind.Model) { Near(line, 4, mine.Low); Near(line, 5, mine.High); }
            if (mine.Kind is NumberKind.Proportion or NumberKind.Mean && line[6] != "NA") Near(line, 6, mine.Rows);
            if (mine.Kind is NumberKind.Test or NumberKind.Model) Near(line, 7, mine.P);
        }
        Assert.True(held >= least, $"{held} held; {string.Join('\n', missed)}");
        // What the report does not show (kinds that may not be named, places without a figure) has no row to compare.
        Assert.All(missed, m => Assert.True(plan.Ranges.Any(k => k.Unnamed && m.StartsWith(k.Id + ",kind=", StringComparison.Ordinal)) || plan.Rankings.Any(k => m.StartsWith(k.Id + ",", StringComparison.Ordinal)), m));
    }

    private static bool Is(EstimateRow row, string id, string level, Plan plan)
    {
        if (row.Indicator != id) return false;
        var own = row.Domain.Length == 0 ? "" : $"{row.Domain}={row.Level}";
        if (level.Split(':') is ["test", var domain, var statistic])
            return row.Kind == NumberKind.Test && row.Domain == domain && row.Interval == (Enum.TryParse<GroupStatistic>(statistic, out var s) ? GroupTests.NameOf(s) : statistic);
        if (level.StartsWith("margin:", StringComparison.Ordinal)) return row.Margin && own == level["margin:".Length..];
        return row.Kind switch
        {
            NumberKind.Test => false,
            NumberKind.Model => row.Domain + row.Level == level,
            NumberKind.Range => level is "lowest" or "highest",
            NumberKind.Rank => row.Level == level,
            NumberKind.Quantile => level == $"{own}@{row.Probability.ToString(CultureInfo.InvariantCulture)}",
            _ => !row.Margin && own == level,
        };
    }

    private static void Near(string[] line, int at, double mine)
    {
        if (line[at] is "NA" or "NaN") return;
        var theirs = double.Parse(line[at], CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(theirs - mine) <= 1e-6 * Math.Max(Math.Abs(theirs), 1e-3), $"{string.Join(',', line)}: field {at} is {mine.ToString("R", CultureInfo.InvariantCulture)} here");
    }
}
