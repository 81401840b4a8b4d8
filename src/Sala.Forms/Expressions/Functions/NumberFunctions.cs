namespace Sala.Forms.Expressions.Functions;

internal static class NumberFunctions
{
    public static void AddTo(AddFunction add)
    {
        add("number", 0, 1, c => c.Count == 0 ? Compiled.OfNumber(s => s.Context.Number) : Compiled.OfNumber(c[0].Number));
        One("int", Math.Truncate);
        One("abs", Math.Abs);
        One("floor", Math.Floor);
        One("ceiling", Math.Ceiling);
        One("exp", Math.Exp);
        One("exp10", x => Math.Pow(10, x));
        One("log", Math.Log);
        One("log10", Math.Log10);
        One("sqrt", Math.Sqrt);
        One("sin", Math.Sin);
        One("cos", Math.Cos);
        One("tan", Math.Tan);
        One("asin", Math.Asin);
        One("acos", Math.Acos);
        One("atan", Math.Atan);
        add("atan2", 2, 2, c => Compiled.OfNumber(s => Math.Atan2(c[0].Number(s), c[1].Number(s))));
        add("pow", 2, 2, c => Compiled.OfNumber(s => Math.Pow(c[0].Number(s), c[1].Number(s))));
        add("pi", 0, 0, _ => Compiled.Constant(Math.PI));
        add("round", 1, 2, c => Compiled.OfNumber(s => Round(c[0].Number(s), c.Count > 1 ? c[1].Number(s) : 0)));
        add("min", 1, -1, c => Extreme(c, Math.Min));
        add("max", 1, -1, c => Extreme(c, Math.Max));
        add("sum", 1, 1, c => c[0].Nodes is { } nodes
            ? Compiled.OfNumber(s =>
            {
                var sum = 0.0;
                foreach (var node in nodes(s)) sum += node.Number;
                return sum;
            })
            : Compiled.OfNumber(c[0].Number));
        add("random", 0, 0, c =>
        {
            c.Compiler.Varies = true;
            return Compiled.OfNumber(s => s.Session.Chance.NextDouble());
        });

        void One(string name, Func<double, double> apply) => add(name, 1, 1, c => Compiled.OfNumber(s => apply(c[0].Number(s))));
    }

    // XPath: a half goes up, towards positive infinity.
    private static double Round(double number, double places)
    {
        if (double.IsNaN(number) || double.IsInfinity(number)) return number;
        var digits = (int)Math.Clamp(double.IsNaN(places) ? 0 : places, -30, 30);
        if (digits == 0) return Math.Floor(number + 0.5);
        var factor = Math.Pow(10, Math.Abs(digits));
        return digits > 0 ? Math.Floor(number * factor + 0.5) / factor : Math.Floor(number / factor + 0.5) * factor;
    }

    // Unanswered questions do not take part; with none answered there is no number. What is answered and no number leaves none.
    private static Compiled Extreme(Call c, Func<double, double, double> pick) => Compiled.OfNumber(s =>
    {
        var (found, any) = (double.NaN, false);
        foreach (var argument in c.Arguments)
        {
            if (argument.Kind == Kind.Nodes)
            {
                foreach (var node in argument.Nodes!(s))
                    if (node.Text.Length > 0) Take(node.Number);
            }
            else if (argument.Kind != Kind.Text || argument.Text(s).Length > 0) Take(argument.Number(s));
        }
        return found;

        void Take(double number) => (found, any) = (any ? pick(found, number) : number, true);
    });
}
