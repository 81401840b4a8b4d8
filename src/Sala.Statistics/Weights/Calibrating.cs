namespace Sala.Statistics;

/// <summary>How far and in what way calibration may move a weight.</summary>
public enum CalibrationDistance
{
    /// <summary>Chi-squared distance: the regression estimator; weights may become negative without bounds.</summary>
    Linear,

    /// <summary>Kullback-Leibler distance: weights stay positive.</summary>
    Raking,

    /// <summary>Between bounds, smoothly.</summary>
    Logit,
}

/// <summary>Finds factors that bring weights to known totals.</summary>
/// <remarks>Deville and Särndal (1992), JASA 87, 376-382, table 1 for the distances, section 2 for Newton's method.</remarks>
internal static class Calibrating
{
    private const int Steps = 200;

    public static double[] Factors(IReadOnlyList<double[]> columns, IReadOnlyList<string> names, double[] weights, double[] totals, CalibrationDistance distance, double lower, double upper)
    {
        var n = weights.Length;
        var factors = new double[n];
        Array.Fill(factors, 1.0);
        var lambda = new double[columns.Count];
        var linearOnly = distance == CalibrationDistance.Linear && double.IsNegativeInfinity(lower) && double.IsPositiveInfinity(upper);
        var reached = Totals(columns, weights, factors);
        var best = double.PositiveInfinity;
        var worseSince = 0;
        double[] bestFactors = factors;
        for (var step = 0; step < Steps; step++)
        {
            var misfit = new double[totals.Length];
            for (var k = 0; k < misfit.Length; k++) misfit[k] = totals[k] - reached[k];
            var slopes = new double[n];
            for (var i = 0; i < n; i++) slopes[i] = weights[i] == 0 ? 0 : weights[i] * Slope(Sum(columns, lambda, i), distance, lower, upper);
            var inverse = Solving.Inverse(Solving.CrossProducts(columns, slopes), out _);
            if (inverse is null)
            {
                if (step == 0) throw new CalibrationException(Messages.CalibrationSingular());
                break;
            }
            var change = Solving.Times(inverse, misfit);
            // A step that leaves the numbers is halved until it does not.
            for (var half = 0; half < 60; half++)
            {
                var next = lambda.Select((l, k) => l + change[k]).ToArray();
                var moved = new double[n];
                for (var i = 0; i < n; i++) moved[i] = weights[i] == 0 ? 1 : Factor(Sum(columns, next, i), distance, lower, upper);
                if (Array.TrueForAll(moved, double.IsFinite))
                {
                    (lambda, factors) = (next, moved);
                    break;
                }
                for (var k = 0; k < change.Length; k++) change[k] /= 2;
            }
            reached = Totals(columns, weights, factors);
            var worst = Worst(totals, reached);
            if (worst < best) (best, bestFactors, worseSince) = (worst, factors, 0);
            else if (++worseSince >= 3) break;
            if (linearOnly && step >= 2) break;
        }
        if (!(best < 1e-7))
        {
            reached = Totals(columns, weights, bestFactors);
            var at = Enumerable.Range(0, totals.Length).MaxBy(k => Math.Abs(totals[k] - reached[k]) / (1 + Math.Abs(totals[k])));
            throw new CalibrationException(Messages.CalibrationFailed(names[at], totals[at], reached[at]));
        }
        return bestFactors;
    }

    private static double Worst(double[] totals, double[] reached)
    {
        var worst = 0.0;
        for (var k = 0; k < totals.Length; k++) worst = Math.Max(worst, Math.Abs(totals[k] - reached[k]) / (1 + Math.Abs(totals[k])));
        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }

    private static double[] Totals(IReadOnlyList<double[]> columns, double[] weights, double[] factors)
    {
        var moved = new double[weights.Length];
        for (var i = 0; i < moved.Length; i++) moved[i] = weights[i] * factors[i];
        return [.. columns.Select(c => Sums.Weighted(moved, c))];
    }

    private static double Sum(IReadOnlyList<double[]> columns, double[] lambda, int row)
    {
        double sum = 0;
        for (var k = 0; k < lambda.Length; k++) sum += columns[k][row] * lambda[k];
        return sum;
    }

    private static double Factor(double u, CalibrationDistance distance, double lower, double upper) => distance switch
    {
        CalibrationDistance.Linear => Math.Clamp(1 + u, lower, upper),
        CalibrationDistance.Raking => Math.Clamp(Math.Exp(u), lower, upper),
        _ => Logit(u, lower, upper),
    };

    private static double Logit(double u, double lower, double upper)
    {
        var a = (upper - lower) / ((1 - lower) * (upper - 1));
        var e = Math.Exp(a * u);
        if (double.IsPositiveInfinity(e)) return upper;
        return (lower * (upper - 1) + upper * (1 - lower) * e) / (upper - 1 + (1 - lower) * e);
    }

    private static double Slope(double u, CalibrationDistance distance, double lower, double upper)
    {
        switch (distance)
        {
            case CalibrationDistance.Linear: return u > lower - 1 && u < upper - 1 ? 1 : 0;
            case CalibrationDistance.Raking: return Math.Exp(u) is var e && e > lower && e < upper ? e : 0;
            default:
                var f = Logit(u, lower, upper);
                var a = (upper - lower) / ((1 - lower) * (upper - 1));
                return a * (f - lower) * (upper - f) / (upper - lower);
        }
    }
}
