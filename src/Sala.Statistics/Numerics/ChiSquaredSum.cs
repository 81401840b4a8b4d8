namespace Sala.Statistics;

/// <summary>Tails of weighted sums of chi-squared variables with one degree of freedom, alone or over an independent chi-squared by its df.</summary>
internal static class ChiSquaredSum
{
    /// <summary>P(sum of lambda chi2 &gt; x), or with a finite denominator P(sum of lambda chi2 / (chi2_d / d) &gt; x).</summary>
    public static double FUpper(double x, double[] lambda, double denominator, bool saddlepoint)
    {
        Func<double, double> upper = saddlepoint ? y => Saddlepoint(y, lambda) : y => Imhof(y, lambda);
        if (double.IsInfinity(denominator)) return upper(x);
        if (!saddlepoint) return ImhofRatio(x, lambda, denominator);
        double Integrand(double d) => d <= 0 ? 0 : upper(x * denominator / d) * Distributions.ChiSquaredDensity(d, denominator);
        var spread = Math.Sqrt(2 * denominator);
        var top = denominator + 40 * spread + 200;
        return Quadrature.Integrate(Integrand, 0, denominator, 1e-11) + Quadrature.Integrate(Integrand, denominator, top, 1e-11);
    }

    /// <summary>Kuonen (1999), equation 3, after Lugannani and Rice (1980); near the mean, where it loses its digits, Satterthwaite's chi-squared.</summary>
    public static double Saddlepoint(double x, double[] weights)
    {
        var largest = weights.Max();
        var lambda = weights.Select(w => w / largest).ToArray();
        var y = x / largest;
        double K(double z) => -0.5 * lambda.Sum(l => Math.Log(1 - 2 * z * l));
        double Slope(double z) => lambda.Sum(l => l / (1 - 2 * z * l));
        double Bend(double z) => 2 * lambda.Sum(l => l * l / ((1 - 2 * z * l) * (1 - 2 * z * l)));
        var high = 0.5 * (1 - 1e-15);
        var low = -lambda.Length / (2 * Math.Max(y, 1e-300)) - 1;
        foreach (var l in lambda) if (l < 0) low = Math.Max(low, 1 / (2 * l) * (1 - 1e-12));
        if (Slope(high) < y) return 0;
        var zeta = Roots.Between(low, high, z => Slope(z) - y);
        if (double.IsNaN(zeta) || Math.Abs(zeta) < 1e-4) return Satterthwaite(x, weights);
        var w = Math.Sign(zeta) * Math.Sqrt(2 * (zeta * y - K(zeta)));
        var v = zeta * Math.Sqrt(Bend(zeta));
        return Distributions.NormalUpper(w + Math.Log(v / w) / w);
    }

    /// <summary>Satterthwaite (1946), Biometrics Bulletin 2, 110-114: a chi-squared with the same mean and variance.</summary>
    public static double Satterthwaite(double x, double[] weights)
    {
        var mean = weights.Average();
        var ratio = weights.Select(w => w * w).Average() / (mean * mean);
        return Distributions.ChiSquaredUpper(x / (mean * ratio), weights.Length / ratio);
    }

    /// <summary>Imhof (1961), equation 3.2: 1/2 + 1/pi times the integral of sin(theta) / (u rho).</summary>
    public static double Imhof(double x, double[] lambda)
    {
        var scale = lambda.Max(Math.Abs);
        return Inverted(lambda.Select(l => l / scale).ToArray(), x / scale);
    }

    // Sum lambda chi2 - x/d chi2_d > 0: the denominator joins as a negative weight with d degrees of freedom.
    private static double ImhofRatio(double x, double[] lambda, double denominator)
    {
        var weights = lambda.Append(-x / denominator).ToArray();
        var degrees = lambda.Select(_ => 1.0).Append(denominator).ToArray();
        var scale = weights.Max(Math.Abs);
        return Inverted([.. weights.Select(w => w / scale)], 0, degrees);
    }

    private static double Inverted(double[] lambda, double x, double[]? degrees = null)
    {
        double Theta(double u)
        {
            var sum = -0.5 * x * u;
            for (var i = 0; i < lambda.Length; i++) sum += 0.5 * (degrees?[i] ?? 1) * Math.Atan(lambda[i] * u);
            return sum;
        }
        double LogRho(double u)
        {
            double sum = 0;
            for (var i = 0; i < lambda.Length; i++) sum += 0.25 * (degrees?[i] ?? 1) * Math.Log(1 + lambda[i] * lambda[i] * u * u);
            return sum;
        }
        // u = exp(s): the integrand then is sin(theta) / rho, smooth from far left to where rho has swallowed it.
        double Integrand(double s)
        {
            var u = Math.Exp(s);
            return Math.Sin(Theta(u)) * Math.Exp(-LogRho(u));
        }
        var end = 0.0;
        while (LogRho(Math.Exp(end)) < 32 && end < 80) end += 0.5;
        var sum = 0.0;
        for (var s = -40.0; s < end;)
        {
            // Panels no longer than a few oscillations.
            var u = Math.Exp(s);
            var speed = Math.Abs(x) * u / 2 + 1;
            var step = Math.Min(1.0, 3 / speed);
            step = Math.Max(step, 1e-6);
            sum += Quadrature.Panel(Integrand, s, Math.Min(s + step, end));
            s += step;
            if (speed > 1e6) break;
        }
        return Math.Clamp(0.5 + sum / Math.PI, 0, 1);
    }
}
