using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Sala.Vault;

namespace Sala.Web.Api;

/// <summary>How staff's part of the API writes and reads JSON: names and codes in camel case, ids as 32 hexadecimal digits, nothing unknown, nothing twice, nothing missing.</summary>
internal static class ApiFormat
{
    public static readonly JsonSerializerOptions Options = Make(new JsonSerializerOptions(JsonSerializerOptions.Strict));

    private static readonly JsonNamingPolicy Camel = JsonNamingPolicy.CamelCase;

    /// <summary>The same for the description of the API.</summary>
    public static JsonSerializerOptions Make(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new IdConverter());
        return options;
    }

    /// <summary>A code as the API writes it.</summary>
    public static string Code<T>(T value) where T : struct, Enum => Camel.ConvertName(value.ToString());

    /// <summary>The fields of a shape, as a body names them.</summary>
    public static IReadOnlyList<string> Fields<T>() => [.. Options.GetTypeInfo(typeof(T)).Properties.Select(p => p.Name)];

    private sealed class IdConverter : JsonConverter<RecordId>
    {
        public override RecordId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && RecordId.TryParse(reader.GetString(), out var id) && !id.IsEmpty ? id : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, RecordId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}

/// <summary>A field of a body is not taken. It is named if it is a field of the shape; a name that somebody made up is not repeated.</summary>
internal sealed class FieldNotTakenException(string detail) : Exception(detail)
{
    /// <param name="path">Where the reader stopped, such as $.part.</param>
    public static FieldNotTakenException Of<T>(string? path)
    {
        var fields = ApiFormat.Fields<T>();
        var named = path?.Split('.', '[') is [_, var first, ..] && fields.Contains(first) ? first : null;
        var taken = fields.Count == 0 ? "This call takes an empty object." : $"This call takes: {string.Join(", ", fields)}.";
        return new(named is null ? $"A field is missing, unknown or of another kind. {taken} Nothing was stored." : $"{named}: not of the kind that this call takes. {taken} Nothing was stored.");
    }
}
