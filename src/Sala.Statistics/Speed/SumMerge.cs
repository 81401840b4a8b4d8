namespace Sala.Statistics;

/// <summary>Puts sums together by names, so that the result does not depend on the order in which they come.</summary>
internal sealed class SumMerge(OnePassPlan plan)
{
    private readonly Dictionary<string, string> stratumOfPsu = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Psu, string Domain, string Cell), PsuSums.Group> groups = [];
    private long rows;

    private const char Separator = '\u001f';

    public void Add(IReadOnlyList<string> keys, long count, double weight, double[] sums, double[]? missing)
    {
        var at = plan.Stratum is null ? 0 : 1;
        var stratum = plan.Stratum is null ? "all" : keys[0];
        var psu = keys[at];
        if (stratumOfPsu.TryGetValue(psu, out var before) && before != stratum) throw new DesignException(Messages.PsuInTwoStrataNoRow(psu, before, stratum));
        stratumOfPsu[psu] = stratum;
        var domain = string.Join(Separator, keys.Skip(at + 1).Take(plan.Domains.Count));
        var cell = string.Join(Separator, keys.Skip(at + 1 + plan.Domains.Count));
        rows += count;
        // The engine may give a group in parts.
        if (groups.TryGetValue((psu, domain, cell), out var known))
        {
            for (var i = 0; i < sums.Length; i++) known.Sums[i] += sums[i];
            var both = known.Missing ?? missing;
            if (known.Missing is not null && missing is not null) for (var i = 0; i < missing.Length; i++) known.Missing[i] += missing[i];
            groups[(psu, domain, cell)] = known with { Weight = known.Weight + weight, Missing = both };
        }
        else groups[(psu, domain, cell)] = new PsuSums.Group(-1, -1, weight, sums, missing);
    }

    public PsuSums Finish()
    {
        if (rows == 0) throw new DataException(Messages.NoRows());
        if (plan.Rows is { } promised && promised != rows) throw new DataException(Messages.RowsPromised(promised, rows));
        var strata = stratumOfPsu.Values.Distinct().Order(NaturalOrder.Instance).ToArray();
        var psus = stratumOfPsu.Keys.Order(NaturalOrder.Instance).ToArray();
        var domains = groups.Keys.Select(g => g.Domain).Distinct().Order(NaturalOrder.Instance).ToArray();
        var cells = groups.Keys.Select(g => g.Cell).Distinct().Order(NaturalOrder.Instance).ToArray();
        static Dictionary<string, int> Index(string[] names) => names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        var (stratumIndex, psuIndex, domainIndex, cellIndex) = (Index(strata), Index(psus), Index(domains), Index(cells));
        var byPsu = new List<PsuSums.Group>[psus.Length];
        for (var p = 0; p < byPsu.Length; p++) byPsu[p] = [];
        foreach (var (key, group) in groups) byPsu[psuIndex[key.Psu]].Add(group with { Domain = domainIndex[key.Domain], Cell = cellIndex[key.Cell] });
        return PsuSums.Of(plan, strata, [.. psus.Select(p => stratumIndex[stratumOfPsu[p]])],
            [.. domains.Select(d => plan.Domains.Count == 0 ? [] : d.Split(Separator))], [.. cells.Select(c => plan.CalibrationCells.Count == 0 ? [] : c.Split(Separator))],
            [.. byPsu.Select(g => g.OrderBy(x => x.Domain).ThenBy(x => x.Cell).ToArray())], rows);
    }
}

/// <summary>Texts by their characters' numbers, but numbers in them by size: 2 before 10.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                var (from, other) = (i, j);
                while (i < a.Length && char.IsAsciiDigit(a[i])) i++;
                while (j < b.Length && char.IsAsciiDigit(b[j])) j++;
                var (left, right) = (a[from..i].TrimStart('0'), b[other..j].TrimStart('0'));
                var order = left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);
                if (order != 0) return order;
            }
            else if (a[i] != b[j]) return a[i].CompareTo(b[j]);
            else (i, j) = (i + 1, j + 1);
        }
        var rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b);
    }
}
