namespace Sala.Forms;

/// <summary>The name that an author most likely meant.</summary>
internal static class NearMiss
{
    private const int MostNames = 20_000;

    /// <summary>The nearest name within a third of its letters; null where none is near.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        if (written.Length is 0 or > 64) return null;
        string? best = null;
        var least = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in names.Take(MostNames))
        {
            if (Math.Abs(name.Length - written.Length) >= least) continue;
            var distance = name.Equals(written, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(written, name, least);
            if (distance < least) (best, least) = (name, distance);
            if (least == 0) break;
        }
        return best;
    }

    // Damerau and Levenshtein, restricted: one swap of neighbours counts one.
    private static int Distance(string a, string b, int limit)
    {
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least >= limit) return least;
            (before, last) = (last, row);
        }
        return last[^1];
    }
}
