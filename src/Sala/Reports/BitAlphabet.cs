using System.Buffers;

namespace Sala.Reports;

/// <summary>
/// An encoding in which each sign stands for a fixed number of bits: base64 (also its alphabet for addresses), base32 and hex. Marks of files are looked
/// for in their encoded form, at every place of the text, with blanks, line ends, quotes and invisible signs passed over.
/// </summary>
internal sealed class BitAlphabet
{
    private const char Break = '\n';

    public static readonly IReadOnlyList<BitAlphabet> All =
    [
        new(6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", aliases: "-+_/", passed: ""),
        new(5, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", aliases: "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ", passed: ""),
        new(4, "0123456789abcdef", aliases: "AaBbCcDdEeFf", passed: "-:,;x\\"),
    ];

    private readonly int bits;
    private readonly char[] plain = new char[128];
    private readonly sbyte[] values = new sbyte[128];
    private readonly List<(string Sign, int Back)> anchors = [];
    private readonly SearchValues<string> search;

    private BitAlphabet(int bits, string signs, string aliases, string passed)
    {
        this.bits = bits;
        Array.Fill(plain, Break);
        Array.Fill(values, (sbyte)-1);
        foreach (var c in " \t\r\n\f\v\"'`>|" + passed) plain[c] = '\0';
        for (var i = 0; i < signs.Length; i++) (plain[signs[i]], values[signs[i]]) = (signs[i], (sbyte)i);
        for (var i = 0; i < aliases.Length; i += 2) plain[aliases[i]] = aliases[i + 1];
        foreach (var mark in FileMark.All)
        {
            // The signs that the mark alone decides; those at its edges also hold bits of what stands beside it.
            var (first, last) = (((mark.At * 8) + bits - 1) / bits, (mark.At + mark.Bytes.Length) * 8 / bits);
            var encoded = Encode([.. new byte[mark.At], .. mark.Bytes], signs);
            anchors.Add((encoded[first..last], first));
        }
        search = SearchValues.Create([.. anchors.Select(a => a.Sign).Distinct()], StringComparison.Ordinal);
    }

    /// <summary>Where a file begins and ends in the text; null where there is none.</summary>
    public (int Start, int End)? Find(string text)
    {
        var signs = ArrayPool<char>.Shared.Rent(text.Length);
        var places = ArrayPool<int>.Shared.Rent(text.Length);
        try
        {
            var count = Normalise(text, signs, places);
            var all = signs.AsSpan(0, count);
            for (var from = 0; from < count;)
            {
                var at = all[from..].IndexOfAny(search);
                if (at < 0) return null;
                at += from;
                foreach (var (sign, back) in anchors)
                {
                    if (at < back || !all[at..].StartsWith(sign, StringComparison.Ordinal) || !Begins(all[(at - back)..])) continue;
                    var end = all[(at - back)..].IndexOf(Break);
                    return (places[at - back], places[(end < 0 ? count : at - back + end) - 1] + 1);
                }
                from = at + 1;
            }
            return null;
        }
        finally
        {
            signs.AsSpan(0, text.Length).Clear();
            ArrayPool<char>.Shared.Return(signs);
            ArrayPool<int>.Shared.Return(places);
        }
    }

    private int Normalise(string text, char[] signs, int[] places)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            // 0xFF: the nought before x is no digit.
            if (bits == 4 && c == '0' && i + 1 < text.Length && text[i + 1] is 'x' or 'X') continue;
            var sign = c < 128 ? plain[c] : IsInvisible(c) ? '\0' : Break;
            if (sign == '\0') continue;
            signs[count] = sign;
            places[count++] = i;
        }
        return count;
    }

    private static bool IsInvisible(char c) => c is '\u00A0' or '\u00AD' or (>= '\u2000' and <= '\u200F') or '\u2028' or '\u2029' or '\u202F' or '\u2060' or '\u3000' or '\uFEFF';

    private bool Begins(ReadOnlySpan<char> signs)
    {
        Span<byte> bytes = stackalloc byte[24];
        var (length, held, waiting) = (0, 0, 0);
        foreach (var sign in signs)
        {
            if (sign == Break || length == bytes.Length) break;
            held = (held << bits) | (byte)values[sign];
            waiting += bits;
            if (waiting < 8) continue;
            waiting -= 8;
            bytes[length++] = (byte)(held >> waiting);
            held &= (1 << waiting) - 1;
        }
        return FileMark.Begins(bytes[..length]);
    }

    private string Encode(ReadOnlySpan<byte> bytes, string signs)
    {
        var text = new char[((bytes.Length * 8) + bits - 1) / bits];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * bits; bit < (i + 1) * bits; bit++)
                value = (value << 1) | (bit < bytes.Length * 8 ? (bytes[bit / 8] >> (7 - (bit % 8))) & 1 : 0);
            text[i] = signs[value];
        }
        return new string(text);
    }
}
