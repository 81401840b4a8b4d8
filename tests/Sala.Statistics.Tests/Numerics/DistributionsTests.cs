namespace Sala.Statistics.Tests.Numerics;

/// <summary>Published values, with the digits that are published, and what R 4.2 prints.</summary>
public sealed class DistributionsTests
{
    // Imhof (1961), Biometrika 48, table 1: Q1 = 0.6 + 0.3 + 0.1 and Q3 = 0.6 + 0.3 + 0.1 with 6, 4 and 2 degrees of freedom.
    [Theory]
    [InlineData(0.1, 0.9458), InlineData(0.7, 0.5064), InlineData(2.0, 0.1240)]
    public void A_sum_of_chi_squared_has_the_tail_that_Imhof_published(double x, double tail) =>
        Assert.Equal(tail, ChiSquaredSum.Imhof(x, [0.6, 0.3, 0.1]), 4);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(7)]
    public void Equal_weights_are_one_chi_squared(int df)
    {
        var weights = Enumerable.Repeat(1.7, df).ToArray();
        foreach (var x in new[] { 0.3, 1.0, 4.0, 12.0 })
            Assert.Equal(Distributions.ChiSquaredUpper(x / 1.7, df), ChiSquaredSum.FUpper(x, weights, double.PositiveInfinity, saddlepoint: false), 9);
    }

    [Theory]
    [InlineData(3, 5.0), InlineData(8, 40.0)]
    public void Equal_weights_over_a_chi_squared_are_an_f(int df, double denominator) =>
        Assert.Equal(Distributions.FUpper(2.2, df, denominator), ChiSquaredSum.FUpper(2.2 * df, [.. Enumerable.Repeat(1.0, df)], denominator, saddlepoint: false), 8);

    // qt(0.975, df), pt(-t, df) and so on, R 4.2.2, 15 digits.
    [Theory]
    [InlineData(1, 12.7062047361747), InlineData(4, 2.77644510519779), InlineData(39, 2.02269092003676), InlineData(197, 1.97207903377844)]
    public void T_has_its_quantiles(double df, double quantile) => Assert.Equal(quantile, Distributions.TQuantile(0.975, df), 12);

    [Fact]
    public void Tails_far_out_keep_their_digits()
    {
        Assert.Equal(1, Distributions.TTwoSided(47.0209005135631, 196) / 1.07291007901511e-108, 9);
        Assert.Equal(1, Distributions.NormalUpper(10) / 7.61985302416053e-24, 12);
        Assert.Equal(-1.95996398454005, Distributions.NormalQuantile(0.025), 12);
    }

    [Theory]
    [InlineData(0.025, 2.5, 40.5), InlineData(0.975, 3.5, 39.5), InlineData(0.5, 0.01, 700)]
    public void A_beta_quantile_is_undone_by_its_distribution(double p, double a, double b) =>
        Assert.Equal(p, MathNet.Numerics.SpecialFunctions.BetaRegularized(a, b, Distributions.BetaQuantile(p, a, b)), 12);

    [Theory]
    [InlineData(1), InlineData(3), InlineData(8), InlineData(13), InlineData(21), InlineData(40)]
    public void Rows_of_a_hadamard_matrix_are_orthogonal(int rows)
    {
        var matrix = Hadamard.AtLeast(rows);
        var n = matrix.GetLength(0);
        Assert.InRange(n, rows, rows + 4 + rows / 2);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) Assert.Equal(i == j ? n : 0, Enumerable.Range(0, n).Sum(k => matrix[i, k] * matrix[j, k]));
    }
}
