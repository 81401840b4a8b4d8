namespace Sala.Forms.Tests;

public class AuthoringTests
{
    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_place_and_its_remedy()
    {
        var problems = Walk.Problems("""
            | survey |                   |       |        |                      |                |
            |        | type              | name  | label  | relevant             | calculation    |
            |        | integer           | age   | Age?   |                      |                |
            |        | txt               | a     | A      |                      |                |
            |        | select_one yes_on | b     | B      |                      |                |
            |        | text              | 1c    | C      | ${agee} > 3          |                |
            |        | text              | age   | Again  | ${age} >             |                |
            |        | calculate         | d     |        |                      | roud(${age})   |
            |        | calculate         | e     |        |                      | round()        |
            |        | calculate         | f     |        |                      | ${age} & 1     |
            |        | note              | g     | Hi ${ag} |                    |                |
            |        | begin group       | h     | H      |                      |                |
            | choices |          |      |       |
            |         | list_name | name | label |
            |         | yes_no   | yes  | Yes   |
            |         | yes_no   | yes  | Oui   |
            """).Select(p => p.ToString()).ToList();
        Assert.Equal([
            "choices, row 3, name: The code yes stands in the list yes_no in row 2 too. Give each choice its own code.",
            "survey, row 3, type: “txt” is no question type. Did you mean text?",
            "survey, row 4, type: There is no list named yes_on. Did you mean yes_no?",
            "survey, row 5, name: “1c” cannot be a name. A name begins with a letter or underscore and has letters, digits, - and . only.",
            "survey, row 6, name: The name age stands in row 2 too. Rename one of them.",
            "survey, row 11, type: This group is not ended. Add “end group” below its last question.",
            "survey, row 5, relevant: ${agee} is no question. Did you mean ${age}? Row 2 has it.",
            "survey, row 6, relevant: The expression ends too early: something is missing at its end.",
            "survey, row 7, calculation: roud() is no function. Did you mean round()?",
            "survey, row 8, calculation: round() takes 1 to 2 arguments; here are 0.",
            "survey, row 9, calculation: “&” has no meaning (character 8). Write: and.",
            "survey, row 10, text in default: ${ag} is no question. Did you mean ${age}? Row 2 has it.",
        ], problems);
    }

    [Theory]
    [InlineData("end group", "Here a group ends that was not begun")]
    [InlineData("end repeat", "Here a repeat ends that was not begun")]
    public void A_group_that_ends_was_begun(string type, string message) =>
        Assert.Contains(message, Assert.Single(Walk.Problems($"| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | {type} | | |")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_sheet_with_a_name_nearly_right_is_named() =>
        Assert.Contains("Did you mean survey by “Surveys”", Assert.Single(Walk.Problems("| Surveys | | |\n| | type | name |\n| | text | a |")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_and_a_date_pattern_are_checked_when_the_form_is_read()
    {
        var problems = Walk.Problems("""
            | survey |      |      |       |                             |
            |        | type | name | label | constraint                  |
            |        | text | a    | A     | regex(., '[a-')             |
            |        | text | b    | B     | format-date(., '%Q') = 'x'  |
            """);
        Assert.Equal(2, problems.Count);
    }

    [Fact]
    public void Languages_are_known_by_code_and_fall_back_to_the_forms_own()
    {
        var form = Form.ReadMarkdown("""
            | survey |      |      |                     |                  |                    |
            |        | type | name | label::English (en) | label::Thai (th) | hint::English (en) |
            |        | text | a    | Name?               | ชื่อ             | Any name           |
            | settings |            |         |                  |
            |          | form_title | form_id | default_language |
            |          | A title    | an_id   | English (en)     |
            """);
        Assert.Equal(["en", "th"], form.Languages);
        Assert.Equal(("en", "A title", "an_id"), (form.DefaultLanguage, form.Title, form.Id));
        Assert.Equal("ชื่อ", form["a"].Label("th"));
        Assert.Equal("ชื่อ", form["a"].Label("th-TH"));
        Assert.Equal("Name?", form["a"].Label("fr"));
        Assert.Equal("Any name", form["a"].Hint("th"));
        Assert.Null(form["a"].TextIn("hint", "th"));
    }

    [Fact]
    public void Columns_that_XLSForm_does_not_know_are_kept()
    {
        var question = Form.ReadMarkdown("| survey | | | | |\n| | type | name | label | sala_fact |\n| | text | a | A | kind |")["a"];
        Assert.Equal("kind", question.Column("sala_fact"));
        Assert.Null(question.Column("other"));
    }

    [Fact]
    public void A_csv_of_all_sheets_is_the_same_form()
    {
        const string csv = "survey,,,\n,type,name,label\n,select_one yn,a,\"Yes, or \"\"no\"\"?\"\nchoices,,,\n,list_name,name,label\n,yn,y,Yes\n";
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv));
        var form = Form.Read(stream, FormFormat.Csv);
        Assert.Equal("Yes, or \"no\"?", form["a"].Label("default"));
        Assert.Equal("y", form["a"].Choices.Single().Name);
    }

    [Fact]
    public void A_field_list_is_one_page_of_its_relevant_questions()
    {
        var session = Walk.Of("""
            | survey |             |      |       |            |            |
            |        | type        | name | label | appearance | relevant   |
            |        | text        | a    | A     |            |            |
            |        | begin group | page | Page  | field-list |            |
            |        | text        | b    | B     |            |            |
            |        | text        | c    | C     |            | ${b} = 'x' |
            |        | end group   |      |       |            |            |
            |        | text        | d    | D     |            |            |
            """);
        Assert.Equal("a page d", session.PathText());
        Assert.Equal(["b"], session.QuestionsOn(session.Form["page"]).Select(q => q.Name));
        Assert.Equal(["b", "c"], session.Answers("b", "x").QuestionsOn(session.Form["page"]).Select(q => q.Name));
        Assert.Equal("d", session.Next(session.Form["page"])?.Name);
        Assert.Equal("page", session.Previous(session.Form["d"])?.Name);
    }

    [Fact]
    public void Long_lists_may_stand_in_a_sheet_of_their_own_and_maps_name_their_tags()
    {
        var form = Form.ReadMarkdown("""
            | survey |                              |      |       |                   |
            |        | type                         | name | label | choice_filter     |
            |        | select_one state             | s    | S     |                   |
            |        | select_one_external county   | c    | C     | state = ${s}      |
            |        | osm tags                     | m    | M     |                   |
            | choices |           |      |       |
            |         | list_name | name | label |
            |         | state     | a    | A     |
            | external_choices |          |      |       |       |
            |                  | list_name | name | label | state |
            |                  | county   | x    | X     | a     |
            |                  | county   | y    | Y     | b     |
            """);
        var session = form.Start(StandingClock.Morning, 1).Answers("s", "a");
        Assert.Equal(["x"], session.ChoicesFor("c").Select(c => c.Name));
        Assert.Equal((QuestionType.Osm, "tags"), (form["m"].Type, form["m"].ListName));
    }
}
