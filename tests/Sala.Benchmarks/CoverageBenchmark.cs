using System.Globalization;
using Sala.Measuring;
using Sala.Statistics;

namespace Sala.Benchmarks;

/// <summary>How often intervals for a proportion hold the truth, over many samples from a population that is known.</summary>
internal static class CoverageBenchmark
{
    public static int Run(Options options)
    {
        var (samples, seed) = (options.Number("samples", 20_000), options.Number("seed", 20261124));
        Console.WriteLine($"seed {seed}, {samples} samples");
        Console.WriteLine(CoverageSimulation.Description);
        var results = CoverageSimulation.Run(samples, seed);
        Console.WriteLine();
        Console.WriteLine("| method | truth | covers % | truth below % | truth above % | mean width, points | samples without a yes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var r in results)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {r.Method} | {100 * r.Truth:0.00} % | {100 * r.Covers:0.00} | {100 * r.TruthBelow:0.00} | {100 * r.TruthAbove:0.00} | {100 * r.Width:0.00} | {r.WithoutEvents} |"));
        var broken = results.Where(r => r.Method == Proportions.DefaultMethod && r.Covers < 0.94).ToArray();
        foreach (var r in results.Where(r => r.Method == Proportions.DefaultMethod && r.Covers > 0.965))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the default is conservative at {100 * r.Truth:0.0} %: {100 * r.Covers:0.00} % of its intervals hold the truth"));
        Console.WriteLine(broken.Length == 0 ? "the default interval covers at least 94 % everywhere" : $"the default interval covers less than 94 % in {broken.Length} cases");
        return broken.Length == 0 ? 0 : 1;
    }
}
