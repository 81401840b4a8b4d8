namespace Sala.Statistics;

/// <summary>A stratified sample of one or more stages whose variances are linearised (Taylor series).</summary>
/// <remarks>Sums over rows are exact, so a permutation of the rows changes no bit. Binder (1983), Int. Stat. Rev. 51, 279-292;
/// Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, chapter 4, for several stages.</remarks>
public sealed class LinearizedDesign : SurveyDesign
{
    private readonly Stage[] stages;
    private readonly WeightAdjustment[] adjustments;
    private int[]? strataAndPsus;

    private LinearizedDesign(SurveyData data, double[] weights, bool[]? domain, IReadOnlyList<string> warnings,
        Stage[] stages, DesignSpecification specification, WeightAdjustment[] adjustments, double[] baseWeights)
        : base(data, weights, domain, warnings)
    {
        this.stages = stages;
        this.adjustments = adjustments;
        Specification = specification;
        BaseWeights = baseWeights;
    }

    internal static LinearizedDesign Read(SurveyData data, DesignSpecification specification)
    {
        var warnings = new List<string>();
        var stages = StageReader.Read(data, specification, warnings);
        var weights = specification.Weights is { } column ? WeightReader.Read(data, column) : WeightReader.FromFractions(stages, specification, data.Rows);
        if (!weights.Any(w => w > 0)) throw new DesignException(Messages.AllWeightsZero());
        return new LinearizedDesign(data, weights, null, warnings, stages, specification, [], weights);
    }

    /// <summary>How the sample was drawn.</summary>
    public DesignSpecification Specification { get; }

    /// <summary>The weights before any adjustment, one a row.</summary>
    internal double[] BaseWeights { get; }

    /// <summary>The steps by which the base weights became the weights, in their order; empty where none was taken.</summary>
    public IReadOnlyList<WeightAdjustment> Adjustments => adjustments;

    /// <summary>The weight of a row before any adjustment.</summary>
    public Weight BaseWeight(int row) => new(BaseWeights[row]);

    internal IReadOnlyList<Stage> Stages => stages;

    /// <inheritdoc/>
    public override double DegreesOfFreedom => Count()[1] - Count()[0];

    /// <inheritdoc/>
    public override int Psus => Count()[1];

    /// <summary>Strata that have a row in the domain.</summary>
    public int Strata => Count()[0];

    /// <summary>The same sample under another rule for strata with one PSU.</summary>
    public LinearizedDesign With(LonelyPsu rule, bool adjustDomainLonely = false) => new(Data, SamplingWeights, Domain, Warnings, stages,
        Specification with { LonelyPsu = rule, AdjustDomainLonely = adjustDomainLonely }, adjustments, BaseWeights);

    /// <summary>The strata of the first stage that have one PSU with rows in the domain, though they are no full counts; in the order of their names.</summary>
    public IReadOnlyList<string> LonelyStrata
    {
        get
        {
            var stage = stages[0];
            var present = PresentUnits(stage, KeepsRows ? null : Domain);
            var units = new int[stage.Strata];
            var complete = new bool[stage.Strata];
            for (var u = 0; u < stage.Units; u++)
            {
                var h = stage.StratumOfUnit[u];
                if (present[u]) units[h]++;
                if (stage.Population[u] <= stage.Sampled[h]) complete[h] = true;
            }
            return [.. Enumerable.Range(0, stage.Strata)
                .Where(h => !complete[h] && (Specification.AdjustDomainLonely ? units[h] == 1 : units[h] > 0 && stage.Sampled[h] == 1))
                .Select(h => stage.StratumNames[h])];
        }
    }

    // R keeps the rows outside a domain where weights were calibrated or probabilities differ, and drops them otherwise; strata
    // without a row then count or do not count among the lonely ones.
    internal bool KeepsRows => adjustments.Any(a => a.IsCalibration) || Specification.Pps != UnequalProbability.None;

    internal override int RowsKept => KeepsRows ? Rows : base.RowsKept;

    internal override SurveyDesign Over(SurveyData data) => new LinearizedDesign(data, SamplingWeights, Domain, Warnings, stages, Specification, adjustments, BaseWeights);

    internal override SurveyDesign WithDomain(bool[] domain) => new LinearizedDesign(Data, SamplingWeights, domain, Warnings, stages, Specification, adjustments, BaseWeights);

    internal LinearizedDesign Adjusted(double[] weights, WeightAdjustment adjustment, IEnumerable<string> warnings) =>
        new(Data, weights, Domain, [.. Warnings, .. warnings], stages, Specification, [.. adjustments, adjustment], BaseWeights);

    internal override Estimates Evaluate(Statistic statistic)
    {
        var usable = Usable(WeightArray, statistic.Complete);
        var value = statistic.Value(usable);
        var influence = statistic.Influence(usable, value);
        foreach (var column in influence)
            for (var i = 0; i < column.Length; i++) column[i] = usable[i] == 0 ? 0 : column[i] * usable[i];
        bool[]? present = null;
        if (!KeepsRows) present = Both(Domain, statistic.Complete);
        return new Estimates(this, statistic.Names, value, CovarianceOfTotals(influence, present), usable) { Influence = influence };
    }

    internal override CovarianceMatrix Joint(IReadOnlyList<Estimates> parts) =>
        CovarianceOfTotals([.. parts.SelectMany(p => p.Influence!)], KeepsRows ? null : Domain);

    /// <summary>The covariance of the totals of columns that are already weighted; rows not present count as never drawn into the domain.</summary>
    internal CovarianceMatrix CovarianceOfTotals(double[][] columns, bool[]? present)
    {
        var residuals = columns;
        foreach (var adjustment in adjustments) residuals = adjustment.Residuals(residuals);
        return MultistageVariance.Of(residuals, present, stages, Specification);
    }

    private int[] Count()
    {
        if (strataAndPsus is not null) return strataAndPsus;
        var stage = stages[0];
        var units = new bool[stage.Units];
        var strata = new bool[stage.Strata];
        for (var i = 0; i < Rows; i++)
        {
            if (WeightArray[i] == 0) continue;
            units[stage.UnitOfRow[i]] = true;
            strata[stage.StratumOfUnit[stage.UnitOfRow[i]]] = true;
        }
        return strataAndPsus = [strata.Count(s => s), units.Count(u => u)];
    }

    private static bool[] PresentUnits(Stage stage, bool[]? rows)
    {
        var present = new bool[stage.Units];
        for (var i = 0; i < stage.UnitOfRow.Length; i++) if (rows is null || rows[i]) present[stage.UnitOfRow[i]] = true;
        return present;
    }

    private static bool[]? Both(bool[]? first, bool[]? second)
    {
        if (first is null || second is null) return first ?? second;
        var both = new bool[first.Length];
        for (var i = 0; i < both.Length; i++) both[i] = first[i] && second[i];
        return both;
    }
}
