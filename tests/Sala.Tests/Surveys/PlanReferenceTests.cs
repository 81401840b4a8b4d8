using System.Text.Json;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>A plan over the reference data gives what R gave. The fixtures stand beside the repository.</summary>
public class PlanReferenceTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>?> Cases = new(() => Shared.File("fixtures/survey/cases.json") is not { } file ? null
        : JsonDocument.Parse(File.ReadAllText(file)).RootElement is { ValueKind: JsonValueKind.Object } root ? ById(root.GetProperty("cases")) : ById(JsonDocument.Parse(File.ReadAllText(file)).RootElement));

    private static Dictionary<string, JsonElement> ById(JsonElement cases) => cases.EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!, c => c.GetProperty("expected"));

    [Theory]
    [InlineData("mean")]
    [InlineData("beta")]
    [InlineData("xlogit")]
    [InlineData("asin")]
    [InlineData("score")]
    public void Quantiles_with_intervals(string interval)
    {
        var r = Case($"dhlike_a/quantile-ci-{interval}").GetProperty("values");
        var rows = Run("", $$"""quantiles: [{ id: q, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: hours, at: [0.25, 0.5, 0.75], interval: {{interval}} }]""").Where(x => x.Kind == NumberKind.Quantile).ToList();
        for (var q = 0; q < 3; q++)
        {
            var expected = r[q].EnumerateArray().Select(v => v.GetDouble()).ToArray();
            Assert.Equal(expected[0], rows[q].Value, 1e-9);
            Assert.Equal(expected[1], rows[q].Low, 1e-9);
            Assert.Equal(expected[2], rows[q].High, 1e-9);
            Assert.Equal(expected[3], rows[q].StandardError, 1e-9);
        }
    }

    [Fact]
    public void A_t_test()
    {
        var r = Case("dhlike_a/ttest-hours_sex");
        var row = Run("", "tests: [{ indicator: hours, by: sex, label: { en: x, th: x }, statistic: t }]").Single(x => x.Kind == NumberKind.Test);
        Assert.Equal(r.GetProperty("t").GetDouble(), row.Value, 1e-7);
        Assert.Equal(r.GetProperty("p").GetDouble(), row.P, 1e-7);
    }

    [Fact]
    public void A_standardised_proportion()
    {
        var r = Case("dhlike_a/standardize");
        var rows = Run("", """standardised: [{ id: s, label: { en: x, th: x }, of: rare, by: area, composition: agegrp, shares: { "12-13": 0.3, "14-15": 0.4, "16-17": 0.3 }, source: { en: x, th: x } }]""").Where(x => x.Standardised && x.Level.Length > 0).ToList();
        for (var g = 0; g < 2; g++)
        {
            Assert.Equal(r.GetProperty("estimate")[g].GetDouble(), rows.Single(x => x.Level == (g == 0 ? "rural" : "urban")).Value, 1e-9);
            Assert.Equal(r.GetProperty("se")[g].GetDouble(), rows.Single(x => x.Level == (g == 0 ? "rural" : "urban")).StandardError, 1e-9);
        }
    }

    [Fact]
    public void A_post_stratified_mean_with_its_variance()
    {
        var r = Case("dhlike_a-ps/mean-num");
        var rows = Run(", weights: [{ step: post_stratify, by: [sex, agegrp], totals: { file: totals.csv, source: { en: x, th: x }, year: 2020 } }]", "");
        var row = rows.Single(x => x.Indicator == "hours");
        // The case takes hours and age together, and rows that lack one leave it.
        Assert.Equal(r.GetProperty("estimate")[0].GetDouble(), row.Value, 1e-9);
        Assert.Equal(r.GetProperty("se")[0].GetDouble(), row.StandardError, 1e-9);
    }

    [Fact]
    public void Means_over_imputations()
    {
        var r = Case("dhlike_a_mi/mean");
        var rows = Run("", "imputations: { files: [imp1.csv, imp2.csv, imp3.csv, imp4.csv, imp5.csv], columns: [hours, osea_any] }", imputed: true);
        foreach (var (name, k) in ((string, int)[])[("any", 0), ("hours", 1)])
        {
            var row = rows.Single(x => x.Indicator == name);
            Assert.Equal(r.GetProperty("estimate")[k].GetDouble(), row.Value, 1e-9);
            Assert.Equal(r.GetProperty("se")[k].GetDouble(), row.StandardError, 1e-9);
            Assert.Equal(r.GetProperty("df")[k].GetDouble(), row.DegreesOfFreedom, 1e-4);
            Assert.Equal(r.GetProperty("ci_95")[k][0].GetDouble(), row.Low, 1e-8);
        }
    }

    [Fact]
    public void A_total_a_variance_and_a_contrast()
    {
        var rows = Run("", """
            totals: [{ id: t, label: { en: x, th: x }, of: hours, decimals: 2 }]
            variances: [{ id: v, label: { en: x, th: x }, of: hours }]
            contrasts: [{ id: c, label: { en: x, th: x }, of: hours, by: sex, levels: { boy: 1, girl: -1 } }]
            """);
        Assert.Equal(Case("dhlike_a/total-num").GetProperty("estimate")[0].GetDouble(), rows.Single(x => x.Kind == NumberKind.Total).Value, 1e-4);
        Assert.Equal(Case("dhlike_a/total-num").GetProperty("se")[0].GetDouble(), rows.Single(x => x.Kind == NumberKind.Total).StandardError, 1e-5);
        foreach (var (name, kind) in ((string, NumberKind)[])[("dhlike_a/var", NumberKind.Variance), ("dhlike_a/contrast-domains", NumberKind.Contrast)])
        {
            Assert.Equal(Case(name).GetProperty("estimate").GetDouble(), rows.Single(x => x.Kind == kind).Value, 1e-9);
            Assert.Equal(Case(name).GetProperty("se").GetDouble(), rows.Single(x => x.Kind == kind).StandardError, 1e-9);
        }
    }

    [Fact]
    public void A_model_over_imputations()
    {
        var r = Case("dhlike_a_mi/glm");
        var rows = Run("", """
            imputations: { files: [imp1.csv, imp2.csv, imp3.csv, imp4.csv, imp5.csv], columns: [hours, osea_any] }
            models: [{ id: m, label: { en: x, th: x }, outcome: anyone, terms: [sex, agegrp] }]
            """, imputed: true).Where(x => x.Kind == NumberKind.Model).ToList();
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(r.GetProperty("estimate")[k + 1].GetDouble(), Math.Log(rows[k].Value), 1e-6);
            Assert.Equal(r.GetProperty("df")[k + 1].GetDouble(), rows[k].DegreesOfFreedom, 1e-2);
            Assert.Equal(r.GetProperty("se")[k + 1].GetDouble(), Math.Log(rows[k].High / rows[k].Low) / 2 / T975(rows[k].DegreesOfFreedom), 1e-4);
        }
    }

    private static double T975(double df) => MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, df, 0.975);

    private static JsonElement Case(string id)
    {
        if (Cases.Value is null) Assert.Skip("the reference data are not there.");
        return Cases.Value[id];
    }

    private static IReadOnlyList<EstimateRow> Run(string design, string rest, bool imputed = false)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Shared.File("fixtures/survey/dhlike_a.csv")!, folder.File("data.csv"));
        File.WriteAllText(folder.File("totals.csv"), "sex,agegrp,people\nboy,12-13,20784\ngirl,12-13,17425\nboy,14-15,16732\ngirl,14-15,18957\nboy,16-17,16884\ngirl,16-17,22365\n");
        if (imputed)
        {
            // One file of five sets below one another becomes five files.
            var lines = File.ReadAllLines(Shared.File("fixtures/survey/dhlike_a_mi.csv")!);
            foreach (var set in lines.Skip(1).GroupBy(l => l.Split(',')[0])) File.WriteAllText(folder.File($"imp{set.Key}.csv"), lines[0] + "\n" + string.Join('\n', set) + "\n");
            File.Copy(folder.File("imp1.csv"), folder.File("data.csv"), overwrite: true);
        }
        File.WriteAllText(folder.File("plan.yml"), $$"""
            plan: p
            version: "1"
            title: { en: x, th: x }
            persons: { en: x, th: x }
            data: data.csv
            design: { strata: stratum, units: [psu], weight: w, lonely: fail{{design}} }
            domains:
              - { id: sex, variable: sex, label: { en: x, th: x }, levels: { boy: { en: x, th: x }, girl: { en: x, th: x } } }
              - { id: area, variable: area, label: { en: x, th: x }, levels: { rural: { en: x, th: x }, urban: { en: x, th: x } } }
              - { id: agegrp, variable: agegrp, label: { en: x, th: x }, levels: { "12-13": { en: x, th: x }, "14-15": { en: x, th: x }, "16-17": { en: x, th: x } } }
            indicators:
              - { id: hours, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: "{{(imputed ? "hours_{m}" : "hours")}}", estimate: mean }
              - { id: any, label: { en: x, th: x }, base: { en: x, th: x }, item: osea_any, value: "{{(imputed ? "osea_any_{m}" : "osea_any")}}", estimate: mean }
            {{(imputed ? "  - { id: anyone, label: { en: x, th: x }, base: { en: x, th: x }, item: osea_any, value: \"osea_any_{m}\" }" : "  - { id: rare, label: { en: x, th: x }, base: { en: x, th: x }, item: osea_rare, value: osea_rare }")}}
            {{rest}}
            disclosure: { persons: 3, psus: 1, denominator: 20 }
            """);
        return Estimation.Run(Plan.Read(folder.File("plan.yml")), null, null).Rows;
    }
}
