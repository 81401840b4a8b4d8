using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;

namespace Sala.Tests.Surveys;

/// <summary>What a plan asks for is what the library gives when it is asked directly.</summary>
public class PlanAnalysisTests
{
    [Theory]
    [InlineData("math", "mean", QuantileRule.Math, QuantileInterval.Mean)]
    [InlineData("school", "beta", QuantileRule.School, QuantileInterval.Beta)]
    [InlineData("type7", "xlogit", QuantileRule.Type7, QuantileInterval.Xlogit)]
    [InlineData("shah_vaish", "asin", QuantileRule.ShahVaish, QuantileInterval.Asin)]
    [InlineData("math", "score", QuantileRule.Math, QuantileInterval.Score)]
    public void A_quantile_of_the_plan_is_that_of_the_library_in_each_group(string rule, string interval, QuantileRule r, QuantileInterval i)
    {
        using var study = new PlanStudy(rest: $$"""
            quantiles:
              - { id: q, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: "hours", by: [sex], at: [0.25, 0.5, 0.9], rule: {{rule}}, interval: {{interval}}, decimals: 2 }
            """);
        var rows = study.Run().Rows.Where(x => x.Kind == NumberKind.Quantile).ToList();
        Assert.Equal(9, rows.Count);
        foreach (var level in (string[])["", "1", "2"])
        {
            SurveyDesign design = study.Design();
            if (level.Length > 0) design = design.Where($"sex == {level}");
            var direct = Quantiles.Of(design, "hours", [0.25, 0.5, 0.9], r, i);
            Assert.All(direct.Zip(rows.Where(x => x.Level == level)), p =>
            {
                Assert.Equal((p.First.Probability, p.First.Value, p.First.Interval.Lower, p.First.Interval.Upper, p.First.StandardError), (p.Second.Probability, p.Second.Value, p.Second.Low, p.Second.High, p.Second.StandardError));
                Assert.Equal(Verdict.Shown, p.Second.Verdict);
            });
        }
    }

    [Fact]
    public void A_quantile_with_too_few_persons_on_one_side_is_withheld()
    {
        using var study = new PlanStudy(rest: """
            quantiles:
              - { id: q, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: "hours", at: [0.5, 0.9995] }
            """);
        var findings = study.Run();
        Assert.Equal([Verdict.Shown, Verdict.SmallCell], findings.Rows.Where(x => x.Kind == NumberKind.Quantile).Select(r => r.Verdict));
        var file = EstimatesFile.Rows(findings).Select(r => EstimatesFile.Heading.Zip(r).ToDictionary(c => c.First, c => c.Second)).Where(r => r["kind"] == "quantile").ToList();
        Assert.Null(file[1]["estimate"]);
        Assert.Equal("0.5", file[0]["probability"]);
        Assert.DoesNotContain('.', file[0]["estimate"]!);
    }

    [Theory]
    [InlineData("yes", "age", "f")]
    [InlineData("yes", "age", "chi_squared")]
    [InlineData("yes", "age", "wald")]
    [InlineData("yes", "age", "adjusted_wald")]
    [InlineData("yes", "age", "linear_combination")]
    [InlineData("yes", "age", "saddlepoint")]
    [InlineData("hours", "sex", "t")]
    [InlineData("hours", "sex", "wilcoxon")]
    [InlineData("hours", "age", "van_der_waerden")]
    [InlineData("hours", "age", "median")]
    public void A_test_of_the_plan_is_that_of_the_library(string indicator, string by, string statistic)
    {
        using var study = new PlanStudy(rest: $$"""
            tests:
              - { indicator: {{indicator}}, by: {{by}}, label: { en: x, th: x }, statistic: {{statistic}} }
            """);
        var mine = study.Run().Rows.Single(r => r.Kind == NumberKind.Test);
        var design = study.Design();
        var (value, p) = statistic switch
        {
            "f" => Of(IndependenceTest.Of(design, "yes", by).Result),
            "chi_squared" => Of(IndependenceTest.Of(design, "yes", by, IndependenceStatistic.ChiSquared).Result),
            "wald" => Of(IndependenceTest.Of(design, "yes", by, IndependenceStatistic.Wald).Result),
            "adjusted_wald" => Of(IndependenceTest.Of(design, "yes", by, IndependenceStatistic.AdjustedWald).Result),
            "linear_combination" => Of(IndependenceTest.Of(design, "yes", by, IndependenceStatistic.LinearCombination).Result),
            "saddlepoint" => Of(IndependenceTest.Of(design, "yes", by, IndependenceStatistic.Saddlepoint).Result),
            "t" => MeanTests.TTest(design, "hours ~ sex") is var t ? (t.T, t.PValue) : default,
            "wilcoxon" => Of(RankTests.Of(design, "hours", by)),
            "van_der_waerden" => Of(RankTests.Of(design, "hours", by, RankScore.VanDerWaerden)),
            _ => Of(RankTests.Of(design, "hours", by, RankScore.Median)),
        };
        Assert.Equal(value, mine.Value, 1e-10);
        Assert.Equal(p, mine.P, 1e-10);
        Assert.Equal(Verdict.Shown, mine.Verdict);

        static (double, double) Of(Statistics.TestResult result) => (result.Statistic, result.PValue);
    }

