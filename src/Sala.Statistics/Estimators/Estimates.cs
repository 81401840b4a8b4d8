namespace Sala.Statistics;

/// <summary>A lower and an upper limit at a level of confidence.</summary>
/// <param name="Lower">The lower limit, NaN where there is none.</param>
/// <param name="Upper">The upper limit, NaN where there is none.</param>
/// <param name="Level">For example 0.95.</param>
public readonly record struct Interval(double Lower, double Upper, double Level);

/// <summary>One estimate.</summary>
/// <param name="Name">The variable, or variable and level.</param>
/// <param name="Value">In the unit of the variable; NaN where the domain is empty.</param>
/// <param name="StandardError">In the same unit.</param>
/// <param name="DegreesOfFreedom">Of the design that it was made from.</param>
public readonly record struct Estimate(string Name, double Value, double StandardError, double DegreesOfFreedom)
{
    /// <summary>Value plus and minus the t quantile times the standard error.</summary>
    /// <param name="level">For example 0.95.</param>
    /// <param name="degreesOfFreedom">Other than the design's; infinity for the normal distribution.</param>
    public Interval Interval(double level = 0.95, double? degreesOfFreedom = null)
    {
        var t = Distributions.TQuantile(1 - (1 - level) / 2, degreesOfFreedom ?? DegreesOfFreedom);
        return new Interval(Value - t * StandardError, Value + t * StandardError, level);
    }

    /// <summary>Two-sided p-value of the hypothesis that it is zero, by t.</summary>
    /// <param name="degreesOfFreedom">Other than the design's; infinity for the normal distribution.</param>
    public double PValue(double? degreesOfFreedom = null) => Distributions.TTwoSided(Value / StandardError, degreesOfFreedom ?? DegreesOfFreedom);

    /// <summary>Standard error by value.</summary>
    public double CoefficientOfVariation => StandardError / Value;
}

/// <summary>Estimates made together, with their covariance.</summary>
public sealed class Estimates
{
    internal Estimates(SurveyDesign design, IReadOnlyList<string> names, double[] values, CovarianceMatrix covariance, double[] usable)
    {
        Design = design;
        Names = names;
        Values = values;
        Covariance = covariance;
        UsableWeights = usable;
    }

    /// <summary>The design, with the domain, that they were made from.</summary>
    public SurveyDesign Design { get; }

    /// <summary>One name an estimate: the variable; with a categorical one its name followed by the level.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The values, NaN where the domain is empty.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Variances and covariances.</summary>
    public CovarianceMatrix Covariance { get; }

    /// <summary>Variance by that of a simple random sample of the same size, where asked for.</summary>
    public CovarianceMatrix? DesignEffect { get; internal init; }

    /// <summary>Degrees of freedom of the design.</summary>
    public double DegreesOfFreedom => Design.DegreesOfFreedom;

    /// <summary>Number of estimates.</summary>
    public int Count => Names.Count;

    /// <summary>Rows that were used: in the domain, with all values, weighing more than nothing.</summary>
    public int Observations => UsableWeights.Count(w => w != 0);

    /// <summary>One of the estimates, counted from 0.</summary>
    public Estimate this[int index] => new(Names[index], Values[index], Covariance.StandardError(index), DegreesOfFreedom);

    /// <summary>The estimate of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Estimate this[string name]
    {
        get
        {
            for (var i = 0; i < Names.Count; i++) if (Names[i] == name) return this[i];
            throw new ArgumentException($"there is no estimate {name}; there are {string.Join(", ", Names)}.", nameof(name));
        }
    }

    /// <summary>Standard error of one estimate.</summary>
    public double StandardError(int index) => Covariance.StandardError(index);

    /// <summary>A weighted sum of the estimates, for example 1 and -1 for a difference, with their covariance.</summary>
    /// <exception cref="ArgumentException">Not one coefficient for each estimate.</exception>
    public Estimate Contrast(ReadOnlySpan<double> coefficients, string name = "contrast")
    {
        if (coefficients.Length != Count) throw new ArgumentException($"{coefficients.Length} coefficients for {Count} estimates.", nameof(coefficients));
        double value = 0, variance = 0;
        for (var i = 0; i < Count; i++)
        {
            if (coefficients[i] == 0) continue;
            value += coefficients[i] * Values[i];
            for (var j = 0; j < Count; j++) if (coefficients[j] != 0) variance += coefficients[i] * coefficients[j] * Covariance[i, j];
        }
        return new Estimate(name, value, Math.Sqrt(Math.Max(variance, 0)), DegreesOfFreedom);
    }

    /// <summary>Estimates of parts of one design, joined with the covariance between them.</summary>
    /// <param name="whole">The design that all parts are domains of.</param>
    /// <param name="parts">Estimates of its domains.</param>
    /// <param name="names">A name for each estimate of all parts; left out, their own.</param>
    public static Estimates Together(SurveyDesign whole, IReadOnlyList<Estimates> parts, IReadOnlyList<string>? names = null)
    {
        var usable = new double[whole.Rows];
        foreach (var part in parts) for (var i = 0; i < usable.Length; i++) usable[i] = Math.Max(usable[i], part.UsableWeights[i]);
        var together = new Estimates(whole, names ?? [.. parts.SelectMany(p => p.Names)], [.. parts.SelectMany(p => p.Values)], whole.Joint(parts), usable)
        {
            Influence = parts.All(p => p.Influence is not null) ? [.. parts.SelectMany(p => p.Influence!)] : null,
            Replicates = parts.All(p => p.Replicates is not null)
                ? [.. Enumerable.Range(0, parts.Count == 0 ? 0 : parts[0].Replicates!.Length).Select(r => parts.SelectMany(p => p.Replicates![r]).ToArray())] : null,
        };
        return together;
    }

    /// <summary>Weighted influence of each row, one column an estimate (linearised designs).</summary>
    internal double[][]? Influence { get; init; }

    /// <summary>The estimates under each replicate (replicate designs).</summary>
    internal double[][]? Replicates { get; init; }

    internal double[] UsableWeights { get; }
}
