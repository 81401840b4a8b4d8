using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sala.Web.Api;

/// <summary>A JSON body: at most 256 KB, in memory alone, wiped after use. Whatever is wrong with it becomes a problem, and none repeats it.</summary>
internal sealed class ApiBody : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 6, AllowDuplicateProperties = false };

    private readonly byte[] bytes;
    private readonly int length;
    private readonly JsonDocument json;

    private ApiBody(byte[] bytes, int length, JsonDocument json) => (this.bytes, this.length, this.json) = (bytes, length, json);

    /// <summary>Reads the body; null when a problem was answered already.</summary>
    public static async Task<ApiBody?> Read(HttpContext context)
    {
        var expected = context.Request.ContentLength ?? 0;
        if (expected > Server.LargestBody) throw new BadHttpRequestException("Too long.", StatusCodes.Status413PayloadTooLarge);
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Max(expected, 4096));
        var length = 0;
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(bytes.AsMemory(length)).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length > Server.LargestBody) throw new BadHttpRequestException("Too long.", StatusCodes.Status413PayloadTooLarge);
                if (length < bytes.Length) continue;
                var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
                bytes.AsSpan(0, length).CopyTo(larger);
                Return(bytes, length);
                bytes = larger;
            }
            var json = JsonDocument.Parse(bytes.AsMemory(0, length), Strict);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return new ApiBody(bytes, length, json);
            json.Dispose();
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Said below, without the parser's words: they could hold a piece of the text.
        }
        catch
        {
            Return(bytes, length);
            throw;
        }
        Return(bytes, length);
        await Problem.Write(context, 400, "no-json", "The body is no JSON object of this API. Nothing was stored.").ConfigureAwait(false);
        return null;
    }

    /// <summary>As it came.</summary>
    public byte[] Bytes => bytes[..length];

    /// <summary>The whole body as one of the shapes of this API; a field that the shape does not have, or of another kind, is refused by name.</summary>
    /// <exception cref="FieldNotTakenException">It is not of that shape; nothing that was sent is repeated.</exception>
    public T As<T>()
    {
        // What has no value is left out: in a list or among answers a null would be a value that nothing expects.
        if (json.RootElement.EnumerateObject().FirstOrDefault(p => HoldsNull(p.Value)) is { Value.ValueKind: not JsonValueKind.Undefined } empty) throw FieldNotTakenException.Of<T>(Path(empty));
        try
        {
            return json.RootElement.Deserialize<T>(ApiFormat.Options) ?? throw new JsonException();
        }
        catch (JsonException wrong)
        {
            throw FieldNotTakenException.Of<T>(wrong.Path);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw FieldNotTakenException.Of<T>(null); // a text that is no Unicode
        }
    }

    /// <summary>A text; null where it is missing, something else, or no Unicode.</summary>
    public string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>The answers by name: codes of several choices with a space between. Null where they are no object of texts, numbers and lists.</summary>
    public Dictionary<string, string?>? Answers()
    {
        if (!json.RootElement.TryGetProperty("answers", out var given)) return [];
        if (given.ValueKind != JsonValueKind.Object) return null;
        var answers = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            foreach (var answer in given.EnumerateObject())
            {
                switch (answer.Value.ValueKind)
                {
                    case JsonValueKind.Null: break;
                    case JsonValueKind.String when Text(answer.Value) is { } text: answers[answer.Name] = text; break;
                    case JsonValueKind.Number: answers[answer.Name] = answer.Value.GetRawText(); break;
                    case JsonValueKind.Array when Codes(answer.Value) is { } codes: answers[answer.Name] = codes; break;
                    default: return null;
                }
            }
        }
        catch (InvalidOperationException)
        {
            return null; // a name that is no Unicode
        }
        return answers;
    }

    public void Dispose()
    {
        json.Dispose();
        Return(bytes, length);
    }

    private static bool HoldsNull(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsNull),
        JsonValueKind.Object => value.EnumerateObject().Any(p => HoldsNull(p.Value)),
        _ => false,
    };

    private static string? Path(JsonProperty property)
    {
        try
        {
            return $"$.{property.Name}";
        }
        catch (InvalidOperationException)
        {
            return null; // a name that is no Unicode
        }
    }

    private static string? Codes(JsonElement list)
    {
        var codes = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || Text(item) is not { } code || code.Contains(' ', StringComparison.Ordinal)) return null;
            codes.Add(code);
        }
        return string.Join(' ', codes);
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Return(byte[] bytes, int length)
    {
        CryptographicOperations.ZeroMemory(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
