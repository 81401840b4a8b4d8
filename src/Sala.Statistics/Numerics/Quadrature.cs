using MathNet.Numerics.Integration;

namespace Sala.Statistics;

/// <summary>Integrals of smooth functions.</summary>
internal static class Quadrature
{
    /// <summary>Gauss-Legendre with 20 points.</summary>
    public static double Panel(Func<double, double> function, double low, double high) => GaussLegendreRule.Integrate(function, low, high, 20);
}
