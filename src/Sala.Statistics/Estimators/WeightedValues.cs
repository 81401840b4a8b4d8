namespace Sala.Statistics;

/// <summary>Values in their order with the weight of each, ready for quantiles.</summary>
internal sealed class WeightedValues
{
    // Rows in order; and the distinct values with the summed weight at or below each.
    private readonly double[] values;
    private readonly double[] weights;
    private readonly double[] cumulated;
    private readonly double total;

    private WeightedValues(double[] values, double[] weights)
    {
        (this.values, this.weights) = (values, weights);
        cumulated = new double[values.Length];
        double sum = 0, lost = 0;
        for (var i = 0; i < values.Length; i++)
        {
            // Neumaier's compensation: the sum does not depend on the order of equal values to the last digits.
            var next = sum + weights[i];
            lost += Math.Abs(sum) >= Math.Abs(weights[i]) ? sum - next + weights[i] : weights[i] - next + sum;
            sum = next;
            cumulated[i] = sum + lost;
        }
        total = values.Length == 0 ? 0 : cumulated[^1];
    }

    public static WeightedValues Of(double[] values, ReadOnlySpan<double> weights, bool tiesInRowOrder = false)
    {
        var rows = new List<int>();
        for (var i = 0; i < values.Length; i++) if (weights[i] != 0 && !double.IsNaN(values[i])) rows.Add(i);
        var v = new double[rows.Count];
        var w = new double[rows.Count];
        for (var r = 0; r < v.Length; r++) (v[r], w[r]) = (values[rows[r]], weights[rows[r]]);
        // Among equal values the lighter comes first, so that the order of rows cannot matter.
        var order = Enumerable.Range(0, v.Length).ToArray();
        Array.Sort(order, (a, b) => v[a] != v[b] ? v[a].CompareTo(v[b]) : tiesInRowOrder ? a.CompareTo(b) : w[a].CompareTo(w[b]));
        return new WeightedValues([.. order.Select(o => v[o])], [.. order.Select(o => w[o])]);
    }

    public int Count => values.Length;

    public double Smallest => values[0];

    public double Largest => values[^1];

    /// <summary>The quantile of type 7 of the values without their weights.</summary>
    public double Unweighted(double p)
    {
        var position = (values.Length - 1) * p;
        var low = (int)Math.Floor(position);
        return values[low] + (position - low) * (values[Math.Min(low + 1, values.Length - 1)] - values[low]);
    }

    /// <summary>The part of the values, not of the weight, at or below a place.</summary>
    public double UnweightedBelow(double place) => (double)values.Count(v => v <= place) / values.Length;

    public double Quantile(double p, QuantileRule rule)
    {
        var n = values.Length;
        if (n == 0 || double.IsNaN(p)) return double.NaN;
        switch (rule)
        {
            case QuantileRule.Math or QuantileRule.Type1:
            {
                var at = At(cumulated, p);
                return at.Exact ? values[at.Low] : values[at.High];
            }
            case QuantileRule.School or QuantileRule.Type2:
            {
                var at = At(cumulated, p);
                return at.Exact ? (values[at.Low] + values[at.High]) / 2 : values[at.High];
            }
            case QuantileRule.Type3: return NearestEven(p);
            case QuantileRule.Type4:
            {
                var at = At(cumulated, p);
                var below = p - cumulated[at.Low] / total;
                var above = cumulated[at.High] / total - p;
                if (at.Low == at.High) return values[at.Low];
                var part = below / (above + below);
                return values[at.Low] * (1 - part) + values[at.High] * part;
            }
        }
        if (n == 1) return values[0];
        var places = new double[n];
        var mean = total / n;
        for (var i = 0; i < n; i++)
        {
            var before = i == 0 ? 0 : cumulated[i - 1];
            places[i] = rule switch
            {
                QuantileRule.Type5 => (cumulated[i] - weights[i] / 2) / total,
                QuantileRule.Type6 => cumulated[i] / (total + weights[n - 1]),
                QuantileRule.Type7 => before / cumulated[n - 2],
                QuantileRule.Type8 => (before / 3 + cumulated[i] * 2 / 3) / (total + weights[n - 1] / 3),
                QuantileRule.Type9 => (before * 3 / 8 + cumulated[i] * 5 / 8) / (total + weights[n - 1] / 4),
                _ => (cumulated[i] / mean + 0.5 - weights[i] / 2) / (n + 1),
            };
        }
        return rule == QuantileRule.ShahVaish ? Step(places, p) : Linear(places, p);
    }

    // The last value whose cumulated weight is at most p of the whole, and the next. "Exactly p" is meant to the last bit, as in R: 0.1 is
    // no tenth in binary, so a tenth of equal weights is not reached by it.
    private static (int Low, int High, bool Exact) At(double[] sums, double p)
    {
        var whole = sums[^1];
        var wanted = p * whole;
        var low = 0;
        int left = 0, right = sums.Length - 1;
        while (left <= right)
        {
            var middle = (left + right) / 2;
            if (sums[middle] <= wanted)
            {
                low = middle;
                left = middle + 1;
            }
            else right = middle - 1;
        }
        if (!(sums[0] <= wanted)) return (0, 0, false);
        return (low, Math.Min(low + 1, sums.Length - 1), p - sums[low] / whole == 0);
    }

    private double NearestEven(double p)
    {
        var distinct = new List<double>();
        var sums = new List<double>();
        for (var i = 0; i < values.Length; i++)
        {
            if (i + 1 < values.Length && values[i + 1] == values[i]) continue;
            distinct.Add(values[i]);
            sums.Add(cumulated[i]);
        }
        var at = At([.. sums], p);
        return at.Exact && (at.Low + 1) % 2 == 0 ? distinct[at.Low] : distinct[at.High];
    }

    // Linear between places; equal places stand for the mean of their values, as approx of R does with ties.
    private double Linear(double[] places, double p)
    {
        var (x, y) = Ties(places);
        if (p <= x[0]) return y[0];
        if (p >= x[^1]) return y[^1];
        var high = Array.BinarySearch(x, p);
        if (high >= 0) return y[high];
        high = ~high;
        return y[high - 1] + (y[high] - y[high - 1]) * ((p - x[high - 1]) / (x[high] - x[high - 1]));
    }

    private double Step(double[] places, double p)
    {
        var (x, y) = Ties(places);
        if (p <= x[0]) return y[0];
        if (p >= x[^1]) return y[^1];
        var at = Array.BinarySearch(x, p);
        return y[at >= 0 ? at : ~at - 1];
    }

    private (double[] X, double[] Y) Ties(double[] places)
    {
        var order = Enumerable.Range(0, places.Length).OrderBy(i => places[i]).ToArray();
        var (x, y) = (new List<double>(), new List<double>());
        for (var i = 0; i < order.Length;)
        {
            var j = i;
            double sum = 0;
            while (j < order.Length && places[order[j]] == places[order[i]]) sum += values[order[j++]];
            x.Add(places[order[i]]);
            y.Add(sum / (j - i));
            i = j;
        }
        return ([.. x], [.. y]);
    }
}
