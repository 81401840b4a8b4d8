using System.Text.RegularExpressions;

namespace Sala.Forms.Reading;

/// <summary>Names as XML allows them, and <c>${name}</c> in texts and rules.</summary>
internal static partial class Names
{
    // The name characters of XML 1.0, section 2.3, without the colon.
    private const string Start = @"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uD800-\uDFFF\uF900-\uFDCF\uFDF0-\uFFFD";
    private const string One = $@"[{Start}][{Start}\-.0-9\u00B7\u0300-\u036F\u203F\u2040]*";

    /// <summary>Whether it can be the name of an XML element, with or without a prefix.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Whether the whole text is one <c>${name}</c>.</summary>
    public static bool IsReference(string text) => ReferencePattern().Match(text) is { Success: true } match && match.Length == text.Length;

    public static bool HasReference(string text) => text.Contains("${", StringComparison.Ordinal) && ReferencePattern().IsMatch(text);

    public static bool HasLastSaved(string text) => text.Contains("${last-saved#", StringComparison.Ordinal);

    /// <summary>All <c>${…}</c> of a text: the name that each holds, null where it holds none or is not closed.</summary>
    public static IEnumerable<(string? Name, string Written, int At)> References(string text)
    {
        // By hand: this is asked of every cell.
        for (var at = 0; (at = text.IndexOf("${", at, StringComparison.Ordinal)) >= 0;)
        {
            var close = text.IndexOf('}', at);
            if (close < 0)
            {
                yield return (null, text[at..], at);
                yield break;
            }
            if (close > at + 2)
            {
                var inner = text[(at + 2)..close];
                yield return (IsPlain(inner) ? inner : InnerPattern().Match(inner) is { Success: true } name ? name.Groups["name"].Value : null, text[at..(close + 1)], at);
            }
            at = close + 1;
        }
    }

    private static bool IsPlain(string name)
    {
        if (!char.IsAsciiLetter(name[0]) && name[0] != '_') return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) return false;
        return true;
    }

    /// <summary>Puts something in the place of each <c>${name}</c>.</summary>
    public static string Replace(string text, Func<string, bool, Match, string> with) =>
        text.Contains("${", StringComparison.Ordinal) ? ReferencePattern().Replace(text, m => with(m.Groups["name"].Value, m.Groups["saved"].Success, m)) : text;

    [GeneratedRegex($@"\A{One}(:{One})?\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex($@"\$\{{(?<saved>last-saved#)?(?<name>{One})\}}")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex($@"\A(last-saved#)?(?<name>{One})\z")]
    private static partial Regex InnerPattern();
}
