using System.Text.Json;
using Sala.Statistics;
using static Sala.Conformance.Statistics.ReferenceCases;

namespace Sala.Conformance.Statistics;

/// <summary>Runs the estimator that a case names and gives its results under the names of the reference.</summary>
internal static class CaseEstimator
{
    public static Dictionary<string, object?> Run(ReferenceCases cases, JsonElement given)
    {
        var data = cases.Data(String(given, "dataset")!);
        var args = given.TryGetProperty("args", out var a) ? a : default;
        var estimator = String(given, "estimator")!;
        if (String(given.GetProperty("design"), "imputations") is { } imputations) return Imputed(cases, given, data, imputations, args, estimator);
        var design = CaseDesign.Of(cases, given, data);
        return estimator switch
        {
            "mean" or "total" => Means(Estimated(design, args, estimator), String(args, "deff") is not null and not "false"),
            "ratio" => Ratio(design, args),
            "variance" => Variance(design, args),
            "by" => String(args, "fun") == "ciprop" ? ProportionsBy(design, args) : By(Domains.Estimate(design, Strings(args, "by"), d => Estimated(d, args, String(args, "fun")!))),
            "contrast" => Contrast(design, args),
            "ciprop" => Proportion(design, args),
            "quantile" => Quantile(design, args),
            "chisq" => ChiSquared(design, args),
            "glm" => Model(GeneralizedLinearModel.Of(design, String(args, "formula")!, FamilyOf(args), LinkOf(args))),
            "regTermTest" => TermTest(design, args),
            "ttest" => TTest(design, args),
            "adjusted_weights" => Weights(design),
            "degf" => new() { ["df"] = design.DegreesOfFreedom, ["sum_weights"] = design.WeightTotal, ["n"] = (double)design.Observations },
            "population_total" => PopulationTotal(design, args),
            "standardize" => Standardized(design, args),
            _ => throw new DataException($"estimator {estimator} is not known."),
        };
    }

    private static bool LeaveOut(JsonElement args) => Flag(args, "na_rm");

    private static Estimates Estimated(SurveyDesign design, JsonElement args, string function)
    {
        var against = String(args, "deff") switch
        {
            null or "false" => DesignEffectAgainst.None,
            "with_replacement_srs" or "replace" => DesignEffectAgainst.WithReplacement,
            _ => DesignEffectAgainst.WithoutReplacement,
        };
        return function switch
        {
            "mean" => Estimators.Mean(design, Strings(args, "vars"), LeaveOut(args), against),
            "total" => Estimators.Total(design, Strings(args, "vars"), LeaveOut(args), against),
            "ratio" => Estimators.Ratio(design, Strings(args, "numerator"), Strings(args, "denominator"), LeaveOut(args)),
            "variance" or "var" => Estimators.Variance(design, Strings(args, "vars"), LeaveOut(args)),
            _ => throw new DataException($"function {function} is not known."),
        };
    }

    private static double[][] Intervals(Estimates e, double level, double df) => [.. Enumerable.Range(0, e.Count).Select(i => Limits(e[i].Interval(level, df)))];

    private static double[] Limits(Interval interval) => [interval.Lower, interval.Upper];

    private static double[] StandardErrors(Estimates e) => [.. Enumerable.Range(0, e.Count).Select(e.StandardError)];

    private static double[][] Matrix(CovarianceMatrix m) => [.. Enumerable.Range(0, m.Size).Select(i => Enumerable.Range(0, m.Size).Select(j => m[i, j]).ToArray())];

    private static Dictionary<string, object?> Means(Estimates e, bool effect)
    {
        var result = new Dictionary<string, object?>
        {
            ["names"] = e.Names,
            ["estimate"] = e.Values,
            ["se"] = StandardErrors(e),
            ["vcov"] = Matrix(e.Covariance),
            ["ci_normal_95"] = Intervals(e, 0.95, double.PositiveInfinity),
            ["df"] = e.DegreesOfFreedom,
            ["ci_t_95"] = Intervals(e, 0.95, e.DegreesOfFreedom),
            ["ci_t_90"] = Intervals(e, 0.90, e.DegreesOfFreedom),
            ["cv"] = Enumerable.Range(0, e.Count).Select(i => e[i].CoefficientOfVariation).ToArray(),
        };
        if (effect) result["deff"] = Enumerable.Range(0, e.Count).Select(i => e.DesignEffect![i, i]).ToArray();
        return result;
    }

    private static object Single(IReadOnlyList<double> values) => values.Count == 1 ? values[0] : values;

