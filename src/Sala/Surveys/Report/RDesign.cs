using System.Globalization;
using System.Text;
using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The design of an R script where weights are adjusted or replicated: made once over persons, and taken over to any rows of theirs.</summary>
internal static class RDesign
{
    /// <summary>Whether the design needs it; a sample as it was drawn is one call.</summary>
    public static bool IsNeeded(PlanDesign d) => d.Replicates is not null || d.Weights.Count > 0;

    /// <summary>A sample out of a sample: who was not drawn is in no denominator.</summary>
    public static void TwoPhase(StringBuilder r, PlanDesign d, PlanSecondPhase second)
    {
        string Pair(string? first, string? then) => $"list({(first is null ? "NULL" : "~" + first)}, {(then is null ? "NULL" : "~" + then)})";
        r.Append(CultureInfo.InvariantCulture, $"d$drawn_ <- d$real_ <- num(d${second.Drawn}) == 1\n");
        if (second.Weight is { } weight) r.Append(CultureInfo.InvariantCulture, $"d$v_ <- num(d${weight})\n");
        if (d.Fpc.Count > 0) r.Append(CultureInfo.InvariantCulture, $"d$f1_ <- num(d${d.Fpc[0]})\n");
        if (second.Fpc is { } fpc) r.Append(CultureInfo.InvariantCulture, $"d$f2_ <- num(d${fpc})\n");
        r.Append(CultureInfo.InvariantCulture, $"design <- function(x) twophase(id = list(~{(d.Units.Count == 0 ? "1" : d.Units[0])}, ~{second.Unit ?? "1"}), strata = {Pair(d.Strata, second.Strata)}, weights = {Pair("w_", second.Weight is null ? null : "v_")}, fpc = {Pair(d.Fpc.Count > 0 ? "f1_" : null, second.Fpc is null ? null : "f2_")}, subset = ~drawn_, data = x, method = \"approx\")\n");
    }

