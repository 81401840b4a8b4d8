namespace Sala.Conformance.Statistics;

/// <summary>The interpolating cubic spline whose ends have the third derivative of the cubic through the four points there.</summary>
/// <remarks>Forsythe, Malcolm and Moler (1977), Computer Methods for Mathematical Computations, section 4.4.</remarks>
internal static class CubicSpline
{
    /// <summary>Values at evenly spaced places over the range of x.</summary>
    public static (double[] X, double[] Y) Sampled(double[] x, double[] y, int count)
    {
        var n = x.Length;
        double[] b = new double[n], c = new double[n], d = new double[n];
        Coefficients(x, y, b, c, d);
        var places = new double[count];
        var values = new double[count];
        for (int k = 0, i = 0; k < count; k++)
        {
            places[k] = x[0] + (x[n - 1] - x[0]) * k / (count - 1);
            while (i < n - 2 && places[k] > x[i + 1]) i++;
            var h = places[k] - x[i];
            values[k] = y[i] + h * (b[i] + h * (c[i] + h * d[i]));
        }
        return (places, values);
    }

    private static void Coefficients(double[] x, double[] y, double[] b, double[] c, double[] d)
    {
        var n = x.Length;
        if (n < 3)
        {
            var slope = (y[1] - y[0]) / (x[1] - x[0]);
            (b[0], b[1]) = (slope, slope);
            return;
        }
        var last = n - 1;
        d[0] = x[1] - x[0];
        c[1] = (y[1] - y[0]) / d[0];
        for (var i = 1; i < last; i++)
        {
            d[i] = x[i + 1] - x[i];
            b[i] = 2 * (d[i - 1] + d[i]);
            c[i + 1] = (y[i + 1] - y[i]) / d[i];
            c[i] = c[i + 1] - c[i];
        }
        b[0] = -d[0];
        b[last] = -d[last - 1];
        c[0] = c[last] = 0;
        if (n > 3)
        {
            c[0] = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0]);
            c[last] = c[last - 1] / (x[last] - x[last - 2]) - c[last - 2] / (x[last - 1] - x[last - 3]);
            c[0] = c[0] * d[0] * d[0] / (x[3] - x[0]);
            c[last] = -c[last] * d[last - 1] * d[last - 1] / (x[last] - x[last - 3]);
        }
        for (var i = 1; i <= last; i++)
        {
            var t = d[i - 1] / b[i - 1];
            b[i] -= t * d[i - 1];
            c[i] -= t * c[i - 1];
        }
        c[last] /= b[last];
        for (var i = last - 1; i >= 0; i--) c[i] = (c[i] - d[i] * c[i + 1]) / b[i];
        b[last] = (y[last] - y[last - 1]) / d[last - 1] + d[last - 1] * (c[last - 1] + 2 * c[last]);
        for (var i = 0; i < last; i++)
        {
            b[i] = (y[i + 1] - y[i]) / d[i] - d[i] * (c[i + 1] + 2 * c[i]);
            d[i] = (c[i + 1] - c[i]) / d[i];
            c[i] *= 3;
        }
        c[last] *= 3;
        d[last] = d[last - 1];
    }
}
