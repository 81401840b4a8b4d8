using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>A design in words, as it stands beside each number.</summary>
internal static class DesignWords
{
    public static string Of(PlanDesign d)
    {
        var sample = $"strata {d.Strata ?? "none"}; units {string.Join(" > ", d.Units)}; lonely PSU {d.Lonely.ToString().ToLowerInvariant()}{(d.Pps == UnequalProbability.Brewer ? "; unequal probabilities by Brewer" : "")}";
        var steps = d.Weights.Count == 0 ? "" : $"; weights: {string.Join(", then ", d.Weights.Select(Step))}";
        var second = d.Second is { } s ? $"; second phase: {Second(s)}" : "";
        return $"{Variance(d).En}; {sample}{second}{steps}";
    }

    /// <summary>How some were drawn out of the sample.</summary>
    public static string Second(PlanSecondPhase s) => $"drawn by {s.Drawn}, strata {s.Strata ?? "none"}, units {s.Unit ?? "rows"}, weight {s.Weight ?? "units there are by units drawn"}";

    /// <summary>How the variance is made.</summary>
    public static Words Variance(PlanDesign d)
    {
        if (d.Second is not null) return new("Taylor linearisation of two phases", "Taylor linearization แบบสองระยะ");
        if (d.Replicates is not { } r) return new("Taylor linearisation", "Taylor linearization");
        var type = r.Type switch { ReplicationType.Brr => "BRR", ReplicationType.Jk1 => "JK1", ReplicationType.Jkn => "JKn", ReplicationType.Fay => System.FormattableString.Invariant($"BRR with Fay's {r.Rho:0.###}"), var t => t.ToString().ToLowerInvariant() };
        var drawn = !r.Given && r.Type is ReplicationType.Bootstrap or ReplicationType.Subbootstrap or ReplicationType.Mrbbootstrap ? System.FormattableString.Invariant($", {r.Number} with seed {r.Seed}") : "";
        return new($"replicate weights ({type}, {(r.Given ? "given" : "made")}{drawn}{(r.Mse ? ", mse" : "")})", $"น้ำหนักซ้ำ ({type}{drawn}{(r.Mse ? ", mse" : "")})");
    }

    private static string Step(PlanWeightStep s) => s.Kind switch
    {
        WeightStepKind.Nonresponse => $"nonresponse classes of {string.Join(" x ", s.By)}",
        WeightStepKind.PostStratify => $"post-stratification by {string.Join(" x ", s.Margins[0].By)}",
        WeightStepKind.Rake => $"raking to {string.Join("; ", s.Margins.Select(m => string.Join(" x ", m.By)))}",
        WeightStepKind.Calibrate => $"calibration ({s.Distance.ToString().ToLowerInvariant()}) to {string.Join(" + ", s.By.Concat(s.Numbers))}",
        _ => System.FormattableString.Invariant($"trimming to {s.Lower} - {s.Upper}"),
    };
}
