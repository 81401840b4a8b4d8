using Sala.Forms.Checking;

namespace Sala.Forms.Tests.Checking;

public class CheckTests
{
    private const string Choices = """
        | choices |           |       |       |    |
        |         | list_name | name  | label | of |
        |         | yn        | yes   | Yes   |    |
        |         | yn        | no    | No    |    |
        |         | num       | 1     | One   |    |
        |         | num       | 2     | Two   |    |
        """;

    // Questions that most rules here are about.
    private static string Survey(string rows) => $"""
        | survey |                     |      |       |          |            |             |               |              |          |
        |        | type                | name | label | relevant | constraint | calculation | choice_filter | repeat_count | required |
        |        | integer             | n    | N     |          |            |             |               |              |          |
        |        | text                | t    | T     |          |            |             |               |              |          |
        |        | date                | d    | D     |          |            |             |               |              |          |
        |        | time                | at   | At    |          |            |             |               |              |          |
        |        | select_one yn       | one  | One   |          |            |             |               |              |          |
        |        | select_one num      | code | Code  |          |            |             |               |              |          |
        |        | select_multiple yn  | more | More  |          |            |             |               |              |          |
        |        | calculate           | k    |       |          |            | if(${"{one}"} = 'yes', 1, 0) |  |       |          |
        |        | calculate           | truth |      |          |            | selected(${"{more}"}, 'yes') |  |       |          |
        |        | note                | hi   | Hi    |          |            |             |               |              |          |
        {rows}
        {Choices}
        """;

    private static List<string> Of(string table) => [.. FormCheck.Of(Form.ReadMarkdown(table)).Findings.Select(f => f.ToString())];

    private static List<string> Relevant(string rule) => Of(Survey($"| | note | x | X | {rule} | | | | | |"));

    [Theory]
    [InlineData("${n} = 'abc'", "type-mismatch")]
    [InlineData("'abc' != ${n}", "type-mismatch")]
    [InlineData("${n} + 1 = 'abc'", "type-mismatch")]
    [InlineData("count-selected(${more}) = 'two'", "type-mismatch")]
    [InlineData("${n} = '2020-01-01'", "date-with-number")]
    [InlineData("${d} > 2000", "date-with-number")]
    [InlineData("today() > 18000", "date-with-number")]
    [InlineData("${n} > ${d}", "date-with-number")]
    [InlineData("${d} = '24/11/2026'", "type-mismatch")]
    [InlineData("${d} = '2026-1-1'", "type-mismatch")]
    [InlineData("${at} > '12:00'", "type-mismatch")]
    [InlineData("${t} < 'm'", "type-mismatch")]
    [InlineData("${more} = 'yes'", "multiple-with-equals")]
    [InlineData("selected(${more}, 'yes') = 'false'", "truth-as-text")]
    [InlineData("${truth} = true()", "truth-as-text")]
    [InlineData("${hi} = 'x'", "group-as-value")]
    [InlineData("${one} = 'yess'", "unknown-choice")]
    [InlineData("selected(${one}, 'maybe')", "unknown-choice")]
    [InlineData("selected(${more}, 'maybe')", "unknown-choice")]
    [InlineData("${code} = 3", "unknown-choice")]
    [InlineData("jr:choice-name('maybe', '${one}') = 'x'", "unknown-choice")]
    [InlineData("not(${one} = 'yess')", "unknown-choice")]
    public void A_comparison_that_cannot_mean_what_it_says_is_found(string rule, string id) =>
        Assert.Contains(Relevant(rule), f => f.StartsWith("survey, row 12, relevant: ", StringComparison.Ordinal) && f.EndsWith($"[{id}]", StringComparison.Ordinal));

