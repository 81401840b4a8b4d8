namespace Sala.Statistics;

/// <summary>What post-stratification explains of a variable: its mean in each cell.</summary>
/// <remarks>Valliant (1993), JASA 88, 89-96; Holt and Smith (1979), J. Royal Stat. Soc. A 142, 33-46.</remarks>
internal sealed class PostStratification(string name, int[] cells, int count, double[] before, double[] after) : WeightAdjustment(name, before, after)
{
    internal override bool IsCalibration => true;

    internal override double[][] Residuals(double[][] weighted)
    {
        var totals = ReproducibleSum.ByGroup(Before, cells, count);
        var residuals = new double[weighted.Length][];
        var scaled = new double[Before.Length];
        for (var k = 0; k < weighted.Length; k++)
        {
            for (var i = 0; i < scaled.Length; i++) scaled[i] = After[i] == 0 ? 0 : weighted[k][i] * Before[i] / After[i];
            var sums = ReproducibleSum.ByGroup(scaled, cells, count);
            residuals[k] = new double[Before.Length];
            for (var i = 0; i < scaled.Length; i++)
                residuals[k][i] = cells[i] < 0 || totals[cells[i]] == 0 ? weighted[k][i] : weighted[k][i] - sums[cells[i]] / totals[cells[i]] * After[i];
        }
        return residuals;
    }
}

/// <summary>What raking explains of a variable: its means in the cells of each margin, taken off in turn.</summary>
/// <remarks>Ten rounds, as R survey does. Deming and Stephan (1940), Ann. Math. Stat. 11, 427-444.</remarks>
internal sealed class Raking(string name, IReadOnlyList<(int[] Cells, int Count)> margins, double[] before, double[] after) : WeightAdjustment(name, before, after)
{
    private const int Rounds = 10;

    internal override bool IsCalibration => true;

    internal override double[][] Residuals(double[][] weighted)
    {
        var residuals = weighted.Select(c => (double[])c.Clone()).ToArray();
        var ones = new double[residuals.Length == 0 ? 0 : residuals[0].Length];
        Array.Fill(ones, 1.0);
        var rowsOf = margins.Select(m => ReproducibleSum.ByGroup(ones, m.Cells, m.Count)).ToArray();
        var unweighted = new double[ones.Length];
        foreach (var column in residuals)
            for (var round = 0; round < Rounds; round++)
                for (var m = 0; m < margins.Count; m++)
                {
                    var (cells, count) = margins[m];
                    for (var i = 0; i < unweighted.Length; i++) unweighted[i] = After[i] == 0 ? 0 : column[i] / After[i];
                    var sums = ReproducibleSum.ByGroup(unweighted, cells, count);
                    for (var i = 0; i < column.Length; i++)
                        if (cells[i] >= 0) column[i] -= After[i] * (sums[cells[i]] / rowsOf[m][cells[i]]);
                }
        return residuals;
    }
}

/// <summary>A step that the variance takes as given: trimming, nonresponse factors.</summary>
internal sealed class GivenFactors(string name, double[] before, double[] after) : WeightAdjustment(name, before, after)
{
    internal override bool IsCalibration => false;

    internal override double[][] Residuals(double[][] weighted) => weighted;
}

/// <summary>What calibration explains of a variable: its regression on the calibration variables with the weights before.</summary>
/// <remarks>Deville and Särndal (1992), JASA 87, 376-382, section 3: all calibrations have the variance of the regression estimator.</remarks>
internal sealed class RegressionOnTotals(string name, IReadOnlyList<double[]> columns, double[] before, double[] after, double[,] inverse) : WeightAdjustment(name, before, after)
{
    internal override bool IsCalibration => true;

    internal override double[][] Residuals(double[][] weighted)
    {
        var residuals = new double[weighted.Length][];
        for (var k = 0; k < weighted.Length; k++)
        {
            var unweighted = new double[Before.Length];
            for (var i = 0; i < unweighted.Length; i++) unweighted[i] = After[i] == 0 ? 0 : weighted[k][i] / After[i];
            // Twice: the second pass takes off what rounding in the inverse left.
            for (var pass = 0; pass < 2; pass++)
            {
                var right = columns.Select(c => Sums.Weighted(Times(Before, unweighted), c)).ToArray();
                var slopes = Solving.Times(inverse, right);
                for (var i = 0; i < unweighted.Length; i++)
                {
                    if (After[i] == 0) continue;
                    double fitted = 0;
                    for (var c = 0; c < slopes.Length; c++) fitted += columns[c][i] * slopes[c];
                    unweighted[i] -= fitted;
                }
            }
            residuals[k] = Times(unweighted, After);
        }
        return residuals;
    }

    private static double[] Times(double[] a, double[] b)
    {
        var product = new double[a.Length];
        for (var i = 0; i < product.Length; i++) product[i] = a[i] * b[i];
        return product;
    }
}
