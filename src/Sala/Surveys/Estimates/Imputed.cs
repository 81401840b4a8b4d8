using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Indicators whose missing answers were filled in several times: each completed set is estimated, and the estimates are combined by Rubin's rules.</summary>
internal static class Imputed
{
    /// <summary>Takes the completed columns from their files, as NAME_1, NAME_2 and so on.</summary>
    /// <exception cref="DatasetException">A file has other rows than the data, or lacks a column.</exception>
    public static void Add(Imputations imputations, Plan plan, Dataset data, Frame persons)
    {
        for (var m = 0; m < imputations.Files.Count; m++)
        {
            var completed = Dataset.Read(Path.Combine(plan.Folder, imputations.Files[m]));
            if (completed.Rows != data.Rows) throw new DatasetException(completed.File, $"has {completed.Rows} rows, the data have {data.Rows}. A completed file has the same rows in the same order. Nothing was done.");
            foreach (var column in imputations.Columns)
            {
                var variable = completed.Find(column) ?? throw new DatasetException(completed.File, 1, column, "there is no such column. Nothing was done.");
                persons.Add(Variable.Of($"{column}_{imputations.Members[m]}", Enumerable.Range(0, variable.Rows).Select(row => variable[row])));
            }
        }
    }

    /// <summary>The values of an indicator in each completed set, over those who were asked, an empty answer or not.</summary>
    public static (Measured First, IReadOnlyList<double[]> Sets) Measure(Indicator indicator, Estimation estimation, Plan plan)
    {
        var sets = plan.Imputations!.Members.Select(m => estimation.Measure(indicator.Id, indicator.Item, indicator.Value with { Text = indicator.Value.Text.Replace("{m}", m, StringComparison.Ordinal) }, indicator.Within, indicator.Over, indicator.Place, filled: true)).ToList();
        if (sets.Find(s => !s.Base.AsSpan().SequenceEqual(sets[0].Base)) is not null) throw new ExpressionException(new(indicator.Value.Place.Line, indicator.Value.Place.Column, $"{indicator.Id}: the imputations leave different answers missing. Each completed set needs the same rows."));
        return (sets[0], [.. sets.Select(s => s.Values)]);
    }

    /// <summary>Fills in a row by Rubin's rules. For disclosure, whoever has the trait in half of the sets or more counts as having it.</summary>
    public static EstimateRow Combined(EstimateRow row, IReadOnlyList<double[]> sets, bool[] within, SurveyDesign design)
    {
        var (estimate, note) = Combined([.. sets.Select(values => Estimators.Mean(design.With([new NumericColumn("y", values)]).In(within), ["y"])[0])]);
        // Where the sets do not differ there is no between, and the degrees of freedom are those of the design.
        var df = double.IsFinite(estimate.DegreesOfFreedom) ? estimate.DegreesOfFreedom : row.DegreesOfFreedom;
        var interval = estimate.Interval(degreesOfFreedom: df);
        var kept = row.Kind == NumberKind.Proportion;
        return row with
        {
            Value = estimate.Value,
            StandardError = estimate.StandardError,
            Low = kept ? Math.Max(interval.Lower, 0) : interval.Lower,
            High = kept ? Math.Min(interval.Upper, 1) : interval.Upper,
            Interval = "t, Rubin",
            DegreesOfFreedom = df,
            Warnings = PresentationWarnings.None,
            Notes = [.. row.Notes, note],
        };
    }

    /// <summary>One estimate of each completed set, combined by Rubin's rules, and what the report says of it.</summary>
    public static (Estimate Estimate, Words Note) Combined(IReadOnlyList<Estimate> sets)
    {
        var combined = MultipleImputation.Combine(sets);
        return (combined[0], Note(sets.Count, combined.MissingInformation[0]));
    }

    public static Words Note(int sets, double missing) => new(
        $"Missing answers were filled in {sets} times and the results combined by Rubin's rules; {(double.IsFinite(missing) ? $"{100 * missing:0} %" : "none")} of the information was missing.",
        $"เติมคำตอบที่ขาดหาย {sets} ครั้งและรวมผลตามกฎของ Rubin ข้อมูลที่ขาดหายคิดเป็น {(double.IsFinite(missing) ? $"{100 * missing:0} %" : "0 %")}");
}
