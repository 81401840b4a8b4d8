using Sala.Vault;

namespace Sala.Safeguards;

/// <summary>An override: a named person asked that a rule be set aside for one step, said why, and another approved.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="Reason">Why, in their words; sealed where it is kept.</param>
/// <param name="ApprovedBy">Who approved; never the same person.</param>
public sealed record Override(string RuleId, RecordId AskedBy, string Reason, RecordId ApprovedBy);

/// <summary>An override that is not taken: the rule can be set aside by nobody, or reason or second person is missing.</summary>
/// <param name="finding">How the rule stands; null where it is none, or stands in nobody's way.</param>
public sealed class OverrideRefusedException(string ruleId, string message, Finding? finding = null) : Exception(message)
{
    public string RuleId { get; } = ruleId;

    public Finding? Finding { get; } = finding;
}
