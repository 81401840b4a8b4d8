namespace Sala.Countries;

/// <summary>Reads texts/SET.LANGUAGE.yml, and holds all languages to the same keys and the same blanks.</summary>
internal static class TextFiles
{
    public static IReadOnlyDictionary<string, Texts> Read(string folder, IReadOnlyList<string> languages, List<PackProblem> problems)
    {
        var sets = SetsIn(folder, languages, problems);
        var lines = new Dictionary<(string Language, string Key), (string File, int Line, string Text)>();
        var texts = languages.ToDictionary(
            language => language,
            language => new Texts(language, sets.SelectMany(set => Groups(folder, set, language, lines, problems)).DistinctBy(group => group.Name)));
        Compare(languages, lines, problems);
        return texts;
    }

    private static List<string> SetsIn(string folder, IReadOnlyList<string> languages, List<PackProblem> problems)
    {
        var sets = new SortedSet<string>(StringComparer.Ordinal) { "child" };
        var texts = Path.Combine(folder, "texts");
        if (!Directory.Exists(texts)) return [.. sets];
        foreach (var file in Directory.EnumerateFiles(texts, "*.yml"))
        {
            var parts = Path.GetFileNameWithoutExtension(file).Split('.');
            if (parts.Length == 2 && languages.Contains(parts[1])) sets.Add(parts[0]);
            else problems.Add(new($"texts/{Path.GetFileName(file)}", 0, "name it SET.LANGUAGE.yml, with a language of country.yml."));
        }

        return [.. sets];
    }

    private static IEnumerable<TextGroup> Groups(
        string folder, string set, string language, Dictionary<(string, string), (string, int, string)> lines, List<PackProblem> problems)
    {
        var file = $"texts/{set}.{language}.yml";
        var map = PackMap.Read(folder, file, problems);
        foreach (var name in map.Keys.ToList())
        {
            var group = map.Map(name);
            var review = group.Review("reviewed");
            var words = group.Map("texts");
            group.NothingElse();
            var texts = new Dictionary<string, string>();
            foreach (var key in words.Keys.ToList())
            {
                texts[key] = words.Text(key);
                if (!lines.TryAdd((language, $"{name}.{key}"), (file, words.LineOf(key), texts[key])))
                    words.Problem(key, $"the group {name} stands in another file too. A group belongs to one file.");
            }

            yield return new(name, set, review, texts);
        }
    }

    private static void Compare(
        IReadOnlyList<string> languages, Dictionary<(string Language, string Key), (string File, int Line, string Text)> lines, List<PackProblem> problems)
    {
        foreach (var ((language, key), (file, line, text)) in lines)
        {
            foreach (var other in languages.Where(other => other != language))
            {
                if (!lines.TryGetValue((other, key), out var there))
                    problems.Add(new(file, line, $"{key} has no text in {other}. Add it to the file of that language, or take it out here."));
                else if (!Blanks.In(text).Order().SequenceEqual(Blanks.In(there.Text).Order()))
                    problems.Add(new(file, line, $"{key} has other blanks than in {other} ({there.File}, line {there.Line}). Every language needs the same."));
            }
        }
    }
}
