using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>A logistic model of an indicator on domains, as odds ratios against the first level of each. Shown only where no level has a small cell: a
/// coefficient of few persons gives their answers away.</summary>
internal static class PlanModels
{
    public static IEnumerable<EstimateRow> Of(PlanModel model, Estimation estimation, StudyData study)
    {
        var indicator = estimation.IndicatorOf(model.Outcome);
        var measured = estimation.MeasuredOf(model.Outcome);
        var domains = model.Terms.Select(t => study.Plan.Domains.First(d => d.Id == t)).ToList();
        var groups = domains.Select(d => Estimation.Groups(d, measured)).ToList();
        var small = groups.Any(g => Enumerable.Range(0, g.Levels.Count).Any(level => ((double[])[0, 1]).Any(answer =>
        {
            var cell = new byte[study.Data.Rows];
            for (var r = 0; r < measured.Values.Length; r++) if (measured.Base[r] && g.Codes[r] == level && measured.Values[r] == answer) cell[measured.Frame.Person[r]]++;
            var tally = new Tally(cell);
            return tally.Total == 0 || DisclosureControl.IsSmall(tally, study.PsuOf, study.Plan.Disclosure);
        })));
        var design = study.With(indicator.Over, groups.Cast<Column>().Prepend(new NumericColumn("y", measured.Values))).In(measured.Base);
        var fitted = small ? null : GeneralizedLinearModel.Of(design, $"y ~ {string.Join(" + ", groups.Select(g => g.Name))}", Family.QuasiBinomial);
        foreach (var (domain, group) in domains.Zip(groups))
        {
            foreach (var (code, label) in domain.Levels.Skip(1))
            {
                var row = new EstimateRow { Indicator = model.Id, Kind = NumberKind.Model, Label = model.Label, Base = indicator.Base, Domain = domain.Id, Level = code, DomainLabel = domain.Label, LevelLabel = label, Interval = "t, log odds" };
                if (fitted is null) { yield return row with { Verdict = Verdict.SmallCell }; continue; }
                var i = fitted.Coefficients.Names.ToList().IndexOf(group.Name + code);
                var interval = fitted.Interval(i);
                yield return row with
                {
                    Value = Math.Exp(fitted.Coefficients.Values[i]),
                    Low = Math.Exp(interval.Lower),
                    High = Math.Exp(interval.Upper),
                    DegreesOfFreedom = fitted.ResidualDegreesOfFreedom,
                    P = fitted.PValue(i),
                    Rows = measured.Base.Count(b => b),
                    Psus = design.Psus,
                    Notes = [new($"odds ratio against {domain.Levels[0].Label.En}", $"อัตราส่วนออดส์เทียบกับ {domain.Levels[0].Label.Th}")],
                };
            }
        }
    }
}
