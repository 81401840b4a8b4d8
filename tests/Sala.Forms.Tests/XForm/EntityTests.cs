namespace Sala.Forms.Tests.XForm;

public class EntityTests
{
    private const string Survey = """
        | survey |              |        |       |         |
        |        | type         | name   | label | save_to |
        |        | text         | a      | A     | {0}     |
        |        | begin repeat | r      | R     |         |
        |        | text         | b      | B     | {1}     |
        |        | end repeat   |        |       |         |
        """;

    private static string With(string entities, string first = "", string inRepeat = "") =>
        Survey.Replace("{0}", first, StringComparison.Ordinal).Replace("{1}", inRepeat, StringComparison.Ordinal) + "\n" + entities;

    [Fact]
    public void A_new_entity_has_an_id_a_label_and_the_answers_saved_to_it()
    {
        var form = XFormFile.Of(With("| entities | | | |\n| | list_name | label | create_if |\n| | trees | ${a} | ${a} != '' |", first: "species"));
        Assert.Contains("""<entity dataset="trees" create="1" id=""><label /></entity></meta>""", form.PrimaryText, StringComparison.Ordinal);
        Assert.Equal("species", form.Bind("/data/a", "entities:saveto"));
        Assert.Equal("/data/a != ''", form.Bind("/data/meta/entity/@create", "calculate"));
        Assert.Equal("/data/a", form.Bind("/data/meta/entity/label", "calculate"));
        Assert.Equal(["model: setvalue /data/meta/entity/@id odk-instance-first-load uuid()"], form.Actions);
        Assert.Equal("2024.1.0", form.Model.Attributes().Single(a => a.Name.LocalName == "entities-version").Value);
    }

    [Fact]
    public void A_changed_entity_names_the_version_it_is_based_on()
    {
        var form = XFormFile.Of(With("| entities | | | |\n| | dataset | entity_id | update_if |\n| | trees | ${a} | ${a} != 'x' |"));
        Assert.Contains("""<entity dataset="trees" update="1" baseVersion="" trunkVersion="" branchId="" id="" /></meta>""", form.PrimaryText, StringComparison.Ordinal);
        Assert.Equal("instance('trees')/root/item[name= /data/a ]/__version", form.Bind("/data/meta/entity/@baseVersion", "calculate"));
        Assert.Equal(("/data/a", "/data/a != 'x'"), (form.Bind("/data/meta/entity/@id", "calculate"), form.Bind("/data/meta/entity/@update", "calculate")));
        Assert.Empty(form.Actions);
    }

    [Fact]
    public void An_entity_of_a_repeat_is_made_for_each_instance()
    {
        var form = XFormFile.Of(With("| entities | | |\n| | list_name | label |\n| | trees | ${b} |", inRepeat: "kind"));
        Assert.Equal("../../../b", form.Bind("/data/r/meta/entity/label", "calculate"));
        Assert.Equal(["model: setvalue /data/r/meta/entity/@id odk-instance-first-load uuid()", "repeat: setvalue /data/r/meta/entity/@id odk-new-repeat uuid()"], form.Actions);
        Assert.Equal("2025.1.0", form.Model.Attributes().Single(a => a.Name.LocalName == "entities-version").Value);
    }

    [Fact]
    public void Several_entities_stand_each_in_a_group_of_its_own()
    {
        var form = XFormFile.Of(With("| entities | | |\n| | list_name | label |\n| | farms | ${a} |\n| | trees | ${b} |", first: "farms#name_of_farm", inRepeat: "trees#kind"));
        Assert.Equal(("name_of_farm", "kind"), (form.Bind("/data/a", "entities:saveto"), form.Bind("/data/r/b", "entities:saveto")));
        Assert.Contains("/data/meta/entity/label", form.Binds);
        Assert.Contains("/data/r/meta/entity/label", form.Binds);
    }

    [Theory]
    [InlineData("", "kind", "save_to needs a sheet named entities")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | __trees | ${a} |", "", "cannot be an entity list")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | my.trees | ${a} |", "", "cannot be an entity list")]
    [InlineData("| entities | | |\n| | list_name | labl |\n| | trees | ${a} |", "", "Did you mean label?")]
    [InlineData("| entities | | |\n| | list_name | create_if |\n| | trees | 1 |", "", "needs a label")]
    [InlineData("| entities | | | |\n| | list_name | label | update_if |\n| | trees | ${a} | 1 |", "", "update_if needs an entity_id")]
    [InlineData("| entities | | | |\n| | list_name | entity_id | create_if |\n| | trees | ${a} | 1 |", "", "needs update_if too")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | trees | ${a} |", "Name", "is kept for entities themselves")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | trees | ${a} |", "2kind", "cannot be a name")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | trees | ${nobody} |", "", "${nobody} is no question")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | trees | ${a} |\n| | farms | ${a} |", "kind", "Write the list before the property")]
    [InlineData("| entities | | |\n| | list_name | label |\n| | trees | ${a} |\n| | trees | ${a} |", "", "The entity list trees stands twice")]
    public void An_entity_that_cannot_be_is_refused(string entities, string saveTo, string message) =>
        Assert.Contains(message, XFormFile.Refused(With(entities, first: saveTo)), StringComparison.Ordinal);
}
