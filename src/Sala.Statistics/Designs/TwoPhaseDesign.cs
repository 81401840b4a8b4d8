namespace Sala.Statistics;

/// <summary>How a sample of two phases was drawn, in names of columns.</summary>
public sealed record TwoPhaseSpecification
{
    /// <summary>Units of the first phase; null for rows.</summary>
    public string? FirstUnits { get; init; }

    /// <summary>Units of the second phase; null for rows.</summary>
    public string? SecondUnits { get; init; }

    /// <summary>Strata of the first phase; null for none.</summary>
    public string? FirstStrata { get; init; }

    /// <summary>Strata of the second phase; null for none.</summary>
    public string? SecondStrata { get; init; }

    /// <summary>Weights of the first phase. Without them, and without a finite population, all first-phase rows weigh one.</summary>
    public string? FirstWeights { get; init; }

    /// <summary>Weights of the second phase, given the first. Without them they are those of the units drawn out of the units there are.</summary>
    public string? SecondWeights { get; init; }

    /// <summary>Finite population of the first phase.</summary>
    public string? FirstFpc { get; init; }

    /// <summary>Finite population of the second phase; without it the units of the first phase are counted.</summary>
    public string? SecondFpc { get; init; }

    /// <summary>A column of 1 for rows drawn in the second phase, else 0.</summary>
    public required string Drawn { get; init; }

    /// <summary>approx; no other is offered.</summary>
    public string Method { get; init; } = "approx";

    /// <summary>The rule for strata with one unit.</summary>
    public LonelyPsu LonelyPsu { get; init; }

    /// <summary>Whether the rule holds for domains too.</summary>
    public bool AdjustDomainLonely { get; init; }
}

/// <summary>A sample out of a sample: cheap questions to many, costly ones to some of them.</summary>
/// <remarks>The variance is that of the second phase given the first, plus that of the first estimated from the second.
/// Särndal, Swensson and Wretman (1992), result 9.3.1, with the approximation of R survey's method "approx" for the first phase: unit totals are
/// weighted by the second-phase fraction of their stratum. Agrees with twophase(method="approx").</remarks>
public sealed class TwoPhaseDesign : SurveyDesign
{
    private readonly TwoPhaseSpecification specification;
    private readonly int[] drawn;
    private readonly FirstPhase first;
    private readonly Stage[] second;
    private readonly bool sameScale;

    private TwoPhaseDesign(SurveyData data, double[] weights, bool[]? domain, IReadOnlyList<string> warnings, TwoPhaseSpecification specification,
        int[] drawn, FirstPhase first, Stage[] second, bool sameScale) : base(data, weights, domain, warnings) =>
        (this.specification, this.drawn, this.first, this.second, this.sameScale) = (specification, drawn, first, second, sameScale);

    /// <summary>A two-phase design.</summary>
    /// <exception cref="DesignException">A column is missing or contradicts another, a stratum of the second phase has nobody, or the method is another than approx.</exception>
    public static TwoPhaseDesign Of(SurveyData data, TwoPhaseSpecification specification)
    {
        if (specification.Method != "approx")
            throw new DesignException(Messages.TwoPhase($"method \"{specification.Method}\" is not offered: \"full\" needs the joint inclusion probabilities of both phases, \"simple\" is only right for independent phases. Use \"approx\"."));
        var flags = data.Numeric(specification.Drawn).Array;
        for (var i = 0; i < flags.Length; i++)
        {
            if (double.IsNaN(flags[i])) throw new DesignException(Messages.MissingValue(specification.Drawn, i, "second-phase mark"));
            if (flags[i] is not (0 or 1)) throw new DesignException(Messages.TwoPhase($"column {specification.Drawn}, row {i + 1}: the mark is 1 for rows of the second phase and 0 for the others."));
        }
        var drawn = Enumerable.Range(0, flags.Length).Where(i => flags[i] == 1).ToArray();
        if (drawn.Length == 0) throw new DesignException(Messages.TwoPhase("no row was drawn in the second phase."));
        var warnings = new List<string>();
        var part = data.Take(drawn);

        var firstSpecification = new DesignSpecification
        {
            Ids = [specification.FirstUnits],
            Strata = specification.FirstStrata is { } s1 ? [s1] : [],
            Fpc = specification.FirstFpc is { } f1 ? [f1] : [],
        };
        var full = StageReader.Read(data, firstSpecification, warnings)[0];
        double[] firstWeights;
        if (specification.FirstWeights is { } w1) firstWeights = WeightReader.Read(data, w1);
        else if (specification.FirstFpc is not null) firstWeights = WeightReader.FromFractions([full], firstSpecification, data.Rows);
        else
        {
            firstWeights = [.. Enumerable.Repeat(1.0, data.Rows)];
            warnings.Add("the first phase has no weights: all its rows weigh one.");
        }

        var (secondData, secondFpc) = SecondPopulation(data, part, drawn, specification);
        var secondSpecification = new DesignSpecification
        {
            Ids = [specification.SecondUnits],
            Strata = specification.SecondStrata is { } s2 ? [s2] : [],
            Fpc = secondFpc is null ? [] : [secondFpc],
        };
        var second = StageReader.Read(secondData, secondSpecification, warnings);
        var secondWeights = specification.SecondWeights is { } w2 ? WeightReader.Read(part, w2) : WeightReader.FromFractions(second, secondSpecification, part.Rows);

        var weights = new double[data.Rows];
        for (var d = 0; d < drawn.Length; d++) weights[drawn[d]] = firstWeights[drawn[d]] * secondWeights[d];
        var first = FirstPhase.Of(data, drawn, full, specification, firstWeights);
        var sameScale = SameScale(full, drawn, second[0]);
        return new TwoPhaseDesign(data, weights, null, warnings, specification, drawn, first, second, sameScale);
    }

