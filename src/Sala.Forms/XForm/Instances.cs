using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>The secondary instances of a form: files, the last saved answers, and its own lists of choices.</summary>
internal sealed partial class Instances
{
    // Rules in which pulldata() and last-saved# bring an instance with them.
    private static readonly string[] Rules = ["calculate", "constraint", "readonly", "required", "relevant"];

    private readonly XFormWriter _writer;
    private readonly OrderedDictionary<string, (string? Source, XElement Element)> _found = new(StringComparer.Ordinal);

    private Instances(XFormWriter writer) => _writer = writer;

    public static IEnumerable<XElement> Of(XFormWriter writer, Element root)
    {
        var instances = new Instances(writer);
        var saved = false;
        foreach (var element in root.SelfAndDescendants())
        {
            if (element.Kind == ElementKind.Attribute) continue;
            instances.PullData(element);
            if (element.Itemset is { } itemset && Array.Exists(TypeText.FileEndings, e => Path.GetExtension(itemset) == e)) instances.File(element, itemset);
            saved |= element.Kind == ElementKind.Question && HasLastSaved(element);
        }
        foreach (var question in writer.Form.Questions.Where(q => q.Type == QuestionType.DataFile)) instances.External(question);
        if (saved) instances.Add("__last-saved", "jr://instance/last-saved", null);
        foreach (var (list, choices) in writer.Form.Lists)
            if (!writer.SearchLists.Contains(list)) instances.Choices(list, choices);
        return instances._found.Values.Select(f => f.Element);
    }

    private static bool HasLastSaved(Element element) =>
        (element.Default is { } value && Names.HasLastSaved(value)) || (element.Question?.Cells.Text("choice_filter") is { } filter && Names.HasLastSaved(filter))
        || element.Bind.Any(b => Rules.Contains(b.Key) && Names.HasLastSaved(b.Value.First));

    private void PullData(Element element)
    {
        var rules = element.Bind.Where(b => Rules.Contains(b.Key)).Select(b => b.Value.First);
        if (element.Kind == ElementKind.Question) rules = rules.Append(element.Question?.Cells.Text("choice_filter") ?? "").Append(element.Default ?? "");
        foreach (var rule in rules)
            foreach (Match call in PullDataPattern().Matches(rule))
                if (call.Groups[1].Value.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Trim() is { Length: > 0 } file)
                    Add(file, $"jr://file-csv/{file}.csv", element.Question);
    }

    private void File(Element element, string itemset)
    {
        var ending = Path.GetExtension(itemset);
        Add(itemset[..^ending.Length], $"jr://{(ending == ".csv" ? "file-csv" : "file")}/{itemset}", element.Question);
    }

    private void External(Question question)
    {
        if (_externals.Contains(question.Name)) _writer.Problem(question, "name", Messages.InstanceTwice(question.Name));
        _externals.Add(question.Name);
        var csv = question.TypeText == "csv-external";
        Add(question.Name, csv ? $"jr://file-csv/{question.Name}.csv" : $"jr://file/{question.Name}.xml", question);
    }

    private readonly HashSet<string> _externals = new(StringComparer.Ordinal);

    private void Add(string id, string source, Question? question)
    {
        if (_found.TryGetValue(id, out var before))
        {
            if (before.Source != source) _writer.Problem(question, "type", Messages.InstanceOfTwoSources(id, before.Source ?? "choices", source));
            return;
        }
        _found[id] = (source, new XElement(XFormNames.Forms + "instance", new XAttribute("id", id), new XAttribute("src", source)));
    }

    private void Choices(string list, IReadOnlyList<Choice> choices)
    {
        if (_found.TryGetValue(list, out var before))
        {
            _writer.Problem(null, "list_name", Messages.InstanceOfTwoSources(list, before.Source ?? "choices", "choices"));
            return;
        }
        var itext = Texts.NeedsText(choices);
        var root = new XElement(XFormNames.Forms + "root");
        for (var i = 0; i < choices.Count; i++)
        {
            var item = new XElement(XFormNames.Forms + "item");
            if (itext) item.Add(Child("itextId", $"{list}-{i}"));
            item.Add(Child("name", choices[i].Name));
            foreach (var (column, words) in choices[i].Cells.All)
            {
                if (column == "label" && !itext) item.Add(Child("label", words.First));
                else if (column is not ("name" or "label" or "image" or "audio" or "video" or "big-image") && _writer.Names.Element(column) is { } name) item.Add(new XElement(name, words.First));
            }
            root.Add(item);
        }
        _found[list] = (null, new XElement(XFormNames.Forms + "instance", new XAttribute("id", list), root));

        static XElement Child(string name, string text) => new(XFormNames.Forms + name, text);
    }

    [GeneratedRegex(@"pulldata\s*\(\s*(.*?),")]
    private static partial Regex PullDataPattern();
}
