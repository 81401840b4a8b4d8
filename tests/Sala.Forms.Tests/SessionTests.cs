namespace Sala.Forms.Tests;

public class SessionTests
{
    [Fact]
    public void The_answers_of_the_record_before_are_offered_as_defaults()
    {
        const string table = """
            | survey |      |        |        |                      |                                    |
            |        | type | name   | label  | default              | calculation                        |
            |        | text | street | Street | ${last-saved#street} |                                    |
            |        | calculate | before |   |                      | instance('__last-saved')/data/street |
            """;
        var form = Form.ReadMarkdown(table);
        Assert.Null(form.Start(StandingClock.Morning, 1).Answer("street"));
        var session = form.Start(StandingClock.Morning, 1, lastSaved: new Dictionary<string, string> { ["street"] = "Soi 4" });
        Assert.Equal("Soi 4", session.Answer("street"));
        Assert.Equal("Soi 4", FormSession.Restore(form, session.Serialise(), StandingClock.Morning).LastSaved["street"]);
        Assert.Equal("Soi 4", session.Answers("street", "Soi 9").Answer("before"));
    }

    [Fact]
    public void A_default_that_is_worked_out_sees_what_was_worked_out_before_it()
    {
        var session = Walk.Of("""
            | survey |              |       |       |               |             |              |
            |        | type         | name  | label | default       | calculation | repeat_count |
            |        | integer      | base  | B     | 4             |             |              |
            |        | calculate    | twice |       |               | ${base} * 2 |              |
            |        | integer      | start | S     | ${twice} + 1  |             |              |
            |        | begin repeat | child | C     |               |             |              |
            |        | integer      | place | P     | position(..) * 10 |         |              |
            |        | end repeat   |       |       |               |             |              |
            """);
        Assert.Equal("9", session.Answer("start"));
        session.AddInstance("child");
        Assert.Equal("20", session.Answer("child[2]/place"));
        Assert.Equal("9", session.Answers("base", "100").Answer("start")); // once, not again
        Assert.Null(session.Answers("child[1]/place", null).Answer("child[1]/place"));
    }

    [Fact]
    public void A_calculation_that_waits_for_a_trigger_is_worked_out_when_its_answer_changes_and_only_then()
    {
        var session = Walk.Of("""
            | survey |           |       |       |                   |         |
            |        | type      | name  | label | calculation       | trigger |
            |        | text      | name  | N     |                   |         |
            |        | text      | other | O     |                   |         |
            |        | calculate | when  |       | concat('at ', ${other}) | ${name} |
            |        | text      | gone  | G     |                   | ${name} |
            """);
        session.Answers("gone", "x").Answers("other", "1");
        Assert.Null(session.Answer("when"));
        Assert.Equal("at 1", session.Answers("name", "a").Answer("when"));
        Assert.Null(session.Answer("gone")); // a trigger without a calculation empties the answer
        Assert.Equal("at 1", session.Answers("other", "2").Answer("when"));
        Assert.Equal("at 2", session.Answers("name", "b").Answer("when"));
    }

    [Fact]
    public void Two_that_trigger_each_other_come_to_an_end()
    {
        var session = Walk.Of("""
            | survey |      |      |       |                         |         |
            |        | type | name | label | calculation             | trigger |
            |        | text | a    | A     | concat(${b}, 'x')       | ${b}    |
            |        | text | b    | B     | concat(${a}, 'y')       | ${a}    |
            """);
        Assert.Equal("1y", session.Answers("a", "1").Answer("b"));
        Assert.True(session.Answer("a")!.Length < 10);
    }

    [Fact]
    public void Pinned_choices_keep_their_place_while_the_others_are_shuffled()
    {
        var form = Form.ReadMarkdown("""
            | survey |                |      |       |                |
            |        | type           | name | label | parameters     |
            |        | select_one why | why  | Why   | randomize=true |
            | choices |               |      |       |        |
            |        | list_name      | name | label | pinned |
            |        | why            | 1    | One   |        |
            |        | why            | 2    | Two   |        |
            |        | why            | 3    | Three |        |
            |        | why            | 4    | Four  |        |
            |        | why            | 96   | Other | yes    |
            |        | why            | 99   | None  | yes    |
            """);
        var orders = Enumerable.Range(1, 20).Select(seed => string.Join(' ', form.Start(StandingClock.Morning, seed).ChoicesFor("why").Select(c => c.Name))).ToList();
        Assert.All(orders, o => Assert.EndsWith(" 96 99", o, StringComparison.Ordinal));
        Assert.True(orders.Distinct().Count() > 5);
        Assert.Equal(orders[0], string.Join(' ', form.Start(StandingClock.Morning, 1).ChoicesFor("why").Select(c => c.Name)));
    }

