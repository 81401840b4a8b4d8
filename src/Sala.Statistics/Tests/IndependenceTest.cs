using MathNet.Numerics.LinearAlgebra.Double;

namespace Sala.Statistics;

/// <summary>Tests that two categorical variables are independent.</summary>
public enum IndependenceStatistic
{
    /// <summary>Pearson's statistic with Rao and Scott's second-order correction, as F.</summary>
    F,

    /// <summary>Pearson's statistic with Rao and Scott's first-order correction, as chi-squared.</summary>
    ChiSquared,

    /// <summary>Wald's statistic from the covariance of the cells. Koch, Freeman and Freeman (1975), Int. Stat. Rev. 43, 59-78.</summary>
    Wald,

    /// <summary>Wald's statistic adjusted for few degrees of freedom. Thomas and Rao (1987), JASA 82, 630-636.</summary>
    AdjustedWald,

    /// <summary>Pearson's statistic against its limit, a weighted sum of chi-squared, by numerical inversion. Imhof (1961), Biometrika 48, 419-426.</summary>
    LinearCombination,

    /// <summary>The same sum by a saddlepoint approximation. Kuonen (1999), Biometrika 86, 929-935.</summary>
    Saddlepoint,
}

/// <summary>A test of independence with the table it was made of.</summary>
/// <param name="Result">The test.</param>
/// <param name="RowLevels">Levels of the first variable that occur.</param>
/// <param name="ColumnLevels">Levels of the second variable that occur.</param>
/// <param name="People">Estimated number of people in each cell, by row and column.</param>
/// <param name="DesignEffects">Rao and Scott's generalised design effects: the weights of the sum of chi-squared that Pearson's statistic tends to. Empty for Wald tests.</param>
public sealed record IndependenceResult(TestResult Result, IReadOnlyList<string> RowLevels, IReadOnlyList<string> ColumnLevels, IReadOnlyList<IReadOnlyList<double>> People, IReadOnlyList<double> DesignEffects);

/// <summary>Tests of association in a table of two variables.</summary>
/// <remarks>Rao and Scott (1984), Ann. Stat. 12, 46-60, for the corrections; agrees with svychisq of R survey 4.5. There the linear
/// combination needs a further package and falls back to the saddlepoint without it; here it is computed.</remarks>
public static class IndependenceTest
{
    /// <summary>Tests independence of two variables.</summary>
    /// <param name="design">The design, or a domain of it; rows that lack one of the variables leave the domain.</param>
    /// <param name="rows">The first variable.</param>
    /// <param name="columns">The second.</param>
    /// <param name="statistic">The statistic.</param>
    /// <exception cref="EstimationException">One of the variables has a single level in these rows, or the covariance of the cells has no inverse.</exception>
    public static IndependenceResult Of(SurveyDesign design, string rows, string columns, IndependenceStatistic statistic = IndependenceStatistic.F)
    {
        var (rowCodes, rowLevels) = Levels(design, rows);
        var (columnCodes, columnLevels) = Levels(design, columns);
        var (nr, nc) = (rowLevels.Count, columnLevels.Count);
        if (nr < 2) throw new EstimationException(Messages.NoSpread(rows));
        if (nc < 2) throw new EstimationException(Messages.NoSpread(columns));
        var cells = new double[nr * nc][];
        for (var c = 0; c < cells.Length; c++)
        {
            cells[c] = new double[design.Rows];
            for (var i = 0; i < design.Rows; i++)
                cells[c][i] = rowCodes[i] < 0 || columnCodes[i] < 0 ? double.NaN : rowCodes[i] == c % nr && columnCodes[i] == c / nr ? 1 : 0;
        }
        var names = cells.Select((_, c) => $"{rowLevels[c % nr]}:{columnLevels[c / nr]}").ToArray();
        var proportions = design.Evaluate(new MeanStatistic(Variables.Of(names, cells, true)));
        var people = ReproducibleSum.Of(proportions.UsableWeights);
        if (!(people > 0)) throw new EstimationException(Messages.EmptyDomain());
        var table = Enumerable.Range(0, nr).Select(r => (IReadOnlyList<double>)Enumerable.Range(0, nc).Select(c => proportions.Values[r + c * nr] * people).ToArray()).ToArray();
        if (statistic is IndependenceStatistic.Wald or IndependenceStatistic.AdjustedWald)
            return new IndependenceResult(Wald(design, cells, names, nr, nc, statistic == IndependenceStatistic.AdjustedWald), rowLevels, columnLevels, table, []);
        var (result, effects) = Pearson(design, proportions, nr, nc, statistic);
        return new IndependenceResult(result, rowLevels, columnLevels, table, effects);
    }

    // Levels that occur in the rows of the design; R counts them over the rows it keeps.
    private static (int[] Codes, IReadOnlyList<string> Levels) Levels(SurveyDesign design, string variable)
    {
        var column = design.Data.Categorical(variable);
        var used = new bool[column.Levels.Count];
        for (var i = 0; i < design.Rows; i++) if (design.WeightArray[i] != 0 && column.Array[i] >= 0) used[column.Array[i]] = true;
        var index = new int[used.Length];
        var levels = new List<string>();
        for (var l = 0; l < used.Length; l++)
        {
            index[l] = used[l] ? levels.Count : -1;
            if (used[l]) levels.Add(column.Levels[l]);
        }
        return ([.. column.Array.Select(c => c < 0 ? -1 : index[c])], levels);
    }

