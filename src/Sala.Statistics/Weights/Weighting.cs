namespace Sala.Statistics;

/// <summary>Adjusts the weights of a design to what is known of the population. Each step is a new design; the steps stand in the design,
/// are carried into its variance, and are made anew for each replicate.</summary>
public static class Weighting
{
    /// <summary>Brings the number of people in each cell to the known one.</summary>
    /// <param name="design">A design without a domain.</param>
    /// <param name="population">The known cells.</param>
    /// <param name="partial">Whether cells without anybody in the sample may be left out.</param>
    /// <exception cref="CalibrationException">A cell is missing in the sample or in the population.</exception>
    /// <remarks>Holt and Smith (1979), J. Royal Stat. Soc. A 142, 33-46. Agrees with postStratify.</remarks>
    public static SurveyDesign PostStratify(SurveyDesign design, PopulationCells population, bool partial = false)
    {
        var cells = population.CellOfRow(design.Data, design.WeightArray, partial);
        var name = "post-stratification by " + string.Join(" x ", population.Variables);
        return Apply(design, name, w => RakedWeights.ToCells(w, cells, population.People),
            (before, after) => new PostStratification(name, cells, population.Cells.Count, before, after));
    }

    /// <summary>Brings the number of people in each cell of several tables to the known ones, by turns.</summary>
    /// <param name="design">A design without a domain.</param>
    /// <param name="margins">The known tables.</param>
    /// <param name="epsilon">Largest change of a cell of the whole table in a round that counts as settled: people, or below 1 a part of all people.</param>
    /// <param name="rounds">Most rounds; if they do not suffice the design carries a warning.</param>
    /// <exception cref="CalibrationException">A cell is missing in the sample or in the population.</exception>
    /// <remarks>Deming and Stephan (1940), Ann. Math. Stat. 11, 427-444. Agrees with rake.</remarks>
    public static SurveyDesign Rake(SurveyDesign design, IReadOnlyList<PopulationCells> margins, double epsilon = 1, int rounds = 10)
    {
        var raked = new RakedWeights(design.Data, design.WeightArray, margins, epsilon, rounds);
        var name = "raking to " + string.Join("; ", margins.Select(m => string.Join(" x ", m.Variables)));
        return Apply(design, name, raked.Of, (before, after) => new Raking(name, raked.Tables, before, after), () => raked.Settled ? [] : [Messages.RakingNotSettled(rounds)]);
    }

    /// <summary>Brings totals of variables to known ones with the least change of weights.</summary>
    /// <param name="design">A design without a domain.</param>
    /// <param name="formula">The variables, for example <c>~ stype + api99</c>.</param>
    /// <param name="totals">The known total of each column of the model by its name, <c>(Intercept)</c> for the number of people.</param>
    /// <param name="distance">How change is measured.</param>
    /// <param name="lower">Smallest factor.</param>
    /// <param name="upper">Largest factor.</param>
    /// <exception cref="CalibrationException">No weights within the bounds reach the totals, or variables depend on each other.</exception>
    /// <remarks>Deville and Särndal (1992), JASA 87, 376-382. Agrees with calibrate.</remarks>
    public static SurveyDesign Calibrate(SurveyDesign design, string formula, IReadOnlyDictionary<string, double> totals,
        CalibrationDistance distance = CalibrationDistance.Linear, double lower = double.NegativeInfinity, double upper = double.PositiveInfinity)
    {
        var model = CalibrationModel.Of(design.Data, formula, totals, distance, lower, upper);
        var name = $"calibration ({distance.ToString().ToLowerInvariant()}) to {formula.Trim()}";
        return Apply(design, name,
            model.Weights,
            (before, after) => new RegressionOnTotals(name, model.Columns, before, after,
                Solving.Inverse(Solving.CrossProducts(model.Columns, before), out _) ?? throw new CalibrationException(Messages.CalibrationSingular())));
    }

    /// <summary>Cuts weights to bounds and gives what was cut to the others in equal parts.</summary>
    /// <param name="design">A design without a domain.</param>
    /// <param name="lower">Smallest weight.</param>
    /// <param name="upper">Largest weight.</param>
    /// <param name="strict">Whether to repeat until all weights lie within the bounds.</param>
    /// <exception cref="CalibrationException">The bounds cannot hold all people.</exception>
    /// <remarks>Potter (1990), Proc. Survey Research Methods Section ASA, 225-230. Agrees with trimWeights.</remarks>
    public static SurveyDesign Trim(SurveyDesign design, double lower, double upper, bool strict)
    {
        const string name = "trimming";
        return Apply(design, $"{name} to {lower:R} - {upper:R}", w => Trimmed(w, lower, upper, strict), (before, after) => new GivenFactors(name, before, after));
    }

