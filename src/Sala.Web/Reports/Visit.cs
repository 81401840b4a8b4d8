using System.Text.Json;
using System.Text.Json.Serialization;
using Sala.Reports;

namespace Sala.Web.Reports;

/// <summary>Which page a visit shows at its one address.</summary>
public enum Stage
{
    Asking,

    /// <summary>An answer told of danger: the numbers, before anything else.</summary>
    Danger,
    Receipt,

    /// <summary>"I wrote it down": the code may be typed once to try it.</summary>
    TypeBack,
    NotBack,
    Sent,

    /// <summary>Coming back: a receipt opened a conversation.</summary>
    Conversation,
    Stop,
}

/// <summary>What happened last and is said on the next page.</summary>
public enum Notice
{
    None,
    TypedRight,
    TypedWrong,
    Closed,
    MessageSent,
    DangerMarked,
    Stopped,
    PictureRefused,
    TooLong,
    KeptWords,

    /// <summary>What the child chose for a step was kept.</summary>
    Answered,

    /// <summary>By the answers, more questions came up on the page.</summary>
    Grown,
}

/// <summary>
/// A person's visit: everything that goes from one request to the next. It rests as ciphertext; its key is only in the cookie. Nothing of it is in an
/// address, in the page's title, or in the browser's storage.
/// </summary>
public sealed record Visit
{
    public Stage Stage { get; init; }
    public Notice Notice { get; init; }
    public UnfinishedState? Report { get; init; }

    /// <summary>By address, what was refused and why, and what stands in a field instead of the answer.</summary>
    public Dictionary<string, string> Refused { get; init; } = [];
    public Dictionary<string, string> Typed { get; init; } = [];

    /// <summary>Parts of names that were looked for in long lists.</summary>
    public Dictionary<string, string> Searched { get; init; } = [];

    /// <summary>The receipt, until the person says that it is written down, or of the conversation that is open.</summary>
    public string? Receipt { get; init; }

    /// <summary>Whose rota says when a person reads.</summary>
    public string? Unit { get; init; }
    public bool InDanger { get; init; }

    /// <summary>Who told: what is said afterwards differs for adults.</summary>
    public string? Way { get; init; }

    public string ToText() => JsonSerializer.Serialize(this, VisitJson.Default.Visit);

    public static Visit? Of(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, VisitJson.Default.Visit);
        }
        catch (JsonException)
        {
            return null; // of an older version of the program
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Visit))]
internal sealed partial class VisitJson : JsonSerializerContext;
