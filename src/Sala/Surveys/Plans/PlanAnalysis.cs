using Sala.Statistics;

namespace Sala.Surveys.Plans;

/// <summary>Completed data: {m} in an indicator's value stands for each of the members.</summary>
/// <param name="Files">One completed file a member, with the same rows in the same order; empty where the data have a column for each.</param>
/// <param name="Columns">The columns that are taken from those files, as NAME_1, NAME_2 and so on.</param>
internal sealed record Imputations(IReadOnlyList<string> Members, IReadOnlyList<string> Files, IReadOnlyList<string> Columns, Place Place);

/// <summary>Quantiles of a number, for all who were asked and for groups of them.</summary>
/// <param name="At">Probabilities, each above 0 and below 1.</param>
internal sealed record PlanQuantile(string Id, Words Label, Words Base, string Item, PlanFormula Value, PlanFormula? Within, string Over, IReadOnlyList<string> By, IReadOnlyList<double> At, QuantileRule Rule, QuantileInterval Interval, int Decimals, Place Place);

/// <summary>An indicator as it would be, had each group the composition of a standard population.</summary>
/// <param name="By">The groups to compare; null: all.</param>
/// <param name="Composition">The domain whose composition is made standard.</param>
/// <param name="Shares">The standard share of each of its levels.</param>
internal sealed record Standardised(string Id, Words Label, string Of, string? By, string Composition, IReadOnlyDictionary<string, double> Shares, Words Source, Place Place);

internal enum GroupStatistic { F, ChiSquared, Wald, AdjustedWald, LinearCombination, Saddlepoint, T, Wilcoxon, VanDerWaerden, Median }

internal sealed record GroupTest(string Indicator, string By, Words Label, GroupStatistic Statistic, Place Place);

/// <summary>A generalised linear model of an indicator.</summary>
/// <param name="Terms">Domains.</param>
/// <param name="Numbers">Columns of numbers, with their words.</param>
/// <param name="Margins">Domains of which predictive margins are given.</param>
internal sealed record PlanModel(string Id, Words Label, string Outcome, IReadOnlyList<string> Terms, IReadOnlyDictionary<string, Words> Numbers, Family Family, Link? Link, IReadOnlyList<string> Margins, Place Place);
