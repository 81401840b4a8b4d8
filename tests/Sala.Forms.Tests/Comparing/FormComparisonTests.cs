using Sala.Forms.Comparing;
using Sala.Forms.Simulating;

namespace Sala.Forms.Tests.Comparing;

public class FormComparisonTests
{
    private const string Choices = """
        | choices |           |      |        |
        |         | list_name | name | label  |
        |         | yn        | 1    | Yes    |
        |         | yn        | 2    | No     |
        |         | fruit     | a    | Apple  |
        |         | fruit     | b    | Banana |
        """;

    private static string Survey(string rows, string choices = Choices) => $"""
        | survey |      |      |       |          |            |          |             |
        |        | type | name | label | relevant | constraint | required | calculation |
        {rows}
        {choices}
        """;

    private static FormComparison Of(string old, string now) => FormComparison.Of(Form.ReadMarkdown(old), Form.ReadMarkdown(now));

    private static List<string> Kinds(string old, string now) => [.. Of(Survey(old), Survey(now)).Changes.Select(c => $"{c.Effect} {c.Kind} {c.New?.Name ?? c.Old?.Name}")];

    [Fact]
    public void The_same_form_has_no_changes() => Assert.Empty(FormComparison.Of(ReportForm.Form, ReportForm.Form).Changes);

    [Theory]
    [InlineData("| | integer | age | How old are you? | | | | |", "| | integer | years | How old are you? | | | | |", "Carried question-renamed years")]
    [InlineData("| | integer | age | How old are you? | | | | |", "| | text | colour | Which colour do you like? | | | | |", "Breaks question-removed age")]
    [InlineData("| | integer | age | Age | | | | |", "| | decimal | age | Age | | | | |", "Carried type-changed age")]
    [InlineData("| | decimal | age | Age | | | | |", "| | integer | age | Age | | | | |", "Breaks type-changed age")]
    [InlineData("| | text | age | Age | | | | |", "| | integer | age | Age | | | | |", "Breaks type-changed age")]
    [InlineData("| | integer | age | Age | | | | |", "| | text | age | Age | | | | |", "Carried type-changed age")]
    [InlineData("| | select_one yn | a | A | | | | |", "| | select_multiple yn | a | A | | | | |", "Carried type-changed a")]
    [InlineData("| | select_multiple yn | a | A | | | | |", "| | select_one yn | a | A | | | | |", "Breaks type-changed a")]
    [InlineData("| | integer | a | A | | . < 10 | | |", "| | integer | a | A | | . < 5 | | |", "Doubtful constraint-changed a")]
    [InlineData("| | integer | a | A | | . < 10 | | |", "| | integer | a | A | | | | |", "Safe constraint-changed a")]
    [InlineData("| | integer | a | A | | | | |", "| | integer | a | A | | | yes | |", "Doubtful required-changed a")]
    [InlineData("| | integer | a | A | 1 = 1 | | | |", "| | integer | a | A | 2 = 2 | | | |", "Doubtful relevant-changed a")]
    [InlineData("| | integer | a | How many children live here? | | | | |", "| | integer | a | What do you earn in a month? | | | | |", "Doubtful question-reworded a")]
    [InlineData("| | integer | a | How many children live here? | | | | |", "| | integer | a | How many children are living here? | | | | |", "Safe label-changed a")]
    [InlineData("| | calculate | a | | | | | 1 + 1 |", "| | calculate | a | | | | | 1 + 2 |", "Doubtful calculation-changed a")]
    public void Each_kind_of_change_is_told_with_what_it_does_to_old_data(string old, string now, string change) => Assert.Contains(change, Kinds(old, now));

    [Fact]
    public void A_name_that_changed_is_no_change_of_the_rules_that_use_it()
    {
        var kinds = Kinds("""
            | | integer | age | How old are you? | | | | |
            | | note    | x   | X | ${age} > 3 | | | |
            """, """
            | | integer | years | How old are you? | | | | |
            | | note    | x     | X | ${years} >  3 | | | |
            """);
        Assert.Equal(["Carried question-renamed years"], kinds);
    }

    [Fact]
    public void Moving_into_a_repeat_breaks_data_and_moving_between_groups_does_not()
    {
        var kinds = Kinds("""
            | | text | a | First  | | | | |
            | | text | b | Second | | | | |
            | | begin repeat | r | R | | | | |
            | | text | c | Third | | | | |
            | | end repeat | | | | | | |
            """, """
            | | begin repeat | r | R | | | | |
            | | text | a | First | | | | |
            | | text | c | Third | | | | |
            | | end repeat | | | | | | |
            | | begin group | g | G | | | | |
            | | text | b | Second | | | | |
            | | end group | | | | | | |
            """);
        Assert.Equal(["Breaks moved-between-repeats a", "Carried moved-between-groups b"], kinds);
    }