    private static Dictionary<string, object?> Ratio(SurveyDesign design, JsonElement args)
    {
        var e = Estimated(design, args, "ratio");
        return new()
        {
            ["estimate"] = Single(e.Values),
            ["se"] = Single(StandardErrors(e)),
            ["df"] = e.DegreesOfFreedom,
            ["ci_normal_95"] = Intervals(e, 0.95, double.PositiveInfinity),
            ["ci_t_95"] = Intervals(e, 0.95, e.DegreesOfFreedom),
        };
    }

    private static Dictionary<string, object?> Variance(SurveyDesign design, JsonElement args)
    {
        var e = Estimated(design, args, "variance");
        return new() { ["estimate"] = Single(e.Values), ["se"] = Single(StandardErrors(e)), ["names"] = e.Names, ["vcov"] = Matrix(e.Covariance) };
    }

    private static Dictionary<string, object?> Groups(IReadOnlyList<string> by, IReadOnlyList<IReadOnlyList<string>> groups)
    {
        var levels = new Dictionary<string, object?>();
        for (var v = 0; v < by.Count; v++) levels[by[v]] = groups.Select(g => g[v]).ToArray();
        return levels;
    }

    private static Dictionary<string, object?> By(DomainEstimates domains)
    {
        var e = domains.Together;
        var perGroup = domains.ByGroup[0].Count;
        // The reference gives each group the standard error it has by itself.
        var errors = Enumerable.Range(0, perGroup).SelectMany(k => domains.ByGroup.Select(g => g.StandardError(k))).ToArray();
        return new()
        {
            ["groups"] = Groups(domains.GroupedBy, domains.Groups),
            ["names"] = e.Names,
            ["estimate"] = e.Values,
            ["se"] = errors,
            ["ci_t_95"] = e.Values.Select((v, i) => Limits(new Estimate("", v, errors[i], e.DegreesOfFreedom).Interval())).ToArray(),
            ["df"] = e.DegreesOfFreedom,
        };
    }

    private static Dictionary<string, object?> Contrast(SurveyDesign design, JsonElement args)
    {
        var domains = Domains.Estimate(design, Strings(args, "by"), d => Estimated(d, args, String(args, "fun")!));
        var coefficients = new double[domains.Together.Count];
        var wanted = args.GetProperty("contrast").EnumerateArray().Select(c => c.GetDouble()).ToArray();
        wanted.CopyTo(coefficients, 0);
        var contrast = domains.Together.Contrast(coefficients);
        return new() { ["estimate"] = contrast.Value, ["se"] = contrast.StandardError, ["covmat"] = Matrix(domains.Together.Covariance) };
    }

    private static Dictionary<string, object?> Proportion(SurveyDesign design, JsonElement args)
    {
        var e = ReferenceProportion.Of(design, String(args, "var")!, String(args, "method")!, Number(args, "level", 0.95));
        return new() { ["estimate"] = e.Value, ["se"] = e.StandardError, ["ci"] = new[] { e.LowerShown, e.UpperShown }, ["df"] = e.DegreesOfFreedom };
    }

    private static Dictionary<string, object?> ProportionsBy(SurveyDesign design, JsonElement args)
    {
        var by = Strings(args, "by");
        var domains = Domains.Of(design, by);
        var each = domains.Select(d => ReferenceProportion.Of(d.Design, String(args, "var")!, String(args, "method")!, Number(args, "level", 0.95))).ToArray();
        return new()
        {
            ["groups"] = Groups(by, [.. domains.Select(d => d.Levels)]),
            ["estimate"] = each.Select(e => e.Value).ToArray(),
            ["ci_l"] = each.Select(e => e.LowerShown).ToArray(),
            ["ci_u"] = each.Select(e => e.UpperShown).ToArray(),
            ["df"] = each.Select(e => e.DegreesOfFreedom).ToArray(),
        };
    }

    private static Dictionary<string, object?> Quantile(SurveyDesign design, JsonElement args)
    {
        var probabilities = args.GetProperty("probs").ValueKind == JsonValueKind.Array ? args.GetProperty("probs").EnumerateArray().Select(p => p.GetDouble()).ToArray() : [args.GetProperty("probs").GetDouble()];
        var variable = String(args, "var")!;
        var rule = String(args, "qrule") switch
        {
            null or "math" => QuantileRule.Math,
            "school" => QuantileRule.School,
            "shahvaish" => QuantileRule.ShahVaish,
            var numbered => Enum.Parse<QuantileRule>(numbered.Replace("hf", "Type", StringComparison.Ordinal)),
        };
        if (String(args, "ci") is null or "none" or "false") return new() { ["estimate"] = Quantiles.Of(design, variable, probabilities, rule, tiesInRowOrder: true) };
        var method = String(args, "ci") switch
        {
            "mean" => QuantileInterval.Mean,
            "beta" => QuantileInterval.Beta,
            "xlogit" => QuantileInterval.Xlogit,
            "asin" => QuantileInterval.Asin,
            "score" => QuantileInterval.Score,
            "quantile" => QuantileInterval.Replicates,
            var other => throw new DataException($"interval {other} is not known."),
        };
        var each = Quantiles.Of(design, variable, probabilities, rule, method, Number(args, "level", 0.95), tiesInRowOrder: true);
        return new()
        {
            ["columns"] = new[] { "quantile", "ci." + Percent(1 - Number(args, "level", 0.95), false), "ci." + Percent(1 - Number(args, "level", 0.95), true), "se" },
            ["rows"] = args.GetProperty("probs").ValueKind == JsonValueKind.Array ? args.GetProperty("probs").EnumerateArray().Select(Text).ToArray() : [Text(args.GetProperty("probs"))],
            ["values"] = each.Select(q => new[] { q.Value, q.Interval.Lower, q.Interval.Upper, q.StandardError }).ToArray(),
        };
    }

