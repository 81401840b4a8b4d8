using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Whether an indicator differs between the levels of a domain, by the test that the plan names.</summary>
internal static class GroupTests
{
    public static EstimateRow Of(GroupTest test, Estimation estimation, StudyData study)
    {
        var indicator = estimation.IndicatorOf(test.Indicator);
        var measured = estimation.MeasuredOf(test.Indicator);
        var domain = study.Plan.Domains.First(d => d.Id == test.By);
        var group = Estimation.Groups(domain, measured);
        var design = measured.Design.With([new NumericColumn("y", measured.Values), group]).In(measured.Base);
        var row = new EstimateRow { Indicator = test.Indicator, Kind = NumberKind.Test, Label = test.Label, Base = indicator.Base, Domain = test.By, DomainLabel = domain.Label, Unit = UnitOf(test.Statistic), Interval = NameOf(test.Statistic) };
        // With the shares of all a statistic gives a small cell away, as a coefficient does.
        if (estimation.HasSmallCell(measured, group, indicator.Mean)) return row with { Verdict = Statistics.Disclosure.Verdict.SmallCell };
        try
        {
            var sets = estimation.SetsOf(test.Indicator);
            var result = sets.Count == 1 ? Carried(test.Statistic, design, group.Name) : OverImputations(test.Statistic, design, sets, group.Name);
            var tally = estimation.TallyOf(measured, r => measured.Base[r]);
            return row with { Value = result.Statistic, DegreesOfFreedom = double.IsFinite(result.DenominatorDegreesOfFreedom) ? result.DenominatorDegreesOfFreedom : result.DegreesOfFreedom, P = result.PValue, Rows = tally.Total, Psus = tally.Psus(study.PsuOf) };
        }
        catch (EstimationException none)
        {
            return row with { Verdict = Statistics.Disclosure.Verdict.FewAsked, Notes = [new(none.Message, none.Message)] };
        }
    }

    // The groups' means or proportions against those of the first group.
    private static TestResult OverImputations(GroupStatistic statistic, SurveyDesign design, IReadOnlyList<double[]> sets, string group)
    {
        var fitted = CompletedModel.Of(design, sets, group, Family.Gaussian, null);
        if (statistic == GroupStatistic.Wald) return fitted.WaldTest(group);
        if (fitted.IndexOf("(Intercept)") != 0 || fitted.Count != 2) throw new EstimationException("The t test is of two groups. Take wald for more.");
        var difference = fitted[1];
        return new TestResult("t", difference.Value / difference.StandardError, difference.DegreesOfFreedom, difference.DegreesOfFreedom, difference.PValue());
    }

    private static TestResult Carried(GroupStatistic statistic, SurveyDesign design, string group)
    {
        switch (statistic)
        {
            case < GroupStatistic.T: return IndependenceTest.Of(design, "y", group, (IndependenceStatistic)statistic).Result;
            case GroupStatistic.T:
                var t = MeanTests.TTest(design, $"y ~ {group}");
                return new TestResult("t", t.T, t.DegreesOfFreedom, t.DegreesOfFreedom, t.PValue);
            default: return RankTests.Of(design, "y", group, (RankScore)(statistic - GroupStatistic.Wilcoxon));
        }
    }

    private static string UnitOf(GroupStatistic statistic) => statistic switch
    {
        GroupStatistic.ChiSquared or GroupStatistic.LinearCombination or GroupStatistic.Saddlepoint => "X2",
        GroupStatistic.T => "t",
        GroupStatistic.Wilcoxon or GroupStatistic.VanDerWaerden or GroupStatistic.Median => "statistic",
        _ => "F",
    };

    /// <summary>The name that stands beside the statistic.</summary>
    public static string NameOf(GroupStatistic statistic) => statistic switch
    {
        GroupStatistic.F => "Rao-Scott F",
        GroupStatistic.ChiSquared => "Rao-Scott chi-squared",
        GroupStatistic.Wald => "Wald",
        GroupStatistic.AdjustedWald => "adjusted Wald",
        GroupStatistic.LinearCombination => "linear combination of chi-squared",
        GroupStatistic.Saddlepoint => "saddlepoint",
        GroupStatistic.T => "t test",
        GroupStatistic.Wilcoxon => "rank test, Wilcoxon",
        GroupStatistic.VanDerWaerden => "rank test, van der Waerden",
        _ => "rank test, median",
    };
}
