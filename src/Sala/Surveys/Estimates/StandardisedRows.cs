using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>An indicator in groups that are given the same composition, so that they can be compared.</summary>
internal static class StandardisedRows
{
    public static IEnumerable<EstimateRow> Of(Standardised standardised, Estimation estimation, StudyData study)
    {
        var indicator = estimation.IndicatorOf(standardised.Of);
        var all = estimation.MeasuredOf(standardised.Of);
        var composition = study.Plan.Domains.First(d => d.Id == standardised.Composition);
        var by = standardised.By is { } b ? study.Plan.Domains.First(d => d.Id == b) : null;
        var (parts, groups) = (Estimation.Groups(composition, all), by is null ? null : Estimation.Groups(by, all));
        var counted = all.Base.Select((c, r) => c && parts.Codes[r] >= 0 && (groups is null || groups.Codes[r] >= 0)).ToArray();
        // Rows that are not counted weigh nothing, so any level will do for them.
        var columns = ((CategoricalColumn?[])[parts, groups]).OfType<CategoricalColumn>().Select(c => new CategoricalColumn(c.Name, [.. c.Codes.ToArray().Select(code => Math.Max(code, 0))], c.Levels)).ToList();
        var shares = composition.Levels.Select(l => standardised.Shares[l.Code]).ToArray();
        var design = StudyDesign.At(standardised.Place, () => Standardisation.Standardize(all.Design.With(columns).In(counted), composition.Id, shares, by is null ? [] : [by.Id]));
        var standard = all with { Design = design, Base = counted };
        var row = new EstimateRow
        {
            Indicator = standardised.Id,
            Kind = indicator.Mean ? NumberKind.Mean : NumberKind.Proportion,
            Label = standardised.Label,
            Base = indicator.Base,
            Standardised = true,
            Notes = [new($"As it would be, had everyone the same composition by {composition.Label.En}. Standard: {standardised.Source.En}", $"ค่าที่จะเป็นหากทุกกลุ่มมีองค์ประกอบตาม{composition.Label.Th}เหมือนกัน มาตรฐาน: {standardised.Source.Th}")],
        };
        yield return estimation.Estimated(row, standard, counted, 1, "", indicator.Harmless, indicator.Id);
        for (var level = 0; by is not null && level < by.Levels.Count; level++)
            yield return estimation.Estimated(row with { Domain = by.Id, Level = by.Levels[level].Code, DomainLabel = by.Label, LevelLabel = by.Levels[level].Label }, standard, [.. counted.Select((c, r) => c && groups!.Codes[r] == level)], 1, "", indicator.Harmless, indicator.Id);
    }
}
