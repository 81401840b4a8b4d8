using MathNet.Numerics.LinearAlgebra.Double;

namespace Sala.Statistics;

/// <summary>Small symmetric systems: normal equations of models and calibrations.</summary>
internal static class Solving
{
    /// <summary>The inverse of a symmetric positive definite matrix; null with the first dependent column where there is none.</summary>
    /// <remarks>Scaled to a unit diagonal first (van der Sluis 1969, Numer. Math. 14, 14-23), which is near the best scaling for Cholesky's method.</remarks>
    public static double[,]? Inverse(double[,] matrix, out int dependent)
    {
        var n = matrix.GetLength(0);
        dependent = -1;
        var scale = new double[n];
        for (var i = 0; i < n; i++)
        {
            scale[i] = matrix[i, i] > 0 ? 1 / Math.Sqrt(matrix[i, i]) : 0;
            if (scale[i] == 0 || !double.IsFinite(scale[i]))
            {
                dependent = i;
                return null;
            }
        }
        var lower = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            var diagonal = 1.0;
            for (var k = 0; k < j; k++) diagonal -= lower[j, k] * lower[j, k];
            if (!(diagonal > 1e-13))
            {
                dependent = j;
                return null;
            }
            lower[j, j] = Math.Sqrt(diagonal);
            for (var i = j + 1; i < n; i++)
            {
                var entry = matrix[i, j] * scale[i] * scale[j];
                for (var k = 0; k < j; k++) entry -= lower[i, k] * lower[j, k];
                lower[i, j] = entry / lower[j, j];
            }
        }
        var inverse = new double[n, n];
        for (var c = 0; c < n; c++)
        {
            var x = new double[n];
            for (var i = 0; i < n; i++)
            {
                var entry = i == c ? 1.0 : 0;
                for (var k = 0; k < i; k++) entry -= lower[i, k] * x[k];
                x[i] = entry / lower[i, i];
            }
            for (var i = n - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < n; k++) x[i] -= lower[k, i] * x[k];
                x[i] /= lower[i, i];
            }
            for (var i = 0; i < n; i++) inverse[i, c] = x[i] * scale[i] * scale[c];
        }
        return inverse;
    }

    public static double[] Times(double[,] matrix, double[] vector)
    {
        var product = new double[matrix.GetLength(0)];
        for (var i = 0; i < product.Length; i++)
            for (var j = 0; j < vector.Length; j++) product[i] += matrix[i, j] * vector[j];
        return product;
    }

    /// <summary>x' A^-1 x; NaN where A has no inverse.</summary>
    public static double QuadraticForm(double[,] matrix, double[] vector)
    {
        var solution = DenseMatrix.OfArray(matrix).Solve(DenseVector.OfArray(vector));
        var sum = 0.0;
        for (var i = 0; i < vector.Length; i++) sum += vector[i] * solution[i];
        return sum;
    }

    /// <summary>The sums over rows of w a b for all pairs of columns.</summary>
    public static double[,] CrossProducts(IReadOnlyList<double[]> columns, ReadOnlySpan<double> weights)
    {
        var n = columns.Count;
        var result = new double[n, n];
        var products = new double[weights.Length];
        for (var a = 0; a < n; a++)
            for (var b = a; b < n; b++)
            {
                var (x, y) = (columns[a], columns[b]);
                for (var i = 0; i < products.Length; i++) products[i] = weights[i] == 0 ? 0 : weights[i] * x[i] * y[i];
                result[a, b] = result[b, a] = ReproducibleSum.Of(products);
            }
        return result;
    }
}
