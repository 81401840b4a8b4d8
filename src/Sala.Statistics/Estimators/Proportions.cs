namespace Sala.Statistics;

/// <summary>Proportions with intervals that suit them.</summary>
/// <remarks>Agrees with svyciprop of R survey 4.5, save where nobody or everybody said yes: R then returns whatever rounding left over
/// (0.5 to 0.5, or nothing); here the interval is that of Clopper and Pearson (1934), Biometrika 26, 404-413, at the number of people
/// asked divided by their design effect from unequal weights (Kish 1965, section 11.7), and the note says so.</remarks>
public static class Proportions
{
    /// <summary>The interval that is given where none is named: chosen by the simulation in docs/statistics-coverage.md.</summary>
    public const ProportionMethod DefaultMethod = ProportionMethod.Beta;

    /// <summary>The proportion of a 0/1 variable with an interval.</summary>
    /// <param name="design">The design, or a domain of it.</param>
    /// <param name="variable">A variable of zeros and ones; rows that lack it leave the domain.</param>
    /// <param name="method">How to make the interval.</param>
    /// <param name="level">For example 0.95.</param>
    /// <param name="degreesOfFreedom">Other than the design's.</param>
    /// <exception cref="EstimationException">The variable has other values, or no row lies in the domain.</exception>
    public static ProportionEstimate Estimate(SurveyDesign design, string variable, ProportionMethod method = DefaultMethod,
        double level = 0.95, double? degreesOfFreedom = null) => Estimate(design, design.Data.Numeric(variable).Array, variable, method, level, degreesOfFreedom);

    /// <summary>The proportion of values that are no variable of the data, one a row: 1, 0 or NaN.</summary>
    /// <inheritdoc cref="Estimate(SurveyDesign, string, ProportionMethod, double, double?)"/>
    public static ProportionEstimate Estimate(SurveyDesign design, double[] values, string name, ProportionMethod method = DefaultMethod,
        double level = 0.95, double? degreesOfFreedom = null)
    {
        for (var i = 0; i < values.Length; i++)
            if (values[i] is not (0 or 1) && !double.IsNaN(values[i])) throw new EstimationException(Messages.NotZeroOne(name, i, values[i]));
        var columns = Variables.Of([name], [values], true);
        var mean = design.Evaluate(new MeanStatistic(columns));
        var weights = mean.UsableWeights;
        var n = mean.Observations;
        if (n == 0) throw new EstimationException(Messages.EmptyDomain());
        var events = 0;
        for (var i = 0; i < weights.Length; i++) if (weights[i] != 0 && columns.Columns[0][i] == 1) events++;
        var df = degreesOfFreedom ?? design.DegreesOfFreedom;
        var (p, se) = (mean.Values[0], mean.StandardError(0));
        var all = events == 0 || events == n;
        if (all) p = events == 0 ? 0 : 1;
        var note = all ? Messages.NobodyOrEverybody(events, n) : se <= 1e-12 * p ? Messages.NoSpreadOfProportion() : null;
        if (all)
        {
            var size = n / Kish(weights, n);
            return new ProportionEstimate(p, se, ClopperPearson(p * size, size, level), method, df, n, size, events, note);
        }
        if (note is not null) return new ProportionEstimate(p, 0, new Interval(p, p, level), method, df, n, double.PositiveInfinity, events, note);
        var without = mean.Replicates?.Count(r => r[0] is 0 or 1) ?? 0;
        if (without > 0 && method is (ProportionMethod.Logit or ProportionMethod.Likelihood)) note = Messages.ReplicatesWithoutVariation(without);
        var effective = p * (1 - p) / (se * se);
        var t = Distributions.TQuantile(1 - (1 - level) / 2, df);
        var interval = method switch
        {
            ProportionMethod.Mean => new Interval(p - t * se, p + t * se, level),
            ProportionMethod.Logit => FromLogOdds(p, Math.Sqrt(LogOddsVariance(design, mean, name, columns)), t, level),
            ProportionMethod.Xlogit => OnScale(mean, LogOdds, x => 1 / (x * (1 - x)), BackFromLogOdds, t, level),
            ProportionMethod.Asin => OnScale(mean, x => Math.Asin(Math.Sqrt(x)), x => 0.5 / Math.Sqrt(x * (1 - x)), x => Math.Pow(Math.Sin(x), 2), t, level),
            ProportionMethod.Wilson => Wilson(p, effective, t, level),
            ProportionMethod.Beta => KornGraubard(p, effective, design, level),
            _ => Likelihood(design, columns, mean, name, df, level),
        };
        return new ProportionEstimate(p, se, interval, method, df, n, effective, events, note);
    }

