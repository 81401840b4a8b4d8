namespace Sala.Forms.Expressions.Functions;

internal static class LogicFunctions
{
    public static void AddTo(AddFunction add)
    {
        add("true", 0, 0, _ => Compiled.OfTruth(_ => true));
        add("false", 0, 0, _ => Compiled.OfTruth(_ => false));
        add("boolean", 1, 1, c => Compiled.OfTruth(c[0].Truth));
        add("not", 1, 1, c => Compiled.OfTruth(s => !c[0].Truth(s)));
        add("boolean-from-string", 1, 1, c => Compiled.OfTruth(s => c[0].Text(s) is "1" || c[0].Text(s).Equals("true", StringComparison.OrdinalIgnoreCase)));
        add("if", 3, 3, c => Compiled.Choose(c[0].Truth, c[1], c[2]));
        add("coalesce", 2, -1, c =>
        {
            var value = c[c.Count - 1];
            for (var i = c.Count - 2; i >= 0; i--)
            {
                var first = c[i];
                value = Compiled.Choose(s => first.Text(s).Length > 0, first, value);
            }
            return value;
        });
        add("once", 1, 1, c => Compiled.OfText(s => s.Origin.Raw is { Length: > 0 } kept ? kept : c[0].Text(s)));
        add("depend", 1, -1, c => c[0]);
        add("checklist", 2, -1, c =>
        {
            var truths = c.Truths(2);
            return Compiled.OfTruth(s => InBounds(truths(s).Count(t => t), c[0].Number(s), c[1].Number(s)));
        });
        add("weighted-checklist", 2, -1, c => c.Count % 2 == 0
            ? Compiled.OfTruth(s => InBounds(Weight(c, s), c[0].Number(s), c[1].Number(s)))
            : throw new ExpressionException(Messages.WeightsArePairs));
    }

    // Sets of questions and of weights go together one by one.
    private static double Weight(Call c, Scope s)
    {
        var weight = 0.0;
        for (var i = 2; i + 1 < c.Count; i += 2)
        {
            if (c[i].Kind != Kind.Nodes)
            {
                if (c[i].Truth(s)) weight += c[i + 1].Number(s);
                continue;
            }
            var held = c[i].Nodes!(s);
            var weights = c[i + 1].Kind == Kind.Nodes ? c[i + 1].Nodes!(s) : null;
            for (var j = 0; j < held.Count; j++)
                if (held[j].Text.Length > 0) weight += weights is null ? c[i + 1].Number(s) : j < weights.Count ? weights[j].Number : 0;
        }
        return weight;
    }

    // Minus one is no bound.
    private static bool InBounds(double value, double least, double most) => (least == -1 || value >= least) && (most == -1 || value <= most);
}
