using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>What a number is.</summary>
internal enum NumberKind { Proportion, Mean, Range, Rank, Population, Test, Model, Quantile, Total, Ratio, Variance, Contrast }

/// <summary>One number of the publication with all that it rests on. Proportions are between 0 and 1.</summary>
internal sealed record EstimateRow
{
    public required string Indicator { get; init; }
    public required NumberKind Kind { get; init; }
    public required Words Label { get; init; }
    public required Words Base { get; init; }

    /// <summary>Number in the seed of a study; empty where there is none.</summary>
    public string Figure { get; init; } = "";

    public string Domain { get; init; } = "";
    public string Level { get; init; } = "";
    public Words? DomainLabel { get; init; }
    public Words? LevelLabel { get; init; }

    /// <summary>Persons or incidents that are rows of the denominator.</summary>
    public int Rows { get; init; }
    public int Psus { get; init; }
    public int Strata { get; init; }

    public double Value { get; init; } = double.NaN;

    /// <summary>The upper end of a range; else NaN.</summary>
    public double Highest { get; init; } = double.NaN;
    public double StandardError { get; init; } = double.NaN;
    public double Low { get; init; } = double.NaN;
    public double High { get; init; } = double.NaN;
    public string Interval { get; init; } = "";
    public double DegreesOfFreedom { get; init; } = double.NaN;
    public double DesignEffect { get; init; } = double.NaN;
    public double EffectiveRows { get; init; } = double.NaN;
    public double P { get; init; } = double.NaN;

    /// <summary>Of a quantile; else NaN.</summary>
    public double Probability { get; init; } = double.NaN;

    /// <summary>Digits after the point in the number's own unit.</summary>
    public int Digits { get; init; } = 2;

    /// <summary>What a test or a coefficient is measured in; empty where the kind says it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>A predictive margin of a model.</summary>
    public bool Margin { get; init; }

    /// <summary>Made of an indicator that is yes or no, so that it tells how many said yes.</summary>
    public bool Shares { get; init; }

    /// <summary>In groups that were given the same composition.</summary>
    public bool Standardised { get; init; }

    /// <summary>Shown in whole percent, with the number of rows as a band and without interval.</summary>
    public bool Coarse { get; init; }

    public PresentationWarnings Warnings { get; init; }
    public Verdict Verdict { get; set; }
    public IReadOnlyList<Words> Notes { get; init; } = [];

    /// <summary>What it says to someone who adds and subtracts; null for numbers that follow from others.</summary>
    public Statement? Statement { get; init; }

    /// <summary>What else it says, where it is made of several counts.</summary>
    public IReadOnlyList<Statement> Also { get; init; } = [];

    /// <summary>All that it says.</summary>
    public IEnumerable<Statement> Statements => Statement is null ? [] : [Statement, .. Also];
}

/// <summary>What became of an item for everyone in the data.</summary>
internal sealed record ItemAccount(string Item, Words? Question, int Persons, int Asked, int NotAsked, int Declined, int DontKnow, int PreferNotToSay, int NoAnswer);

/// <summary>All that a plan found in a data file.</summary>
internal sealed record Findings(Plan Plan, string DataFile, string DataHash, int Persons, int Psus, int Strata, string FormId, string FormVersion,
    IReadOnlyList<EstimateRow> Rows, IReadOnlyDictionary<string, ItemAccount> Items, KAnonymity? Anonymity, int[] PsuOf, IReadOnlyList<string> DesignWarnings, IReadOnlyList<WeightFactor> Weights, double WeightLoss, IReadOnlyList<Words> EarlierSaid)
{
    /// <summary>The statements that the publication shows.</summary>
    public IEnumerable<Statement> Shown => Rows.Where(r => r.Verdict == Verdict.Shown).SelectMany(r => r.Statements);
}