    [Fact]
    public void Codes_that_came_went_were_renamed_or_mean_something_else_are_told_apart()
    {
        const string Now = """
            | choices |           |      |        |
            |         | list_name | name | label  |
            |         | yn        | 1    | No     |
            |         | yn        | 2    | Yes    |
            |         | fruit     | ap   | Apple  |
            |         | fruit     | c    | Cherry |
            """;
        var rows = "| | select_one yn | q | Q | | | | |\n| | select_one fruit | f | F | | | | |";
        var comparison = Of(Survey(rows), Survey(rows, Now));
        Assert.Equal([
            "Breaks code-changes-meaning q", "Breaks code-changes-meaning q", "Breaks code-removed f", "Carried code-renamed f", "Safe code-added f",
        ], comparison.Changes.Select(c => $"{c.Effect} {c.Kind} {c.New?.Name}"));
        var mapped = comparison.Mapping.Apply(Form.ReadMarkdown(Survey(rows, Now)), new Dictionary<string, string> { ["q"] = "1", ["f"] = "a" });
        Assert.Equal(("2", "ap"), (mapped.Answers["q"], mapped.Answers["f"]));
        var left = Assert.Single(comparison.Mapping.Apply(Form.ReadMarkdown(Survey(rows, Now)), new Dictionary<string, string> { ["f"] = "b" }).Left);
        Assert.Equal(new LeftAnswer("f", "b", "no_code"), left);
    }

    [Theory]
    [InlineData("No", "No, nobody", "Doubtful choice-reworded")]
    [InlineData("Some of the time", "Some of the times", "Safe choice-reworded")]
    [InlineData("Never", "Every single day", "Breaks code-changes-meaning")]
    public void New_words_for_a_code_weigh_by_how_far_they_are_from_the_old(string before, string after, string change)
    {
        string Table(string label) => $"| survey | | | |\n| | type | name | label |\n| | select_one l | q | Q |\n| choices | | | |\n| | list_name | name | label |\n| | l | 1 | {label} |\n| | l | 2 | Something else |";
        Assert.Equal(change, Of(Table(before), Table(after)).Changes.Select(c => $"{c.Effect} {c.Kind}").Single());
    }

    [Fact]
    public void Interviews_under_old_names_arrive_whole_under_new_ones_repeats_and_codes_included()
    {
        const string Old = """
            | survey |                       |         |                |              |
            |        | type                  | name    | label          | repeat_count |
            |        | integer               | people  | How many?      |              |
            |        | begin repeat          | person  | Person         | ${people}    |
            |        | integer               | age     | Age            |              |
            |        | select_multiple fruit | likes   | Likes          |              |
            |        | end repeat            |         |                |              |
            |        | decimal               | weight  | Weight         |              |
            | choices |           |      |        |
            |         | list_name | name | label  |
            |         | fruit     | a    | Apple  |
            |         | fruit     | b    | Banana |
            """;
        var now = Old.Replace("person ", "member ", StringComparison.Ordinal).Replace("| age ", "| years ", StringComparison.Ordinal)
            .Replace("| a    | Apple", "| 1    | Apple", StringComparison.Ordinal).Replace("| b    | Banana", "| 2    | Banana", StringComparison.Ordinal);
        var (old, form) = (Form.ReadMarkdown(Old), Form.ReadMarkdown(now));
        var mapping = AnswerMapping.FromCsv(FormComparison.Of(old, form).Mapping.ToCsv());
        Simulation.Run(old, 200, 3, (s, _) => s.Answers, answers =>
        {
            var mapped = mapping.Apply(form, answers);
            Assert.Empty(mapped.Left);
            Assert.Equal(answers.Select(a => a.Key.Replace("person", "member", StringComparison.Ordinal).Replace("age", "years", StringComparison.Ordinal)), mapped.Answers.Keys);
            var session = form.Start(StandingClock.Morning, 1);
            Assert.Empty(session.SetAll(mapped.Answers.ToDictionary(a => a.Key, a => (string?)a.Value)));
        }, StandingClock.Morning);
    }

    [Fact]
    public void What_does_not_fit_is_left_and_told_never_lost()
    {
        var (old, now) = (Survey("| | decimal | w | W | | | | |\n| | dateTime | at | At | | | | |\n| | text | gone | Gone | | | | |"), Survey("| | integer | w | W | | | | |\n| | date | at | At | | | | |"));
        var comparison = Of(old, now);
        var answers = new Dictionary<string, string> { ["w"] = "3.0", ["at"] = "2026-11-24T10:00:00.000+07:00", ["gone"] = "x" };
        var mapped = comparison.Mapping.Apply(Form.ReadMarkdown(now), answers);
        Assert.Equal(("3", "2026-11-24"), (mapped.Answers["w"], mapped.Answers["at"]));
        Assert.Equal([new LeftAnswer("gone", "x", "no_question")], mapped.Left);
        answers["w"] = "3.5";
        Assert.Contains(new LeftAnswer("w", "3.5", AnswerCode.NotAnInteger), comparison.Mapping.Apply(Form.ReadMarkdown(now), answers).Left);
    }

    [Fact]
    public void A_mapping_edited_by_hand_is_read_and_a_line_that_is_not_understood_is_named()
    {
        var now = Form.ReadMarkdown(Survey("| | begin repeat | r | R | | | | |\n| | text | a | First | | | | |\n| | end repeat | | | | | | |"));
        var mapping = AnswerMapping.FromCsv("old,new,way,old_code,new_code,note\n\"a\",\"r[1]/a\",,,,\"the first, it is\"\n");
        Assert.Equal("x", mapping.Apply(now, new Dictionary<string, string> { ["a"] = "x" }).Answers["r[1]/a"]);
        Assert.Equal("row 3: “half” is no way to turn an answer. There are: nothing (copy), whole, day.",
            Assert.Single(Assert.Throws<FormException>(() => AnswerMapping.FromCsv("old,new,way\na,b,\na,b,half\n")).Problems).ToString());
    }
}
