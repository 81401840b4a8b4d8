using MathNet.Numerics.Integration;

namespace Sala.Statistics;

/// <summary>Integrals of smooth functions.</summary>
internal static class Quadrature
{
    /// <summary>Adaptive Gauss-Kronrod to a relative accuracy.</summary>
    public static double Integrate(Func<double, double> function, double low, double high, double accuracy) => Adaptive(function, low, high, accuracy, 0, double.NaN);

    /// <summary>Gauss-Legendre with 20 points.</summary>
    public static double Panel(Func<double, double> function, double low, double high) => GaussLegendreRule.Integrate(function, low, high, 20);

    private static double Adaptive(Func<double, double> function, double low, double high, double accuracy, int depth, double whole)
    {
        if (double.IsNaN(whole)) whole = Panel(function, low, high);
        var middle = (low + high) / 2;
        var left = Panel(function, low, middle);
        var right = Panel(function, middle, high);
        if (depth >= 40 || (depth >= 3 && Math.Abs(left + right - whole) <= accuracy * Math.Abs(left + right) + 1e-320)) return left + right;
        if (depth >= 3 && Math.Abs(left + right) < 1e-300) return left + right;
        return Adaptive(function, low, middle, accuracy, depth + 1, left) + Adaptive(function, middle, high, accuracy, depth + 1, right);
    }
}
