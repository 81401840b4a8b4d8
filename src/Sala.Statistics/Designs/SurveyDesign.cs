namespace Sala.Statistics;

/// <summary>
/// A sample and how it was drawn: strata, units, weights, finite populations or replicate weights. Estimators take a design and nothing else,
/// so that no figure can be made without it. A design does not change; a domain or an adjustment is a new one over the same rows.
/// </summary>
public abstract class SurveyDesign
{
    private readonly double[] weights;
    private int? observations;

    private protected SurveyDesign(SurveyData data, double[] weights, bool[]? domain, IReadOnlyList<string> warnings)
    {
        Data = data;
        Domain = domain;
        Warnings = warnings;
        SamplingWeights = weights;
        if (domain is null) this.weights = weights;
        else
        {
            this.weights = new double[weights.Length];
            for (var i = 0; i < weights.Length; i++) if (domain[i]) this.weights[i] = weights[i];
        }
    }

    /// <summary>A linearised design (Taylor series).</summary>
    /// <exception cref="DesignException">The columns contradict each other or themselves; the message names row and column.</exception>
    public static LinearizedDesign Of(SurveyData data, DesignSpecification specification) => LinearizedDesign.Read(data, specification);

    /// <summary>The variables of all rows, those outside the domain too.</summary>
    public SurveyData Data { get; }

    /// <summary>Number of rows, those outside the domain too.</summary>
    public int Rows => Data.Rows;

    /// <summary>One weight a row, zero outside the domain.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Rows in the domain that weigh more than nothing.</summary>
    public int Observations => observations ??= weights.Count(w => w != 0);

    /// <summary>Number of people the domain stands for.</summary>
    public double WeightTotal => ReproducibleSum.Of(weights);

    /// <summary>Whether a row lies in the domain.</summary>
    public bool InDomain(int row) => Domain is null || Domain[row];

    /// <summary>Degrees of freedom of the domain: PSUs less strata that have a row in it; for replicates their rank less one.</summary>
    public abstract double DegreesOfFreedom { get; }

    /// <summary>PSUs that have a row in the domain.</summary>
    public abstract int Psus { get; }

    /// <summary>What an analyst should know, in sentences: fpc that differs within a stratum, raking that did not settle.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The part of the population in these rows. The other rows stay: their PSUs carry variance.</summary>
    /// <param name="rows">One flag a row; a further domain is within the one before.</param>
    /// <exception cref="ArgumentException">The length differs from the number of rows.</exception>
    public SurveyDesign In(ReadOnlySpan<bool> rows)
    {
        if (rows.Length != Rows) throw new ArgumentException($"{rows.Length} flags for {Rows} rows.", nameof(rows));
        var domain = rows.ToArray();
        if (Domain is not null) for (var i = 0; i < domain.Length; i++) domain[i] &= Domain[i];
        return WithDomain(domain);
    }

    /// <summary>The part of the population that fulfils a condition, for example <c>sex == "girl" and age &gt; 12</c>.</summary>
    /// <exception cref="DataException">The condition cannot be read or names an unknown variable.</exception>
    public SurveyDesign Where(string condition) => In(Expression.Read(condition).Holds(Data));

    /// <summary>The same sample with further variables; one of the same name is replaced. What the design itself stands on was read already and does not change.</summary>
    /// <exception cref="DataException">A column has not one value a row.</exception>
    public SurveyDesign With(IEnumerable<Column> columns)
    {
        var added = columns.ToList();
        return Over(new SurveyData(Data.Columns.Where(c => added.TrueForAll(a => a.Name != c.Name)).Concat(added)));
    }

    internal bool[]? Domain { get; }

    internal double[] SamplingWeights { get; }

    internal double[] WeightArray => weights;

    /// <summary>Rows that R would keep in the design object: all where weights were calibrated, else those of the domain.</summary>
    internal virtual int RowsKept => Domain is null ? Rows : Domain.Count(d => d);

    internal abstract SurveyDesign WithDomain(bool[] domain);

    internal abstract SurveyDesign Over(SurveyData data);

    internal abstract Estimates Evaluate(Statistic statistic);

    /// <summary>The covariance of several estimates together that were made from parts of this design.</summary>
    internal abstract CovarianceMatrix Joint(IReadOnlyList<Estimates> parts);

    /// <summary>Weights of the rows that a statistic can use.</summary>
    private protected static double[] Usable(double[] own, bool[]? complete)
    {
        if (complete is null) return own;
        var usable = new double[own.Length];
        for (var i = 0; i < usable.Length; i++) if (complete[i]) usable[i] = own[i];
        return usable;
    }
}
