using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;

namespace Sala.Tests.Surveys;

/// <summary>Replicates and weighting of a plan are those of the library, and are carried into the variance.</summary>
public class PlanWeightsTests
{
    private const string Sexes = "sex,people\n1,500\n2,600\n";
    private const string Ages = "age,people\n1,300\n2,400\n3,400\n";

    [Theory]
    [InlineData("type: jkn", ReplicationType.Jkn, 200, 0.0, false, 1)]
    [InlineData("type: jkn, mse: true", ReplicationType.Jkn, 200, 0.0, true, 1)]
    [InlineData("type: brr", ReplicationType.Brr, 200, 0.0, false, 1)]
    [InlineData("type: fay, rho: 0.3", ReplicationType.Fay, 200, 0.3, false, 1)]
    [InlineData("type: bootstrap, number: 40, seed: 5", ReplicationType.Bootstrap, 40, 0.0, false, 5)]
    [InlineData("type: subbootstrap, number: 40, seed: 6", ReplicationType.Subbootstrap, 40, 0.0, false, 6)]
    [InlineData("type: mrbbootstrap, number: 40, seed: 7, mse: true", ReplicationType.Mrbbootstrap, 40, 0.0, true, 7)]
    public void Replicates_that_the_plan_has_made_are_those_of_the_library(string replicates, ReplicationType type, int number, double rho, bool mse, int seed)
    {
        using var study = new PlanStudy($", replicates: {{ {replicates} }}");
        Same(study, Replication.Of(study.Design(), type, number, rho, mse, seed));
    }

