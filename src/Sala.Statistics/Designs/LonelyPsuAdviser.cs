namespace Sala.Statistics;

/// <summary>What an estimate's standard error would be under a rule for strata with one PSU.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="AdjustDomainLonely">Whether it also holds for strata with one PSU in the domain only.</param>
/// <param name="Estimates">The estimates; null where the rule refuses.</param>
/// <param name="Refusal">Why it refuses.</param>
public sealed record LonelyPsuAdvice(LonelyPsu Rule, bool AdjustDomainLonely, Estimates? Estimates, string? Refusal);

/// <summary>Shows what hangs on the rule for lonely PSUs, and which strata are concerned.</summary>
public static class LonelyPsuAdviser
{
    /// <summary>Makes the same estimates under each rule.</summary>
    /// <param name="design">The design, or a domain of it.</param>
    /// <param name="estimator">For example <c>d =&gt; Estimators.Mean(d, ["hours"])</c>.</param>
    /// <returns>The strata with one PSU, and the standard errors: first for the sample, then with domains treated alike.</returns>
    public static (IReadOnlyList<string> Strata, IReadOnlyList<string> StrataInDomain, IReadOnlyList<LonelyPsuAdvice> Advice) Compare(LinearizedDesign design, Func<SurveyDesign, Estimates> estimator)
    {
        var advice = new List<LonelyPsuAdvice>();
        var alone = design.With(LonelyPsu.Remove).LonelyStrata;
        var inDomain = design.With(LonelyPsu.Remove, true).LonelyStrata.Except(alone).ToArray();
        foreach (var domains in inDomain.Length > 0 ? new[] { false, true } : [false])
            foreach (var rule in Enum.GetValues<LonelyPsu>())
            {
                try
                {
                    advice.Add(new LonelyPsuAdvice(rule, domains, estimator(design.With(rule, domains)), null));
                }
                catch (LonelyPsuException refusal)
                {
                    advice.Add(new LonelyPsuAdvice(rule, domains, null, refusal.Message));
                }
            }
        return (alone, inDomain, advice);
    }
}
