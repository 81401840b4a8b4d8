using System.Globalization;

namespace Sala.Countries;

/// <summary>A longer text in Markdown: pages/LANGUAGE/NAME.md, with its title and the mark of who read it.</summary>
/// <param name="Markdown">The source. Only text, headings, lists and emphasis: raw HTML is no part of a pack.</param>
public sealed record Page(string Name, string Language, string Title, Review? Review, string Markdown);

/// <summary>Reads pages/, and holds all languages to the same pages.</summary>
internal static class PageFiles
{
    private const string Fence = "---";

    public static IReadOnlyDictionary<(string Language, string Name), Page> Read(string folder, IReadOnlyList<string> languages, PageValues values, List<PackProblem> problems)
    {
        var pages = languages
            .SelectMany(language => FilesOf(folder, language).Select(path => ReadOne(path, language, values.In(language), problems)))
            .ToDictionary(page => (page.Language, page.Name));
        foreach (var page in pages.Values)
            foreach (var other in languages.Where(other => !pages.ContainsKey((other, page.Name))))
                problems.Add(new($"pages/{other}/{page.Name}.md", 0, $"the file is missing; {page.Language} has it. Every language needs the same pages."));
        return pages;
    }

    private static IEnumerable<string> FilesOf(string folder, string language)
    {
        var pages = Path.Combine(folder, "pages", language);
        return Directory.Exists(pages) ? Directory.EnumerateFiles(pages, "*.md").Order(StringComparer.Ordinal) : [];
    }

    private static Page ReadOne(string path, string language, Dictionary<string, string> values, List<PackProblem> problems)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var file = $"pages/{language}/{name}.md";
        var lines = File.ReadAllLines(path);
        var end = lines is [Fence, ..] ? Array.IndexOf(lines, Fence, 1) : -1;
        if (end < 0)
        {
            problems.Add(new(file, 1, "begin with ---, title:, reviewed:, and --- again."));
            return new(name, language, "", null, "");
        }

        var front = PackMap.Parse(file, string.Join('\n', lines[1..end]), 1, problems);
        var title = front.Text("title");
        var review = front.Review("reviewed");
        front.NothingElse();
        for (var i = end + 1; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().ContainsAny('<', '>')) problems.Add(new(file, i + 1, "a page holds no HTML and no quotation: leave out < and >."));
            lines[i] = Blanks.Fill(lines[i], values);
            foreach (var blank in Blanks.In(lines[i]))
                problems.Add(new(file, i + 1, $"{{{blank}}} is unknown here. Known are {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}."));
        }

        return new(name, language, title, review, string.Join('\n', lines[(end + 1)..]).Trim());
    }
}

/// <summary>What the blanks of a page stand for: the days of the pack, and its laws with their mark.</summary>
internal sealed class PageValues(Retention retention, IReadOnlyList<Law> laws, IReadOnlyDictionary<string, Texts> texts)
{
    private const string ToBeConfirmed = "common.to_be_confirmed";

    public Dictionary<string, string> In(string language)
    {
        var values = new Dictionary<string, string>
        {
            ["report_days"] = Number(retention.ReportDaysAfterClosing),
            ["unfinished_minutes"] = Number(retention.UnfinishedMinutes),
            ["erasure_days"] = Number(retention.ErasureWaitingDays),
        };
        foreach (var law in laws) values[$"law {law.Code}"] = Named(law, language);
        return values;
    }

    private string Named(Law law, string language)
    {
        var name = law.Names[language];
        return law.Standing.ToBeConfirmed && texts[language].Keys.Contains(ToBeConfirmed) ? texts[language].Say(ToBeConfirmed, ("law", name)) : name;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
