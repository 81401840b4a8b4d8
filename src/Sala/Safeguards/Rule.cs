using Sala.Countries;

namespace Sala.Safeguards;

/// <summary>What follows when a requirement does not hold.</summary>
public enum Severity
{
    /// <summary>The step does not take place.</summary>
    Block,

    /// <summary>It is shown and counted; the step may take place.</summary>
    Flag,

    /// <summary>It is overdue, with or without a reason; nobody can set time aside.</summary>
    Clock,
}

/// <summary>Who may set a rule aside, with a reason.</summary>
public enum OverrideBy
{
    /// <summary>Nobody: a court order, a consent or life-saving care enters as a fact with its document instead.</summary>
    Nobody,

    /// <summary>The head of the unit approves what another asked for.</summary>
    Head,
}

/// <summary>A rule of child-friendly procedure, as the country's pack has it.</summary>
/// <param name="Id">As in the list of safeguards: I1 to D3.</param>
/// <param name="Source">The law or standard it rests on, in words; to be confirmed until a lawyer of the country stands for it.</param>
/// <param name="Words">The rule in one sentence for staff, by language.</param>
public sealed record Rule(
    string Id, IReadOnlyDictionary<string, string> Words, string Source, Standing Standing, IReadOnlyList<Requirement> Requirements);

/// <summary>One thing that has to hold for a rule, before one kind of step.</summary>
/// <param name="Code">Its name within the rule.</param>
/// <param name="When">Whether it is asked for at all; XPath over the facts of the step.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Missing">What is missing, in words an officer understands, by language.</param>
/// <param name="Mend">What puts it right, by language.</param>
public sealed record Requirement(
    string RuleId, string Code, Procedure Procedure, Severity Severity, OverrideBy OverrideBy, string When, string Holds,
    IReadOnlyDictionary<string, string> Missing, IReadOnlyDictionary<string, string> Mend)
{
    internal string Key => $"{RuleId}_{Code}";
}
