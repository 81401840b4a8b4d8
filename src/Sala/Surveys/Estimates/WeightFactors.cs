using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>One factor of the weights over all rows that weigh something: how far it spreads, and how many people the sample stands for once it is taken.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Sources">Where the known totals come from; empty where the step needs none.</param>
internal sealed record WeightFactor(string Step, double Least, double Median, double Most, double People, IReadOnlyList<PlanTotals> Sources);

/// <summary>The factors of the weights in sum. The factors of each row are not written: they are of row level, and a factor of a small class tells who is in it.</summary>
internal static class WeightFactors
{
    /// <summary>The base weight, then each step of the plan; empty where the plan takes none.</summary>
    public static IReadOnlyList<WeightFactor> Of(Plan plan, SurveyDesign persons)
    {
        if (plan.Design.Weights.Count == 0) return [];
        var rows = Enumerable.Range(0, persons.Rows).Select(row => Weighting.Decompose(persons, row)).ToList();
        var weights = persons.Weights.ToArray();
        var factors = new List<WeightFactor>();
        for (var step = 0; step <= plan.Design.Weights.Count; step++)
        {
            var of = rows.Where((_, row) => weights[row] != 0).Select(r => r[step].Factor).Order().ToArray();
            var people = rows.Sum(r => r.Take(step + 1).Aggregate(1.0, (product, f) => product * f.Factor));
            var taken = step == 0 ? null : plan.Design.Weights[step - 1];
            factors.Add(new WeightFactor(rows[0][step].Step, of[0], of[of.Length / 2], of[^1], people, taken is null ? [] : [.. taken.Margins.Select(m => m.Totals), .. taken.Totals is { } t ? (PlanTotals[])[t] : []]));
        }
        return factors;
    }

    /// <summary>Kish's loss of precision by unequal weights: 1 and the squared variation of the weights. Kish (1965), Survey Sampling, section 11.7.</summary>
    public static double Loss(SurveyDesign persons)
    {
        var weights = persons.Weights.ToArray().Where(w => w != 0).ToArray();
        return weights.Length * weights.Sum(w => w * w) / Math.Pow(weights.Sum(), 2);
    }
}
