using System.Text.RegularExpressions;
using Sala.Countries;

namespace Sala.Safeguards;

/// <summary>Reads safeguards.yml of a country pack.</summary>
internal static partial class SafeguardFile
{
    internal const string Name = "safeguards.yml";

    /// <summary>The twenty rules, each of which a pack must have: a country words them and gives their source, it does not drop one.</summary>
    internal static readonly IReadOnlyList<string> Ids =
        ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "M1", "M2", "C1", "C2", "C3", "N1", "N2", "D1", "D2", "D3"];

    /// <summary>What no pack can make open to an override: rule, and requirement where only one of the rule's is meant.</summary>
    private static readonly (string Rule, string? Requirement)[] NeverOverridden =
        [("M1", "assent"), ("I7", null), ("I9", null), ("I10", null), ("C3", null), ("D3", null)];

    public static (IReadOnlyList<Rule> Rules, IReadOnlyList<PackMap> Places) Read(Country country, List<PackProblem> problems)
    {
        var languages = country.Languages.Select(l => l.Code).ToList();
        var file = PackMap.Read(country.Folder, Name, problems);
        var rules = new List<Rule>();
        var places = new List<PackMap>();
        foreach (var entry in file.Maps("rules"))
        {
            var rule = ReadRule(entry, languages, places);
            if (!Ids.Contains(rule.Id)) entry.Problem("id", $"{rule.Id} is no rule; the list in docs/country-guide.md has all.");
            else if (rules.Exists(r => r.Id == rule.Id)) entry.Problem("id", $"{rule.Id} stands here a second time.");
            rules.Add(rule);
        }
        foreach (var id in Ids.Where(id => !rules.Exists(r => r.Id == id))) file.Problem("rules", $"{id} is missing.");
        file.NothingElse();
        return (rules, places);
    }

    private static Rule ReadRule(PackMap entry, List<string> languages, List<PackMap> places)
    {
        var id = entry.Text("id");
        var requirements = entry.Maps("requires").Select(r => { places.Add(r); return ReadRequirement(id, r, languages); }).ToList();
        if (requirements.Count == 0 || requirements.DistinctBy(r => r.Code).Count() != requirements.Count) entry.Problem("requires", "at least one is needed, and each code once.");
        var rule = new Rule(id, InEveryLanguage(entry, "words", languages), entry.Text("source"), entry.Standing(), requirements);
        entry.NothingElse();
        return rule;
    }

    private static Requirement ReadRequirement(string id, PackMap entry, List<string> languages)
    {
        var code = entry.Text("code");
        if (!CodePattern().IsMatch(code)) entry.Problem("code", "small letters and _ are needed here.");
        var severity = entry.Choice<Severity>("severity");
        var overriding = severity == Severity.Block ? entry.Choice<OverrideBy>("override") : OverrideBy.Nobody;
        if (overriding != OverrideBy.Nobody && NeverOverridden.Any(n => n.Rule == id && (n.Requirement is null || n.Requirement == code)))
            entry.Problem("override", "this can be set aside by nobody. Write nobody; an order, a consent or life-saving care is a fact with its document.");
        var requirement = new Requirement(id, code, Procedure(entry), severity, overriding, entry.Has("when") ? entry.Text("when") : "true()", entry.Text("holds"),
            InEveryLanguage(entry, "missing", languages), InEveryLanguage(entry, "mend", languages));
        entry.NothingElse();
        return requirement;
    }

    private static Procedure Procedure(PackMap entry)
    {
        var word = entry.Text("before");
        if (Enum.TryParse<Procedure>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var procedure) && Enum.IsDefined(procedure)) return procedure;
        entry.Problem("before", "one of interview, examination, hearing, line_up, exhibit_view, export, notice, note_reading, decision, closure, course is needed here.");
        return Safeguards.Procedure.Course;
    }

    private static Dictionary<string, string> InEveryLanguage(PackMap map, string key, List<string> languages)
    {
        var words = map.Map(key);
        var texts = languages.ToDictionary(language => language, words.Text);
        words.NothingElse();
        return texts;
    }

    [GeneratedRegex("^[a-z][a-z_]{1,40}$")]
    private static partial Regex CodePattern();
}
