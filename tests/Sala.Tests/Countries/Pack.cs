using Sala.Countries;
using Sala.Forms.Sheets;

namespace Sala.Tests.Countries;

/// <summary>The packs of this repository, and copies of one to break on purpose.</summary>
internal static class Pack
{
    public static readonly string Root = FindRoot();

    public static readonly string ThailandFolder = Path.Combine(Root, "countries", "th");

    public static readonly Country Thailand = Country.Load(ThailandFolder);

    /// <summary>A copy of the Thai pack with one text of one file replaced; deleted with the test.</summary>
    public static PackCopy With(string file, string old, string replacement)
    {
        var copy = new PackCopy();
        copy.Replace(file, old, replacement);
        return copy;
    }

    /// <summary>All that somebody who tells reads in a language: where it stands, and the text.</summary>
    public static IEnumerable<(string Where, string Text)> ChildTexts(string language) =>
        Thailand.Texts(language).Groups.Where(group => group.Set == "child")
            .SelectMany(group => group.Texts.Select(text => ($"texts/child.{language}.yml {group.Name}.{text.Key}", text.Value)))
            .Concat(Thailand.Pages.Where(page => page.Language == language).Select(page => ($"pages/{language}/{page.Name}.md", page.Markdown)))
            .Concat(Sala.Help.ServiceDirectory.Load(Thailand).NumbersFor(null, demonstration: true, default)
                .Select(number => ($"services.json {number.Service.Code}", number.Service.Labels[language])))
            .Concat(FormTexts(language));

    // Every column of the form that is written in the language: labels, hints, messages, and the words for each way in.
    private static IEnumerable<(string Where, string Text)> FormTexts(string language) =>
        from sheet in Workbook.Read(Thailand.ReportForm).Sheets
        from row in sheet.Rows.Skip(1)
        from cell in row.Cells.Zip(sheet.Rows[0].Cells)
        where cell.First is { Length: > 0 } && cell.Second?.EndsWith($"({language})", StringComparison.Ordinal) == true
        select ($"forms/report.xlsx {sheet.Name}, row {row.Number}", cell.First);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sala.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests inside the repository.");
    }
}

internal sealed class PackCopy : IDisposable
{
    public PackCopy()
    {
        foreach (var path in Directory.EnumerateFiles(Pack.ThailandFolder, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(Folder, Path.GetRelativePath(Pack.ThailandFolder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(path, there);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sala-pack-").FullName;

    public Country Load() => Country.Load(Folder);

    public IReadOnlyList<PackProblem> Problems() => Assert.Throws<CountryException>(Load).Problems;

    public void Replace(string file, string old, string replacement)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, replacement));
    }

    public void Delete(string file) => File.Delete(Path.Combine(Folder, file));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
