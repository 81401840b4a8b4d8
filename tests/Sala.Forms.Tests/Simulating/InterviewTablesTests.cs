using Sala.Forms.Simulating;

namespace Sala.Forms.Tests.Simulating;

public sealed class InterviewTablesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sala-tables").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    private static readonly Form Form = Form.ReadMarkdown("""
        | survey |              |        |       |              |
        |        | type         | name   | label | repeat_count |
        |        | text         | name   | Name  |              |
        |        | note         | hello  | Hi    |              |
        |        | integer      | people | How many |           |
        |        | begin repeat | person | P     | ${people}    |
        |        | integer      | age    | Age   |              |
        |        | end repeat   |        |       |              |
        |        | begin group  | g      | G     |              |
        |        | text         | name   | Other |              |
        |        | end group    |        |       |              |
        """);

    [Fact]
    public void A_repeat_is_a_table_of_its_own_whose_rows_name_the_interview()
    {
        var file = Path.Combine(_folder, "data.csv");
        var (report, files) = InterviewTables.Write(Form, 50, 3, file, StandingClock.Morning);
        Assert.Equal(50, report.Finished);
        Assert.Equal([file, Path.Combine(_folder, "data-person.csv")], files);
        var main = File.ReadAllLines(file);
        var people = File.ReadAllLines(files[1]);
        Assert.Equal(("name,people,g-name,KEY", "age,PARENT_KEY,KEY"), (main[0], people[0]));
        Assert.Equal(51, main.Length);
        var keys = main.Skip(1).Select(l => l.Split(',')[^1]).ToHashSet();
        Assert.Equal(50, keys.Count);
        Assert.All(people.Skip(1), l => Assert.Contains(l.Split(',')[^2], keys));
        Assert.All(people.Skip(1), l => Assert.Matches(@"^uuid:[0-9a-f-]{36}/person\[\d+\]$", l.Split(',')[^1]));
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        var (one, two) = (Path.Combine(_folder, "one.csv"), Path.Combine(_folder, "two.csv"));
        InterviewTables.Write(ReportForm.Form, 400, 5, one, StandingClock.Morning, 1);
        InterviewTables.Write(ReportForm.Form, 400, 5, two, StandingClock.Morning, 3);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void A_cell_with_commas_quotation_marks_or_line_breaks_is_quoted()
    {
        var session = Form.Start(StandingClock.Morning, 1).Answers("name", "a \"b\", c").Answers("people", "0");
        Assert.Equal("\"a \"\"b\"\", c\",0,,k\n", new InterviewTables(Form).Lines(session, "k")[0]);
    }
}
