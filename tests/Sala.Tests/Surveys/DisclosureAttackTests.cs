using System.Text;
using Sala.Statistics.Disclosure;
using Sala.Statistics.Tests.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>Issue 3, must hold 5: whoever subtracts, adds and intersects all that is published recovers no count under the minimum.</summary>
public class DisclosureAttackTests
{
    [Fact]
    public void Nobody_recovers_a_small_count_from_the_sample() => AssertHidden(Sample.Children.Findings);

    [Fact]
    public void Nobody_recovers_a_small_count_from_the_sample_of_caregivers() => AssertHidden(Sample.Caregivers.Findings);

    [Fact]
    public void The_range_of_F01_gives_no_kind_away_even_when_all_weights_are_taken_as_equal()
    {
        // The reader knows the size of each kind from F02, which names them, and the pooled figure.
        var sizes = Sample.Children.Findings.Rows.Where(r => r.Indicator == "nobody_by_kind" && r.Domain == "kind").Select(r => r.Rows).ToList();
        Assert.Equal(6, sizes.Count);
        Assert.True(RangeOverKinds.HidesEachKind(sizes, 1, 3, 2));
    }

    [Fact]
    public void Nobody_recovers_a_small_count_from_200_random_plans()
    {
        var data = Dataset.Read(Path.Combine(Sample.Folder, "simulated-children.csv"));
        var random = new Random(5);
        var withheld = 0;
        for (var i = 0; i < 200; i++)
        {
            var findings = Estimation.Run(StudyData.Of(RandomPlan(random), data, null, null), null);
            AssertHidden(findings);
            withheld += findings.Rows.Count(r => r.Verdict == Verdict.ProtectsAnother);
        }
        Assert.True(withheld > 50, $"{withheld} numbers were withheld for others' sake: the plans would not put the control to the test");
    }