    [Theory]
    [InlineData("${n} = ''")]
    [InlineData("${n} = '5' or ${n} > '10'")]
    [InlineData("${n} = 5 and ${n} != 6")]
    [InlineData("${d} > '2020-01-01'")]
    [InlineData("${d} = '2026-11-24' or ${d} = ''")]
    [InlineData("today() - ${d} > 365")]
    [InlineData("${d} >= today() - 30")]
    [InlineData("${d} >= date('2020-01-01') + 10")]
    [InlineData("decimal-time(${at}) > 0.5 or ${at} = '12:00'")]
    [InlineData("${t} > 5 or ${t} = 'abc'")]
    [InlineData("${more} = '' or ${more} != ''")]
    [InlineData("selected(${more}, '')")]
    [InlineData("selected(${more}, 'yes') = true()")]
    [InlineData("selected(${more}, 'yes') = 1")]
    [InlineData("${truth} = 'true' or ${truth} = 'false'")]
    [InlineData("${code} = 1 or ${code} = '2' or ${code} > 1")]
    [InlineData("${one} = 'yes' or ${one} = ''")]
    [InlineData("${k} = 1 and ${k} != 'NaN'")]
    [InlineData("string-length(${t}) > 3")]
    [InlineData("${n} mod 2 = 1 and ${n} div 2 > 0.5")]
    public void A_comparison_that_means_something_is_left_alone(string rule) => Assert.Empty(Relevant(rule));

    [Theory]
    [InlineData("${n} > 5 and ${n} < 3")]
    [InlineData("${n} > 5 and ${n} < 6")]
    [InlineData("${n} = 1 and ${n} = 2")]
    [InlineData("${n} = '' and ${n} > 3")]
    [InlineData("${one} = 'yes' and ${one} = 'no'")]
    [InlineData("${one} = 'yes' and (${n} = 1 and ${n} = 2 or ${one} = 'no')")]
    [InlineData("not(${one} = 'yes' or ${one} = 'no' or ${one} = '')")]
    [InlineData("selected(${more}, 'yes') and not(selected(${more}, 'yes'))")]
    [InlineData("selected(${more}, 'yes') and ${more} = ''")]
    [InlineData("${k} = 2")]
    [InlineData("${k} = 1 and ${one} = 'no'")]
    [InlineData("${k} = 0 and ${one} = 'yes'")]
    [InlineData("${k} = ''")]
    [InlineData("${truth} = 'true' and not(selected(${more}, 'yes'))")]
    [InlineData("${d} > '2020-01-01' and ${d} < date('2019-01-01')")]
    [InlineData("count-selected(${more}) > 2")]
    [InlineData("string-length(${t}) < 0")]
    [InlineData("${code} > 2")]
    [InlineData("false()")]
    [InlineData("1 = 2")]
    [InlineData("FALSE")]
    [InlineData("if(${one} = 'yes', ${n} > 3, false()) and ${one} = 'no'")]
    public void A_relevance_that_can_never_hold_is_found(string rule) =>
        Assert.Contains(Relevant(rule), f => f.EndsWith("[never-relevant]", StringComparison.Ordinal));

    [Theory]
    [InlineData("${n} >= 5 and ${n} <= 5")]
    [InlineData("${n} > 5 or ${n} < 3")]
    [InlineData("${k} = 1 and ${one} = 'yes'")]
    [InlineData("${k} != 1")]
    [InlineData("not(${n} > 5)")]
    [InlineData("not(${n} > 5) and not(${n} <= 5)")] // not answered
    [InlineData("selected(${more}, 'yes') and selected(${more}, 'no')")]
    [InlineData("${code} >= 2 and ${code} != 1")]
    [InlineData("count-selected(${more}) = 2")]
    public void A_relevance_that_may_hold_is_not_called_impossible(string rule) => Assert.Empty(Relevant(rule));

    [Fact]
    public void A_question_that_its_group_or_the_questions_it_reads_make_unreachable_is_found_once()
    {
        var found = Of(Survey("""
            | | integer     | kids | K | ${one} = 'yes' | . >= 1 and . <= 10 | | | | |
            | | note        | a    | A | ${kids} > 0 and ${one} = 'no' | | | | | |
            | | begin group | g    | G | ${one} = 'yes' | | | | | |
            | | begin group | h    | H | ${one} = 'no'  | | | | | |
            | | integer     | in   | I | ${n} > 1       | | | | | yes |
            | | end group   |      |   |                | | | | | |
            | | end group   |      |   |                | | | | | |
            | | note        | b    | B | ${kids} > 20   | | | | | |
            """));
        Assert.Equal([
            "survey, row 13, relevant: Nobody can come here: this relevance never holds together with that of its groups and of the questions it needs an answer to. [unreachable]",
            "survey, row 15, relevant: Nobody can come here: this relevance never holds together with that of its groups and of the questions it needs an answer to. 1 required question is in it. [required-never-asked]",
            "survey, row 19, relevant: This relevance can never hold, so nobody will be asked. Look at its parts: two of them exclude each other, or one excludes every answer. [never-relevant]",
        ], found);
    }

