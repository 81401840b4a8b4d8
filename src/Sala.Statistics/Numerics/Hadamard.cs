namespace Sala.Statistics;

/// <summary>Square matrices of plus and minus one with orthogonal rows.</summary>
/// <remarks>Paley (1933), J. Math. and Physics 12, 311-320, for p + 1 with p a prime that leaves 3 divided by 4; Sylvester's doubling for the rest.</remarks>
internal static class Hadamard
{
    /// <summary>The smallest that these constructions give with at least that many rows; the first row and column are plus one.</summary>
    public static int[,] AtLeast(int rows)
    {
        for (var order = Math.Max(rows, 1); ; order++)
            if (Of(order) is { } matrix) return matrix;
    }

    private static int[,]? Of(int order)
    {
        if (order == 1) return new[,] { { 1 } };
        if (order == 2) return new[,] { { 1, 1 }, { 1, -1 } };
        if (order % 4 != 0) return null;
        if (IsPrime(order - 1) && (order - 1) % 4 == 3) return Paley(order - 1);
        return Of(order / 2) is { } half ? Doubled(half) : null;
    }

    private static int[,] Doubled(int[,] half)
    {
        var n = half.GetLength(0);
        var whole = new int[2 * n, 2 * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                whole[i, j] = whole[i, j + n] = whole[i + n, j] = half[i, j];
                whole[i + n, j + n] = -half[i, j];
            }
        return whole;
    }

    private static int[,] Paley(int p)
    {
        var squares = new HashSet<int>();
        for (var i = 1L; i < p; i++) squares.Add((int)(i * i % p));
        var matrix = new int[p + 1, p + 1];
        for (var i = 0; i <= p; i++)
            for (var j = 0; j <= p; j++)
            {
                if (i == 0 || j == 0) matrix[i, j] = 1;
                else if (i == j) matrix[i, j] = -1;
                else matrix[i, j] = squares.Contains(((j - i) % p + p) % p) ? 1 : -1;
            }
        return matrix;
    }

    private static bool IsPrime(int n)
    {
        if (n < 2) return false;
        for (var d = 2; d * d <= n; d++) if (n % d == 0) return false;
        return true;
    }
}
