namespace Sala.Measuring;

/// <summary>How far two samples of times lie apart.</summary>
/// <param name="Z">Of Mann and Whitney (1947), Ann. Math. Statist. 18, 50-60, ties at their mean rank: standard normal where both come from one distribution.</param>
/// <param name="Medians">The second's median less the first's.</param>
internal sealed record Difference(double Z, TimeSpan Medians)
{
    /// <summary>Beyond 4.5 one pair in 150,000 falls by chance alone. A difference under a fifth of a millisecond is below what the scheduler does to either.</summary>
    public bool IsNone => Math.Abs(Z) < 4.5 || Medians.Duration() < TimeSpan.FromMilliseconds(0.2);

    public static Difference Between(IReadOnlyCollection<TimeSpan> first, IReadOnlyCollection<TimeSpan> second)
    {
        var all = first.Select(t => (t.Ticks, First: true)).Concat(second.Select(t => (t.Ticks, First: false))).OrderBy(t => t.Ticks).ToList();
        var ranks = 0.0;
        for (var from = 0; from < all.Count;)
        {
            var to = from;
            while (to < all.Count && all[to].Ticks == all[from].Ticks) to++;
            ranks += all.Skip(from).Take(to - from).Count(t => t.First) * ((from + 1 + to) / 2.0);
            from = to;
        }
        double n = first.Count, m = second.Count;
        var u = ranks - n * (n + 1) / 2;
        return new((u - n * m / 2) / Math.Sqrt(n * m * (n + m + 1) / 12), Median(second) - Median(first));
    }

    private static TimeSpan Median(IReadOnlyCollection<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    public override string ToString() => $"z = {Z:0.00}, medians {Medians.TotalMilliseconds:0.000} ms apart";
}
