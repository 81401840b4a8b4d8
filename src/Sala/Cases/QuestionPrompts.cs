using Sala.Countries;

namespace Sala.Cases;

/// <summary>Phrases of a language that lead or blame a child (rule I8), from the pack.</summary>
public sealed class QuestionPrompts
{
    private readonly Dictionary<string, IReadOnlyList<string>> phrases;

    private QuestionPrompts(Dictionary<string, IReadOnlyList<string>> phrases) => this.phrases = phrases;

    /// <exception cref="CountryException">prompts.yml has problems.</exception>
    public static QuestionPrompts Load(Country country)
    {
        var problems = new List<PackProblem>();
        var file = PackMap.Read(country.Folder, "prompts.yml", problems);
        var phrases = country.Languages.ToDictionary(l => l.Code, l => Of(file.Map(l.Code)));
        file.NothingElse();
        return problems.Count == 0 ? new QuestionPrompts(phrases) : throw new CountryException(country.Folder, problems);
    }

    /// <summary>The lines of a question plan that hold a leading or blaming phrase of any language of the country; numbers of lines from 1.</summary>
    public IReadOnlyList<(int Line, string Phrase)> In(string plan)
    {
        var found = new List<(int, string)>();
        var lines = plan.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = " " + lines[i].ToLowerInvariant().Replace('’', '\'').Trim();
            foreach (var phrase in phrases.Values.SelectMany(p => p))
                if (line.Contains(phrase, StringComparison.Ordinal)) { found.Add((i + 1, phrase.Trim())); break; }
        }
        return found;
    }

    private static IReadOnlyList<string> Of(PackMap map)
    {
        map.Review("reviewed");
        IReadOnlyList<string> all = [.. map.Texts("leading").Concat(map.Texts("blaming")).Select(p => char.IsAsciiLetter(p[0]) ? " " + p.ToLowerInvariant() : p)];
        map.NothingElse();
        return all;
    }
}
