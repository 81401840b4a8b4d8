namespace Sala.Countries;

/// <summary>How soon a person has to look. Ordered: the higher, the sooner.</summary>
public enum Urgency
{
    Normal,
    High,
    Danger,
}

/// <summary>Who is asked, in this order, when nobody acknowledged an urgent report.</summary>
public enum DutyStep
{
    Duty,
    Deputy,
    Head,
}

/// <summary>An answer that raises the urgency of a report.</summary>
public sealed record UrgencyRule(string Question, string Answer, Urgency Level);

/// <summary>The pack's rules of urgency, and the clock that an urgent report starts.</summary>
public sealed class DutyClock(
    IReadOnlyList<UrgencyRule> rules, IReadOnlyDictionary<Urgency, TimeSpan> acknowledge, IReadOnlyList<DutyStep> steps, Standing standing)
{
    public IReadOnlyList<UrgencyRule> Rules { get; } = rules;

    public IReadOnlyList<DutyStep> Steps { get; } = steps;

    public Standing Standing { get; } = standing;

    /// <summary>The highest level that an answer asks for; a report without such an answer is normal.</summary>
    /// <param name="answers">The chosen codes of each question that was answered.</param>
    public Urgency UrgencyOf(IReadOnlyDictionary<string, IReadOnlyCollection<string>> answers) =>
        Rules.Where(rule => answers.TryGetValue(rule.Question, out var given) && given.Contains(rule.Answer))
            .Select(rule => rule.Level)
            .DefaultIfEmpty(Urgency.Normal)
            .Max();

    /// <summary>Rules that name a question or an answer that the form does not have: such a rule would never ring, so the program does not start with one.</summary>
    /// <param name="choices">The codes that each question of the form offers.</param>
    public IReadOnlyList<UrgencyRule> RulesThatNeverRing(IReadOnlyDictionary<string, IReadOnlyCollection<string>> choices) =>
        [.. Rules.Where(rule => !choices.TryGetValue(rule.Question, out var offered) || !offered.Contains(rule.Answer))];

    /// <summary>How long each step has to acknowledge; null where no clock runs.</summary>
    public TimeSpan? AcknowledgeWithin(Urgency urgency) => acknowledge.TryGetValue(urgency, out var within) ? within : null;

    /// <summary>Who is asked after so long a wait without an acknowledgement. It stays with the last step.</summary>
    public DutyStep? StepAfter(Urgency urgency, TimeSpan waited) =>
        AcknowledgeWithin(urgency) is { } within ? Steps[(int)Math.Clamp(waited.Ticks / within.Ticks, 0, Steps.Count - 1)] : null;
}
