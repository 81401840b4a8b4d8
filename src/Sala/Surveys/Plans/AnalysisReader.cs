using Sala.Statistics;

namespace Sala.Surveys.Plans;

/// <summary>The parts of a plan beyond proportions: imputations, quantiles, standardised numbers, tests and models.</summary>
internal static class AnalysisReader
{
    public static Imputations Imputations(PlanNode n)
    {
        var (members, files, columns) = (n.Texts("members"), n.Texts("files"), n.Texts("columns"));
        if (files.Count > 0 == members.Count > 0) n.Problem(n.Place, "imputations need either members, where the data have a column for each, or files.");
        if (files.Count > 0 && columns.Count == 0) n.Problem(n.Place, "columns is missing here: which are taken from the files?");
        if (Math.Max(files.Count, members.Count) == 1) n.Problem(n.Place, "imputations are combined from two or more.");
        return new Imputations(files.Count > 0 ? [.. Enumerable.Range(1, files.Count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))] : members, files, columns, n.Place);
    }

    public static PlanQuantile Quantile(PlanNode n)
    {
        var at = n.Numbers("at");
        if (at.Count == 0) n.Problem(n.PlaceOf("at"), "at is missing here: a list of probabilities.");
        foreach (var p in at.Where(p => p is not (> 0 and < 1))) n.Problem(n.PlaceOf("at"), "at: a probability lies between 0 and 1.");
        return new PlanQuantile(n.Text("id"), n.Words("label"), n.Words("base"), n.Text("item"), n.Formula("value"), n.FormulaOrNull("within"), n.TextOrNull("over") ?? "", n.Texts("by"), at,
            n.Named("rule", QuantileRule.Math), n.Named("interval", QuantileInterval.Mean), n.Whole("decimals", 0, 2, 0), n.Place);
    }

    public static Standardised Standardised(PlanNode n)
    {
        var shares = n.Map("shares");
        return new Standardised(n.Text("id"), n.Words("label"), n.Text("of"), n.TextOrNull("by"), n.Text("composition"), shares.Keys.ToDictionary(k => k, k => shares.Number(k), StringComparer.Ordinal), n.Words("source"), n.Place);
    }

    public static GroupTest Test(PlanNode n) => new(n.Text("indicator"), n.Text("by"), n.Words("label"), n.Named("statistic", GroupStatistic.F), n.Place);

    public static PlanModel Model(PlanNode n)
    {
        var numbers = n.MapOrNull("numbers");
        return new PlanModel(n.Text("id"), n.Words("label"), n.Text("outcome"), n.Texts("terms"), numbers?.Keys.ToDictionary(k => k, numbers.Words, StringComparer.Ordinal) ?? [],
            n.Named("family", Family.QuasiBinomial), n.Has("link") ? n.Named("link", Link.Logit) : null, n.Texts("margins"), n.Place);
    }

    /// <summary>Names that point to nothing, or to what cannot be asked.</summary>
    public static void Check(Plan plan, PlanNode root, Dictionary<string, Indicator> indicators)
    {
        bool Domain(string id) => plan.Domains.Any(d => d.Id == id);
        foreach (var i in plan.Indicators.Where(i => i.Imputed && plan.Imputations is null)) root.Problem(i.Value.Place, $"{i.Id}: {{m}} stands for an imputation, and the plan names no imputations.");
        foreach (var i in plan.Indicators.Where(i => i.Within?.Text.Contains("{m}", StringComparison.Ordinal) == true)) root.Problem(i.Within!.Value.Place, $"{i.Id}: the denominator must be the same in every imputation.");
        foreach (var i in plan.Indicators.Where(i => i.Sensitive && (i.Over.Length > 0 || i.Mean || i.Imputed))) root.Problem(i.Place, $"{i.Id}: sensitive is of persons and proportions: rows of a stack agreed already.");
        foreach (var q in plan.Quantiles)
        {
            foreach (var by in q.By.Where(b => !Domain(b))) root.Problem(q.Place, $"{q.Id}: there is no domain {by}.");
            if (q.Over.Length > 0 && plan.Stacks.All(s => s.Name != q.Over)) root.Problem(q.Place, $"{q.Id}: there is no stack {q.Over}.");
            if (q.Interval == QuantileInterval.Replicates && plan.Design.Replicates is null) root.Problem(q.Place, $"{q.Id}: the interval replicates needs replicates in the design.");
            if (q.Interval == QuantileInterval.Score && plan.Design.Replicates is not null) root.Problem(q.Place, $"{q.Id}: the interval score is not defined for replicates. Take mean, beta, xlogit or asin.");
        }
        foreach (var s in plan.Standardised)
        {
            Known(s.Of, s.Place);
            foreach (var by in ((string?[])[s.By, s.Composition]).Where(b => b is not null && !Domain(b))) root.Problem(s.Place, $"{s.Id}: there is no domain {by}.");
            if (plan.Domains.FirstOrDefault(d => d.Id == s.Composition) is { } c && !c.Levels.Select(l => l.Code).ToHashSet().SetEquals(s.Shares.Keys)) root.Problem(s.Place, $"{s.Id}: shares needs one share for each level of {s.Composition}: {string.Join(", ", c.Levels.Select(l => l.Code))}.");
            foreach (var share in s.Shares.Where(v => v.Value < 0)) root.Problem(s.Place, $"{s.Id}: the share of {share.Key} is negative.");
        }
        foreach (var t in plan.Tests)
        {
            Known(t.Indicator, t.Place);
            if (indicators.TryGetValue(t.Indicator, out var filled) && filled.Imputed && t.Statistic is not (GroupStatistic.T or GroupStatistic.Wald)) root.Problem(t.Place, $"{t.Indicator} is imputed: its groups are tested by t (two) or wald (any number). Other tests are not combined over imputations.");
            if (!Domain(t.By)) root.Problem(t.Place, $"there is no domain {t.By}.");
            if (indicators.TryGetValue(t.Indicator, out var i) && i.Mean && !i.Imputed && t.Statistic < GroupStatistic.T) root.Problem(t.Place, $"{t.Indicator} is a mean: its groups are tested by t, wilcoxon, van_der_waerden or median.");
        }
        foreach (var m in plan.Models)
        {
            Known(m.Outcome, m.Place);
            foreach (var term in m.Terms.Where(t => !Domain(t))) root.Problem(m.Place, $"{m.Id}: there is no domain {term}.");
            foreach (var margin in m.Margins.Where(x => !m.Terms.Contains(x))) root.Problem(m.Place, $"{m.Id}: margins are of terms, and {margin} is none.");
            if (indicators.TryGetValue(m.Outcome, out var i) && i.Mean && m.Family is Family.Binomial or Family.QuasiBinomial) root.Problem(m.Place, $"{m.Id}: {m.Outcome} is a mean. Its family is gaussian, poisson or quasi_poisson.");
        }

        void Known(string id, Place place)
        {
            if (!indicators.ContainsKey(id)) root.Problem(place, $"there is no indicator {id}.");
        }
    }
}
