namespace Sala.Statistics;

/// <summary>An interval for a quantile from the score test that the part of the population above a value is 1 - p.</summary>
internal static class ScoreInterval
{
    /// <summary>Limits for the quantile p; t is the t quantile of the level.</summary>
    /// <remarks>Binder (1991). The place where the test statistic crosses t lies at a value; R searches for it between the extremes drawn in by
    /// a hundredth of the interquartile range, then reads off the quantile at the unweighted part of the values below. So does this, since limits
    /// are published by that rule.</remarks>
    public static (double Lower, double Upper) Of(SurveyDesign design, double[] values, WeightedValues sorted, double p, QuantileRule rule, double t)
    {
        if (sorted.Count == 0) throw new EstimationException(Messages.EmptyDomain());
        // Where weights were calibrated R keeps the rows outside the domain, and its search and its unweighted part see their values too.
        var seen = sorted;
        if (design is LinearizedDesign { KeepsRows: true })
        {
            var ones = new double[values.Length];
            Array.Fill(ones, 1.0);
            seen = WeightedValues.Of(values, ones);
        }
        var range = seen.Unweighted(0.75) - seen.Unweighted(0.25);
        var (low, high) = (seen.Smallest + range / 100, seen.Largest - range / 100);
        double Score(double place)
        {
            var above = values.Select(v => double.IsNaN(v) ? double.NaN : (v > place ? 1 : 0) - (1 - p)).ToArray();
            var mean = design.Evaluate(new MeanStatistic(Variables.Of(["above"], [above], true)));
            return mean.Values[0] / mean.StandardError(0);
        }
        var tolerance = 1 / (100 * Math.Sqrt(design.RowsKept));
        var lower = BrentRoot.Between(low, high, x => Score(x) - t, tolerance);
        var upper = BrentRoot.Between(low, high, x => Score(x) + t, tolerance);
        if (double.IsNaN(lower) || double.IsNaN(upper)) throw new EstimationException(Messages.NoScoreInterval());
        return (sorted.Quantile(seen.UnweightedBelow(lower), rule), sorted.Quantile(seen.UnweightedBelow(upper), rule));
    }
}
