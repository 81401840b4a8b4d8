namespace Sala.Statistics;

/// <summary>The first phase as the rows of the second see it.</summary>
internal sealed class FirstPhase
{
    private readonly Stage stage;
    private readonly int[] unitsInFull;
    private readonly double[] fractionOfRow;

    private FirstPhase(Stage stage, int[] unitsInFull, double[] fractionOfRow, double[] rootOfFraction) =>
        (this.stage, this.unitsInFull, this.fractionOfRow, RootOfFraction) = (stage, unitsInFull, fractionOfRow, rootOfFraction);

    /// <summary>For each second-phase row the root of its first-phase chance.</summary>
    public double[] RootOfFraction { get; }

    public static FirstPhase Of(SurveyData data, int[] drawn, Stage full, TwoPhaseSpecification specification, double[] firstWeights)
    {
        var rows = drawn.Length;
        // The units and strata of the rows drawn, numbered anew.
        var units = new Dictionary<int, int>();
        var unitOfRow = new int[rows];
        foreach (var unit in drawn.Select(r => full.UnitOfRow[r]).Distinct().Order()) units[unit] = units.Count;
        for (var d = 0; d < rows; d++) unitOfRow[d] = units[full.UnitOfRow[drawn[d]]];
        var strata = new Dictionary<int, int>();
        foreach (var stratum in units.Keys.Select(u => full.StratumOfUnit[u]).Distinct().Order()) strata[stratum] = strata.Count;
        var stratumOfUnit = new int[units.Count];
        var population = new double[units.Count];
        foreach (var (unit, index) in units)
        {
            stratumOfUnit[index] = strata[full.StratumOfUnit[unit]];
            population[index] = full.Population[unit];
        }
        var sampled = new int[strata.Count];
        foreach (var stratum in stratumOfUnit) sampled[stratum]++;
        var stage = new Stage
        {
            UnitOfRow = unitOfRow,
            StratumOfUnit = stratumOfUnit,
            StratumNames = [.. strata.Keys.Select(s => full.StratumNames[s])],
            ParentOfStratum = new int[strata.Count],
            Parents = 1,
            Sampled = sampled,
            Population = population,
        };

        // The part of the first-phase units that the second phase reached, by its strata or else by those of the first.
        var fraction = new double[rows];
        if (specification.SecondStrata is { } column)
        {
            var codes = data.Categorical(column).Array;
            var reached = new Dictionary<int, HashSet<int>>();
            var all = new Dictionary<int, HashSet<int>>();
            for (var i = 0; i < data.Rows; i++) if (codes[i] >= 0) (all.TryGetValue(codes[i], out var set) ? set : all[codes[i]] = []).Add(full.UnitOfRow[i]);
            foreach (var r in drawn) (reached.TryGetValue(codes[r], out var set) ? set : reached[codes[r]] = []).Add(full.UnitOfRow[r]);
            for (var d = 0; d < rows; d++) fraction[d] = (double)reached[codes[drawn[d]]].Count / all[codes[drawn[d]]].Count;
        }
        else
        {
            for (var d = 0; d < rows; d++) fraction[d] = (double)sampled[stratumOfUnit[unitOfRow[d]]] / full.Sampled[full.StratumOfUnit[full.UnitOfRow[drawn[d]]]];
        }
        return new FirstPhase(stage, [.. strata.Keys.Select(s => full.Sampled[s])], fraction, [.. drawn.Select(r => Math.Sqrt(1 / firstWeights[r]))]);
    }

    /// <summary>The first phase's part of the covariance of totals of weighted columns.</summary>
    public CovarianceMatrix Variance(double[][] columns, bool[] present, LonelyPsu rule, bool domainLonely)
    {
        var size = columns.Length;
        var total = new CovarianceMatrix(size);
        var sums = columns.Select(c => ReproducibleSum.ByGroup(c, stage.UnitOfRow, stage.Units)).ToArray();
        var centres = sums.Select(s => ReproducibleSum.ByGroup(s, stage.StratumOfUnit, stage.Strata)).ToArray();
        var here = new bool[stage.Units];
        // A unit that spans second-phase strata has the fraction of its first row in the domain: R's rule, and the one place where the order of
        // rows counts. Units within one stratum have one fraction.
        var fractionOfUnit = new double[stage.Units];
        for (var d = 0; d < present.Length; d++)
        {
            if (!present[d]) continue;
            if (!here[stage.UnitOfRow[d]]) fractionOfUnit[stage.UnitOfRow[d]] = fractionOfRow[d];
            here[stage.UnitOfRow[d]] = true;
        }
        var unitsHere = new int[stage.Strata];
        for (var u = 0; u < here.Length; u++) if (here[u]) unitsHere[stage.StratumOfUnit[u]]++;
        var (strata, known) = (0, 0);
        var weights = new double[stage.Units];
        var centred = new bool[stage.Strata];
        var scales = new double[stage.Strata];
        for (var h = 0; h < stage.Strata; h++)
        {
            if (unitsHere[h] == 0) continue;
            strata++;
            var unit = Array.IndexOf(stage.StratumOfUnit, h);
            var (n, all, population) = (stage.Sampled[h], unitsInFull[h], stage.Population[unit]);
            var remaining = double.IsInfinity(population) ? 1 : (population - all) / population;
            centred[h] = rule != LonelyPsu.Adjust || unitsHere[h] > 1 || (n > 1 && !domainLonely);
            if (n > 1)
            {
                scales[h] = unitsHere[h] == 1 && rule == LonelyPsu.Average && domainLonely ? double.NaN : remaining * all / (all - 1.0);
            }
            else if (remaining >= 1e-7)
            {
                if (rule == LonelyPsu.Fail) throw new LonelyPsuException(stage.StratumNames[h], 1);
                scales[h] = rule == LonelyPsu.Average ? double.NaN : remaining;
            }
            if (!double.IsNaN(scales[h])) known++;
        }
        var deviations = new double[size][];
        for (var k = 0; k < size; k++)
        {
            deviations[k] = new double[stage.Units];
            for (var u = 0; u < stage.Units; u++)
            {
                var h = stage.StratumOfUnit[u];
                // Units without a row in the domain stand for a total of zero that is known.
                var fraction = here[u] ? fractionOfUnit[u] : 1;
                deviations[k][u] = sums[k][u] * fraction - (centred[h] ? centres[k][h] / unitsInFull[h] : 0);
            }
        }
        for (var u = 0; u < stage.Units; u++)
        {
            var h = stage.StratumOfUnit[u];
            if (unitsHere[h] == 0 || double.IsNaN(scales[h])) continue;
            weights[u] = scales[h] / (here[u] ? fractionOfUnit[u] : 1) * strata / known;
        }
        var products = new double[stage.Units];
        for (var a = 0; a < size; a++)
            for (var b = a; b < size; b++)
            {
                for (var u = 0; u < products.Length; u++) products[u] = weights[u] == 0 ? 0 : weights[u] * deviations[a][u] * deviations[b][u];
                total.SetSymmetric(a, b, known == 0 && strata > 0 ? double.NaN : ReproducibleSum.Of(products));
            }
        return total;
    }
}
