using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sala.Forms.Expressions.Functions;

internal static class TextFunctions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static void AddTo(AddFunction add)
    {
        add("string", 0, 1, c => c.Count == 0 ? Compiled.OfText(s => s.Context.Text) : Compiled.OfText(c[0].Text));
        add("concat", 0, -1, c =>
        {
            var texts = c.Texts();
            return Compiled.OfText(s => Joined("", texts(s)));
        });
        add("join", 1, -1, c =>
        {
            var texts = c.Texts(1);
            return Compiled.OfText(s => Joined(c[0].Text(s), texts(s)));
        });
        add("string-length", 0, 1, c => c.Count == 0 ? Compiled.OfNumber(s => s.Context.Text.Length) : Compiled.OfNumber(s => c[0].Text(s).Length));
        add("substr", 2, 3, c => Compiled.OfText(s => Substr(c[0].Text(s), c[1].Number(s), c.Count > 2 ? c[2].Number(s) : double.PositiveInfinity)));
        add("substring", 2, 3, c => Compiled.OfText(s => Substring(c[0].Text(s), c[1].Number(s), c.Count > 2 ? c[2].Number(s) : double.PositiveInfinity)));
        add("contains", 2, 2, c => Compiled.OfTruth(s => c[0].Text(s).Contains(c[1].Text(s), StringComparison.Ordinal)));
        add("starts-with", 2, 2, c => Compiled.OfTruth(s => c[0].Text(s).StartsWith(c[1].Text(s), StringComparison.Ordinal)));
        add("ends-with", 2, 2, c => Compiled.OfTruth(s => c[0].Text(s).EndsWith(c[1].Text(s), StringComparison.Ordinal)));
        add("substring-before", 2, 2, c => Compiled.OfText(s => Before(c[0].Text(s), c[1].Text(s))));
        add("substring-after", 2, 2, c => Compiled.OfText(s => After(c[0].Text(s), c[1].Text(s))));
        add("translate", 3, 3, c => Compiled.OfText(s => Translate(c[0].Text(s), c[1].Text(s), c[2].Text(s))));
        add("normalize-space", 0, 1, c => c.Count == 0 ? Compiled.OfText(s => Normalise(s.Context.Text)) : Compiled.OfText(s => Normalise(c[0].Text(s))));
        add("regex", 2, 2, MakeRegex);
        add("digest", 2, 3, MakeDigest);
        add("base64-decode", 1, 1, c => Compiled.OfText(s => FromBase64(c[0].Text(s))));
    }

    // Characters from start (0 is the first) up to end, which is left out; below 0 counts from the back.
    private static string Substr(string text, double start, double end)
    {
        if (double.IsNaN(start)) return "";
        var from = Place(start);
        var to = double.IsNaN(end) ? text.Length : Place(end);
        return from < to ? text[from..to] : "";

        int Place(double at) => (int)Math.Clamp(at < 0 ? text.Length + at : at, 0, text.Length);
    }

    private const int Longest = 1_000_000;

    // Texts put together from texts put together would grow without end; no answer is as long.
    private static string Joined(string separator, List<string> texts)
    {
        var length = 0L;
        for (var i = 0; i < texts.Count; i++)
            if ((length += texts[i].Length + separator.Length) > Longest) return string.Join(separator, texts.Take(i));
        return string.Join(separator, texts);
    }

    // XPath 1.0 section 4.2: characters from 1; start and length are rounded, and what lies outside is left out.
    private static string Substring(string text, double start, double length)
    {
        var first = Math.Floor(start + 0.5);
        var end = double.IsPositiveInfinity(length) ? length : first + Math.Floor(length + 0.5);
        if (double.IsNaN(first) || double.IsNaN(end)) return "";
        var from = (int)Math.Clamp(first - 1, 0, text.Length);
        var to = (int)Math.Clamp(end - 1, 0, text.Length);
        return from < to ? text[from..to] : "";
    }

    private static string Before(string text, string mark) => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : "";

    private static string After(string text, string mark) => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[(at + mark.Length)..] : "";

    private static string Translate(string text, string from, string to)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var at = from.IndexOf(c, StringComparison.Ordinal);
            if (at < 0) result.Append(c);
            else if (at < to.Length) result.Append(to[at]);
        }
        return result.ToString();
    }

    private static string Normalise(string text) => string.Join(' ', text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    // ODK: "an exact and complete match". A pattern that is written out is compiled when the form is read.
    private static Compiled MakeRegex(Call c)
    {
        if (c[1].Literal is { } pattern)
        {
            var regex = Pattern(pattern) ?? throw new ExpressionException(Messages.PatternNotUnderstood(pattern));
            return Compiled.OfTruth(s => Matches(regex, c[0].Text(s)));
        }
        return Compiled.OfTruth(s => c[1].Text(s) is { Length: < 1000 } text && Pattern(text) is { } regex && Matches(regex, c[0].Text(s)));
    }

    // Not the engine without backtracking: it was seen to take the end of its time slice for the end of the text, so that 'a|b' matched "ab"
    // (dotnet/runtime issue 74467 tells of the same). Time bounds a pattern instead.
    private static Regex? Pattern(string pattern)
    {
        try
        {
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A pattern that takes too long does not match: the answer is asked for again, nothing hangs.
    private static bool Matches(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Compiled MakeDigest(Call c)
    {
        if (c[1].Literal is { } algorithm && algorithm is not ("MD5" or "SHA-1" or "SHA-256" or "SHA-384" or "SHA-512"))
            throw new ExpressionException(Messages.NoSuchDigest(algorithm));
        if (c.Count > 2 && c[2].Literal is { } encoding && encoding is not ("base64" or "hex")) throw new ExpressionException(Messages.NoSuchEncoding(encoding));
        return Compiled.OfText(s => Digest(c[0].Text(s), c[1].Text(s), c.Count > 2 ? c[2].Text(s) : "base64"));
    }

#pragma warning disable CA5350, CA5351 // A form may name SHA-1 or MD5 to fit a system it feeds; nothing here rests on them.
    private static string Digest(string text, string algorithm, string encoding)
    {
        var data = Encoding.UTF8.GetBytes(text);
        byte[]? hash = algorithm switch
        {
            "MD5" => MD5.HashData(data),
            "SHA-1" => SHA1.HashData(data),
            "SHA-256" => SHA256.HashData(data),
            "SHA-384" => SHA384.HashData(data),
            "SHA-512" => SHA512.HashData(data),
            _ => null,
        };
        return hash is null ? "" : encoding == "hex" ? Convert.ToHexStringLower(hash) : Convert.ToBase64String(hash);
    }
#pragma warning restore CA5350, CA5351

    private static string FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var n) ? Encoding.UTF8.GetString(bytes, 0, n) : "";
    }
}
