namespace Sala.Statistics;

/// <summary>Estimates for each group of one or more variables.</summary>
/// <param name="GroupedBy">The variables.</param>
/// <param name="Groups">For each group its level of each variable, the first variable running fastest; groups without a row are left out.</param>
/// <param name="Together">All estimates with the covariance between the groups, groups running fastest.</param>
/// <param name="ByGroup">The estimates of each group by themselves, with the degrees of freedom of that group.</param>
public sealed record DomainEstimates(IReadOnlyList<string> GroupedBy, IReadOnlyList<IReadOnlyList<string>> Groups, Estimates Together, IReadOnlyList<Estimates> ByGroup);

/// <summary>The parts of a population by the levels of variables.</summary>
/// <remarks>The rows of the other groups stay in the design: Särndal, Swensson and Wretman (1992), section 5.8. Agrees with svyby.</remarks>
public static class Domains
{
    /// <summary>The domains, in the order of the levels, the first variable running fastest; only those with a row that weighs something.</summary>
    /// <param name="design">The whole.</param>
    /// <param name="by">Variables; rows that lack one belong to no group.</param>
    public static IReadOnlyList<(IReadOnlyList<string> Levels, SurveyDesign Design)> Of(SurveyDesign design, IReadOnlyList<string> by)
    {
        var columns = by.Select(design.Data.Categorical).ToArray();
        var rowsOf = new SortedDictionary<long, List<int>>();
        for (var i = 0; i < design.Rows; i++)
        {
            if (!design.InDomain(i)) continue;
            long key = 0;
            var missing = false;
            for (var c = columns.Length - 1; c >= 0; c--)
            {
                var code = columns[c].Array[i];
                missing |= code < 0;
                key = key * columns[c].Levels.Count + code;
            }
            if (missing) continue;
            if (!rowsOf.TryGetValue(key, out var rows)) rowsOf[key] = rows = [];
            rows.Add(i);
        }
        var domains = new List<(IReadOnlyList<string>, SurveyDesign)>();
        foreach (var (key, rows) in rowsOf)
        {
            if (!rows.Exists(r => design.WeightArray[r] != 0)) continue;
            var levels = new string[columns.Length];
            var rest = key;
            for (var c = 0; c < columns.Length; c++)
            {
                levels[c] = columns[c].Levels[(int)(rest % columns[c].Levels.Count)];
                rest /= columns[c].Levels.Count;
            }
            var flags = new bool[design.Rows];
            foreach (var row in rows) flags[row] = true;
            domains.Add((levels, design.In(flags)));
        }
        return domains;
    }

    /// <summary>Makes the same estimates in each domain.</summary>
    /// <param name="design">The whole.</param>
    /// <param name="by">Variables whose levels make the groups.</param>
    /// <param name="estimator">For example <c>d =&gt; Estimators.Mean(d, ["hours"])</c>.</param>
    public static DomainEstimates Estimate(SurveyDesign design, IReadOnlyList<string> by, Func<SurveyDesign, Estimates> estimator)
    {
        var domains = Of(design, by);
        if (domains.Count == 0) throw new EstimationException(Messages.EmptyDomain());
        var parts = domains.Select(d => estimator(d.Design)).ToList();
        var groupNames = domains.Select(d => string.Join(".", d.Levels)).ToList();
        var joined = Estimates.Together(design, parts);
        // One variable after the other, each over all groups.
        var perGroup = parts[0].Count;
        var order = new List<int>();
        var names = new List<string>();
        for (var k = 0; k < perGroup; k++)
            for (var g = 0; g < parts.Count; g++)
            {
                order.Add(g * perGroup + k);
                names.Add(perGroup == 1 ? groupNames[g] : $"{groupNames[g]}:{parts[0].Names[k]}");
            }
        var covariance = joined.Covariance.Part(order);
        var together = new Estimates(design, names, [.. order.Select(o => joined.Values[o])], covariance, joined.UsableWeights)
        {
            Influence = joined.Influence is { } influence ? [.. order.Select(o => influence[o])] : null,
            Replicates = joined.Replicates is { } replicates ? [.. replicates.Select(r => order.Select(o => r[o]).ToArray())] : null,
        };
        return new DomainEstimates(by, [.. domains.Select(d => d.Levels)], together, parts);
    }
}
