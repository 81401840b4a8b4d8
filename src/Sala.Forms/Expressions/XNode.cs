namespace Sala.Forms.Expressions;

/// <summary>A node that a path can reach: of the answers, or of a list of choices.</summary>
internal abstract class XNode
{
    public abstract string Name { get; }
    public abstract string Text { get; }
    public abstract XNode? Parent { get; }
    public abstract IEnumerable<XNode> Children { get; }
    public virtual double Number => XPath.ToNumber(Text);

    /// <summary>Its place among the instances of its repeat, or the items of its list, from 1.</summary>
    public virtual int Position => 1;
}

/// <summary>A node of a list: the list's root, an item, or a column of an item.</summary>
internal sealed class ItemNode : XNode
{
    private readonly List<ItemNode> _children = [];
    public ItemNode(string name, string text, ItemNode? parent)
    {
        // At once, not when asked: lists are shared by threads.
        (Name, Text, Above, Number) = (name, text, parent, XPath.ToNumber(text));
        if (parent is null) return;
        parent._children.Add(this);
        Position = parent._children.Count;
    }

    private ItemNode? Above { get; }
    public Choice? Choice { get; init; }
    public override string Name { get; }
    public override string Text { get; }
    public override XNode? Parent => Above;
    public override IEnumerable<XNode> Children => _children;
    public override int Position { get; } = 1;
    public override double Number { get; }
    public IReadOnlyList<ItemNode> Items => _children;

    public ItemNode? Child(string name)
    {
        foreach (var child in _children)
            if (child.Name == name) return child;
        return null;
    }
}
