using System.Text.Json;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Course;

/// <summary>
/// The clocks of a case (rules M2, C2, N1, N2) as the host keeps them, so that a night over all cases opens no sealed entry: one row a case, written in the transaction of each fact that moves a clock.
/// In clear stands the next day on which one of them may turn, and whether one is over.
/// </summary>
public sealed class CaseClock
{
    public required RecordId CaseId { get; init; }

    /// <summary>The day on which the clocks are looked at again; null while none runs.</summary>
    public ReportDay? Turns { get; set; }

    /// <summary>Whether one is over, with or without a reason.</summary>
    public bool Overdue { get; set; }

    /// <summary>See <see cref="ClockBody"/>, under the host's facts key.</summary>
    public required byte[] Body { get; set; }
}

/// <param name="Facts">Days, counts and yes or no, by the names of <see cref="CourseFacts"/>: never a word of a person.</param>
/// <param name="Over">What was over when it was last looked at, as rule and code.</param>
internal sealed record ClockBody(Dictionary<string, string> Facts, string[] Over)
{
    public byte[] Seal(SecretKey factsKey, RecordId caseId) => Envelope.Seal(factsKey, new Binding("case_clock.body", caseId), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Facts);

    public static ClockBody Open(SecretKey factsKey, CaseClock row) => JsonSerializer.Deserialize<ClockBody>(Envelope.Open(factsKey, new Binding("case_clock.body", row.CaseId), row.Body))!;
}
