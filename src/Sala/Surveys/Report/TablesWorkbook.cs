using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The tables of a report as a workbook: one sheet a language, and one that says what it is.</summary>
internal static class TablesWorkbook
{
    public static byte[] Write(Findings f) => ExcelFile.Write(
    [
        ("English", Sheet(f, "en")),
        ("ไทย", Sheet(f, "th")),
        ("About", [["Field", "Value"], .. About(f).Select(a => (IReadOnlyList<object?>)[a.Name, a.Value])]),
    ]);

    private static List<IReadOnlyList<object?>> Sheet(Findings f, string language)
    {
        string W(Words words) => words.In(language);
        var rows = new List<IReadOnlyList<object?>>
        {
            new object?[] { W(ReportWords.Figure), W(ReportWords.Table), W(ReportWords.Group), W(ReportWords.Denominator), W(ReportWords.Percent), W(ReportWords.Percent) + " (max)", "95 % (low)", "95 % (high)", "n", W(ReportWords.Psus), W(ReportWords.Effect), W(ReportWords.Warning), f.Plan.Notice is { } n ? W(n) : null },
        };
        foreach (var r in f.Rows)
        {
            var shown = r.Verdict == Verdict.Shown;
            var full = shown && !r.Coarse;
            var warning = shown ? string.Join("; ", ReportWords.Warnings(r.Warnings).Select(W).Concat(r.Notes.Select(W))) : W(ReportWords.Withheld(r.Verdict));
            var scale = r.Kind is NumberKind.Proportion or NumberKind.Range || r is { Kind: NumberKind.Contrast, Shares: true } ? 100.0 : 1.0;
            object? Value(double v) => double.IsFinite(v) ? r is { Kind: NumberKind.Population } or { Kind: NumberKind.Total, Shares: true } ? PopulationTotals.Rounded(v) : Math.Round(scale * v, r.Coarse || r.Kind == NumberKind.Rank ? 0 : scale == 100 ? f.Plan.Decimals : r.Digits, MidpointRounding.AwayFromZero) : null;
            rows.Add(new object?[]
            {
                r.Figure, W(r.Label), r.LevelLabel is { } level ? W(level) : W(ReportWords.All), W(r.Base), shown ? Value(r.Value) : null, shown ? Value(r.Highest) : null, full ? Value(r.Low) : null, full ? Value(r.High) : null,
                full ? (double)r.Rows : shown ? EstimatesFile.Band(r.Rows) : null, full ? (double)r.Psus : null, full && double.IsFinite(r.DesignEffect) ? Math.Round(r.DesignEffect, 2) : null, warning,
            });
        }
        return rows;
    }

    private static IEnumerable<(string Name, string? Value)> About(Findings f) =>
    [
        ("Notice", f.Plan.Notice?.En), ("Notice (th)", f.Plan.Notice?.Th), ("Plan", $"{f.Plan.Id} {f.Plan.Version}"), ("SHA-256 of the plan", f.Plan.Hash), ("Data", f.DataFile), ("SHA-256 of the rows", f.DataHash),
        ("Form", $"{f.FormId} {f.FormVersion}"), ("Weight", $"{f.Plan.Design.Weight} {f.Plan.Design.WeightVersion}"), ("Minimum", $"{f.Plan.Disclosure.Persons} persons, {f.Plan.Disclosure.Psus} PSUs, denominator {f.Plan.Disclosure.Denominator}"),
    ];
}
