namespace Sala.Statistics;

/// <summary>Definitions of a quantile of weighted values; those named by numbers follow Hyndman and Fan (1996), The American Statistician 50, 361-365.</summary>
public enum QuantileRule
{
    /// <summary>The smallest value with at least p of the weight at or below it. The same as <see cref="Type1"/>.</summary>
    Math,

    /// <summary>As Math, and the middle of two values where exactly p of the weight lies below. The same as <see cref="Type2"/>.</summary>
    School,

    /// <summary>Shah and Vaish (2006), Proc. Survey Research Methods Section ASA.</summary>
    ShahVaish,

    /// <summary>Inverse of the distribution function.</summary>
    Type1,

    /// <summary>Inverse with averaging at steps.</summary>
    Type2,

    /// <summary>Nearest even order statistic.</summary>
    Type3,

    /// <summary>Linear between the steps.</summary>
    Type4,

    /// <summary>Linear between the middles of the steps.</summary>
    Type5,

    /// <summary>Linear, p by n + 1.</summary>
    Type6,

    /// <summary>Linear, p by n - 1: the default of R's quantile.</summary>
    Type7,

    /// <summary>About median-unbiased.</summary>
    Type8,

    /// <summary>About unbiased for normal values.</summary>
    Type9,
}

/// <summary>Ways to make an interval for a quantile.</summary>
public enum QuantileInterval
{
    /// <summary>Woodruff (1952), JASA 47, 635-646: an interval for the proportion at or below, turned back, by t.</summary>
    Mean,

    /// <summary>Woodruff's with Korn and Graubard's interval for the proportion.</summary>
    Beta,

    /// <summary>Woodruff's on the scale of log odds.</summary>
    Xlogit,

    /// <summary>Woodruff's on the scale of the arc sine of the root.</summary>
    Asin,

    /// <summary>A score test turned round. Binder (1991), Proc. Survey Research Methods Section ASA, 34-42; Francisco and Fuller (1991), Ann. Stat. 19, 454-469. Linearised designs only.</summary>
    Score,

    /// <summary>The spread of the quantile itself over the replicates; not for jackknives. Replicate designs only.</summary>
    Replicates,
}

/// <summary>A quantile with its interval.</summary>
/// <param name="Probability">For example 0.5 for the median.</param>
/// <param name="Value">The quantile, in the variable's unit.</param>
/// <param name="Interval">Its interval; a limit is NaN where the sample does not bound it.</param>
/// <param name="StandardError">Width of the interval by twice the t quantile.</param>
public sealed record QuantileEstimate(double Probability, double Value, Interval Interval, double StandardError);

/// <summary>Quantiles of a variable in the population.</summary>
/// <remarks>Agrees with svyquantile of R survey 4.5.</remarks>
public static class Quantiles
{
    /// <summary>Quantiles without intervals.</summary>
    /// <param name="design">The design, or a domain of it; rows that lack the variable leave the domain.</param>
    /// <param name="variable">A numeric variable.</param>
    /// <param name="probabilities">Each from 0 to 1.</param>
    /// <param name="rule">The definition.</param>
    /// <returns>NaN where the domain is empty.</returns>
    public static IReadOnlyList<double> Of(SurveyDesign design, string variable, IReadOnlyList<double> probabilities, QuantileRule rule = QuantileRule.Math) =>
        Of(design, variable, probabilities, rule, tiesInRowOrder: false);

    // R takes rows with the same value in the order of the file, which the rules from 4 on and Shah and Vaish's depend on. Conformance asks for that.
    internal static IReadOnlyList<double> Of(SurveyDesign design, string variable, IReadOnlyList<double> probabilities, QuantileRule rule, bool tiesInRowOrder)
    {
        var (values, used) = Usable(design, variable);
        var sorted = WeightedValues.Of(values, used, tiesInRowOrder);
        return [.. probabilities.Select(p => sorted.Quantile(p, rule))];
    }

    /// <summary>Quantiles with intervals.</summary>
    /// <param name="design">The design, or a domain of it; rows that lack the variable leave the domain.</param>
    /// <param name="variable">A numeric variable.</param>
    /// <param name="probabilities">Each from 0 to 1.</param>
    /// <param name="rule">The definition.</param>
    /// <param name="method">How to make the interval.</param>
    /// <param name="level">For example 0.95.</param>
    /// <exception cref="EstimationException">The method is not defined for the kind of design, or the score test has no limit here.</exception>
    public static IReadOnlyList<QuantileEstimate> Of(SurveyDesign design, string variable, IReadOnlyList<double> probabilities, QuantileRule rule, QuantileInterval method, double level = 0.95) =>
        Of(design, variable, probabilities, rule, method, level, tiesInRowOrder: false);

