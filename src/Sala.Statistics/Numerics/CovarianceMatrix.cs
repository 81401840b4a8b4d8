namespace Sala.Statistics;

/// <summary>A symmetric matrix of variances and covariances, one row and column for each estimate, in the product of their units.</summary>
public sealed class CovarianceMatrix
{
    private readonly double[] entries;

    internal CovarianceMatrix(int size) => (Size, entries) = (size, new double[size * size]);

    /// <summary>Number of estimates.</summary>
    public int Size { get; }

    /// <summary>The covariance of estimates <paramref name="row"/> and <paramref name="column"/>, counted from 0; the variance where both are the same.</summary>
    public double this[int row, int column]
    {
        get => entries[row * Size + column];
        internal set => entries[row * Size + column] = value;
    }

    /// <summary>The standard error of one estimate; NaN where the variance is unknown. Rounding below zero counts as zero.</summary>
    public double StandardError(int index) => this[index, index] is var v && v < 0 && v > -1e-12 ? 0 : Math.Sqrt(v);

    internal void SetSymmetric(int row, int column, double value)
    {
        this[row, column] = value;
        this[column, row] = value;
    }

    internal CovarianceMatrix Times(double factor)
    {
        var scaled = new CovarianceMatrix(Size);
        for (var i = 0; i < entries.Length; i++) scaled.entries[i] = entries[i] * factor;
        return scaled;
    }

    internal CovarianceMatrix Plus(CovarianceMatrix other)
    {
        var sum = new CovarianceMatrix(Size);
        for (var i = 0; i < entries.Length; i++) sum.entries[i] = entries[i] + other.entries[i];
        return sum;
    }

    internal CovarianceMatrix Part(IReadOnlyList<int> indices)
    {
        var part = new CovarianceMatrix(indices.Count);
        for (var i = 0; i < indices.Count; i++)
            for (var j = 0; j < indices.Count; j++) part[i, j] = this[indices[i], indices[j]];
        return part;
    }

    internal double[,] ToArray()
    {
        var copy = new double[Size, Size];
        for (var i = 0; i < Size; i++) for (var j = 0; j < Size; j++) copy[i, j] = this[i, j];
        return copy;
    }
}
