namespace Sala.Statistics;

/// <summary>Sums that do not depend on the order of their terms, to the last bit.</summary>
/// <remarks>Demmel and Nguyen (2013), Fast reproducible floating-point summation, ARITH 21, algorithm 6: each term is cut into
/// slices that are multiples of a fixed quantum, so that adding slices rounds nothing. Three slices keep at least 90 bits below
/// the largest term for up to a million terms; the result is then as good as exact.</remarks>
internal static class ReproducibleSum
{
    /// <summary>The sum of all terms; NaN or an infinity where one of them is.</summary>
    public static double Of(ReadOnlySpan<double> terms)
    {
        if (!TryCuts(terms, out var cuts)) return Plain(terms);
        double a = 0, b = 0, c = 0;
        foreach (var term in terms)
        {
            var high = (term + cuts.First) - cuts.First;
            var rest = term - high;
            var middle = (rest + cuts.Second) - cuts.Second;
            rest -= middle;
            a += high;
            b += middle;
            c += (rest + cuts.Third) - cuts.Third;
        }
        return (c + b) + a;
    }

    /// <summary>The sum of the products of two columns.</summary>
    public static double OfProducts(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var products = new double[left.Length];
        for (var i = 0; i < products.Length; i++) products[i] = left[i] * right[i];
        return Of(products);
    }

    /// <summary>The sum of the terms of each group; terms of group -1 are left out.</summary>
    public static double[] ByGroup(ReadOnlySpan<double> terms, ReadOnlySpan<int> groups, int count)
    {
        var sums = new double[count];
        if (!TryCuts(terms, out var cuts))
        {
            for (var i = 0; i < terms.Length; i++) if (groups[i] >= 0) sums[groups[i]] += terms[i];
            return sums;
        }
        var slices = new (double A, double B, double C)[count];
        for (var i = 0; i < terms.Length; i++)
        {
            if (groups[i] < 0) continue;
            ref var slice = ref slices[groups[i]];
            var term = terms[i];
            var high = (term + cuts.First) - cuts.First;
            var rest = term - high;
            var middle = (rest + cuts.Second) - cuts.Second;
            rest -= middle;
            slice.A += high;
            slice.B += middle;
            slice.C += (rest + cuts.Third) - cuts.Third;
        }
        for (var g = 0; g < count; g++) sums[g] = (slices[g].C + slices[g].B) + slices[g].A;
        return sums;
    }

    private readonly record struct Cuts(double First, double Second, double Third);

    private static bool TryCuts(ReadOnlySpan<double> terms, out Cuts cuts)
    {
        cuts = default;
        var largest = 0.0;
        foreach (var term in terms)
        {
            var size = Math.Abs(term);
            if (!double.IsFinite(size)) return false;
            if (size > largest) largest = size;
        }
        if (largest == 0) return true;
        var room = terms.Length <= 1 ? 1 : (int)Math.Ceiling(Math.Log2(terms.Length)) + 1;
        var exponent = Math.ILogB(largest) + 1 + room;
        if (exponent > 1020) return false;
        // A slice is a multiple of 2^(exponent - 52); the next one begins there.
        cuts = new Cuts(Cut(exponent), Cut(exponent - 52 + room), Cut(exponent - 104 + 2 * room));
        return true;
    }

    private static double Cut(int exponent) => exponent < -1020 ? 1.5 * Math.ScaleB(1, -1020) : 1.5 * Math.ScaleB(1, exponent);

    private static double Plain(ReadOnlySpan<double> terms)
    {
        var sum = 0.0;
        foreach (var term in terms) sum += term;
        return sum;
    }
}
