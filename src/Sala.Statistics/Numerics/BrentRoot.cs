namespace Sala.Statistics;

/// <summary>Brent's search for a zero, with the stopping rule of his zeroin, for places where the way of searching is part of the definition.</summary>
/// <remarks>Brent (1973), Algorithms for Minimization without Derivatives, chapter 4.</remarks>
internal static class BrentRoot
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>A zero between two places; NaN where the function has one sign at both.</summary>
    public static double Between(double low, double high, Func<double, double> function, double tolerance)
    {
        double a = low, b = high, fa = function(a), fb = function(b);
        if (double.IsNaN(fa) || double.IsNaN(fb) || (fa > 0 && fb > 0) || (fa < 0 && fb < 0)) return double.NaN;
        double c = a, fc = fa;
        if (fa == 0) return a;
        if (fb == 0) return b;
        for (var step = 0; step < 1000; step++)
        {
            var previous = b - a;
            if (Math.Abs(fc) < Math.Abs(fb))
            {
                (a, b, c) = (b, c, b);
                (fa, fb, fc) = (fb, fc, fb);
            }
            var small = 2 * Epsilon * Math.Abs(b) + tolerance / 2;
            var next = (c - b) / 2;
            if (Math.Abs(next) <= small || fb == 0) return b;
            if (Math.Abs(previous) >= small && Math.Abs(fa) > Math.Abs(fb))
            {
                double p, q;
                var cb = c - b;
                if (a == c)
                {
                    var t1 = fb / fa;
                    (p, q) = (cb * t1, 1 - t1);
                }
                else
                {
                    var (r, t1, t2) = (fa / fc, fb / fc, fb / fa);
                    p = t2 * (cb * r * (r - t1) - (b - a) * (t1 - 1));
                    q = (r - 1) * (t1 - 1) * (t2 - 1);
                }
                if (p > 0) q = -q; else p = -p;
                if (p < 0.75 * cb * q - Math.Abs(small * q) / 2 && p < Math.Abs(previous * q / 2)) next = p / q;
            }
            if (Math.Abs(next) < small) next = next > 0 ? small : -small;
            (a, fa) = (b, fb);
            b += next;
            fb = function(b);
            if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) (c, fc) = (a, fa);
        }
        return b;
    }
}
