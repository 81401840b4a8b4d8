using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>instrument.md 7.1: beside a sensitive number stands what it would be, had all who declined said no, and had all said yes.</summary>
public class PlanDeclinedTests
{
    [Fact]
    public void Beside_a_sensitive_number_stands_what_it_would_be_had_all_who_declined_said_no_or_yes()
    {
        using var study = Study(40);
        var row = study.Run().Rows.Single(r => r.Indicator == "yes");
        var data = Sala.Surveys.Datasets.Dataset.Read(study.Path("data.csv"));
        var (weight, answer) = (data.Find("w")!, data.Find("yes")!);
        double Share(string said) => Enumerable.Range(0, data.Rows).Sum(r => weight.Number(r) * (answer[r] == "1" || answer[r] == "99" && said == "1" ? 1 : 0)) / Enumerable.Range(0, data.Rows).Sum(weight.Number);
        Assert.Contains(row.Notes, n => n.En == $"Had all who declined or preferred not to say said no, it would be {Math.Round(100 * Share("0")):0} %; had all of them said yes, {Math.Round(100 * Share("1")):0} %.");
        Assert.NotEqual(Share("0"), Share("1"));
    }

    [Theory]
    [InlineData(2, "Very few declined or preferred not to say.")]
    [InlineData(0, "Nobody declined or preferred not to say.")]
    public void Few_who_declined_are_not_counted_out(int declined, string said)
    {
        using var study = Study(declined);
        var row = study.Run().Rows.Single(r => r.Indicator == "yes");
        Assert.Contains(row.Notes, n => n.En == said);
        Assert.DoesNotContain(row.Notes, n => n.En.Contains("Had all", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_sensitive_figure_of_the_sample_has_its_bounds()
    {
        foreach (var figure in (string[])["F05", "F07", "F08", "F10", "F12", "F13"])
            Assert.Matches(@"Had all who declined or preferred not to say said no, it would be \d+ %; had all of them said yes, \d+ %\.|Very few declined", Sample.Children.Estimates.Single(r => r["figure"] == figure)["note_en"]);
    }

    [Fact]
    public void Two_tests_that_kinds_are_equal_stand_beside_F02()
    {
        var finding = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Sample.Children.Html).QuerySelectorAll("#en .finding").Single(f => f.QuerySelector("h3 .tag")?.TextContent == "F02").TextContent;
        Assert.Matches(@"Test that kinds do not differ: F = \d+\.\d\d, p (= 0\.\d{3}|< 0\.001) \(Rao-Scott F\)", finding);
        Assert.Matches(@"F = \d+\.\d\d, p (= 0\.\d{3}|< 0\.001) \(adjusted Wald\)", finding);
    }

    [Fact]
    public void A_test_of_a_group_with_a_small_cell_is_withheld()
    {
        using var study = new PlanStudy(rest: "tests: [{ indicator: yes, by: sex, label: { en: x, th: x } }]");
        var lines = File.ReadAllLines(study.Path("data.csv"));
        // Two girls said yes, all the others no.
        study.Write("data.csv", string.Join('\n', lines.Select((l, r) => l.Split(',') is var c && r > 0 && c[4] == "1" ? string.Join(',', [.. c[..6], r is < 8 ? "1" : "0", .. c[7..]]) : l)) + "\n");
        Assert.NotEqual(Verdict.Shown, study.Run().Rows.Single(r => r.Kind == Sala.Surveys.Estimates.NumberKind.Test).Verdict);
    }

    [Fact]
    public void Rows_of_a_stack_have_no_bounds() => Assert.Contains("sensitive is of persons", Assert.Throws<PlanException>(() =>
    {
        using var study = new PlanStudy(rest: "lists: { k: [a] }\nstacks: [{ name: s, rows: { en: x, th: x }, each: k, where: \"yes\", items: { yes: yes } }]");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("value: \"yes\" }", "value: \"yes\", over: s, sensitive: true }", StringComparison.Ordinal));
        study.Run();
    }).Message, StringComparison.Ordinal);

    private static PlanStudy Study(int declined)
    {
        var study = new PlanStudy(rest: "answers: { prefer_not: [\"99\"] }");
        var lines = File.ReadAllLines(study.Path("data.csv"));
        study.Write("data.csv", string.Join('\n', lines.Select((l, r) => l.Split(',') is var c && r > 0 && r % 11 == 0 && r / 11 <= declined ? string.Join(',', [.. c[..6], "99", .. c[7..]]) : l)) + "\n");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("value: \"yes\" }", "value: \"yes = 1\", sensitive: true }", StringComparison.Ordinal));
        return study;
    }
}
