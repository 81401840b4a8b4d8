using System.Globalization;
using System.Text;
using Sala.Cases;

namespace Sala.Links;

/// <summary>
/// Makes one text of what a reader takes for the same: width, case, digits of every script, and characters that nobody sees. Letters that only look alike stay apart
/// (<see cref="LooksMixed"/> notes them): to merge them would accuse somebody.
/// </summary>
internal static class Folding
{
    /// <summary>Folds until nothing changes any more, so that folding twice is folding once.</summary>
    public static string Fold(string text)
    {
        for (var turn = 0; turn < 8; turn++)
        {
            var folded = Once(text);
            if (folded == text) return folded;
            text = folded;
        }
        return text;
    }

    /// <summary>Takes out what nobody sees; everything else stays as it was written.</summary>
    public static string Visible(string text) => string.Concat(Whole(text).EnumerateRunes().Where(r => !Names.IsUnseen(r)));

    /// <summary>Whether something in it is not seen: zero width, turned direction, a selector of a variant.</summary>
    public static bool HidesSomething(string text) => Whole(text.Trim()).EnumerateRunes().Any(r => Names.IsUnseen(r));

    /// <summary>Whether letters of scripts that look alike stand in one word: a Cyrillic а among Latin letters (Unicode Technical Standard 39, section 5.1, mixed-script detection).</summary>
    public static bool LooksMixed(string text) => text.Split(' ', '.', '_', '-', '/', '@').Any(word => word.EnumerateRunes().Select(ScriptOf).Where(s => s != Script.Other).Distinct().Count() > 1);

    private static string Once(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Whole(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Names.IsUnseen(rune)) continue;
            if (Rune.IsWhiteSpace(rune))
            {
                if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber) folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            // Up and down again: ς and σ, long s and s are then one.
            else folded.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)));
        }
        return folded.ToString().Trim().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>A half of a pair alone, which cannot be normalised, becomes the sign for "unreadable".</summary>
    private static string Whole(string text) => string.Concat(text.EnumerateRunes());

    private enum Script
    {
        Other,
        Latin,
        Greek,
        Cyrillic,
        Armenian,
        Cherokee,
    }

    private static Script ScriptOf(Rune rune) => !Rune.IsLetter(rune) ? Script.Other : rune.Value switch
    {
        < 0x0250 => Script.Latin,
        >= 0x0370 and <= 0x03FF or >= 0x1F00 and <= 0x1FFF => Script.Greek,
        >= 0x0400 and <= 0x052F or >= 0x1C80 and <= 0x1C8F or >= 0x2DE0 and <= 0x2DFF or >= 0xA640 and <= 0xA69F => Script.Cyrillic,
        >= 0x0530 and <= 0x058F => Script.Armenian,
        >= 0x13A0 and <= 0x13FF or >= 0xAB70 and <= 0xABBF => Script.Cherokee,
        >= 0x1E00 and <= 0x1EFF => Script.Latin,
        _ => Script.Other,
    };
}
