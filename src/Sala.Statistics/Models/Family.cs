namespace Sala.Statistics;

/// <summary>Distributions of the response of a generalised linear model, each with its canonical link.</summary>
public enum Family
{
    /// <summary>Normal, identity link.</summary>
    Gaussian,

    /// <summary>Binomial, logit link; the quasi-likelihood has the same estimates.</summary>
    Binomial,

    /// <summary>Binomial by quasi-likelihood.</summary>
    QuasiBinomial,

    /// <summary>Poisson, log link; the quasi-likelihood has the same estimates.</summary>
    Poisson,

    /// <summary>Poisson by quasi-likelihood.</summary>
    QuasiPoisson,
}

/// <summary>Links from the mean of the response to the linear predictor.</summary>
public enum Link
{
    /// <summary>The mean itself.</summary>
    Identity,

    /// <summary>Log odds.</summary>
    Logit,

    /// <summary>Logarithm.</summary>
    Log,
}

/// <summary>Mean, variance and deviance of a family. McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., chapter 2.</summary>
internal readonly struct FamilyFunctions(Family family, Link link)
{
    private const double Smallest = 2.220446e-16;

    public static Link Canonical(Family family) => family switch
    {
        Family.Gaussian => Link.Identity,
        Family.Binomial or Family.QuasiBinomial => Link.Logit,
        _ => Link.Log,
    };

    public double ToPredictor(double mean) => link switch
    {
        Link.Identity => mean,
        Link.Logit => Math.Log(mean / (1 - mean)),
        _ => Math.Log(mean),
    };

    public double ToMean(double predictor) => link switch
    {
        Link.Identity => predictor,
        Link.Logit => predictor < -30 ? Smallest / (1 + Smallest) : predictor > 30 ? 1 / Smallest / (1 + 1 / Smallest) : Math.Exp(predictor) / (1 + Math.Exp(predictor)),
        _ => Math.Max(Math.Exp(predictor), Smallest),
    };

    public double Slope(double predictor) => link switch
    {
        Link.Identity => 1,
        Link.Logit => Math.Abs(predictor) > 30 ? Smallest : Math.Exp(predictor) / Math.Pow(1 + Math.Exp(predictor), 2),
        _ => Math.Max(Math.Exp(predictor), Smallest),
    };

    public double Variance(double mean) => family switch
    {
        Family.Gaussian => 1,
        Family.Binomial or Family.QuasiBinomial => mean * (1 - mean),
        _ => mean,
    };

    public double StartingMean(double y, double weight) => family switch
    {
        Family.Gaussian => y,
        Family.Binomial or Family.QuasiBinomial => (weight * y + 0.5) / (weight + 1),
        _ => y + 0.1,
    };

    public double Deviance(double y, double mean) => family switch
    {
        Family.Gaussian => (y - mean) * (y - mean),
        Family.Binomial or Family.QuasiBinomial => 2 * (Part(y, mean) + Part(1 - y, 1 - mean)),
        _ => 2 * (Part(y, mean) - (y - mean)),
    };

    public bool Accepts(double y) => family switch
    {
        Family.Gaussian => true,
        Family.Binomial or Family.QuasiBinomial => y is >= 0 and <= 1,
        _ => y >= 0,
    };

    private static double Part(double y, double mean) => y == 0 ? 0 : y * Math.Log(y / mean);

}
