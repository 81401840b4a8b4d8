using System.Xml.Linq;

namespace Sala.Forms.XForm;

/// <summary>The primary instance: the empty answers of the form, a template and a first instance for each repeat.</summary>
internal sealed class PrimaryInstance(XFormWriter writer, Paths paths)
{
    public XElement Of(Element root) => Section(root, within: false);

    // Within the first instance of a repeat, an inner repeat needs no template any more: the outer template holds it.
    private XElement Section(Element element, bool within)
    {
        var section = Named(element);
        foreach (var child in element.Children)
        {
            if (child.Kind == ElementKind.Attribute) writer.SetAttribute(section, child.Name, child.Value);
            else if (child.Kind == ElementKind.Question) section.Add(Leaf(child));
            else if (child.Kind == ElementKind.Group) section.Add(Section(child, within));
            else
            {
                if (!within) section.Add(Template(child));
                section.Add(Section(child, within: true));
            }
        }
        return section;
    }

    private XElement Template(Element repeat)
    {
        var template = new XElement(writer.Names.Element(repeat.Name)!, new XAttribute(XFormNames.JavaRosa + "template", ""));
        foreach (var child in repeat.Children)
            template.Add(child.Kind switch
            {
                ElementKind.Repeat => Template(child),
                ElementKind.Question => Leaf(child),
                _ => Section(child, within: false),
            });
        return template;
    }

    private XElement Leaf(Element element)
    {
        var leaf = Named(element);
        if (element is { Default: { } value, DefaultIsDynamic: false }) leaf.Add(new XText(value));
        return leaf;
    }

    private XElement Named(Element element)
    {
        var named = new XElement(writer.Names.Element(element.Name) ?? XFormNames.Forms + "unnamed");
        foreach (var (attribute, value) in element.InstanceAttributes) writer.SetAttribute(named, attribute, paths.Insert(value, element));
        return named;
    }
}
