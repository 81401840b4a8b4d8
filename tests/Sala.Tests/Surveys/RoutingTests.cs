using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>Not asked, declined, don't know, prefer not to say and no answer are told apart (instrument, section 7.1).</summary>
public class RoutingTests
{
    private const string Form = """
        | survey | | | | |
        | | type | name | label | relevant |
        | | select_one yn | ever | Ever? | |
        | | select_one ok | ok | May we ask? | ${ever} = 1 |
        | | select_multiple told | told | Whom did you tell? | ${ok} = 1 |
        | choices | | | |
        | | list_name | name | label |
        | | yn | 1 | yes |
        | | yn | 2 | no |
        | | yn | 98 | don't know |
        | | ok | 1 | yes |
        | | ok | 2 | no |
        | | told | 0 | nobody |
        | | told | 1 | a friend |
        | | told | 98 | don't know |
        | | told | 99 | prefer not to say |
        """;

    [Fact]
    public void Each_state_of_an_answer_is_told_from_the_others()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("d.csv"), "ever,ok,told\n1,1,1 0\n1,1,98\n1,1,99\n1,1,\n1,2,\n2,,\n98,,\n".Replace("1 0", "1", StringComparison.Ordinal));
        var data = Dataset.Read(folder.File("d.csv"));
        var routing = new Routing(data, Sala.Forms.Form.ReadMarkdown(Form), new AnswerCodes(["98"], ["99"]), null);
        var frame = new Frame(data, routing.StatesOf);
        routing.Declined(["told"], PlanExpression.Compile(new PlanFormula("ok = 2", new Place(1, 1)), frame));
        Assert.Equal([ItemState.Answered, ItemState.DontKnow, ItemState.PreferNotToSay, ItemState.NoAnswer, ItemState.Declined, ItemState.NotAsked, ItemState.NotAsked], frame.States("told"));
    }

    [Theory]
    [InlineData("a = 1 and b = 1", "1 0 . 0")]
    [InlineData("a = 1 or b = 1", "1 1 1 .")]
    [InlineData("not a = 1", "0 0 0 1")]
    [InlineData("if(b = 1, 2, 3)", "2 3 . .")]
    [InlineData("max(a, b)", "1 1 1 .")]
    [InlineData("coalesce(b, 7)", "1 0 7 7")]
    [InlineData("count(a = 1, b = 1)", "2 1 1 0")]
    [InlineData("m in (2..3)", "1 0 . 1")]
    [InlineData("selected(m, '1')", "1 0 . 0")]
    [InlineData("known(b)", "1 1 0 0")]
    [InlineData("a + 2 * 3", "7 7 7 6")]
    public void An_expression_keeps_what_is_missing_missing_where_it_would_decide(string expression, string expected)
    {
        var data = new Dataset("t", [Variable.Of("a", ["1", "1", "1", "0"]), Variable.Of("b", ["1", "0", null, null]), Variable.Of("m", ["1 3", "98", null, "2"])]);
        var value = PlanExpression.Compile(new PlanFormula(expression, new Place(1, 1)), new Frame(data, _ => []));
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 4).Select(r => value(r) is var v && double.IsNaN(v) ? "." : v.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }
}
