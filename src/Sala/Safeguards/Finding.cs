namespace Sala.Safeguards;

/// <summary>How a rule stands before a step.</summary>
public enum Outcome
{
    /// <summary>Nothing of the rule is asked for here.</summary>
    DoesNotApply,

    /// <summary>Everything that it asks for holds.</summary>
    Satisfied,

    /// <summary>Shown and counted; the step may take place.</summary>
    Flagged,

    /// <summary>The step does not take place.</summary>
    Blocked,

    /// <summary>It would block, and a named person set it aside with a reason and an approver.</summary>
    Overridden,

    /// <summary>A clock or counter within its bounds.</summary>
    InTime,

    /// <summary>A clock or counter beyond them.</summary>
    Overdue,

    /// <summary>Beyond them, and somebody wrote why.</summary>
    OverdueWithReason,
}

/// <summary>How one rule stands before a step, and what of it is missing.</summary>
/// <param name="Missing">The requirements that do not hold, those set aside among them.</param>
public sealed record Finding(Rule Rule, Outcome Outcome, IReadOnlyList<Requirement> Missing);

/// <summary>How all rules stand before a step.</summary>
public sealed record Findings(Procedure Procedure, IReadOnlyList<Finding> Rules)
{
    /// <summary>Whether the step may take place now.</summary>
    public bool MayGoOn => Blocking.Count == 0;

    /// <summary>The rules that keep it from taking place.</summary>
    public IReadOnlyList<Finding> Blocking => [.. Rules.Where(r => r.Outcome == Outcome.Blocked)];

    /// <exception cref="KeyNotFoundException">The pack has no such rule.</exception>
    public Finding this[string id] => Rules.FirstOrDefault(r => r.Rule.Id == id) ?? throw new KeyNotFoundException($"There is no rule {id}.");

    /// <summary>Whether an override may be taken at all; asked before it is kept.</summary>
    /// <exception cref="OverrideRefusedException">The rule blocks nothing here, can be set aside by nobody, or reason or second person is missing. The attempt is to be recorded.</exception>
    public void RequireOverride(Override asked)
    {
        var finding = Rules.FirstOrDefault(r => r.Rule.Id == asked.RuleId) ?? throw new OverrideRefusedException("", "There is no such rule. Nothing was set aside.");
        if (finding.Outcome != Outcome.Blocked)
            throw new OverrideRefusedException(asked.RuleId, $"{asked.RuleId} does not stand in the way here. Nothing was set aside.");
        if (finding.Missing.Any(m => m.Severity == Severity.Block && m.OverrideBy == OverrideBy.Nobody))
            throw new OverrideRefusedException(asked.RuleId, $"{asked.RuleId} can be set aside by nobody. An order, a consent or life-saving care is written down as a fact, with its document. Your draft is kept.", finding);
        if (string.IsNullOrWhiteSpace(asked.Reason))
            throw new OverrideRefusedException(asked.RuleId, "An override needs a reason. Your draft is kept. Write why, and ask again.", finding);
        if (asked.ApprovedBy == asked.AskedBy)
            throw new OverrideRefusedException(asked.RuleId, "An override needs the approval of a second person. Your draft is kept. Ask the head of the unit.", finding);
    }
}
