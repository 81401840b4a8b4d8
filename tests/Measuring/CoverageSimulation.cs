using Sala.Statistics;

namespace Sala.Measuring;

/// <summary>What a method did over many samples.</summary>
/// <param name="Method">The method.</param>
/// <param name="Truth">The proportion in the population.</param>
/// <param name="Covers">Part of the intervals that hold it.</param>
/// <param name="TruthBelow">Part of the intervals that lie above it.</param>
/// <param name="TruthAbove">Part of the intervals that lie below it.</param>
/// <param name="Width">Mean width.</param>
/// <param name="WithoutEvents">Samples in which nobody said yes.</param>
internal sealed record Coverage(ProportionMethod Method, double Truth, double Covers, double TruthBelow, double TruthAbove, double Width, int WithoutEvents);

/// <summary>Samples of clusters from a made-up population of 100,000, and how often intervals for a proportion hold the truth.</summary>
internal static class CoverageSimulation
{
    private const int Strata = 10, ClustersAStratum = 100, SampledClusters = 4, Asked = 15;
    private const double Correlation = 0.05;

    /// <summary>Proportions aimed at.</summary>
    public static readonly double[] Proportions = [0.02, 0.10, 0.50];

    /// <summary>The population and the samples, in words.</summary>
    public const string Description =
        "population of 100,000 in 10 strata of 100 clusters of 40 to 160 people; within clusters the answers are alike (intraclass correlation 0.05); " +
        "each sample: 4 clusters a stratum, 15 people a cluster, both at random without replacement; weights are the inverse chances";

    /// <summary>Draws the samples and tries all methods on each.</summary>
    public static IReadOnlyList<Coverage> Run(int samples, int seed, int? threads = null)
    {
        var (clusters, answers) = Population(new Random(seed));
        var truths = Proportions.Select((_, q) => answers.SelectMany(s => s).SelectMany(c => c[q]).Average(a => (double)a)).ToArray();
        var methods = Enum.GetValues<ProportionMethod>();
        var tallies = new Tally[Proportions.Length, methods.Length];
        for (var q = 0; q < Proportions.Length; q++) for (var m = 0; m < methods.Length; m++) tallies[q, m] = new Tally();
        Parallel.For(0, samples, new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount }, sample =>
        {
            var design = Sample(clusters, answers, new Random(unchecked(seed * 31 + sample * 7919 + 1)));
            for (var q = 0; q < Proportions.Length; q++)
                for (var m = 0; m < methods.Length; m++)
                    tallies[q, m].Add(Sala.Statistics.Proportions.Estimate(design, "y" + q, methods[m]), truths[q]);
        });
        return [.. Enumerable.Range(0, Proportions.Length).SelectMany(q => methods.Select((method, m) => tallies[q, m].Result(method, truths[q], samples)))];
    }

    // Cluster rates are beta, so that two people of a cluster agree with the correlation wanted.
    private static (int[][] Sizes, byte[][][][] Answers) Population(Random random)
    {
        var sizes = new int[Strata][];
        var answers = new byte[Strata][][][];
        for (var h = 0; h < Strata; h++)
        {
            sizes[h] = new int[ClustersAStratum];
            answers[h] = new byte[ClustersAStratum][][];
            for (var c = 0; c < ClustersAStratum; c++)
            {
                // Pairs of sizes add up to 200: the population has 100,000 people.
                sizes[h][c] = c % 2 == 0 ? random.Next(40, 161) : 200 - sizes[h][c - 1];
                answers[h][c] = new byte[Proportions.Length][];
                for (var q = 0; q < Proportions.Length; q++)
                {
                    // Strata differ by a fifth up and down.
                    var p = Proportions[q] * (1 + 0.2 * (2.0 * h / (Strata - 1) - 1));
                    var spread = 1 / Correlation - 1;
                    var rate = Beta(random, p * spread, (1 - p) * spread);
                    answers[h][c][q] = [.. Enumerable.Range(0, sizes[h][c]).Select(_ => random.NextDouble() < rate ? (byte)1 : (byte)0)];
                }
            }
        }
        for (var q = 0; q < Proportions.Length; q++) MakeExact(answers, q, random);
        return (sizes, answers);
    }

    // A few answers are turned until the proportion is the one aimed at.
    private static void MakeExact(byte[][][][] answers, int q, Random random)
    {
        var people = answers.Sum(s => s.Sum(c => c[q].Length));
        var excess = answers.Sum(s => s.Sum(c => c[q].Sum(a => (int)a))) - (int)Math.Round(Proportions[q] * people);
        while (excess != 0)
        {
            var cluster = answers[random.Next(Strata)][random.Next(ClustersAStratum)][q];
            ref var answer = ref cluster[random.Next(cluster.Length)];
            if (answer != (excess > 0 ? 1 : 0)) continue;
            answer ^= 1;
            excess -= Math.Sign(excess);
        }
    }

    private static LinearizedDesign Sample(int[][] sizes, byte[][][][] answers, Random random)
    {
        var rows = Strata * SampledClusters * Asked;
        double[] stratum = new double[rows], cluster = new double[rows], weight = new double[rows];
        var y = Proportions.Select(_ => new double[rows]).ToArray();
        var row = 0;
        for (var h = 0; h < Strata; h++)
            foreach (var c in Drawn(ClustersAStratum, SampledClusters, random))
                foreach (var person in Drawn(sizes[h][c], Asked, random))
                {
                    stratum[row] = h;
                    cluster[row] = h * ClustersAStratum + c;
                    weight[row] = (double)ClustersAStratum / SampledClusters * sizes[h][c] / Asked;
                    for (var q = 0; q < y.Length; q++) y[q][row] = answers[h][c][q][person];
                    row++;
                }
        var data = new SurveyData([new NumericColumn("stratum", stratum), new NumericColumn("cluster", cluster), new NumericColumn("weight", weight),
            .. y.Select((values, q) => new NumericColumn("y" + q, values))]);
        return SurveyDesign.Of(data, new DesignSpecification { Ids = ["cluster"], Strata = ["stratum"], Weights = "weight" });
    }

    private static int[] Drawn(int of, int count, Random random)
    {
        var all = Enumerable.Range(0, of).ToArray();
        for (var i = 0; i < count; i++)
        {
            var j = random.Next(i, of);
            (all[i], all[j]) = (all[j], all[i]);
        }
        return all[..count];
    }

    // Gamma by Marsaglia and Tsang (2000), ACM TOMS 26, 363-372.
    private static double Beta(Random random, double a, double b)
    {
        var (x, y) = (Gamma(random, a), Gamma(random, b));
        return x + y == 0 ? a / (a + b) : x / (x + y);
    }

    private static double Gamma(Random random, double shape)
    {
        if (shape < 1) return Gamma(random, shape + 1) * Math.Pow(random.NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + c * z, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * z * z + d - d * v + d * Math.Log(v)) return d * v;
        }
    }

    private sealed class Tally
    {
        private readonly Lock gate = new();
        private int covers, below, above, without;
        private decimal width;

        public void Add(ProportionEstimate estimate, double truth)
        {
            var (lower, upper) = (estimate.Interval.Lower, estimate.Interval.Upper);
            lock (gate)
            {
                if (truth < lower) below++;
                else if (truth > upper) above++;
                else covers++;
                // Decimals add up to the same whatever the order of the threads.
                width += Math.Round((decimal)(upper - lower), 12);
                if (estimate.Events == 0) without++;
            }
        }

        public Coverage Result(ProportionMethod method, double truth, int samples) =>
            new(method, truth, (double)covers / samples, (double)below / samples, (double)above / samples, (double)width / samples, without);
    }
}
