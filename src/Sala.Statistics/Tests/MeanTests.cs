namespace Sala.Statistics;

/// <summary>A t test.</summary>
/// <param name="Estimate">The mean, or the difference between the second group and the first.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="T">Estimate by standard error.</param>
/// <param name="DegreesOfFreedom">Of t.</param>
/// <param name="PValue">Two-sided.</param>
/// <param name="Interval">At 95 %.</param>
public sealed record TTestResult(double Estimate, double StandardError, double T, double DegreesOfFreedom, double PValue, Interval Interval);

/// <summary>Tests of means and of ranks.</summary>
public static class MeanTests
{
    /// <summary>A test that a mean is zero (<c>I(a-b) ~ 0</c>) or that two groups have the same mean (<c>hours ~ sex</c>).</summary>
    /// <param name="design">The design, or a domain of it; rows that lack a variable leave the domain.</param>
    /// <param name="formula">Response and group; 0 or 1 right of the tilde asks for one sample.</param>
    /// <exception cref="EstimationException">The group has not two levels.</exception>
    /// <remarks>One sample: t with the design's degrees of freedom less one. Two: the slope of the regression on the group. Agrees with svyttest.</remarks>
    public static TTestResult TTest(SurveyDesign design, string formula)
    {
        var read = Formula.Read(formula);
        if (read.Terms.Count == 0)
        {
            var values = design.Data.Has(read.Response!) ? design.Data.Numeric(read.Response!).Array : Expression.Read(read.Response!).Values(design.Data);
            var mean = Estimators.Mean(design, values, read.Response!);
            return Result(mean.Value, mean.StandardError, design.DegreesOfFreedom - 1);
        }
        var model = GeneralizedLinearModel.Of(design, read, Family.Gaussian);
        if (model.Coefficients.Count != 2) throw new EstimationException(Messages.NotTwoGroups(read.Terms[0][0], model.Coefficients.Count));
        if (model.Matrix.Columns[1].Where((_, i) => model.Coefficients.UsableWeights[i] != 0).Distinct().Count() != 2)
            throw new EstimationException(Messages.NotTwoGroups(read.Terms[0][0], model.Matrix.Columns[1].Where((_, i) => model.Coefficients.UsableWeights[i] != 0).Distinct().Count()));
        return Result(model.Coefficients.Values[1], model.Coefficients.StandardError(1), model.ResidualDegreesOfFreedom);
    }

    private static TTestResult Result(double estimate, double standardError, double df)
    {
        var t = estimate / standardError;
        return new TTestResult(estimate, standardError, t, df, Distributions.TTwoSided(t, df), new Estimate("", estimate, standardError, df).Interval());
    }
}
