using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>What an element of the primary instance is.</summary>
internal enum ElementKind { Survey, Group, Repeat, Question, Attribute }

/// <summary>What is done at an event: setvalue, odk:setgeopoint or odk:recordaudio (ODK XForms specification, Actions).</summary>
internal sealed record XFormAction(string Name, string Event, string? Value = null, string? Quality = null)
{
    public const string FirstLoad = "odk-instance-first-load";
    public const string Load = "odk-instance-load";
    public const string NewRepeat = "odk-new-repeat";
    public const string ValueChanged = "xforms-value-changed";
}

/// <summary>An element of the primary instance, with all that an XForm says of it: bind, control, texts, actions.</summary>
internal sealed class Element(string name, ElementKind kind, Question? question = null)
{
    public string Name { get; } = name;
    public ElementKind Kind { get; } = kind;
    public Question? Question { get; } = question;
    public Element? Parent { get; private set; }
    public List<Element> Children { get; } = [];

    /// <summary>The attributes of the bind, by their names; <see cref="Words"/> because messages have languages.</summary>
    public OrderedDictionary<string, Words> Bind { get; } = new(StringComparer.Ordinal);

    /// <summary>The control; null where nothing is shown.</summary>
    public string? Control { get; init; }
    public OrderedDictionary<string, string> ControlAttributes { get; } = new(StringComparer.Ordinal);
    public OrderedDictionary<string, string> InstanceAttributes { get; } = new(StringComparer.Ordinal);
    public Words? Label { get; set; }
    public Words? Hint { get; set; }
    public Words? Guidance { get; set; }
    public OrderedDictionary<string, Words> Media { get; } = new(StringComparer.Ordinal);
    public string? Default { get; set; }
    public bool DefaultIsDynamic { get; set; }
    public List<string> Triggers { get; } = [];
    public List<XFormAction> Actions { get; } = [];

    /// <summary>Only for attributes: what stands in them at first.</summary>
    public string Value { get; init; } = "";

    /// <summary>It has no control although what it holds might: the group meta.</summary>
    public bool IsBodyless { get; init; }

    /// <summary>A calculation is never shown, label or not.</summary>
    public bool IsCalculation { get; init; }

    /// <summary>The choices that it offers: name of a list or file, or <c>${question}</c>.</summary>
    public string? Itemset { get; init; }

    /// <summary>From the root. The tree does not change any more when paths are asked for.</summary>
    public string Path => field ??= Parent is null ? $"/{Name}" : $"{Parent.Path}/{Segment}";

    private string Segment => Kind == ElementKind.Attribute ? $"@{Name}" : Name;

    public bool NeedsText => Label?.ByLanguage is not null || Media.Count > 0;

    public Element Add(Element child)
    {
        child.Parent = this;
        Children.Add(child);
        return child;
    }

    public IEnumerable<Element> SelfAndDescendants()
    {
        yield return this;
        foreach (var child in Children)
            foreach (var inner in child.SelfAndDescendants()) yield return inner;
    }

    /// <summary>The elements above, from the nearest.</summary>
    public IEnumerable<Element> Above()
    {
        for (var at = Parent; at is not null; at = at.Parent) yield return at;
    }

    /// <summary>The names from below an element above down to this one, each with a slash before.</summary>
    public string PathBelow(Element above) => Parent == above || Parent is null ? $"/{Segment}" : $"{Parent.PathBelow(above)}/{Segment}";

    /// <summary>The nearest element above both that the condition holds for, and the steps up to it.</summary>
    public (Element Common, int Steps)? CommonWith(Element other, Func<Element, bool> condition)
    {
        var steps = 0;
        foreach (var above in Above())
        {
            steps++;
            if (condition(above) && other.Above().Contains(above)) return (above, steps);
        }
        return null;
    }
}
