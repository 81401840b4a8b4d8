namespace Sala.Statistics;

/// <summary>Replicate variances out of sums by PSU: a replicate is a factor for each PSU, so that the rows are not needed again.</summary>
internal static class PsuReplicates
{
    public static IReadOnlyList<DomainMean> Means(PsuSums sums, ReplicationType type, int replicates, int seed, bool mse, CellAdjustment? adjustment)
    {
        var stage = StageOf(sums);
        // The weights of the cells as they were sampled say which cells there are.
        var solve = adjustment?.Factors(sums, CellWeights(sums, null));
        double[] Estimates(double[]? factors)
        {
            var (totals, weights) = sums.Totals(factors, solve?.Invoke(CellWeights(sums, factors)));
            for (var i = 0; i < totals.Length; i++) totals[i] /= weights[i];
            return totals;
        }
        var whole = Estimates(null);
        for (var h = 0; h < stage.Strata; h++) if (stage.Sampled[h] < 2) throw new DesignException(Messages.BootstrapNeedsTwo(sums.StratumNames[h]));
        double[][] estimates;
        double scale = 1;
        double[] rscales;
        var threads = new ParallelOptions { MaxDegreeOfParallelism = sums.Plan.Threads };
        switch (type)
        {
            case ReplicationType.Jk1 when stage.Strata > 1: throw new DesignException(Messages.Jk1WithStrata());
            case ReplicationType.Jkn or ReplicationType.Jk1:
                estimates = new double[stage.Units][];
                rscales = [.. stage.StratumOfUnit.Select(h => (stage.Sampled[h] - 1.0) / stage.Sampled[h])];
                if (solve is null) LeaveOneOut(sums, stage, estimates);
                else Parallel.For(0, stage.Units, threads, p => estimates[p] = Estimates(Without(stage, p)));
                break;
            case ReplicationType.Bootstrap or ReplicationType.Subbootstrap:
                var made = type == ReplicationType.Bootstrap ? Bootstraps.CantyDavison(stage, replicates, false, new Random(seed)) : Bootstraps.RaoWu(stage, replicates, false, new Random(seed));
                (scale, rscales) = (made.Scale, [.. made.Rscales]);
                estimates = new double[made.Count][];
                Parallel.For(0, made.Count, threads, r => estimates[r] = Estimates([.. Enumerable.Range(0, stage.Units).Select(u => made.Factor(r, u))]));
                break;
            default: throw new DesignException(Messages.CannotMake(type.ToString()));
        }

        var k = sums.Plan.Indicators.Count;
        var results = new DomainMean[whole.Length];
        for (var e = 0; e < whole.Length; e++)
        {
            var variance = Spread(estimates, e, whole[e], scale, rscales, mse);
            results[e] = new DomainMean(e < k ? [] : sums.Domains[e / k - 1], sums.Plan.Indicators[e % k], whole[e], Math.Sqrt(variance));
        }
        return results;
    }

    private static double Spread(double[][] estimates, int e, double whole, double scale, double[] rscales, bool mse)
    {
        var (sum, count) = (0.0, 0);
        foreach (var replicate in estimates)
        {
            if (double.IsNaN(replicate[e])) continue;
            sum += replicate[e];
            count++;
        }
        var centre = mse ? whole : sum / count;
        var variance = 0.0;
        for (var r = 0; r < estimates.Length; r++)
            if (!double.IsNaN(estimates[r][e])) variance += (estimates[r][e] - centre) * (estimates[r][e] - centre) * rscales[r];
        return variance * scale;
    }

    // Leaving one PSU out changes the totals of its stratum only.
    private static void LeaveOneOut(PsuSums sums, Stage stage, double[][] estimates)
    {
        var k = sums.Plan.Indicators.Count;
        var (all, weights) = sums.Totals(null, null);
        var ofStratum = new (double[] Sums, double[] Weights)[stage.Strata];
        for (var h = 0; h < stage.Strata; h++)
        {
            var flags = new double[stage.Units];
            for (var u = 0; u < flags.Length; u++) flags[u] = stage.StratumOfUnit[u] == h ? 1 : 0;
            ofStratum[h] = sums.Totals(flags, null);
        }
        Parallel.For(0, stage.Units, new ParallelOptions { MaxDegreeOfParallelism = sums.Plan.Threads }, p =>
        {
            var h = stage.StratumOfUnit[p];
            var grow = stage.Sampled[h] / (stage.Sampled[h] - 1.0);
            var own = new double[all.Length];
            var ownWeights = new double[all.Length];
            foreach (var group in sums.Groups[p])
                for (var i = 0; i < k; i++)
                {
                    var weight = group.Weight - (group.Missing?[i] ?? 0);
                    own[i] += group.Sums[i];
                    own[(group.Domain + 1) * k + i] += group.Sums[i];
                    ownWeights[i] += weight;
                    ownWeights[(group.Domain + 1) * k + i] += weight;
                }
            for (var e = 0; e < own.Length; e++)
            {
                var top = all[e] + (grow - 1) * ofStratum[h].Sums[e] - grow * own[e];
                var bottom = weights[e] + (grow - 1) * ofStratum[h].Weights[e] - grow * ownWeights[e];
                own[e] = top / bottom;
            }
            estimates[p] = own;
        });
    }

    private static double[] Without(Stage stage, int psu)
    {
        var h = stage.StratumOfUnit[psu];
        var factors = new double[stage.Units];
        for (var u = 0; u < factors.Length; u++) factors[u] = u == psu ? 0 : stage.StratumOfUnit[u] == h ? stage.Sampled[h] / (stage.Sampled[h] - 1.0) : 1;
        return factors;
    }

    private static Stage StageOf(PsuSums sums)
    {
        var sampled = new int[sums.Strata];
        foreach (var h in sums.StratumOfPsu) sampled[h]++;
        return new Stage
        {
            UnitOfRow = [.. Enumerable.Range(0, sums.Psus)],
            StratumOfUnit = sums.StratumOfPsu,
            StratumNames = sums.StratumNames,
            ParentOfStratum = new int[sums.Strata],
            Parents = 1,
            Sampled = sampled,
            Population = [.. Enumerable.Repeat(double.PositiveInfinity, sums.Psus)],
        };
    }

    private static double[] CellWeights(PsuSums sums, double[]? psuFactors)
    {
        var weights = new double[sums.Cells.Length];
        for (var p = 0; p < sums.Psus; p++)
        {
            var factor = psuFactors?[p] ?? 1;
            if (factor == 0) continue;
            foreach (var group in sums.Groups[p]) weights[group.Cell] += factor * group.Weight;
        }
        return weights;
    }
}
