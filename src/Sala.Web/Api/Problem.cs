using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Sala.Web.Api;

/// <summary>What is wrong with one answer; never the answer itself.</summary>
/// <param name="Question">Name of the question; empty where a name was given that no question could have.</param>
/// <param name="Code">Stable, for programs: not_a_choice, too_long …</param>
/// <param name="Detail">For people, in the language of the request.</param>
public sealed record AnswerFault(string Question, string Code, string Detail);

/// <summary>A problem as RFC 9457 has it.</summary>
public sealed record Problem(string Type, string Title, int Status, string? Detail = null, IReadOnlyList<AnswerFault>? Errors = null)
{
    public const string MediaType = "application/problem+json";

    public static Task Write(HttpContext context, int status, string? kind = null, string? detail = null, IReadOnlyList<AnswerFault>? errors = null)
    {
        var problem = new Problem(kind is null ? "about:blank" : $"urn:sala:problem:{kind}", ReasonPhrases.GetReasonPhrase(status), status, detail, errors);
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
