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
        var m = sets.Count;
        if (m < 2) throw new ArgumentException("imputation is combined from two sets or more.", nameof(sets));
        var size = sets[0].Count;
        if (sets.Any(s => s.Count != size)) throw new ArgumentException("the sets have different estimates.", nameof(sets));
        var mean = new double[size];
        for (var k = 0; k < size; k++) mean[k] = ReproducibleSum.Of([.. sets.Select(s => s.Values[k])]) / m;
        var covariance = new CovarianceMatrix(size);
        var df = new double[size];
        var missing = new double[size];
        for (var a = 0; a < size; a++)
            for (var b = a; b < size; b++)
            {
                var within = ReproducibleSum.Of([.. sets.Select(s => s.Covariance[a, b])]) / m;
                var between = ReproducibleSum.Of([.. sets.Select(s => (s.Values[a] - mean[a]) * (s.Values[b] - mean[b]))]) / (m - 1);
                covariance.SetSymmetric(a, b, within + between * (m + 1) / m);
                if (a != b) continue;
                var r = (1 + 1.0 / m) * between / within;
                df[a] = (m - 1) * (1 + 1 / r) * (1 + 1 / r);
                missing[a] = (r + 2 / (df[a] + 3)) / (r + 1);
            }
        return new CombinedEstimates(sets[0].Names, mean, covariance, df, missing);
    }
}
