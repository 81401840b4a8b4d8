namespace Sala.Forms.Tests.XForm;

public class TextAndChoiceTests
{
    [Fact]
    public void A_form_in_one_language_without_media_has_no_texts_of_its_own()
    {
        var form = XFormFile.Of("| survey | | | | |\n| | type | name | label | hint |\n| | text | a | A | H |");
        Assert.Empty(form.Languages);
        Assert.Equal(("A", "H"), (form.Words("/data/a", "label"), form.Words("/data/a", "hint")));
    }

    [Fact]
    public void What_a_language_lacks_is_a_dash_there_but_never_a_picture()
    {
        var form = XFormFile.Of("""
            | survey |      |      |             |            |            |           |                   |                             |
            |        | type | name | label::en   | label::th  | hint::en   | image::en | guidance_hint::th | constraint_message::th      |
            |        | text | a    | Name?       | ชื่อ        | Yours ${b} | a.png     | More              | ผิด                          |
            |        | text | b    | B           |            |            |           |                   |                             |
            """);
        Assert.Equal(["en", "th"], form.Languages);
        Assert.Equal("long=Name? image=jr://images/a.png", form.Text("en", "/data/a:label"));
        Assert.Equal("long=ชื่อ", form.Text("th", "/data/a:label"));
        Assert.Equal(("long=B", "long=-"), (form.Text("en", "/data/b:label"), form.Text("th", "/data/b:label")));
        Assert.Equal("long=Yours {/data/b} guidance=-", form.Text("en", "/data/a:hint"));
        Assert.Equal("guidance=More long=-", form.Text("th", "/data/a:hint"));
        Assert.Equal("jr:itext('/data/a:jr:constraintMsg')", form.Bind("/data/a", "jr:constraintMsg"));
        Assert.Equal(("long=-", "long=ผิด"), (form.Text("en", "/data/a:jr:constraintMsg"), form.Text("th", "/data/a:jr:constraintMsg")));
    }

    [Theory]
    [InlineData("", new[] { "default*", "th" }, "default", "Name?")]
    [InlineData("| settings | |\n| | default_language |\n| | en |", new[] { "en*", "th" }, "en", "Name?")]
    [InlineData("| settings | |\n| | default_language |\n| | th |", new[] { "th*" }, "th", "ชื่อ")]
    public void Words_without_a_language_are_of_the_default_language(string settings, string[] languages, string language, string words)
    {
        var form = XFormFile.Of($"| survey | | | | |\n| | type | name | label | label::th |\n| | text | a | Name? | ชื่อ |\n{settings}");
        Assert.Equal(languages, form.Languages);
        Assert.Equal($"long={words}", form.Text(language, "/data/a:label"));
    }

    [Fact]
    public void One_colon_parts_a_heading_in_sheets_that_never_use_two()
    {
        var form = XFormFile.Of("""
            | survey |      |      |               |                |             |
            |        | type | name | label:English | bind:jr:constraintMsg | media:image |
            |        | text | a    | A             | No             | a.png       |
            """);
        Assert.Equal("long=A", form.Text("English", "/data/a:label"));
        Assert.Equal("image=jr://images/a.png long=-", form.Text("default", "/data/a:label"));
        Assert.Equal("No", form.Bind("/data/a", "jr:constraintMsg"));
    }

    [Fact]
    public void A_picture_a_guidance_or_a_name_in_a_message_makes_a_text()
    {
        var form = XFormFile.Of("""
            | survey |      |      |       |         |           |               |                    |
            |        | type | name | label | hint    | image     | guidance_hint | required_message   |
            |        | text | a    | A     | H       | a.png     |               | Please, ${a}       |
            |        | text | b    | B     | H       |           | G             | Please             |
            """);
        Assert.Equal(["default*"], form.Languages);
        Assert.Equal("H", form.Words("/data/a", "hint"));
        Assert.Equal("jr:itext('/data/b:hint')", form.Words("/data/b", "hint"));
        Assert.Equal("long=H guidance=G", form.Text("default", "/data/b:hint"));
        Assert.Equal("long=Please, {/data/a}", form.Text("default", "/data/a:jr:requiredMsg"));
        Assert.Equal("Please", form.Bind("/data/b", "jr:requiredMsg"));
    }

