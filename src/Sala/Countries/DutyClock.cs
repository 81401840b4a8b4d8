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

    /// <summary>How long each step has to acknowledge; null where no clock runs.</summary>
    public TimeSpan? AcknowledgeWithin(Urgency urgency) => acknowledge.TryGetValue(urgency, out var within) ? within : null;

    /// <summary>Who is asked after so long a wait without an acknowledgement. It stays with the last step.</summary>
    public DutyStep? StepAfter(Urgency urgency, TimeSpan waited) =>
        AcknowledgeWithin(urgency) is { } within ? Steps[(int)Math.Clamp(waited.Ticks / within.Ticks, 0, Steps.Count - 1)] : null;
}
