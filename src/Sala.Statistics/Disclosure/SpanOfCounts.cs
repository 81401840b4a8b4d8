namespace Sala.Statistics.Disclosure;

/// <summary>Which counts follow from shown counts by adding and subtracting: the row space of the shown counts over the persons, who are first put
/// together where no number tells them apart. Arithmetic is modulo a prime, so a count that follows over the rationals is always found.</summary>
internal sealed class SpanOfCounts
{
    private const ulong Prime = 2_147_483_647; // 2^31 - 1: products fit in 64 bits

    private readonly List<(ulong[] Row, ulong[] From, int Pivot)> _rows = [];
    private readonly int _counts;

    /// <param name="atoms">First person of each group that no number tells apart.</param>
    /// <param name="shown">The shown counts.</param>
    public SpanOfCounts(int[] atoms, IReadOnlyList<Tally> shown)
    {
        (Atoms, _counts) = (atoms, shown.Count);
        for (var i = 0; i < shown.Count; i++)
        {
            var from = new ulong[_counts];
            from[i] = 1;
            var row = Over(shown[i]);
            Reduce(row, from);
            var pivot = Array.FindIndex(row, v => v != 0);
            if (pivot < 0) continue;
            var inverse = Inverse(row[pivot]);
            Scale(row, inverse);
            Scale(from, inverse);
            foreach (var (other, otherFrom, _) in _rows)
            {
                var factor = other[pivot];
                if (factor == 0) continue;
                Subtract(other, row, factor);
                Subtract(otherFrom, from, factor);
            }
            _rows.Add((row, from, pivot));
        }
    }

    /// <summary>First person of each group.</summary>
    public int[] Atoms { get; }

    /// <summary>Which shown counts the count can be worked out from; null where it cannot.</summary>
    public List<int>? Follows(Tally count)
    {
        var row = Over(count);
        var from = new ulong[_counts];
        Reduce(row, from);
        return Array.TrueForAll(row, v => v == 0) ? Named(from) : null;
    }

    /// <summary>Counts of whole groups that stand in the reduced system: each follows from shown counts, though no table names it.</summary>
    public IEnumerable<(bool[] Atoms, List<int> From)> WholeGroups()
    {
        foreach (var (row, from, _) in _rows)
            if (Array.TrueForAll(row, v => v <= 1)) yield return (Array.ConvertAll(row, v => v == 1), Named(from));
    }

    /// <summary>Puts together the persons that no count tells apart.</summary>
    /// <returns>For each person the number of their group, and the first person of each group.</returns>
    public static (int[] GroupOf, int[] First) Group(int persons, IReadOnlyList<Tally> counts)
    {
        var groupOf = new int[persons];
        var groups = persons > 0 ? 1 : 0;
        foreach (var count in counts)
        {
            var next = new Dictionary<(int, byte), int>();
            for (var i = 0; i < persons; i++)
            {
                var key = (groupOf[i], count[i]);
                if (!next.TryGetValue(key, out var group)) next[key] = group = next.Count;
                groupOf[i] = group;
            }
            groups = next.Count;
        }
        var first = new int[groups];
        for (var i = persons - 1; i >= 0; i--) first[groupOf[i]] = i;
        return (groupOf, first);
    }

    private ulong[] Over(Tally count) => Array.ConvertAll(Atoms, person => (ulong)count[person]);

    private void Reduce(ulong[] row, ulong[] from)
    {
        foreach (var (known, knownFrom, pivot) in _rows)
        {
            var factor = row[pivot];
            if (factor == 0) continue;
            Subtract(row, known, factor);
            Subtract(from, knownFrom, factor);
        }
    }

    private static List<int> Named(ulong[] from)
    {
        var used = new List<int>();
        for (var i = 0; i < from.Length; i++)
            if (from[i] != 0) used.Add(i);
        return used;
    }

    private static void Subtract(ulong[] row, ulong[] other, ulong factor)
    {
        for (var i = 0; i < row.Length; i++)
            if (other[i] != 0) row[i] = (row[i] + (Prime - factor) * other[i]) % Prime;
    }

    private static void Scale(ulong[] row, ulong factor)
    {
        for (var i = 0; i < row.Length; i++) row[i] = row[i] * factor % Prime;
    }

    private static ulong Inverse(ulong value)
    {
        ulong result = 1;
        for (var power = Prime - 2; power > 0; power >>= 1, value = value * value % Prime)
            if ((power & 1) == 1) result = result * value % Prime;
        return result;
    }
}
