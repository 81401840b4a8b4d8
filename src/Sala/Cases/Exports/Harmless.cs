using System.Globalization;
using System.Text;

namespace Sala.Cases.Exports;

/// <summary>Text of a person, so that it does nothing but be read where it arrives: on paper, in a spreadsheet, in another system.</summary>
internal static class Harmless
{
    /// <summary>As many signs as a cell of a spreadsheet takes.</summary>
    public const int LongestCell = 32_000;

    /// <summary>Without controls, signs that turn the order of reading, and signs that nobody sees; half a pair of surrogates becomes U+FFFD. Lines stay lines.</summary>
    public static string Text(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            if (rune.Value is '\n') kept.Append('\n');
            else if (rune.Value is '\t' or 0x2028 or 0x2029) kept.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse) && (rune.Value & 0xFFFE) != 0xFFFE) kept.Append(rune);
        }
        return kept.ToString();
    }

    /// <summary>One line that no spreadsheet runs as a formula: what begins like one, in full width too, stands behind an apostrophe.</summary>
    public static string Cell(string text)
    {
        var line = Text(text).Replace('\n', ' ').Trim();
        if (line.Length > 0 && "=+-@|%＝＋－＠−﹢﹣﹦﹫".Contains(line[0], StringComparison.Ordinal)) line = "'" + line;
        return line.Length <= LongestCell ? line : line[..(char.IsHighSurrogate(line[LongestCell - 1]) ? LongestCell - 1 : LongestCell)];
    }
}
