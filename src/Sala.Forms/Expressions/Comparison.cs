namespace Sala.Forms.Expressions;

/// <summary>XPath 1.0 section 3.4, on values: truth before number before text; among several nodes one that holds is enough.</summary>
internal static class Comparison
{
    public static Compiled Equal(Compiled left, Compiled right, bool negated)
    {
        if (left.Kind == Kind.Truth || right.Kind == Kind.Truth)
            return Compiled.OfTruth(s => left.Truth(s) == right.Truth(s) != negated);
        if (left.Kind == Kind.Nodes || right.Kind == Kind.Nodes) return AmongNodes(left, right, negated);
        if (left.Kind == Kind.Number || right.Kind == Kind.Number)
            return Compiled.OfTruth(s => left.Number(s) == right.Number(s) != negated);
        if (left.IsNumberReference || right.IsNumberReference)
            return Compiled.OfTruth(s => SameNumberOrText(left.Text(s), right.Text(s)) != negated);
        if (right.Literal is { } literal) return Compiled.OfTruth(s => left.Text(s) == literal != negated);
        return Compiled.OfTruth(s => left.Text(s) == right.Text(s) != negated);
    }

    // An unanswered number is '' and no number: ${age} = '' holds, and 5 = '05' holds too.
    private static bool SameNumberOrText(string left, string right) =>
        left == right || (XPath.TryPlain(left, out var l) && XPath.TryPlain(right, out var r) && l == r);

    public static Compiled Ordered(Operator order, Compiled left, Compiled right)
    {
        if (left.Kind == Kind.Nodes || right.Kind == Kind.Nodes)
            return Compiled.OfTruth(s => Any(s, left, right, (l, r) => Holds(order, l, r)));
        var (l, r) = (left.Number, right.Number);
        return order switch
        {
            Operator.Less => Compiled.OfTruth(s => l(s) < r(s)),
            Operator.LessOrEqual => Compiled.OfTruth(s => l(s) <= r(s)),
            Operator.Greater => Compiled.OfTruth(s => l(s) > r(s)),
            _ => Compiled.OfTruth(s => l(s) >= r(s)),
        };
    }

    private static bool Holds(Operator order, double l, double r) => order switch
    {
        Operator.Less => l < r,
        Operator.LessOrEqual => l <= r,
        Operator.Greater => l > r,
        _ => l >= r,
    };

    private static bool Any(Scope s, Compiled left, Compiled right, Func<double, double, bool> holds)
    {
        foreach (var l in Numbers(s, left))
            foreach (var r in Numbers(s, right))
                if (holds(l, r)) return true;
        return false;
    }

    private static IEnumerable<double> Numbers(Scope s, Compiled side) =>
        side.Kind == Kind.Nodes ? side.Nodes!(s).Select(n => n.Number) : [side.Number(s)];

    private static Compiled AmongNodes(Compiled left, Compiled right, bool negated)
    {
        var byNumber = left.Kind == Kind.Number || right.Kind == Kind.Number;
        return Compiled.OfTruth(s =>
        {
            if (byNumber) return Any(s, left, right, (l, r) => l == r != negated);
            var lefts = Texts(s, left);
            var rights = Texts(s, right);
            // Nothing at all counts as an empty answer, as it does in ODK: indexed-repeat past the end = ''.
            if (lefts.Length == 0) lefts = [""];
            if (rights.Length == 0) rights = [""];
            foreach (var l in lefts)
                foreach (var r in rights)
                    if (l == r != negated) return true;
            return false;
        });
    }

    private static string[] Texts(Scope s, Compiled side)
    {
        if (side.Kind != Kind.Nodes) return [side.Text(s)];
        var nodes = side.Nodes!(s);
        var texts = new string[nodes.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = nodes[i].Text;
        return texts;
    }
}
