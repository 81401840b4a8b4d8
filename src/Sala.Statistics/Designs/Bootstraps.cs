namespace Sala.Statistics;

/// <summary>Replicates that are drawn by chance.</summary>
internal static class Bootstraps
{
    /// <summary>n of n PSUs with replacement; with a finite population n without replacement of as many copies as there are PSUs in it.</summary>
    /// <remarks>Canty and Davison (1999), The Statistician 48, 379-391, section 2.4.</remarks>
    public static ReplicateWeights CantyDavison(Stage stage, int replicates, bool mse, Random random)
    {
        var unitsOf = Replication.UnitsOfStrata(stage);
        var factors = NewFactors(stage, replicates);
        var harmonic = 0.0;
        for (var h = 0; h < unitsOf.Length; h++)
        {
            var units = unitsOf[h].ToArray();
            harmonic += 1.0 / units.Length;
            var population = stage.Population[units[0]];
            if (units.Any(u => stage.Population[u] != population)) throw new DesignException(Messages.BootstrapPopulation(stage.StratumNames[h]));
            if (units.Length < 2 && population > units.Length) throw new DesignException(Messages.BootstrapNeedsTwo(stage.StratumNames[h]));
            for (var r = 0; r < replicates; r++)
            {
                if (double.IsInfinity(population))
                {
                    for (var draw = 0; draw < units.Length; draw++) factors[r][units[random.Next(units.Length)]]++;
                    continue;
                }
                // As many copies of each PSU as the population has room for; which PSUs get the odd ones is drawn too.
                random.Shuffle(units);
                var copies = Enumerable.Range(0, (int)Math.Round(population)).Select(i => units[i % units.Length]).ToArray();
                for (var draw = 0; draw < units.Length; draw++)
                {
                    var at = random.Next(draw, copies.Length);
                    (copies[draw], copies[at]) = (copies[at], copies[draw]);
                    factors[r][copies[draw]]++;
                }
            }
        }
        var perStratum = unitsOf.Length / harmonic;
        return new ReplicateWeights(ReplicationType.Bootstrap, factors, perStratum / ((perStratum - 1) * (replicates - 1)), [], false, mse, stage.UnitOfRow);
    }

    /// <summary>n - 1 of n PSUs with replacement, times n/(n-1).</summary>
    /// <remarks>Rao and Wu (1988), JASA 83, 231-241; Rao, Wu and Yue (1992), Survey Methodology 18, 209-217, for the weights.</remarks>
    public static ReplicateWeights RaoWu(Stage stage, int replicates, bool mse, Random random)
    {
        var unitsOf = Replication.UnitsOfStrata(stage);
        var factors = NewFactors(stage, replicates);
        for (var h = 0; h < unitsOf.Length; h++)
        {
            var units = unitsOf[h];
            var n = units.Count;
            if (n < 2) throw new DesignException(Messages.BootstrapNeedsTwo(stage.StratumNames[h]));
            for (var r = 0; r < replicates; r++)
                for (var draw = 0; draw < n - 1; draw++) factors[r][units[random.Next(n)]] += n / (n - 1.0);
        }
        return new ReplicateWeights(ReplicationType.Subbootstrap, factors, 1.0 / (replicates - 1), [], false, mse, stage.UnitOfRow);
    }

    /// <summary>Half of the units at each stage without replacement, rescaled so that the variance of each stage comes out.</summary>
    /// <remarks>Preston (2009), Survey Methodology 35, 227-234, equation 3.2.</remarks>
    public static ReplicateWeights Preston(IReadOnlyList<Stage> stages, bool finite, int rows, int replicates, bool mse, Random random)
    {
        var used = finite ? stages.Count : 1;
        var unitsOf = stages.Take(used).Select(Replication.UnitsOfStrata).ToArray();
        var factors = new double[replicates][];
        for (var r = 0; r < replicates; r++)
        {
            factors[r] = new double[rows];
            Array.Fill(factors[r], 1.0);
            // For each row: whether it is still in the half sample, the product of root n/n*, and of the sampling fractions before.
            var kept = new bool[stages[0].Parents];
            Array.Fill(kept, true);
            var root = Enumerable.Repeat(1.0, kept.Length).ToArray();
            var fraction = Enumerable.Repeat(1.0, kept.Length).ToArray();
            for (var s = 0; s < used; s++)
            {
                var stage = stages[s];
                var nextKept = new bool[stage.Units];
                var nextRoot = new double[stage.Units];
                var nextFraction = new double[stage.Units];
                var step = new double[stage.Units];
                for (var h = 0; h < stage.Strata; h++)
                {
                    var units = unitsOf[s][h].ToArray();
                    var parent = stage.ParentOfStratum[h];
                    var n = units.Length;
                    var half = n / 2;
                    var own = stage.Sampled[h] / stage.Population[units[0]];
                    foreach (var unit in units) nextFraction[unit] = fraction[parent] * own;
                    if (!kept[parent]) continue;
                    if (half == 0) continue;
                    var lambda = Math.Sqrt(fraction[parent] * half * (1 - own) / (n - half));
                    random.Shuffle(units);
                    for (var i = 0; i < n; i++)
                    {
                        var chosen = i < half;
                        step[units[i]] = root[parent] * lambda * (-1 + (chosen ? (double)n / half : 0));
                        nextKept[units[i]] = chosen;
                        nextRoot[units[i]] = root[parent] * Math.Sqrt((double)n / half);
                    }
                }
                for (var i = 0; i < rows; i++) factors[r][i] += step[stage.UnitOfRow[i]];
                (kept, root, fraction) = (nextKept, nextRoot, nextFraction);
            }
        }
        return new ReplicateWeights(ReplicationType.Mrbbootstrap, factors, 1, [.. Enumerable.Repeat(1.0 / (replicates - 1), replicates)], false, mse);
    }

    private static double[][] NewFactors(Stage stage, int replicates)
    {
        var factors = new double[replicates][];
        for (var r = 0; r < replicates; r++) factors[r] = new double[stage.Units];
        return factors;
    }
}
