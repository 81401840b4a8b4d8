namespace Sala.Statistics.Tests.Weights;

public sealed class WeightingTests
{
    private static readonly PopulationCells Groups = new(["g"], [(["u"], 40), (["v"], 50)]);

    [Fact]
    public void A_weight_is_the_product_of_its_parts()
    {
        var answered = Enumerable.Range(0, 16).Select(i => i != 3).ToArray();
        var design = Weighting.Trim(Weighting.PostStratify(Weighting.ForNonresponse(SmallSurvey.Design, answered, "st"), Groups), 0, 12, strict: true);
        for (var row = 0; row < design.Rows; row++)
        {
            var parts = Weighting.Decompose(design, row);
            Assert.Equal(design.Weights[row], parts.Aggregate(1.0, (product, part) => product * part.Factor), 12);
            Assert.Equal(["base weight", "nonresponse classes of st", "post-stratification by g", "trimming"], parts.Select(p => p.Step));
        }
        Assert.Equal(90, design.WeightTotal, 9);
    }

    [Fact]
    public void Those_who_did_not_answer_weigh_nothing_and_their_class_keeps_its_people()
    {
        var answered = Enumerable.Range(0, 16).Select(i => i is not (3 or 9)).ToArray();
        var design = Weighting.ForNonresponse(SmallSurvey.Design, answered, "st");
        Assert.Equal(0, design.Weights[3]);
        foreach (var stratum in new[] { "a", "b" })
            Assert.Equal(SmallSurvey.Design.Where($"st == \"{stratum}\"").WeightTotal, design.Where($"st == \"{stratum}\"").WeightTotal, 12);
    }

    [Fact]
    public void Trimming_repeats_until_all_lie_within_the_bounds()
    {
        var trimmed = Weighting.Trim(SmallSurvey.Design, 2.6, 6.5, strict: true);
        Assert.Equal(3.06363636363636, trimmed.Weights[0], 12);
        Assert.Equal(2.6, trimmed.Weights[2]);
        var mean = Estimators.Mean(trimmed, "y");
        Assert.Equal(5.236631016042780, mean.Value, 12);
        Assert.Equal(0.701840596396375, mean.StandardError, 12);
    }

    [Fact]
    public void A_calibrated_total_has_no_error()
    {
        var raked = Weighting.Rake(SmallSurvey.Design, [Groups, new PopulationCells(["st"], [(["a"], 44), (["b"], 46)])], 1e-10, 100);
        var totals = Estimators.Total(raked, ["g", "st"]);
        Assert.Equal([40, 50, 44, 46], totals.Values.Select(v => Math.Round(v, 6)));
        Assert.All(Enumerable.Range(0, 4), i => Assert.InRange(totals.StandardError(i), 0, 1e-6));
        Assert.True(Estimators.Total(raked, "y").StandardError > 1);
    }

    [Fact]
    public void Bounds_that_cannot_reach_a_total_say_which_one()
    {
        var totals = new Dictionary<string, double> { ["(Intercept)"] = 70, ["y"] = 600 };
        var refusal = Assert.Throws<CalibrationException>(() => Weighting.Calibrate(SmallSurvey.Design, "~ y", totals, CalibrationDistance.Logit, 0.8, 1.25));
        Assert.Contains("the total of y: wanted 600", refusal.Message);
    }

    [Fact]
    public void A_cell_without_anybody_is_refused()
    {
        var cells = new PopulationCells(["g"], [(["u"], 40), (["v"], 50), (["x"], 5)]);
        Assert.Contains("the sample has nobody there", Assert.Throws<CalibrationException>(() => Weighting.PostStratify(SmallSurvey.Design, cells)).Message);
    }

    [Fact]
    public void Each_replicate_is_post_stratified_by_itself()
    {
        var design = (ReplicateDesign)Weighting.PostStratify(Replication.Of(SmallSurvey.Design, ReplicationType.Jkn), Groups);
        for (var r = 0; r < design.Replicates.Count; r++)
            Assert.Equal(40, Enumerable.Range(0, 16).Where(i => i % 2 == 0).Sum(i => design.Replicates.Factor(r, i)), 9);
        Assert.Equal(0, Estimators.Total(design, ["g"]).StandardError(0), 9);
    }

    [Fact]
    public void Replicates_of_calibrated_weights_are_refused() =>
        Assert.Contains("before that", Assert.Throws<DesignException>(() => Replication.Of((LinearizedDesign)Weighting.PostStratify(SmallSurvey.Design, Groups), ReplicationType.Jkn)).Message);

    [Fact]
    public void Brr_with_pairs_equals_linearisation_for_totals()
    {
        var balanced = Replication.Of(SmallSurvey.Design, ReplicationType.Brr, mse: true);
        var pairs = SurveyDesign.Of(SmallSurvey.Data.With(new NumericColumn("pair", [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4])), new DesignSpecification { Ids = ["psu"], Strata = ["pair"], Weights = "w" });
        Assert.Equal(Estimators.Total(pairs, "y").StandardError, Estimators.Total(balanced, "y").StandardError, 9);
    }
}
