using Sala.Statistics;

namespace Sala.Surveys.Estimates;

/// <summary>A model fitted to the data, or to each completed set of them and combined by Rubin's rules.</summary>
internal sealed class CompletedModel
{
    private readonly IReadOnlyList<GeneralizedLinearModel> _fits;
    private readonly CombinedEstimates? _combined;

    private CompletedModel(IReadOnlyList<GeneralizedLinearModel> fits) =>
        (_fits, _combined) = (fits, fits.Count == 1 ? null : MultipleImputation.Combine([.. fits.Select(f => f.Coefficients)]));

    /// <param name="design">The design with all that the model names but its response, y.</param>
    /// <param name="sets">The values of the response: one set, or one an imputation.</param>
    public static CompletedModel Of(SurveyDesign design, IReadOnlyList<double[]> sets, string terms, Family family, Link? link) =>
        new([.. sets.Select(y => GeneralizedLinearModel.Of(design.With([new NumericColumn("y", y)]), $"y ~ {terms}", family, link))]);

    public Link Link => _fits[0].Link;

    /// <summary>Number of coefficients.</summary>
    public int Count => _fits[0].Coefficients.Count;

    public int IndexOf(string coefficient) => _fits[0].Coefficients.Names.ToList().IndexOf(coefficient);

    /// <summary>A coefficient with the degrees of freedom of its t.</summary>
    public Estimate this[int index] => _combined is { } c ? Told(c[index], _fits[0].ResidualDegreesOfFreedom) : _fits[0].Coefficients[index] with { DegreesOfFreedom = _fits[0].ResidualDegreesOfFreedom };

    public TestResult WaldTest(string term) => _fits.Count == 1 ? _fits[0].WaldTest(term) : GeneralizedLinearModel.WaldTest(_fits, term);

    /// <summary>The predictive margin of each level of a domain that occurs.</summary>
    public IReadOnlyList<Estimate> Margins(string domain)
    {
        var margins = _fits.Select(f => PredictiveMargins.Of(f, domain)).ToList();
        if (margins.Count == 1) return [.. Enumerable.Range(0, margins[0].Count).Select(i => margins[0][i])];
        var combined = MultipleImputation.Combine(margins);
        return [.. combined.Names.Select((_, i) => Told(combined[i], margins[0].DegreesOfFreedom))];
    }

    /// <summary>What the report says of the sets; null for one.</summary>
    public Plans.Words? Note(int index) => _combined is { } c ? Imputed.Note(_fits.Count, c.MissingInformation[index]) : null;

    // Where the sets do not differ there is no between, and the degrees of freedom are those of one set.
    private static Estimate Told(Estimate estimate, double ofOneSet) => double.IsFinite(estimate.DegreesOfFreedom) ? estimate : estimate with { DegreesOfFreedom = ofOneSet };
}