    /// <summary>Gives the weights of those who did not answer to those who did, within classes.</summary>
    /// <param name="design">A design of all who were sampled.</param>
    /// <param name="responded">One flag a row.</param>
    /// <param name="classes">A variable whose levels are the classes.</param>
    /// <returns>A design in which those who did not answer weigh nothing.</returns>
    /// <exception cref="CalibrationException">A class has nobody who answered.</exception>
    /// <remarks>Little (1986), Int. Stat. Rev. 54, 139-157: weighting classes. The factors are post-stratification to the sample itself, so the
    /// variance takes them as given.</remarks>
    public static SurveyDesign ForNonresponse(SurveyDesign design, ReadOnlySpan<bool> responded, string classes)
    {
        var answered = responded.ToArray();
        var column = design.Data.Categorical(classes);
        for (var i = 0; i < column.Rows; i++) if (column.Array[i] < 0) throw new DesignException(Messages.MissingCalibrationVariable(classes, i));
        var name = "nonresponse classes of " + classes;
        return Apply(design, name, w =>
        {
            var all = ReproducibleSum.ByGroup(w, column.Array, column.Levels.Count);
            var those = ReproducibleSum.ByGroup([.. w.Select((v, i) => answered[i] ? v : 0)], column.Array, column.Levels.Count);
            for (var c = 0; c < all.Length; c++) if (all[c] > 0 && those[c] == 0) throw new CalibrationException(Messages.NobodyAnswered(classes, column.Levels[c]));
            return [.. w.Select((v, i) => answered[i] ? v * all[column.Array[i]] / those[column.Array[i]] : 0)];
        }, (before, after) => new GivenFactors(name, before, after));
    }

    /// <summary>The weight of a row as the product of its base weight and the factors of each step.</summary>
    /// <returns>The base weight first, then each step by its name.</returns>
    public static IReadOnlyList<(string Step, double Factor)> Decompose(SurveyDesign design, int row)
    {
        switch (design)
        {
            case LinearizedDesign linearized:
                return [("base weight", linearized.BaseWeight(row).Value), .. linearized.Adjustments.Select(a => (a.Name, a.Factors[row]))];
            case ReplicateDesign replicate:
                var product = replicate.Steps.Aggregate(1.0, (p, s) => p * s.Factors[row]);
                return [("base weight", product == 0 ? 0 : replicate.SamplingWeights[row] / product), .. replicate.Steps.Select(s => (s.Name, s.Factors[row]))];
            default: return [("weight", design.SamplingWeights[row])];
        }
    }

    private static SurveyDesign Apply(SurveyDesign design, string name, Func<double[], double[]> adjust, Func<double[], double[], WeightAdjustment> adjustment, Func<IEnumerable<string>>? warnings = null)
    {
        var before = design.WeightArray;
        var after = adjust(before);
        var negative = Array.FindIndex(after, w => !double.IsFinite(w));
        if (negative >= 0) throw new CalibrationException(Messages.CalibrationSingular());
        switch (design)
        {
            case LinearizedDesign linearized:
                return linearized.Adjusted(after, adjustment(before, after), Said());
            case ReplicateDesign replicate:
                var weights = new double[replicate.Replicates.Count][];
                for (var r = 0; r < weights.Length; r++) weights[r] = adjust(replicate.WeightsOf(r));
                var step = new WeightStep(name, [.. after.Select((w, i) => before[i] == 0 ? 1 : w / before[i])]);
                return replicate.Adjusted(after, replicate.Replicates.WithWeights(weights), step, Said());
            default: throw new DesignException(Messages.TwoPhase("weights are adjusted before the second phase is drawn, or by the analyst outside."));
        }

        IEnumerable<string> Said()
        {
            var said = warnings?.Invoke() ?? [];
            var below = after.Count(w => w < 0);
            return below == 0 ? said : said.Append(Messages.NegativeCalibrated(below));
        }
    }

    private static double[] Trimmed(double[] weights, double lower, double upper, bool strict)
    {
        var current = weights;
        for (var round = 0; round < 1000; round++)
        {
            var outside = current.Select((w, i) => weights[i] != 0 && (w < lower || w > upper)).ToArray();
            if (!Array.Exists(outside, o => o)) return current;
            var inside = current.Where((w, i) => weights[i] != 0 && !outside[i]).Count();
            var cut = ReproducibleSum.Of([.. current.Select((w, i) => outside[i] ? w - Math.Clamp(w, lower, upper) : 0)]);
            if (inside == 0) throw new CalibrationException(Messages.TrimmingImpossible(lower, upper));
            current = [.. current.Select((w, i) => weights[i] == 0 ? 0 : outside[i] ? Math.Clamp(w, lower, upper) : w + cut / inside)];
            if (!strict) return current;
        }
        throw new CalibrationException(Messages.TrimmingImpossible(lower, upper));
    }
}
