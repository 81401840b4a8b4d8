using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>A generalised linear model of an indicator on domains and numbers: odds ratios, ratios or differences against the first level of each domain,
/// Wald's test of each term, and predictive margins. Shown only where no level has a small cell: a coefficient of few persons gives their answers away.</summary>
internal static class PlanModels
{
    public static IEnumerable<EstimateRow> Of(PlanModel model, Estimation estimation, StudyData study)
    {
        var indicator = estimation.IndicatorOf(model.Outcome);
        var measured = estimation.MeasuredOf(model.Outcome);
        var domains = model.Terms.Select(t => study.Plan.Domains.First(d => d.Id == t)).ToList();
        var groups = domains.Select(d => Estimation.Groups(d, measured)).ToList();
        var numbers = model.Numbers.Keys.Select(n => Number(n, model, measured)).ToList();
        var small = groups.Exists(g => estimation.HasSmallCell(measured, g, indicator.Mean));
        var design = measured.Design.With(groups.Cast<Column>().Concat(numbers)).In(measured.Base);
        var fitted = small ? null : StudyDesign.At(model.Place, () => CompletedModel.Of(design, estimation.SetsOf(model.Outcome), string.Join(" + ", model.Terms.Concat(model.Numbers.Keys)), model.Family, model.Link));
        var tally = estimation.TallyOf(measured, r => measured.Base[r]);
        var blank = new EstimateRow { Indicator = model.Id, Kind = NumberKind.Model, Label = model.Label, Base = indicator.Base, Rows = tally.Total, Psus = tally.Psus(study.PsuOf), Verdict = small ? Verdict.SmallCell : Verdict.Shown };
        foreach (var (domain, group) in domains.Zip(groups))
            foreach (var (code, label) in domain.Levels.Skip(1))
                yield return Coefficient(blank with { Domain = domain.Id, Level = code, DomainLabel = domain.Label, LevelLabel = label }, fitted, group.Name + code, domain.Levels[0].Label);
        foreach (var (name, words) in model.Numbers)
            yield return Coefficient(blank with { Domain = name, Level = "", DomainLabel = words, LevelLabel = new("one more", "เพิ่มขึ้นหนึ่งหน่วย") }, fitted, name, null);
        foreach (var domain in domains)
            yield return Wald(blank with { Kind = NumberKind.Test, Domain = domain.Id, DomainLabel = domain.Label, Unit = "F", Interval = "Wald", Label = new($"Test that {domain.Label.En} has no part in it", $"การทดสอบว่า{domain.Label.Th}ไม่มีส่วนเกี่ยวข้อง") }, fitted, domain.Id);
        foreach (var domain in domains.Where(d => model.Margins.Contains(d.Id)))
            foreach (var row in Margins(blank with { Kind = indicator.Mean ? NumberKind.Mean : NumberKind.Proportion, Domain = domain.Id, DomainLabel = domain.Label, Margin = true, Interval = "t" }, fitted, domain)) yield return row;
    }

    private static EstimateRow Coefficient(EstimateRow row, CompletedModel? fitted, string name, Words? against)
    {
        row = row with { Interval = "t, log odds" };
        if (fitted is null) return row;
        var i = fitted.IndexOf(name);
        var coefficient = fitted[i];
        var interval = coefficient.Interval();
        var (shown, unit, interval_) = fitted.Link switch
        {
            Link.Logit => ((Func<double, double>)Math.Exp, new Words("odds ratio", "อัตราส่วนออดส์"), "t, log odds"),
            Link.Log => (Math.Exp, new Words("ratio", "อัตราส่วน"), "t, log"),
            _ => (v => v, new Words("difference", "ผลต่าง"), "t"),
        };
        return row with
        {
            Value = shown(coefficient.Value),
            Low = shown(interval.Lower),
            High = shown(interval.Upper),
            Interval = interval_,
            Unit = unit.En,
            DegreesOfFreedom = coefficient.DegreesOfFreedom,
            P = coefficient.PValue(),
            Notes = [against is null ? unit : new($"{unit.En} against {against.En}", $"{unit.Th}เทียบกับ {against.Th}"), .. fitted.Note(i) is { } note ? (Words[])[note] : []],
        };
    }

    private static EstimateRow Wald(EstimateRow row, CompletedModel? fitted, string term)
    {
        if (fitted is null) return row;
        var test = fitted.WaldTest(term);
        return row with { Value = test.Statistic, DegreesOfFreedom = test.DenominatorDegreesOfFreedom, P = test.PValue };
    }

    private static IEnumerable<EstimateRow> Margins(EstimateRow row, CompletedModel? fitted, Domain domain)
    {
        var margins = fitted?.Margins(domain.Id);
        foreach (var (code, label) in domain.Levels)
        {
            var named = row with { Level = code, LevelLabel = label };
            if (margins is not null)
            {
                var margin = margins.First(m => m.Name == code);
                var interval = margin.Interval();
                named = named with { Value = margin.Value, StandardError = margin.StandardError, Low = interval.Lower, High = interval.Upper, DegreesOfFreedom = margin.DegreesOfFreedom, Notes = [new("predictive margin", "ค่าคาดการณ์ของแบบจำลอง")] };
            }
            yield return named;
        }
    }

    private static NumericColumn Number(string name, PlanModel model, Measured measured)
    {
        var variable = measured.Frame.Find(name) ?? throw new ExpressionException(new(model.Place.Line, model.Place.Column, $"{model.Id}: the data have no column {name}{measured.Frame.Nearest(name)}."));
        return new NumericColumn(name, [.. Enumerable.Range(0, variable.Rows).Select(variable.Number)]);
    }
}
