using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sala.Countries;

/// <summary>
/// A mapping of a pack's YAML file, read field by field. What is missing, of the wrong kind or unknown becomes a problem with its line;
/// the value handed back is then only a stand-in, because a pack with a problem is never used.
/// </summary>
internal sealed class PackMap(string file, YamlMappingNode node, List<PackProblem> problems)
{
    private readonly HashSet<string> _read = [];

    public int Line => (int)node.Start.Line;

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "");

    /// <summary>The mapping that a whole file is; an empty one, and a problem, where the file is missing or not YAML.</summary>
    public static PackMap Read(string folder, string file, List<PackProblem> problems)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            problems.Add(new(file, 0, "the file is missing. Add it; docs/country-guide.md says what it holds."));
            return new(file, new YamlMappingNode(), problems);
        }

        return Parse(file, File.ReadAllText(path), 0, problems);
    }

    public static PackMap Parse(string file, string yaml, int linesBefore, List<PackProblem> problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }]) return new(file, root, problems);
            problems.Add(new(file, 1 + linesBefore, "a list of names with values is needed here."));
        }
        catch (YamlException wrong)
        {
            problems.Add(new(file, (int)wrong.Start.Line + linesBefore, $"this is no YAML: {wrong.Message}"));
        }

        return new(file, new YamlMappingNode(), problems);
    }

    public void Problem(string key, string message) => problems.Add(new(file, LineOf(key), $"{key}: {message}"));

    public int LineOf(string key) => Find(key) is { } found ? (int)found.Start.Line : Line;

    public bool Has(string key) => Find(key) is { } found && !IsNull(found);

    public string Text(string key)
    {
        if (Find(key) is YamlScalarNode { Value: { } value } scalar && !IsNull(scalar) && value.Trim().Length > 0) return value.TrimEnd('\n');
        Problem(key, "a text is needed here.");
        return "";
    }

    public string? TextOrNothing(string key) => Has(key) ? Text(key) : Nothing(key);

    public int Number(string key, int least, int most)
    {
        if (Find(key) is YamlScalarNode scalar
            && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most) return number;
        Problem(key, $"a whole number from {least} to {most} is needed here.");
        return least;
    }

    public bool Flag(string key)
    {
        if (bool.TryParse(Text(key), out var flag)) return flag;
        Problem(key, "true or false is needed here.");
        return false;
    }

    public DateOnly Day(string key)
    {
        if (DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Problem(key, "a day is needed here, as 2026-11-24 (common era).");
        return default;
    }

    public T Choice<T>(string key) where T : struct, Enum
    {
        if (Enum.TryParse<T>(Text(key), ignoreCase: true, out var choice) && Enum.IsDefined(choice)) return choice;
        Problem(key, $"one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()} is needed here.");
        return default;
    }

    public PackMap Map(string key)
    {
        if (Find(key) is YamlMappingNode map) return new(file, map, problems);
        Problem(key, "names with values are needed here.");
        return new(file, new YamlMappingNode(), problems);
    }

    public IReadOnlyList<PackMap> Maps(string key)
    {
        if (Find(key) is YamlSequenceNode list && list.Children.All(child => child is YamlMappingNode))
            return [.. list.Children.Select(child => new PackMap(file, (YamlMappingNode)child, problems))];
        Problem(key, "a list is needed here.");
        return [];
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is YamlSequenceNode list && list.Children.All(child => child is YamlScalarNode))
            return [.. list.Children.Select(child => ((YamlScalarNode)child).Value ?? "")];
        Problem(key, "a list of texts is needed here.");
        return [];
    }

    /// <summary>A mark as `{ by: name, day: 2026-11-24 }`; `null` says openly that there is none. Left out is a problem: an author must say which.</summary>
    public Review? Review(string key)
    {
        if (Find(key) is null) Problem(key, "say null, or { by: a name, day: 2026-11-24 }.");
        if (!Has(key)) return null;
        var mark = Map(key);
        var review = new Review(mark.Text("by"), mark.Day("day"));
        mark.NothingElse();
        return review;
    }

    public Standing Standing() => new(Text("agreed_by"), Review("agreed"));

    /// <summary>A name that nobody read is a slip of the pen, and a slip in a rule must not pass in silence.</summary>
    public void NothingElse()
    {
        foreach (var key in Keys.Where(key => !_read.Contains(key)).ToList())
            Problem(key, "nothing of this name is known here. Mend the name or take it out.");
    }

    private string? Nothing(string key)
    {
        if (Find(key) is null) Problem(key, "say null if there is none.");
        return null;
    }

    private YamlNode? Find(string key)
    {
        _read.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;
    }

    private static bool IsNull(YamlNode found) =>
        found is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };
}
