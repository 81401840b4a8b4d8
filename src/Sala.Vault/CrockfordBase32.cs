namespace Sala.Vault;

/// <summary>Crockford's base 32: digits and letters without I, L, O and U, so that what is read aloud or copied by hand survives.
/// Reading takes either case, O for 0, and I or L for 1. Bytes are one number, most significant bit first, with zero bits before it to fill the first symbol.</summary>
internal static class CrockfordBase32
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static char Symbol(int value) => Alphabet[value];

    /// <returns>0 to 31, or -1 for what is no symbol.</returns>
    public static int Value(char symbol) => symbol switch
    {
        'O' or 'o' => 0,
        'I' or 'i' or 'L' or 'l' => 1,
        >= 'a' and <= 'z' => Alphabet.IndexOf((char)(symbol - 32), StringComparison.Ordinal),
        _ => Alphabet.IndexOf(symbol, StringComparison.Ordinal),
    };

    /// <summary>Number of symbols that so many bytes take: 26 for 16, 52 for 32.</summary>
    public static int SymbolsFor(int bytes) => ((bytes * 8) + 4) / 5;

    public static void Write(ReadOnlySpan<byte> bytes, Span<char> symbols)
    {
        int bits = 0, held = 0, at = bytes.Length;
        for (var i = symbols.Length - 1; i >= 0; i--, bits >>= 5, held -= 5)
        {
            if (held < 5 && at > 0)
            {
                bits |= bytes[--at] << held;
                held += 8;
            }
            symbols[i] = Alphabet[bits & 31];
        }
    }

    /// <returns>False where a symbol is none, or the number does not fit the bytes. Their content is then of no meaning.</returns>
    public static bool TryRead(ReadOnlySpan<char> symbols, Span<byte> bytes)
    {
        if (symbols.Length != SymbolsFor(bytes.Length))
        {
            return false;
        }
        int bits = 0, held = 0, at = bytes.Length;
        for (var i = symbols.Length - 1; i >= 0; i--)
        {
            var symbol = Value(symbols[i]);
            if (symbol < 0)
            {
                return false;
            }
            bits |= symbol << held;
            held += 5;
            if (held >= 8 && at > 0)
            {
                bytes[--at] = (byte)bits;
                bits >>= 8;
                held -= 8;
            }
        }
        return at == 0 && bits == 0;
    }
}
