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
        Same(Plan.Read(Sample.PlanFile("children")), Path.Combine(Sample.Folder, "simulated-children.csv"), 85);

    [Fact]
    public void The_R_script_of_replicates_weighting_quantiles_tests_and_models_says_the_same()
    {
        using var study = PlanPageTests.Example();
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 30);
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

    [Theory]
    [InlineData("")]
    [InlineData(", replicates: { type: jkn, mse: true }")]
    [InlineData(", weights: [{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: x, th: x }, year: 2020 } }]")]
    public void The_R_script_of_every_test_and_of_models_with_margins_says_the_same(string design)
    {
        var tests = ((string[])["f", "chi_squared", "wald", "adjusted_wald", "linear_combination", "saddlepoint"]).SelectMany(t => new[] { ("yes", "age", t), ("yes", "sex", t) })
            .Concat(((string[])["t", "wilcoxon", "van_der_waerden", "median"]).Select(t => ("hours", "sex", t))).Concat(((string[])["wilcoxon", "van_der_waerden", "median"]).Select(t => ("hours", "age", t)));
        using var study = new PlanStudy(design, rest: $$"""
            tests:
            {{string.Concat(tests.Select(t => $"  - {{ indicator: {t.Item1}, by: {t.Item2}, label: {{ en: x, th: x }}, statistic: {t.Item3} }}\n"))}}
            models:
              - { id: odds, label: { en: x, th: x }, outcome: yes, terms: [sex, age], margins: [sex, age] }
              - { id: rate, label: { en: x, th: x }, outcome: hours, terms: [sex], numbers: { w: { en: x, th: x } }, family: quasi_poisson, margins: [sex] }
            """);
        study.Write("sex.csv", "sex,people\n1,500\n2,600\n");
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 29);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", replicates: { type: jkn, mse: true }")]
    [InlineData(", weights: [{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: x, th: x }, year: 2020 } }]")]
    public void The_R_script_of_every_rule_and_interval_of_quantiles_says_the_same(string design)
    {
        var replicates = design.Contains("replicates", StringComparison.Ordinal);
        using var study = new PlanStudy(design, rest: "quantiles:\n" + string.Concat(((string[])["math", "school", "shah_vaish", "type1", "type2", "type3", "type4", "type5", "type6", "type7", "type8", "type9"]).Select((rule, k) =>
            $"  - {{ id: q{k}, label: {{ en: x, th: x }}, base: {{ en: x, th: x }}, item: hours, value: \"round(hours)\", by: [sex], at: [0.25, 0.5], rule: {rule}, interval: {((string[])["mean", "beta", "xlogit", "asin", replicates ? "replicates" : "score"])[k % 5]}, decimals: 2 }}\n")));
        study.Write("sex.csv", "sex,people\n1,500\n2,600\n");
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 70);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", replicates: { type: jkn, mse: true }")]
    [InlineData(", weights: [{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: x, th: x }, year: 2020 } }]")]
    [InlineData(", second_phase: { drawn: answered, strata: age }")]
    [InlineData(", second_phase: { drawn: answered, strata: st, unit: id, weight: v }")]
    public void The_R_script_of_totals_ratios_variances_and_contrasts_says_the_same(string design)
    {
        using var study = new PlanStudy(design, rest: """
            totals: [{ id: t, label: { en: x, th: x }, of: yes, by: [age] }, { id: h, label: { en: x, th: x }, of: hours, by: [age] }]
            ratios: [{ id: r, label: { en: x, th: x }, numerator: yes, denominator: hours, by: [sex] }]
            variances: [{ id: v, label: { en: x, th: x }, of: hours, by: [sex] }]
            contrasts: [{ id: c, label: { en: x, th: x }, of: hours, by: age, levels: { "1": 0.5, "2": 0.5, "3": -1 } }, { id: d, label: { en: x, th: x }, of: yes, by: sex, levels: { "1": 1, "2": -1 } }]
            """);
        study.Write("sex.csv", "sex,people\n1,500\n2,600\n");
        study.Write("data.csv", string.Join('\n', File.ReadLines(study.Path("data.csv")).Select((l, r) => r == 0 ? l + ",v" : l.EndsWith(",1", StringComparison.Ordinal) ? $"{l},{1 + r % 2}.1" : l + ",")) + "\n");
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), design.Contains("second", StringComparison.Ordinal) ? 15 : 18);
    }

    [Fact]
    public void The_R_script_of_imputations_says_the_same()
    {
        using var study = new PlanStudy(rest: """
            imputations: { files: [i1.csv, i2.csv], columns: [hours] }
            totals: [{ id: h, label: { en: x, th: x }, of: hours, by: [sex] }]
            ratios: [{ id: r, label: { en: x, th: x }, numerator: yes, denominator: hours }]
            contrasts: [{ id: c, label: { en: x, th: x }, of: hours, by: age, levels: { "1": 1, "3": -1 } }]
            tests: [{ indicator: hours, by: sex, label: { en: x, th: x }, statistic: t }, { indicator: hours, by: age, label: { en: x, th: x }, statistic: wald }]
            standardised: [{ id: s, label: { en: x, th: x }, of: hours, by: sex, composition: age, shares: { "1": 0.3, "2": 0.4, "3": 0.3 }, source: { en: x, th: x } }]
            models: [{ id: m, label: { en: x, th: x }, outcome: hours, terms: [sex, age], family: gaussian, margins: [age] }]
            """);
        var lines = File.ReadAllLines(study.Path("data.csv"));
        for (var m = 1; m <= 2; m++)
            study.Write($"i{m}.csv", string.Join('\n', lines.Select((l, r) => l.Split(',') is var c && c[7].Length == 0 ? string.Join(',', [.. c[..7], $"{(r * m) % 7}.5", c[8]]) : l)) + "\n");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("value: \"hours\"", "value: \"hours_{m}\"", StringComparison.Ordinal));
        Same(Plan.Read(study.Path("plan.yml")), study.Path("data.csv"), 15);
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
            if (mine.Kind is NumberKind.Proportion or NumberKind.Mean or NumberKind.Quantile or NumberKind.Model || Number(mine)) { Near(line, 4, mine.Low); Near(line, 5, mine.High); }
            if (mine.Kind is NumberKind.Proportion or NumberKind.Mean && line[6] != "NA") Near(line, 6, mine.Rows);
            if (mine.Kind is NumberKind.Test or NumberKind.Model or NumberKind.Contrast) Near(line, 7, mine.P);
        }
        Assert.True(held >= least, $"{held} held; {string.Join('\n', missed)}");
        // What the report does not show (kinds that may not be named, places without a figure) has no row to compare.
        Assert.All(missed, m => Assert.True(plan.Ranges.Any(k => k.Unnamed && m.StartsWith(k.Id + ",kind=", StringComparison.Ordinal)) || plan.Rankings.Any(k => m.StartsWith(k.Id + ",", StringComparison.Ordinal)), m));
    }

    private static bool Number(EstimateRow row) => row.Kind is NumberKind.Total or NumberKind.Ratio or NumberKind.Variance or NumberKind.Contrast;

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
            NumberKind.Contrast => row.Domain == level,
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