    [Fact]
    public void A_second_publication_of_the_same_rows_gives_away_nothing_with_the_first()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Sample.Folder, "simulated-children.csv"), folder.File("data.csv"));
        string Plan(string value, string more) => Text("data.csv", $"""
            indicators:
              - {One("first", "thr_yr", value, "[]")}
            {more}
            """);
        File.WriteAllText(folder.File("first.yml"), Plan("thr_yr in (1..4)", ""));
        File.WriteAllText(folder.File("second.yml"), Plan("thr_yr in (2..4)", "disclosure: { earlier: [{ plan: first.yml }] }"));
        File.WriteAllText(folder.File("third.yml"), Plan("thr_yr in (1..4, 99)", "disclosure: { earlier: [{ plan: first.yml }] }"));
        Verdict Of(string file) => Estimation.Run(Sala.Surveys.Plans.Plan.Read(folder.File(file)), null, null).Rows.Single().Verdict;
        Assert.Equal([Verdict.Shown, Verdict.Shown], [Of("first.yml"), Of("second.yml")]);
        var answers = Dataset.Read(folder.File("data.csv")).Find("thr_yr")!;
        var few = Enumerable.Range(0, answers.Rows).Count(r => answers[r] == "99");
        if (few < 5) Assert.Equal(Verdict.ProtectsAnother, Of("third.yml"));
        else Assert.Equal(Verdict.Shown, Of("third.yml"));
    }

    [Fact] // else the rows that an earlier plan names are held against the rows of somebody else
    public void An_earlier_publication_is_that_of_the_data_at_hand_wherever_its_own_file_is()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Sample.Folder, "simulated-children.csv"), folder.File("brought.csv"));
        File.WriteAllText(folder.File("first.yml"), Text("elsewhere.csv", $"indicators:\n  - {One("first", "thr_yr", "thr_yr in (1..4)", "[]")}"));
        File.WriteAllText(folder.File("second.yml"), Text("elsewhere.csv", $"indicators:\n  - {One("second", "thr_yr", "thr_yr in (2..4)", "[]")}\ndisclosure: {{ earlier: [{{ plan: first.yml }}] }}"));
        Assert.Equal(Verdict.Shown, Estimation.Run(Plan.Read(folder.File("second.yml")), folder.File("brought.csv"), null).Rows.Single().Verdict);
    }

    private static void AssertHidden(Findings findings)
    {
        var statements = findings.Rows.SelectMany(r => r.Statements).Where(s => s.Denominator.Total > 0).ToList();
        var spokenOf = statements.SelectMany(s => new[] { s.Denominator, s.Cases }).Distinct().ToList();
        var shown = findings.Shown.SelectMany(s => new[] { s.Denominator, s.Cases }).Distinct().ToList();
        var cells = statements.Where(s => !s.NoCell).SelectMany(s => new[] { s.Cases, s.Others }).Concat(statements.Select(s => s.Denominator)).Distinct().ToList();
        Publications.AssertHidden(spokenOf, shown, cells, findings.PsuOf, findings.Plan.Disclosure);
    }

    private static Plan RandomPlan(Random random)
    {
        string[] kinds = ["cmt", "snt", "tlk", "rqi", "omi", "omm", "shr", "thr"];
        var (indicators, count) = (new StringBuilder(), random.Next(2, 5));
        for (var i = 0; i < count; i++)
        {
            var kind = kinds[random.Next(kinds.Length)];
            var (item, value) = random.Next(5) switch
            {
                0 => ($"{kind}_yr", $"{kind}_yr in (1..4)"),
                1 => ($"{kind}_yr", $"{kind}_yr in ({random.Next(1, 4)}..4)"),
                2 => ($"{kind}_yr", $"{kind}_yr in (1..4, {(random.Next(2) == 0 ? 98 : 99)})"),
                3 => ($"{kind}_who", $"{kind}_who in ({random.Next(1, 4)}..{random.Next(4, 8)})"),
                _ => ($"{kind}_told", $"{kind}_told in ({random.Next(0, 10)})"),
            };
            string[] by = [.. new[] { "sex", "age", "area" }.Where(_ => random.Next(2) == 0)];
            indicators.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {One($"i{i}", item, value, $"[{string.Join(", ", by)}]")}\n");
        }
        // Numbers that are no shares are put to the test beside them.
        const string Words = "label: { en: x, th: x }";
        if (random.Next(2) == 0) indicators.Append("totals:\n").Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {{ id: t, {Words}, of: i{random.Next(count)}, by: [sex, age] }}\n");
        if (random.Next(2) == 0) indicators.Append("ratios:\n").Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {{ id: r, {Words}, numerator: i{random.Next(count)}, denominator: i{random.Next(count)}, by: [area] }}\n");
        if (random.Next(2) == 0) indicators.Append("contrasts:\n").Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {{ id: c, {Words}, of: i{random.Next(count)}, by: age, levels: {{ \"12\": 1, \"17\": -1 }} }}\n");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("random.yml"), Text("data.csv", $"indicators:\n{indicators}"));
        return Plan.Read(folder.File("random.yml"));
    }

    private static string One(string id, string item, string value, string by) => $$"""{ id: {{id}}, label: { en: x, th: x }, base: { en: x, th: x }, item: {{item}}, value: "{{value}}", by: {{by}} }""";

    private static string Text(string data, string rest) => $$"""
        plan: random
        version: "1"
        title: { en: x, th: x }
        persons: { en: children, th: x }
        data: {{data}}
        design: { strata: h_stratum, units: [h_psu], weight: w_child, lonely: adjust }
        answers: { dont_know: ["98"], prefer_not: ["99"] }
        domains:
          - { id: sex, variable: c_sex, label: { en: x, th: x }, levels: { "1": { en: a, th: a }, "2": { en: b, th: b }, "99": { en: c, th: c } } }
          - { id: age, variable: c_age, label: { en: x, th: x }, levels: { "12": { en: a, th: a }, "13": { en: b, th: b }, "14": { en: c, th: c }, "15": { en: d, th: d }, "16": { en: e, th: e }, "17": { en: f, th: f } } }
          - { id: area, variable: h_area, label: { en: x, th: x }, levels: { "1": { en: a, th: a }, "2": { en: b, th: b } } }
        {{rest}}
        """;
}
