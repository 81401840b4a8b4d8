namespace Sala.Statistics;

/// <summary>Weights brought to the known cells of several tables by turns. The rows are people, or calibration cells with the weights of all in them.</summary>
internal sealed class RakedWeights
{
    private readonly int[][] cells;
    private readonly double[][] people;
    private readonly int[] joint;
    private readonly int jointCount;
    private readonly double wanted;
    private readonly int rounds;
    private int? roundsOfSample;

    public RakedWeights(SurveyData data, double[] weights, IReadOnlyList<PopulationCells> margins, double epsilon, int rounds)
    {
        this.rounds = rounds;
        cells = [.. margins.Select(m => m.CellOfRow(data, weights, false))];
        people = [.. margins.Select(m => m.People)];
        (joint, jointCount) = Joint(cells);
        wanted = epsilon < 1 ? epsilon * ReproducibleSum.Of(weights) : epsilon;
    }

    /// <summary>For each margin the cell of each row, and the number of cells.</summary>
    public IReadOnlyList<(int[] Cells, int Count)> Tables => [.. cells.Select((c, m) => (c, people[m].Length))];

    /// <summary>Whether the whole sample settled.</summary>
    public bool Settled { get; private set; }

    /// <summary>The raked weights: the whole sample the first time, afterwards replicates. Those are raked for as many rounds as the whole sample
    /// took, since R rakes them together.</summary>
    public double[] Of(double[] weights)
    {
        var current = weights;
        if (roundsOfSample is { } same)
        {
            for (var round = 0; round < same; round++) current = Round(current);
            return current;
        }
        var before = ReproducibleSum.ByGroup(current, joint, jointCount);
        var done = 0;
        while (done < rounds && !Settled)
        {
            current = Round(current);
            var after = ReproducibleSum.ByGroup(current, joint, jointCount);
            Settled = before.Zip(after, (a, b) => Math.Abs(a - b)).Max() < wanted;
            before = after;
            done++;
        }
        roundsOfSample = done;
        return current;
    }

    private double[] Round(double[] weights)
    {
        for (var m = 0; m < cells.Length; m++) weights = ToCells(weights, cells[m], people[m]);
        return weights;
    }

    /// <summary>Weights brought to the known number of people in each cell; a row of no cell weighs nothing.</summary>
    public static double[] ToCells(double[] weights, int[] cells, double[] people)
    {
        var sums = ReproducibleSum.ByGroup(weights, cells, people.Length);
        var after = new double[weights.Length];
        for (var i = 0; i < after.Length; i++) after[i] = cells[i] < 0 || weights[i] == 0 ? 0 : weights[i] * (people[cells[i]] / sums[cells[i]]);
        return after;
    }

    private static (int[] Cells, int Count) Joint(int[][] cells)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var joint = new int[cells[0].Length];
        for (var i = 0; i < joint.Length; i++)
        {
            var key = string.Join(',', cells.Select(c => c[i]));
            if (!index.TryGetValue(key, out var cell)) index[key] = cell = index.Count;
            joint[i] = cell;
        }
        return (joint, index.Count);
    }
}
