using System.Text.RegularExpressions;

namespace Sala.Reports;

/// <summary>Words hold an image, a film, a sound or an archive written as text. Nothing was stored; the message repeats nothing of it.</summary>
public sealed class EmbeddedFileException() : Exception("The words hold a file written as text. No picture, film or archive is taken here. Nothing was stored.");

/// <summary>
/// Finds files that are written as text (promise 6). The encodings are listed in docs/threat-model-images.md; each has a test. It looks for the mark
/// at the beginning of a file and not for long or odd text, so that names, links, hashes and long stories pass.
/// </summary>
public static partial class EmbeddedFile
{
    private const int MostParts = 32;

    /// <summary>Whether a text holds one.</summary>
    public static bool IsIn(string? text) => text is { Length: >= FileMark.Least } && Find(text) is not null;

    /// <summary>The text without the files in it, so that a person's own words are not lost. Null where they cannot be told apart.</summary>
    public static string? Without(string text)
    {
        for (var i = 0; i < MostParts; i++)
        {
            if (Find(text) is not var (start, end)) return text;
            text = string.Concat(text.AsSpan(0, start), text.AsSpan(end));
        }
        return null;
    }

    private static (int Start, int End)? Find(string text)
    {
        try
        {
            return FindEach(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // Nobody's own words take a second to look through.
            return (0, text.Length);
        }
    }

    private static (int Start, int End)? FindEach(string text)
    {
        if (DataAddress().Match(text) is { Success: true } address) return (address.Index, address.Index + address.Length);
        foreach (var alphabet in BitAlphabet.All)
        {
            if (alphabet.Find(text) is { } found) return found;
        }
        return LineEncoded.Find(text) ?? ByteList.Find(text) ?? Escaped.Find(text);
    }

    // Also with parts of it escaped, as in data%3Aimage; the content reaches to the first sign that no encoding has.
    [GeneratedRegex("""d\s*a\s*t\s*a\s*(?::|%3a|&#58;|&colon;)\s*(?:[a-z]+\s*(?:/|%2f|&#47;)\s*[a-z0-9.+\-]+|[^,\s]{0,80}base64|[^,\s]{0,80}(?:,|%2c)\s*(?:%[0-9a-f]{2}|<svg))[^,]{0,100}(?:(?:,|%2c)[a-z0-9+/=%_\-\s"'\\<>:;.()#]*)?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DataAddress();
}
