using Sala.Forms.Expressions;

namespace Sala.Forms.Answering;

/// <summary>The place of one answer: of a question in one instance of its repeat.</summary>
internal sealed class AnswerNode(Form form, Question? question, FormFrame frame) : XNode
{
    private string _text = "";
    private double? _number;

    /// <summary>Null for the root of the form.</summary>
    public Question? Question { get; } = question;

    /// <summary>The instance it stands in; for the instance's own node, the one around it.</summary>
    public FormFrame Frame { get; } = frame;

    /// <summary>For the own node of an instance: that instance.</summary>
    public FormFrame? Instance { get; set; }

    /// <summary>What was answered, kept while it is irrelevant so that it can come back.</summary>
    public string Raw { get; set; } = "";

    public bool Relevant { get; set; } = true;
    public bool Skipped { get; set; }
    public bool Preset { get; set; }

    /// <summary>What expressions see: the answer while it is relevant, else nothing.</summary>
    public override string Text => _text;

    public override double Number => _number ??= XPath.ToNumber(_text, Frame.Zone);

    public bool Show(string text)
    {
        if (_text == text) return false;
        _text = text;
        _number = null;
        return true;
    }

    public void Empty()
    {
        Raw = "";
        (Relevant, Skipped, Preset) = (true, false, false);
        Show("");
    }

    public override string Name => Question?.Name ?? form.RootName;
    public override int Position => Instance?.Position ?? 1;
    public override bool Holds => Question is null or { IsGroup: true };

    public override IEnumerable<XNode> Attributes => Question is not null ? []
        : [new AttributeNode("id", form.Id, this), new AttributeNode("version", form.Version, this)];

    public override XNode? Parent => Question is null ? null
        : Question.Parent is { Type: QuestionType.Group } group ? Frame.Slots[group.Slot] : Frame.Self;

    public override IEnumerable<XNode> Children
    {
        get
        {
            var inside = Instance ?? Frame;
            foreach (var child in Question?.Inside ?? form.Top)
            {
                if (child.Type != QuestionType.Repeat) yield return inside.Slots[child.Slot];
                else foreach (var instance in inside.Repeats[child.RepeatSlot]) yield return instance.Self;
            }
        }
    }

    /// <summary>Where it stands, in words that a program can use: <c>age</c>, <c>child[2]/age</c>.</summary>
    public string Address => Instance is { } own ? own.Address : Frame.Repeat is null ? Question!.Key : $"{Frame.Address}/{Question!.Key}";
}

/// <summary>An attribute of the form's root element.</summary>
internal sealed class AttributeNode(string name, string text, XNode parent) : XNode
{
    public override string Name => name;
    public override string Text => text;
    public override XNode Parent => parent;
    public override IEnumerable<XNode> Children => [];
    public override bool Holds => false;
}
