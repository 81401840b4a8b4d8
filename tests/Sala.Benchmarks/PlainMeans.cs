using System.Globalization;
using Sala.Statistics;

namespace Sala.Benchmarks;

/// <summary>The same means by other ways, to check the one pass against: line by line with plain sums, or by the general estimators over all rows.</summary>
internal static class PlainMeans
{
    /// <summary>Means and linearised standard errors of some cells, by the textbook.</summary>
    public static Dictionary<(string, string), (double Mean, double Error)> Of(string file, IReadOnlyList<(string Domain, string Indicator)> cells)
    {
        var sums = cells.Select(_ => new Dictionary<string, (string Stratum, double Weight, double Sum)>()).ToArray();
        var psus = new Dictionary<string, string>();
        string[]? names = null;
        int[] columns = [];
        foreach (var line in File.ReadLines(file))
        {
            var row = line.Split(',');
            if (names is null)
            {
                names = row;
                columns = [.. cells.Select(c => Array.IndexOf(names, c.Indicator))];
                continue;
            }
            psus[row[2]] = row[1];
            var weight = double.Parse(row[3], CultureInfo.InvariantCulture);
            var domain = row[4] + row[5] + row[6];
            for (var c = 0; c < cells.Count; c++)
            {
                if (cells[c].Domain != "ALL" && cells[c].Domain != domain) continue;
                var before = sums[c].GetValueOrDefault(row[2], (row[1], 0, 0));
                sums[c][row[2]] = (row[1], before.Weight + weight, before.Sum + (row[columns[c]] == "1" ? weight : 0));
            }
        }
        var results = new Dictionary<(string, string), (double, double)>();
        for (var c = 0; c < cells.Count; c++)
        {
            var people = sums[c].Values.Sum(s => s.Weight);
            var mean = sums[c].Values.Sum(s => s.Sum) / people;
            var variance = 0.0;
            foreach (var stratum in psus.GroupBy(p => p.Value))
            {
                var totals = stratum.Select(p => sums[c].TryGetValue(p.Key, out var s) ? (s.Sum - mean * s.Weight) / people : 0).ToArray();
                var average = totals.Average();
                variance += totals.Sum(t => (t - average) * (t - average)) * totals.Length / (totals.Length - 1.0);
            }
            results[cells[c]] = (mean, Math.Sqrt(variance));
        }
        return results;
    }

    /// <summary>The largest relative difference from the general replicate design over all rows, and how many cells were compared.</summary>
    public static (double Worst, int Cells) ByReplicates(string file, string mode, int replicates, int seed, Dictionary<(string Domain, string Indicator), (double Mean, double Error)> ours)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        var rows = lines.Skip(1).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var data = new SurveyData(names.Select((n, c) => new NumericColumn(n, [.. rows.Select(r => r[c])])));
        var design = SurveyDesign.Of(data, new DesignSpecification { Ids = ["psu"], Strata = ["stratum"], Weights = "w" });
        var type = mode == "jkn" ? ReplicationType.Jkn : ReplicationType.Subbootstrap;
        var replicated = Replication.Of(design, type, replicates, seed: seed);
        var (worst, count) = (0.0, 0);
        var indicators = StatisticsBenchmark.Plan.Indicators.Where((_, i) => i % 5 == 0).ToArray();
        var parts = Domains.Of(replicated, StatisticsBenchmark.Plan.Domains).Select(d => (string.Concat(d.Levels), d.Design)).Prepend(("ALL", (SurveyDesign)replicated));
        foreach (var (domain, part) in parts)
        {
            var means = Estimators.Mean(part, indicators);
            for (var i = 0; i < indicators.Length; i++, count++)
            {
                var (mean, error) = ours[(domain, indicators[i])];
                worst = Math.Max(worst, Math.Max(Math.Abs(mean - means.Values[i]) / means.Values[i], Math.Abs(error - means.StandardError(i)) / means.StandardError(i)));
            }
        }
        return (worst, count);
    }
}
