using Sala.Forms.Simulating;

namespace Sala.Forms.Tests.Simulating;

public class SimulationTests
{
    private static Form Read(string table) => Form.ReadMarkdown(table);

    private static List<IReadOnlyDictionary<string, string>> Answers(Form form, int interviews, int seed = 7)
    {
        var all = new List<IReadOnlyDictionary<string, string>>();
        Simulation.Run(form, interviews, seed, (session, _) => session.Answers, all.Add, StandingClock.Morning);
        return all;
    }

    // What a simulated interview answered, answered again by hand in the order of the form.
    private static void Replay(Form form, IReadOnlyDictionary<string, string> answers)
    {
        var session = form.Start(StandingClock.Morning, 1);
        foreach (var question in form.Questions.Where(q => q.IsAnswered))
            if (answers.TryGetValue(question.Name, out var answer)) Assert.Null(session.Set(question.Name, answer));
        Assert.Empty(session.Validate());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_same_seed_gives_the_same_interviews_whatever_the_number_of_threads(int threads)
    {
        var (one, many) = (new List<string>(), new List<string>());
        Simulation.Run(ReportForm.Form, 300, 11, (s, _) => s.Serialise(), one.Add, StandingClock.Morning, 1);
        Simulation.Run(ReportForm.Form, 300, 11, (s, _) => s.Serialise(), many.Add, StandingClock.Morning, threads);
        Assert.Equal(one, many);
        Assert.True(one.Distinct().Count() > 290);
    }

    [Fact]
    public void Another_seed_gives_other_interviews() =>
        Assert.NotEqual(Answers(ReportForm.Form, 20, 1).Select(a => string.Join('|', a.Values)), Answers(ReportForm.Form, 20, 2).Select(a => string.Join('|', a.Values)));

    [Fact]
    public void Every_question_and_choice_of_the_report_form_is_reached_and_every_answer_can_be_given_by_hand()
    {
        var report = Simulation.Run(ReportForm.Form, 1000, 7, StandingClock.Morning);
        Assert.Equal((1000, 0), (report.Finished, report.Unreached.Count));
        Assert.All(Answers(ReportForm.Form, 200), a => Replay(ReportForm.Form, a));
    }

    [Fact]
    public void A_branch_that_chance_would_not_find_in_a_million_interviews_is_reached()
    {
        // Seven answers out of ten each have to be the one: 1 in 10,000,000.
        var rows = string.Join('\n', Enumerable.Range(1, 7).Select(i => $"| | select_one ten | q{i} | Q | {(i == 1 ? "" : $"${{k{i - 1}}} = 1")} | |\n| | calculate | k{i} | | | if(${{q{i}}} = '{i}', 1, 0) |"));
        var choices = string.Join('\n', Enumerable.Range(0, 10).Select(i => $"| | ten | {i} | C{i} |"));
        var report = Simulation.Run(Read($"""
            | survey |      |      |       |          |             |
            |        | type | name | label | relevant | calculation |
            {rows}
            |        | note | end  | End   | $[k7] = 1 | |
            | choices | | | |
            | | list_name | name | label |
            {choices}
            """.Replace("$[k7]", "${k7}", StringComparison.Ordinal)), 2000, 7, StandingClock.Morning);
        Assert.Empty(report.Unreached);
    }

    [Theory]
    [InlineData("integer", ". > ${a} + 100 and . < ${a} + 103")]
    [InlineData("integer", ". mod 97 = 13 and . > 5000")]
    [InlineData("integer", ". = 98 or . = 99 or (. >= 1000000 and . <= 1000010)")]
    [InlineData("integer", "not(. < 12) and not(. > 17)")]
    [InlineData("decimal", ". > 0.125 and . < 0.126")]
    [InlineData("date", ". <= today() and . > today() - 3")]
    [InlineData("date", ". >= date('1950-02-01') and . <= date('1950-02-03')")]
    [InlineData("time", ". >= '09:00' or string-length(.) = 5")]
    [InlineData("text", "regex(., '[A-Z]{2}-[0-9]{4}(a|bc)?')")]
    [InlineData("text", "string-length(.) = 13 and regex(., '^\\d+$')")]
    [InlineData("text", "string-length(.) >= 100")]
    [InlineData("text", ". = 'the one' or . = 'the other'")]
    [InlineData("select_one ten", "number(.) mod 7 = 3")]
    [InlineData("select_multiple ten", "count-selected(.) = 2 and selected(., '3')")]
    [InlineData("select_multiple ten", "not(selected(., '9') and count-selected(.) > 1)")]
    [InlineData("select_multiple ten", "count-selected(.) > 8")]
    public void A_required_answer_that_its_constraint_makes_rare_is_found(string type, string constraint)
    {
        var choices = string.Join('\n', Enumerable.Range(0, 10).Select(i => $"| | ten | {i} | C{i} |"));
        var form = Read($"""
            | survey |         |      |       |            |          |
            |        | type    | name | label | constraint | required |
            |        | integer | a    | A     | . >= 0     | yes      |
            |        | {type}  | b    | B     | {constraint.Replace("|", "\\|", StringComparison.Ordinal)} | yes |
            | choices | | | |
            | | list_name | name | label |
            {choices}
            """);
        var answers = Answers(form, 200);
        Assert.Equal(200, answers.Count);
        Assert.All(answers, a => Replay(form, a));
        Assert.All(answers, a => Assert.True(a.ContainsKey("b")));
    }

    [Fact]
    public void An_answer_that_no_value_can_be_is_told_with_its_question_and_never_passed_over_in_silence()
    {
        var report = Simulation.Run(Read("""
            | survey |         |      |       |                  |          |
            |        | type    | name | label | constraint       | required |
            |        | integer | a    | A     |                  |          |
            |        | integer | b    | B     | . > 5 and . < 6  | yes      |
            """), 10, 7, StandingClock.Morning);
        Assert.Equal(0, report.Finished);
        Assert.All(report.GivenUp, g => Assert.Equal("b", g.Question.Name));
    }

    [Fact]
    public void Answers_given_later_that_break_an_earlier_constraint_are_mended()
    {
        var form = Read("""
            | survey |         |       |       |                    |          |
            |        | type    | name  | label | constraint         | required |
            |        | integer | least | A     | . <= ${most}       | yes      |
            |        | integer | most  | B     | . >= 0 and . <= 50 | yes      |
            """);
        var answers = Answers(form, 100);
        Assert.Equal(100, answers.Count);
        Assert.All(answers, a => Assert.True(int.Parse(a["least"], System.Globalization.CultureInfo.InvariantCulture) <= int.Parse(a["most"], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void What_is_not_reached_is_told_with_the_reason_where_there_is_one()
    {
        var report = Simulation.Run(Read("""
            | survey |                     |          |       |                                |                  |
            |        | type                | name     | label | relevant                       | choice_filter    |
            |        | integer             | age      | A     |                                |                  |
            |        | note                | never    | B     | ${age} > 10 and ${age} < 5     |                  |
            |        | select_one region   | region   | C     |                                |                  |
            |        | select_one district | district | D     |                                | in = ${region}   |
            |        | deviceid            | device   |       |                                |                  |
            |        | note                | byphone  | E     | ${device} != ''                |                  |
            | choices |           |      |       |    |
            |         | list_name | name | label | in |
            |         | region    | n    | N     |    |
            |         | region    | s    | S     |    |
            |         | district  | n1   | N1    | n  |
            |         | district  | s1   | S1    | s  |
            |         | district  | w1   | W1    | w  |
            """), 200, 7, StandingClock.Morning);
        Assert.Equal([
            "never - its relevance can never hold",
            "district w1 the choice filter never offers it",
            "byphone - it waits for device, which stays empty in a simulation",
        ], report.Unreached.Select(u => $"{u.Question.Name} {u.Choice?.Name ?? "-"} {u.Because}"));
    }

    [Fact]
    public void Dont_know_and_prefer_not_to_say_come_up_less_often_than_answers_but_do()
    {
        var report = Simulation.Run(Read("""
            | survey |               |      |       |
            |        | type          | name | label |
            |        | select_one yn | a    | A     |
            | choices |           |      |       |
            |         | list_name | name | label |
            |         | yn        | 1    | Yes   |
            |         | yn        | 2    | No    |
            |         | yn        | 98   | Don't know |
            |         | yn        | 99   | Prefer not to say |
            """), 1000, 7, StandingClock.Morning);
        var chosen = report.Questions[0].Chosen;
        Assert.All(chosen, n => Assert.True(n > 20));
        Assert.True(chosen[2] + chosen[3] < chosen[0]);
    }

    [Fact]
    public void Questions_in_repeats_and_their_branches_are_reached_too()
    {
        var report = Simulation.Run(Read("""
            | survey |                 |        |       |                               |              |
            |        | type            | name   | label | relevant                      | repeat_count |
            |        | integer         | people | A     |                               |              |
            |        | begin repeat    | person | P     |                               | ${people}    |
            |        | integer         | age    | Age   |                               |              |
            |        | select_one yn   | net    | Net   | ${age} >= 12 and ${age} <= 17 |              |
            |        | end repeat      |        |       |                               |              |
            |        | hidden          | users  |       |                               |              |
            |        | note            | many   | Many  | count(${net}) > 1             |              |
            |        | begin repeat    | pet    | Pet   |                               |              |
            |        | text            | kind   | Kind  |                               |              |
            |        | end repeat      |        |       |                               |              |
            | choices |           |      |       |
            |         | list_name | name | label |
            |         | yn        | 1    | Yes   |
            |         | yn        | 2    | No    |
            """), 1000, 7, StandingClock.Morning);
        Assert.Equal((1000, 0), (report.Finished, report.Unreached.Count));
    }
}
