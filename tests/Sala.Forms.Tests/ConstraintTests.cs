namespace Sala.Forms.Tests;

public class ConstraintTests
{
    private const string Ages = """
        | survey |                     |       |       |                                                        |                    |          |
        |        | type                | name  | label | constraint                                             | constraint_message | required |
        |        | integer             | age   | Age?  | . >= 0 and . <= 120                                    | Between 0 and 120. | yes      |
        |        | select_multiple fun | fun   | Fun?  | count-selected(.) <= 1 or not(selected(., 'none'))     |                    |          |
        |        | decimal             | height|       |                                                        |                    |          |
        |        | date                | born  |       | . <= today()                                           |                    |          |
        |        | time                | at    |       |                                                        |                    |          |
        |        | acknowledge         | ok    |       |                                                        |                    |          |
        |        | range               | pain  |       |                                                        |                    |          |
        |        | geopoint            | place |       |                                                        |                    |          |
        | choices |          |      |       |
        |         | list_name | name | label |
        |         | fun      | swim | Swim  |
        |         | fun      | read | Read  |
        |         | fun      | none | None  |
        """;

    [Theory]
    [InlineData("age", "121", AnswerCode.Constraint)]
    [InlineData("age", "-1", AnswerCode.Constraint)]
    [InlineData("age", "twelve", AnswerCode.NotAnInteger)]
    [InlineData("age", "12.5", AnswerCode.NotAnInteger)]
    [InlineData("age", "", AnswerCode.Required)]
    [InlineData("fun", "fly", AnswerCode.NotAChoice)]
    [InlineData("fun", "swim none", AnswerCode.Constraint)]
    [InlineData("height", "1,75", AnswerCode.NotANumber)]
    [InlineData("height", "1e5", AnswerCode.NotANumber)]
    [InlineData("born", "24/11/2026", AnswerCode.NotADate)]
    [InlineData("born", "2026-02-30", AnswerCode.NotADate)]
    [InlineData("born", "2026-11-25", AnswerCode.Constraint)]
    [InlineData("at", "25:00", AnswerCode.NotATime)]
    [InlineData("ok", "no", AnswerCode.NotAChoice)]
    [InlineData("pain", "11", AnswerCode.OutOfRange)]
    [InlineData("place", "91 0", AnswerCode.NotAPlace)]
    [InlineData("nothing", "x", AnswerCode.UnknownQuestion)]
    public void An_answer_that_does_not_fit_is_refused_with_its_reason(string question, string answer, string code)
    {
        var session = Walk.Of(Ages);
        Assert.Equal(code, session.Set(question, answer)?.Code);
        Assert.Empty(session.Answers);
    }

    [Theory]
    [InlineData("age", "๑๒", "12")]
    [InlineData("age", " 007 ", "7")]
    [InlineData("fun", "read swim read", "read swim")]
    [InlineData("height", "1.75", "1.75")]
    [InlineData("born", "2026-1-5", "2026-01-05")]
    [InlineData("ok", "on", "OK")]
    [InlineData("place", "13.75 100.5 0 5", "13.75 100.5 0 5")]
    public void An_answer_is_brought_to_one_way_of_writing(string question, string typed, string stored) =>
        Assert.Equal(stored, Walk.Of(Ages).Answers(question, typed).Answer(question));

    [Fact]
    public void A_refused_answer_leaves_the_one_before()
    {
        var session = Walk.Of(Ages).Answers("age", "12");
        Assert.NotNull(session.Set("age", "500"));
        Assert.Equal("12", session.Answer("age"));
    }

    [Fact]
    public void What_is_missing_stands_in_the_way_of_handing_in()
    {
        var session = Walk.Of(Ages);
        Assert.Equal([new AnswerProblem("age", AnswerCode.Required)], session.Validate().Select(p => new AnswerProblem(p.Question, p.Code)));
        Assert.Empty(session.Answers("age", "12").Validate());
        Assert.Equal(AnswerCode.Required, session.Skip("age")?.Code);
    }

    [Fact]
    public void A_message_is_the_forms_own_or_the_engines_and_never_repeats_the_answer()
    {
        var session = Walk.Of(Ages);
        Assert.Equal("Between 0 and 120.", session.Set("age", "777")?.Message("en"));
        var engine = session.Set("height", "my secret")!.Value;
        Assert.DoesNotContain("secret", engine.Message("en") + engine.Message("th") + engine, StringComparison.Ordinal);
        Assert.NotEqual(engine.Message("en"), engine.Message("th"));
        Assert.Equal("", session.Set("my secret!", "x")?.Question);
    }

    [Fact]
    public void A_skipped_question_is_known_as_skipped_until_it_is_answered()
    {
        var session = Walk.Of(Ages);
        Assert.Null(session.Skip("fun"));
        Assert.True(session.IsSkipped("fun"));
        Assert.True(FormSession.Restore(session.Form, session.Serialise()).IsSkipped("fun"));
        Assert.False(session.Answers("fun", "swim").IsSkipped("fun"));
    }

    [Fact]
    public void Control_characters_and_half_surrogates_do_not_enter_a_text()
    {
        var session = Walk.Of("""
            | survey |      |      |       |
            |        | type | name | label |
            |        | text | a    | A     |
            """);
        Assert.Equal("ab\ncd😀", session.Answers("a", "a\0b\r\nc\u0007d\uD800😀").Answer("a"));
        Assert.Equal(AnswerCode.TooLong, session.Set("a", new string('x', 20_001))?.Code);
    }
}