    [Theory]
    [InlineData("yes", "quasi_binomial", Family.QuasiBinomial)]
    [InlineData("yes", "binomial", Family.Binomial)]
    [InlineData("hours", "gaussian", Family.Gaussian)]
    [InlineData("hours", "poisson", Family.Poisson)]
    [InlineData("hours", "quasi_poisson", Family.QuasiPoisson)]
    public void A_model_of_the_plan_is_that_of_the_library_with_its_Wald_tests_and_margins(string outcome, string family, Family f)
    {
        using var study = new PlanStudy(rest: $$"""
            models:
              - { id: m, label: { en: x, th: x }, outcome: {{outcome}}, terms: [sex, age], numbers: { w: { en: weight, th: x } }, family: {{family}}, margins: [sex] }
            """);
        var rows = study.Run().Rows.Where(r => r.Indicator == "m").ToList();
        var model = GeneralizedLinearModel.Of(study.Design(), $"{outcome} ~ sex + age + w", f);
        var scale = f == Family.Gaussian ? (Func<double, double>)(v => v) : Math.Exp;
        var coefficients = rows.Where(r => r.Kind == NumberKind.Model).ToList();
        Assert.Equal(["sex2", "age2", "age3", "w"], coefficients.Select(r => r.Domain + r.Level));
        Assert.All(coefficients, r =>
        {
            var at = model.Coefficients.Names.ToList().IndexOf(r.Domain + r.Level);
            Assert.Equal(scale(model.Coefficients.Values[at]), r.Value, 1e-8);
            Assert.Equal(scale(model.Interval(at).Lower), r.Low, 1e-8);
            Assert.Equal(model.PValue(at), r.P, 1e-8);
        });
        Assert.All(rows.Where(r => r.Kind == NumberKind.Test), r => Assert.Equal(model.WaldTest(r.Domain).PValue, r.P, 1e-8));
        var margins = PredictiveMargins.Of(model, "sex");
        Assert.Equal(2, rows.Count(r => r.Margin));
        Assert.All(rows.Where(r => r.Margin).Zip(Enumerable.Range(0, 2)), r =>
        {
            Assert.Equal(margins.Values[r.Second], r.First.Value, 1e-12);
            Assert.Equal(margins.StandardError(r.Second), r.First.StandardError, 1e-12);
        });
    }

    [Fact]
    public void A_standardised_number_is_that_of_the_library()
    {
        using var study = new PlanStudy(rest: """
            standardised:
              - { id: s, label: { en: x, th: x }, of: yes, by: sex, composition: age, shares: { "1": 0.2, "2": 0.3, "3": 0.5 }, source: { en: x, th: x } }
            """);
        var rows = study.Run().Rows.Where(r => r.Standardised).ToList();
        var standard = Standardisation.Standardize(study.Design(), "age", [0.2, 0.3, 0.5], ["sex"]);
        Assert.Equal(["", "1", "2"], rows.Select(r => r.Level));
        foreach (var row in rows.Skip(1))
        {
            var direct = Estimators.Mean(standard.Where($"sex == {row.Level}"), "yes");
            Assert.Equal(direct.Value, row.Value, 1e-12);
            Assert.Equal(direct.StandardError, row.StandardError, 1e-12);
        }
        Assert.NotEqual(study.Run().Rows.First(r => r.Indicator == "yes").Value, rows[0].Value);
    }

