using System.Text.Json.Serialization;
using Sala.Reports;

namespace Sala.Web.Api;

/// <summary>A report: language, key, and any subset of the form's answers (a text, a number, or a list of codes).</summary>
public sealed record ReportToSend(string Language, string IdempotencyKey, Dictionary<string, object> Answers);

/// <summary>Thirty digits in groups. Given once; nobody can give it again after 15 minutes.</summary>
public sealed record ReceiptGiven(string Receipt);

/// <summary>A receipt, in digits or in words.</summary>
public sealed record ReceiptToOpen(string Receipt);

/// <summary>Words to the people who read the report.</summary>
public sealed record MessageToWrite(string Receipt, string Words, string IdempotencyKey);

/// <summary>A message of the conversation.</summary>
/// <param name="From">you, or us.</param>
/// <param name="Kind">words, danger, withdrawn.</param>
/// <param name="At">When it was written.</param>
public sealed record MessageShown(string From, string Kind, string Words, DateTimeOffset At);

/// <summary>What a receipt opens.</summary>
/// <param name="Status">received, read, being_worked_on or closed.</param>
/// <param name="Messages">Both ways, oldest first.</param>
public sealed record ConversationShown(string Status, IReadOnlyList<MessageShown> Messages)
{
    public static ConversationShown Of(OpenConversation open) => new(
        open.Status switch
        {
            StatusForReporter.Received => "received",
            StatusForReporter.Read => "read",
            StatusForReporter.Closed => "closed",
            _ => "being_worked_on",
        },
        [.. open.Messages.Select(m => new MessageShown(m.Mine ? "you" : "us", m.Kind switch { MessageKind.Danger => "danger", MessageKind.Withdrawn => "withdrawn", _ => "words" }, m.Words, m.At))]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReceiptGiven))]
[JsonSerializable(typeof(ConversationShown))]
internal sealed partial class ApiShapes : JsonSerializerContext;
