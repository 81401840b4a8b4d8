namespace Sala.Statistics;

/// <summary>A generalised linear model of the population, fitted by pseudo-likelihood.</summary>
/// <remarks>
/// Binder (1983), Int. Stat. Rev. 51, 279-292: weighted estimating equations, the covariance by the influence of each row.
/// Iteratively reweighted least squares with the starting values of McCullagh and Nelder (1989), section 2.5, until the deviance changes by
/// less than 1e-8 of itself, which is where glm of R stops; so a fit that runs away (nobody says yes) stops at the same place.
/// </remarks>
public sealed class GeneralizedLinearModel
{
    private GeneralizedLinearModel(Formula formula, Family family, Link link, Estimates coefficients, FittedModel fit, ModelMatrix matrix)
    {
        Formula = formula;
        Family = family;
        Link = link;
        Coefficients = coefficients;
        Fit = fit;
        Matrix = matrix;
    }

    /// <summary>Fits a model.</summary>
    /// <param name="design">The design, or a domain of it.</param>
    /// <param name="formula">For example <c>osea_any ~ sex + agegrp</c>; rows that lack a variable leave the domain.</param>
    /// <param name="family">Distribution of the response.</param>
    /// <param name="link">Other than the family's own.</param>
    /// <exception cref="EstimationException">A term cannot be told from the others, or the response does not suit the family.</exception>
    public static GeneralizedLinearModel Of(SurveyDesign design, string formula, Family family, Link? link = null) => Of(design, Formula.Read(formula), family, link);

    /// <inheritdoc cref="Of(SurveyDesign, string, Family, Link?)"/>
    public static GeneralizedLinearModel Of(SurveyDesign design, Formula formula, Family family, Link? link = null)
    {
        var data = design.Data;
        if (formula.Response is null) throw new DataException(Messages.Expression(formula.Text, 0, "a model needs a response left of the tilde."));
        var response = Response(data, formula.Response);
        var full = ModelMatrix.Of(data, formula, null);
        var complete = new bool[design.Rows];
        for (var i = 0; i < complete.Length; i++)
            complete[i] = design.InDomain(i) && !double.IsNaN(response[i]) && full.Columns.All(c => !double.IsNaN(c[i]));
        var matrix = ModelMatrix.Of(data, formula, i => complete[i]);
        if (!Array.Exists(complete, c => c)) throw new EstimationException(Messages.EmptyDomain());
        var chosen = link ?? FamilyFunctions.Canonical(family);
        var functions = new FamilyFunctions(family, chosen);
        for (var i = 0; i < complete.Length; i++)
            if (complete[i] && design.WeightArray[i] != 0 && !functions.Accepts(response[i])) throw new EstimationException(Messages.ResponseOutside(formula.Response, i, response[i]));

        // A NaN outside the rows used must not reach a sum.
        var columns = matrix.Columns.Select(c => c.Select((v, i) => complete[i] ? v : 0).ToArray()).ToList();
        var y = response.Select((v, i) => complete[i] ? v : 0).ToArray();
        var statistic = new ModelStatistic(matrix.Names, columns, y, functions, Array.TrueForAll(complete, c => c) ? null : complete, design.WeightTotal / design.RowsKept);
        // The residual degrees of freedom are those of the rows used; R counts those of all rows where there are replicates.
        var coefficients = (design is ReplicateDesign ? design : design.In(complete)).Evaluate(statistic);
        return new GeneralizedLinearModel(formula, family, chosen, coefficients, statistic.OfSample!, new ModelMatrix { Names = matrix.Names, Columns = columns, TermOf = matrix.TermOf });
    }

    /// <summary>The formula.</summary>
    public Formula Formula { get; }

    /// <summary>Distribution of the response.</summary>
    public Family Family { get; }

    /// <summary>The link.</summary>
    public Link Link { get; }

    /// <summary>The coefficients on the scale of the link, with their covariance.</summary>
    public Estimates Coefficients { get; }

