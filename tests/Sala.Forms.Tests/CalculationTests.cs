namespace Sala.Forms.Tests;

public class CalculationTests
{
    [Fact]
    public void Calculations_follow_their_sources_whatever_the_order_of_the_rows()
    {
        var session = Walk.Of("""
            | survey |           |       |       |                   |
            |        | type      | name  | label | calculation       |
            |        | calculate | total |       | ${net} + ${tax}   |
            |        | calculate | tax   |       | ${net} * 0.07     |
            |        | decimal   | net   | Net   |                   |
            """);
        Assert.Null(session.Answer("total"));
        Assert.Equal("107", session.Answers("net", "100").Answer("total"));
        Assert.Null(session.Answers("net", null).Answer("total"));
    }

    [Fact]
    public void Once_keeps_its_first_value()
    {
        var session = Walk.Of("""
            | survey |           |       |       |               |
            |        | type      | name  | label | calculation   |
            |        | text      | name  | Name  |               |
            |        | calculate | first |       | once(${name}) |
            """);
        Assert.Equal("Ann", session.Answers("name", "Ann").Answers("name", "Bo").Answer("first"));
    }

    [Fact]
    public void A_trigger_works_its_calculation_out_only_when_it_is_answered()
    {
        var session = Walk.Of("""
            | survey |           |       |       |                        |         |
            |        | type      | name  | label | calculation            | trigger |
            |        | integer   | n     | N     |                        |         |
            |        | text      | go    | Go    |                        |         |
            |        | calculate | copy  |       | concat('was ', ${n})   | ${go}   |
            """).Answers("n", "1").Answers("go", "x").Answers("n", "2");
        Assert.Equal("was 1", session.Answer("copy"));
        Assert.Equal("was 2", session.Answers("go", "y").Answer("copy"));
    }

    [Fact]
    public void Defaults_are_there_from_the_start_and_may_be_worked_out()
    {
        var session = Walk.Of("""
            | survey |         |      |       |               |
            |        | type    | name | label | default       |
            |        | integer | n    | N     | 12            |
            |        | date    | day  | Day   | today()       |
            |        | text    | code | Code  | 10-3          |
            """);
        Assert.Equal(["12", "2026-11-24", "10-3"], session.Answers.Values);
    }

    [Fact]
    public void A_circle_is_found_when_the_form_is_read()
    {
        var problems = Walk.Problems("""
            | survey |           |      |       |             |
            |        | type      | name | label | calculation |
            |        | calculate | a    |       | ${b} + 1    |
            |        | calculate | b    |       | ${c} + 1    |
            |        | calculate | c    |       | ${a} + 1    |
            """);
        var problem = Assert.Single(problems);
        Assert.Contains("→", problem.Message, StringComparison.Ordinal);
        Assert.All(["a", "b", "c"], name => Assert.Contains(name, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_question_cannot_be_relevant_by_its_own_answer()
    {
        var problem = Assert.Single(Walk.Problems("""
            | survey |      |      |       |            |
            |        | type | name | label | relevant   |
            |        | text | a    | A     | ${a} = 'x' |
            """));
        Assert.Contains("waits for its own answer", problem.Message, StringComparison.Ordinal);
    }
}
