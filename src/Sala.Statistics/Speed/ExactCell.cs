using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sala.Statistics;

/// <summary>A sum in two whole numbers, so that adding never rounds and no order of terms matters.</summary>
/// <remarks>The upper part counts in 2^-20, the lower in 2^-62: all 53 bits of a weight above a thousandth, and sums up to 8 x 10^12.
/// Kulisch and Miranker (1986), SIAM Review 28, 1-40, for fixed-point accumulation.</remarks>
internal static class ExactCell
{
    private const double Upper = 1048576.0;              // 2^20
    private const double Lower = 4398046511104.0;        // 2^42
    public const double Largest = 8e12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Of(double value)
    {
        var scaled = value * Upper;
        var whole = Math.Floor(scaled);
        return Vector128.Create((long)whole, (long)((scaled - whole) * Lower));
    }

    /// <summary>A cell of sums that were made elsewhere, however large the lower part grew.</summary>
    public static Vector128<long> Of(Int128 upper, Int128 lower)
    {
        upper += lower >> 42;
        if (upper > long.MaxValue || upper < long.MinValue) throw new DataException(Messages.SumTooLarge());
        return Vector128.Create((long)upper, (long)(lower & ((1L << 42) - 1)));
    }

    /// <summary>Moves whole units of the lower part up, so that it has room again.</summary>
    public static Vector128<long> Carried(Vector128<long> cell)
    {
        var (upper, lower) = (cell[0], cell[1]);
        var carry = lower >> 42;
        return Vector128.Create(checked(upper + carry), lower - (carry << 42));
    }

    public static double ToDouble(Vector128<long> cell)
    {
        var carried = Carried(cell);
        // The upper part may hold 63 bits, a double 53: its own low half is added first.
        var high = carried[0] & ~0xFFFFFFL;
        var low = carried[0] & 0xFFFFFFL;
        return (high + (low + carried[1] / Lower)) / Upper;
    }
}
