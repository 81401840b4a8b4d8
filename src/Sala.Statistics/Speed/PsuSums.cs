using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sala.Statistics;

/// <summary>A mean of one indicator in one domain, from sums by PSU.</summary>
/// <param name="Domain">Its levels, in the order of the plan's variables; empty for the whole.</param>
/// <param name="Indicator">The column.</param>
/// <param name="Mean">Weighted mean; NaN where nobody answered.</param>
/// <param name="StandardError">Its standard error.</param>
public readonly record struct DomainMean(IReadOnlyList<string> Domain, string Indicator, double Mean, double StandardError);

/// <summary>A row that a SQL engine gives for a <see cref="GroupQuery"/>.</summary>
/// <param name="Keys">Stratum if the plan has one, PSU, domains, calibration cells, as texts.</param>
/// <param name="Count">Rows of the table in it.</param>
/// <param name="Parts">Sums in whole numbers, each as its upper and its lower part: of the weight, then for each indicator of weight times value and of
/// the weight where the value is missing.</param>
public readonly record struct SummedGroup(IReadOnlyList<string> Keys, long Count, IReadOnlyList<Int128> Parts);

/// <summary>
/// Sums of weights and of weighted values by PSU, domain and calibration cell: all that means with Taylor or PSU-level replicate variances need of
/// the rows. They are made in one pass over a file, or by a SQL engine, and are small.
/// </summary>
/// <remarks>The sums are exact, and PSUs are taken in the order of their names: the order of rows and the number of threads change no bit.</remarks>
public sealed class PsuSums
{
    private readonly string[] strata;
    private readonly int[] stratumOfPsu;
    private readonly int[] sampled;
    private readonly string[][] domains;
    private readonly string[][] cells;
    // For each PSU its groups: domain, cell, weight, sums, missing weights.
    private readonly Group[][] groups;

    internal sealed record Group(int Domain, int Cell, double Weight, double[] Sums, double[]? Missing);

    private PsuSums(OnePassPlan plan, string[] strata, int[] stratumOfPsu, string[][] domains, string[][] cells, Group[][] groups, long rows)
    {
        Plan = plan;
        this.strata = strata;
        this.stratumOfPsu = stratumOfPsu;
        this.domains = domains;
        this.cells = cells;
        this.groups = groups;
        Rows = rows;
        sampled = new int[strata.Length];
        foreach (var h in stratumOfPsu) sampled[h]++;
    }

    /// <summary>What was gathered.</summary>
    public OnePassPlan Plan { get; }

    /// <summary>Rows read.</summary>
    public long Rows { get; }

    /// <summary>Number of PSUs.</summary>
    public int Psus => stratumOfPsu.Length;

    /// <summary>Number of strata.</summary>
    public int Strata => strata.Length;

    /// <summary>The domains that occur, in the order of their levels.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Domains => domains;

    /// <summary>Gathers the sums from a CSV file in one pass.</summary>
    /// <exception cref="DataException">A column is missing, a cell is no number, a PSU lies in two strata, the text is no UTF-8, or the number
    /// of rows is another than announced; the message names row and column.</exception>
    public static PsuSums ReadCsv(string path, OnePassPlan plan) => new CsvPass(path, plan).Run();

    /// <summary>The names in the heading of a CSV file, once it is known that those of the plan are among them.</summary>
    /// <exception cref="DataException">A column is missing or named for two things, or the heading is no UTF-8.</exception>
    public static IReadOnlyList<string> HeadingOfCsv(string path, OnePassPlan plan) => new CsvPass(path, plan).Names;

    /// <summary>Puts together sums that a SQL engine made by a <see cref="GroupQuery"/>. They are whole numbers, so that they are the same bits as those of
    /// the pass over a file.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="groups">One for each row of the result.</param>
    /// <exception cref="DataException">A PSU lies in two strata, there is no row, another number of rows was announced, or a sum is too large.</exception>
    public static PsuSums OfGroups(OnePassPlan plan, IEnumerable<SummedGroup> groups)
    {
        var merge = new SumMerge(plan);
        foreach (var (keys, count, parts) in groups)
        {
            double Sum(int at) => ExactCell.ToDouble(ExactCell.Of(parts[at], parts[at + 1]));
            var k = plan.Indicators.Count;
            var missing = Enumerable.Range(0, k).Select(i => Sum(4 * i + 4)).ToArray();
            merge.Add(keys, count, Sum(0), [.. Enumerable.Range(0, k).Select(i => Sum(4 * i + 2))], Array.TrueForAll(missing, m => m == 0) ? null : missing);
        }
        return merge.Finish();
    }

    internal static PsuSums Of(OnePassPlan plan, string[] strata, int[] stratumOfPsu, string[][] domains, string[][] cells, Group[][] groups, long rows) =>
        new(plan, strata, stratumOfPsu, domains, cells, groups, rows);

