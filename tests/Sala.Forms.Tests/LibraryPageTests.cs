namespace Sala.Forms.Tests;

public class LibraryPageTests
{
    // The code of docs/forms-library.md, over a form of its own.
    [Fact]
    public void The_library_is_used_in_ten_lines()
    {
        var form = Form.ReadMarkdown("| survey | | | |\n| | type | name | label::Thai (th) |\n| | integer | age | อายุ |");
        var session = form.Start(TimeProvider.System, seed: 7);
        Assert.Null(session.Set("age", "14"));
        Assert.Equal(["age: อายุ"], session.Steps.Select(step => $"{step.Address}: {session.Text(step.Page, "th")}"));
        Assert.Empty(session.Validate());
        using var answers = new MemoryStream();
        Submission.Of(session).WriteXml(answers);
        using var xform = new MemoryStream();
        form.WriteXForm(xform);
        using var sheets = new MemoryStream();
        form.ToWorkbook().WriteMarkdown(sheets);
        Assert.All(new[] { answers, xform, sheets }, s => Assert.True(s.Length > 50));
    }
}
