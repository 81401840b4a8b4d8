namespace Sala.Statistics.Disclosure;

/// <summary>A range of percentages over kinds, whose counts are small, is shown without naming the kinds. This tells whether a reader who knows the
/// size of each kind, and believes that all weights are equal, could still work out a count.</summary>
/// <remarks>The reader's sheet of paper: list every set of counts whose rounded smallest, largest and pooled percentage are those shown. A kind whose
/// count is the same in all of them is found out. So is the kind that alone can be the smallest or the largest.</remarks>
public static class RangeOverKinds
{
    private const int MostSets = 2_000_000;

    /// <summary>Whether the range may be shown.</summary>
    /// <param name="sizes">Number asked of each kind.</param>
    /// <param name="lowest">Smallest percentage as shown, whole.</param>
    /// <param name="highest">Largest percentage as shown, whole.</param>
    /// <param name="pooled">Pooled percentage as shown, whole; null where none is shown.</param>
    /// <returns>True where no count of a kind follows. False also where there are too many sets to list, and where the range fits no counts at all:
    /// then the weights are so unequal that this reasoning says nothing.</returns>
    public static bool HidesEachKind(IReadOnlyList<int> sizes, int lowest, int highest, int? pooled)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count < 3) return false;
        var possible = sizes.Select(n => Enumerable.Range(0, n + 1).Where(x => Rounded(x, n) >= lowest && Rounded(x, n) <= highest).ToArray()).ToArray();
        if (possible.Any(p => p.Length == 0) || possible.Aggregate(1.0, (sets, p) => sets * p.Length) > MostSets) return false;
        var seen = sizes.Select(_ => new HashSet<int>()).ToArray();
        var (least, most) = (new HashSet<int>(), new HashSet<int>());
        var counts = new int[sizes.Count];
        var all = sizes.Sum();
        Walk(0);
        return seen.All(s => s.Count >= 2) && least.Count >= 2 && most.Count >= 2;

        void Walk(int kind)
        {
            if (kind < sizes.Count)
            {
                foreach (var x in possible[kind])
                {
                    counts[kind] = x;
                    Walk(kind + 1);
                }
                return;
            }
            var smallest = Enumerable.Range(0, sizes.Count).MinBy(k => (double)counts[k] / sizes[k]);
            var largest = Enumerable.Range(0, sizes.Count).MaxBy(k => (double)counts[k] / sizes[k]);
            if (Rounded(counts[smallest], sizes[smallest]) != lowest || Rounded(counts[largest], sizes[largest]) != highest) return;
            if (pooled is { } p && Rounded(counts.Sum(), all) != p) return;
            for (var k = 0; k < counts.Length; k++) seen[k].Add(counts[k]);
            least.Add(smallest);
            most.Add(largest);
        }
    }

    private static int Rounded(int count, int of) => (int)Math.Round(100.0 * count / of, MidpointRounding.AwayFromZero);
}