    [Theory]
    [InlineData("label", "", "q has neither label nor hint")]
    [InlineData("guidance_hint", "G", "q has neither label nor hint")]
    [InlineData("big-image", "a.png", "big-image goes with an image")]
    [InlineData("media::film", "a.mp4", "film is no kind of media")]
    public void A_question_has_words_that_can_be_shown(string column, string cell, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | |\n| | type | name | {column} |\n| | text | q | {cell} |"), StringComparison.Ordinal);

    private const string Lists = """
        | choices |           |      |          |           |                  |        |
        |         | list_name | name | label    | label::th | media::audio::th | region |
        |         | plain     | 1    | One      |           |                  | n      |
        |         | plain     | 2    | Two      |           |                  |        |
        |         | spoken    | 1    | One ${a} | หนึ่ง      | one.mp3          |        |
        |         | unused    | 1    | One      |           |                  |        |
        |         | bare      | 1    |          |           |                  |        |
        """;

    [Fact]
    public void Every_list_is_an_instance_by_itext_where_its_words_need_it()
    {
        var form = XFormFile.Of($"| survey | | | | |\n| | type | name | label | choice_filter |\n| | select_one plain | a | A | region = 'n' |\n| | select_multiple spoken | b | B | |\n| | rank bare | c | C | |\n{Lists}");
        Assert.Equal(["plain: 1,2", "spoken: 1", "unused: 1", "bare: 1"], form.Instances);
        Assert.Equal("instance('plain')/root/item[region = 'n'] name label", form.Itemset("/data/a"));
        Assert.Equal("instance('spoken')/root/item name jr:itext(itextId)", form.Itemset("/data/b"));
        Assert.Equal("rank", form.Control("/data/c").Name.LocalName);
        Assert.Equal("odk:rank", form.Bind("/data/c", "type"));
        Assert.Equal("long=One {/data/a}", form.Text("default", "spoken-0"));
        Assert.Equal("long=หนึ่ง audio=jr://audio/one.mp3", form.Text("th", "spoken-0"));
    }

    [Theory]
    [InlineData("randomize=true", "randomize(instance('plain')/root/item) name label")]
    [InlineData("randomize=true seed=42", "randomize(instance('plain')/root/item, 42) name label")]
    [InlineData("randomize = true, seed = ${n}", "randomize(instance('plain')/root/item, /data/n) name label")]
    [InlineData("randomize=false", "instance('plain')/root/item name label")]
    public void Choices_may_be_shuffled(string parameters, string itemset) =>
        Assert.Equal(itemset, XFormFile.Of($"| survey | | | | |\n| | type | name | label | parameters |\n| | integer | n | N | |\n| | select_one plain | a | A | {parameters} |\n{Lists}").Itemset("/data/a"));

    [Theory]
    [InlineData("select_one_from_file towns.csv", "", "towns jr://file-csv/towns.csv", "instance('towns')/root/item name label")]
    [InlineData("select multiple from file towns.xml", "", "towns jr://file/towns.xml", "instance('towns')/root/item name label")]
    [InlineData("select_one_from_file towns.geojson", "", "towns jr://file/towns.geojson", "instance('towns')/root/item id title")]
    [InlineData("select_multiple_from_file towns.csv", "value=Code label=Name_th", "towns jr://file-csv/towns.csv", "instance('towns')/root/item Code Name_th")]
    [InlineData("select_one towns.csv", "", "towns jr://file-csv/towns.csv", "instance('towns')/root/item name label")]
    public void Choices_of_a_file_are_an_instance_with_its_address(string type, string parameters, string instance, string itemset)
    {
        var form = XFormFile.Of($"| survey | | | | |\n| | type | name | label | parameters |\n| | {type} | a | A | {parameters} |\n| | {type} | b | B | {parameters} |");
        Assert.Equal([instance], form.Instances);
        Assert.Equal(itemset, form.Itemset("/data/a"));
    }

    [Fact]
    public void Data_files_come_with_pulldata_last_saved_and_rows_of_their_own()
    {
        var form = XFormFile.Of("""
            | survey |              |       |       |                                                                    |          |
            |        | type         | name  | label | calculation                                                        | relevant |
            |        | csv-external | farms |       |                                                                    |          |
            |        | xml-external | crops |       |                                                                    |          |
            |        | text         | a     | A     | concat(pulldata('prices', 'x', 'y', ${a}), pulldata ( "villages", 'x', 'y', 'z')) | ${last-saved#a} = '' |
            """);
        Assert.Equal(["__last-saved jr://instance/last-saved", "crops jr://file/crops.xml", "farms jr://file-csv/farms.csv", "prices jr://file-csv/prices.csv", "villages jr://file-csv/villages.csv"], form.Instances.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("farms", form.PrimaryText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| | select_one_from_file l.csv | a | A | |", "l would mean two things")]
    [InlineData("| | csv-external | f | | |\n| | xml-external | f | | |", "f stands")]
    [InlineData("| | select_one_from_file f.csv | a | A | |\n| | select_one_from_file f.xml | b | B | |", "f would mean two things")]
    [InlineData("| | select_one_from_file f.txt | a | A | |", "is no file of choices")]
    [InlineData("| | select_one_from_file f.x.csv | a | A | |", "is no file of choices")]
    [InlineData("| | select_one m | a | A | |", "There is no list named m")]
    [InlineData("| | select_multiple l | a | A | |", "has a space in it")]
    [InlineData("| | select_one_external l | a | A | x = 1 |", "no sheet named external_choices")]
    public void A_list_is_there_and_means_one_thing(string rows, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | | |\n| | type | name | label | choice_filter |\n{rows}\n| choices | | | |\n| | list_name | name | label |\n| | l | a b | One |"), StringComparison.Ordinal);

    [Fact]
    public void External_choices_are_looked_up_by_a_query()
    {
        var form = XFormFile.Of("""
            | survey |                          |       |       |                 |
            |        | type                     | name  | label | choice_filter   |
            |        | text                     | state | A     |                 |
            |        | select_one_external city | city  | B     | state=${state}  |
            | external_choices |           |      |       |       |
            |                  | list_name | name | label | state |
            |                  | city      | x    | X     | n     |
            """);
        Assert.Equal(("input", "instance('city')/root/item[state= /data/state ]"), (form.Control("/data/city").Name.LocalName, form.Attribute("/data/city", "query")));
        Assert.Empty(form.Instances);
    }

    [Fact]
    public void Choices_of_search_stand_in_the_body()
    {
        const string Table = "| survey | | | | |\n| | type | name | label | appearance |\n| | select_one l | a | A | minimal search('fruits') |\n{0}| choices | | | |\n| | list_name | name | label |\n| | l | name_key | Fruit |";
        var form = XFormFile.Of(Table.Replace("{0}", "", StringComparison.Ordinal));
        Assert.Empty(form.Instances);
        Assert.Equal("Fruitname_key", string.Concat(form.Control("/data/a").Elements().Single(e => e.Name.LocalName == "item").Elements().Select(e => e.Value)));
        Assert.Contains("used with search() elsewhere", XFormFile.Refused(Table.Replace("{0}", "| | select_one l | b | B | |\n", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Or_other_is_a_choice_for_all_who_use_the_list_and_a_question()
    {
        var form = XFormFile.Of("""
            | survey |                        |      |       |
            |        | type                   | name | label |
            |        | select_one l           | a    | A     |
            |        | begin repeat           | r    | R     |
            |        | select_one l or_other  | b    | B     |
            |        | select one l or specify other | c | C  |
            |        | end repeat             |      |       |
            | choices |           |      |           |           |
            |         | list_name | name | label::en | label::th |
            |         | l         | 1    | One       | หนึ่ง      |
            """);
        Assert.Equal(["l: 1,other"], form.Instances);
        Assert.Equal("selected(../b, 'other')", form.Bind("/data/r/b_other", "relevant"));
        Assert.Equal(("long=Other", "long=อื่น ๆ"), (form.Text("en", "l-1"), form.Text("th", "l-1")));
        Assert.Equal("input", form.Control("/data/r/c_other").Name.LocalName);
    }

    [Theory]
    [InlineData("| | select_one l or_other | a | A | 1 = 1 |", "or_other cannot stand with a choice_filter")]
    [InlineData("| | select_one l or_other | a | A | |\n| | text | a_other | A | |", "The name a_other stands in row")]
    [InlineData("| | select_one f.csv or_other | a | A | |", "or_other needs a list")]
    public void Or_other_asks_for_a_list_without_a_filter(string rows, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | | |\n| | type | name | label | choice_filter |\n{rows}\n| choices | | | |\n| | list_name | name | label |\n| | l | 1 | One |"), StringComparison.Ordinal);

    [Fact]
    public void A_column_of_choices_whose_heading_has_a_space_is_a_note()
    {
        var form = XFormFile.Of("| survey | | | |\n| | type | name | label |\n| | select_one l | a | A |\n| choices | | | | | |\n| | list name | name | label | my notes | code_2 |\n| | l | 1 | One | hm | x |");
        Assert.Equal(["name", "label", "code_2"], form.Model.Descendants().Single(e => e.Name.LocalName == "item").Elements().Select(e => e.Name.LocalName));
    }
}
