using Sala.Countries;

namespace Sala.Safeguards;

/// <summary>
/// The rules engine: what must hold before an interview, an examination, a hearing, a closure. Page, API and import ask it alone; what it blocks is blocked everywhere.
/// A fact that nobody gave does not hold, so what is unknown blocks.
/// </summary>
public sealed class SafeguardRules
{
    private readonly Dictionary<Procedure, RuleSheet> _sheets;
    private readonly TimeProvider _clock;

    private SafeguardRules(IReadOnlyList<Rule> rules, Dictionary<Procedure, RuleSheet> sheets, TimeProvider clock) => (Rules, _sheets, _clock) = (rules, sheets, clock);

    /// <summary>All rules of the country, in the order of the pack.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <exception cref="CountryException">safeguards.yml has problems; all are listed with their line.</exception>
    public static SafeguardRules Load(Country country, TimeProvider clock)
    {
        var problems = new List<PackProblem>();
        var (rules, places) = SafeguardFile.Read(country, problems);
        var placed = rules.SelectMany(r => r.Requirements).Zip(places).ToList();
        var sheets = new Dictionary<Procedure, RuleSheet>();
        if (problems.Count == 0)
            foreach (var group in placed.GroupBy(p => p.First.Procedure))
                if (RuleSheet.Read(group.Key, [.. group], problems) is { } sheet) sheets[group.Key] = sheet;
        return problems.Count == 0 ? new SafeguardRules(rules, sheets, clock) : throw new CountryException(country.Folder, problems);
    }

    /// <exception cref="KeyNotFoundException">There is no such rule.</exception>
    public Rule Rule(string id) => Rules.FirstOrDefault(r => r.Id == id) ?? throw new KeyNotFoundException($"There is no rule {id}.");

    /// <summary>How every rule stands before a step.</summary>
    /// <param name="facts">What is known, by the names of <see cref="Fact.Of"/>; what is left out is unknown, and unknown does not hold.</param>
    /// <param name="overriding">The overrides that were approved for this step; each has passed <see cref="Findings.RequireOverride"/>.</param>
    /// <exception cref="ArgumentException">A fact of another name, or not written as its kind.</exception>
    public Findings Check(Procedure procedure, IReadOnlyDictionary<string, string> facts, IReadOnlyCollection<Override>? overriding = null)
    {
        var asked = (_sheets.TryGetValue(procedure, out var sheet) ? sheet.Ask(facts, _clock) : []).ToLookup(a => a.Requirement.RuleId);
        var late = facts.TryGetValue("late_reason", out var reason) && !string.IsNullOrWhiteSpace(reason);
        return new Findings(procedure, [.. Rules.Select(rule => Judge(rule, [.. asked[rule.Id]], overriding?.FirstOrDefault(s => s.RuleId == rule.Id), late))]);
    }

    private static Finding Judge(Rule rule, List<(Requirement Requirement, bool Holds)> asked, Override? overriding, bool lateReason)
    {
        var missing = asked.Where(a => !a.Holds).Select(a => a.Requirement).ToList();
        return new Finding(rule, Outcome(), missing);

        Outcome Outcome()
        {
            if (asked.Count == 0) return Safeguards.Outcome.DoesNotApply;
            var blocks = missing.Where(m => m.Severity == Severity.Block).ToList();
            if (blocks.Count > 0)
                return overriding is not null && blocks.TrueForAll(b => b.OverrideBy != OverrideBy.Nobody) ? Safeguards.Outcome.Overridden : Safeguards.Outcome.Blocked;
            if (missing.Exists(m => m.Severity == Severity.Clock)) return lateReason ? Safeguards.Outcome.OverdueWithReason : Safeguards.Outcome.Overdue;
            if (missing.Count > 0) return Safeguards.Outcome.Flagged;
            return asked.TrueForAll(a => a.Requirement.Severity == Severity.Clock) ? Safeguards.Outcome.InTime : Safeguards.Outcome.Satisfied;
        }
    }
}
