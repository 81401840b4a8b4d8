namespace Sala.Forms.Tests;

public class RelevanceTests
{
    private const string Pregnancy = """
        | survey |                   |          |              |                                         |
        |        | type              | name     | label        | relevant                                |
        |        | integer           | age      | Your age?    |                                         |
        |        | select_one yes_no | school   | In school?   | ${age} >= 6 and ${age} <= 20            |
        |        | begin group       | detail   | Your school  | ${school} = 'yes'                       |
        |        | text              | grade    | Which grade? |                                         |
        |        | text              | teacher  | Which class? | ${grade} != ''                          |
        |        | end group         |          |              |                                         |
        |        | note              | thanks   | Thank you    |                                         |
        | choices |          |      |       |
        |         | list_name | name | label |
        |         | yes_no   | yes  | Yes   |
        |         | yes_no   | no   | No    |
        """;

    [Fact]
    public void A_question_appears_when_its_condition_comes_to_hold_and_goes_when_it_ceases()
    {
        var session = Walk.Of(Pregnancy);
        Assert.Equal("age thanks", session.PathText());
        Assert.Equal("age school thanks", session.Answers("age", "9").PathText());
        Assert.Equal("age school grade thanks", session.Answers("school", "yes").PathText());
        Assert.Equal("age school grade teacher thanks", session.Answers("grade", "3").PathText());
        Assert.Equal("age thanks", session.Answers("age", "40").PathText());
    }

    [Fact]
    public void An_answer_that_became_irrelevant_is_dropped_and_comes_back_when_relevant_again()
    {
        var session = Walk.Of(Pregnancy).Answers("age", "9").Answers("school", "yes").Answers("grade", "3");
        session.Answers("age", "40");
        Assert.Equal(["age"], session.Answers.Keys);
        Assert.Null(session.Answer("grade"));
        session.Answers("age", "10");
        Assert.Equal("3", session.Answer("grade"));
    }

    [Fact]
    public void A_question_that_is_not_asked_takes_no_answer()
    {
        var problem = Walk.Of(Pregnancy).Set("school", "yes");
        Assert.Equal(("school", AnswerCode.NotAsked), (problem?.Question, problem?.Code));
    }

    [Fact]
    public void Answers_given_in_any_order_are_taken_in_the_order_of_the_form()
    {
        var session = Walk.Of(Pregnancy);
        Assert.Empty(session.SetAll(new Dictionary<string, string?> { ["grade"] = "3", ["school"] = "yes", ["age"] = "9" }));
        Assert.Equal(3, session.Answers.Count);
    }

    [Fact]
    public void Next_and_previous_walk_over_relevant_pages_only()
    {
        var session = Walk.Of(Pregnancy).Answers("age", "40");
        Assert.Equal("age", session.First?.Name);
        Assert.Equal("thanks", session.Next(session.First!)?.Name);
        Assert.Equal("age", session.Previous(session.Form["thanks"])?.Name);
        Assert.Null(session.Next(session.Form["thanks"]));
    }

    [Fact]
    public void A_session_goes_on_where_it_was_serialised()
    {
        var session = Walk.Of(Pregnancy).Answers("age", "9").Answers("school", "yes").Answers("grade", "3");
        session.Answers("age", "40");
        var again = FormSession.Restore(session.Form, session.Serialise(), StandingClock.Morning);
        Assert.Equal(session.Answers, again.Answers);
        Assert.Equal("3", again.Answers("age", "9").Answer("grade"));
    }
}
