using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>Secret bytes as they are printed and typed back: Crockford's base 32, then two symbols for the number modulo 1,021. As 1,021 is a prime above
/// 31 x 31, one wrong symbol or a swap of two neighbours is always noticed.</summary>
internal static class PaperText
{
    private const int CheckSymbols = 2;
    private const int Modulus = 1021;
    private const int LongestTyped = 400;

    public static string Print(ReadOnlySpan<byte> bytes, int group)
    {
        Span<char> symbols = stackalloc char[CrockfordBase32.SymbolsFor(bytes.Length) + CheckSymbols];
        CrockfordBase32.Write(bytes, symbols[..^CheckSymbols]);
        var check = Check(bytes);
        symbols[^2] = CrockfordBase32.Symbol(check >> 5);
        symbols[^1] = CrockfordBase32.Symbol(check & 31);
        return CopiedText.Group(symbols, group);
    }

    /// <returns>False where a symbol is missing, too many, unknown or wrong; the bytes are then wiped.</returns>
    public static bool TryRead(string? typed, Span<byte> bytes)
    {
        Span<char> symbols = stackalloc char[CrockfordBase32.SymbolsFor(bytes.Length) + CheckSymbols];
        var read = TryCollect(typed, symbols)
            && CrockfordBase32.TryRead(symbols[..^CheckSymbols], bytes)
            && ((CrockfordBase32.Value(symbols[^2]) << 5) | CrockfordBase32.Value(symbols[^1])) == Check(bytes);
        if (!read)
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
        return read;
    }

    private static bool TryCollect(string? typed, Span<char> symbols)
    {
        if (typed is null || typed.Length > LongestTyped)
        {
            return false;
        }
        var count = 0;
        foreach (var character in typed)
        {
            if (CopiedText.IsSeparator(character))
            {
                continue;
            }
            if (count == symbols.Length || CrockfordBase32.Value(character) < 0)
            {
                return false;
            }
            symbols[count++] = character;
        }
        return count == symbols.Length;
    }

    private static int Check(ReadOnlySpan<byte> bytes)
    {
        var remainder = 0;
        foreach (var value in bytes)
        {
            remainder = ((remainder << 8) | value) % Modulus;
        }
        return remainder;
    }
}