    private static (TestResult, IReadOnlyList<double>) Pearson(SurveyDesign design, Estimates proportions, int nr, int nc, IndependenceStatistic statistic)
    {
        double n = design.RowsKept;
        var p = proportions.Values;
        var rowTotals = new double[nr];
        var columnTotals = new double[nc];
        for (var c = 0; c < p.Count; c++)
        {
            rowTotals[c % nr] += p[c];
            columnTotals[c / nr] += p[c];
        }
        var x2 = 0.0;
        for (var c = 0; c < p.Count; c++)
        {
            var expected = rowTotals[c % nr] * columnTotals[c / nr] / (rowTotals.Sum());
            x2 += n * (p[c] - expected) * (p[c] - expected) / expected;
        }

        // The design effects are those of the interactions once the main effects are taken off.
        var (main, interaction) = Contrasts(nr, nc);
        var interactions = interaction - main * main.QR().Solve(interaction);
        var inverse = DenseMatrix.CreateDiagonal(p.Count, p.Count, c => p[c] == 0 ? 0 : 1 / p[c]);
        var covariance = DenseMatrix.OfArray(proportions.Covariance.ToArray());
        var simple = interactions.TransposeThisAndMultiply(inverse.Multiply(interactions)).Divide(n);
        var complex = interactions.TransposeThisAndMultiply(inverse.Multiply(covariance).Multiply(inverse).Multiply(interactions));
        var effects = simple.Solve(complex);
        var trace = effects.Trace();
        var d0 = trace * trace / effects.Multiply(effects).Trace();
        var k = effects.ColumnCount;
        var nu = design.DegreesOfFreedom;
        var eigenvalues = Eigenvalues(simple, complex);
        var denominator = design is ReplicateDesign ? double.PositiveInfinity : d0 * nu;
        return (statistic switch
        {
            IndependenceStatistic.F => new TestResult("Rao and Scott's F", x2 / trace, d0, d0 * nu, Distributions.FUpper(x2 / trace, d0, d0 * nu)),
            IndependenceStatistic.ChiSquared => new TestResult("Rao and Scott's chi-squared", x2, k, double.PositiveInfinity, Distributions.ChiSquaredUpper(x2 / (trace / k), k)),
            IndependenceStatistic.Saddlepoint => new TestResult("Pearson's X2, saddlepoint", x2, double.NaN, denominator, ChiSquaredSum.FUpper(x2, eigenvalues, denominator, saddlepoint: true)),
            _ => new TestResult("Pearson's X2, linear combination", x2, double.NaN, denominator, ChiSquaredSum.FUpper(x2, eigenvalues, denominator, saddlepoint: false)),
        }, eigenvalues);
    }

    // Those of simple^-1 complex, through the symmetric form, so that they are real.
    private static double[] Eigenvalues(MathNet.Numerics.LinearAlgebra.Matrix<double> simple, MathNet.Numerics.LinearAlgebra.Matrix<double> complex)
    {
        var lower = simple.Cholesky().Factor;
        var half = lower.Solve(complex);
        var symmetric = lower.Solve(half.Transpose());
        symmetric = (symmetric + symmetric.Transpose()) / 2;
        return [.. symmetric.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(e => e.Real)];
    }

    // Main effects with treatment contrasts, and the products of the contrasts.
    private static (DenseMatrix Main, DenseMatrix Interaction) Contrasts(int nr, int nc)
    {
        var main = new DenseMatrix(nr * nc, nr + nc - 1);
        var interaction = new DenseMatrix(nr * nc, (nr - 1) * (nc - 1));
        for (var c = 0; c < nr * nc; c++)
        {
            var (r, k) = (c % nr, c / nr);
            main[c, 0] = 1;
            if (r > 0) main[c, r] = 1;
            if (k > 0) main[c, nr - 1 + k] = 1;
            if (r > 0 && k > 0) interaction[c, (r - 1) + (k - 1) * (nr - 1)] = 1;
        }
        return (main, interaction);
    }

    private static TestResult Wald(SurveyDesign design, double[][] cells, string[] names, int nr, int nc, bool adjusted)
    {
        var totals = design.Evaluate(new TotalStatistic(Variables.Of(names, cells, true)));
        var o = totals.Values;
        var row = new double[nr];
        var column = new double[nc];
        var all = 0.0;
        for (var c = 0; c < o.Count; c++)
        {
            row[c % nr] += o[c];
            column[c / nr] += o[c];
            all += o[c];
        }
        // Departures from independence outside the first row and column, and their derivatives by the cells.
        var use = Enumerable.Range(0, nr * nc).Where(c => c % nr > 0 && c / nr > 0).ToArray();
        var departures = use.Select(c => o[c] - row[c % nr] * column[c / nr] / all).ToArray();
        var jacobian = new DenseMatrix(use.Length, nr * nc);
        for (var u = 0; u < use.Length; u++)
        {
            var (r, k) = (use[u] % nr, use[u] / nr);
            for (var c = 0; c < nr * nc; c++)
                jacobian[u, c] = (c == use[u] ? 1 : 0) - (c % nr == r ? column[k] / all : 0) - (c / nr == k ? row[r] / all : 0) + row[r] * column[k] / (all * all);
        }
        var covariance = jacobian.Multiply(DenseMatrix.OfArray(totals.Covariance.ToArray())).TransposeAndMultiply(jacobian);
        double w = Solving.QuadraticForm(covariance.ToArray(), departures), df = use.Length, nu = design.DegreesOfFreedom;
        var statistic = adjusted ? w * (nu - df + 1) / (df * nu) : w / df;
        var denominator = adjusted ? nu - df + 1 : nu;
        return new TestResult(adjusted ? "adjusted Wald test" : "Wald test", statistic, df, denominator, Distributions.FUpper(statistic, df, denominator));
    }
}
