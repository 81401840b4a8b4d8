namespace Sala.Statistics;

/// <summary>How replicate weights were made; it names them and sets no other rule.</summary>
public enum ReplicationType
{
    /// <summary>Balanced repeated replication. McCarthy (1969), Rev. Int. Stat. Inst. 37, 239-264.</summary>
    Brr,

    /// <summary>BRR with Fay's factor rho. Judkins (1990), J. Official Statistics 6, 223-239.</summary>
    Fay,

    /// <summary>Jackknife without strata: one PSU left out at a time.</summary>
    Jk1,

    /// <summary>Jackknife with strata. Rust and Rao (1996), Stat. Methods in Medical Research 5, 283-310.</summary>
    Jkn,

    /// <summary>Bootstrap of Canty and Davison (1999), The Statistician 48, 379-391.</summary>
    Bootstrap,

    /// <summary>Bootstrap of n-1 PSUs a stratum. Rao and Wu (1988), JASA 83, 231-241.</summary>
    Subbootstrap,

    /// <summary>Rescaled bootstrap for several stages. Preston (2009), Survey Methodology 35, 227-234.</summary>
    Mrbbootstrap,

    /// <summary>Made by others.</summary>
    Other,
}

/// <summary>Factors of replicates and how their spread becomes a variance: scale times the sum over r of rscales[r] times (estimate r - centre) squared.</summary>
/// <remarks>Wolter (2007), Introduction to Variance Estimation, 2nd ed.; the form with scale and rscales is that of R survey.</remarks>
public sealed class ReplicateWeights
{
    private readonly double[][] factors;
    private readonly int[]? groupOfRow;

    /// <summary>Replicates given by their factors.</summary>
    /// <param name="type">How they were made.</param>
    /// <param name="factors">For each replicate a factor for each row, or for each group of rows.</param>
    /// <param name="scale">The common factor of the variance.</param>
    /// <param name="rscales">A factor of the variance for each replicate; empty stands for ones.</param>
    /// <param name="combinedWeights">Whether the factors are whole weights already; else they multiply the sampling weight.</param>
    /// <param name="mse">Whether spread is measured from the estimate of the whole sample; else from the mean of the replicates.</param>
    /// <param name="groupOfRow">For each row its group, where factors are given by group.</param>
    /// <param name="rho">Fay's factor, kept for the record.</param>
    /// <exception cref="DesignException">Lengths do not fit, or a factor is no finite number.</exception>
    public ReplicateWeights(ReplicationType type, double[][] factors, double scale, IReadOnlyList<double> rscales,
        bool combinedWeights, bool mse, int[]? groupOfRow = null, double rho = 0)
    {
        if (factors.Length == 0) throw new DesignException(Messages.ReplicateShape("replicates", 1, 0));
        if (rscales.Count != 0 && rscales.Count != factors.Length) throw new DesignException(Messages.ReplicateShape("rscales", factors.Length, rscales.Count));
        for (var r = 0; r < factors.Length; r++)
        {
            if (factors[r].Length != factors[0].Length) throw new DesignException(Messages.ReplicateShape($"replicate {r + 1}, rows", factors[0].Length, factors[r].Length));
            for (var i = 0; i < factors[r].Length; i++)
                if (!double.IsFinite(factors[r][i])) throw new DesignException(Messages.ReplicateNegative(i, r, factors[r][i]));
        }
        Type = type;
        this.factors = factors;
        Scale = scale;
        Rscales = rscales.Count == 0 ? [.. Enumerable.Repeat(1.0, factors.Length)] : [.. rscales];
        CombinedWeights = combinedWeights;
        Mse = mse;
        this.groupOfRow = groupOfRow;
        Rho = rho;
    }

    /// <summary>How they were made.</summary>
    public ReplicationType Type { get; }

    /// <summary>Number of replicates.</summary>
    public int Count => factors.Length;

    /// <summary>The common factor of the variance.</summary>
    public double Scale { get; }

    /// <summary>A factor of the variance for each replicate.</summary>
    public IReadOnlyList<double> Rscales { get; }

    /// <summary>Whether the factors are whole weights.</summary>
    public bool CombinedWeights { get; }

    /// <summary>Whether spread is measured from the estimate of the whole sample.</summary>
    public bool Mse { get; }

    /// <summary>Fay's factor.</summary>
    public double Rho { get; }

    internal int Rows => groupOfRow?.Length ?? factors[0].Length;

    internal int? GroupOf(int row) => groupOfRow?[row];

    /// <summary>The factor of a row in a replicate.</summary>
    public double Factor(int replicate, int row) => factors[replicate][groupOfRow is null ? row : groupOfRow[row]];

    /// <summary>The weights of a replicate, given the sampling weights; rows that weigh nothing in the sample weigh nothing here.</summary>
    internal double[] Weights(int replicate, double[] sampling, bool[]? domain)
    {
        var weights = new double[Rows];
        for (var i = 0; i < weights.Length; i++)
            if (domain is null || domain[i]) weights[i] = CombinedWeights ? Factor(replicate, i) : Factor(replicate, i) * sampling[i];
        return weights;
    }

    /// <summary>The same replicates with whole weights of their own.</summary>
    internal ReplicateWeights WithWeights(double[][] weights) => new(Type, weights, Scale, Rscales, true, Mse, null, Rho);

    /// <summary>The covariance of estimates from their values under each replicate; replicates without a value are left out.</summary>
    internal CovarianceMatrix Covariance(double[][] replicates, double[] estimate)
    {
        var size = estimate.Length;
        var covariance = new CovarianceMatrix(size);
        var used = Enumerable.Range(0, Count).Where(r => !replicates[r].Any(double.IsNaN)).ToArray();
        if (used.Length == 0)
        {
            for (var a = 0; a < size; a++) for (var b = 0; b < size; b++) covariance[a, b] = double.NaN;
            return covariance;
        }
        var centre = new double[size];
        var centred = used.Where(r => Rscales[r] > 0).ToArray();
        for (var k = 0; k < size; k++)
            centre[k] = Mse ? estimate[k] : ReproducibleSum.Of([.. centred.Select(r => replicates[r][k])]) / centred.Length;
        var terms = new double[used.Length];
        for (var a = 0; a < size; a++)
            for (var b = a; b < size; b++)
            {
                for (var r = 0; r < used.Length; r++)
                    terms[r] = (replicates[used[r]][a] - centre[a]) * (replicates[used[r]][b] - centre[b]) * Rscales[used[r]];
                covariance.SetSymmetric(a, b, ReproducibleSum.Of(terms) * Scale);
            }
        return covariance;
    }
}
