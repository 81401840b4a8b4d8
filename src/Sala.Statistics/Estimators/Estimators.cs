namespace Sala.Statistics;

/// <summary>What a design effect is compared with.</summary>
public enum DesignEffectAgainst
{
    /// <summary>No design effect.</summary>
    None,

    /// <summary>A simple random sample without replacement from the population that the weights stand for.</summary>
    WithoutReplacement,

    /// <summary>A simple random sample with replacement.</summary>
    WithReplacement,
}

/// <summary>Means, totals, ratios and variances of a population or of a part of it.</summary>
/// <remarks>Agrees with svymean, svytotal, svyratio and svyvar of R survey 4.5.</remarks>
public static class Estimators
{
    /// <summary>The mean of each variable; for a categorical one the proportion in each level.</summary>
    /// <param name="design">The design, or a domain of it.</param>
    /// <param name="variables">Names of variables.</param>
    /// <param name="leaveOutMissing">Whether rows that lack any of the variables leave the domain (they stay in the design). If not, a missing value makes the estimate NaN.</param>
    /// <param name="against">Whether to give design effects.</param>
    /// <returns>Estimates in the variables' units. NaN, not zero, where the domain is empty.</returns>
    /// <exception cref="LonelyPsuException">A stratum has one PSU and the design names no rule for it.</exception>
    /// <remarks>Binder (1983), Int. Stat. Rev. 51, 279-292. Design effect: Kish (1965), Survey Sampling, section 8.2.</remarks>
    public static Estimates Mean(SurveyDesign design, IReadOnlyList<string> variables, bool leaveOutMissing = true, DesignEffectAgainst against = DesignEffectAgainst.None)
    {
        var columns = Variables.Of(design.Data, variables, leaveOutMissing);
        return WithDesignEffect(design.Evaluate(new MeanStatistic(columns)), columns, against, isTotal: false);
    }

    /// <summary>The mean of one variable.</summary>
    public static Estimate Mean(SurveyDesign design, string variable) => Mean(design, [variable])[0];

    /// <summary>The mean of values that are no variable of the data, one a row, NaN where missing.</summary>
    /// <exception cref="ArgumentException">The length differs from the rows of the design.</exception>
    public static Estimate Mean(SurveyDesign design, double[] values, string name = "value")
    {
        if (values.Length != design.Rows) throw new ArgumentException($"{values.Length} values for {design.Rows} rows.", nameof(values));
        return design.Evaluate(new MeanStatistic(Variables.Of([name], [values], true)))[0];
    }

    /// <summary>The total of each variable; for a categorical one the number of people in each level.</summary>
    /// <inheritdoc cref="Mean(SurveyDesign, IReadOnlyList{string}, bool, DesignEffectAgainst)"/>
    public static Estimates Total(SurveyDesign design, IReadOnlyList<string> variables, bool leaveOutMissing = true, DesignEffectAgainst against = DesignEffectAgainst.None)
    {
        var columns = Variables.Of(design.Data, variables, leaveOutMissing);
        return WithDesignEffect(design.Evaluate(new TotalStatistic(columns)), columns, against, isTotal: true);
    }

    /// <summary>The total of one variable.</summary>
    public static Estimate Total(SurveyDesign design, string variable) => Total(design, [variable])[0];

    /// <summary>The total of each numerator by that of each denominator.</summary>
    /// <returns>One estimate for each pair, numerators running fastest.</returns>
    /// <remarks>Särndal, Swensson and Wretman (1992), result 5.6.2.</remarks>
    public static Estimates Ratio(SurveyDesign design, IReadOnlyList<string> numerators, IReadOnlyList<string> denominators, bool leaveOutMissing = true)
    {
        string[] all = [.. numerators, .. denominators];
        var columns = Variables.Of(all, [.. all.Select(v => design.Data.Numeric(v).Array)], leaveOutMissing);
        return design.Evaluate(new RatioStatistic(columns, numerators.Count));
    }

    /// <summary>The variance of each pair of variables in the population, with n/(n-1).</summary>
    /// <returns>For one variable its variance; for p variables p times p estimates, the first variable running fastest.</returns>
    /// <remarks>Kish (1965), section 8.2, for n/(n-1), where n counts rows with a value and a weight. The standard error takes the mean as known,
    /// which it is to first order.</remarks>
    public static Estimates Variance(SurveyDesign design, IReadOnlyList<string> variables, bool leaveOutMissing = true)
    {
        var columns = Variables.Of(design.Data, variables, leaveOutMissing);
        return design.Evaluate(new VarianceStatistic(columns));
    }

    private static Estimates WithDesignEffect(Estimates estimates, Variables columns, DesignEffectAgainst against, bool isTotal)
    {
        if (against == DesignEffectAgainst.None) return estimates;
        var n = estimates.Observations;
        var people = ReproducibleSum.Of(estimates.UsableWeights);
        var variances = new VarianceStatistic(columns).Value(estimates.UsableWeights);
        var factor = against == DesignEffectAgainst.WithReplacement ? 1.0 / n : people < n ? double.NaN : (people - n) / (people * n);
        if (isTotal) factor *= people * people;
        var effect = new CovarianceMatrix(estimates.Count);
        for (var i = 0; i < estimates.Count; i++)
            for (var j = 0; j < estimates.Count; j++) effect[i, j] = estimates.Covariance[i, j] / (variances[i + j * estimates.Count] * factor);
        return new Estimates(estimates.Design, estimates.Names, [.. estimates.Values], estimates.Covariance, estimates.UsableWeights)
        {
            Influence = estimates.Influence,
            Replicates = estimates.Replicates,
            DesignEffect = effect,
        };
    }
}
