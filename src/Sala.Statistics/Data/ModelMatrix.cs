namespace Sala.Statistics;

/// <summary>The columns that the terms of a formula stand for, with treatment contrasts: the first level is the reference.</summary>
/// <remarks>Chambers and Hastie (1992), Statistical Models in S, section 2.4: a factor is coded by contrasts where the term without it is in
/// the model, else by one column a level.</remarks>
internal sealed class ModelMatrix
{
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>One array of n values for each column; NaN where a variable is missing.</summary>
    public required IReadOnlyList<double[]> Columns { get; init; }

    /// <summary>For each column the term it belongs to; -1 is the intercept.</summary>
    public required IReadOnlyList<int> TermOf { get; init; }

    /// <summary>The columns of a formula over these data.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="rows">Rows that are used; levels that none of them has are dropped. Null keeps all levels.</param>
    public static ModelMatrix Of(SurveyData data, Formula formula, Func<int, bool>? rows)
    {
        var names = new List<string>();
        var columns = new List<double[]>();
        var termOf = new List<int>();
        bool IsCategorical(string factor) => data.Has(factor) && data[factor] is CategoricalColumn;
        if (formula.Intercept)
        {
            var ones = new double[data.Rows];
            Array.Fill(ones, 1.0);
            (names, columns, termOf) = (["(Intercept)"], [ones], [-1]);
        }
        for (var t = 0; t < formula.Terms.Count; t++)
        {
            var term = formula.Terms[t];
            List<(string Name, double[] Values)> built = [("", [])];
            foreach (var factor in term)
            {
                var own = Factor(data, factor, rows, !IsCategorical(factor) || HasMargin(formula, term, factor, IsCategorical));
                // The first factor of a term runs fastest.
                built = [.. own.SelectMany(o => built.Select(b => b.Values.Length == 0 ? o : (b.Name + ":" + o.Name, Product(b.Values, o.Values))))];
            }
            foreach (var (name, values) in built)
            {
                names.Add(name);
                columns.Add(values);
                termOf.Add(t);
            }
        }
        return new ModelMatrix { Names = names, Columns = columns, TermOf = termOf };
    }

    private static bool HasMargin(Formula formula, IReadOnlyList<string> term, string factor, Func<string, bool> isCategorical)
    {
        // Without an intercept the first factor is coded in full and spans the constant for those after it.
        if (term.Count == 1) return formula.Intercept || formula.Terms.First(t => t.Count == 1 && isCategorical(t[0]))[0] != factor;
        return formula.Terms.Any(t => t.Count == term.Count - 1 && t.All(f => f != factor && term.Contains(f)));
    }

    private static List<(string Name, double[] Values)> Factor(SurveyData data, string factor, Func<int, bool>? rows, bool contrasts)
    {
        if (data.Has(factor) && data[factor] is CategoricalColumn categorical)
        {
            var used = new bool[categorical.Levels.Count];
            for (var i = 0; i < data.Rows; i++) if (categorical.Array[i] >= 0 && (rows is null || rows(i))) used[categorical.Array[i]] = true;
            if (rows is null) Array.Fill(used, true);
            if (contrasts && used.Count(u => u) < 2) throw new EstimationException(Messages.NoSpread(factor));
            var levels = Enumerable.Range(0, used.Length).Where(l => used[l]).Skip(contrasts ? 1 : 0);
            return [.. levels.Select(l => (factor + categorical.Levels[l], categorical.Array.Select(c => c < 0 ? double.NaN : c == l ? 1.0 : 0).ToArray()))];
        }
        var values = data.Has(factor) ? data.Numeric(factor).Array : Expression.Read(factor).Values(data);
        return [(factor, values)];
    }

    private static double[] Product(double[] a, double[] b)
    {
        var product = new double[a.Length];
        for (var i = 0; i < product.Length; i++) product[i] = a[i] * b[i];
        return product;
    }
}