    private static string Percent(double alpha, bool upper) =>
        Math.Round(upper ? 100 - 100 * alpha / 2 : 100 * alpha / 2, 2).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, object?> ChiSquared(SurveyDesign design, JsonElement args)
    {
        var statistic = String(args, "statistic") switch
        {
            null or "F" => IndependenceStatistic.F,
            "Chisq" => IndependenceStatistic.ChiSquared,
            "Wald" => IndependenceStatistic.Wald,
            "adjWald" => IndependenceStatistic.AdjustedWald,
            "lincom" => IndependenceStatistic.LinearCombination,
            "saddlepoint" => IndependenceStatistic.Saddlepoint,
            var other => throw new DataException($"statistic {other} is not known."),
        };
        var test = IndependenceTest.Of(design, String(args, "rows")!, String(args, "cols")!, statistic);
        object parameter = statistic switch
        {
            IndependenceStatistic.ChiSquared => new Dictionary<string, object?> { ["df"] = test.Result.DegreesOfFreedom },
            IndependenceStatistic.LinearCombination or IndependenceStatistic.Saddlepoint => Array.Empty<double>(),
            _ => new Dictionary<string, object?> { ["ndf"] = test.Result.DegreesOfFreedom, ["ddf"] = test.Result.DenominatorDegreesOfFreedom },
        };
        var result = new Dictionary<string, object?> { ["statistic"] = test.Result.Statistic, ["parameter"] = parameter, ["p_value"] = test.Result.PValue, ["table"] = test.People };
        if (statistic is IndependenceStatistic.LinearCombination or IndependenceStatistic.Saddlepoint) result["p_value"] = SumOfChiSquared(design, args, test);
        return result;
    }

    // Two habits of the reference. Without a package that few installations have it gives the saddlepoint for the linear combination. And its
    // saddlepoint counts the denominator's degrees of freedom in whole copies, cut down, or one less where rounding left them just below a whole
    // number. Ours or either of these is accepted.
    private static AnyOf SumOfChiSquared(SurveyDesign design, JsonElement args, IndependenceResult test)
    {
        var saddlepoint = IndependenceTest.Of(design, String(args, "rows")!, String(args, "cols")!, IndependenceStatistic.Saddlepoint);
        var (x, df) = (saddlepoint.Result.Statistic, saddlepoint.Result.DenominatorDegreesOfFreedom);
        var values = new List<double> { test.Result.PValue, saddlepoint.Result.PValue };
        if (double.IsFinite(df))
        {
            values.Add(ChiSquaredSum.FUpper(x, [.. saddlepoint.DesignEffects], df, true, Math.Floor(df)));
            if (Math.Abs(df - Math.Round(df)) < 1e-9 * df) values.Add(ChiSquaredSum.FUpper(x, [.. saddlepoint.DesignEffects], df, true, Math.Round(df) - 1));
        }
        return new AnyOf([.. values]);
    }

    private static Family FamilyOf(JsonElement args) => String(args, "family") switch
    {
        "binomial" => Family.Binomial,
        "quasibinomial" => Family.QuasiBinomial,
        "poisson" => Family.Poisson,
        "quasipoisson" => Family.QuasiPoisson,
        null or "gaussian" => Family.Gaussian,
        var other => throw new DataException($"family {other} is not known."),
    };

    private static Link? LinkOf(JsonElement args) => String(args, "link") switch
    {
        null => null,
        "identity" => Link.Identity,
        "logit" => Link.Logit,
        "log" => Link.Log,
        var other => throw new DataException($"link {other} is not known."),
    };