    /// <summary>Degrees of freedom of the design, plus one, less the coefficients.</summary>
    public double ResidualDegreesOfFreedom => Coefficients.DegreesOfFreedom + 1 - Coefficients.Count;

    /// <summary>The deviance with weights that have mean 1.</summary>
    public double Deviance => Fit.Deviance;

    /// <summary>Whether the deviance settled within 25 steps.</summary>
    public bool Converged => Fit.Converged;

    /// <summary>t value of a coefficient.</summary>
    public double T(int index) => Coefficients.Values[index] / Coefficients.StandardError(index);

    /// <summary>Two-sided p-value of a coefficient, with the residual degrees of freedom.</summary>
    public double PValue(int index) => Distributions.TTwoSided(T(index), ResidualDegreesOfFreedom);

    /// <summary>Interval of a coefficient, with the residual degrees of freedom.</summary>
    public Interval Interval(int index, double level = 0.95) => Coefficients[index].Interval(level, ResidualDegreesOfFreedom);

    /// <summary>Wald's test that all coefficients of a term are zero.</summary>
    /// <param name="term">A term as in the formula, or several joined by plus.</param>
    /// <exception cref="EstimationException">The model has no such term.</exception>
    /// <remarks>Rao, Scott and Skinner (1998), Statistica Sinica 8, 1059-1070: F with the number of coefficients and the residual degrees of freedom.</remarks>
    public TestResult WaldTest(string term)
    {
        var indices = IndicesOf(term);
        var quadratic = Solving.QuadraticForm(Coefficients.Covariance.Part(indices).ToArray(), [.. indices.Select(i => Coefficients.Values[i])]);
        var (f, df, ddf) = (quadratic / indices.Count, (double)indices.Count, ResidualDegreesOfFreedom);
        return new TestResult("Wald test of " + term, f, df, ddf, Distributions.FUpper(f, df, ddf));
    }

    /// <summary>Wald's test that all coefficients of a term are zero, over fits of the same model to completed data sets.</summary>
    /// <inheritdoc cref="MultipleImputation.WaldTest"/>
    public static TestResult WaldTest(IReadOnlyList<GeneralizedLinearModel> completed, string term) => MultipleImputation.WaldTest([.. completed.Select(c => c.Coefficients)], completed[0].IndicesOf(term));

    private List<int> IndicesOf(string term)
    {
        var wanted = Formula.Read("~" + term).Terms;
        var indices = new List<int>();
        foreach (var one in wanted)
        {
            var t = Formula.Terms.ToList().FindIndex(f => Formula.Same(f, one));
            if (t < 0) throw new EstimationException(Messages.NoSuchTerm(string.Join(":", one), Formula.Text));
            for (var c = 0; c < Matrix.TermOf.Count; c++) if (Matrix.TermOf[c] == t) indices.Add(c);
        }
        return indices;
    }

    internal FittedModel Fit { get; }

    internal ModelMatrix Matrix { get; }

    internal FamilyFunctions Functions => new(Family, Link);

    // A categorical response with two levels is 0 and 1.
    private static double[] Response(SurveyData data, string response)
    {
        if (data.Has(response) && data[response] is CategoricalColumn { Levels.Count: 2 } binary)
            return [.. binary.Array.Select(c => c < 0 ? double.NaN : c)];
        return data.Has(response) ? data.Numeric(response).Array : Expression.Read(response).Values(data);
    }
}

/// <summary>A test: what was tested, the statistic, its degrees of freedom and the p-value.</summary>
/// <param name="Name">What was tested and how.</param>
/// <param name="Statistic">F, chi-squared or t.</param>
/// <param name="DegreesOfFreedom">Of the numerator, of chi-squared, or of t; NaN where the distribution is a sum of several.</param>
/// <param name="DenominatorDegreesOfFreedom">Of the denominator of F; infinity where there is none.</param>
/// <param name="PValue">Chance of a statistic as large, were there nothing.</param>
public sealed record TestResult(string Name, double Statistic, double DegreesOfFreedom, double DenominatorDegreesOfFreedom, double PValue);
