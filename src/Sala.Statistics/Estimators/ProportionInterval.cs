namespace Sala.Statistics;

/// <summary>Ways to make a confidence interval for a proportion.</summary>
public enum ProportionMethod
{
    /// <summary>On the scale of log odds, back again. Never leaves 0 to 1.</summary>
    Logit,

    /// <summary>The scaled likelihood ratio of Rao and Scott (1984), Ann. Stat. 12, 46-60, inverted.</summary>
    Likelihood,

    /// <summary>On the scale of the arc sine of the root.</summary>
    Asin,

    /// <summary>Clopper and Pearson's interval at the effective sample size. Korn and Graubard (1998), Survey Methodology 24, 193-201.</summary>
    Beta,

    /// <summary>Value plus and minus t standard errors; may leave 0 to 1.</summary>
    Mean,

    /// <summary>On the scale of log odds by the delta method. With a linearised design the same numbers as <see cref="Logit"/>.</summary>
    Xlogit,

    /// <summary>Wilson's interval at the effective sample size. Wilson (1927), JASA 22, 209-212; Dean and Pagano (2015), J. Survey Stat. Methodology 3, 484-503.</summary>
    Wilson,
}

/// <summary>A proportion with its interval, and what is to be said of it.</summary>
/// <param name="Value">The proportion.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Interval">Lower and upper limit; NaN where the method has none.</param>
/// <param name="Method">How the interval was made.</param>
/// <param name="DegreesOfFreedom">Those of the t quantile.</param>
/// <param name="Observations">People asked who gave an answer.</param>
/// <param name="EffectiveSize">The size of a simple random sample that would tell as much: p(1-p)/variance; n where the variance is zero.</param>
/// <param name="Events">People who answered yes, unweighted.</param>
/// <param name="Note">What a reader must be told: nobody or everybody said yes, no spread between PSUs. Null where there is nothing.</param>
public sealed record ProportionEstimate(double Value, double StandardError, Interval Interval, ProportionMethod Method, double DegreesOfFreedom,
    int Observations, double EffectiveSize, int Events, string? Note)
{
    /// <summary>Whether the sample shows no variation, so that the method as published has no interval here.</summary>
    public bool IsDegenerate => Events == 0 || Events == Observations || StandardError == 0;
}
