namespace Sala.Statistics;

/// <summary>A quantity of the population as a function of the weights, with the influence of each row on it.</summary>
/// <remarks>Deville (1999), Survey Methodology 25, 193-203: the variance of an estimate is that of the weighted total of its influence values.
/// Replication asks for the value under many weights instead.</remarks>
internal abstract class Statistic
{
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Rows that have all values needed; null where all have. The others leave the domain and stay in the design.</summary>
    public virtual bool[]? Complete => null;

    /// <summary>The estimates under these weights; rows outside the domain weigh zero.</summary>
    public abstract double[] Value(ReadOnlySpan<double> weights);

    /// <summary>For each estimate the influence of each row (not weighted).</summary>
    public abstract double[][] Influence(ReadOnlySpan<double> weights, double[] value);

    /// <summary>The estimates under the weights of a replicate, given those of the whole sample.</summary>
    public virtual double[] Replicate(ReadOnlySpan<double> weights, double[] value) => Value(weights);
}