    private static Dictionary<string, object?> Model(GeneralizedLinearModel model) => new()
    {
        ["names"] = model.Coefficients.Names,
        ["estimate"] = model.Coefficients.Values,
        ["se"] = StandardErrors(model.Coefficients),
        ["t"] = Enumerable.Range(0, model.Coefficients.Count).Select(model.T).ToArray(),
        ["p"] = Enumerable.Range(0, model.Coefficients.Count).Select(model.PValue).ToArray(),
        ["vcov"] = Matrix(model.Coefficients.Covariance),
        ["df_residual"] = model.ResidualDegreesOfFreedom,
        ["ci_95"] = Enumerable.Range(0, model.Coefficients.Count).Select(i => Limits(model.Interval(i))).ToArray(),
        ["design_df"] = model.Coefficients.DegreesOfFreedom,
        ["deviance"] = model.Deviance,
    };

    private static Dictionary<string, object?> TermTest(SurveyDesign design, JsonElement args)
    {
        if (String(args, "method") is not (null or "Wald")) throw new DataException($"method {String(args, "method")} is not offered; there is Wald.");
        var test = GeneralizedLinearModel.Of(design, String(args, "formula")!, FamilyOf(args), LinkOf(args)).WaldTest(String(args, "term")!);
        return new() { ["F"] = test.Statistic, ["df"] = test.DegreesOfFreedom, ["ddf"] = test.DenominatorDegreesOfFreedom, ["p"] = test.PValue };
    }

    private static Dictionary<string, object?> TTest(SurveyDesign design, JsonElement args)
    {
        var test = MeanTests.TTest(design, String(args, "formula")!);
        return new() { ["t"] = test.T, ["df"] = test.DegreesOfFreedom, ["p"] = test.PValue, ["estimate"] = test.Estimate, ["ci_95"] = Limits(test.Interval) };
    }

    private static Dictionary<string, object?> Weights(SurveyDesign design)
    {
        var weights = design.Weights.ToArray();
        return new()
        {
            ["sum"] = weights.Sum(),
            ["min"] = weights.Min(),
            ["max"] = weights.Max(),
            ["first10"] = weights.Take(10).ToArray(),
            ["sum_sq"] = weights.Sum(w => w * w),
        };
    }

    private static Dictionary<string, object?> PopulationTotal(SurveyDesign design, JsonElement args)
    {
        var proportion = ReferenceProportion.Method(String(args, "method")!) is var method ? Proportions.Estimate(design, String(args, "var")!, method, Number(args, "level", 0.95)) : null!;
        var total = Extrapolation.Of(proportion, new PopulationFigure(Number(args, "N", double.NaN), 0, "given", 0, null, null));
        return new() { ["proportion"] = proportion.Value, ["total"] = total.People, ["se_total"] = total.StandardError, ["ci"] = Limits(total.Interval) };
    }

    private static Dictionary<string, object?> Standardized(SurveyDesign design, JsonElement args)
    {
        var shares = args.GetProperty("population").EnumerateArray().Select(p => p.GetDouble()).ToArray();
        var over = Strings(args, "over");
        var standard = Standardisation.Standardize(design, String(args, "by")!, shares, over);
        string[] variables = [String(args, "var")!];
        return over.Count == 0 ? Means(Estimators.Mean(standard, variables, LeaveOut(args)), false)
            : By(Domains.Estimate(standard, over, d => Estimators.Mean(d, variables, LeaveOut(args))));
    }

    private static Dictionary<string, object?> Imputed(ReferenceCases cases, JsonElement given, SurveyData data, string imputations, JsonElement args, string estimator)
    {
        var column = data.Categorical(imputations);
        var sets = column.Levels.Select((_, l) => data.Take([.. Enumerable.Range(0, data.Rows).Where(i => column.Codes[i] == l)])).Select(d => CaseDesign.Of(cases, given, d)).ToArray();
        var combined = MultipleImputation.Combine([.. sets.Select(d => estimator switch
        {
            "mi_mean" => Estimators.Mean(d, Strings(args, "vars"), LeaveOut(args)),
            "mi_total" => Estimators.Total(d, Strings(args, "vars"), LeaveOut(args)),
            "mi_glm" => GeneralizedLinearModel.Of(d, String(args, "formula")!, FamilyOf(args), LinkOf(args)).Coefficients,
            _ => throw new DataException($"estimator {estimator} is not known for imputed data."),
        })]);
        return new()
        {
            ["names"] = combined.Names,
            ["estimate"] = combined.Values,
            ["se"] = Enumerable.Range(0, combined.Names.Count).Select(combined.Covariance.StandardError).ToArray(),
            ["df"] = combined.DegreesOfFreedom,
            ["vcov"] = Matrix(combined.Covariance),
            ["missinfo"] = combined.MissingInformation,
            ["ci_95"] = Enumerable.Range(0, combined.Names.Count).Select(i => Limits(combined[i].Interval())).ToArray(),
        };
    }
}
