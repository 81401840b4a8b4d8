namespace Sala.Forms.Expressions;

/// <summary>A node that a path can reach: of the answers, or of a list of choices.</summary>
internal abstract class XNode
{
    public abstract string Name { get; }
    public abstract string Text { get; }
    public abstract XNode? Parent { get; }
    public abstract IEnumerable<XNode> Children { get; }
    public virtual double Number => XPath.ToNumber(Text);
    public virtual IEnumerable<XNode> Attributes => [];

    /// <summary>Whether nodes may stand below it; an answer or a column has its text alone.</summary>
    public abstract bool Holds { get; }

    /// <summary>Its place among the siblings of its name, from 1: for an instance of a repeat, which one it is.</summary>
    public virtual int Position => 1;
}

/// <summary>A node of a list or data file: its root, an item, a column of an item, or an attribute.</summary>
internal sealed class ItemNode : XNode
{
    private readonly List<ItemNode> _children = [];
    private Dictionary<string, Dictionary<string, List<XNode>>>? _indexes;

    public ItemNode(string name, string text, ItemNode? parent)
    {
        // At once, not when asked: lists are shared by threads.
        (Name, Text, Above, Number) = (name, text, parent, XPath.ToNumber(text));
        if (parent is null) return;
        parent._children.Add(this);
        Position = parent._children.Count;
    }

    private ItemNode? Above { get; }
    public override string Name { get; }
    public override string Text { get; }
    public override XNode? Parent => Above;
    public override IEnumerable<XNode> Children => _children;
    public override bool Holds => _children.Count > 0;
    public override int Position { get; } = 1;
    public override double Number { get; }
    public IReadOnlyList<ItemNode> Items => _children;

    public ItemNode? Child(string name)
    {
        foreach (var child in _children)
            if (child.Name == name) return child;
        return null;
    }

    /// <summary>The items whose column has that very text, found without looking at each: lists of villages are long.</summary>
    public IReadOnlyList<XNode> ItemsWhere(string column, string text)
    {
        var indexes = _indexes ??= [];
        Dictionary<string, List<XNode>>? index;
        lock (indexes)
        {
            if (!indexes.TryGetValue(column, out index))
            {
                index = new Dictionary<string, List<XNode>>(StringComparer.Ordinal);
                foreach (var item in _children)
                {
                    if (item.Child(column) is not { } cell) continue;
                    if (!index.TryGetValue(cell.Text, out var same)) index[cell.Text] = same = [];
                    same.Add(item);
                }
                indexes[column] = index;
            }
        }
        return index.TryGetValue(text, out var found) ? found : [];
    }
}
