using System.Globalization;
using System.Text;

namespace Sala.Cases;

/// <summary>How names and numbers are compared: by their letters, marks and digits alone. What differs only to the machine is one; letters that only look alike stay two.</summary>
internal static class Names
{
    /// <summary>Of a longer name its first letters are looked for in texts.</summary>
    public const int Longest = 48;

    /// <summary>A part of a name is looked for from this many letters on: a shorter one stands in too many words.</summary>
    public const int ShortestPart = 5;

    /// <summary>Letters, marks and digits alone, in lower case and one width; of half a pair of surrogates, and of what nobody sees, nothing.</summary>
    public static string Letters(string text) => string.Concat(Seen(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(Counts));

    /// <summary>The same; a number that begins with the country's 66 as one that begins with 0.</summary>
    public static string Normal(string text) => National(Letters(text));

    /// <summary>
    /// As <see cref="Letters"/>, and further: without the accents and strokes that can be put over any letter, with the digits of every script as 0 to 9, and with the marks over one letter in one
    /// order, since two orders look the same (Thai น้ำ).
    /// </summary>
    public static string Plain(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in Seen(text).Normalize(NormalizationForm.FormKD).ToUpperInvariant().ToLowerInvariant())
            if (char.IsDigit(c)) kept.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
            else if (Counts(c) && !IsOverAnyLetter(c)) kept.Append(c);
        return InOneOrder(kept.ToString()).Normalize(NormalizationForm.FormC);
    }

    /// <summary>Both ways in which a name or number is compared, and the beginning of a long one.</summary>
    public static IEnumerable<string> Compared(string text)
    {
        var plain = Plain(text);
        return new[] { Normal(text), National(plain), plain.Length > Longest ? plain[..Longest] : plain }.Where(n => n.Length >= 2).Distinct();
    }

    /// <summary>Whether both are one name or number in any of the ways in which they are compared.</summary>
    public static bool AreAlike(string one, string other) => Compared(one).Intersect(Compared(other)).Any();

    /// <summary>The words of a name that are names themselves: those that begin like one, without titles.</summary>
    /// <param name="titles">As <see cref="Plain"/> writes them.</param>
    public static IEnumerable<string> Parts(string name, IReadOnlySet<string> titles)
    {
        var words = name.Split((char[])[' ', '\n', '\u00A0', '\u3000'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Where(w => char.IsUpper(w[0]) || PartsNoWords(w[0])))
        {
            var part = Plain(word);
            if (words.Length > 1 && part.Length > 2 && !titles.Contains(part)) yield return part;
            // Thai writes a title together with the name.
            if (titles.Where(t => t.Length > 0 && PartsNoWords(t[0]) && part.StartsWith(t, StringComparison.Ordinal)).MaxBy(t => t.Length) is { } title && part.Length - title.Length > 1) yield return part[title.Length..];
        }
    }

    /// <summary>Thai, Lao, Myanmar, Khmer, and what is written in East Asia.</summary>
    public static bool PartsNoWords(char c) => c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' or >= '\u2E80' and <= '\uD7FF' or >= '\uF900' and <= '\uFAFF';

    /// <summary>Default_Ignorable_Code_Point of the Unicode Character Database, as far as .NET's categories tell it, and control characters.</summary>
    public static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => true,
        UnicodeCategory.Control => !Rune.IsWhiteSpace(rune),
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF),
    };

    /// <summary>Marks over one letter, put in one order.</summary>
    private static string InOneOrder(string text)
    {
        var signs = text.ToCharArray();
        for (var from = 0; from < signs.Length; from++)
        {
            var to = from;
            while (to < signs.Length && IsMark(signs[to])) to++;
            if (to - from > 1) Array.Sort(signs, from, to - from);
            from = Math.Max(from, to);
        }
        return new string(signs);
    }

    /// <summary>Whether it stands over or under a letter, rather than beside it.</summary>
    public static bool IsMark(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static string Seen(string text) => string.Concat(text.EnumerateRunes().Where(r => !IsUnseen(r)));

    private static bool Counts(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>The blocks of combining marks that belong to no script of their own.</summary>
    private static bool IsOverAnyLetter(char c) => c is >= '\u0300' and <= '\u036F' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF' or >= '\u20D0' and <= '\u20FF' or >= '\uFE20' and <= '\uFE2F';

    /// <summary>Of what is folded already: a number that begins with the country's 66 as one that begins with 0.</summary>
    public static string National(string letters) => letters.Length is 10 or 11 && letters.StartsWith("66", StringComparison.Ordinal) && letters.All(char.IsAsciiDigit) ? "0" + letters[2..] : letters;
}