    internal static IReadOnlyList<QuantileEstimate> Of(SurveyDesign design, string variable, IReadOnlyList<double> probabilities, QuantileRule rule, QuantileInterval method, double level, bool tiesInRowOrder)
    {
        var (values, used) = Usable(design, variable);
        if (method == QuantileInterval.Score && design is ReplicateDesign) throw new EstimationException(Messages.NeedsLinearised("the score interval of a quantile"));
        if (method == QuantileInterval.Replicates && design is not ReplicateDesign) throw new EstimationException(Messages.NeedsReplicates("the interval of a quantile from its own replicates"));
        var complete = values.Select(v => !double.IsNaN(v)).ToArray();
        var domain = Array.TrueForAll(complete, c => c) ? design : design.In(complete);
        var sorted = WeightedValues.Of(values, used, tiesInRowOrder);
        var df = domain.DegreesOfFreedom;
        var t = Distributions.TQuantile(1 - (1 - level) / 2, df);
        return [.. probabilities.Select(p =>
        {
            var value = sorted.Quantile(p, rule);
            var (lower, upper) = method switch
            {
                QuantileInterval.Score => ScoreInterval.Of(domain, values, sorted, p, rule, t),
                QuantileInterval.Replicates => FromReplicates((ReplicateDesign)domain, values, p, rule, value, t, tiesInRowOrder),
                _ => Woodruff(domain, values, sorted, value, rule, method, level, t),
            };
            return new QuantileEstimate(p, value, new Interval(lower, upper, level), (upper - lower) / (2 * t));
        })];
    }

    private static (double[] Values, double[] Weights) Usable(SurveyDesign design, string variable)
    {
        var values = design.Data.Numeric(variable).Array;
        return (values, [.. design.WeightArray.Select((w, i) => double.IsNaN(values[i]) ? 0 : w)]);
    }

    private static (double, double) Woodruff(SurveyDesign design, double[] values, WeightedValues sorted, double value, QuantileRule rule, QuantileInterval method, double level, double t)
    {
        var below = values.Select(v => double.IsNaN(v) ? double.NaN : v <= value ? 1.0 : 0).ToArray();
        var mean = design.Evaluate(new MeanStatistic(Variables.Of(["below"], [below], true)));
        var (p, se) = (mean.Values[0], mean.StandardError(0));
        var (low, high) = method switch
        {
            QuantileInterval.Mean => (p - t * se, p + t * se),
            QuantileInterval.Xlogit => Scaled(Math.Log(p / (1 - p)), se / (p * (1 - p)), x => 1 / (1 + Math.Exp(-x))),
            QuantileInterval.Asin => Scaled(Math.Asin(Math.Sqrt(p)), se * 0.5 / Math.Sqrt(p * (1 - p)), x => Math.Pow(Math.Sin(x), 2)),
            _ => Beta(),
        };
        return (double.IsNaN(low) || low < 0 ? double.NaN : sorted.Quantile(low, rule), double.IsNaN(high) || high > 1 ? double.NaN : sorted.Quantile(high, rule));

        (double, double) Scaled(double at, double spread, Func<double, double> back) => (back(at - t * spread), back(at + t * spread));

        (double, double) Beta()
        {
            var alpha = 1 - level;
            var ratio = Distributions.TQuantile(alpha / 2, design.RowsKept - 1) / Distributions.TQuantile(alpha / 2, design.DegreesOfFreedom);
            var n = p * (1 - p) / (se * se) * ratio * ratio;
            return (Distributions.BetaQuantile(alpha / 2, n * p, n * (1 - p) + 1), Distributions.BetaQuantile(1 - alpha / 2, n * p + 1, n * (1 - p)));
        }
    }

    private static (double, double) FromReplicates(ReplicateDesign design, double[] values, double p, QuantileRule rule, double value, double t, bool tiesInRowOrder)
    {
        var replicates = Enumerable.Range(0, design.Replicates.Count).Select(r => new[] { WeightedValues.Of(values, design.WeightsOf(r), tiesInRowOrder).Quantile(p, rule) }).ToArray();
        var se = design.Replicates.Covariance(replicates, [value]).StandardError(0);
        return (value - t * se, value + t * se);
    }
}
