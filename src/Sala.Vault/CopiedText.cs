using System.Globalization;

namespace Sala.Vault;

/// <summary>What people put between the symbols of something they copy by hand, and how we group it for them.</summary>
internal static class CopiedText
{
    /// <summary>Spaces, line ends, dashes, dots, commas and the like, and what cannot be seen at all (a keyboard's zero-width space).</summary>
    public static bool IsSeparator(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.OtherPunctuation;

    /// <summary>The text with a replacement character for each lone half of a surrogate pair, which nothing can normalise.</summary>
    public static string Whole(string text) => text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes()) : text;

    public static string Group(ReadOnlySpan<char> symbols, int size)
    {
        Span<char> grouped = stackalloc char[symbols.Length + ((symbols.Length - 1) / size)];
        for (int i = 0, at = 0; i < symbols.Length; i++)
        {
            if (i > 0 && i % size == 0)
            {
                grouped[at++] = ' ';
            }
            grouped[at++] = symbols[i];
        }
        return new string(grouped);
    }
}