    /// <summary>Writes persons_ and the function design; totals are read from the files of the plan's folder, which is the script's second argument.</summary>
    public static void Write(StringBuilder r, PlanDesign d, Func<PlanFormula, string> formula)
    {
        void Line(string line) => r.Append(line).Append('\n');
        Line($"persons_ <- svydesign(ids = ~{(d.Units.Count == 0 ? "1" : string.Join(" + ", d.Units))}, strata = {(d.Strata is { } s ? "~" + s : "NULL")}, weights = ~w_, {Fpc(d)}nest = {(d.Nest ? "TRUE" : "FALSE")}, data = d)");
        if (d.Replicates is { } given)
        {
            var type = given.Type switch { ReplicationType.Brr => "BRR", ReplicationType.Fay => "Fay", ReplicationType.Jk1 => "JK1", ReplicationType.Jkn => "JKn", var t => t.ToString().ToLowerInvariant() };
            var mse = given.Mse ? "TRUE" : "FALSE";
            if (given.Given)
            {
                var columns = given.Prefix is { } prefix ? $"startsWith(names(d), \"{prefix}\")" : $"c({string.Join(", ", given.Columns.Select(c => $"\"{c}\""))})";
                var scale = double.IsNaN(given.Scale) ? given.Type == ReplicationType.Jk1 ? "(ncol(rep_) - 1) / ncol(rep_)" : Invariant($"1 / (ncol(rep_) * {(1 - given.Rho) * (1 - given.Rho)})") : Invariant($"{given.Scale}");
                Line($"rep_ <- sapply(d[, {columns}], num)");
                Line($"persons_ <- svrepdesign(data = d, weights = ~w_, repweights = rep_, type = \"other\", combined.weights = {(given.Combined ? "TRUE" : "FALSE")}, scale = {scale}, rscales = {(given.Rscales.Count == 0 ? "rep(1, ncol(rep_))" : $"c({string.Join(", ", given.Rscales.Select(v => Invariant($"{v}")))})")}, mse = {mse})");
            }
            else
            {
                if (given.Type is not (ReplicationType.Jk1 or ReplicationType.Jkn)) Line("# R draws or pairs units in its own way: standard errors are near those of the report, and not the same.");
                Line(Invariant($"set.seed({given.Seed}); persons_ <- as.svrepdesign(persons_, type = \"{type}\"{(given.Type == ReplicationType.Fay ? Invariant($", fay.rho = {given.Rho}") : "")}{(type.EndsWith("bootstrap", StringComparison.Ordinal) ? Invariant($", replicates = {given.Number}") : "")}, mse = {mse})"));
            }
        }
        foreach (var step in d.Weights)
        {
            switch (step.Kind)
            {
                case WeightStepKind.Nonresponse:
                    // Those who answered are brought to the weight of all in their class, replicate by replicate; what is given to them is taken as known.
                    Line($"a_ <- within(with(d, {formula(step.Responded)})); c_ <- interaction({string.Join(", ", step.By.Select(b => $"d${b}"))}, drop = TRUE)");
                    Line("f_ <- function(w) { s <- tapply(w, c_, sum) / tapply(w * a_, c_, sum); ifelse(a_, w * as.vector(s[c_]), 0) }");
                    Line(d.Replicates is null
                        ? "d$w_ <- f_(weights(persons_)); persons_$prob <- 1 / d$w_; persons_$variables <- d"
                        : "rep_ <- apply(weights(persons_, \"analysis\"), 2, f_); persons_$pweights <- f_(persons_$pweights); persons_$repweights <- rep_; persons_$combined.weights <- TRUE");
                    break;
                case WeightStepKind.PostStratify: Line($"persons_ <- postStratify(persons_, {Cells(step.Margins[0])}, partial = {(step.Partial ? "TRUE" : "FALSE")})"); break;
                case WeightStepKind.Rake: Line(Invariant($"persons_ <- rake(persons_, list({string.Join(", ", step.Margins.Select(m => "~" + string.Join(" + ", m.By)))}), list({string.Join(", ", step.Margins.Select(m => Cells(m).Split(", ", 2)[1]))}), control = list(maxit = {step.Rounds}, epsilon = {step.Epsilon}))")); break;
                case WeightStepKind.Calibrate:
                    foreach (var number in step.Numbers) Line($"persons_$variables${number} <- num(persons_$variables${number})");
                    Line(Invariant($"k_ <- known(\"{step.Totals!.File}\"); k_ <- setNames(num(k_$total), k_$name); persons_ <- calibrate(persons_, ~{string.Join(" + ", step.By.Concat(step.Numbers))}, k_[colnames(model.matrix(~{string.Join(" + ", step.By.Concat(step.Numbers))}, persons_$variables))], calfun = \"{step.Distance.ToString().ToLowerInvariant()}\", bounds = c({Bound(step.Lower)}, {Bound(step.Upper)}))"));
                    break;
                default: Line(Invariant($"persons_ <- trimWeights(persons_, lower = {step.Lower}, upper = {step.Upper}, strict = {(step.Strict ? "TRUE" : "FALSE")})")); break;
            }
        }
        Line("d$w_ <- weights(persons_, \"sampling\")");
        Line("d$row_ <- seq_len(nrow(d))");
        Line("""
            design <- function(x) {
              if (is.null(x[["kind"]])) { p <- persons_; p$variables <- x; return(p) }
              if (inherits(persons_, "svyrep.design")) return(svrepdesign(data = x, weights = ~w_, repweights = weights(persons_, "analysis")[x$row_, ], type = "other", combined.weights = TRUE, scale = persons_$scale, rscales = persons_$rscales, mse = persons_$mse))
              sample_(x)
            }
            """.Replace("\r", "", StringComparison.Ordinal));
    }

    /// <summary>The populations of the stages, where the plan has them.</summary>
    public static string Fpc(PlanDesign d) => d.Fpc.Count == 0 ? "" : $"fpc = sapply(d[, c({string.Join(", ", d.Fpc.Select(f => $"\"{f}\""))}), drop = FALSE], num), {(d.Pps == UnequalProbability.Brewer ? "pps = \"brewer\", " : "")}";

    private static string Cells(PlanMargin m) => $"~{string.Join(" + ", m.By)}, with(known(\"{m.Totals.File}\"), data.frame({string.Join(", ", m.By.Select(b => $"{b} = {b}"))}, Freq = num(people)))";

    private static string Bound(double bound) => double.IsInfinity(bound) ? bound < 0 ? "-Inf" : "Inf" : Invariant($"{bound}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
