namespace Sala.Statistics;

/// <summary>Scores that ranks are turned into.</summary>
public enum RankScore
{
    /// <summary>The rank itself: Wilcoxon for two groups, Kruskal and Wallis for more.</summary>
    Wilcoxon,

    /// <summary>Normal scores.</summary>
    VanDerWaerden,

    /// <summary>Above or below the median.</summary>
    Median,
}

/// <summary>Tests that groups have the same distribution, by estimated ranks in the population.</summary>
/// <remarks>Lumley and Scott (2013), Biometrika 100, 831-842. Ties have the middle rank of their weight; svyranktest of R averages the ranks in
/// the order of the rows, which agrees where tied rows weigh the same, but depends on the order of the rows otherwise.</remarks>
public static class RankTests
{
    /// <summary>Tests a response between groups.</summary>
    /// <param name="design">The design, or a domain of it; rows that lack a variable leave the domain.</param>
    /// <param name="response">A numeric variable.</param>
    /// <param name="group">A categorical variable.</param>
    /// <param name="score">How ranks are scored.</param>
    /// <returns>For two groups t and its degrees of freedom, for more chi-squared tested as F.</returns>
    /// <exception cref="EstimationException">There are fewer than two groups.</exception>
    public static TestResult Of(SurveyDesign design, string response, string group, RankScore score = RankScore.Wilcoxon)
    {
        var values = design.Data.Numeric(response).Array;
        var groups = design.Data.Categorical(group).Array;
        var complete = new bool[design.Rows];
        for (var i = 0; i < complete.Length; i++) complete[i] = !double.IsNaN(values[i]) && groups[i] >= 0;
        var domain = design.In(complete);
        var weights = domain.WeightArray;
        var scores = Scores(values, weights, score);
        var levels = Enumerable.Range(0, design.Rows).Where(i => weights[i] != 0).Select(i => groups[i]).Distinct().Order().ToArray();
        if (levels.Length < 2) throw new EstimationException(Messages.NotTwoGroups(group, levels.Length));
        var names = new List<string> { "(Intercept)" };
        var columns = new List<double[]> { Enumerable.Repeat(1.0, design.Rows).ToArray() };
        foreach (var level in levels.Skip(1))
        {
            names.Add(level.ToString(System.Globalization.CultureInfo.InvariantCulture));
            columns.Add([.. groups.Select(g => g == level ? 1.0 : 0)]);
        }
        // Scores are known functions of the sample; as in Lumley and Scott their own influence is of smaller order under the hypothesis.
        var statistic = new ScoreRegression(names, columns, scores);
        var estimates = domain.Evaluate(statistic);
        if (levels.Length == 2)
        {
            var t = estimates.Values[1] / estimates.StandardError(1);
            var df = domain.DegreesOfFreedom - 1;
            return new TestResult($"rank test ({score})", t, df, double.PositiveInfinity, Distributions.TTwoSided(t, df));
        }
        var indices = Enumerable.Range(1, levels.Length - 1).ToArray();
        var chi = Solving.QuadraticForm(estimates.Covariance.Part(indices).ToArray(), [.. indices.Select(i => estimates.Values[i])]);
        var (ndf, ddf) = (levels.Length - 1, domain.DegreesOfFreedom - (levels.Length - 1));
        return new TestResult($"rank test ({score})", chi, ndf, ddf, Distributions.FUpper(chi / ndf, ndf, ddf));
    }

    private static double[] Scores(double[] values, double[] weights, RankScore score)
    {
        var rows = Enumerable.Range(0, values.Length).Where(i => weights[i] != 0).ToArray();
        var distinct = rows.Select(i => values[i]).Distinct().Order().ToArray();
        var groups = new int[values.Length];
        Array.Fill(groups, -1);
        foreach (var i in rows) groups[i] = Array.BinarySearch(distinct, values[i]);
        var weight = ReproducibleSum.ByGroup(weights, groups, distinct.Length);
        var people = ReproducibleSum.Of(weights);
        var ranks = new double[distinct.Length];
        double below = 0;
        for (var d = 0; d < ranks.Length; d++)
        {
            ranks[d] = below + weight[d] / 2;
            below += weight[d];
        }
        return [.. groups.Select(g => g < 0 ? 0 : score switch
        {
            RankScore.Wilcoxon => ranks[g] / people,
            RankScore.VanDerWaerden => Distributions.NormalQuantile(ranks[g] / people),
            _ => ranks[g] > people / 2 ? 1 : 0,
        })];
    }

    /// <summary>The regression of scores on groups; replicates keep the scores of the whole sample.</summary>
    private sealed class ScoreRegression(IReadOnlyList<string> names, IReadOnlyList<double[]> columns, double[] scores) : Statistic
    {
        public override IReadOnlyList<string> Names => names;

        public override double[] Value(ReadOnlySpan<double> weights)
        {
            weightsOfSample ??= weights.ToArray();
            var inverse = Solving.Inverse(Solving.CrossProducts(columns, weights), out _) ?? throw new EstimationException(Messages.EmptyDomain());
            var w = weights.ToArray();
            return Solving.Times(inverse, [.. columns.Select(c => ReproducibleSum.Of([.. w.Select((v, i) => v == 0 ? 0 : v * c[i] * scores[i])]))]);
        }

        // The score test's variance in a replicate design is that of the total of the influence values, as in R.
        public override double[] Replicate(ReadOnlySpan<double> weights, double[] value)
        {
            influence ??= Influence(weightsOfSample!, value);
            var w = weights.ToArray();
            return [.. influence.Select((u, k) => value[k] + ReproducibleSum.Of([.. w.Select((v, i) => v == 0 ? 0 : v * u[i])]))];
        }

        public override double[][] Influence(ReadOnlySpan<double> weights, double[] value)
        {
            var inverse = Solving.Inverse(Solving.CrossProducts(columns, weights), out _)!;
            var result = columns.Select(_ => new double[scores.Length]).ToArray();
            for (var i = 0; i < scores.Length; i++)
            {
                double fitted = 0;
                for (var k = 0; k < value.Length; k++) fitted += value[k] * columns[k][i];
                for (var k = 0; k < result.Length; k++)
                {
                    double sum = 0;
                    for (var j = 0; j < result.Length; j++) sum += inverse[k, j] * columns[j][i];
                    result[k][i] = sum * (scores[i] - fitted);
                }
            }
            return result;
        }

        private double[][]? influence;
        private double[]? weightsOfSample;
    }
}
