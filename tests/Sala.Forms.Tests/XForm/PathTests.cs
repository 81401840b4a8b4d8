namespace Sala.Forms.Tests.XForm;

public class PathTests
{
    // A household with people in it, each with pets; and a garden beside.
    private static XFormFile With(string type, string column, string cell, string at)
    {
        var it = $"|        | {type} | it | It | {cell} |";
        return XFormFile.Of($"""
            | survey |              |        |       |          |
            |        | type         | name   | label | {column} |
            |        | text         | street | A     |          |
            {(at == "top" ? it : "")}
            |        | begin group  | home   | A     |          |
            |        | begin repeat | person | A     |          |
            |        | text         | name   | A     |          |
            |        | begin group  | more   | A     |          |
            |        | integer      | age    | A     |          |
            |        | end group    |        |       |          |
            {(at == "person" ? it : "")}
            |        | begin repeat | pet    | A     |          |
            |        | text         | kind   | A     |          |
            {(at == "pet" ? it : "")}
            |        | end repeat   |        |       |          |
            |        | end repeat   |        |       |          |
            |        | begin repeat | plot   | A     |          |
            |        | text         | crop   | A     |          |
            {(at == "plot" ? it : "")}
            |        | end repeat   |        |       |          |
            |        | end group    |        |       |          |
            | choices |           |      |       |
            |         | list_name | name | label |
            |         | l         | 1    | One   |
            """);
    }

    private static string Path(string at) => at switch { "top" => "/data/it", "person" => "/data/home/person/it", "pet" => "/data/home/person/pet/it", _ => "/data/home/plot/it" };

    [Theory]
    [InlineData("top", "${age} > 3", "/data/home/person/more/age > 3")]
    [InlineData("person", "${age} > 3", "../more/age > 3")]
    [InlineData("person", "${street} = 'x'", "/data/street = 'x'")]
    [InlineData("person", "count(${kind}) > 1", "count( ../pet/kind ) > 1")]
    [InlineData("pet", "${kind} = 'dog'", "../kind = 'dog'")]
    [InlineData("pet", "${age} > 3 and ${name} != ''", "../../more/age > 3 and ../../name != ''")]
    [InlineData("pet", "${person} = 1", "/data/home/person = 1")]
    [InlineData("plot", "${age} > 3", "/data/home/person/more/age > 3")]
    [InlineData("person", "indexed-repeat(${name}, ${person}, ${age}) = 1", "indexed-repeat( /data/home/person/name , /data/home/person , ../more/age ) = 1")]
    [InlineData("person", "indexed-repeat(${age}, ${person}, 1) = ${age}", "indexed-repeat( /data/home/person/more/age , /data/home/person , 1) = ../more/age")]
    [InlineData("person", "instance('l')/root/item[name = ${name}]/label = ${name}", "instance('l')/root/item[name = current()/../name ]/label = ../name")]
    [InlineData("person", "${last-saved#name} = ''", "instance('__last-saved')/data/home/person/name = ''")]
    public void A_name_is_a_path_within_its_own_repeat_and_else_from_the_root(string at, string rule, string path) =>
        Assert.Equal(path, With("text", "relevant", rule, at).Bind(Path(at), "relevant"));

    [Theory]
    [InlineData("top", "select_one ${name}", "", "/data/home/person[./name != ''] name name")]
    [InlineData("top", "select_one ${age}", "", "/data/home/person/more[./age != ''] age age")]
    [InlineData("top", "select_one ${name}", "${age} > 18", "/data/home/person[ ./more/age > 18] name name")]
    [InlineData("top", "select_one ${name}", "starts-with(${name}, 'b')", "/data/home/person[starts-with( ./name , 'b')] name name")]
    [InlineData("pet", "select_one ${name}", "${age} > 18", "../../../person[ ./more/age > 18] name name")]
    [InlineData("person", "select_one ${name}", "", "../../person[./name != ''] name name")]
    public void Answers_of_a_repeat_are_the_choices_of_all_its_instances(string at, string type, string filter, string itemset) =>
        Assert.Equal(itemset, With(type, "choice_filter", filter, at).Itemset(Path(at)));

    [Theory]
    [InlineData("top", "a = ${street}", "instance('l')/root/item[a = /data/street ] name label")]
    [InlineData("person", "a = ${name}", "instance('l')/root/item[a = current()/../name ] name label")]
    [InlineData("pet", "a = ${name} or b = ${kind}", "instance('l')/root/item[a = current()/../../name or b = current()/../kind ] name label")]
    public void A_filter_of_choices_starts_from_the_question_and_not_from_the_choice(string at, string filter, string itemset) =>
        Assert.Equal(itemset, With("select_one l", "choice_filter", filter, at).Itemset(Path(at)));

    [Fact]
    public void Texts_show_answers_by_the_same_paths()
    {
        var form = XFormFile.Of("""
            | survey |              |      |                                                            |           |
            |        | type         | name | label                                                      | hint      |
            |        | text         | top  | Top                                                        |           |
            |        | begin repeat | r    | R                                                          |           |
            |        | text         | a    | A < ${top} & ${a}                                          | See ${a}  |
            |        | note         | b    | It is instance('l')/root/item[name = ${a}]/label of ${top}. |           |
            |        | end repeat   |      |                                                            |           |
            | choices |          |      |       |
            |         | list_name | name | label |
            |         | l        | 1    | One   |
            """);
        Assert.Equal("A < {/data/top} & {../a}", form.Words("/data/r/a", "label"));
        Assert.Equal("See {../a}", form.Words("/data/r/a", "hint"));
        Assert.Equal("It is {instance('l')/root/item[name = current()/../a ]/label} of {/data/top}.", form.Words("/data/r/b", "label")!.Replace("  ", " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("relevant", "${nam} = 1", "${nam} is no question. Did you mean ${name}?")]
    [InlineData("relevant", "${ name } = 1", "without spaces")]
    [InlineData("relevant", "${name = 1", "is not closed")]
    [InlineData("my own notes", "see ${nowhere}", "${nowhere} is no question")]
    public void A_name_that_is_none_is_refused_in_every_column(string column, string cell, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | | |\n| | type | name | label | {column} |\n| | text | name | A | |\n| | text | b | B | {cell} |"), StringComparison.Ordinal);

    [Fact]
    public void A_name_of_two_rows_is_refused_where_it_is_used_and_only_there()
    {
        const string Table = "| survey | | | |\n| | type | name | label |\n| | begin group | g | G |\n| | text | a | A |\n| | end group | | |\n| | text | a | A |\n| | note | n | {0} |";
        Assert.Contains("Several questions are named a", XFormFile.Refused(string.Format(System.Globalization.CultureInfo.InvariantCulture, Table, "${a}")), StringComparison.Ordinal);
        Assert.Contains("/data/g/a", XFormFile.Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, Table, "Hi")).Binds);
    }
}
