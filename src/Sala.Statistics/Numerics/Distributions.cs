using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Sala.Statistics;

/// <summary>Probabilities and quantiles of the distributions that intervals and tests need, tails without cancellation.</summary>
/// <remarks>Incomplete gamma and beta functions are Math.NET's; quantiles are polished to the last digits by Newton steps between
/// brackets, since Math.NET stops its search at an absolute accuracy.</remarks>
internal static class Distributions
{
    public static double NormalUpper(double z) => 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));

    public static double NormalLower(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>The z with P(Z &lt;= z) = p.</summary>
    public static double NormalQuantile(double p)
    {
        if (!(p > 0 && p < 1)) return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        if (p > 0.5) return -NormalQuantile(1 - p);
        var z = Normal.InvCDF(0, 1, p);
        for (var step = 0; step < 3; step++)
        {
            var density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
            var change = (NormalLower(z) - p) / density;
            z -= change / (1 + 0.5 * z * change);
            if (Math.Abs(change) < 1e-15 * Math.Abs(z)) break;
        }
        return z;
    }

    /// <summary>P(T &gt; t) with df degrees of freedom; an infinite df is the normal distribution.</summary>
    public static double TUpper(double t, double df)
    {
        if (double.IsNaN(t) || double.IsNaN(df) || df <= 0) return double.NaN;
        if (double.IsInfinity(df)) return NormalUpper(t);
        if (t < 0) return 1 - TUpper(-t, df);
        // Near the middle the complement keeps the digits.
        var square = t * t;
        return square < df
            ? 0.5 * (1 - Beta(0.5, df / 2, square / (df + square)))
            : 0.5 * Beta(df / 2, 0.5, df / (df + square));
    }

    /// <summary>Both tails: P(|T| &gt; |t|).</summary>
    public static double TTwoSided(double t, double df) => 2 * TUpper(Math.Abs(t), df);

    /// <summary>The t with P(T &lt;= t) = p.</summary>
    public static double TQuantile(double p, double df)
    {
        if (double.IsNaN(p) || double.IsNaN(df) || df <= 0) return double.NaN;
        if (double.IsInfinity(df)) return NormalQuantile(p);
        if (p == 0.5) return 0;
        if (p < 0.5) return -TQuantile(1 - p, df, p);
        return TQuantile(p, df, 1 - p);
    }

    private static double TQuantile(double p, double df, double upper)
    {
        if (upper <= 0) return double.PositiveInfinity;
        double low = 0, high = 2;
        while (TUpper(high, df) > upper) high *= 2;
        var t = Math.Clamp(StudentT.InvCDF(0, 1, df, p), low, high);
        if (!double.IsFinite(t)) t = (low + high) / 2;
        var constant = Math.Exp(SpecialFunctions.GammaLn((df + 1) / 2) - SpecialFunctions.GammaLn(df / 2)) / Math.Sqrt(df * Math.PI);
        return Polish(t, low, high, x => upper - TUpper(x, df), x => constant * Math.Pow(1 + x * x / df, -(df + 1) / 2));
    }

    /// <summary>P(F &gt; f) with the two degrees of freedom; an infinite denominator is chi-squared over its df.</summary>
    public static double FUpper(double f, double numerator, double denominator)
    {
        if (double.IsNaN(f) || !(numerator > 0) || !(denominator > 0)) return double.NaN;
        if (f <= 0) return 1;
        if (double.IsInfinity(denominator)) return ChiSquaredUpper(f * numerator, numerator);
        return Beta(denominator / 2, numerator / 2, denominator / (denominator + numerator * f));
    }

    /// <summary>P(X &gt; x) of chi-squared.</summary>
    public static double ChiSquaredUpper(double x, double df) =>
        x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    /// <summary>The x with P(X &lt;= x) = p of the beta distribution; NaN where a shape is no number or negative.</summary>
    public static double BetaQuantile(double p, double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b) || a < 0 || b < 0) return double.NaN;
        if (a == 0) return 0;
        if (b == 0) return 1;
        if (double.IsInfinity(a) || double.IsInfinity(b)) return double.NaN;
        double low = 0, high = 1;
        var x = a / (a + b);
        var logBeta = SpecialFunctions.GammaLn(a) + SpecialFunctions.GammaLn(b) - SpecialFunctions.GammaLn(a + b);
        return Polish(x, low, high, v => Beta(a, b, v) - p,
            v => v <= 0 || v >= 1 ? 0 : Math.Exp((a - 1) * Math.Log(v) + (b - 1) * Math.Log(1 - v) - logBeta));
    }

    private static double Beta(double a, double b, double x) =>
        x <= 0 ? 0 : x >= 1 ? 1 : SpecialFunctions.BetaRegularized(a, b, x);

    // Newton's method that may not leave the bracket; rises(x) has its root between low and high.
    private static double Polish(double start, double low, double high, Func<double, double> rises, Func<double, double> slope)
    {
        var x = start;
        for (var step = 0; step < 200; step++)
        {
            var value = rises(x);
            if (value == 0) return x;
            if (value > 0) high = x; else low = x;
            var next = x - value / slope(x);
            if (!(next > low && next < high)) next = low + (high - low) / 2;
            if (Math.Abs(next - x) <= 2e-16 * Math.Abs(x) || next == low || next == high) return next;
            x = next;
        }
        return x;
    }
}
