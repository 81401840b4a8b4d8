namespace Sala.Statistics;

/// <summary>The variance of totals in a stratified sample of several stages.</summary>
/// <remarks>
/// Stage by stage: the spread of unit totals within strata, times n/(n-1) and (N-n)/N, times the sampling fractions of the stages before.
/// Bellhouse (1985), Computing methods for variance estimation in complex surveys, J. Official Statistics 1, 323-329; Särndal, Swensson and
/// Wretman (1992), result 4.3.1. Without finite populations only the first stage counts (ultimate clusters: Hansen, Hurwitz and Madow 1953).
/// Brewer: each unit has its own (N-n)/N with N = n/p; Berger (2004), J. Royal Stat. Soc. D 53, 451-462.
/// </remarks>
internal static class MultistageVariance
{
    public static CovarianceMatrix Of(double[][] columns, bool[]? present, Stage[] stages, DesignSpecification specification)
    {
        var size = columns.Length;
        var total = new CovarianceMatrix(size);
        var factorOfParent = new double[] { 1 };
        for (var s = 0; s < stages.Length; s++)
        {
            var stage = stages[s];
            Add(total, columns, present, stage, s + 1, factorOfParent, specification);
            if (specification.Fpc.Count == 0) break;
            var next = new double[stage.Units];
            for (var u = 0; u < next.Length; u++)
            {
                var h = stage.StratumOfUnit[u];
                next[u] = factorOfParent[stage.ParentOfStratum[h]] * (stage.Sampled[h] / stage.Population[u]);
            }
            if (Array.TrueForAll(next, f => f == 0)) break;
            factorOfParent = next;
        }
        return total;
    }

    private static void Add(CovarianceMatrix total, double[][] columns, bool[]? present, Stage stage, int number, double[] factorOfParent, DesignSpecification specification)
    {
        var size = columns.Length;
        var (unitHere, unitsHere) = Present(stage, present);
        var sums = new double[size][];
        for (var k = 0; k < size; k++) sums[k] = ReproducibleSum.ByGroup(columns[k], stage.UnitOfRow, stage.Units);

        var rule = specification.LonelyPsu;
        var domainLonely = specification.AdjustDomainLonely;
        var unknown = new bool[stage.Strata];      // strata whose variance the rule "average" takes from the others
        var grand = new bool[stage.Strata];        // strata whose units are compared with the mean of all
        var complete = CompleteStrata(stage);
        var strataOfParent = new int[stage.Parents];
        var knownOfParent = new int[stage.Parents];
        var drawnOfParent = new int[stage.Parents];
        for (var h = 0; h < stage.Strata; h++)
        {
            if (unitsHere[h] == 0) continue;
            var n = stage.Sampled[h];
            var parent = stage.ParentOfStratum[h];
            strataOfParent[parent]++;
            drawnOfParent[parent] += n;
            if (!complete[h])
            {
                if (n == 1)
                {
                    if (rule == LonelyPsu.Fail) throw new LonelyPsuException(stage.StratumNames[h], number);
                    unknown[h] = rule == LonelyPsu.Average;
                    grand[h] = rule == LonelyPsu.Adjust;
                }
                else if (unitsHere[h] == 1 && domainLonely)
                {
                    unknown[h] = rule == LonelyPsu.Average;
                    grand[h] = rule == LonelyPsu.Adjust;
                }
            }
            if (!unknown[h]) knownOfParent[parent]++;
        }

        var weights = Scales(stage, unitHere, unknown, complete, factorOfParent, strataOfParent, knownOfParent);
        var deviations = new double[size][];
        for (var k = 0; k < size; k++) deviations[k] = Deviations(sums[k], stage, grand, drawnOfParent);
        var products = new double[stage.Units];
        for (var a = 0; a < size; a++)
        {
            for (var b = a; b < size; b++)
            {
                for (var u = 0; u < products.Length; u++) products[u] = weights[u] == 0 ? 0 : deviations[a][u] * deviations[b][u] * weights[u];
                total.SetSymmetric(a, b, total[a, b] + ReproducibleSum.Of(products));
            }
        }
    }

    private static (bool[] Units, int[] OfStratum) Present(Stage stage, bool[]? rows)
    {
        var units = new bool[stage.Units];
        for (var i = 0; i < stage.UnitOfRow.Length; i++) if (rows is null || rows[i]) units[stage.UnitOfRow[i]] = true;
        var ofStratum = new int[stage.Strata];
        for (var u = 0; u < units.Length; u++) if (units[u]) ofStratum[stage.StratumOfUnit[u]]++;
        return (units, ofStratum);
    }

    // A stratum all of whose units were drawn has no sampling variance, one PSU or many.
    private static bool[] CompleteStrata(Stage stage)
    {
        var complete = new bool[stage.Strata];
        Array.Fill(complete, true);
        for (var u = 0; u < stage.Units; u++)
        {
            var h = stage.StratumOfUnit[u];
            if (Remaining(stage.Population[u], stage.Sampled[h]) >= 1e-7) complete[h] = false;
        }
        return complete;
    }

    private static double Remaining(double population, int sampled) => double.IsInfinity(population) ? 1 : (population - sampled) / population;

    private static double[] Scales(Stage stage, bool[] unitHere, bool[] unknown, bool[] complete, double[] factorOfParent, int[] strataOfParent, int[] knownOfParent)
    {
        var weights = new double[stage.Units];
        var hasUnit = new bool[stage.Strata];
        for (var u = 0; u < weights.Length; u++) if (unitHere[u]) hasUnit[stage.StratumOfUnit[u]] = true;
        for (var u = 0; u < weights.Length; u++)
        {
            var h = stage.StratumOfUnit[u];
            if (complete[h] || unknown[h] || !hasUnit[h]) continue;
            var n = stage.Sampled[h];
            var parent = stage.ParentOfStratum[h];
            var scale = Remaining(stage.Population[u], n) * (n > 1 ? n / (n - 1.0) : 1);
            weights[u] = scale * factorOfParent[parent] * strataOfParent[parent] / knownOfParent[parent];
        }
        // Where no stratum of a parent is known there is nothing to average over.
        for (var h = 0; h < stage.Strata; h++)
            if (unknown[h] && knownOfParent[stage.ParentOfStratum[h]] == 0)
                for (var u = 0; u < weights.Length; u++) if (stage.StratumOfUnit[u] == h) weights[u] = double.NaN;
        return weights;
    }

    private static double[] Deviations(double[] sums, Stage stage, bool[] grand, int[] drawnOfParent)
    {
        var stratumTotals = ReproducibleSum.ByGroup(sums, stage.StratumOfUnit, stage.Strata);
        double[]? parentTotals = null;
        if (Array.Exists(grand, g => g))
        {
            var parentOfUnit = new int[stage.Units];
            for (var u = 0; u < parentOfUnit.Length; u++) parentOfUnit[u] = stage.ParentOfStratum[stage.StratumOfUnit[u]];
            parentTotals = ReproducibleSum.ByGroup(sums, parentOfUnit, stage.Parents);
        }
        var deviations = new double[sums.Length];
        for (var u = 0; u < deviations.Length; u++)
        {
            var h = stage.StratumOfUnit[u];
            var centre = grand[h] ? parentTotals![stage.ParentOfStratum[h]] / drawnOfParent[stage.ParentOfStratum[h]] : stratumTotals[h] / stage.Sampled[h];
            deviations[u] = sums[u] - centre;
        }
        return deviations;
    }
}