    /// <summary>Means with linearised standard errors: first the whole, then each domain, indicators running fastest.</summary>
    /// <param name="rule">For strata with one PSU.</param>
    /// <exception cref="LonelyPsuException">A stratum has one PSU and the rule is to fail.</exception>
    /// <remarks>The same numbers as <see cref="Estimators.Mean(SurveyDesign, IReadOnlyList{string}, bool, DesignEffectAgainst)"/>.</remarks>
    public IReadOnlyList<DomainMean> Means(LonelyPsu rule = LonelyPsu.Fail)
    {
        if (rule == LonelyPsu.Fail)
            for (var h = 0; h < strata.Length; h++) if (sampled[h] == 1) throw new LonelyPsuException(strata[h], 1);
        var totals = Totals(null, null);
        var results = new DomainMean[(domains.Length + 1) * Plan.Indicators.Count];
        Parallel.For(0, domains.Length + 1, new ParallelOptions { MaxDegreeOfParallelism = Plan.Threads }, d =>
        {
            var k = Plan.Indicators.Count;
            var (sums, weights) = OfDomain(d - 1);
            var deviations = new double[Psus];
            for (var i = 0; i < k; i++)
            {
                var total = totals.Weights[d * k + i];
                var mean = totals.Sums[d * k + i] / total;
                for (var p = 0; p < Psus; p++) deviations[p] = (sums[p * k + i] - mean * weights[p * k + i]) / total;
                results[d * k + i] = new DomainMean(d == 0 ? [] : domains[d - 1], Plan.Indicators[i], mean, Math.Sqrt(Between(deviations, rule)));
            }
        });
        return results;
    }

    /// <summary>Means with standard errors from replicates of PSUs.</summary>
    /// <param name="type">Jkn, Jk1, Bootstrap or Subbootstrap.</param>
    /// <param name="replicates">Number of bootstrap replicates.</param>
    /// <param name="seed">Of the bootstraps' drawing.</param>
    /// <param name="mse">Whether spread is measured from the estimate of the whole sample.</param>
    /// <param name="adjustment">What the weights of the sample, and of each replicate, are adjusted to by the calibration cells; null for nothing.</param>
    /// <exception cref="DesignException">The type is not offered here, or a stratum has one PSU.</exception>
    /// <exception cref="CalibrationException">A cell is missing in the sample or in the population, or no weights reach what is known.</exception>
    public IReadOnlyList<DomainMean> ReplicateMeans(ReplicationType type, int replicates = 200, int seed = 1, bool mse = false, CellAdjustment? adjustment = null) =>
        PsuReplicates.Means(this, type, replicates, seed, mse, adjustment);

    internal int DomainCount => domains.Length;

    internal Group[][] Groups => groups;

    internal string[] StratumNames => strata;

    internal int[] StratumOfPsu => stratumOfPsu;

    internal string[][] Cells => cells;

    // Sums and weights for each domain (0 is the whole) and indicator, with a factor for each PSU and each calibration cell.
    internal (double[] Sums, double[] Weights) Totals(double[]? factors, double[]? cellFactors)
    {
        var k = Plan.Indicators.Count;
        var sums = new double[(domains.Length + 1) * k];
        var weights = new double[(domains.Length + 1) * k];
        for (var p = 0; p < Psus; p++)
        {
            var factor = factors?[p] ?? 1;
            if (factor == 0) continue;
            foreach (var group in groups[p])
            {
                var f = cellFactors is null ? factor : factor * cellFactors[group.Cell];
                AddScaled(sums.AsSpan((group.Domain + 1) * k, k), group.Sums, f);
                if (group.Missing is null) AddConstant(weights.AsSpan((group.Domain + 1) * k, k), f * group.Weight);
                else for (var i = 0; i < k; i++) weights[(group.Domain + 1) * k + i] += f * (group.Weight - group.Missing[i]);
            }
        }
        for (var d = 1; d <= domains.Length; d++)
        {
            AddScaled(sums.AsSpan(0, k), sums.AsSpan(d * k, k), 1);
            AddScaled(weights.AsSpan(0, k), weights.AsSpan(d * k, k), 1);
        }
        return (sums, weights);
    }

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        var i = 0;
        var factors = Vector256.Create(factor);
        for (; i + 4 <= to.Length; i += 4)
            (Vector256.LoadUnsafe(ref to[i]) + Vector256.LoadUnsafe(ref Unsafe.AsRef(in from[i])) * factors).StoreUnsafe(ref to[i]);
        for (; i < to.Length; i++) to[i] += from[i] * factor;
    }

    private static void AddConstant(Span<double> to, double value)
    {
        for (var i = 0; i < to.Length; i++) to[i] += value;
    }

    private (double[] Sums, double[] Weights) OfDomain(int domain)
    {
        var k = Plan.Indicators.Count;
        var sums = new double[Psus * k];
        var weights = new double[Psus * k];
        for (var p = 0; p < Psus; p++)
            foreach (var group in groups[p])
            {
                if (domain >= 0 && group.Domain != domain) continue;
                for (var i = 0; i < k; i++)
                {
                    sums[p * k + i] += group.Sums[i];
                    weights[p * k + i] += group.Weight - (group.Missing?[i] ?? 0);
                }
            }
        return (sums, weights);
    }

    private double Between(double[] deviations, LonelyPsu rule)
    {
        var means = new double[strata.Length];
        for (var p = 0; p < deviations.Length; p++) means[stratumOfPsu[p]] += deviations[p];
        double all = 0;
        foreach (var m in means) all += m;
        var (known, met) = (0, strata.Length);
        double variance = 0;
        for (var h = 0; h < means.Length; h++)
        {
            if (sampled[h] > 1 || rule != LonelyPsu.Average) known++;
            means[h] /= sampled[h];
        }
        for (var p = 0; p < deviations.Length; p++)
        {
            var h = stratumOfPsu[p];
            var n = sampled[h];
            if (n == 1 && rule != LonelyPsu.Adjust) continue;
            var deviation = deviations[p] - (n == 1 ? all / deviations.Length : means[h]);
            variance += deviation * deviation * (n == 1 ? 1 : n / (n - 1.0));
        }
        return variance * met / known;
    }
}
