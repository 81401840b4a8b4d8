using System.Globalization;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>The numbers as a table for machines: estimates.csv and estimates.parquet. Nothing stands in it that the report would not show, and no more digits.</summary>
internal static class EstimatesFile
{
    public static readonly IReadOnlyList<string> Heading =
    [
        "figure", "indicator", "kind", "label_en", "label_th", "domain", "level", "level_en", "level_th", "probability", "estimate", "estimate_high", "unit", "se", "ci_low", "ci_high", "ci_level", "interval_method", "df",
        "n", "n_band", "psus", "strata", "deff", "n_effective", "p", "warnings", "withheld", "denominator_en", "denominator_th", "note_en", "note_th", "design", "weight", "weight_version", "form", "form_version", "plan", "plan_version", "data_sha256", "notice_en", "notice_th",
    ];

    /// <summary>Columns that hold numbers.</summary>
    public static readonly IReadOnlySet<string> Numbers = new HashSet<string>(["probability", "estimate", "estimate_high", "se", "ci_low", "ci_high", "ci_level", "df", "n", "psus", "strata", "deff", "n_effective", "p"], StringComparer.Ordinal);

    public static IReadOnlyList<IReadOnlyList<string?>> Rows(Findings findings) => [.. findings.Rows.Select(r => Row(findings, r))];

    private static IReadOnlyList<string?> Row(Findings f, EstimateRow r)
    {
        var shown = r.Verdict == Verdict.Shown;
        var d = f.Plan.Design;
        var full = shown && !r.Coarse;
        var digits = r.Kind is NumberKind.Proportion or NumberKind.Range ? f.Plan.Decimals + 2 : r.Digits;
        return
        [
            r.Figure, r.Indicator, r.Kind.ToString().ToLowerInvariant(), r.Label.En, r.Label.Th, r.Domain, r.Level, r.LevelLabel?.En, r.LevelLabel?.Th, Number(r.Probability, 4),
            shown ? Estimate(r.Value, r, f.Plan) : null, shown ? Estimate(r.Highest, r, f.Plan) : null, Unit(r), full ? Number(r.StandardError, digits) : null,
            full ? Estimate(r.Low, r, f.Plan) : null, full ? Estimate(r.High, r, f.Plan) : null, full && !double.IsNaN(r.Low) ? "0.95" : null, full ? r.Interval : null, full ? Number(r.DegreesOfFreedom, 2) : null,
            full ? r.Rows.ToString(CultureInfo.InvariantCulture) : null, shown && r.Coarse ? Band(r.Rows) : null, full ? r.Psus.ToString(CultureInfo.InvariantCulture) : null, full ? r.Strata.ToString(CultureInfo.InvariantCulture) : null,
            full ? Number(r.DesignEffect, 2) : null, full ? Number(r.EffectiveRows, 0) : null, shown ? Number(r.P, 4) : null,
            shown && r.Warnings != PresentationWarnings.None ? r.Warnings.ToString() : null, shown ? null : r.Verdict.ToString(), r.Base.En, r.Base.Th,
            shown ? string.Join(' ', r.Notes.Select(n => n.En)) : null, shown ? string.Join(' ', r.Notes.Select(n => n.Th)) : null,
            DesignWords.Of(d), d.Weight, d.WeightVersion, f.FormId, f.FormVersion, f.Plan.Id, f.Plan.Version, f.DataHash,
            f.Plan.Notice?.En, f.Plan.Notice?.Th,
        ];
    }

    /// <summary>A number of rows, said as its band.</summary>
    public static string Band(int rows) => NumberBand.Of(rows) is var (from, to) && to is { } t ? $"{from}-{t}" : $"{NumberBand.Of(rows).From} or more";

    public static string Unit(EstimateRow r) => r.Unit.Length > 0 ? r.Unit : r.Kind switch { NumberKind.Quantile => "quantile", NumberKind.Proportion or NumberKind.Range => "proportion", NumberKind.Rank => "rank", NumberKind.Population => "persons", NumberKind.Mean => "mean", _ => "odds ratio" };

    private static string? Estimate(double value, EstimateRow r, Plan plan) => r.Kind switch
    {
        NumberKind.Total when r.Shares => Number(PopulationTotals.Rounded(value), 0),
        NumberKind.Proportion or NumberKind.Range => Number(value, r.Coarse ? 2 : plan.Decimals + 2),
        NumberKind.Rank => Number(value, 0),
        NumberKind.Population => Number(PopulationTotals.Rounded(value), 0),
        _ => Number(value, r.Digits),
    };

    private static string? Number(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits, MidpointRounding.AwayFromZero).ToString("0." + new string('#', digits), CultureInfo.InvariantCulture) : null;
}
