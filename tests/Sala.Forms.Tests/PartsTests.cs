namespace Sala.Forms.Tests;

/// <summary>What stands on a page, and taking what was typed there.</summary>
public class PartsTests
{
    private const string Page = """
        | survey |                     |          |                       |                        |                      |               |              |
        |        | type                | name     | label                 | relevant               | choice_filter        | appearance    | read_only    |
        |        | begin group         | place    | Where                 |                        |                      | field-list    |              |
        |        | select_one region   | region   | Region?               |                        |                      |               |              |
        |        | select_one district | district | District of ${region} |                        | region = ${region}   |               |              |
        |        | text                | why      | Why there?            | ${district} = 'n1'     |                      |               |              |
        |        | text                | alone    | Anything else?        |                        |                      |               |              |
        |        | text                | fixed    | Fixed                 |                        |                      |               | yes          |
        |        | begin repeat        | child    | Child                 | ${region} = 'n'        |                      |               |              |
        |        | text                | name     | Name                  |                        |                      |               |              |
        |        | integer             | age      | Age of ${name}        | ${name} != ''          |                      |               |              |
        |        | end repeat          |          |                       |                        |                      |               |              |
        |        | end group           |          |                       |                        |                      |               |              |
        |        | begin repeat        | visit    | Visit                 |                        |                      |               |              |
        |        | date                | day      | Day                   |                        |                      |               |              |
        |        | text                | what     | What                  |                        |                      |               |              |
        |        | end repeat          |          |                       |                        |                      |               |              |
        |        | text                | last     | Last                  |                        |                      |               |              |
        | choices |          |      |       |        |
        |         | list_name | name | label | region |
        |         | region   | n    | North |        |
        |         | region   | s    | South |        |
        |         | district | n1   | One   | n      |
        |         | district | s1   | Two   | s      |
        """;

    private static string Addresses(FormSession session) => string.Join(' ', session.PartsOn(session.Steps[0]).SelectMany(p => p.Questions).Select(p => p.Address));

    [Fact]
    public void A_page_holds_what_is_asked_now_each_by_its_address()
    {
        var session = Walk.Of(Page);
        Assert.Equal("region district alone fixed", Addresses(session));
        session.Answers("region", "n").Answers("district", "n1").Answers("child[1]/name", "Ann");
        Assert.NotNull(session.AddInstance("child"));
        Assert.Equal("region district why alone fixed child[1]/name child[1]/age child[2]/name", Addresses(session));
        var repeat = session.PartsOn(session.Steps[0]).Single(p => p.Kind == FormPartKind.Repeat);
        Assert.True(repeat.MayChange);
        Assert.Equal([(1, 2), (2, 2)], repeat.Parts.Select(p => (p.Place, p.Count)));
        Assert.Equal("Age of Ann", session.Text(repeat.Parts[0].Parts[1], "default"));
    }

    [Fact]
    public void An_answer_moves_the_page_only_where_something_on_it_follows()
    {
        var session = Walk.Of(Page);
        var moves = session.Form.Questions.Where(q => session.Moves(session.Steps[0], q)).Select(q => q.Name);
        Assert.Equal(["region", "district", "name"], moves);
    }

    [Fact]
    public void Another_instance_may_be_added_where_the_repeat_ends_and_where_it_would_begin_when_it_has_none()
    {
        var session = Walk.Of(Page);
        Assert.Equal("place visit[1]/day visit[1]/what last", session.PathText());
        Assert.Equal([0, 0, 1, 0], session.Steps.Select(s => session.RepeatsAfter(s).Count));
        Assert.Equal("visit[1]", Assert.Single(session.InstancesAround(session.Steps[1])).Address);
        session.AddInstance("visit");
        Assert.Equal([0, 0, 0, 0, 1, 0], session.Steps.Select(s => session.RepeatsAfter(s).Count));
        session.RemoveInstance("visit[2]");
        session.RemoveInstance("visit[1]");
        Assert.Equal("place last", session.PathText());
        Assert.Equal([1, 0], session.Steps.Select(s => session.RepeatsAfter(s).Count));
    }

    [Fact]
    public void What_was_typed_on_a_page_is_taken_in_the_order_of_the_form_and_what_is_refused_keeps_the_rest()
    {
        var session = Walk.Of(Page);
        var problems = session.Take(session.Steps[0], new Dictionary<string, string> { ["district"] = "n1", ["region"] = "n", ["alone"] = "", ["fixed"] = "x", ["child[1]/age"] = "3" });
        Assert.Empty(problems);
        Assert.Equal(("n", "n1", null), (session.Answer("region"), session.Answer("district"), session.Answer("fixed")));
        Assert.True(session.IsSkipped("alone"));
        Assert.Equal(AnswerCode.NotAChoice, Assert.Single(session.Take(session.Steps[0], new Dictionary<string, string> { ["region"] = "s", ["district"] = "n1" })).Code);
        Assert.Equal("s", session.Answer("region"));
        Assert.Null(session.Answer("district"));
    }

    [Fact]
    public void A_table_is_one_page() =>
        Assert.Equal("t", Walk.Of("""
            | survey |               |      |       |            |
            |        | type          | name | label | appearance |
            |        | begin group   | t    | How often? | table-list |
            |        | select_one yn | a    | A     |            |
            |        | select_one yn | b    | B     |            |
            |        | end group     |      |       |            |
            | choices | | | |
            |         | list_name | name | label |
            |         | yn        | 1    | Yes   |
            """).PathText());
}
