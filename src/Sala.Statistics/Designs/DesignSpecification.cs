namespace Sala.Statistics;

/// <summary>Sampling with unequal probabilities and without replacement.</summary>
public enum UnequalProbability
{
    /// <summary>No: equal chances within strata.</summary>
    None,

    /// <summary>Brewer's approximation to the joint inclusion probabilities. Brewer (2002), Combined Survey Sampling Inference, chapter 9.</summary>
    Brewer,
}

/// <summary>How the sample was drawn, in names of columns.</summary>
public sealed record DesignSpecification
{
    /// <summary>The column of units at each stage, PSUs first; null means that each row is a unit of its own. Empty: one stage of rows.</summary>
    public IReadOnlyList<string?> Ids { get; init; } = [];

    /// <summary>Columns of strata, for the first stage and, if named, for further stages. Empty: none.</summary>
    public IReadOnlyList<string> Strata { get; init; } = [];

    /// <summary>The column of weights. Left out, weights are the inverse sampling fractions of <see cref="Fpc"/>.</summary>
    public string? Weights { get; init; }

    /// <summary>For each stage the column of finite populations: above 1 the number of units in the stratum, at most 1 the sampling fraction
    /// (or with Brewer the inclusion probability). Stages without one count as drawn with replacement.</summary>
    public IReadOnlyList<string> Fpc { get; init; } = [];

    /// <summary>Whether PSU numbers begin anew in each stratum.</summary>
    public bool Nest { get; init; }

    /// <summary>Sampling with unequal probabilities; <see cref="Fpc"/> then holds inclusion probabilities.</summary>
    public UnequalProbability Pps { get; init; }

    /// <summary>The rule for strata with one PSU.</summary>
    public LonelyPsu LonelyPsu { get; init; }

    /// <summary>Whether the rule also holds for strata that have one PSU within a domain, though more in the sample.</summary>
    public bool AdjustDomainLonely { get; init; }
}
