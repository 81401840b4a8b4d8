using System.Text.RegularExpressions;

namespace Sala.Reports;

/// <summary>Encodings of whole lines: uuencode, also without its head, and Ascii85 between its marks.</summary>
internal static partial class LineEncoded
{
    public static (int Start, int End)? Find(string text)
    {
        if (Head().Match(text) is { Success: true } head) return (head.Index, text.Length);
        foreach (var line in Line().EnumerateMatches(text))
        {
            if (FileMark.Begins(Unix(text.AsSpan(line.Index, 61)))) return (line.Index, text.Length);
        }
        for (var at = text.IndexOf("<~", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<~", at + 2, StringComparison.Ordinal))
        {
            if (FileMark.Begins(Ascii85(text.AsSpan(at + 2)))) return (at, text.IndexOf("~>", at, StringComparison.Ordinal) is > 0 and var end ? end + 2 : text.Length);
        }
        return null;
    }

    private static byte[] Unix(ReadOnlySpan<char> line)
    {
        var bytes = new byte[24];
        for (int i = 1, length = 0; i + 3 < line.Length && length + 3 <= bytes.Length; i += 4)
        {
            var four = (Six(line[i]) << 18) | (Six(line[i + 1]) << 12) | (Six(line[i + 2]) << 6) | Six(line[i + 3]);
            bytes[length++] = (byte)(four >> 16);
            bytes[length++] = (byte)(four >> 8);
            bytes[length++] = (byte)four;
        }
        return bytes;

        static int Six(char c) => (c - ' ') & 0x3F;
    }

    private static byte[] Ascii85(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(24);
        var (value, count) = (0u, 0);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) continue;
            if (c == 'z' && count == 0) bytes.AddRange([0, 0, 0, 0]);
            else if (c is < '!' or > 'u') break;
            else
            {
                value = unchecked((value * 85) + (uint)(c - '!'));
                if (++count == 5)
                {
                    bytes.AddRange([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
                    (value, count) = (0, 0);
                }
            }
            if (bytes.Count >= 24) break;
        }
        return [.. bytes];
    }

    [GeneratedRegex(@"^\s*begin(?:-base64)?\s+[0-7]{3,4}\s+\S", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Head();

    // A full line of uuencode: M for 45 bytes, then 60 signs. Only looked ahead at, so that no M before it hides one.
    [GeneratedRegex(@"M(?=[ -`]{60})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}

/// <summary>Bytes as numbers in a row, 255 216 255, with commas, blanks or as &amp;#255; of HTML.</summary>
internal static partial class ByteList
{
    public static (int Start, int End)? Find(string text)
    {
        foreach (var list in List().EnumerateMatches(text))
        {
            var bytes = new List<byte>();
            var places = new List<int>();
            for (var i = list.Index; i < list.Index + list.Length; i++)
            {
                if (!char.IsAsciiDigit(text[i])) continue;
                var from = i;
                var number = 0;
                for (; i < text.Length && char.IsAsciiDigit(text[i]); i++) number = (number * 10) + text[i] - '0';
                if (number > 255)
                {
                    // No byte: a list of other numbers begins anew behind it.
                    if (Bytes.Mark([.. bytes]) is { } before) return (places[before], from);
                    bytes.Clear();
                    places.Clear();
                    continue;
                }
                bytes.Add((byte)number);
                places.Add(from);
            }
            if (Bytes.Mark([.. bytes]) is { } at) return (places[at], list.Index + list.Length);
        }
        return null;
    }

    [GeneratedRegex(@"(?:(?<![0-9])[0-9]{1,3}(?![0-9])[\s,;&#\[\]]{0,4}){12,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();
}

/// <summary>Quoted-printable (=FF), percent (%FF), escapes of programs (\u00ff, \377), HTML (&amp;#xFF;), and bytes pasted as they are.</summary>
internal static partial class Escaped
{
    public static (int Start, int End)? Find(string text)
    {
        if (Text(text) is not { } bytes) return null;
        if (Bytes.Mark(bytes) is not null) return Place(text);
        // An encoding within the escapes: base64 whose + and / were escaped.
        if (!text.Contains('%', StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal)) return null;
        var plain = System.Text.Encoding.Latin1.GetString(bytes);
        foreach (var alphabet in BitAlphabet.All)
        {
            if (alphabet.Find(plain) is not null) return Place(text);
        }
        return null;
    }

    // What is escaped and what is not cannot be told apart sign by sign: from the first escape to the end of the last.
    private static (int Start, int End) Place(string text)
    {
        var matches = Escape().Matches(text);
        if (matches.Count == 0) return (0, text.Length);
        var (start, end) = (matches[0].Index, matches[^1].Index + matches[^1].Length);
        while (start > 0 && !char.IsWhiteSpace(text[start - 1])) start--;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        return (start, end);
    }

    private static byte[]? Text(string text)
    {
        var raw = text.AsSpan().IndexOfAnyInRange('\x80', '\xFF') >= 0;
        if (!raw && !text.AsSpan().ContainsAny("%=\\&")) return null;
        var plain = Escape().Replace(text, m =>
        {
            var value = m.Groups["hex"].Success ? Convert.ToInt32(m.Groups["hex"].Value, 16) : m.Groups["octal"].Success ? Convert.ToInt32(m.Groups["octal"].Value, 8) : -1;
            return value < 0 ? "" : ((char)value).ToString();
        });
        var bytes = new byte[plain.Length];
        for (var i = 0; i < plain.Length; i++) bytes[i] = plain[i] <= 0xFF ? (byte)plain[i] : (byte)'?';
        return bytes;
    }

    [GeneratedRegex(@"=\r?\n|(?:%|=|\\u00|\\x|&#x0{0,4})(?<hex>[0-9a-fA-F]{2});?|\\(?<octal>[0-3][0-7]{2})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}

internal static class Bytes
{
    /// <summary>Where a file begins among bytes; null where none does.</summary>
    public static int? Mark(ReadOnlySpan<byte> bytes)
    {
        foreach (var mark in FileMark.All)
        {
            for (var from = 0; from < bytes.Length;)
            {
                var at = bytes[from..].IndexOf(mark.Bytes);
                if (at < 0) break;
                at += from;
                if (at >= mark.At && mark.Fits(bytes[(at - mark.At)..])) return at - mark.At;
                from = at + 1;
            }
        }
        return null;
    }
}
