namespace Sala.Statistics;

/// <summary>Replicate variances out of sums by PSU: a replicate is a factor for each PSU, so that the rows are not needed again.</summary>
internal static class PsuReplicates
{
    public static IReadOnlyList<DomainMean> Means(PsuSums sums, ReplicationType type, int replicates, int seed, bool mse, PopulationCells? population)
    {
        var stage = StageOf(sums);
        var calibration = population is null ? null : new CellCalibration(sums, population);
        double[] Estimates(double[]? factors)
        {
            var (totals, weights) = sums.Totals(factors, calibration?.Factors(factors));
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
                if (calibration is null) LeaveOneOut(sums, stage, estimates);
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

    /// <summary>Post-stratification solved on the cells' weights, once for each replicate.</summary>
    private sealed class CellCalibration
    {
        private readonly PsuSums sums;
        private readonly double[] people;

        public CellCalibration(PsuSums sums, PopulationCells population)
        {
            this.sums = sums;
            people = new double[sums.Cells.Length];
            if (!population.Variables.SequenceEqual(sums.Plan.CalibrationCells)) throw new CalibrationException(Messages.CalibrationCells(string.Join(", ", sums.Plan.CalibrationCells)));
            var known = population.Cells.ToDictionary(c => string.Join('\u001f', c.Levels), c => c.People);
            for (var c = 0; c < people.Length; c++)
                people[c] = known.Remove(string.Join('\u001f', sums.Cells[c]), out var count) ? count
                    : throw new CalibrationException(Messages.CellMissingInPopulation(PopulationCells.Name(population.Variables, sums.Cells[c])));
            foreach (var (cell, count) in known) if (count > 0) throw new CalibrationException(Messages.CellMissingInSample(cell.Replace('\u001f', ' ')));
        }

        public double[] Factors(double[]? psuFactors)
        {
            var weights = new double[people.Length];
            for (var p = 0; p < sums.Psus; p++)
                foreach (var group in sums.Groups[p]) weights[group.Cell] += (psuFactors?[p] ?? 1) * group.Weight;
            for (var c = 0; c < weights.Length; c++) weights[c] = weights[c] == 0 ? 0 : people[c] / weights[c];
            return weights;
        }
    }
}
