namespace Sala.Countries;

/// <summary>A reply to start from. It goes out only when the worker filled in every blank.</summary>
/// <param name="Blanks">What the worker has to write, in the worker's words: "when you read again".</param>
public sealed record ReplyTemplate(string Code, string Language, string Name, string Text)
{
    public IReadOnlyList<string> Blanks { get; } = Countries.Blanks.In(Text);

    /// <summary>The text with what the system knows; a blank that it does not know stays open for the worker.</summary>
    public string Fill(IReadOnlyDictionary<string, string> known) => Countries.Blanks.Fill(Text, known);

    /// <summary>Whether a reply still has a blank in it, so that it may not be sent.</summary>
    public static bool IsOpen(string reply) => Countries.Blanks.In(reply).Count > 0;
}

/// <summary>The templates of one language, with the mark of who read them.</summary>
public sealed record ReplyTemplates(Review? Review, IReadOnlyList<ReplyTemplate> Templates)
{
    internal static IReadOnlyDictionary<string, ReplyTemplates> Read(string folder, IReadOnlyList<string> languages, List<PackProblem> problems)
    {
        var all = languages.ToDictionary(language => language, language => ReadOne(folder, language, problems));
        var codes = all.Values.SelectMany(templates => templates.Templates.Select(template => template.Code)).Distinct().ToList();
        foreach (var (language, templates) in all)
            foreach (var code in codes.Where(code => templates.Templates.Count(template => template.Code == code) != 1))
                problems.Add(new(FileOf(language), 0, $"{code} is needed once. Every language has the same templates."));
        return all;
    }

    private static string FileOf(string language) => $"templates/replies.{language}.yml";

    private static ReplyTemplates ReadOne(string folder, string language, List<PackProblem> problems)
    {
        var map = PackMap.Read(folder, FileOf(language), problems);
        var review = map.Review("reviewed");
        var templates = new List<ReplyTemplate>();
        foreach (var entry in map.Maps("templates"))
        {
            templates.Add(new(entry.Text("code"), language, entry.Text("name"), entry.Text("text")));
            entry.NothingElse();
        }

        map.NothingElse();
        return new(review, templates);
    }
}
