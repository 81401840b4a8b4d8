using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests.XForm;

/// <summary>The XForm of a form that a table draws, to be asked for its parts.</summary>
internal sealed partial class XFormFile
{
    private static readonly XNamespace Forms = "http://www.w3.org/2002/xforms";
    private static readonly XNamespace JavaRosa = "http://openrosa.org/javarosa";
    private readonly XElement _root;
    private readonly XElement _model;

    private XFormFile(XElement root) => (_root, _model) = (root, root.Descendants(Forms + "model").Single());

    public static XFormFile Of(string table)
    {
        using var stream = new MemoryStream();
        Form.ReadToConvert(Workbook.ReadMarkdown(table), "form").WriteXForm(stream);
        stream.Position = 0;
        return new XFormFile(XDocument.Load(stream, LoadOptions.PreserveWhitespace).Root!);
    }

    public static string Refused(string table) =>
        string.Join("\n", Assert.Throws<FormException>(() => Of(table)).Problems.Select(p => p.ToString()));

    /// <summary>An attribute of a bind, its spaces made plain; null where it is not there.</summary>
    public string? Bind(string path, string attribute) =>
        _model.Elements(Forms + "bind").Single(b => b.Attribute("nodeset")!.Value == path).Attributes().FirstOrDefault(a => Written(a) == attribute) is { } found ? Plain(found.Value) : null;

    public IEnumerable<string> Binds => _model.Elements(Forms + "bind").Select(b => b.Attribute("nodeset")!.Value);

    /// <summary>The control of a question or group.</summary>
    public XElement Control(string path) => _root.Elements().Last().Descendants().First(e => e.Attribute("ref")?.Value == path || e.Attribute("nodeset")?.Value == path);

    public bool IsShown(string path) => _root.Elements().Last().Descendants().Any(e => e.Attribute("ref")?.Value == path && e.Name.LocalName is not ("setvalue" or "setgeopoint"));

    public string Itemset(string path) => Control(path).Element(Forms + "itemset") is { } set
        ? $"{Plain(set.Attribute("nodeset")!.Value)} {set.Element(Forms + "value")!.Attribute("ref")!.Value} {set.Element(Forms + "label")!.Attribute("ref")!.Value}" : "";

    /// <summary>An attribute of a control.</summary>
    public string? Attribute(string path, string attribute) => Control(path).Attributes().FirstOrDefault(a => Written(a) == attribute) is { } found ? Plain(found.Value) : null;

    /// <summary>The label or hint in the body: its text with <c>{path}</c> for outputs, or its reference.</summary>
    public string? Words(string path, string element) => Control(path).Element(Forms + element) is { } words ? words.Attribute("ref")?.Value ?? Content(words) : null;

    /// <summary>A text of itext: its forms, each <c>form=text</c>.</summary>
    public string Text(string language, string id) => string.Join(" ", _model.Descendants(Forms + "translation").Single(t => t.Attribute("lang")!.Value == language)
        .Elements(Forms + "text").Single(t => t.Attribute("id")!.Value == id).Elements(Forms + "value").Select(v => $"{v.Attribute("form")?.Value ?? "long"}={Content(v)}"));

    public IEnumerable<string> Languages => _model.Descendants(Forms + "translation").Select(t => t.Attribute("lang")!.Value + (t.Attribute("default") is null ? "" : "*"));

    /// <summary>The secondary instances: <c>id src</c> of files, <c>id: names of items</c> of lists.</summary>
    public IEnumerable<string> Instances => _model.Elements(Forms + "instance").Skip(1).Select(i => i.Attribute("src") is { } source
        ? $"{i.Attribute("id")!.Value} {source.Value}" : $"{i.Attribute("id")!.Value}: {string.Join(",", i.Descendants(Forms + "name").Select(n => n.Value))}");

    public XElement Primary => _model.Element(Forms + "instance")!.Elements().First();

    /// <summary>The primary instance without spaces and namespaces.</summary>
    public string PrimaryText => NamespaceDeclaration().Replace(Primary.ToString(SaveOptions.DisableFormatting), "").Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal);

    /// <summary>The actions of the model, then of the body: <c>name ref event value</c>.</summary>
    public IEnumerable<string> Actions => _root.Descendants().Where(e => e.Name.LocalName is "setvalue" or "setgeopoint" or "recordaudio")
        .Select(e => $"{e.Parent!.Name.LocalName}: {e.Name.LocalName} {e.Attribute("ref")!.Value} {e.Attribute("event")!.Value} {Plain(e.Attribute("value")?.Value ?? "")}".TrimEnd());

    public XElement? Submission => _model.Element(Forms + "submission");

    public XElement Root => _root;

    public XElement Model => _model;

    private static string Content(XElement element) => Plain(string.Concat(element.Nodes().Select(n => n is XElement output ? $"{{{output.Attribute("value")!.Value.Trim()}}}" : ((XText)n).Value)));

    private static string Written(XAttribute attribute) => attribute.Name.Namespace == XNamespace.None ? attribute.Name.LocalName
        : $"{(attribute.Name.Namespace == JavaRosa ? "jr" : attribute.Parent!.GetPrefixOfNamespace(attribute.Name.Namespace))}:{attribute.Name.LocalName}";

    private static string Plain(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(""" xmlns(:\w+)?="[^"]*"|\w+:(?=template)""")]
    private static partial Regex NamespaceDeclaration();
}