    [Theory]
    [InlineData("integer", ". > 10 and . < 5")]
    [InlineData("integer", ". > 10 and . < 11")]
    [InlineData("select_one yn", ". = 'maybe'")]
    [InlineData("select_multiple yn", "count-selected(.) > 3")]
    [InlineData("select_multiple yn", "selected(., 'yes') and not(selected(., 'yes'))")]
    [InlineData("date", ". > '2026-01-02' and . < '2026-01-01'")]
    [InlineData("text", "string-length(.) < 0")]
    [InlineData("integer", "${one} = 'yes' and ${one} = 'no'")]
    public void A_constraint_that_no_answer_meets_is_found(string type, string constraint) =>
        Assert.Contains(Of(Survey($"| | {type} | x | X | | {constraint} | | | | |")), f => f.EndsWith("[constraint-never-met]", StringComparison.Ordinal));

    [Theory]
    [InlineData("integer", ". >= 12 and . <= 17")]
    [InlineData("integer", ". > ${n}")]
    [InlineData("integer", ". = 98 or . = 99 or (. >= 0 and . < 7)")]
    [InlineData("select_multiple yn", "not(selected(., 'no') and count-selected(.) > 1)")]
    [InlineData("text", "regex(., '[0-9]+') and string-length(.) = 10")]
    [InlineData("date", ". <= today()")]
    [InlineData("decimal", ". > 0.1 and . < 0.11")]
    public void A_constraint_that_some_answer_meets_is_left_alone(string type, string constraint) =>
        Assert.Empty(Of(Survey($"| | {type} | x | X | | {constraint} | | | | |")));

    [Fact]
    public void A_repeat_whose_count_is_never_above_zero_is_found()
    {
        var found = Of(Survey("""
            | | integer      | few | F |  | . < 1 | | | | |
            | | begin repeat | r   | R |  |       | | | ${few} | |
            | | text         | x   | X |  |       | | | | |
            | | end repeat   |     |   |  |       | | | | |
            | | begin repeat | s   | S |  |       | | | ${n} | |
            | | text         | y   | Y |  |       | | | | |
            | | end repeat   |     |   |  |       | | | | |
            """));
        Assert.Equal("survey, row 13, repeat_count: The count can never be above zero, so the repeat is never asked. [repeat-never]", Assert.Single(found));
    }

    [Fact]
    public void Lists_are_looked_through_for_what_is_unused_never_offered_or_alike()
    {
        var found = Of("""
            | survey |                     |          |       |                |
            |        | type                | name     | label | choice_filter  |
            |        | select_one region   | region   | R     |                |
            |        | select_one district | district | D     | in = ${region} |
            |        | select_one parish   | parish   | P     | inn = ${district} |
            | choices |           |      |        |    |
            |         | list_name | name | label  | in |
            |         | region    | n    | North  |    |
            |         | region    | s    | South  |    |
            |         | district  | n1   | Centre | n  |
            |         | district  | s1   | Centre | s  |
            |         | district  | s2   | Centre | s  |
            |         | district  | w1   | West   | w  |
            |         | parish    | p1   | P      | n1 |
            |         | other     | o    | O      |    |
            """);
        Assert.Equal([
            "survey, row 4, choice_filter: The choices have no column inn, so the list parish will be empty. Did you mean in? A code stands within quotation marks: 'inn'. [unknown-column]",
            "choices, row 6, label: “Centre” (default) is the label of s2 and, in row 5, of s1: nobody can tell them apart. [labels-alike]",
            "choices, row 7, name: The choice filter of district can never offer w1. Look at its cells in the columns that the filter names. [choice-never-offered]",
            "choices, row 9, list_name: Nothing uses the list other. Delete it, or name it in a type such as select_one other. [list-unused]",
        ], found);
    }

