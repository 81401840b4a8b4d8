namespace Sala.Forms.Tests.XForm;

public class GroupTests
{
    [Fact]
    public void Groups_and_repeats_nest_in_instance_and_body()
    {
        var form = XFormFile.Of("""
            | survey |                |      |       |            |            |         |
            |        | type           | name | label | appearance | relevant   | default |
            |        | begin_group    | g    | G     | field-list |            |         |
            |        | begin repeat   | r    | R     | w1         | 1 = 1      |         |
            |        | text           | a    | A     |            |            | x       |
            |        | begin repeat   | s    |       |            |            |         |
            |        | text           | b    | B     |            |            |         |
            |        | end repeat     |      |       |            |            |         |
            |        | end_repeat     |      |       |            |            |         |
            |        | end group      |      |       |            |            |         |
            """);
        Assert.Equal("""<data id="form"><g><r template=""><a>x</a><s template=""><b /></s></r><r><a>x</a><s><b /></s></r></g><meta><instanceID /></meta></data>""", form.PrimaryText);
        Assert.Equal(("field-list", "G"), (form.Attribute("/data/g", "appearance"), form.Words("/data/g", "label")));
        Assert.Equal(("R", "1 = 1"), (form.Words("/data/g/r", "label"), form.Bind("/data/g/r", "relevant")));
        var repeat = form.Control("/data/g/r").Elements().Last();
        Assert.Equal(("repeat", "/data/g/r", "w1"), (repeat.Name.LocalName, repeat.Attribute("nodeset")!.Value, repeat.Attribute("appearance")!.Value));
        Assert.Equal("", form.Words("/data/g/r/s", "label"));
    }

    [Theory]
    [InlineData("${n}", null)]
    [InlineData("3", "3")]
    [InlineData("${n} + 1", "/data/n + 1")]
    public void A_repeat_counts_by_a_question_or_by_a_row_of_its_own(string count, string? calculation)
    {
        var form = XFormFile.Of($"| survey | | | | |\n| | type | name | label | repeat_count |\n| | integer | n | N | |\n| | begin repeat | r | R | {count} |\n| | text | a | A | |\n| | end repeat | | | |");
        Assert.Equal(calculation, form.Binds.Contains("/data/r_count") ? form.Bind("/data/r_count", "calculate") : null);
        Assert.Equal(calculation is null ? "/data/n" : "/data/r_count", form.Control("/data/r").Elements().Last().Attributes().Single(a => a.Name.LocalName == "count").Value.Trim());
    }

    [Fact]
    public void A_loop_is_a_group_for_each_choice_with_its_name_and_label_filled_in()
    {
        var form = XFormFile.Of("""
            | survey |                    |      |                        |                |
            |        | type               | name | label                  | constraint     |
            |        | begin loop over l  | each | Each                   |                |
            |        | integer            | n    | How many %(label)s?    | . <= ../m      |
            |        | begin group        | g    | Of %(name)s            |                |
            |        | integer            | m    | %(label)s within       |                |
            |        | end group          |      |                        |                |
            |        | end loop           |      |                        |                |
            | choices |           |      |       |
            |         | list_name | name | label |
            |         | l         | cow  | Cow   |
            |         | l         | none | None  |
            |         | l         | hen  | Hen   |
            """);
        Assert.Equal("""<data id="form"><each><cow><n /><g><m /></g></cow><hen><n /><g><m /></g></hen></each><meta><instanceID /></meta></data>""", form.PrimaryText);
        Assert.Equal(("Cow", "How many Hen?", "Of hen", "%(label)s within"), (form.Words("/data/each/cow", "label"), form.Words("/data/each/hen/n", "label"), form.Words("/data/each/hen/g", "label"), form.Words("/data/each/hen/g/m", "label")));
    }

