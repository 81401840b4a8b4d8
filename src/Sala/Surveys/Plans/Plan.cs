using Sala.Statistics;
using Sala.Statistics.Disclosure;

namespace Sala.Surveys.Plans;

/// <summary>What is to be estimated from a data file, and how it is shown: one YAML file.</summary>
internal sealed class Plan
{
    public required string File { get; init; }
    public required string Folder { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public required string Hash { get; init; }
    public required string Id { get; init; }
    public required string Version { get; init; }
    public required Words Title { get; init; }

    /// <summary>The study and the year of its field work; null and 0 where the plan does not say.</summary>
    public required string? Study { get; init; }
    public required int Year { get; init; }

    /// <summary>Stands on every page and in every file; null where there is nothing to warn of.</summary>
    public required Words? Notice { get; init; }

    public required Words Persons { get; init; }
    public required string? Data { get; init; }
    public required string? Form { get; init; }
    public required PlanDesign Design { get; init; }
    public required DisclosureRules Disclosure { get; init; }

    /// <summary>Where the rules stand.</summary>
    public required DisclosurePlaces DisclosureAt { get; init; }

    /// <summary>Digits after the point of a percentage that is shown.</summary>
    public required int Decimals { get; init; }

    public required AnswerCodes Codes { get; init; }
    public required IReadOnlyList<DeclinedPart> Declined { get; init; }
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Lists { get; init; }
    public required IReadOnlyList<DerivedVariable> Derived { get; init; }
    public required IReadOnlyList<Stack> Stacks { get; init; }
    public required IReadOnlyList<Domain> Domains { get; init; }
    public required Imputations? Imputations { get; init; }
    public required IReadOnlyList<Indicator> Indicators { get; init; }
    public required IReadOnlyList<PlanQuantile> Quantiles { get; init; }
    public required IReadOnlyList<Standardised> Standardised { get; init; }
    public required IReadOnlyList<KindRange> Ranges { get; init; }
    public required IReadOnlyList<Ranking> Rankings { get; init; }
    public required IReadOnlyList<PlanPopulation> Populations { get; init; }
    public required IReadOnlyList<PlanNumber> Numbers { get; init; }
    public required IReadOnlyList<GroupTest> Tests { get; init; }
    public required IReadOnlyList<PlanModel> Models { get; init; }
    public required IReadOnlyList<Section> Sections { get; init; }
    public required IReadOnlyList<string> Identifying { get; init; }
    public required IReadOnlyList<EarlierPlan> Earlier { get; init; }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="PlanException">With all problems, each with line and column.</exception>
    public static Plan Read(string path) => PlanReader.Read(path);
}

internal sealed record DeclinedPart(string? Each, IReadOnlyList<string> Items, PlanFormula When);

/// <summary>A variable worked out from others. With a list, one for each member; {k} stands for it.</summary>
internal sealed record DerivedVariable(string? Each, string Name, PlanFormula Value);

/// <summary>Rows below persons: one for each member of a list for which the condition holds, with items of that member.</summary>
internal sealed record Stack(string Name, Words Rows, string Each, PlanFormula Where, IReadOnlyDictionary<string, string> Items);

internal sealed record Domain(string Id, string Variable, Words Label, IReadOnlyList<(string Code, Words Label)> Levels, Place Place);

/// <summary>A proportion or mean of those who were asked an item.</summary>
/// <param name="Item">The question whose states make the denominator.</param>
/// <param name="Base">Who the denominator is, in words.</param>
/// <param name="Value">What counts: 1 and 0 for a proportion.</param>
/// <param name="Within">A condition on the denominator; null: everyone asked.</param>
/// <param name="Over">A stack; empty: persons.</param>
/// <param name="Harmless">A small count of it can harm nobody.</param>
/// <param name="Sensitive">Those who declined are counted once as no and once as yes beside it.</param>
internal sealed record Indicator(string Id, string Figure, Words Label, Words Base, string Item, PlanFormula Value, PlanFormula? Within, string Over, IReadOnlyList<string> By, bool Mean, bool Harmless, bool Sensitive, Place Place)
{
    /// <summary>Whether its value differs between the imputations of the plan.</summary>
    public bool Imputed => Value.Text.Contains("{m}", StringComparison.Ordinal);
}

/// <summary>The lowest and the highest of a proportion over kinds.</summary>
/// <param name="Unnamed">The counts are so small that no kind may be named: the range is shown in whole percent with the pooled figure alone.</param>
internal sealed record KindRange(string Id, string Figure, Words Label, Words Base, string Each, string Item, PlanFormula Value, PlanFormula? Within, IReadOnlyDictionary<string, Words> Kinds, string Pooled, bool Unnamed, int Persons, int Psus, Place Place);

/// <summary>Indicators in the order of their size, with the probability that the order holds.</summary>
internal sealed record Ranking(string Id, Words Label, IReadOnlyList<string> Of, IReadOnlyDictionary<string, string> Figures, int Places, Place Place);

/// <summary>A proportion times a number of people from elsewhere.</summary>
internal sealed record PlanPopulation(string Id, string Figure, Words Label, string Of, double Number, double NumberError, Words NumberSource, int NumberYear, string NumberAge, double Share, double ShareError, Words ShareSource, int SurveyYear, string SurveyAge, Place Place);

internal sealed record Section(Words Title, Words? Text, IReadOnlyList<string> Show, Place Place);

/// <summary>A plan whose report is out already.</summary>
/// <param name="Key">The column that tells persons in both data; null where the rows are the same.</param>
internal sealed record EarlierPlan(string Plan, string? Data, string? Key, Place Place);
