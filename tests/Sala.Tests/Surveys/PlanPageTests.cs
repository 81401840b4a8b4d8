using System.Text.RegularExpressions;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Tests.Countries;

namespace Sala.Tests.Surveys;

/// <summary>docs/statistics-plan.md: its example runs, and its keys are those that the reader knows.</summary>
public class PlanPageTests
{
    private static readonly string Page = File.ReadAllText(System.IO.Path.Combine(Pack.Root, "docs", "statistics-plan.md"));

    internal static PlanStudy Example()
    {
        var study = new PlanStudy();
        study.Write("plan.yml", Regex.Match(Page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        study.Write("sex.csv", "sex,people\n1,500\n2,600\n");
        study.Write("age.csv", "age,people\n1,300\n2,400\n3,400\n");
        return study;
    }

    [Fact]
    public void The_example_runs()
    {
        using var study = Example();
        var rows = study.Run().Rows;
        foreach (var kind in Enum.GetValues<NumberKind>().Except([NumberKind.Range, NumberKind.Rank]))
            Assert.Contains(rows, r => r.Kind == kind && double.IsFinite(r.Value));
    }

    [Fact]
    public void Every_key_that_a_plan_may_hold_stands_on_the_page()
    {
        var folder = System.IO.Path.Combine(Pack.Root, "src", "Sala", "Surveys", "Plans");
        var keys = Directory.GetFiles(folder, "*Reader.cs").SelectMany(f => Regex.Matches(File.ReadAllText(f), "\\b(?:Text|TextOrNull|Texts|Words|WordsOrNull|Flag|Whole|Number|Numbers|OneOf|Named|Map|MapOrNull|Maps|Formula|FormulaOrNull|Some)\\((?:n, )?\"([a-z_]+)\"").Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.True(keys.Count > 60);
        Assert.DoesNotContain(keys, k => !Regex.IsMatch(Page, $@"\b{k}\b"));
    }
}
