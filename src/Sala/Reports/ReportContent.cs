using System.Text.Json;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>What a person told, as it lies in the envelope.</summary>
/// <param name="Form">Id and version of the form that asked.</param>
/// <param name="Language">The language it was answered in.</param>
/// <param name="SentAt">The exact time, which stands nowhere else.</param>
/// <param name="Answers">Names of questions and answers, in the order of the form; irrelevant ones are not here.</param>
public sealed record ReportContent(string Form, string FormVersion, string Language, DateTimeOffset SentAt, IReadOnlyDictionary<string, string> Answers)
{
    internal byte[] Seal(SecretKey working, RecordId report, int generation) =>
        Envelope.Seal(working, Binding(report, generation), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Report);

    internal static ReportContent Open(SecretKey working, RecordId report, int generation, byte[] box) =>
        JsonSerializer.Deserialize<ReportContent>(Envelope.Open(working, Binding(report, generation), box))!;

    private static Binding Binding(RecordId report, int generation) => new("report.content", report, generation);
}

/// <summary>What a message is, beside its words.</summary>
public enum MessageKind
{
    Words = 0,

    /// <summary>"I am in danger now."</summary>
    Danger = 1,

    /// <summary>"I no longer want this."</summary>
    Withdrawn = 2,
}

/// <summary>A message as it lies in its envelope.</summary>
/// <param name="From">The shown name of the worker, for colleagues; empty for the reporter, who reads "from us".</param>
public sealed record MessageBody(DateTimeOffset At, MessageKind Kind, string From, string Words)
{
    internal byte[] Seal(SecretKey working, RecordId report, RecordId id, int generation) =>
        Envelope.Seal(working, Binding(report, id, generation), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Message);

    internal static MessageBody Open(SecretKey working, RecordId report, RecordId id, int generation, byte[] box) =>
        JsonSerializer.Deserialize<MessageBody>(Envelope.Open(working, Binding(report, id, generation), box))!;

    private static Binding Binding(RecordId report, RecordId id, int generation) => new($"message.body.{report}", id, generation);
}
