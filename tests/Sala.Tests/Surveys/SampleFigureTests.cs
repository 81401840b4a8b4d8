using System.Globalization;
using Sala.Surveys.Datasets;
using Sala.Surveys.Sample;
using Sala.Tests.Countries;

namespace Sala.Tests.Surveys;

/// <summary>Issue 3, must hold 4: the sample shows every survey figure of the release of 21 February 2022 within its rounding.</summary>
public class SampleFigureTests
{
    // As published: percent unless said otherwise.
    private static readonly (string Id, double Low, double High)[] Published =
    [
        ("F01", 1, 3), ("F02", 10, 31), ("F03", 17, 17), ("F04", 47, 47), ("F05", 9, 9), ("F06", 400_000, 400_000), ("F07", 7, 7), ("F08", 76, 76), ("F09a", 1, 1), ("F09b", 2, 2), ("F09c", 3, 3),
        ("F10", 7, 7), ("F11", 84, 84), ("F12", 10, 10), ("F13", 70, 70), ("F14a", 1, 4), ("F14b", 1, 4), ("F14c", 1, 4), ("F14d", 1, 4), ("F15", 20, 20), ("F16", 50, 100), ("F20", 1, 1),
    ];

    public static TheoryData<string> Figures => [.. Published.Select(p => p.Id)];

    [Theory, MemberData(nameof(Figures))]
    public void The_sample_shows_the_figure_within_its_published_rounding(string id)
    {
        var (_, low, high) = Published.Single(p => p.Id == id);
        var row = Row(id);
        Assert.Equal("", row["withheld"]);
        var (from, to) = (Number(row["estimate"]), row["estimate_high"].Length > 0 ? Number(row["estimate_high"]) : Number(row["estimate"]));
        switch (row["unit"])
        {
            case "proportion": // a whole per cent, or "more than half"
                if (high - low > 40) Assert.InRange(100 * from, low + 0.5, high);
                else Assert.Equal((low, high), (Math.Round(100 * from), Math.Round(100 * to)));
                break;
            case "persons": Assert.InRange(from, 0.98 * low, 1.02 * high); break;
            default: Assert.InRange(from, low, high); break;
        }
    }

