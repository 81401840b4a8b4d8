namespace Sala.Statistics;

/// <summary>Tails of weighted sums of chi-squared variables with one degree of freedom, alone or over an independent chi-squared by its df.</summary>
internal static class ChiSquaredSum
{
    /// <summary>P(sum of lambda chi2 &gt; x), or with a finite denominator P(sum of lambda chi2 / (chi2_d / d) &gt; x).</summary>
    // countedAs: degrees of freedom that the denominator is given, where they differ from its divisor (the reference cuts them to a whole number).
    public static double FUpper(double x, double[] lambda, double denominator, bool saddlepoint, double? countedAs = null)
    {
        if (double.IsInfinity(denominator)) return saddlepoint ? Saddlepoint(x, lambda, Ones(lambda.Length)) ?? Satterthwaite(x, lambda) : Imhof(x, lambda);
        // Sum lambda chi2 - x/d chi2_d > 0: the denominator joins as a negative weight with d degrees of freedom.
        double[] weights = [.. lambda, -x / denominator];
        double[] degrees = [.. Ones(lambda.Length), countedAs ?? denominator];
        if (!saddlepoint) return Inverted(weights, 0, degrees);
        var mean = lambda.Average();
        var ratio = lambda.Select(w => w * w).Average() / (mean * mean);
        return Saddlepoint(0, weights, degrees) ?? Distributions.FUpper(x / (lambda.Length * mean), lambda.Length / ratio, denominator);
    }

    /// <summary>Kuonen (1999), equation 3, after Lugannani and Rice (1980); null near the mean, where it loses its digits.</summary>
    private static double? Saddlepoint(double x, double[] weights, double[] degrees)
    {
        var largest = weights.Max();
        var lambda = weights.Select(w => w / largest).ToArray();
        var y = x / largest;
        double Sum(Func<double, double> term)
        {
            double sum = 0;
            for (var i = 0; i < lambda.Length; i++) sum += degrees[i] * term(lambda[i]);
            return sum;
        }
        double K(double z) => -0.5 * Sum(l => Math.Log(1 - 2 * z * l));
        double Slope(double z) => Sum(l => l / (1 - 2 * z * l));
        var high = 0.5 * (1 - 1e-14);
        var low = y > 0 ? -degrees.Sum() / (2 * y) - 1 : -1e6;
        foreach (var l in lambda) if (l < 0) low = Math.Max(low, 1 / (2 * l) * (1 - 1e-14));
        var zeta = Roots.Between(low, high, z => Slope(z) - y);
        if (double.IsNaN(zeta) || Math.Abs(zeta) < 1e-4) return null;
        var w = Math.Sign(zeta) * Math.Sqrt(2 * (zeta * y - K(zeta)));
        var v = zeta * Math.Sqrt(2 * Sum(l => l * l / ((1 - 2 * zeta * l) * (1 - 2 * zeta * l))));
        return Distributions.NormalUpper(w + Math.Log(v / w) / w);
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

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
        return Inverted(lambda, x, Ones(lambda.Length));
    }

    private static double Inverted(double[] weights, double x, double[] degrees)
    {
        var scale = weights.Max(Math.Abs);
        var lambda = weights.Select(w => w / scale).ToArray();
        x /= scale;
        double Theta(double u)
        {
            var sum = -0.5 * x * u;
            for (var i = 0; i < lambda.Length; i++) sum += 0.5 * degrees[i] * Math.Atan(lambda[i] * u);
            return sum;
        }
        double LogRho(double u)
        {
            double sum = 0;
            for (var i = 0; i < lambda.Length; i++) sum += 0.25 * degrees[i] * Math.Log(1 + lambda[i] * lambda[i] * u * u);
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
