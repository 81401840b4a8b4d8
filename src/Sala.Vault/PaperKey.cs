using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>A whole key on paper, as the seed of the backup pair is kept: 54 symbols of Crockford's base 32 in nine groups of six, the last two a check.</summary>
public static class PaperKey
{
    private const int GroupSize = 6;

    /// <summary>The text to print. It is the secret itself.</summary>
    /// <param name="key">The key.</param>
    public static string Print(SecretKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return PaperText.Print(key.Bytes, GroupSize);
    }

    /// <summary>Reads what someone copied from paper: either case, spaces and dashes anywhere, O for 0, I or L for 1. One wrong symbol or a swap of two neighbours is always noticed.</summary>
    /// <param name="typed">What was typed; null is simply no key.</param>
    /// <returns>The key, or null where a symbol is missing, unknown or wrong.</returns>
    public static SecretKey? TryRead(string? typed)
    {
        Span<byte> bytes = stackalloc byte[SecretKey.Size];
        try
        {
            return PaperText.TryRead(typed, bytes) && bytes.ContainsAnyExcept((byte)0) ? SecretKey.From(bytes) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
