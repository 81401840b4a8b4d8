namespace Sala.Statistics;

/// <summary>Weighted means: sum of w y by sum of w; influence (y - mean) / sum of w.</summary>
internal sealed class MeanStatistic(Variables variables) : Statistic
{
    public override IReadOnlyList<string> Names => variables.Names;
    public override bool[]? Complete => variables.Complete;

    public override double[] Value(ReadOnlySpan<double> weights)
    {
        var people = ReproducibleSum.Of(weights);
        var means = new double[variables.Columns.Count];
        for (var k = 0; k < means.Length; k++) means[k] = Sums.Weighted(weights, variables.Columns[k]) / people;
        return means;
    }

    public override double[][] Influence(ReadOnlySpan<double> weights, double[] value)
    {
        var people = ReproducibleSum.Of(weights);
        var influence = new double[value.Length][];
        for (var k = 0; k < value.Length; k++)
        {
            var column = variables.Columns[k];
            influence[k] = new double[column.Length];
            for (var i = 0; i < column.Length; i++) influence[k][i] = (column[i] - value[k]) / people;
        }
        return influence;
    }
}

/// <summary>Weighted totals; the influence is the value itself.</summary>
internal sealed class TotalStatistic(Variables variables) : Statistic
{
    public override IReadOnlyList<string> Names => variables.Names;
    public override bool[]? Complete => variables.Complete;

    public override double[] Value(ReadOnlySpan<double> weights)
    {
        var totals = new double[variables.Columns.Count];
        for (var k = 0; k < totals.Length; k++) totals[k] = Sums.Weighted(weights, variables.Columns[k]);
        return totals;
    }

    public override double[][] Influence(ReadOnlySpan<double> weights, double[] value) => [.. variables.Columns.Select(c => (double[])c.Clone())];
}

/// <summary>Ratios of totals: influence (y - ratio x) / total of x.</summary>
internal sealed class RatioStatistic(Variables variables, int numerators) : Statistic
{
    public override IReadOnlyList<string> Names { get; } =
        [.. variables.Names.Skip(numerators).SelectMany(d => variables.Names.Take(numerators).Select(n => $"{n}/{d}"))];

    public override bool[]? Complete => variables.Complete;

    public override double[] Value(ReadOnlySpan<double> weights)
    {
        var totals = new double[variables.Columns.Count];
        for (var k = 0; k < totals.Length; k++) totals[k] = Sums.Weighted(weights, variables.Columns[k]);
        var ratios = new double[Names.Count];
        for (var r = 0; r < ratios.Length; r++) ratios[r] = totals[r % numerators] / totals[numerators + r / numerators];
        return ratios;
    }

    public override double[][] Influence(ReadOnlySpan<double> weights, double[] value)
    {
        var influence = new double[value.Length][];
        for (var r = 0; r < value.Length; r++)
        {
            var (top, bottom) = (variables.Columns[r % numerators], variables.Columns[numerators + r / numerators]);
            var total = Sums.Weighted(weights, bottom);
            influence[r] = new double[top.Length];
            for (var i = 0; i < top.Length; i++) influence[r][i] = (top[i] - value[r] * bottom[i]) / total;
        }
        return influence;
    }
}

/// <summary>Variances and covariances of variables: n/(n-1) times the weighted mean of the products of deviations.</summary>
internal sealed class VarianceStatistic(Variables variables) : Statistic
{
    private int Size => variables.Columns.Count;

    public override IReadOnlyList<string> Names =>
        Size == 1 ? variables.Names : [.. variables.Names.SelectMany(b => variables.Names.Select(a => $"{a}:{b}"))];

    public override bool[]? Complete => variables.Complete;

    public override double[] Value(ReadOnlySpan<double> weights)
    {
        var means = new MeanStatistic(variables).Value(weights);
        var people = ReproducibleSum.Of(weights);
        var correction = Correction(weights);
        var result = new double[Size * Size];
        var products = new double[weights.Length];
        for (var a = 0; a < Size; a++)
            for (var b = a; b < Size; b++)
            {
                var (x, y) = (variables.Columns[a], variables.Columns[b]);
                for (var i = 0; i < products.Length; i++) products[i] = weights[i] == 0 ? 0 : weights[i] * (x[i] - means[a]) * (y[i] - means[b]);
                result[a + b * Size] = result[b + a * Size] = correction * ReproducibleSum.Of(products) / people;
            }
        return result;
    }

    public override double[][] Influence(ReadOnlySpan<double> weights, double[] value)
    {
        var means = new MeanStatistic(variables).Value(weights);
        var people = ReproducibleSum.Of(weights);
        var correction = Correction(weights);
        var influence = new double[value.Length][];
        for (var k = 0; k < value.Length; k++)
        {
            var (a, b) = (k % Size, k / Size);
            influence[k] = new double[weights.Length];
            for (var i = 0; i < weights.Length; i++)
                influence[k][i] = (correction * (variables.Columns[a][i] - means[a]) * (variables.Columns[b][i] - means[b]) - value[k]) / people;
        }
        return influence;
    }

    // Replicates change weights, not the number of people asked: n is that of the whole sample once it is known.
    private double? correctionOfSample;

    private double Correction(ReadOnlySpan<double> weights)
    {
        if (correctionOfSample is { } known) return known;
        var n = 0;
        foreach (var w in weights) if (w != 0) n++;
        correctionOfSample = n > 1 ? n / (n - 1.0) : double.NaN;
        return correctionOfSample.Value;
    }
}

internal static class Sums
{
    /// <summary>The sum of weight times value; rows that weigh nothing may lack the value.</summary>
    public static double Weighted(ReadOnlySpan<double> weights, double[] values)
    {
        var products = new double[weights.Length];
        for (var i = 0; i < products.Length; i++) products[i] = weights[i] == 0 ? 0 : weights[i] * values[i];
        return ReproducibleSum.Of(products);
    }
}