    private static Interval OnScale(Estimates mean, Func<double, double> to, Func<double, double> slope, Func<double, double> back, double t, double level)
    {
        var p = mean.Values[0];
        var se = mean.StandardError(0) * slope(p);
        return new Interval(back(to(p) - t * se), back(to(p) + t * se), level);
    }

    private static Interval FromLogOdds(double p, double se, double t, double level) =>
        new(BackFromLogOdds(LogOdds(p) - t * se), BackFromLogOdds(LogOdds(p) + t * se), level);

    private static double LogOdds(double p) => Math.Log(p / (1 - p));

    private static double BackFromLogOdds(double x) => 1 / (1 + Math.Exp(-x));

    // With a linearised design the logistic model with a constant has the delta method's standard error; with replicates it is fitted to each anew.
    private static double LogOddsVariance(SurveyDesign design, Estimates mean, string name, Variables columns)
    {
        var p = mean.Values[0];
        if (design is not ReplicateDesign replicate) return Math.Pow(mean.StandardError(0) / (p * (1 - p)), 2);
        var ones = new double[design.Rows];
        Array.Fill(ones, 1.0);
        var model = new ModelStatistic([name], [ones], [.. columns.Columns[0]], new FamilyFunctions(Family.QuasiBinomial, Link.Logit), columns.Complete, design.WeightTotal / design.RowsKept);
        return replicate.Evaluate(model).Covariance[0, 0];
    }

    // Korn and Graubard's effective size allows for the few degrees of freedom of the variance.
    private static Interval KornGraubard(double p, double effective, SurveyDesign design, double level)
    {
        var alpha = 1 - level;
        var ratio = Distributions.TQuantile(1 - alpha / 2, design.RowsKept - 1) / Distributions.TQuantile(1 - alpha / 2, design.DegreesOfFreedom);
        return ClopperPearson(p * effective * ratio * ratio, effective * ratio * ratio, level);
    }

    private static Interval ClopperPearson(double events, double size, double level)
    {
        var alpha = 1 - level;
        return new Interval(Distributions.BetaQuantile(alpha / 2, events, size - events + 1), Distributions.BetaQuantile(1 - alpha / 2, events + 1, size - events), level);
    }

    private static Interval Wilson(double p, double effective, double t, double level)
    {
        var square = t * t;
        var root = Math.Sqrt(4 * effective * p * (1 - p) + square);
        var denominator = 1 + square / effective;
        return new Interval((p + square / (2 * effective) - t / (2 * effective) * root) / denominator, (p + square / (2 * effective) + t / (2 * effective) * root) / denominator, level);
    }

    // The deviance of the model with one parameter, divided by the design effect of the log odds, falls below t squared between the limits.
    private static Interval Likelihood(SurveyDesign design, Variables columns, Estimates mean, string name, double df, double level)
    {
        var p = mean.Values[0];
        var n = mean.Observations;
        var naive = 1 / (n * p * (1 - p));
        var variance = LogOddsVariance(design, mean, name, columns);
        // The dispersion of Pearson's residuals.
        var dispersion = n / (n - 1.0);
        var t = Distributions.TQuantile(1 - (1 - level) / 2, df);
        var limit = t * t * variance / naive * dispersion;
        double Distance(double q) => 2 * n * (p * Math.Log(p / q) + (1 - p) * Math.Log((1 - p) / (1 - q))) - limit;
        return new Interval(Roots.Between(double.Epsilon, p, Distance), Roots.Between(p, 1 - 1e-16, Distance), level);
    }

    private static double Kish(double[] weights, int n)
    {
        var sum = ReproducibleSum.Of(weights);
        return Math.Max(1, n * ReproducibleSum.OfProducts(weights, weights) / (sum * sum));
    }
}
