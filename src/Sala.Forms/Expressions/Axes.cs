using Sala.Forms.Answering;

namespace Sala.Forms.Expressions;

/// <summary>The axes of XPath 1.0 section 2.2 over answers and lists. What is irrelevant is not met on them, but for the way up.</summary>
internal static class Axes
{
    public static bool IsReverse(this Axis axis) => axis is Axis.Parent or Axis.Ancestor or Axis.AncestorOrSelf or Axis.PrecedingSibling or Axis.Preceding;

    /// <summary>The nodes of an axis in its own order: towards the root or the beginning for a reverse one.</summary>
    public static IEnumerable<XNode> Along(this XNode node, Axis axis) => axis switch
    {
        Axis.Self => [node],
        Axis.Child => Children(node),
        Axis.Parent => node.Parent is { } parent ? [parent] : [],
        Axis.Attribute => node.Attributes,
        Axis.Descendant => Below(node),
        Axis.DescendantOrSelf => Below(node).Prepend(node),
        Axis.Ancestor => Above(node),
        Axis.AncestorOrSelf => Above(node).Prepend(node),
        Axis.FollowingSibling => Siblings(node).SkipWhile(n => n != node).Skip(1),
        Axis.PrecedingSibling => Siblings(node).TakeWhile(n => n != node).Reverse(),
        Axis.Following => Above(node).Prepend(node).SelectMany(n => Along(n, Axis.FollowingSibling)).SelectMany(n => Below(n).Prepend(n)),
        _ => Above(node).Prepend(node).SelectMany(n => Along(n, Axis.PrecedingSibling)).SelectMany(n => Below(n).Prepend(n).Reverse()),
    };

    private static IEnumerable<XNode> Children(XNode node)
    {
        foreach (var child in node.Children)
            if (child is not AnswerNode { Relevant: false }) yield return child;
    }

    private static IEnumerable<XNode> Siblings(XNode node) => node.Parent is { } parent ? Children(parent) : [];

    private static IEnumerable<XNode> Below(XNode node)
    {
        var open = new Stack<IEnumerator<XNode>>([Children(node).GetEnumerator()]);
        while (open.TryPeek(out var level))
        {
            if (!level.MoveNext())
            {
                open.Pop();
                continue;
            }
            yield return level.Current;
            open.Push(Children(level.Current).GetEnumerator());
        }
    }

    private static IEnumerable<XNode> Above(XNode node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent) yield return at;
    }

    /// <summary>Each node once, in document order.</summary>
    public static IReadOnlyList<XNode> InDocumentOrder(IEnumerable<XNode> nodes)
    {
        var distinct = nodes.Distinct().ToList();
        if (distinct.Count < 2) return distinct;
        var places = new Dictionary<XNode, int[]>(distinct.Count);
        var known = new Dictionary<XNode, Dictionary<XNode, int>>();
        foreach (var node in distinct) places[node] = Place(node, known);
        distinct.Sort((a, b) => places[a].AsSpan().SequenceCompareTo(places[b]));
        return distinct;
    }

    // Which child it is of which child of … the root. Attributes stand before children.
    private static int[] Place(XNode node, Dictionary<XNode, Dictionary<XNode, int>> known)
    {
        var place = new List<int>();
        for (var at = node; at.Parent is { } parent; at = parent)
        {
            if (!known.TryGetValue(parent, out var among))
            {
                known[parent] = among = [];
                foreach (var child in parent.Attributes.Concat(parent.Children)) among[child] = among.Count;
            }
            place.Add(among.GetValueOrDefault(at));
        }
        place.Reverse();
        return [.. place];
    }
}
