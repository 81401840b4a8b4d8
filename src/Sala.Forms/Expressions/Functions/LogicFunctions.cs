namespace Sala.Forms.Expressions.Functions;

internal static class LogicFunctions
{
    public static void AddTo(AddFunction add)
    {
        add("true", 0, 0, _ => Compiled.OfTruth(_ => true));
        add("false", 0, 0, _ => Compiled.OfTruth(_ => false));
        add("boolean", 1, 1, c => Compiled.OfTruth(c[0].Truth));
        add("not", 1, 1, c => Compiled.OfTruth(s => !c[0].Truth(s)));
        add("boolean-from-string", 1, 1, c => Compiled.OfTruth(s => c[0].Text(s) is "1" or "true"));
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
        add("checklist", 2, -1, c => Compiled.OfTruth(s =>
        {
            var held = c.Arguments.Skip(2).Count(a => a.Truth(s));
            return InBounds(held, c[0].Number(s), c[1].Number(s));
        }));
        add("weighted-checklist", 2, -1, c => Compiled.OfTruth(s =>
        {
            var weight = 0.0;
            for (var i = 2; i + 1 < c.Count; i += 2)
                if (c[i].Truth(s)) weight += c[i + 1].Number(s);
            return InBounds(weight, c[0].Number(s), c[1].Number(s));
        }));
    }

    // Minus one is no bound.
    private static bool InBounds(double value, double least, double most) => (least == -1 || value >= least) && (most == -1 || value <= most);
}