    [Fact]
    public void JK1_is_made_where_there_are_no_strata()
    {
        using var study = new PlanStudy(", replicates: { type: jk1 }");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("strata: st, ", "", StringComparison.Ordinal));
        Same(study, Replication.Of(SurveyDesign.Of(study.Columns(), new DesignSpecification { Ids = ["psu"], Weights = "w" }), ReplicationType.Jk1));
    }

    [Fact]
    public void Given_replicates_give_what_those_they_were_written_from_give()
    {
        using var study = new PlanStudy();
        var made = Replication.Of(study.Design(), ReplicationType.Jkn);
        var lines = File.ReadAllLines(study.Path("data.csv"));
        study.Write("data.csv", string.Join('\n', lines.Select((l, r) => l + string.Concat(Enumerable.Range(0, made.Replicates.Count).Select(c => "," + (r == 0 ? $"rep{c + 1}" : made.Replicates.Factor(c, r - 1).ToString("R", System.Globalization.CultureInfo.InvariantCulture)))))) + "\n");
        study.Write("plan.yml", PlanStudy.Plan($", replicates: {{ type: jkn, prefix: rep, scale: 1, rscales: [{string.Join(", ", made.Replicates.Rscales.Select(s => s.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}] }}", ""));
        Same(study, made);
    }

    public static TheoryData<string, string> Steps => new()
    {
        { "nonresponse", "{ step: nonresponse, responded: \"answered = 1\", classes: [sex, age] }" },
        { "post_stratify", "{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: Census, th: ก }, year: 2020 } }" },
        { "rake", "{ step: rake, margins: [{ by: [sex], totals: { file: sex.csv, source: { en: Census, th: ก }, year: 2020 } }, { by: [age], totals: { file: age.csv, source: { en: Census, th: ก }, year: 2020 } }], epsilon: 1e-9, rounds: 100 }" },
        { "linear", "{ step: calibrate, by: [sex], numbers: [yes], totals: { file: totals.csv, source: { en: Census, th: ก }, year: 2020 } }" },
        { "raking", "{ step: calibrate, by: [sex], numbers: [yes], distance: raking, totals: { file: totals.csv, source: { en: Census, th: ก }, year: 2020 } }" },
        { "logit", "{ step: calibrate, by: [sex], numbers: [yes], distance: logit, lower: 0.3, upper: 3, totals: { file: totals.csv, source: { en: Census, th: ก }, year: 2020 } }" },
        { "trim", "{ step: trim, lower: 1.2, upper: 2.8, strict: true }" },
    };

    [Theory, MemberData(nameof(Steps))]
    public void A_step_of_weighting_is_that_of_the_library_with_Taylor_and_with_replicates(string name, string step)
    {
        foreach (var replicates in (string[])["", ", replicates: { type: jkn }"])
        {
            using var study = Weighted($"{replicates}, weights: [{step}]");
            SurveyDesign design = replicates.Length == 0 ? study.Design() : Replication.Of(study.Design(), ReplicationType.Jkn);
            var adjusted = Directly(name, design);
            Same(study, adjusted);
            if (name == "trim" || name == "nonresponse" || replicates.Length > 0) continue;
            // Were the calibration not carried into the variance, the standard error would be that of the weights alone.
            var alone = SurveyDesign.Of(study.Columns().With(new NumericColumn("w", adjusted.Weights.ToArray())), new DesignSpecification { Ids = ["psu"], Strata = ["st"], Weights = "w" });
            Assert.NotEqual(Estimators.Mean(alone, "yes").StandardError, study.Run().Rows[0].StandardError, 1e-6);
        }
    }

    [Fact]
    public void The_report_says_what_each_factor_did_and_where_the_totals_are_from_and_no_row()
    {
        using var study = Weighted($", weights: [{Steps.First(s => s.Data.Item1 == "nonresponse").Data.Item2}, {Steps.First(s => s.Data.Item1 == "rake").Data.Item2}, {{ step: trim, lower: 0.5, upper: 9 }}]");
        var findings = study.Run();
        Assert.Equal(4, findings.Weights.Count);
        Assert.Equal("base weight", findings.Weights[0].Step);
        Assert.Equal(1, findings.Weights[0].Least);
        Assert.Equal(3, findings.Weights[0].Most);
        Assert.Equal(findings.Weights[0].People, findings.Weights[1].People, 1e-6);
        Assert.Equal(1100, findings.Weights[2].People, 1e-6);
        var html = ReportPage.Write(findings);
        Assert.Contains("Totals from sex.csv, 2020. Source: Census", html, StringComparison.Ordinal);
        Assert.Contains("people after it", html, StringComparison.Ordinal);
        Assert.Contains("weights: nonresponse classes of sex x age, then raking to sex; age, then trimming to 0.5 - 9", EstimatesFile.Rows(findings)[0][EstimatesFile.Heading.ToList().IndexOf("design")], StringComparison.Ordinal);
    }

    [Fact]
    public void Who_did_not_answer_is_in_no_denominator()
    {
        using var study = Weighted($", weights: [{Steps.First(s => s.Data.Item1 == "nonresponse").Data.Item2}]");
        var row = study.Run().Rows[0];
        Assert.Equal(Dataset.Read(study.Path("data.csv")).Find("answered") is { } a ? Enumerable.Range(0, 480).Count(r => a[r] == "1") : 0, row.Rows);
    }

    [Theory]
    [InlineData("weights: [{ step: rake }]", "margins is missing here")]
    [InlineData("weights: [{ step: tickle }]", "Known: nonresponse, post_stratify, rake, calibrate, trim")]
    [InlineData("weights: [{ step: post_stratify, by: [sex], totals: { file: sex.csv, source: { en: x, th: x } } }]", "year is missing here")]
    [InlineData("weights: [{ step: post_stratify, by: [sexx], totals: { file: sex.csv, source: { en: x, th: x }, year: 2020 } }]", "is sex meant?")]
    [InlineData("weights: [{ step: post_stratify, by: [age], totals: { file: short.csv, source: { en: x, th: x }, year: 2020 } }]", "age 3")]
    [InlineData("weights: [{ step: trim, lower: 5, upper: 6, strict: true }]", "plan.yml, line 6, column")]
    [InlineData("replicates: { type: brr, prefix: rep }", "no column whose name begins with rep")]
    [InlineData("replicates: { type: jkn, prefix: rep }", "need their scale")]
    [InlineData("replicates: { type: jk1 }", "plan.yml, line 6, column")]
    [InlineData("replicates: { type: jkx }", "type: jkx is unknown")]
    public void A_bad_step_is_told_with_line_and_column(string design, string told)
    {
        using var study = Weighted(", " + design);
        study.Write("short.csv", "age,people\n1,300\n2,400\n");
        var problem = Assert.Throws<PlanException>(study.Run);
        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
        Assert.Matches(@"plan\.yml, line 6, column \d+: ", problem.Message);
    }

    [Fact]
    public void A_bad_cell_of_the_totals_is_told_with_its_row()
    {
        using var study = Weighted($", weights: [{Steps.First(s => s.Data.Item1 == "post_stratify").Data.Item2}]");
        study.Write("sex.csv", "sex,people\n1,500\n2,many\n");
        Assert.Contains("row 3, column people", Assert.Throws<DatasetException>(study.Run).Message, StringComparison.Ordinal);
    }

    private static PlanStudy Weighted(string design)
    {
        var study = new PlanStudy(design);
        study.Write("sex.csv", Sexes);
        study.Write("age.csv", Ages);
        study.Write("totals.csv", "name,total\n(Intercept),1100\nsex2,600\nyes,350\n");
        return study;
    }

    private static SurveyDesign Directly(string name, SurveyDesign design)
    {
        var sexes = new PopulationCells(["sex"], [(["1"], 500), (["2"], 600)]);
        var ages = new PopulationCells(["age"], [(["1"], 300), (["2"], 400), (["3"], 400)]);
        var totals = new Dictionary<string, double> { ["(Intercept)"] = 1100, ["sex2"] = 600, ["yes"] = 350 };
        var data = design.Data;
        switch (name)
        {
            case "nonresponse":
                var classes = CategoricalColumn.Of("class", [.. Enumerable.Range(0, data.Rows).Select(r => data.Categorical("sex").Text(r) + data.Categorical("age").Text(r))]);
                return Weighting.ForNonresponse(design.With([classes]), [.. data.Numeric("answered").Values.ToArray().Select(a => a == 1)], "class");
            case "post_stratify": return Weighting.PostStratify(design, sexes);
            case "rake": return Weighting.Rake(design, [sexes, ages], 1e-9, 100);
            case "linear": return Weighting.Calibrate(design, "~ sex + yes", totals);
            case "raking": return Weighting.Calibrate(design, "~ sex + yes", totals, CalibrationDistance.Raking);
            case "logit": return Weighting.Calibrate(design, "~ sex + yes", totals, CalibrationDistance.Logit, 0.3, 3);
            default: return Weighting.Trim(design, 1.2, 2.8, true);
        }
    }

    private static void Same(PlanStudy study, SurveyDesign design)
    {
        var rows = study.Run().Rows;
        var used = design.In([.. Enumerable.Range(0, design.Rows).Select(r => design.Weights[r] != 0)]);
        foreach (var variable in (string[])["yes", "hours"])
        {
            var row = rows.Single(r => r.Indicator == variable);
            var direct = Estimators.Mean(used, variable);
            Assert.Equal(direct.Value, row.Value, 1e-10);
            Assert.Equal(direct.StandardError, row.StandardError, 1e-10);
        }
    }
}
