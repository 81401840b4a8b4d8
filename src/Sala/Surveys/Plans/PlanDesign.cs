using Sala.Statistics;

namespace Sala.Surveys.Plans;

/// <summary>How the sample was drawn and weighted, in names of columns.</summary>
internal sealed record PlanDesign(string? Strata, IReadOnlyList<string> Units, string Weight, string WeightVersion, IReadOnlyList<string> Fpc, LonelyPsu Lonely, bool Nest)
{
    public UnequalProbability Pps { get; init; }
    public PlanReplicates? Replicates { get; init; }

    /// <summary>The second phase of a sample that was drawn out of a sample; null where there is one phase.</summary>
    public PlanSecondPhase? Second { get; init; }

    /// <summary>What is done to the weight before anything is estimated, in this order.</summary>
    public IReadOnlyList<PlanWeightStep> Weights { get; init; } = [];

    public Place WeightPlace { get; init; }
    public Place StrataPlace { get; init; }
    public Place UnitsPlace { get; init; }
}

/// <summary>How some of a sample were drawn for more questions. The rest of the design is then of the first phase.</summary>
/// <param name="Drawn">A column of 1 for who was drawn, and 0.</param>
/// <param name="Weight">Of the second phase, given the first; null: units there are by units drawn.</param>
internal sealed record PlanSecondPhase(string Drawn, string? Unit, string? Strata, string? Weight, string? Fpc, Place Place);

/// <summary>Replicates of the weight: given as columns, or made from strata and units.</summary>
/// <param name="Prefix">Given: the columns whose names begin so, in the order of the file; null where columns are named one by one or made.</param>
/// <param name="Columns">Given: their names; empty where made or found by prefix.</param>
/// <param name="Number">Made: of the bootstraps.</param>
/// <param name="Combined">Given: they are whole weights; else factors of the weight.</param>
/// <param name="Scale">Given: NaN where it follows from the type.</param>
internal sealed record PlanReplicates(ReplicationType Type, string? Prefix, IReadOnlyList<string> Columns, int Number, double Rho, bool Mse, int Seed, bool Combined, double Scale, IReadOnlyList<double> Rscales, Place Place)
{
    public bool Given => Prefix is not null || Columns.Count > 0;
}

internal enum WeightStepKind { Nonresponse, PostStratify, Rake, Calibrate, Trim }

/// <summary>One step of weighting; what a kind does not need is empty.</summary>
internal sealed record PlanWeightStep(WeightStepKind Kind, Place Place)
{
    public PlanFormula Responded { get; init; }

    /// <summary>Columns of levels: classes of nonresponse, or variables of a calibration.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Columns of numbers in a calibration.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    public IReadOnlyList<PlanMargin> Margins { get; init; } = [];
    public PlanTotals? Totals { get; init; }
    public CalibrationDistance Distance { get; init; }
    public double Lower { get; init; }
    public double Upper { get; init; }
    public bool Strict { get; init; }
    public bool Partial { get; init; }
    public double Epsilon { get; init; }
    public int Rounds { get; init; }

    /// <summary>Whether it brings weights to totals from outside, which the variance then takes account of.</summary>
    public bool IsCalibration => Kind is WeightStepKind.PostStratify or WeightStepKind.Rake or WeightStepKind.Calibrate;
}

/// <summary>A known table of the population: a number of people for each combination of levels.</summary>
internal sealed record PlanMargin(IReadOnlyList<string> By, PlanTotals Totals);

/// <summary>A file of known numbers of people, and where they come from.</summary>
internal sealed record PlanTotals(string File, Words Source, int Year, Place Place);
