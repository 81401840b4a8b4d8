using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Whether a proportion differs between the levels of a domain: Rao and Scott's second-order F.</summary>
internal static class GroupTests
{
    public static EstimateRow Of(GroupTest test, Estimation estimation, StudyData study)
    {
        var indicator = estimation.IndicatorOf(test.Indicator);
        var measured = estimation.MeasuredOf(test.Indicator);
        var domain = study.Plan.Domains.First(d => d.Id == test.By);
        var group = Estimation.Groups(domain, measured);
        var design = study.With(indicator.Over, [new NumericColumn("y", measured.Values), group]).In(measured.Base);
        var row = new EstimateRow { Indicator = test.Indicator, Kind = NumberKind.Test, Label = test.Label, Base = indicator.Base, Domain = test.By, DomainLabel = domain.Label };
        try
        {
            var result = IndependenceTest.Of(design, "y", group.Name).Result;
            return row with { Value = result.Statistic, DegreesOfFreedom = result.DenominatorDegreesOfFreedom, P = result.PValue, Interval = "Rao-Scott F", Rows = measured.Base.Count(b => b), Psus = design.Psus };
        }
        catch (EstimationException none)
        {
            return row with { Verdict = Statistics.Disclosure.Verdict.FewAsked, Notes = [new(none.Message, none.Message)] };
        }
    }
}
