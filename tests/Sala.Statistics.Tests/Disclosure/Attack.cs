using System.Numerics;
using Sala.Statistics.Disclosure;

namespace Sala.Statistics.Tests.Disclosure;

/// <summary>What a reader with patience can do: write every shown count as an equation over the people, and solve. Exact fractions, no code of the
/// library but the tallies themselves.</summary>
public sealed class Attack
{
    private readonly List<(BigInteger[] Row, int Pivot)> _rows = [];
    private readonly List<int> _people = [];
    private readonly IReadOnlyList<Tally> _shown;

    public Attack(int people, IReadOnlyList<Tally> shown, IReadOnlyList<Tally> spokenOf)
    {
        _shown = shown;
        var seen = new HashSet<string>();
        for (var i = 0; i < people; i++)
            if (seen.Add(string.Join(',', spokenOf.Select(t => t[i])))) _people.Add(i);
        foreach (var count in shown)
        {
            var row = Reduced(count);
            var pivot = Array.FindIndex(row, v => !v.IsZero);
            if (pivot >= 0) _rows.Add((row, pivot));
        }
    }

    /// <summary>One person of each group that no count tells apart.</summary>
    public IEnumerable<Tally> Groups(IReadOnlyList<Tally> spokenOf) =>
        _people.Select(first => Tally.Of(spokenOf[0].Length, i => spokenOf.All(t => t[i] == t[first])));

    /// <summary>Whether the count follows from the shown ones, by sums and differences or by the bounds of sets within sets.</summary>
    public bool Recovers(Tally count)
    {
        if (Reduced(count).All(v => v.IsZero)) return true;
        // Bounds pin a count only where the upper one is the count itself.
        if (!_shown.Any(s => s.Total == count.Total && s.Less(count) is not null)) return false;
        var least = _shown.Select(a => _shown.Where(b => count.Plus(b)?.Less(a) is not null).Select(b => (int?)(a.Total - b.Total)).Max()).Max() ?? 0;
        return count.Total == Math.Max(0, least);
    }

    private BigInteger[] Reduced(Tally count)
    {
        var row = _people.Select(p => new BigInteger(count[p])).ToArray();
        foreach (var (known, pivot) in _rows)
        {
            if (row[pivot].IsZero) continue;
            var (mine, its) = (known[pivot], row[pivot]);
            for (var i = 0; i < row.Length; i++) row[i] = row[i] * mine - known[i] * its;
            var common = row.Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
            if (common > 1) for (var i = 0; i < row.Length; i++) row[i] /= common;
        }
        return row;
    }
}
