using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sala.Surveys.Plans;

/// <summary>A mapping of the plan, read field by field. What is missing, of the wrong kind or unknown becomes a problem with line and column; the value
/// handed back is then only a stand-in, because a plan with a problem is never carried out.</summary>
internal sealed class PlanNode(YamlMappingNode node, List<PlanProblem> problems)
{
    private readonly HashSet<string> _read = [];

    public Place Place { get; } = Place.Of(node);

    public static PlanNode Parse(string yaml, List<PlanProblem> problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }]) return new(root, problems);
            problems.Add(new(1, 1, "a plan is a list of names with values."));
        }
        catch (YamlException wrong)
        {
            problems.Add(new((int)wrong.Start.Line, (int)wrong.Start.Column, $"this is no YAML: {wrong.InnerException?.Message ?? wrong.Message}"));
        }
        return new(new YamlMappingNode(), problems);
    }

    public void Problem(Place place, string matter) => problems.Add(new(place.Line, place.Column, matter));

    public IEnumerable<string> Keys => node.Children.Keys.Select(k => ((YamlScalarNode)k).Value ?? "");

    public bool Has(string key) => Find(key) is { } found && !(found is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" });

    public Place PlaceOf(string key) => Find(key) is { } found ? Place.Of(found) : Place;

    public string Text(string key)
    {
        if (Has(key) && Find(key) is YamlScalarNode { Value: { } value } && value.Trim().Length > 0) return value.Trim();
        Problem(PlaceOf(key), Find(key) is null ? $"{key} is missing here." : $"{key}: a text is needed.");
        return "";
    }

    public string? TextOrNull(string key) => Has(key) ? Text(key) : null;

    public PlanFormula Formula(string key) => new(Text(key), PlaceOf(key).Inside(Find(key)));

    public PlanFormula? FormulaOrNull(string key) => Has(key) ? Formula(key) : null;

    public double Number(string key, double? otherwise = null)
    {
        if (!Has(key) && otherwise is { } o) return o;
        if (double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        if (Has(key)) Problem(PlaceOf(key), $"{key}: a number is needed.");
        return 0;
    }

    public int Whole(string key, int least, int most, int otherwise)
    {
        if (!Has(key)) return otherwise;
        if (int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Problem(PlaceOf(key), $"{key}: a whole number from {least} to {most} is needed.");
        return otherwise;
    }

    public bool Flag(string key)
    {
        if (!Has(key)) return false;
        if (Text(key) is var text && text is "true" or "false") return text == "true";
        Problem(PlaceOf(key), $"{key}: true or false is needed.");
        return false;
    }

    public string OneOf(string key, string otherwise, params string[] known)
    {
        if (!Has(key)) return otherwise;
        var text = Text(key);
        if (known.Contains(text)) return text;
        Problem(PlaceOf(key), $"{key}: {text} is unknown. Known: {string.Join(", ", known)}.");
        return otherwise;
    }

    /// <summary>One of the names of the library, written small with underscores: QuasiBinomial is quasi_binomial.</summary>
    public T Named<T>(string key, T otherwise, bool required = false) where T : struct, Enum
    {
        if (required && !Has(key)) Text(key);
        var names = Enum.GetValues<T>().ToDictionary(v => System.Text.RegularExpressions.Regex.Replace(v.ToString(), "(?<=[a-z])(?=[A-Z])", "_").ToLowerInvariant(), StringComparer.Ordinal);
        var text = OneOf(key, "", [.. names.Keys]);
        return names.TryGetValue(text, out var value) ? value : otherwise;
    }

    public IReadOnlyList<double> Numbers(string key)
    {
        var numbers = new List<double>();
        foreach (var text in Texts(key))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) numbers.Add(number);
            else Problem(PlaceOf(key), $"{key}: a list of numbers is needed.");
        }
        return numbers;
    }

    public PlanNode Map(string key)
    {
        if (Find(key) is YamlMappingNode map) return new(map, problems);
        Problem(PlaceOf(key), Find(key) is null ? $"{key} is missing here." : $"{key}: names with values are needed.");
        return new(new YamlMappingNode(), problems);
    }

    public PlanNode? MapOrNull(string key) => Has(key) ? Map(key) : null;

    public IReadOnlyList<PlanNode> Maps(string key)
    {
        if (!Has(key)) return [];
        if (Find(key) is YamlSequenceNode list && list.Children.All(c => c is YamlMappingNode)) return [.. list.Children.Select(c => new PlanNode((YamlMappingNode)c, problems))];
        Problem(PlaceOf(key), $"{key}: a list, each with names and values, is needed.");
        return [];
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (!Has(key)) return [];
        if (Find(key) is YamlSequenceNode list && list.Children.All(c => c is YamlScalarNode)) return [.. list.Children.Select(c => ((YamlScalarNode)c).Value ?? "")];
        if (Find(key) is YamlScalarNode one) return [one.Value ?? ""];
        Problem(PlaceOf(key), $"{key}: a list of texts is needed.");
        return [];
    }

    /// <summary>A text in each language of the report.</summary>
    public Words Words(string key)
    {
        var map = Map(key);
        var words = new Words(map.Text("en"), map.Text("th"));
        map.NothingElse();
        return words;
    }

    public Words? WordsOrNull(string key) => Has(key) ? Words(key) : null;

    /// <summary>A name that nobody read is a slip of the pen, and a slip in a plan must not pass in silence.</summary>
    public void NothingElse()
    {
        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>().Where(k => !_read.Contains(k.Value ?? "")))
            Problem(Place.Of(key), $"nothing of the name {key.Value} is known here. Known: {string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
    }

    private YamlNode? Find(string key)
    {
        _read.Add(key);
        foreach (var (k, value) in node.Children)
            if (k is YamlScalarNode scalar && scalar.Value == key) return value;
        return null;
    }
}

/// <summary>Where something stands in the plan.</summary>
internal readonly record struct Place(int Line, int Column)
{
    public static Place Of(YamlNode node) => new(Math.Max(1, (int)node.Start.Line), Math.Max(1, (int)node.Start.Column));

    /// <summary>Where the text of a scalar begins: after its quote.</summary>
    public Place Inside(YamlNode? node) => node is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } ? this with { Column = Column + 1 } : this;
}

/// <summary>An expression as the author wrote it.</summary>
internal readonly record struct PlanFormula(string Text, Place Place)
{
    /// <summary>The same for one member of a list: {k} stands for it.</summary>
    public PlanFormula For(string member) => this with { Text = Text.Replace("{k}", member, StringComparison.Ordinal) };
}

/// <summary>A text in both languages of a report.</summary>
public sealed record Words(string En, string Th)
{
    public string In(string language) => language == "th" ? Th : En;

    internal Words For(string member) => new(En.Replace("{k}", member, StringComparison.Ordinal), Th.Replace("{k}", member, StringComparison.Ordinal));
}