    [Fact]
    public void Imputed_columns_are_combined_by_Rubins_rules()
    {
        using var study = new PlanStudy(rest: """
            imputations: { files: [i1.csv, i2.csv, i3.csv], columns: [hours] }
            """);
        var lines = File.ReadAllLines(study.Path("data.csv"));
        for (var m = 1; m <= 3; m++)
            study.Write($"i{m}.csv", string.Join('\n', lines.Select((l, r) => l.Split(',') is var c && c[7].Length == 0 ? string.Join(',', [.. c[..7], $"{(r * m) % 7}.5", c[8]]) : l)) + "\n");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("value: \"hours\"", "value: \"hours_{m}\"", StringComparison.Ordinal));
        var mine = study.Run().Rows.Single(r => r.Indicator == "hours");
        var sets = Enumerable.Range(1, 3).Select(m =>
        {
            var data = Sala.Surveys.Datasets.Dataset.Read(study.Path($"i{m}.csv"));
            return Estimators.Mean(study.Design().With([new NumericColumn("h", [.. Enumerable.Range(0, data.Rows).Select(data.Find("hours")!.Number)])]), ["h"]);
        }).ToList();
        var direct = MultipleImputation.Combine(sets)[0];
        Assert.Equal(480, mine.Rows);
        Assert.Equal((direct.Value, direct.StandardError, direct.DegreesOfFreedom), (mine.Value, mine.StandardError, mine.DegreesOfFreedom));
        Assert.Contains("filled in 3 times", mine.Notes[0].En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quantiles: [{ id: q, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: hours, at: [0.5], rule: type17 }]", "rule: type17 is unknown. Known: math, school, shah_vaish, type1")]
    [InlineData("quantiles: [{ id: q, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: hours, at: [1.5] }]", "between 0 and 1")]
    [InlineData("quantiles: [{ id: q, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: hours, at: [0.5], interval: replicates }]", "needs replicates in the design")]
    [InlineData("tests: [{ indicator: hours, by: sex, label: { en: x, th: x } }]", "hours is a mean")]
    [InlineData("tests: [{ indicator: hours, by: place, label: { en: x, th: x }, statistic: t }]", "there is no domain place")]
    [InlineData("models: [{ id: m, label: { en: x, th: x }, outcome: hours, terms: [sex] }]", "Its family is gaussian")]
    [InlineData("models: [{ id: m, label: { en: x, th: x }, outcome: yes, terms: [sex], margins: [age] }]", "margins are of terms")]
    [InlineData("models: [{ id: m, label: { en: x, th: x }, outcome: yes, terms: [sex], numbers: { houres: { en: x, th: x } } }]", "is hours meant?")]
    [InlineData("standardised: [{ id: s, label: { en: x, th: x }, of: yes, composition: age, shares: { \"1\": 1 }, source: { en: x, th: x } }]", "one share for each level of age: 1, 2, 3")]
    [InlineData("imputations: { members: [\"1\"] }", "two or more")]
    public void What_cannot_be_asked_is_told_with_line_and_column(string rest, string told)
    {
        using var study = new PlanStudy(rest: rest);
        var problem = Assert.Throws<PlanException>(study.Run);
        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
        Assert.Matches(@"plan\.yml, line 1[2-4], column \d+: ", problem.Message);
    }

    [Fact]
    public void The_report_shows_all_of_it_in_both_languages()
    {
        using var study = new PlanStudy(", replicates: { type: jkn }", """
            quantiles: [{ id: q, label: { en: Middle hours, th: ก }, base: { en: x, th: x }, item: hours, value: "hours", by: [sex], at: [0.5] }]
            tests: [{ indicator: yes, by: sex, label: { en: Equal, th: ก }, statistic: saddlepoint }]
            models: [{ id: m, label: { en: Model, th: ก }, outcome: yes, terms: [sex], margins: [sex] }]
            standardised: [{ id: s, label: { en: Standard, th: ก }, of: yes, by: sex, composition: age, shares: { "1": 1, "2": 1, "3": 1 }, source: { en: equal parts, th: ก } }]
            report: [{ title: { en: t, th: t }, show: [q, yes, m, s] }]
            """);
        var html = ReportPage.Write(study.Run());
        foreach (var part in (string[])["Middle hours", "50 %", "(saddlepoint)", "Predictive margins", "equal parts", "Wald", "replicate weights (JKn, made)", "ค่าคาดการณ์ของแบบจำลอง"])
            Assert.Contains(part, html, StringComparison.Ordinal);
    }
}
