using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Places of proportions by their size, with how sure the order is.</summary>
/// <remarks>The estimates are taken as jointly normal with the covariance of the design; 20,000 draws with a fixed seed give the interval of each place
/// and the probability that the first places are what they seem. Goldstein and Spiegelhalter (1996), J. R. Stat. Soc. A 159, 385-443, section 4.</remarks>
internal static class Rankings
{
    private const int Draws = 20_000;

    public static IEnumerable<EstimateRow> Of(Ranking ranking, Estimation estimation)
    {
        var estimates = estimation.Together(ranking.Of, ranking.Place);
        var values = Enumerable.Range(0, ranking.Of.Count).Select(i => estimates.Values[i]).ToArray();
        var order = Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).ThenBy(i => i).ToArray();
        var root = Root(values.Length, (a, b) => estimates.Covariance[a, b]);
        var (places, holds) = Drawn(values, root, order, ranking.Places);
        for (var i = 0; i < values.Length; i++)
        {
            if (ranking.Figures.FirstOrDefault(f => f.Value == ranking.Of[i]).Key is not { } figure) continue;
            var indicator = estimation.IndicatorOf(ranking.Of[i]);
            var share = estimation.Overall(ranking.Of[i]);
            Array.Sort(places[i]);
            var (from, to) = (places[i][Draws / 40], places[i][Draws - 1 - Draws / 40]);
            yield return share with
            {
                Indicator = ranking.Id,
                Figure = figure,
                Kind = NumberKind.Rank,
                Label = indicator.Label,
                Domain = "",
                Level = ranking.Of[i],
                Value = Array.IndexOf(order, i) + 1,
                StandardError = double.NaN,
                Low = from,
                High = to,
                Interval = "draws",
                DesignEffect = double.NaN,
                EffectiveRows = double.NaN,
                Warnings = default,
                P = holds,
                Statement = null,
                Notes = from == to ? [] : [new($"Places {from} to {to} are within the uncertainty.", $"ลำดับที่ {from} ถึง {to} อยู่ในช่วงความไม่แน่นอน")],
            };
        }
    }

    private static (int[][] Places, double Holds) Drawn(double[] values, double[][] root, int[] order, int first)
    {
        var random = new Random(20_220_221);
        var places = values.Select(_ => new int[Draws]).ToArray();
        var (kept, normal, drawn) = (0, new double[values.Length], new double[values.Length]);
        for (var d = 0; d < Draws; d++)
        {
            for (var i = 0; i < normal.Length; i++) normal[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = values[i];
                for (var j = 0; j <= i; j++) drawn[i] += root[i][j] * normal[j];
            }
            var now = Enumerable.Range(0, drawn.Length).OrderByDescending(i => drawn[i]).ToArray();
            for (var place = 0; place < now.Length; place++) places[now[place]][d] = place + 1;
            if (now.Take(first).SequenceEqual(order.Take(first))) kept++;
        }
        return (places, (double)kept / Draws);
    }

    // Cholesky; a direction without variance stays at zero.
    private static double[][] Root(int n, Func<int, int, double> covariance)
    {
        var root = Enumerable.Range(0, n).Select(_ => new double[n]).ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = covariance(i, j);
                for (var k = 0; k < j; k++) sum -= root[i][k] * root[j][k];
                root[i][j] = i == j ? Math.Sqrt(Math.Max(sum, 0)) : root[j][j] > 1e-14 ? sum / root[j][j] : 0;
            }
        }
        return root;
    }
}
