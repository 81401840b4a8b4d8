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

/// <summary>The clock that an urgent report starts. How urgent it is, the form says: the rules stand there, beside the answers that they speak of.</summary>
public sealed class DutyClock(IReadOnlyDictionary<Urgency, TimeSpan> acknowledge, IReadOnlyList<DutyStep> steps, Standing standing)
{
    public IReadOnlyList<DutyStep> Steps { get; } = steps;

    public Standing Standing { get; } = standing;

    /// <summary>How long each step has to acknowledge; null where no clock runs.</summary>
    public TimeSpan? AcknowledgeWithin(Urgency urgency) => acknowledge.TryGetValue(urgency, out var within) ? within : null;

    /// <summary>Who is asked after so long a wait without an acknowledgement. It stays with the last step.</summary>
    public DutyStep? StepAfter(Urgency urgency, TimeSpan waited) =>
        AcknowledgeWithin(urgency) is { } within ? Steps[(int)Math.Clamp(waited.Ticks / within.Ticks, 0, Steps.Count - 1)] : null;
}
