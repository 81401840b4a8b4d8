namespace Sala.Statistics.Disclosure;

/// <summary>A number of persons, said as a band.</summary>
public static class NumberBand
{
    private static readonly int[] Edges = [25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

    /// <summary>The band that holds the number: its first and its last, both within it. No last where the band is open; 0 to 24 is the first band.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static (int From, int? To) Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var next = Array.FindIndex(Edges, e => number < e);
        return next switch { 0 => (0, Edges[0] - 1), < 0 => (Edges[^1], null), _ => (Edges[next - 1], Edges[next] - 1) };
    }
}
