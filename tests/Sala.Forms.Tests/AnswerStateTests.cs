namespace Sala.Forms.Tests;

public class AnswerStateTests
{
    private const string Table = """
        | survey |                  |        |        |                                  |                                     |          |
        |        | type             | name   | label  | relevant                         | constraint                          | required |
        |        | select_one yn    | online | Online |                                  |                                     |          |
        |        | select_one yn    | asked  | Asked  | ${online} = '1'                  |                                     |          |
        |        | integer          | first  | First  |                                  | (. >= 1 and . <= 17) or . = 98      |          |
        |        | integer          | age    | Age    |                                  | . >= 18 and . <= 99                 |          |
        |        | select_multiple yn | why  | Why    |                                  |                                     |          |
        |        | date             | day    | Day    |                                  |                                     |          |
        |        | time             | clock  | Clock  |                                  |                                     |          |
        |        | decimal          | hours  | Hours  |                                  |                                     |          |
        | choices |                 |        |        |
        |        | list_name        | name   | label  |
        |        | yn               | 1      | Yes    |
        |        | yn               | 2      | No     |
        |        | yn               | 98     | Don't know |
        |        | yn               | 99     | Prefer not to say |
        """;

    [Fact]
    public void Dont_know_and_prefer_not_to_say_are_codes_of_their_own_and_not_answers()
    {
        var session = Walk.Of(Table);
        Assert.Equal(AnswerState.Asked, session.State("online"));
        Assert.Equal(AnswerState.Answered, session.Answers("online", "2").State("online"));
        Assert.Equal(AnswerState.DontKnow, session.Answers("online", "98").State("online"));
        Assert.Equal(AnswerState.PreferNotToSay, session.Answers("online", "99").State("online"));
        Assert.Equal(AnswerState.DontKnow, session.Answers("why", "98").State("why"));
    }

    [Fact]
    public void Skipped_by_routing_is_not_missing()
    {
        var session = Walk.Of(Table).Answers("online", "2");
        Assert.Equal(AnswerState.SkippedByRouting, session.State("asked"));
        session.Answers("online", "1");
        Assert.Equal(AnswerState.Asked, session.State("asked"));
        Assert.Null(session.Skip("asked"));
        Assert.Equal(AnswerState.Missing, session.State("asked"));
        Assert.Equal(AnswerState.Answered, session.Answers("asked", "1").State("asked"));
        Assert.Equal(AnswerState.SkippedByRouting, session.Answers("online", "2").State("asked"));
    }

    [Fact]
    public void A_number_is_a_code_only_where_the_constraint_lets_it_through_alone()
    {
        var session = Walk.Of(Table).Answers("first", "98").Answers("age", "98");
        Assert.Equal(AnswerState.DontKnow, session.State("first"));
        Assert.Null(session.Given("first").WholeNumber);
        Assert.Equal(AnswerState.Answered, session.State("age"));
        Assert.Equal(98, session.Given("age").WholeNumber);
        Assert.Equal(AnswerState.Answered, session.Answers("first", "12").State("first"));
    }

    [Fact]
    public void In_a_list_of_a_hundred_codes_98_is_a_code_like_any_other()
    {
        var codes = string.Concat(Enumerable.Range(1, 100).Select(i => $"| | area | {i} | Area {i} |\n"));
        var session = Walk.Of($"| survey | | | |\n| | type | name | label |\n| | select_one area | area | Area |\n| choices | | | |\n| | list_name | name | label |\n{codes}");
        Assert.Equal(AnswerState.Answered, session.Answers("area", "98").State("area"));
    }

    [Fact]
    public void Answers_are_read_in_their_type_or_not_at_all()
    {
        var session = Walk.Of(Table).Answers("day", "2026-11-24").Answers("clock", "14:30").Answers("hours", "2.5").Answers("why", "1 2");
        Assert.Equal(new DateOnly(2026, 11, 24), session.Given("day").Day);
        Assert.Equal(new TimeOnly(14, 30), session.Given("clock").Time);
        Assert.Equal(2.5, session.Given("hours").Number);
        Assert.Equal(["1", "2"], session.Given("why").Codes);
        Assert.Null(session.Given("day").Number);
        Assert.Null(session.Given("hours").Day);
        Assert.Null(session.Given("age").Number);
        Assert.Throws<ArgumentException>(() => session.State("nobody"));
    }

    [Fact]
    public void All_questions_that_take_an_answer_are_a_row_of_a_data_set()
    {
        var session = Walk.Of(Table).Answers("online", "2");
        Assert.Equal(["online: Answered", "asked: SkippedByRouting", "first: Asked", "age: Asked", "why: Asked", "day: Asked", "clock: Asked", "hours: Asked"],
            session.AllGiven().Select(g => $"{g.Address}: {g.Answer.State}"));
    }
}
