using System.Text;

namespace Sala.Forms.Tests;

public class DataFileTests
{
    private const string Table = """
        | survey |                                   |       |       |                                                 |                    |
        |        | type                              | name  | label | calculation                                     | choice_filter      |
        |        | select_one_from_file villages.csv | place | Place |                                                 |                    |
        |        | select_one_from_file villages.csv | near  | Near  |                                                 | district = ${area} |
        |        | text                              | area  | Area  |                                                 |                    |
        |        | calculate                         | size  |       | pulldata('villages', 'people', 'name', ${place}) |                   |
        |        | calculate                         | same  |       | instance('villages')/root/item[name = ${place}]/label | |
        """;

    private static FormFiles Villages => new FormFiles().Add("villages.csv", Text("name,label,district,people\na,\"Ban, North\",1,120\nb,Ban South,2,80\nc,Ban East,1,\n"));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Choices_and_values_come_from_a_csv_file()
    {
        var session = Form.ReadMarkdown(Table, Villages).Start(StandingClock.Morning, 1);
        Assert.Equal(["a", "b", "c"], session.ChoicesFor("place").Select(c => c.Name));
        Assert.Equal("Ban, North", session.ChoicesFor("place")[0].Label("en"));
        Assert.Equal("120", session.Answers("place", "a").Answer("size"));
        Assert.Equal("Ban, North", session.Answer("same"));
        Assert.Null(session.Answers("place", "c").Answer("size"));
        Assert.Equal(AnswerCode.NotAChoice, session.Set("place", "d")!.Value.Code);
    }

    [Fact]
    public void A_filter_looks_into_the_columns_of_the_file()
    {
        var session = Form.ReadMarkdown(Table, Villages).Start(StandingClock.Morning, 1);
        Assert.Empty(session.ChoicesFor("near"));
        Assert.Equal(["a", "c"], session.Answers("area", "1").ChoicesFor("near").Select(c => c.Name));
        Assert.Equal(["b"], session.Answers("area", "2").ChoicesFor("near").Select(c => c.Name));
    }

    [Fact]
    public void Rows_of_the_program_stand_in_for_a_file()
    {
        var files = new FormFiles().Add("villages", ["name", "label", "people"], [["x", "Ban X", "7"], ["y", null, null]]);
        Assert.Equal("7", Form.ReadMarkdown(Table, files).Start(StandingClock.Morning, 1).Answers("place", "x").Answer("size"));
        Assert.Throws<ArgumentException>(() => new FormFiles().Add("villages", ["name"], [["a", "b"]]));
    }

    [Theory]
    [InlineData("villages.xml", "<root><item><name>a</name><label>Ban A</label><people>5</people></item><item><name>b</name></item></root>", "5")]
    [InlineData("villages.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[100.5,13.75]},"properties":{"name":"a","label":"Ban A","people":6}}]}""", "6")]
    public void Xml_and_geojson_are_read_alike(string name, string content, string people)
    {
        var form = Form.ReadMarkdown(Table.Replace("villages.csv", name, StringComparison.Ordinal).Replace("select_one_from_file villages.geojson | place | Place |                                                 |                    |", "text | place | Place | | |", StringComparison.Ordinal), new FormFiles().Add(name, Text(content)));
        Assert.Equal(people, form.Start(StandingClock.Morning, 1).Answers("place", "a").Answer("size"));
    }

    [Fact]
    public void A_file_beside_the_form_is_found_and_nothing_outside_its_folder()
    {
        var folder = Directory.CreateTempSubdirectory("sala-forms-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "form"));
            File.WriteAllText(Path.Combine(folder, "secret.csv"), "name,label\ns,Secret\n");
            File.WriteAllText(Path.Combine(folder, "form", "fruit.csv"), "name,label\nf,Fig\n");
            var path = Path.Combine(folder, "form", "f.md");
            File.WriteAllText(path, "| survey | | | |\n| | type | name | label |\n| | select_one_from_file fruit.csv | a | A |\n");
            Assert.Equal("f", Assert.Single(Form.Read(path)["a"].Choices).Name);
            foreach (var name in new[] { "../secret.csv", "..\\secret.csv", Path.Combine(folder, "secret.csv") })
            {
                File.WriteAllText(path, $"| survey | | | | |\n| | type | name | label | calculation |\n| | text | t | T | |\n| | calculate | a | | pulldata('{name}', 'label', 'name', 's') |\n");
                Assert.Null(Form.Read(path).Start(StandingClock.Morning, 1).Answer("a"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_warning_and_one_that_is_damaged_an_error()
    {
        Assert.Contains(Form.ReadMarkdown(Table).Warnings, w => w.Message.Contains("villages", StringComparison.Ordinal));
        Assert.Throws<FormException>(() => new FormFiles().Add("a.xml", Text("<root><item>")));
        Assert.Throws<FormException>(() => new FormFiles().Add("a.xml", Text("<!DOCTYPE x [<!ENTITY a 'b'>]><root/>")));
        Assert.Throws<FormException>(() => new FormFiles().Add("a.geojson", Text("{}")));
        Assert.Throws<FormException>(() => new FormFiles().Add("a.csv", new MemoryStream([0xC3, 0x28])));
    }

    [Fact]
    public void Thirty_thousand_choices_are_looked_up_and_not_searched()
    {
        var rows = Enumerable.Range(0, 30_000).Select(i => (IReadOnlyList<string?>)[$"v{i}", $"Ban {i}", $"{i / 100}", $"{i}"]);
        var session = Form.ReadMarkdown(Table, new FormFiles().Add("villages", ["name", "label", "district", "people"], rows)).Start(StandingClock.Morning, 1);
        Assert.Equal(100, session.Answers("area", "299").ChoicesFor("near").Count);
        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 300; i++) Assert.Equal(100, session.Answers("area", $"{i % 300}").ChoicesFor("near").Count);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalSeconds < 3);
    }
}
