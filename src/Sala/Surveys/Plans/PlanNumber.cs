namespace Sala.Surveys.Plans;

internal enum NumberOf { Total, Ratio, Variance, Contrast }

/// <summary>A number that is made of indicators and is no share: a total, a ratio of two totals, a variance, or groups set against each other.</summary>
/// <param name="Of">The indicator; of a ratio the numerator.</param>
/// <param name="Under">Of a ratio the denominator; else null.</param>
/// <param name="By">Domains that it is given for too; of a contrast the one whose levels are set against each other.</param>
/// <param name="Coefficients">Of a contrast, for each level that takes part: 1 and -1 for a difference.</param>
internal sealed record PlanNumber(NumberOf What, string Id, Words Label, string Of, string? Under, IReadOnlyList<string> By, IReadOnlyDictionary<string, double> Coefficients, int Decimals, Place Place);

/// <summary>The parts of a plan that hold such numbers.</summary>
internal static class NumberReader
{
    public static IEnumerable<PlanNumber> Read(PlanNode root)
    {
        foreach (var n in root.Maps("totals")) yield return Ended(n, new(NumberOf.Total, n.Text("id"), n.Words("label"), n.Text("of"), null, n.Texts("by"), None, n.Whole("decimals", 0, 4, 0), n.Place));
        foreach (var n in root.Maps("ratios")) yield return Ended(n, new(NumberOf.Ratio, n.Text("id"), n.Words("label"), n.Text("numerator"), n.Text("denominator"), n.Texts("by"), None, n.Whole("decimals", 0, 4, 2), n.Place));
        foreach (var n in root.Maps("variances")) yield return Ended(n, new(NumberOf.Variance, n.Text("id"), n.Words("label"), n.Text("of"), null, n.Texts("by"), None, n.Whole("decimals", 0, 4, 2), n.Place));
        foreach (var n in root.Maps("contrasts"))
        {
            var levels = n.Map("levels");
            yield return Ended(n, new(NumberOf.Contrast, n.Text("id"), n.Words("label"), n.Text("of"), null, [n.Text("by")], levels.Keys.ToDictionary(k => k, k => levels.Number(k), StringComparer.Ordinal), n.Whole("decimals", 0, 4, 2), n.Place));
        }
    }

    private static readonly Dictionary<string, double> None = [];

    private static PlanNumber Ended(PlanNode node, PlanNumber number)
    {
        node.NothingElse();
        return number;
    }

    /// <summary>Names that point to nothing, or to what has no such number.</summary>
    public static void Check(Plan plan, PlanNode root, Dictionary<string, Indicator> indicators)
    {
        foreach (var n in plan.Numbers)
        {
            foreach (var id in ((string?[])[n.Of, n.Under]).OfType<string>().Where(id => !indicators.ContainsKey(id))) root.Problem(n.Place, $"{n.Id}: there is no indicator {id}.");
            foreach (var by in n.By.Where(b => plan.Domains.All(d => d.Id != b))) root.Problem(n.Place, $"{n.Id}: there is no domain {by}.");
            if (!indicators.TryGetValue(n.Of, out var of)) continue;
            if (n.Under is { } under && indicators.TryGetValue(under, out var below) && below.Over != of.Over) root.Problem(n.Place, $"{n.Id}: {n.Of} and {under} are not of the same rows.");
            if (n.What == NumberOf.Variance && !of.Mean) root.Problem(n.Place, $"{n.Id}: {n.Of} is a proportion, whose variance follows from it. Variances are of means.");
            if (plan.Ranges.Any(r => r.Unnamed && (r.Pooled == n.Of || r.Pooled == n.Under))) root.Problem(n.Place, $"{n.Id}: a range with unnamed kinds stands on {n.Of}, which is shown in whole per cent alone.");
            if (n.What != NumberOf.Contrast || plan.Domains.FirstOrDefault(d => d.Id == n.By[0]) is not { } domain) continue;
            foreach (var level in n.Coefficients.Keys.Where(k => domain.Levels.All(l => l.Code != k))) root.Problem(n.Place, $"{n.Id}: {domain.Id} has no level {level}. It has {string.Join(", ", domain.Levels.Select(l => l.Code))}.");
            if (n.Coefficients.Values.Count(c => c != 0) < 2) root.Problem(n.Place, $"{n.Id}: a contrast needs two levels or more, each with its coefficient: 1 and -1 for a difference.");
        }
    }
}
