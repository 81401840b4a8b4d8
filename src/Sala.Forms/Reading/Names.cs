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
        if (!text.Contains("${", StringComparison.Ordinal)) yield break;
        foreach (Match match in CandidatePattern().Matches(text))
            yield return match.Groups["inner"] is { Success: true } inner && InnerPattern().Match(inner.Value) is { Success: true } name
                ? (name.Groups["name"].Value, match.Value, match.Index)
                : (null, match.Value, match.Index);
    }

    /// <summary>Puts something in the place of each <c>${name}</c>.</summary>
    public static string Replace(string text, Func<string, bool, Match, string> with) =>
        text.Contains("${", StringComparison.Ordinal) ? ReferencePattern().Replace(text, m => with(m.Groups["name"].Value, m.Groups["saved"].Success, m)) : text;

    [GeneratedRegex($@"\A{One}(:{One})?\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex($@"\$\{{(?<saved>last-saved#)?(?<name>{One})\}}")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"\$\{(?<inner>[^}]+)\}|\$\{[^}]*$")]
    private static partial Regex CandidatePattern();

    [GeneratedRegex($@"\A(last-saved#)?(?<name>{One})\z")]
    private static partial Regex InnerPattern();
}
