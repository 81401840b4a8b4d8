namespace Sala.Countries;

/// <summary>Reads areas.csv: a code, then a name in each language (`code,name_th,name_en`). No quotes, no commas within a name.</summary>
internal static class AreaFile
{
    private const string Name = "areas.csv";

    public static List<Area> Read(string folder, IReadOnlyList<string> languages, List<PackProblem> problems)
    {
        var areas = new List<Area>();
        var path = Path.Combine(folder, Name);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] head = ["code", .. languages.Select(language => $"name_{language}")];
        if (lines.Length == 0 || !lines[0].Split(',').SequenceEqual(head))
        {
            problems.Add(new(Name, 1, $"the first line is {string.Join(',', head)}."));
            return areas;
        }

        for (var i = 1; i < lines.Length; i++)
        {
            var fields = lines[i].Split(',');
            if (fields.Length != head.Length || fields.Any(string.IsNullOrWhiteSpace))
                problems.Add(new(Name, i + 1, $"{head.Length} values are needed, none of them empty."));
            else if (areas.Any(area => area.Code == fields[0]))
                problems.Add(new(Name, i + 1, $"{fields[0]} stands here a second time."));
            else
                areas.Add(new(fields[0], languages.Select((language, n) => (language, fields[n + 1])).ToDictionary()));
        }

        return areas;
    }
}
