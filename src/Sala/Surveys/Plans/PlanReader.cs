using Sala.Statistics.Disclosure;

namespace Sala.Surveys.Plans;

/// <summary>From YAML to a plan; what cannot be read is told with line and column, all of it at once.</summary>
internal static class PlanReader
{
    private const int LongestPlan = 1 << 20;

    public static Plan Read(string path)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path)) throw new PlanException(file, [new(1, 1, "there is no such file.")]);
        if (new FileInfo(path).Length > LongestPlan) throw new PlanException(file, [new(1, 1, "a plan has at most a million characters.")]);
        var problems = new List<PlanProblem>();
        var bytes = File.ReadAllBytes(path);
        var root = PlanNode.Parse(System.Text.Encoding.UTF8.GetString(bytes), problems);
        var plan = problems.Count > 0 ? null : Read(root, file, Path.GetDirectoryName(Path.GetFullPath(path))!, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        if (plan is not null && problems.Count == 0) Check(plan, root);
        return problems.Count == 0 ? plan! : throw new PlanException(file, [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    private static Plan Read(PlanNode root, string file, string folder, string hash)
    {
        var disclosure = root.MapOrNull("disclosure");
        var answers = root.MapOrNull("answers");
        var plan = new Plan
        {
            File = file,
            Folder = folder,
            Hash = hash,
            Id = root.Text("plan"),
            Version = root.Text("version"),
            Title = root.Words("title"),
            Study = root.TextOrNull("study"),
            Year = root.Whole("year", 1900, 2200, 0),
            Notice = root.WordsOrNull("notice"),
            Persons = root.Words("persons"),
            Data = root.TextOrNull("data"),
            Form = root.TextOrNull("form"),
            Design = DesignReader.Read(root.Map("design")),
            Codes = new(answers?.Texts("dont_know") ?? [], answers?.Texts("prefer_not") ?? []),
            Declined = answers is null ? [] : [.. answers.Maps("declined").Select(Declined)],
            Lists = root.MapOrNull("lists") is { } lists ? lists.Keys.ToDictionary(k => k, lists.Texts, StringComparer.Ordinal) : new Dictionary<string, IReadOnlyList<string>>(),
            Derived = [.. root.Maps("derive").Select(d => Ended(d, n => new DerivedVariable(n.TextOrNull("each"), n.Text("name"), n.Formula("value"))))],
            Stacks = [.. root.Maps("stacks").Select(s => Ended(s, Stack))],
            Domains = [.. root.Maps("domains").Select(d => Ended(d, Domain))],
            Imputations = root.MapOrNull("imputations") is { } imputed ? Ended(imputed, AnalysisReader.Imputations) : null,
            Quantiles = [.. root.Maps("quantiles").Select(q => Ended(q, AnalysisReader.Quantile))],
            Standardised = [.. root.Maps("standardised").Select(s => Ended(s, AnalysisReader.Standardised))],
            Indicators = [.. root.Maps("indicators").Select(i => Ended(i, Indicator))],
            Ranges = [.. root.Maps("ranges").Select(r => Ended(r, Range))],
            Rankings = [.. root.Maps("rankings").Select(r => Ended(r, n => new Ranking(n.Text("id"), n.Words("label"), n.Texts("of"), Pairs(n, "figures"), n.Whole("places", 1, 20, 3), n.Place)))],
            Populations = [.. root.Maps("populations").Select(p => Ended(p, Population))],
            Numbers = [.. NumberReader.Read(root)],
            Tests = [.. root.Maps("tests").Select(t => Ended(t, AnalysisReader.Test))],
            Models = [.. root.Maps("models").Select(m => Ended(m, AnalysisReader.Model))],
            Sections = [.. root.Maps("report").Select(s => Ended(s, n => new Section(n.Words("title"), n.WordsOrNull("text"), n.Texts("show"), n.Place)))],
            Identifying = disclosure?.Texts("identifying") ?? [],
            Earlier = disclosure is null ? [] : [.. disclosure.Maps("earlier").Select(e => Ended(e, n => new EarlierPlan(n.Text("plan"), n.TextOrNull("data"), n.TextOrNull("key"), n.Place)))],
            Disclosure = new DisclosureRules(disclosure?.Whole("persons", 3, 100, 5) ?? 5, disclosure?.Whole("psus", 1, 100, 3) ?? 3, disclosure?.Whole("denominator", 20, 1000, 25) ?? 25),
            DisclosureAt = new((disclosure ?? root).PlaceOf("persons"), (disclosure ?? root).PlaceOf("psus"), (disclosure ?? root).PlaceOf("denominator")),
            Decimals = disclosure?.Whole("decimals", 0, 1, 1) ?? 1,
        };
        disclosure?.NothingElse();
        answers?.NothingElse();
        root.NothingElse();
        return plan;
    }

    private static T Ended<T>(PlanNode node, Func<PlanNode, T> read)
    {
        var made = read(node);
        node.NothingElse();
        return made;
    }

    private static DeclinedPart Declined(PlanNode node) => Ended(node, n => new DeclinedPart(n.TextOrNull("each"), n.Texts("items"), n.Formula("when")));

    private static Stack Stack(PlanNode n) => new(n.Text("name"), n.Words("rows"), n.Text("each"), n.Formula("where"), Pairs(n, "items"));

    private static Domain Domain(PlanNode n)
    {
        var levels = n.Map("levels");
        return new Domain(n.Text("id"), n.Text("variable"), n.Words("label"), [.. levels.Keys.Select(k => (k, levels.Words(k)))], n.Place);
    }

    private static Indicator Indicator(PlanNode n) => new(n.Text("id"), n.TextOrNull("figure") ?? "", n.Words("label"), n.Words("base"), n.Text("item"), n.Formula("value"), n.FormulaOrNull("within"),
        n.TextOrNull("over") ?? "", n.Texts("by"), n.OneOf("estimate", "proportion", "proportion", "mean") == "mean", n.Flag("harmless"), n.Flag("sensitive"), n.Place);

    private static KindRange Range(PlanNode n)
    {
        var kinds = n.Map("kinds");
        return new KindRange(n.Text("id"), n.TextOrNull("figure") ?? "", n.Words("label"), n.Words("base"), n.Text("each"), n.Text("item"), n.Formula("value"), n.FormulaOrNull("within"),
            kinds.Keys.ToDictionary(k => k, kinds.Words), n.Text("pooled"), n.Flag("unnamed"), n.Whole("persons", 10, 1000, 30), n.Whole("psus", 1, 1000, 10), n.Place);
    }

    private static PlanPopulation Population(PlanNode n)
    {
        var number = n.Map("number");
        var share = n.Map("share");
        var survey = n.Map("survey");
        var made = new PlanPopulation(n.Text("id"), n.TextOrNull("figure") ?? "", n.Words("label"), n.Text("of"),
            number.Number("value"), number.Number("error", 0), number.Words("source"), number.Whole("year", 1900, 2200, 0), number.Text("age"),
            share.Number("value"), share.Number("error", 0), share.Words("source"), survey.Whole("year", 1900, 2200, 0), survey.Text("age"), n.Place);
        number.NothingElse();
        share.NothingElse();
        survey.NothingElse();
        return made;
    }

    private static Dictionary<string, string> Pairs(PlanNode n, string key)
    {
        if (n.MapOrNull(key) is not { } map) return [];
        return map.Keys.ToDictionary(k => k, map.Text, StringComparer.Ordinal);
    }

    // Names that point to nothing, while the place is known.
    private static void Check(Plan plan, PlanNode root)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, place) in plan.Indicators.Select(i => (i.Id, i.Place)).Concat(plan.Ranges.Select(r => (r.Id, r.Place))).Concat(plan.Rankings.Select(r => (r.Id, r.Place))).Concat(plan.Populations.Select(p => (p.Id, p.Place))).Concat(plan.Models.Select(m => (m.Id, m.Place))).Concat(plan.Quantiles.Select(q => (q.Id, q.Place))).Concat(plan.Standardised.Select(s => (s.Id, s.Place))).Concat(plan.Numbers.Select(n => (n.Id, n.Place))))
            if (!ids.Add(id)) root.Problem(place, $"{id} names two things. Rename one.");
        var indicators = plan.Indicators.DistinctBy(i => i.Id).ToDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (var i in plan.Indicators)
        {
            foreach (var by in i.By.Where(b => plan.Domains.All(d => d.Id != b))) root.Problem(i.Place, $"{i.Id}: there is no domain {by}.");
            if (i.Over.Length > 0 && plan.Stacks.All(s => s.Name != i.Over)) root.Problem(i.Place, $"{i.Id}: there is no stack {i.Over}.");
        }
        foreach (var s in plan.Stacks.Where(s => !plan.Lists.ContainsKey(s.Each))) root.Problem(s.Where.Place, $"{s.Name}: there is no list {s.Each}.");
        foreach (var d in plan.Derived.Where(d => d.Each is not null && !plan.Lists.ContainsKey(d.Each))) root.Problem(d.Value.Place, $"{d.Name}: there is no list {d.Each}.");
        foreach (var d in plan.Declined.Where(d => d.Each is not null && !plan.Lists.ContainsKey(d.Each))) root.Problem(d.When.Place, $"there is no list {d.Each}.");
        foreach (var r in plan.Ranges)
        {
            if (!plan.Lists.TryGetValue(r.Each, out var kinds)) root.Problem(r.Place, $"{r.Id}: there is no list {r.Each}.");
            else foreach (var kind in kinds.Where(k => !r.Kinds.ContainsKey(k))) root.Problem(r.Place, $"{r.Id}: kinds has no words for {kind}.");
            if (!indicators.ContainsKey(r.Pooled)) root.Problem(r.Place, $"{r.Id}: pooled names no indicator.");
        }
        foreach (var r in plan.Rankings)
            foreach (var of in r.Of.Concat(r.Figures.Values).Where(o => !indicators.TryGetValue(o, out var i) || i.Imputed)) root.Problem(r.Place, $"{r.Id}: there is no indicator {of} that can be ranked.");
        foreach (var p in plan.Populations.Where(p => !indicators.ContainsKey(p.Of))) root.Problem(p.Place, $"{p.Id}: there is no indicator {p.Of}.");
        NumberReader.Check(plan, root, indicators);
        AnalysisReader.Check(plan, root, indicators);
        foreach (var s in plan.Sections)
            foreach (var show in s.Show.Where(i => !ids.Contains(i))) root.Problem(s.Place, $"the section shows {show}, which nothing is named.");
    }
}