    [Theory]
    [InlineData("| | begin loop over m | x | X |\n| | text | a | A |\n| | end loop | | |", "There is no list named m")]
    [InlineData("| | begin loop | x | X |\n| | text | a | A |\n| | end loop | | |", "names no list")]
    [InlineData("| | begin loop over l | x | X |\n| | text | a | A |", "is not ended")]
    [InlineData("| | begin loop over l | x | X |\n| | text | a | A |\n| | end group | | |", "the loop of row 2 is still open")]
    [InlineData("| | begin loop over l | x | X |\n| | begin repeat | r | R |\n| | text | a | A |\n| | end repeat | | |\n| | end loop | | |", "Give each repeat its own name")]
    [InlineData("| | begin group | x | X |\n| | text | a | A |\n| | end loop | | |", "the group of row 2 is still open")]
    [InlineData("| | begin repeat | x | X |\n| | text | a | A |\n| | end group | | |", "the repeat of row 2 is still open")]
    [InlineData("| | begin group | x | X |\n| | text | a | A |", "This group is not ended")]
    [InlineData("| | text | a | A |\n| | end repeat | | |", "a repeat ends that was not begun")]
    [InlineData("| | text | meta | A |", "kept for what a form says about itself")]
    [InlineData("| | begin repeat | data | A |\n| | text | a | A |\n| | end repeat | | |", "the form itself is named so")]
    [InlineData("| | begin group | g | G |\n| | begin repeat | r | A |\n| | text | a | A |\n| | end repeat | | |\n| | end group | | |\n| | begin repeat | r | A |\n| | text | b | A |\n| | end repeat | | |", "The repeat of row 3 is named r too")]
    [InlineData("| | text | 2a | A |", "cannot be a name")]
    [InlineData("| | text | a b | A |", "cannot be a name")]
    [InlineData("| | text | | A |", "no name")]
    [InlineData("| | Text | a | A |", "Did you mean text?")]
    [InlineData("| | select_one | a | A |", "is no question type")]
    [InlineData("| | include | a | A |", "cannot be included")]
    [InlineData("| | | a | A |", "no type")]
    [InlineData("| | calculate | a | |", "calculates nothing")]
    [InlineData("| | audit | log | |", "always audit")]
    public void Rows_that_make_no_form_are_refused_with_what_to_mend(string rows, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | |\n| | type | name | label |\n{rows}\n| choices | | | |\n| | list_name | name | label |\n| | l | 1x | One |\n| | l | 2x | Two |".Replace("1x", "one", StringComparison.Ordinal).Replace("2x", "two", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void Rows_without_type_name_and_label_are_remarks_and_notes_need_no_name()
    {
        var form = XFormFile.Of("""
            | survey |      |      |       |           |          |
            |        | type | name | label | remark    | disabled |
            |        |      |      |       | # a part  |          |
            |        | note |      | Hello |           |          |
            |        | text | a    | A     |           | yes      |
            |        | text | b    | B     |           | no       |
            """);
        Assert.Equal(["/data/generated_note_name_3", "/data/b", "/data/meta/instanceID"], form.Binds);
    }

    [Fact]
    public void A_table_of_lists_has_a_row_of_labels_and_a_note_of_its_own()
    {
        var form = XFormFile.Of("""
            | survey |               |      |       |               |
            |        | type          | name | label | appearance    |
            |        | begin group   | t    | Title | table-list w2 |
            |        | select_one l  | a    | A     |               |
            |        | select_one l  | b    | B     |               |
            |        | end group     |      |       |               |
            |        | select_one l  | c    | C     |               |
            | choices |           |      |       |
            |         | list_name | name | label |
            |         | l         | 1    | One   |
            """);
        Assert.Equal("field-list w2", form.Attribute("/data/t", "appearance"));
        Assert.Null(form.Words("/data/t", "label"));
        Assert.Equal(["generated_table_list_label_2", "reserved_name_for_field_list_labels_3", "a", "b"], form.Control("/data/t").Elements().Select(e => e.Attribute("ref")!.Value["/data/t/".Length..]));
        Assert.Equal(("label", "list-nolabel", null), (form.Attribute("/data/t/reserved_name_for_field_list_labels_3", "appearance"), form.Attribute("/data/t/b", "appearance"), form.Attribute("/data/c", "appearance")));
        Assert.Contains("one list of choices", XFormFile.Refused("| survey | | | | |\n| | type | name | label | appearance |\n| | begin group | t | T | table-list |\n| | select_one l | a | A | |\n| | select_one m | b | B | |\n| | end group | | | |\n| choices | | | |\n| | list_name | name | label |\n| | l | 1 | One |\n| | m | 1 | One |"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_of_a_map_object_stand_under_its_question()
    {
        var form = XFormFile.Of("| survey | | | |\n| | type | name | label |\n| | osm building | o | O |\n| osm | | | |\n| | list_name | name | label |\n| | building | height | Height |\n| | building | levels | Levels |");
        Assert.Equal("osm/*", form.Attribute("/data/o", "mediatype"));
        Assert.Equal(["height", "levels"], form.Control("/data/o").Elements().Where(e => e.Name.LocalName == "tag").Select(e => e.Attribute("key")!.Value));
    }

    [Fact]
    public void A_calculation_is_not_shown_and_an_answer_that_is_worked_out_only_with_a_label()
    {
        var form = XFormFile.Of("| survey | | | | |\n| | type | name | label | calculation |\n| | calculate | a | A | 1 |\n| | text | b | | 1 |\n| | text | c | C | 1 |\n| | hidden | d | | |");
        Assert.Equal((false, false, true, false), (form.IsShown("/data/a"), form.IsShown("/data/b"), form.IsShown("/data/c"), form.IsShown("/data/d")));
    }
}
