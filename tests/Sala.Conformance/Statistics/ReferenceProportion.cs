using Sala.Statistics;

namespace Sala.Conformance.Statistics;

/// <summary>A proportion with its interval as the reference defines it where the sample shows no variation.</summary>
/// <remarks>
/// There the library departs from R survey on purpose: it says that nobody or everybody answered yes and gives Clopper and Pearson's interval.
/// To hold the numbers of the reference against ours all the same, the reference's own definition is followed: logit and likelihood are those of a
/// logistic model with nothing but a constant; beta and the scales divide zero by zero.
/// </remarks>
internal readonly record struct ReferenceProportion(double Value, double StandardError, double Lower, double Upper, double DegreesOfFreedom)
{
    /// <summary>Whether the reference divides zero by zero, so that its limits are what rounding left: 0.5, the value, or nothing.</summary>
    public bool IsRounding { get; init; }

    public object LowerShown => IsRounding ? new AnyOf(Value, 0.5, double.NaN) : Lower;

    public object UpperShown => IsRounding ? new AnyOf(Value, 0.5, double.NaN) : Upper;

    public static ProportionMethod Method(string name) => name switch
    {
        "logit" => ProportionMethod.Logit,
        "likelihood" => ProportionMethod.Likelihood,
        "asin" => ProportionMethod.Asin,
        "beta" => ProportionMethod.Beta,
        "mean" => ProportionMethod.Mean,
        "xlogit" => ProportionMethod.Xlogit,
        "wilson" => ProportionMethod.Wilson,
        _ => throw new DataException($"method {name} is not known."),
    };

    public static ReferenceProportion Of(SurveyDesign design, string variable, string method, double level)
    {
        var e = Proportions.Estimate(design, variable, Method(method), level);
        var plain = new ReferenceProportion(e.Value, e.StandardError, e.Interval.Lower, e.Interval.Upper, e.DegreesOfFreedom);
        if (method == "likelihood" && !e.IsDegenerate)
        {
            var (lower, upper) = ReferenceLikelihood.Of(design, variable, e, level);
            // Ours has to lie where the reference's interpolation is in doubt; then its own number is compared.
            if (Math.Abs(lower - e.Interval.Lower) < 0.01 * e.Value && Math.Abs(upper - e.Interval.Upper) < 0.01) return plain with { Lower = lower, Upper = upper };
        }
        // The reference turns t into a level of the normal distribution, which rounds to 1 where t is large (one degree of freedom).
        var t = -new Estimate("", 0, 1, e.DegreesOfFreedom).Interval(level).Lower;
        var levelRoundsToOne = method == "logit" && t > 8.3;
        if (!e.IsDegenerate) return levelRoundsToOne ? plain with { Lower = 0, Upper = double.NaN } : plain;
        switch (method)
        {
            case "logit":
                var model = GeneralizedLinearModel.Of(design, variable + " ~ 1", Family.QuasiBinomial);
                var limits = model.Coefficients[0].Interval(level, e.DegreesOfFreedom);
                if (levelRoundsToOne) return plain with { Value = Odds(model.Coefficients.Values[0]), Lower = 0, Upper = double.NaN };
                return plain with { Value = Odds(model.Coefficients.Values[0]), Lower = Odds(limits.Lower), Upper = Odds(limits.Upper) };
            case "mean":
                var normal = new Estimate(variable, e.Value, e.StandardError, e.DegreesOfFreedom).Interval(level);
                return plain with { Lower = normal.Lower, Upper = normal.Upper };
            case "beta":
                return plain with { IsRounding = true };
            default: return plain;
        }
    }

    // As R computes it: where the exponential overflows there is no number.
    private static double Odds(double x) => Math.Exp(x) / (1 + Math.Exp(x));
}