    [Fact]
    public void Choices_come_from_what_was_answered_in_a_repeat()
    {
        var session = Walk.Of("""
            | survey |                    |        |        |               |
            |        | type               | name   | label  | choice_filter |
            |        | begin repeat       | person | Person |               |
            |        | text               | name   | Name   |               |
            |        | integer            | age    | Age    |               |
            |        | end repeat         |        |        |               |
            |        | select_one ${name} | head   | Head   | age >= 18     |
            """);
        session.AddInstance("person");
        session.Answers("person[1]/name", "Ana").Answers("person[1]/age", "40").Answers("person[2]/name", "Bo").Answers("person[2]/age", "9");
        Assert.Equal(["Ana"], session.ChoicesFor("head").Select(c => c.Name));
        Assert.Equal("Ana", session.Answers("head", "Ana").Answer("head"));
        session.Answers("person[1]/name", "Anna");
        Assert.Null(session.Answer("head"));
    }

    [Fact]
    public void A_running_total_reads_the_instance_before()
    {
        var session = Walk.Of("""
            | survey |              |       |       |                                                                                     |
            |        | type         | name  | label | calculation                                                                         |
            |        | begin repeat | month | M     |                                                                                     |
            |        | integer      | paid  | P     |                                                                                     |
            |        | calculate    | sofar |       | coalesce(indexed-repeat(${sofar}, ${month}, position(..) - 1), 0) + ${paid}         |
            |        | end repeat   |       |       |                                                                                     |
            """);
        session.AddInstance("month");
        session.AddInstance("month");
        session.Answers("month[1]/paid", "5").Answers("month[2]/paid", "7").Answers("month[3]/paid", "1");
        Assert.Equal("13", session.Answer("month[3]/sofar"));
        Assert.Equal("18", session.Answers("month[1]/paid", "10").Answer("month[3]/sofar"));
    }

    [Fact]
    public void A_name_that_stands_twice_is_answered_by_its_address()
    {
        var session = Walk.Of("""
            | survey |             |        |        |
            |        | type        | name   | label  |
            |        | begin group | mother | Mother |
            |        | text        | name   | Name   |
            |        | end group   |        |        |
            |        | begin group | father | Father |
            |        | text        | name   | Name   |
            |        | end group   |        |        |
            """);
        Assert.Equal(["name", "father/name"], session.Steps.Select(s => s.Address));
        session.Answers("name", "Ana").Answers("father/name", "Bo");
        Assert.Equal("Bo", FormSession.Restore(session.Form, session.Serialise(), StandingClock.Morning).Answer("father/name"));
    }

    [Fact]
    public void Finishing_notes_the_time_and_says_what_is_still_needed()
    {
        var session = Walk.Of("""
            | survey |      |      |       |          |
            |        | type | name | label | required |
            |        | end  | done |       |          |
            |        | text | a    | A     | yes      |
            """);
        Assert.Equal("a", Assert.Single(session.Finish()).Question);
        Assert.Equal("2026-11-24T09:30:00.000+07:00", session.Answer("done"));
        Assert.Empty(session.Answers("a", "x").Finish());
    }

    [Fact]
    public void Names_of_months_and_choices_follow_the_language_of_the_session()
    {
        var session = Walk.Of("""
            | survey |               |      |             |           |                                  |
            |        | type          | name | label::English (en) | label::Thai (th) | calculation          |
            |        | select_one yn | a    | A           | ก         |                                  |
            |        | calculate     | said |             |           | jr:choice-name(${a}, '${a}')     |
            |        | calculate     | when |             |           | format-date('2026-11-04', '%b')  |
            | choices |              |      |             |           |
            |        | list_name     | name | label::English (en) | label::Thai (th) |
            |        | yn            | 1    | Yes         | ใช่        |
            """).Answers("a", "1");
        session.Language = "en";
        Assert.Equal(("Yes", "Nov"), (session.Answer("said"), session.Answer("when")));
        session.Language = "th";
        Assert.Equal(("ใช่", "พ.ย."), (session.Answer("said"), session.Answer("when")));
    }
}
