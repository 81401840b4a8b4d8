using System.Buffers.Text;

namespace Sala.Web.Api;

/// <summary>The sender's own random key: whoever could guess it could ask for another's receipt, so a weaker one is refused.</summary>
internal static class IdempotencyKey
{
    /// <summary>The header by which staff's part of the API names one.</summary>
    public const string Header = "Idempotency-Key";

    public const string Rule = "At least 128 random bits are needed as idempotencyKey: 32 or more hex digits, or 22 or more signs of base64url. A UUID has fewer.";

    private const int Least = 16;
    private const int LongestText = 128;
    private const int LeastDifferent = 8; // 16 random bytes with fewer different ones come once in 10^11 times

    public static byte[]? Read(string? text)
    {
        if (text is null or { Length: > LongestText } || Guid.TryParseExact(text, "D", out _)) return null;
        var key = text.Length >= 2 * Least && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text)
            : Base64Url.IsValid(text) ? Decode(text) : null;
        return key is { Length: >= Least } && key.Distinct().Count() >= LeastDifferent ? key : null;
    }

    private static byte[]? Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