    [Fact]
    public void A_code_that_means_something_else_in_another_list_or_language_is_found()
    {
        var found = Of("""
            | survey |                |      |                     |                  |
            |        | type           | name | label::English (en) | label::Thai (th) |
            |        | select_one yn  | a    | A                   | ก                |
            |        | select_one yn2 | b    | B                   | ข                |
            |        | select_one yn3 | c    | C                   | ค                |
            |        | select_one fq  | d    | D                   | ง                |
            | choices |           |      |                     |                  |
            |         | list_name | name | label::English (en) | label::Thai (th) |
            |         | yn        | 1    | Yes                 | ใช่               |
            |         | yn        | 2    | No                  | ไม่ใช่             |
            |         | yn2       | 1    | No                  | ไม่ใช่             |
            |         | yn2       | 2    | Yes                 | ใช่               |
            |         | yn3       | y    | Yes                 | ไม่ใช่             |
            |         | yn3       | n    | No                  | ใช่               |
            |         | fq        | 1    | 1 or 2 times        | ๓ ถึง ๕ ครั้ง      |
            |         | fq        | 2    | 3 to 5 times        | ๑ หรือ ๒ ครั้ง      |
            """);
        Assert.Equal([
            "choices, row 4, label: 1 means “No” in the list yn2, but “Yes” in yn (row 2), with the two the other way round. Give both lists the same codes, or rename the codes of one. [code-changes-meaning]",
            "choices, row 4, label: 1 means “ไม่ใช่” in the list yn2, but “ใช่” in yn (row 2), with the two the other way round. Give both lists the same codes, or rename the codes of one. [code-changes-meaning]",
            "choices, row 6, label: The labels of y and n (row 7) seem to stand the other way round in th than in en. [code-changes-meaning]",
            "choices, row 8, label: The labels of 1 and 2 (row 9) seem to stand the other way round in th than in en. [code-changes-meaning]",
        ], found);
    }

    [Fact]
    public void Missing_words_are_told_once_for_a_column_that_lacks_a_language_and_by_row_else()
    {
        var found = Of("""
            | survey |               |      |                     |                  |                    |
            |        | type          | name | label::English (en) | label::Thai (th) | hint::English (en) |
            |        | text          | a    | A                   | ก                | Any                |
            |        | select_one yn | b    | B                   |                  | Any                |
            |        | text          | c    |                     |                  |                    |
            | choices |           |      |                     |                  |
            |         | list_name | name | label::English (en) | label::Thai (th) |
            |         | yn        | 1    | Yes                 | ใช่               |
            |         | yn        | 2    |                     | ไม่ใช่             |
            |         | yn        | 3    |                     |                  |
            """);
        Assert.Equal([
            "survey, hint::Thai (th): No row has a hint in th, while 2 have one in another language; that one will be shown. [translation-missing]",
            "survey, row 3, label::Thai (th): b has no label in th; another language will be shown. [translation-missing]",
            "survey, row 4, label: c has no label: people will see nothing to answer. [label-missing]",
            "choices, row 3, label::English (en): 2 has no label in en; another language will be shown. [translation-missing]",
            "choices, row 4, label: The choice 3 has no label: people will see its code. [label-missing]",
        ], found);
    }

    [Fact]
    public void A_form_that_cannot_be_read_is_a_finding_and_an_error()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sala-check-{Guid.NewGuid():N}.md");
        File.WriteAllText(file, "| survey | | |\n| | type | name |\n| | txt | a |");
        var check = FormCheck.Of(file);
        File.Delete(file);
        Assert.True(check.HasErrors);
        Assert.Equal("survey, row 2, type: “txt” is no question type. Did you mean text? [unreadable]", Assert.Single(check.Findings).ToString());
    }

    [Fact]
    public void The_report_form_has_neither_errors_nor_warnings() => Assert.Empty(FormCheck.Of(ReportForm.Form).Findings);
}
