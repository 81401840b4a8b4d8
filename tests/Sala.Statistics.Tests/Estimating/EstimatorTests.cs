namespace Sala.Statistics.Tests.Estimating;

/// <summary>What the reference cases do not hold: the rest of the estimators against R, and what is said where there is no estimate.</summary>
public sealed class EstimatorTests
{
    // svyranktest(u ~ g), R survey 4.1-1; u has no ties.
    [Theory]
    [InlineData(RankScore.Wilcoxon, 0.89121446508, 0.41363978436)]
    [InlineData(RankScore.VanDerWaerden, 0.82620745111, 0.4463056711)]
    [InlineData(RankScore.Median, 0.62123627805, 0.56166658327)]
    public void Rank_tests_agree_with_R(RankScore score, double t, double p)
    {
        var test = RankTests.Of(SmallSurvey.Design, "u", "g", score);
        Assert.Equal((t, p, 5.0), (Math.Round(test.Statistic, 11), Math.Round(test.PValue, 11), test.DegreesOfFreedom));
    }

    [Fact]
    public void Kruskal_and_Wallis_of_three_groups_agrees_with_R()
    {
        var test = RankTests.Of(SmallSurvey.Design, "u", "k");
        Assert.Equal((2.4815179724, 0.38086101759), (Math.Round(test.Statistic, 10), Math.Round(test.PValue, 11)));
    }

    // svypredmeans(svyglm(b ~ y), ~g).
    [Fact]
    public void Predictive_margins_agree_with_R()
    {
        var margins = PredictiveMargins.Of(GeneralizedLinearModel.Of(SmallSurvey.Design, "b ~ y + g", Family.QuasiBinomial), "g");
        Assert.Equal([0.475100442562970, 0.591822147171253], margins.Values, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal(0.193876414151200, margins.StandardError(0), 6);
        Assert.Equal(0.192199595513259, margins.StandardError(1), 6);
        Assert.Equal(-0.00070798033, margins.Covariance[0, 1], 7);
    }

    // svyvar(~ y + b).
    [Fact]
    public void Variances_and_covariances_agree_with_R()
    {
        var variances = Estimators.Variance(SmallSurvey.Design, ["y", "b"]);
        Assert.Equal(["y:y", "b:y", "y:b", "b:b"], [variances.Names[0], variances.Names[1], variances.Names[2], variances.Names[3]]);
        Assert.Equal(7.7005190311419, variances.Values[0], 12);
        Assert.Equal(1.3563220785334875, variances.StandardError(0), 12);
        Assert.Equal(0.3454986231012127, variances.StandardError(1), 12);
        Assert.Equal(0.2652249134948, variances.Values[3], 12);
    }

    // twophase(id = list(~psu, ~1), strata = list(~st, ~g), subset = ~drawn, method = "approx").
    [Fact]
    public void Two_phases_agree_with_R()
    {
        var specification = new TwoPhaseSpecification { FirstUnits = "psu", FirstStrata = "st", SecondStrata = "g", Drawn = "drawn" };
        var design = TwoPhaseDesign.Of(SmallSurvey.Data, specification);
        var mean = Estimators.Mean(design, "y");
        Assert.Equal((4.5, 0.75782950295931, 10), (mean.Value, Math.Round(mean.StandardError, 14), design.DegreesOfFreedom));
        Assert.Contains("joint inclusion probabilities", Assert.Throws<DesignException>(() => TwoPhaseDesign.Of(SmallSurvey.Data, specification with { Method = "full" })).Message);
    }

    [Fact]
    public void Nobody_said_yes_gives_an_upper_limit_and_says_so()
    {
        var zeros = new double[16];
        foreach (var method in Enum.GetValues<ProportionMethod>())
        {
            var p = Proportions.Estimate(SmallSurvey.Design, zeros, "never", method);
            Assert.Equal((0.0, 0.0, 0), (p.Value, p.Interval.Lower, p.Events));
            // Kish's effective number here is 16 x (sum w)^2 / sum w^2.
            Assert.InRange(p.Interval.Upper, 0.205, 0.30);
            Assert.Contains("nobody of 16", p.Note);
        }
    }

    [Fact]
    public void An_answer_that_is_neither_0_nor_1_is_no_proportion() =>
        Assert.Contains("column y, row 2: 4 is neither 0 nor 1", Assert.Throws<EstimationException>(() => Proportions.Estimate(SmallSurvey.Design, "y")).Message);

    [Fact]
    public void The_wilson_interval_solves_its_equation()
    {
        var p = Proportions.Estimate(SmallSurvey.Design, "b", ProportionMethod.Wilson);
        var t = Distributions.TQuantile(0.975, p.DegreesOfFreedom);
        foreach (var limit in new[] { p.Interval.Lower, p.Interval.Upper })
            Assert.Equal(t * t * limit * (1 - limit) / p.EffectiveSize, (p.Value - limit) * (p.Value - limit), 12);
    }

    [Fact]
    public void An_empty_domain_has_no_mean_and_is_no_zero()
    {
        var mean = Estimators.Mean(SmallSurvey.Design.Where("y > 100"), "y");
        Assert.True(double.IsNaN(mean.Value));
        Assert.Throws<EstimationException>(() => Proportions.Estimate(SmallSurvey.Design.Where("y > 100"), "b"));
    }

    [Fact]
    public void A_number_of_people_carries_both_uncertainties()
    {
        var proportion = Proportions.Estimate(SmallSurvey.Design, "b");
        var known = Extrapolation.Of(proportion, new PopulationFigure(1_000_000, 0, "census", 2020, 12, 17), 2020, 12, 17);
        Assert.Equal(proportion.Interval.Lower * 1e6, known.Interval.Lower, 6);
        var estimated = Extrapolation.Of(proportion, new PopulationFigure(1_000_000, 50_000, "projection", 2018, 10, 19), 2020, 12, 17);
        Assert.True(estimated.Interval.Lower < known.Interval.Lower && estimated.Interval.Upper > known.Interval.Upper && estimated.StandardError > known.StandardError);
        Assert.Contains(estimated.Warnings, w => w.Contains("2018", StringComparison.Ordinal) && w.Contains("2020", StringComparison.Ordinal));
        Assert.Contains(estimated.Warnings, w => w.Contains("ages 10 to 19", StringComparison.Ordinal));
    }

    [Fact]
    public void Differences_between_domains_count_their_covariance()
    {
        var domains = Domains.Estimate(SmallSurvey.Design, ["g"], d => Estimators.Mean(d, ["y"]));
        var difference = domains.Together.Contrast([1, -1]);
        var c = domains.Together.Covariance;
        Assert.NotEqual(0, c[0, 1]);
        Assert.Equal(Math.Sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1]), difference.StandardError, 12);
        var slope = GeneralizedLinearModel.Of(SmallSurvey.Design, "y ~ g", Family.Gaussian).Coefficients;
        Assert.Equal((Math.Round(-slope.Values[1], 12), Math.Round(slope.StandardError(1), 12)), (Math.Round(difference.Value, 12), Math.Round(difference.StandardError, 12)));
    }

    [Fact]
    public void A_model_that_cannot_tell_two_terms_apart_names_one() =>
        Assert.Contains("I(y*2)", Assert.Throws<EstimationException>(() => GeneralizedLinearModel.Of(SmallSurvey.Design, "b ~ y + I(y*2)", Family.QuasiBinomial)).Message);
}
