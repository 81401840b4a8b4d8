using Sala.Statistics;

namespace Sala.Conformance.Statistics;

/// <summary>
/// The likelihood interval as the reference prints it: not where the profile crosses the bound, but where a cubic spline through about a dozen
/// points of it does, read off linearly between three times as many. The library finds the crossing itself; the two differ in the fifth digit.
/// </summary>
/// <remarks>Where values are missing the reference's dispersion also carries the mean weight of those who answered by that of all.</remarks>
internal static class ReferenceLikelihood
{
    private const int MostSteps = 10;

    public static (double Lower, double Upper) Of(SurveyDesign design, string variable, ProportionEstimate estimate, double level)
    {
        var p = estimate.Value;
        var (n, df) = (estimate.Observations, estimate.DegreesOfFreedom);
        var t = new Estimate("", 0, 1, df).Interval(level).Upper;
        // The fit stops where its deviance has settled, a little short of the proportion itself, and its matrices are those of the step before.
        var model = GeneralizedLinearModel.Of(design, variable + " ~ 1", Family.QuasiBinomial);
        var centre = model.Coefficients.Values[0];
        var se = model.Coefficients.StandardError(0);

        var values = design.Data.Numeric(variable).Values;
        double used = 0;
        for (var i = 0; i < values.Length; i++) if (!double.IsNaN(values[i])) used += design.Weights[i];
        var meanOfAll = design.WeightTotal / design.RowsKept;
        // Where the reference keeps the rows outside a domain, they count among the rows of the fit.
        var keeps = design is LinearizedDesign { KeepsRows: true };
        var rows = keeps ? design.RowsKept : n;
        var fitted = 0;
        for (var i = 0; i < values.Length; i++) if (!double.IsNaN(values[i]) && (keeps || design.Weights[i] != 0)) fitted++;
        var dispersion = design is ReplicateDesign ? 1 : n / (n - 1.0) * (used / rows) / meanOfAll;
        var scaled = used / meanOfAll;
        var lambda = se * se / model.Fit.Unscaled[0, 0];
        double Deviance(double at) => 2 * scaled * (p * Math.Log(p / Odds(at)) + (1 - p) * Math.Log((1 - p) / (1 - Odds(at))));
        var alpha = Normal(-t * Math.Sqrt(lambda)) / 2;
        var furthest = TQuantile(1 - alpha / 2, fitted - 1);

        var points = new SortedDictionary<double, double> { [centre] = 0 };
        foreach (var sign in new[] { -1, 1 })
        {
            var z = 0.0;
            for (var step = 1; step < MostSteps && Math.Abs(z) < furthest; step++)
            {
                var at = centre + sign * step * furthest / 5 * se;
                z = sign * Math.Sqrt(Math.Max(Deviance(at) - Deviance(centre), 0) / dispersion);
                points[at] = z;
            }
        }
        double[] x = [.. points.Keys], y = [.. points.Values];
        var (sx, sy) = CubicSpline.Sampled(x, y, 3 * x.Length);
        var cutoff = t * Math.Sqrt(lambda);
        return (Odds(Crossing(sx, sy, -cutoff)), Odds(Crossing(sx, sy, cutoff)));
    }

    private static double Crossing(double[] x, double[] y, double at)
    {
        for (var i = 1; i < x.Length; i++)
            if (y[i - 1] <= at && at <= y[i]) return x[i - 1] + (x[i] - x[i - 1]) * (at - y[i - 1]) / (y[i] - y[i - 1]);
        return double.NaN;
    }

    private static double Odds(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(double z) => Distributions.NormalLower(z);

    private static double TQuantile(double p, double df) => Distributions.TQuantile(p, df);
}
