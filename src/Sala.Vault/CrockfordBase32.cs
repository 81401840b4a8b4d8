namespace Sala.Vault;

/// <summary>Crockford's base 32: digits and letters without I, L, O and U, so that what is read aloud or copied by hand survives.
/// Reading takes either case, O for 0, and I or L for 1.</summary>
internal static class CrockfordBase32
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static char Symbol(int value) => Alphabet[value];

    /// <returns>0 to 31, or -1 for what is no symbol.</returns>
    public static int Value(char symbol) => char.ToUpperInvariant(symbol) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var upper => Alphabet.IndexOf(upper, StringComparison.Ordinal),
    };

    /// <summary>128 bits in 26 symbols, the two highest bits of the first being zero.</summary>
    public static void Write(UInt128 value, Span<char> symbols)
    {
        for (var i = 25; i >= 0; i--, value >>= 5)
        {
            symbols[i] = Alphabet[(int)(value & 31)];
        }
    }

    public static bool TryRead(ReadOnlySpan<char> symbols, out UInt128 value)
    {
        value = 0;
        if (symbols.Length != 26)
        {
            return false;
        }
        for (var i = 0; i < symbols.Length; i++)
        {
            var symbol = Value(symbols[i]);
            if (symbol < 0 || (i == 0 && symbol > 7))
            {
                value = 0;
                return false;
            }
            value = (value << 5) | (uint)symbol;
        }
        return true;
    }
}
