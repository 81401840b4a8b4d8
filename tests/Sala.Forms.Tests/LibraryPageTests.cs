using Sala.Forms.Checking;

namespace Sala.Forms.Tests;

/// <summary>The page names files of the folder it runs in, which is one for the whole process.</summary>
[CollectionDefinition(nameof(LibraryPageTests), DisableParallelization = true)]
public sealed class LibraryPageCollection;

[Collection(nameof(LibraryPageTests))]
public sealed class LibraryPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "forms-library.md"));
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly string _folder = Directory.CreateTempSubdirectory("sala-page").FullName;

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void Each_line_of_code_on_the_page_stands_in_what_is_compiled()
    {
        var compiled = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Sala.Forms.Tests", "LibraryPage.cs")).Select(l => l.Trim()).ToHashSet();
        var code = Page.Split("```").Where((_, i) => i % 2 == 1).SelectMany(b => b.Split('\n').Skip(1)).Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("using ", StringComparison.Ordinal)).ToList();
        Assert.True(code.Count > 15);
        Assert.All(code, line => Assert.Contains(line, compiled));
    }

    [Fact]
    public void The_code_of_the_page_runs_and_does_what_the_page_says()
    {
        const string Household = "| survey | | | |\n| | type | name | label::Thai (th) |\n| | integer | age | อายุ |\n| | text | unused | ชื่อ |\n| choices | | |\n| | list_name | name |\n| | list | a |";
        Directory.SetCurrentDirectory(_folder);
        using (var file = File.Create("household.xlsx")) Form.ReadMarkdown(Household).ToWorkbook().WriteXlsx(file);
        using (var file = File.Create("household-2.xlsx")) Form.ReadMarkdown(Household.Replace("| age |", "| years |", StringComparison.Ordinal)).ToWorkbook().WriteXlsx(file);
        using var console = new StringWriter();
        var (session, report, comparison, carried) = LibraryPage.Run(console);
        Assert.Equal("14", session.Answer("age"));
        Assert.Equal(1000, report.Finished);
        Assert.False(comparison.BreaksData);
        Assert.Equal("14", carried.Answers["years"]);
        Assert.Contains("age: อายุ", console.ToString(), StringComparison.Ordinal);
        Assert.Contains("[list-unused]", console.ToString(), StringComparison.Ordinal);
        Assert.Contains("Carried: survey, row 2: age is named years now.", console.ToString(), StringComparison.Ordinal);
        Assert.Equal(["answers.xml", "data.csv", "flow.svg", "household-2.xlsx", "household.md", "household.xlsx", "household.xml"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_rules_on_the_page_is_the_table_of_the_check()
    {
        var rows = Page.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal) && (l.Contains("| error |", StringComparison.Ordinal) || l.Contains("| warning |", StringComparison.Ordinal)));
        Assert.Equal(CheckRule.All.Select(r => $"| `{r.Id}` | {(r.IsError ? "error" : "warning")} | {r.Meaning} |"), rows);
    }
}
