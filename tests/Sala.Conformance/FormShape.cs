using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sala.Conformance;

/// <summary>What an XForm says, as the folder's README defines it for agreement.</summary>
internal sealed partial class FormShape
{
    private static readonly XNamespace Forms = "http://www.w3.org/2002/xforms";
    private static readonly XNamespace JavaRosa = "http://openrosa.org/javarosa";
    private static readonly string[] Controls = ["group", "repeat", "input", "select", "select1", "rank", "upload", "trigger", "range"];
    private static readonly string[] Attributes = ["type", "relevant", "constraint", "required", "readonly", "calculate", "preload", "preloadParams", "constraintMsg", "requiredMsg"];

    private readonly List<string> _binds = [];
    private readonly List<string> _body = [];
    private readonly SortedDictionary<string, int> _instances = new(StringComparer.Ordinal);
    private List<string> _languages = [];
    private int _choices;

    public static FormShape Of(Stream xform)
    {
        var root = XDocument.Load(xform).Root!;
        var shape = new FormShape();
        var model = root.Descendants(Forms + "model").Single();
        shape._languages = [.. model.Descendants(Forms + "translation").Select(t => t.Attribute("lang")!.Value)];
        foreach (var instance in model.Elements(Forms + "instance").Skip(1))
            shape._instances[instance.Attribute("id")!.Value] = instance.Elements(Forms + "root").Elements(Forms + "item").Count();
        foreach (var bind in model.Elements(Forms + "bind"))
            shape._binds.Add(Bind(bind.Attribute("nodeset")!.Value, Attributes.Select(a => (bind.Attribute(a) ?? bind.Attribute(JavaRosa + a))?.Value)));
        var body = root.Elements().Single(e => e.Name.LocalName == "body");
        shape._choices = body.Descendants(Forms + "item").Count();
        shape.Walk(body, 0);
        return shape;
    }

    private void Walk(XElement element, int depth)
    {
        foreach (var child in element.Elements())
        {
            if (!Controls.Contains(child.Name.LocalName)) continue;
            _body.Add(Control(depth, child.Name.LocalName, (child.Attribute("ref") ?? child.Attribute("nodeset"))?.Value ?? "", child.Attribute("appearance")?.Value ?? ""));
            Walk(child, depth + 1);
        }
    }

    public IEnumerable<string> DifferencesFrom(JsonElement expected)
    {
        var counts = expected.GetProperty("counts");
        var binds = expected.GetProperty("binds").EnumerateArray()
            .Select(b => Bind(b.GetProperty("nodeset").GetString()!, Attributes.Select(a => b.TryGetProperty(a, out var value) ? value.GetString() : null))).ToList();
        foreach (var missing in Without(binds, _binds)) yield return $"bind there only: {missing}";
        foreach (var added in Without(_binds, binds)) yield return $"bind here only: {added}";

        var body = expected.GetProperty("body").EnumerateArray().Select(c => Control(c[0].GetInt32(), c[1].GetString()!, c[2].GetString()!, c[3].GetString()!)).ToList();
        for (var i = 0; i < Math.Max(body.Count, _body.Count); i++)
            if (body.ElementAtOrDefault(i) != _body.ElementAtOrDefault(i))
            {
                yield return $"control {i + 1}: here {_body.ElementAtOrDefault(i) ?? "none"}, there {body.ElementAtOrDefault(i) ?? "none"}";
                break;
            }

        var languages = counts.GetProperty("languages").EnumerateArray().Select(l => l.GetString()!).ToList();
        if (!languages.Order(StringComparer.Ordinal).SequenceEqual(_languages.Order(StringComparer.Ordinal)))
            yield return $"languages: here [{string.Join(", ", _languages)}], there [{string.Join(", ", languages)}]";

        var instances = counts.GetProperty("secondary_instances").EnumerateObject().Select(i => $"{i.Name}: {Items(i.Value)}").Order(StringComparer.Ordinal).ToList();
        var ours = _instances.Select(i => $"{i.Key}: {i.Value}").Order(StringComparer.Ordinal).ToList();
        foreach (var missing in instances.Except(ours)) yield return $"secondary instance there only: {missing}";
        foreach (var added in ours.Except(instances)) yield return $"secondary instance here only: {added}";
        if (counts.GetProperty("inline_items").GetInt32() is var inline && inline != _choices) yield return $"choices in the body: here {_choices}, there {inline}";
    }

    private static int Items(JsonElement instance) => instance.ValueKind == JsonValueKind.Object && instance.TryGetProperty("items", out var items) ? items.GetInt32() : 0;

    private static string Bind(string nodeset, IEnumerable<string?> values) =>
        string.Join("  ", Attributes.Zip(values).Where(a => a.Second is not null).Select(a => $"{a.First}={Plain(a.Second!)}").Prepend(nodeset));

    private static string Control(int depth, string tag, string reference, string appearance) => $"{depth} {tag} {reference} {Plain(appearance)}";

    private static string Plain(string text) => Spaces().Replace(text, " ").Trim();

    private static List<string> Without(IEnumerable<string> all, IEnumerable<string> taken)
    {
        var left = all.ToList();
        foreach (var one in taken) left.Remove(one);
        return left;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