    [Theory, MemberData(nameof(Figures))]
    public void The_report_gives_the_figure_with_denominator_and_interval_in_both_languages(string id)
    {
        var row = Row(id);
        var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Of(id).Html);
        foreach (var language in (string[])["en", "th"])
        {
            var article = html.GetElementById(language)!;
            var finding = article.QuerySelectorAll(".finding").Single(f => f.QuerySelectorAll("h3 .tag").Any(t => t.TextContent.Split(", ").Contains(id)));
            Assert.Contains(row[$"denominator_{language}"], finding.TextContent, StringComparison.Ordinal);
            Assert.NotNull(finding.QuerySelector("svg[role=img] title"));
            Assert.NotEmpty(article.QuerySelector(".notice")!.TextContent);
            if (id != "F01") Assert.Contains(language == "en" ? "95 % interval" : "ช่วงความเชื่อมั่น 95 %", finding.TextContent, StringComparison.Ordinal);
        }
        if (id == "F01") return;
        Assert.True(Number(row["ci_low"]) <= Number(row["estimate"]) && Number(row["estimate"]) <= Number(row["ci_high"]), id);
        Assert.True(Number(row["n"]) > 0 && Number(row["psus"]) > 0 && row["data_sha256"].Length == 64 && row["form_version"].Length > 0);
    }

    [Fact]
    public void F01_is_a_range_in_whole_per_cent_without_interval_count_or_kind()
    {
        var row = Row("F01");
        Assert.Equal(("0.01", "0.03", "", "", "", ""), (row["estimate"], row["estimate_high"], row["ci_low"], row["ci_high"], row["n"], row["se"]));
        Assert.Matches(@"^\d+-\d+$", row["n_band"]);
        Assert.DoesNotContain(Sample.Children.Estimates, r => r["indicator"] == "police_by_kind" && r["level"].Length > 0);
        var pooled = Sample.Children.Estimates.Single(r => r["indicator"] == "told_police");
        Assert.Equal(("0.02", "", "", row["n_band"]), (pooled["estimate"], pooled["ci_low"], pooled["n"], pooled["n_band"]));
        var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Sample.Children.Html);
        var finding = html.QuerySelectorAll("#en .finding").Single(f => f.QuerySelector("h3 .tag")?.TextContent == "F01").TextContent;
        foreach (var kind in Sample.Children.Plan.Ranges.Single(r => r.Figure == "F01").Kinds.Values) Assert.DoesNotContain(kind.En, finding, StringComparison.Ordinal);
    }

    [Fact]
    public void The_figures_expected_here_are_those_of_the_seed()
    {
        var seed = Shared.File("domain/seed-figures.csv");
        if (seed is null) Assert.Skip("../shared is not there.");
        var data = Dataset.Read(seed);
        string Cell(int row, string column) => data.Find(column)![row] ?? "";
        var figures = Enumerable.Range(0, data.Rows).Select(r => (Id: Cell(r, "id"), Low: Number(Cell(r, "low")), High: Number(Cell(r, "high")))).ToList();
        Assert.Equal(Published, figures.Where(f => Published.Any(p => p.Id == f.Id)));
        string[] facts = ["F17", "F18", "F19", "F21", "F22", "F23", "F24"]; // of the programme or of one testimony, not of a survey
        Assert.Empty(figures.Select(f => f.Id).Except(Published.Select(p => p.Id)).Except(facts));
    }

    [Fact]
    public void The_committed_data_are_what_the_generator_makes()
    {
        var forms = Path.Combine(Pack.Root, "countries", "th", "forms");
        Assert.Equal(MadeUpStudy.Children(forms), File.ReadAllBytes(Path.Combine(Sample.Folder, "simulated-children.csv")));
        Assert.Equal(MadeUpStudy.Caregivers(forms), File.ReadAllBytes(Path.Combine(Sample.Folder, "simulated-caregivers.csv")));
        Assert.Equal(["simulated-caregivers.csv", "simulated-children.csv"], Directory.GetFiles(Sample.Folder).Select(Path.GetFileName).Where(f => f!.EndsWith(".csv", StringComparison.Ordinal) || f.EndsWith(".parquet", StringComparison.Ordinal)).Order(StringComparer.Ordinal)!);
    }

    [Fact]
    public void The_data_carry_clustering_unequal_weights_and_answers_that_are_none()
    {
        var grave = Sample.Children.Estimates.Single(r => r["figure"] == "F05");
        Assert.InRange(Number(grave["deff"]), 1.3, 2.1);
        var data = Dataset.Read(Path.Combine(Sample.Folder, "simulated-children.csv"));
        var weights = data.Find("w_child")!;
        Assert.True(Enumerable.Range(0, data.Rows).Select(weights.Number).Distinct().Count() > 150);
        foreach (var code in (string[])["98", "99"]) Assert.Contains(code, data.Find("hk_know")!.Texts);
        Assert.Contains("2", data.Find("tlk_ok")!.Texts);
    }

    [Fact]
    public void The_readme_and_every_page_say_that_the_data_prove_nothing()
    {
        Assert.Contains("can prove nothing about Thailand", File.ReadAllText(Path.Combine(Sample.Folder, "README.md")), StringComparison.Ordinal);
        foreach (var html in (string[])[Sample.Children.Html, Sample.Caregivers.Html]) // the margin of each printed page
        {
            Assert.Contains("@page en{@top-center{ content:\"Made-up data", html, StringComparison.Ordinal);
            Assert.Contains("@page th{@top-center{ content:\"ข้อมูลสมมติ", html, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string> Row(string id) => Of(id).Estimates.Single(r => r["figure"] == id);

    private static Sample Of(string id) => id == "F03" ? Sample.Caregivers : Sample.Children;

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
