namespace Sala.Statistics;

/// <summary>Makes replicate weights for a linearised design.</summary>
/// <remarks>Agrees with as.svrepdesign of R survey where nothing is drawn by chance; the bootstraps draw with their own seed.
/// Units are taken in the order of their names, so that the order of rows does not matter.</remarks>
public static class Replication
{
    /// <summary>The same sample with replicates.</summary>
    /// <param name="design">A design whose weights are not calibrated yet: adjust the replicates afterwards, so that each is adjusted by itself.</param>
    /// <param name="type">How to make them.</param>
    /// <param name="replicates">Number of bootstrap replicates; the others have their own number.</param>
    /// <param name="rho">Fay's factor, from 0 to below 1.</param>
    /// <param name="mse">Whether spread is measured from the estimate of the whole sample.</param>
    /// <param name="seed">Of the bootstraps' drawing.</param>
    /// <exception cref="DesignException">The design does not suit the type; the message says why.</exception>
    public static ReplicateDesign Of(LinearizedDesign design, ReplicationType type, int replicates = 200, double rho = 0, bool mse = false, int seed = 1)
    {
        if (design.Adjustments.Any(a => a.IsCalibration)) throw new DesignException(Messages.ReplicateFirst());
        if (replicates < 2) throw new DesignException(Messages.TwoReplicates(replicates));
        var stage = design.Stages[0];
        var stratified = design.Specification.Strata.Count > 0;
        var made = type switch
        {
            ReplicationType.Jk1 when stratified => throw new DesignException(Messages.Jk1WithStrata()),
            ReplicationType.Jkn or ReplicationType.Brr or ReplicationType.Fay when !stratified => throw new DesignException(Messages.NeedsStrata(type.ToString())),
            ReplicationType.Jk1 or ReplicationType.Jkn => Jackknife(stage, type, mse, design.Specification.LonelyPsu),
            ReplicationType.Brr => Balanced(stage, type, mse, 0),
            ReplicationType.Fay => rho is >= 0 and < 1 ? Balanced(stage, type, mse, rho) : throw new DesignException(Messages.Rho(rho)),
            ReplicationType.Bootstrap => Bootstraps.CantyDavison(stage, replicates, mse, new Random(seed)),
            ReplicationType.Subbootstrap => Bootstraps.RaoWu(stage, replicates, mse, new Random(seed)),
            ReplicationType.Mrbbootstrap => Bootstraps.Preston(design.Stages, design.Specification.Fpc.Count > 0, design.Rows, replicates, mse, new Random(seed)),
            _ => throw new DesignException(Messages.CannotMake(type.ToString())),
        };
        var result = ReplicateDesign.Of(design.Data, design.SamplingWeights, made);
        return design.Domain is { } domain ? (ReplicateDesign)result.WithDomain(domain) : result;
    }

    // One PSU left out at a time, the others of its stratum taking its weight. Strata that were counted in full need no replicate.
    private static ReplicateWeights Jackknife(Stage stage, ReplicationType type, bool mse, LonelyPsu rule)
    {
        var unitsOf = UnitsOfStrata(stage);
        var factors = new List<double[]>();
        var rscales = new List<double>();
        for (var h = 0; h < unitsOf.Length; h++)
        {
            var units = unitsOf[h];
            var n = units.Count;
            var population = stage.Population[units[0]];
            var remaining = double.IsInfinity(population) ? 1 : (population - n) / population;
            if (remaining <= 0) continue;
            if (n == 1)
            {
                switch (rule)
                {
                    case LonelyPsu.Fail: throw new LonelyPsuException(stage.StratumNames[h], 1);
                    case LonelyPsu.Adjust:
                        var others = unitsOf.Length / (unitsOf.Length - 1.0);
                        factors.Add([.. stage.StratumOfUnit.Select(s => s == h ? 0 : others)]);
                        rscales.Add(1 / others);
                        break;
                }
                continue;
            }
            foreach (var left in units)
            {
                var column = new double[stage.Units];
                Array.Fill(column, 1.0);
                foreach (var unit in units) column[unit] = unit == left ? 0 : n / (n - 1.0);
                factors.Add(column);
                rscales.Add(remaining * (n - 1.0) / n);
            }
        }
        if (factors.Count == 0) throw new DesignException(Messages.WholePopulation());
        var scale = rule == LonelyPsu.Average && factors.Count < stage.Units ? (double)stage.Units / factors.Count : 1;
        if (type == ReplicationType.Jk1)
            return new ReplicateWeights(type, [.. factors], rscales[0], [.. Enumerable.Repeat(1.0, factors.Count)], false, mse, stage.UnitOfRow);
        return new ReplicateWeights(type, [.. factors], scale, rscales, false, mse, stage.UnitOfRow);
    }

    private static ReplicateWeights Balanced(Stage stage, ReplicationType type, bool mse, double rho)
    {
        // Strata with more PSUs are cut into pairs, in the order of the names.
        var pairs = new List<(int First, int Second)>();
        var unitsOf = UnitsOfStrata(stage);
        for (var h = 0; h < unitsOf.Length; h++)
        {
            if (unitsOf[h].Count < 2 || unitsOf[h].Count % 2 == 1) throw new DesignException(Messages.BrrNeedsPairs(stage.StratumNames[h], unitsOf[h].Count));
            for (var u = 0; u < unitsOf[h].Count; u += 2) pairs.Add((unitsOf[h][u], unitsOf[h][u + 1]));
        }
        var signs = Hadamard.AtLeast(pairs.Count + 1);
        var count = signs.GetLength(0);
        var factors = new double[count][];
        for (var r = 0; r < count; r++)
        {
            factors[r] = new double[stage.Units];
            for (var p = 0; p < pairs.Count; p++)
            {
                var first = signs[p + 1, r] > 0;
                factors[r][pairs[p].First] = first ? 2 - rho : rho;
                factors[r][pairs[p].Second] = first ? rho : 2 - rho;
            }
        }
        return new ReplicateWeights(type, factors, 1 / (count * (1 - rho) * (1 - rho)), [], false, mse, stage.UnitOfRow, rho);
    }

    internal static List<int>[] UnitsOfStrata(Stage stage)
    {
        var units = new List<int>[stage.Strata];
        for (var h = 0; h < units.Length; h++) units[h] = [];
        for (var u = 0; u < stage.Units; u++) units[stage.StratumOfUnit[u]].Add(u);
        return units;
    }
}
