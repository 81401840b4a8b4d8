namespace Sala.Statistics.Tests;

/// <summary>Sixteen people, written out; the figures that tests expect of them are what R 4.2.2 with survey 4.1-1 prints.</summary>
internal static class SmallSurvey
{
    private static readonly double[] Y = [1, 4, 2, 8, 5, 7, 3, 9, 6, 2, 5, 8, 1, 4, 9, 3];

    public static SurveyData Data { get; } = new(
    [
        CategoricalColumn.Of("st", [.. Enumerable.Repeat("a", 8), .. Enumerable.Repeat("b", 8)]),
        new NumericColumn("psu", [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8]),
        new NumericColumn("w", [3, 4, 2.5, 6, 3, 5, 4, 2, 7, 3, 2, 8, 5, 4, 6, 3.5]),
        new NumericColumn("y", Y),
        new NumericColumn("u", [.. Y.Select((v, i) => v + (i + 1) / 100.0)]),
        CategoricalColumn.Of("g", [.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? "u" : "v")]),
        CategoricalColumn.Of("k", [.. Enumerable.Range(0, 16).Select(i => "pqrq"[i % 4].ToString())]),
        new NumericColumn("b", [0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0]),
        new NumericColumn("drawn", [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1]),
    ]);

    public static LinearizedDesign Design { get; } = SurveyDesign.Of(Data, new DesignSpecification { Ids = ["psu"], Strata = ["st"], Weights = "w" });
}
