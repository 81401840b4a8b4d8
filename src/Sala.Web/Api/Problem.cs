using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Sala.Web.Api;

/// <summary>What is wrong with one answer; never the answer itself.</summary>
/// <param name="Question">Name of the question; empty where a name was given that no question could have.</param>
/// <param name="Code">Stable, for programs: not_a_choice, too_long …</param>
/// <param name="Detail">For people, in the language of the request.</param>
public sealed record AnswerFault(string Question, string Code, string Detail);

/// <summary>A rule that stands in the way, with what is missing and how to meet it.</summary>
/// <param name="Rule">As in the list of safeguards: I1 to D3.</param>
/// <param name="Words">The rule in one sentence, in the language of the request.</param>
public sealed record RuleInTheWay(string Rule, string Words, IReadOnlyList<MissingShown> Missing);

/// <summary>One thing that a rule misses.</summary>
/// <param name="Code">Its name within the rule.</param>
/// <param name="Missing">What is missing, in the language of the request.</param>
/// <param name="Mend">What puts it right.</param>
/// <param name="SetAsideBy">head, or nobody.</param>
public sealed record MissingShown(string Code, string Missing, string Mend, string SetAsideBy);

/// <summary>Where a name stands that must not leave: never the name.</summary>
/// <param name="Case">Null where it is the purpose of a list.</param>
/// <param name="Entry">Null where it is the purpose or the pseudonym.</param>
public sealed record PlaceOfName(string? Case, string? Entry);

/// <summary>A problem as RFC 9457 has it.</summary>
/// <param name="Rules">The rules that stand in the way, where rules do.</param>
/// <param name="Places">Where a name stands, where an export was blocked.</param>
public sealed record Problem(string Type, string Title, int Status, string? Detail = null, IReadOnlyList<AnswerFault>? Errors = null, IReadOnlyList<RuleInTheWay>? Rules = null, IReadOnlyList<PlaceOfName>? Places = null)
{
    public const string MediaType = "application/problem+json";

    public static Task Write(
        HttpContext context, int status, string? kind = null, string? detail = null, IReadOnlyList<AnswerFault>? errors = null, IReadOnlyList<RuleInTheWay>? rules = null, IReadOnlyList<PlaceOfName>? places = null)
    {
        var problem = new Problem(kind is null ? "about:blank" : $"urn:sala:problem:{kind}", ReasonPhrases.GetReasonPhrase(status), status, detail, errors, rules, places);
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Default.Problem);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
