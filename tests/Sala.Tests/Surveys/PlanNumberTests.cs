using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;

namespace Sala.Tests.Surveys;

/// <summary>Totals, ratios, variances, contrasts and second phases in a plan. That R says the same is in RScriptTests.</summary>
public class PlanNumberTests
{
    private const string X = "label: { en: x, th: x }";

    [Theory]
    [InlineData("", $"totals: [{{ id: n, {X}, of: yess }}]", "line 13, column 10: n: there is no indicator yess.")]
    [InlineData("", $"ratios: [{{ id: n, {X}, numerator: yes, denominator: ours }}]", "line 13, column 10: n: there is no indicator ours.")]
    [InlineData("", $"ratios: [{{ id: n, {X}, numerator: yes }}]", "line 13, column 10: denominator is missing here.")]
    [InlineData("", $"totals: [{{ id: n, {X}, of: yes, by: [place] }}]", "n: there is no domain place.")]
    [InlineData("", $"totals: [{{ id: hours, {X}, of: yes }}]", "hours names two things. Rename one.")]
    [InlineData("", $"variances: [{{ id: n, {X}, of: yes }}]", "n: yes is a proportion, whose variance follows from it.")]
    [InlineData("", $"contrasts: [{{ id: n, {X}, of: yes, by: sex, levels: {{ \"1\": 1, \"3\": -1 }} }}]", "n: sex has no level 3. It has 1, 2.")]
    [InlineData("", $"contrasts: [{{ id: n, {X}, of: yes, by: sex, levels: {{ \"1\": 1 }} }}]", "a contrast needs two levels or more")]
    [InlineData("", $"contrasts: [{{ id: n, {X}, of: yes, by: sex, levels: {{ \"1\": one, \"2\": -1 }} }}]", "1: a number is needed.")]
    [InlineData("", $"contrasts: [{{ id: n, {X}, of: yes, by: sex, decimal: 2, levels: {{ \"1\": 1, \"2\": -1 }} }}]", "nothing of the name decimal is known here.")]
    [InlineData(", second_phase: { strata: age }", "", "line 6, column 76: drawn is missing here.")]
    [InlineData(", second_phase: { drawn: answered }, replicates: { type: jkn }", "", "line 6, column 109: replicates is not offered with a second phase.")]
    [InlineData(", second_phase: { drawn: answred }", "", "the data have no column answred")]
    [InlineData(", second_phase: { drawn: age }", "", "the mark is 1 for rows of the second phase and 0 for the others")]
    [InlineData(", second_phase: { drawn: answered }", "lists: { l: [a] }\nstacks: [{ name: s, rows: { en: x, th: x }, each: l, where: \"yes = 1\" }]", "s: rows below persons are not estimated in a sample of two phases.")]
    public void What_a_plan_cannot_have_is_told_with_its_place(string design, string rest, string expected)
    {
        using var study = new PlanStudy(design, rest);
        var told = Assert.ThrowsAny<Exception>(() => study.Run());
        Assert.True(told is PlanException or DatasetException, told.ToString());
        Assert.Contains(expected, told.Message, StringComparison.Ordinal);
        Assert.Matches("line [0-9]+, column [0-9]+|row [0-9]+", told.Message);
    }

    [Fact]
    public void A_total_a_ratio_and_a_contrast_of_few_are_withheld()
    {
        // Two of the youngest said yes.
        var rows = string.Join('\n', PlanStudy.Rows().Split('\n').Select((l, r) => l.Split(',') is [var id, var st, var psu, var w, var sex, "1", _, .. var rest] ? string.Join(',', [id, st, psu, w, sex, "1", r is > 100 and < 108 ? "1" : "0", .. rest]) : l));
        using var study = new PlanStudy(data: rows, rest: $$"""
            totals: [{ id: t, {{X}}, of: yes, by: [age] }]
            ratios: [{ id: r, {{X}}, numerator: hours, denominator: yes, by: [age] }]
            contrasts: [{ id: c, {{X}}, of: yes, by: age, levels: { "1": 1, "2": -1 } }, { id: d, {{X}}, of: yes, by: age, levels: { "2": 1, "3": -1 } }]
            """);
        var found = study.Run();
        Verdict Of(string id, string level) => found.Rows.Single(r => r.Indicator == id && r.Level == level).Verdict;
        Assert.Equal([Verdict.SmallCell, Verdict.SmallCell, Verdict.SmallCell], [Of("t", "1"), Of("r", "1"), Of("c", "")]);
        Assert.Contains(Verdict.Shown, (Verdict[])[Of("t", "2"), Of("t", "3"), Of("d", "")]);
        var csv = EstimatesFile.Rows(found).Single(r => r[1] == "t" && r[6] == "1");
        Assert.Null(csv[10]);
        Assert.Equal("SmallCell", csv[27]);
    }

    [Fact]
    public void The_report_shows_them_in_both_languages_and_the_file_beside_their_unit()
    {
        using var study = PlanPageTests.Example();
        var found = study.Run();
        var html = ReportPage.Write(found);
        Assert.Contains("− 12-13 + 16-17 p ", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Matches("points</td>", html);
        Assert.Matches("จุด</td>", html);
        var units = EstimatesFile.Rows(found).Where(r => r[2] is "total" or "ratio" or "variance" or "contrast").Select(r => r[12]).Distinct();
        Assert.Equal(["number", "ratio", "variance", "difference of proportions"], units);
    }

    [Fact]
    public void Of_two_phases_who_was_not_drawn_is_in_no_denominator()
    {
        using var study = new PlanStudy(", second_phase: { drawn: answered, strata: age }");
        var found = study.Run();
        var drawn = Enumerable.Range(0, 480).Count(r => Dataset.Read(study.Path("data.csv")).Find("answered")![r] == "1");
        var yes = found.Rows.Single(r => r.Indicator == "yes");
        Assert.Equal(drawn, yes.Rows);
        Assert.Equal(drawn, found.Items["yes"].Persons);
        Assert.Contains("second phase: drawn by answered, strata age", EstimatesFile.Rows(found)[0][32], StringComparison.Ordinal);
    }
}
