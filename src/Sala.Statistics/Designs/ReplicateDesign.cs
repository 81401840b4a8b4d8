namespace Sala.Statistics;

/// <summary>A sample whose variances come from replicate weights.</summary>
public sealed class ReplicateDesign : SurveyDesign
{
    private double? degreesOfFreedom;

    private ReplicateDesign(SurveyData data, double[] weights, ReplicateWeights replicates, bool[]? domain, IReadOnlyList<string> warnings, IReadOnlyList<WeightStep> steps)
        : base(data, weights, domain, warnings)
    {
        Replicates = replicates;
        Steps = steps;
    }

    /// <summary>A design of sampling weights and replicates that are given.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="weights">The column of sampling weights.</param>
    /// <param name="replicates">The replicates of the same rows.</param>
    /// <exception cref="DesignException">A weight is missing or negative, or the rows do not fit.</exception>
    public static ReplicateDesign Of(SurveyData data, string weights, ReplicateWeights replicates) => Of(data, WeightReader.Read(data, weights), replicates);

    internal static ReplicateDesign Of(SurveyData data, double[] weights, ReplicateWeights replicates)
    {
        if (replicates.Rows != data.Rows) throw new DesignException(Messages.ReplicateShape("rows of replicate weights", data.Rows, replicates.Rows));
        if (!weights.Any(w => w > 0)) throw new DesignException(Messages.AllWeightsZero());
        return new ReplicateDesign(data, weights, replicates, null, [], []);
    }

    /// <summary>The replicates.</summary>
    public ReplicateWeights Replicates { get; }

    /// <summary>The steps by which the weights were adjusted.</summary>
    public IReadOnlyList<WeightStep> Steps { get; }

    /// <summary>The rank of the matrix of replicate weights of the domain, less one.</summary>
    /// <remarks>Korn and Graubard (1999), Analysis of Health Surveys, section 5.2; columns whose rest is below 1e-5 of their length count as dependent.</remarks>
    public override double DegreesOfFreedom => degreesOfFreedom ??= Rank() - 1;

    /// <summary>Groups of rows with the same factors that have a row in the domain: the PSUs where replicates leave out PSUs.</summary>
    public override int Psus
    {
        get
        {
            var seen = new HashSet<string>();
            var groups = new HashSet<int>();
            for (var i = 0; i < Rows; i++)
            {
                if (WeightArray[i] == 0) continue;
                if (Replicates.GroupOf(i) is { } group) groups.Add(group);
                else seen.Add(string.Join(';', Enumerable.Range(0, Replicates.Count).Select(r => Replicates.CombinedWeights ? Replicates.Factor(r, i) / SamplingWeights[i] : Replicates.Factor(r, i)).Select(f => Math.Round(f, 9))));
            }
            return groups.Count + seen.Count;
        }
    }

    internal override SurveyDesign Over(SurveyData data) => new ReplicateDesign(data, SamplingWeights, Replicates, Domain, Warnings, Steps);

    internal override SurveyDesign WithDomain(bool[] domain) => new ReplicateDesign(Data, SamplingWeights, Replicates, domain, Warnings, Steps);

    internal ReplicateDesign Adjusted(double[] weights, ReplicateWeights replicates, WeightStep step, IEnumerable<string> warnings) =>
        new(Data, weights, replicates, Domain, [.. Warnings, .. warnings], [.. Steps, step]);

    /// <summary>The weights of each row under a replicate, zero outside the domain.</summary>
    internal double[] WeightsOf(int replicate) => Replicates.Weights(replicate, SamplingWeights, Domain);

    internal override Estimates Evaluate(Statistic statistic)
    {
        var usable = Usable(WeightArray, statistic.Complete);
        var value = statistic.Value(usable);
        var values = new double[Replicates.Count][];
        for (var r = 0; r < values.Length; r++) values[r] = statistic.Replicate(Usable(WeightsOf(r), statistic.Complete), value);
        return new Estimates(this, statistic.Names, value, Replicates.Covariance(values, value), usable) { Replicates = values };
    }

    internal override CovarianceMatrix Joint(IReadOnlyList<Estimates> parts)
    {
        var values = new double[Replicates.Count][];
        for (var r = 0; r < values.Length; r++) values[r] = [.. parts.SelectMany(p => p.Replicates![r])];
        return Replicates.Covariance(values, [.. parts.SelectMany(p => p.Values)]);
    }

    // Householder's QR keeps a column while its rest is at least 1e-5 of its length; the Gram matrix tells the same (LINPACK dqrdc2's rule).
    private int Rank()
    {
        var size = Replicates.Count;
        var columns = new double[size][];
        for (var r = 0; r < size; r++) columns[r] = WeightsOf(r);
        var gram = new double[size, size];
        for (var a = 0; a < size; a++)
            for (var b = a; b < size; b++)
            {
                double sum = 0;
                for (var i = 0; i < Rows; i++) sum += columns[a][i] * columns[b][i];
                gram[a, b] = gram[b, a] = sum;
            }
        var length = new double[size];
        for (var r = 0; r < size; r++) length[r] = gram[r, r];
        var rank = 0;
        for (var r = 0; r < size; r++)
        {
            if (!(gram[r, r] > length[r] * 1e-10)) continue;
            rank++;
            for (var a = r + 1; a < size; a++)
            {
                var factor = gram[a, r] / gram[r, r];
                if (factor == 0) continue;
                for (var b = r + 1; b < size; b++) gram[a, b] -= factor * gram[r, b];
            }
        }
        return rank;
    }
}

/// <summary>A step that changed weights: its name and the factor of each row.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Factors">New weight by old weight, one a row.</param>
public sealed record WeightStep(string Name, IReadOnlyList<double> Factors);
