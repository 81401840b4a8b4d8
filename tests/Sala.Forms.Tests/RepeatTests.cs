namespace Sala.Forms.Tests;

public class RepeatTests
{
    private const string Household = """
        | survey |              |        |                     |                 |                                    |              |
        |        | type         | name   | label               | relevant        | calculation                        | repeat_count |
        |        | integer      | n      | How many children?  |                 |                                    |              |
        |        | begin repeat | child  | Child               |                 |                                    | ${n}         |
        |        | text         | name   | Name?               |                 |                                    |              |
        |        | integer      | age    | Age of ${name}?     |                 |                                    |              |
        |        | text         | school | School of ${name}?  | ${age} > 5      |                                    |              |
        |        | calculate    | pos    |                     |                 | position(..)                       |              |
        |        | calculate    | before |                     |                 | indexed-repeat(${age}, ${child}, ${pos} - 1) | |
        |        | begin repeat | phone  | Phone               |                 |                                    |              |
        |        | text         | number | Number?             |                 |                                    |              |
        |        | end repeat   |        |                     |                 |                                    |              |
        |        | end repeat   |        |                     |                 |                                    |              |
        |        | calculate    | total  |                     |                 | sum(${age})                        |              |
        |        | calculate    | oldest |                     |                 | max(${age})                        |              |
        |        | calculate    | many   |                     |                 | count(${child})                    |              |
        |        | calculate    | names  |                     |                 | join(', ', ${name})                |              |
        |        | calculate    | phones |                     |                 | count-non-empty(${number})         |              |
        |        | calculate    | old    |                     |                 | count(/data/child[age > 5])        |              |
        """;

    private static FormSession Two() => Walk.Of(Household).Answers("n", "2")
        .Answers("child[1]/name", "Ann").Answers("child[1]/age", "9").Answers("child[2]/name", "Bo").Answers("child[2]/age", "4");

    [Fact]
    public void The_number_of_instances_follows_its_answer()
    {
        var session = Walk.Of(Household);
        Assert.Equal("n", session.PathText());
        session.Answers("n", "2");
        Assert.Equal("n child[1]/name child[1]/age child[1]/phone[1]/number child[2]/name child[2]/age child[2]/phone[1]/number", session.PathText());
        Assert.Equal("n", session.Answers("n", "0").PathText());
    }

    [Fact]
    public void Each_instance_sees_its_own_answers()
    {
        var session = Two();
        Assert.True(session.IsRelevant("child[1]/school"));
        Assert.False(session.IsRelevant("child[2]/school"));
        Assert.Equal(("1", "2"), (session.Answer("child[1]/pos"), session.Answer("child[2]/pos")));
        Assert.Equal("9", session.Answer("child[2]/before"));
        Assert.Null(session.Answer("child[1]/before"));
    }

    [Fact]
    public void From_outside_a_repeat_all_instances_are_seen()
    {
        var session = Two();
        Assert.Equal(("13", "9", "2", "Ann, Bo", "1"), (session.Answer("total"), session.Answer("oldest"), session.Answer("many"), session.Answer("names"), session.Answer("old")));
    }

    [Fact]
    public void Instances_that_a_person_adds_and_removes_are_counted_at_once()
    {
        var session = Two();
        Assert.Equal("child[1]/phone[2]", session.AddInstance("phone", within: "child[1]"));
        session.Answers("child[1]/phone[1]/number", "1").Answers("child[1]/phone[2]/number", "2").Answers("child[2]/phone[1]/number", "3");
        Assert.Equal("3", session.Answer("phones"));
        Assert.True(session.RemoveInstance("child[1]/phone[1]"));
        Assert.Equal("2", session.Answer("phones"));
        Assert.Equal("2", session.Answer("child[1]/phone[1]/number"));
        Assert.Null(session.AddInstance("child"));
    }

    [Fact]
    public void Nested_instances_survive_being_serialised()
    {
        var session = Two();
        session.AddInstance("phone", within: "child[2]");
        session.Answers("child[2]/phone[2]/number", "8");
        Assert.Equal(session.Answers, FormSession.Restore(session.Form, session.Serialise(), StandingClock.Morning).Answers);
    }

    [Fact]
    public void More_instances_than_a_session_holds_are_reported_and_nothing_hangs()
    {
        var session = Walk.Of(Household).Answers("n", "999999999");
        Assert.Equal(FormSession.MostInstances, session.Instances("child"));
        Assert.Contains(session.Validate(), p => p.Code == AnswerCode.TooMany);
    }
}
