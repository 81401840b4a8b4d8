using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sala.Forms.Tests;

/// <summary>Forms that are sound and would take for ever, or all memory. Each meets a bound.</summary>
public class HostileSessionTests
{
    [Fact]
    public void Repeats_within_repeats_do_not_multiply_without_end()
    {
        var session = Walk.Of("""
            | survey |              |      |       |              |
            |        | type         | name | label | repeat_count |
            |        | begin repeat | a    | A     | 1000         |
            |        | begin repeat | b    | B     | 1000         |
            |        | begin repeat | c    | C     | 1000         |
            |        | text         | t    | T     |              |
            |        | end repeat   |      |       |              |
            |        | end repeat   |      |       |              |
            |        | end repeat   |      |       |              |
            """);
        Assert.Contains(session.Validate(), p => p.Code == AnswerCode.TooMany);
        Assert.True(session.Instances("a") <= FormSession.MostInstances);
    }

    [Fact]
    public void Conditions_within_conditions_over_a_repeat_are_given_up_with_a_reason()
    {
        var begin = Stopwatch.GetTimestamp();
        var error = Assert.Throws<FormException>(() => Walk.Of("""
            | survey |              |      |       |                                                     |              |
            |        | type         | name | label | calculation                                         | repeat_count |
            |        | begin repeat | a    | A     |                                                     | 1000         |
            |        | text         | t    | T     |                                                     |              |
            |        | end repeat   |      |       |                                                     |              |
            |        | calculate    | v    |       | count(//a[count(//a[count(//a[count(//a) > 0]) > 0]) > 0]) |       |
            """));
        Assert.Contains("calculate", error.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(begin).TotalSeconds < 30);
    }

    [Fact]
    public void Texts_that_double_with_each_row_stay_small()
    {
        var table = new StringBuilder("| survey | | | | |\n| | type | name | label | calculation |\n| | text | t | T | |\n| | calculate | c0 | | concat(${t}, ${t}) |\n");
        for (var i = 1; i < 60; i++) table.Append(CultureInfo.InvariantCulture, $"| | calculate | c{i} | | concat(${{c{i - 1}}}, ${{c{i - 1}}}) |\n");
        table.Append("| | calculate | wide | | " + string.Concat(Enumerable.Repeat("concat(", 20)) + "${c59}" + string.Concat(Enumerable.Repeat(", ${c59}, ${c59}, ${c59}, ${c59})", 20)) + " |\n");
        var session = Walk.Of(table.ToString()).Answers("t", new string('x', 1000));
        Assert.True(session.Answer("c59")!.Length <= 20_000);
        Assert.True(session.Answer("wide")!.Length <= 20_000);
    }

    [Fact]
    public void A_control_character_in_a_cell_is_left_out_and_the_form_can_be_written()
    {
        var form = Form.ReadMarkdown("| survey | | | |\n| | type | name | label |\n| | text | a | A\u0001\u000B\uD800\uFFFF! |\n");
        Assert.Equal("A!", form["a"].Label("en"));
        form.WriteXForm(Stream.Null);
    }

    [Fact]
    public void Calculations_that_wait_for_each_other_are_named()
    {
        var problem = Assert.Single(Walk.Problems("""
            | survey |           |      |       |                 |
            |        | type      | name | label | calculation     |
            |        | calculate | a    |       | ${b} + 1        |
            |        | calculate | b    |       | sum(${c} \| ${a}) |
            |        | integer   | c    | C     |                 |
            """));
        Assert.Contains("→", problem.Message, StringComparison.Ordinal);
    }
}
