using System.Xml.Linq;
using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>The controls: what a person sees, in groups (ODK XForms specification, Body elements).</summary>
internal sealed class Body(XFormWriter writer, Paths paths)
{
    public IEnumerable<XElement> Of(Element section)
    {
        foreach (var child in section.Children)
        {
            var control = child.Kind switch
            {
                ElementKind.Group => Group(child),
                ElementKind.Repeat => Repeat(child),
                ElementKind.Question => Question(child),
                _ => null,
            };
            if (control is not null) yield return control;
        }
    }

    private XElement? Group(Element element)
    {
        if (element.IsBodyless) return null;
        var group = new XElement(XFormNames.Forms + "group", new XAttribute("ref", element.Path));
        Attributes(group, element);
        if (element.Label is not null) group.Add(Label(element));
        group.Add(Of(element));
        return group;
    }

    private XElement Repeat(Element element)
    {
        var repeat = new XElement(XFormNames.Forms + "repeat", new XAttribute("nodeset", element.Path));
        Attributes(repeat, element);
        repeat.Add(Of(element));
        foreach (var inner in element.SelfAndDescendants())
            if (inner != element && inner.Kind != ElementKind.Repeat && inner.Above().First(e => e.Kind == ElementKind.Repeat) == element) repeat.Add(writer.Actions(inner, inRepeat: true));
        return new XElement(XFormNames.Forms + "group", new XAttribute("ref", element.Path), Label(element), repeat);
    }

    private XElement? Question(Element element)
    {
        var worked = element.Bind.ContainsKey("calculate") || element.Triggers.Count > 0;
        var triggered = writer.TriggeredBy(element).ToList();
        if (element.IsCalculation || (worked && (element.Label ?? element.Hint) is null) || element.Control is null)
        {
            if (triggered.Count > 0 && (element.IsCalculation || worked)) writer.Problem(element.Question, "name", Messages.TriggerNotShown(element.Name));
            return null;
        }
        var control = new XElement(writer.Names.Element(element.Control)!, new XAttribute("ref", element.Path));
        Attributes(control, element);
        control.Add(LabelAndHint(element));
        if (element.Question is { } question && ReferenceEquals(question.Kind, QuestionKind.SelectExternal)) Query(control, element, question);
        else if (element.Itemset is not null) Choices(control, element);
        if (element.Question is { Type: QuestionType.Osm } map && writer.Form.OsmTags.TryGetValue(map.ListName, out var tags)) control.Add(tags.Select(Tag));
        control.Add(triggered);
        return control;
    }

    private void Attributes(XElement control, Element element)
    {
        foreach (var (attribute, value) in element.ControlAttributes) writer.SetAttribute(control, attribute, paths.Insert(value, element));
    }

    private XElement Label(Element element)
    {
        var label = new XElement(XFormNames.Forms + "label");
        if (element.NeedsText) label.Add(new XAttribute("ref", $"jr:itext('{element.Path}:label')"));
        else if (element.Label is { } words) label.Add(Wording.Content(words.First, element, paths));
        return label;
    }

    private IEnumerable<XElement> LabelAndHint(Element element)
    {
        if (element.Label is null && element.Media.Count == 0 && element.Hint is null) writer.Problem(element.Question, "label", Messages.NoLabelOrHint(element.Name));
        if (element.Media.ContainsKey("big-image") && !element.Media.ContainsKey("image")) writer.Problem(element.Question, "big-image", Messages.BigImageNeedsImage);
        yield return Label(element);
        if ((element.Hint ?? element.Guidance) is null) yield break;
        var hint = new XElement(XFormNames.Forms + "hint");
        if (element.Guidance is not null || element.Hint!.ByLanguage is not null) hint.Add(new XAttribute("ref", $"jr:itext('{element.Path}:hint')"));
        else hint.Add(Wording.Content(element.Hint.First, element, paths));
        yield return hint;
    }

    private void Query(XElement control, Element element, Question question)
    {
        var filter = question.Cells.Text("choice_filter") is { } rule ? $"[{paths.Insert(rule, element, useCurrent: true)}]" : "";
        control.SetAttributeValue("query", $"instance('{question.ListName}')/root/item{filter}");
    }

    private void Choices(XElement control, Element element)
    {
        var itemset = element.Itemset!;
        if (writer.SearchLists.Contains(itemset))
        {
            control.Add(SearchItems(itemset));
            return;
        }
        var ending = Path.GetExtension(itemset);
        var isFile = Array.Exists(TypeText.FileEndings, e => e == ending);
        var parameters = element.Question?.Parameters ?? new Dictionary<string, string>();
        var value = parameters.GetValueOrDefault("value", ending == ".geojson" ? "id" : "name");
        var label = parameters.GetValueOrDefault("label", ending == ".geojson" ? "title" : "label");
        var filter = element.Question?.Cells.Text("choice_filter");
        string nodeset;
        if (Names.HasReference(itemset)) (nodeset, value, label) = Previous(element, itemset, filter);
        else
        {
            if (!isFile && writer.Form.Lists.TryGetValue(itemset, out var choices) && Texts.NeedsText(choices)) label = "jr:itext(itextId)";
            nodeset = $"instance('{(isFile ? itemset[..^ending.Length] : itemset)}')/root/item";
            if (filter is not null) nodeset += $"[{paths.Insert(filter, element, useCurrent: true)}]";
        }
        if (parameters.GetValueOrDefault("randomize") == "true")
            nodeset = parameters.TryGetValue("seed", out var seed) ? $"randomize({nodeset}, {paths.Insert(seed, element).Trim()})" : $"randomize({nodeset})";
        control.Add(new XElement(XFormNames.Forms + "itemset", new XAttribute("nodeset", nodeset),
            new XElement(XFormNames.Forms + "value", new XAttribute("ref", value)), new XElement(XFormNames.Forms + "label", new XAttribute("ref", label))));
    }

    // select_one ${name}: the answers given in the instances of a repeat.
    private (string Nodeset, string Value, string Label) Previous(Element element, string itemset, string? filter)
    {
        var path = paths.Insert(itemset, element, toParent: true).Trim();
        var cut = path.LastIndexOf('/');
        if (cut < 0) return (path, path, path);
        var (nodeset, name) = (path[..cut], path[(cut + 1)..]);
        var own = filter is null ? $"./{name} != ''"
            : paths.Insert(filter, element, useCurrent: true, toParent: true).Replace($"current()/{nodeset}", ".", StringComparison.Ordinal).Replace(nodeset, ".", StringComparison.Ordinal);
        return ($"{nodeset}[{own}]", name, name);
    }

    // ODK documentation, External selects with search(): the choices stand in the body.
    private IEnumerable<XElement> SearchItems(string list)
    {
        if (!writer.Form.Lists.TryGetValue(list, out var choices)) yield break;
        var itext = Texts.NeedsText(choices);
        for (var i = 0; i < choices.Count; i++)
        {
            var label = new XElement(XFormNames.Forms + "label");
            if (itext) label.Add(new XAttribute("ref", $"jr:itext('{list}-{i}')"));
            else if (choices[i].Cells["label"] is { } words) label.Add(Wording.Content(words.First, null, paths));
            yield return new XElement(XFormNames.Forms + "item", label, new XElement(XFormNames.Forms + "value", choices[i].Name));
        }
    }

    private XElement Tag(Cells tag) => new(XFormNames.Forms + "tag", new XAttribute("key", tag.Text("name")!),
        new XElement(XFormNames.Forms + "label", Wording.Content(tag["label"]?.First ?? "", null, paths)));
}
