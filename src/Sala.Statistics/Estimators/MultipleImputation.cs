namespace Sala.Statistics;

/// <summary>Estimates from several completed data sets, combined.</summary>
/// <param name="Names">One name an estimate.</param>
/// <param name="Values">Means over the data sets.</param>
/// <param name="Covariance">Within plus (1 + 1/m) times between.</param>
/// <param name="DegreesOfFreedom">One an estimate.</param>
/// <param name="MissingInformation">For each estimate the part of the information that is missing.</param>
public sealed record CombinedEstimates(IReadOnlyList<string> Names, IReadOnlyList<double> Values, CovarianceMatrix Covariance,
    IReadOnlyList<double> DegreesOfFreedom, IReadOnlyList<double> MissingInformation)
{
    /// <summary>One of the estimates.</summary>
    public Estimate this[int index] => new(Names[index], Values[index], Covariance.StandardError(index), DegreesOfFreedom[index]);
}

/// <summary>Rubin's rules for multiple imputation.</summary>
/// <remarks>Rubin (1987), Multiple Imputation for Nonresponse in Surveys, equations 3.1.2 to 3.1.10. Agrees with MIcombine.</remarks>
public static class MultipleImputation
{
    /// <summary>Combines the same estimates from each completed data set.</summary>
    /// <exception cref="ArgumentException">Fewer than two sets, or their estimates differ in number.</exception>
    public static CombinedEstimates Combine(IReadOnlyList<Estimates> sets)
    {
        if (sets.Any(s => s.Count != sets[0].Count)) throw new ArgumentException("the sets have different estimates.", nameof(sets));
        return Combine(sets.Count == 0 ? [] : sets[0].Names, [.. sets.Select(s => ((IReadOnlyList<double>)s.Values, (Func<int, int, double>)((a, b) => s.Covariance[a, b])))]);
    }

    /// <summary>Combines one estimate of each completed data set.</summary>
    /// <exception cref="ArgumentException">Fewer than two sets.</exception>
    public static CombinedEstimates Combine(IReadOnlyList<Estimate> sets) =>
        Combine(sets.Count == 0 ? [] : [sets[0].Name], [.. sets.Select(s => ((IReadOnlyList<double>)[s.Value], (Func<int, int, double>)((_, _) => s.StandardError * s.StandardError)))]);

    /// <summary>Wald's test that several estimates are all zero, over completed data sets.</summary>
    /// <param name="sets">The estimates of each set.</param>
    /// <param name="indices">Which of them are tested.</param>
    /// <remarks>Li, Raghunathan and Rubin (1991), JASA 86, 1065-1073: their statistic D1, which takes the variance between the sets as proportional to that within them, with its degrees of freedom.
    /// Where the sets do not differ it is chi-squared by its degrees of freedom.</remarks>
    /// <exception cref="ArgumentException">Fewer than two sets.</exception>
    public static TestResult WaldTest(IReadOnlyList<Estimates> sets, IReadOnlyList<int> indices)
    {
        var (m, k) = (sets.Count, indices.Count);
        if (m < 2) throw new ArgumentException("imputation is combined from two sets or more.", nameof(sets));
        var mean = indices.Select(i => ReproducibleSum.Of([.. sets.Select(s => s.Values[i])]) / m).ToArray();
        var (within, between) = (new double[k, k], new double[k, k]);
        for (var a = 0; a < k; a++)
            for (var b = 0; b < k; b++)
            {
                within[a, b] = ReproducibleSum.Of([.. sets.Select(s => s.Covariance[indices[a], indices[b]])]) / m;
                between[a, b] = ReproducibleSum.Of([.. sets.Select(s => (s.Values[indices[a]] - mean[a]) * (s.Values[indices[b]] - mean[b]))]) / (m - 1);
            }
        var inverse = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(within).Inverse();
        var r = (1 + 1.0 / m) * inverse.Multiply(MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(between)).Trace() / k;
        var statistic = Solving.QuadraticForm(within, mean) / (k * (1 + r));
        double t = k * (m - 1);
        var df = t > 4 ? 4 + (t - 4) * Math.Pow(1 + (1 - 2 / t) / r, 2) : t * (1 + 1.0 / k) * Math.Pow(1 + 1 / r, 2) / 2;
        return new TestResult("Wald test over imputations", statistic, k, df, Distributions.FUpper(statistic, k, df));
    }

    private static CombinedEstimates Combine(IReadOnlyList<string> names, IReadOnlyList<(IReadOnlyList<double> Values, Func<int, int, double> Covariance)> sets)
    {
        var (m, size) = (sets.Count, names.Count);
        if (m < 2) throw new ArgumentException("imputation is combined from two sets or more.", nameof(sets));
        var mean = new double[size];
        for (var k = 0; k < size; k++) mean[k] = ReproducibleSum.Of([.. sets.Select(s => s.Values[k])]) / m;
        var covariance = new CovarianceMatrix(size);
        var df = new double[size];
        var missing = new double[size];
        for (var a = 0; a < size; a++)
            for (var b = a; b < size; b++)
            {
                var within = ReproducibleSum.Of([.. sets.Select(s => s.Covariance(a, b))]) / m;
                var between = ReproducibleSum.Of([.. sets.Select(s => (s.Values[a] - mean[a]) * (s.Values[b] - mean[b]))]) / (m - 1);
                covariance.SetSymmetric(a, b, within + between * (m + 1) / m);
                if (a != b) continue;
                var r = (1 + 1.0 / m) * between / within;
                df[a] = (m - 1) * (1 + 1 / r) * (1 + 1 / r);
                missing[a] = (r + 2 / (df[a] + 3)) / (r + 1);
            }
        return new CombinedEstimates(names, mean, covariance, df, missing);
    }
}
