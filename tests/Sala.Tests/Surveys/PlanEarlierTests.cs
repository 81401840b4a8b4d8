using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>What was shown before of the same persons is held together with what is shown now, also where the rows are others.</summary>
public class PlanEarlierTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(100, true)]
    public void A_number_that_differs_from_an_earlier_one_by_few_persons_is_withheld(int gone, bool shown)
    {
        using var study = Twice(gone, "key: id");
        var findings = study.Run();
        Assert.Equal(shown, findings.Rows.Single(r => r.Indicator == "yes").Verdict == Verdict.Shown);
        Assert.Contains("Held together with first.yml", findings.EarlierSaid.Single().En, StringComparison.Ordinal);
    }

    [Fact]
    public void Persons_who_are_new_are_no_difference_to_what_was_shown()
    {
        using var study = Twice(0, "key: id");
        var lines = File.ReadAllLines(study.Path("data.csv"));
        // 90 others came in, in the same PSUs.
        study.Write("data.csv", string.Join('\n', lines.Concat(lines.Skip(1).Where((_, r) => r % 5 == 0).Select((l, r) => $"new{r}" + l[l.IndexOf(',')..]))) + "\n");
        Assert.Equal(Verdict.Shown, study.Run().Rows.Single(r => r.Indicator == "yes").Verdict);
    }

    [Fact]
    public void Other_rows_without_a_key_are_refused_with_the_way_out()
    {
        using var study = Twice(2, "");
        Assert.Contains("Name the column that tells persons in both (key)", Assert.Throws<PlanException>(study.Run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_stands_twice_is_told_with_its_row()
    {
        using var study = Twice(2, "key: sex");
        Assert.Matches("data.csv, row \\d+: sex is empty or stands twice", Assert.Throws<PlanException>(study.Run).Message);
    }

    [Fact]
    public void Another_year_is_another_sample_and_the_report_says_so()
    {
        using var study = Twice(2, "", "study: s\nyear: 2021", "study: s\nyear: 2025");
        var findings = study.Run();
        Assert.Equal(Verdict.Shown, findings.Rows.Single(r => r.Indicator == "yes").Verdict);
        Assert.Contains("another sample", findings.EarlierSaid.Single().En, StringComparison.Ordinal);
        Assert.Contains("Not held together with first.yml", Sala.Surveys.Report.ReportPage.Write(findings), StringComparison.Ordinal);
    }

    private static PlanStudy Twice(int gone, string key, string before = "", string now = "")
    {
        var study = new PlanStudy(rest: now);
        study.Write("before.csv", File.ReadAllText(study.Path("data.csv")));
        study.Write("first.yml", PlanStudy.Plan("", before).Replace("data: data.csv", "data: before.csv", StringComparison.Ordinal));
        // The first of each PSU go, so that no PSU is empty.
        study.Write("data.csv", string.Join('\n', File.ReadAllLines(study.Path("before.csv")).Where((_, r) => r == 0 || (r - 1) % 4 != 0 || r / 4 >= gone)) + "\n");
        study.Write("plan.yml", File.ReadAllText(study.Path("plan.yml")).Replace("denominator: 20 }", $"denominator: 20, earlier: [{{ plan: first.yml, data: before.csv{(key.Length > 0 ? ", " + key : "")} }}] }}", StringComparison.Ordinal));
        return study;
    }
}
