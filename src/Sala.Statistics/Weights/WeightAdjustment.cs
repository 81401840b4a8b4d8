namespace Sala.Statistics;

/// <summary>A step that changed weights: its name and, for each row, the factor; and what it leaves of a variable once the known totals have explained their part.</summary>
public abstract class WeightAdjustment
{
    private readonly double[] factors;

    private protected WeightAdjustment(string name, double[] before, double[] after)
    {
        Name = name;
        Before = before;
        After = after;
        factors = new double[before.Length];
        for (var i = 0; i < factors.Length; i++) factors[i] = before[i] == 0 ? 1 : after[i] / before[i];
    }

    /// <summary>What was done, in words.</summary>
    public string Name { get; }

    /// <summary>New weight by old weight, one a row; 1 where the weight is zero.</summary>
    public ReadOnlySpan<double> Factors => factors;

    private protected double[] Before { get; }

    private protected double[] After { get; }

    internal abstract bool IsCalibration { get; }

    /// <summary>The part of weighted columns that the adjustment does not fix; its total has the variance of the estimate.</summary>
    internal abstract double[][] Residuals(double[][] weighted);
}
