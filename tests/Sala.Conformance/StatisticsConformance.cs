using System.Globalization;
using System.Text.Json;
using Sala.Conformance.Statistics;
using Sala.Statistics;

namespace Sala.Conformance;

/// <summary>Holds the survey estimates of Sala.Statistics against those of a reference, case by case.</summary>
public static class StatisticsConformance
{
    private const double ClosedForm = 1e-9;
    private const double Iterative = 1e-5;

    /// <summary>Runs a folder that holds <c>cases.json</c> and its data sets.</summary>
    public static int Run(string folder, TextWriter output)
    {
        if (!File.Exists(Path.Combine(folder, "cases.json")))
        {
            output.WriteLine($"There is no cases.json in {folder}. Nothing was run.");
            return 64;
        }
        var cases = ReferenceCases.Read(folder);
        output.WriteLine($"reference: {cases.Generator}");
        int passed = 0, failed = 0;
        var worst = new SortedDictionary<string, (int Cases, int Failed, double Closed, double Iterative)>(StringComparer.Ordinal);
        foreach (var one in cases.Cases)
        {
            var id = one.GetProperty("id").GetString()!;
            var estimator = one.GetProperty("estimator").GetString()!;
            var tolerance = IsIterative(one) ? Iterative : ClosedForm;
            var (differences, difference) = Held(cases, one, tolerance);
            if (differences.Count == 0) passed++;
            else
            {
                failed++;
                output.WriteLine($"FAILED {id}: {string.Join("; ", differences.Take(4))}{(differences.Count > 4 ? $"; and {differences.Count - 4} more" : "")}");
            }
            var sum = worst.GetValueOrDefault(estimator);
            worst[estimator] = (sum.Cases + 1, sum.Failed + (differences.Count > 0 ? 1 : 0),
                Math.Max(sum.Closed, tolerance == ClosedForm ? difference : 0), Math.Max(sum.Iterative, tolerance == Iterative ? difference : 0));
        }
        output.WriteLine($"{"estimator",-18}{"cases",7}{"failed",8}  largest relative difference: closed form, iterative");
        foreach (var (estimator, sum) in worst)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{estimator,-18}{sum.Cases,7}{sum.Failed,8}  {sum.Closed:0.0e+0}, {sum.Iterative:0.0e+0}"));
        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static (IReadOnlyList<string> Differences, double Worst) Held(ReferenceCases cases, JsonElement one, double tolerance)
    {
        var expected = one.GetProperty("expected");
        var mustFail = ReferenceCases.Flag(expected, "error");
        try
        {
            var actual = CaseEstimator.Run(cases, one);
            if (mustFail) return (["the reference refuses this, here it gave a result"], 0);
            var comparison = new Comparison(tolerance);
            comparison.Hold("", expected, actual);
            return (comparison.Differences, comparison.Worst);
        }
        catch (Exception refusal) when (refusal is DataException or ArgumentException)
        {
            return mustFail ? ([], 0) : ([$"refused: {refusal.Message}"], 0);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return ([$"{fault.GetType().Name}: {fault.Message}"], 0);
        }
    }

    // What is found by steps that end at a tolerance, in the reference or here.
    private static bool IsIterative(JsonElement one)
    {
        var args = one.TryGetProperty("args", out var a) ? a : default;
        var design = one.GetProperty("design");
        if (design.TryGetProperty("adjust", out var adjust) && adjust.ValueKind == JsonValueKind.Array)
            foreach (var step in adjust.EnumerateArray())
            {
                var kind = ReferenceCases.String(step, "kind");
                if (kind == "rake") return true;
                if (kind == "calibrate" && (ReferenceCases.String(step, "calfun") is not (null or "linear") || ReferenceCases.String(step, "bounds") is not null)) return true;
            }
        return ReferenceCases.String(one, "estimator") switch
        {
            "glm" or "regTermTest" or "mi_glm" => true,
            "population_total" => ReferenceCases.String(args, "method") is "logit" or "likelihood",
            "ciprop" or "by" => ReferenceCases.String(args, "method") is "logit" or "likelihood",
            "chisq" => ReferenceCases.String(args, "statistic") is "lincom" or "saddlepoint",
            "quantile" => ReferenceCases.String(args, "ci") is "score" or "quantile",
            _ => false,
        };
    }
}
