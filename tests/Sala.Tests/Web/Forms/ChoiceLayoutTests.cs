using Sala.Forms;
using Sala.Web.Forms;

namespace Sala.Tests.Web.Forms;

/// <summary>What the appearance asks for, and what the number of choices needs.</summary>
public class ChoiceLayoutTests
{
    [Theory]
    [InlineData("select_one", "", 5, ChoiceKind.List, "")]
    [InlineData("select_one", "", 21, ChoiceKind.Minimal, "")]
    [InlineData("select_multiple", "", 21, ChoiceKind.List, "")]
    [InlineData("select_one", "", 121, ChoiceKind.Search, "")]
    [InlineData("select_multiple", "", 30_000, ChoiceKind.Search, "")]
    [InlineData("select_one", "minimal", 3, ChoiceKind.Minimal, "")]
    [InlineData("select_multiple", "minimal", 3, ChoiceKind.Minimal, "folded")]
    [InlineData("select_one", "minimal autocomplete", 3, ChoiceKind.Search, "")]
    [InlineData("select_one", "likert", 5, ChoiceKind.Likert, "likert")]
    [InlineData("select_one", "quick", 3, ChoiceKind.Quick, "")]
    [InlineData("select_multiple", "quick", 3, ChoiceKind.List, "")]
    [InlineData("select_one", "columns", 3, ChoiceKind.Spread, "spread")]
    [InlineData("select_one", "columns-3", 3, ChoiceKind.Spread, "spread n3")]
    [InlineData("select_one", "columns-99", 3, ChoiceKind.Spread, "spread n10")]
    [InlineData("select_one", "compact-2", 3, ChoiceKind.Spread, "spread n2")]
    [InlineData("select_one", "columns-pack no-buttons", 3, ChoiceKind.Spread, "pack bare")]
    [InlineData("select_one", "w1 something", 3, ChoiceKind.List, "")]
    public void An_appearance_is_a_layout(string type, string appearance, int choices, ChoiceKind kind, string classes)
    {
        var question = Form.ReadMarkdown($"| survey | | | | |\n| | type | name | label | appearance |\n| | {type} l | a | A | {appearance} |\n| choices | | | |\n| | list_name | name | label |\n| | l | x | X |\n")["a"];
        Assert.Equal(new ChoiceLayout(kind, classes), ChoiceLayout.Of(question, choices));
    }

    [Theory]
    [InlineData("start=0 end=10 step=1", "0 1 2 3 4 5 6 7 8 9 10")]
    [InlineData("start=0 end=1 step=0.25", "0 0.25 0.5 0.75 1")]
    [InlineData("start=3 end=1 step=1", "3 2 1")]
    [InlineData("", "1 2 3 4 5 6 7 8 9 10")]
    [InlineData("start=0 end=100 step=1", "")]
    public void A_range_of_few_steps_is_a_scale_and_one_of_many_a_number_to_type(string parameters, string steps)
    {
        var question = Form.ReadMarkdown($"| survey | | | | |\n| | type | name | label | parameters |\n| | range | a | A | {parameters} |\n")["a"];
        Assert.Equal(steps, string.Join(' ', RangeShown.Of(question).Steps));
    }
}