    /// <inheritdoc/>
    public override double DegreesOfFreedom => Counted().Units - Counted().Strata;

    /// <inheritdoc/>
    public override int Psus => Counted().Units;

    internal override int RowsKept => drawn.Count(InDomain);

    internal override SurveyDesign Over(SurveyData data) => new TwoPhaseDesign(data, SamplingWeights, Domain, Warnings, specification, drawn, first, second, sameScale);

    internal override SurveyDesign WithDomain(bool[] domain) => new TwoPhaseDesign(Data, SamplingWeights, domain, Warnings, specification, drawn, first, second, sameScale);

    internal override Estimates Evaluate(Statistic statistic)
    {
        var usable = Usable(WeightArray, statistic.Complete);
        var value = statistic.Value(usable);
        var influence = statistic.Influence(usable, value);
        foreach (var column in influence)
            for (var i = 0; i < column.Length; i++) column[i] = usable[i] == 0 ? 0 : column[i] * usable[i];
        var present = new bool[Rows];
        for (var i = 0; i < present.Length; i++) present[i] = InDomain(i) && (statistic.Complete is null || statistic.Complete[i]);
        return new Estimates(this, statistic.Names, value, Covariance(influence, present), usable) { Influence = influence };
    }

    internal override CovarianceMatrix Joint(IReadOnlyList<Estimates> parts)
    {
        var present = new bool[Rows];
        for (var i = 0; i < present.Length; i++) present[i] = InDomain(i);
        return Covariance([.. parts.SelectMany(p => p.Influence!)], present);
    }

    private CovarianceMatrix Covariance(double[][] columns, bool[] present)
    {
        var sampled = columns.Select(c => drawn.Select(r => c[r]).ToArray()).ToArray();
        var here = drawn.Select(r => present[r]).ToArray();
        var firstVariance = first.Variance(sampled, here, specification.LonelyPsu, specification.AdjustDomainLonely);
        if (!sameScale)
            foreach (var column in sampled)
                for (var d = 0; d < column.Length; d++) column[d] *= first.RootOfFraction[d];
        var rule = new DesignSpecification { LonelyPsu = specification.LonelyPsu, AdjustDomainLonely = specification.AdjustDomainLonely, Fpc = double.IsInfinity(second[0].Population[0]) ? [] : ["population"] };
        return firstVariance.Plus(MultistageVariance.Of(sampled, here, second, rule));
    }

    private (int Strata, int Units) Counted()
    {
        var units = new HashSet<int>();
        var strata = new HashSet<int>();
        for (var d = 0; d < drawn.Length; d++)
        {
            if (WeightArray[drawn[d]] == 0) continue;
            units.Add(second[0].UnitOfRow[d]);
            strata.Add(second[0].StratumOfUnit[second[0].UnitOfRow[d]]);
        }
        return (strata.Count, units.Count);
    }

    // The second phase is drawn out of the units of the first, which can be counted where their columns are complete.
    private static (SurveyData Data, string? Fpc) SecondPopulation(SurveyData data, SurveyData part, int[] drawn, TwoPhaseSpecification specification)
    {
        if (specification.SecondFpc is { } given) return (part, given);
        bool Complete(string? column) => column is null || Enumerable.Range(0, data.Rows).All(i => !data[column].IsMissing(i));
        if (!Complete(specification.SecondUnits) || !Complete(specification.SecondStrata))
        {
            if (specification.SecondWeights is null) throw new DesignException(Messages.TwoPhase("units or strata of the second phase are not recorded for all rows of the first, so their number is not known. Name the second phase's finite population or weights."));
            return (part, null);
        }
        var all = StageReader.Read(data, new DesignSpecification { Ids = [specification.SecondUnits], Strata = specification.SecondStrata is { } s ? [s] : [] }, [])[0];
        var stratumDrawn = new bool[all.Strata];
        foreach (var row in drawn) stratumDrawn[all.StratumOfUnit[all.UnitOfRow[row]]] = true;
        for (var h = 0; h < all.Strata; h++) if (!stratumDrawn[h]) throw new DesignException(Messages.TwoPhase($"nobody of stratum {all.StratumNames[h]} was drawn in the second phase."));
        const string name = ".second phase population";
        return (part.With(new NumericColumn(name, [.. drawn.Select(r => (double)all.Sampled[all.StratumOfUnit[all.UnitOfRow[r]]])])), name);
    }

    // Whether each second-phase unit lies in a first-phase unit of its own.
    private static bool SameScale(Stage full, int[] drawn, Stage second)
    {
        var firstOfSecond = new Dictionary<int, int>();
        for (var d = 0; d < drawn.Length; d++) firstOfSecond.TryAdd(second.UnitOfRow[d], full.UnitOfRow[drawn[d]]);
        return firstOfSecond.Values.Distinct().Count() == firstOfSecond.Count;
    }
}
