using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sala.Tests.Web.Api;

/// <summary>The OpenAPI document as a reader takes it at its word: which calls there are, which statuses they answer with, and in what shape.</summary>
internal sealed class DescribedApi(JsonElement document)
{
    private readonly HashSet<string> met = [];

    /// <summary>Each call as "POST /api/v1/cases".</summary>
    public IReadOnlyList<string> Calls { get; } = [.. document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Name is "get" or "post").Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}")).Order(StringComparer.Ordinal)];

    /// <summary>Calls that answered with success and as described.</summary>
    public IReadOnlySet<string> Met => met;

    /// <summary>The fields that a call takes, each with a value of its kind as JSON; none where it takes no body.</summary>
    public IReadOnlyDictionary<string, string> ShapeOf(string path)
    {
        if (!document.GetProperty("paths").GetProperty(path).TryGetProperty("post", out var post) || !post.TryGetProperty("requestBody", out var body)) return new Dictionary<string, string>();
        return Followed(body.GetProperty("content").GetProperty("application/json").GetProperty("schema")).TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(p => p.Name, p => Example(p.Name, p.Value)) : new Dictionary<string, string>();
    }

    private string Example(string name, JsonElement schema)
    {
        schema = Followed(schema);
        if (schema.TryGetProperty("enum", out var codes)) return name == "kind" && codes.EnumerateArray().Any(c => c.GetString() == "note") ? "\"note\"" : codes[0].GetRawText();
        var type = schema.TryGetProperty("type", out var t) ? t.ValueKind == JsonValueKind.Array ? t.EnumerateArray().First(x => x.GetString() != "null").GetString() : t.GetString() : "object";
        return type switch { "integer" or "number" => "1", "boolean" => "true", "array" => "[]", "object" => "{\"a\":\"b\"}", _ => name switch { "kind" => "\"note\"", "form" => "\"person\"", "until" or "on" or "endsOn" => "\"2027-11-24\"", _ => "\"x\"" } };
    }

    private JsonElement Followed(JsonElement schema) => schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[1..].Aggregate(document, (at, part) => at.GetProperty(part)) : schema;

    /// <summary>Holds one answer against the description.</summary>
    public void Check(string method, string path, Answered answered)
    {
        var call = Calls.Single(c => Regex.IsMatch($"{method} {path}", "^" + Regex.Replace(c, @"\{[a-z]+\}", "[0-9a-f]{32}") + "$"));
        var operation = document.GetProperty("paths").GetProperty(call[(call.IndexOf(' ', StringComparison.Ordinal) + 1)..]).GetProperty(method.ToLowerInvariant());
        var status = $"{(int)answered.Status}";
        Assert.True(operation.GetProperty("responses").TryGetProperty(status, out var response), $"{call} answered {status}, which is not described.");
        if (answered.Bytes.Length == 0) Assert.False(response.TryGetProperty("content", out _), $"{call} {status}: nothing came, and something is described.");
        else if (response.TryGetProperty("content", out var content))
        {
            Assert.True(content.TryGetProperty(answered.MediaType!, out var media), $"{call} {status}: {answered.MediaType} is not described.");
            if (answered.MediaType!.EndsWith("json", StringComparison.Ordinal) && media.TryGetProperty("schema", out var schema) && answered.MediaType != "application/ld+json") Fits(schema, answered.Json, $"{call} {status}");
        }
        else Assert.Fail($"{call} {status}: something came, and nothing is described.");
        if ((int)answered.Status < 300) met.Add(call);
    }

    private void Fits(JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Fits(reference.GetString()!.Split('/')[1..].Aggregate(document, (at, name) => at.GetProperty(name)), value, where);
            return;
        }
        if (schema.TryGetProperty("oneOf", out var one))
        {
            if (value.ValueKind != JsonValueKind.Null) Fits(one.EnumerateArray().First(s => !(s.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String && t.GetString() == "null")), value, where);
            return;
        }
        if (schema.TryGetProperty("enum", out var codes)) Assert.True(codes.EnumerateArray().Any(c => JsonElement.DeepEquals(c, value)), $"{where}: {value} is none of the codes.");
        if (schema.TryGetProperty("pattern", out var pattern) && value.ValueKind == JsonValueKind.String) Assert.Matches(pattern.GetString()!, value.GetString()!);
        if (schema.TryGetProperty("type", out var type))
        {
            var types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : new[] { type.GetString()! };
            Assert.True(types.Any(t => IsA(value, t)), $"{where}: {value.ValueKind} is not {string.Join(" or ", types)}.");
        }
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            foreach (var item in value.EnumerateArray()) Fits(items, item, $"{where}[]");
        if (value.ValueKind != JsonValueKind.Object) return;
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray()) Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{where}: {name} is missing.");
        foreach (var property in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out var described)) Fits(described, property.Value, $"{where}.{property.Name}");
            else if (schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.Object) Fits(additional, property.Value, $"{where}.{property.Name}");
            else Assert.Fail($"{where}: {property.Name} is not described.");
        }
    }

    private static bool IsA(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
