namespace Sala.Statistics;

/// <summary>Zeros of functions of one variable.</summary>
internal static class Roots
{
    /// <summary>A zero between two places where the function has different signs, to the last digits; NaN where the signs agree.</summary>
    /// <remarks>Bisection with regula falsi (Illinois rule): Dowell and Jarratt (1971), BIT 11, 168-174.</remarks>
    public static double Between(double low, double high, Func<double, double> function)
    {
        double a = low, b = high, fa = function(a), fb = function(b);
        if (fa == 0) return a;
        if (fb == 0) return b;
        if (double.IsNaN(fa) || double.IsNaN(fb) || fa > 0 == fb > 0) return double.NaN;
        for (var step = 0; step < 300; step++)
        {
            var middle = step % 3 == 2 ? a + (b - a) / 2 : b - fb * (b - a) / (fb - fa);
            if (!(middle > Math.Min(a, b) && middle < Math.Max(a, b))) middle = a + (b - a) / 2;
            var value = function(middle);
            if (value == 0 || middle == a || middle == b) return middle;
            if (value > 0 == fb > 0)
            {
                (b, fb) = (middle, value);
                fa /= 2;
            }
            else
            {
                (a, fa) = (b, fb);
                (b, fb) = (middle, value);
            }
            if (Math.Abs(b - a) <= 4e-16 * Math.Max(Math.Abs(a), Math.Abs(b))) return b;
        }
        return b;
    }
}
