using System.Globalization;
using System.Text;

namespace Sala.Cases.Exports;

/// <summary>
/// A text as names are compared in it: letters, marks and digits alone, in one width and case, each with its place in the text as it was written. What stands between them,
/// seen or unseen, parts no name.
/// </summary>
internal sealed class FoldedText
{
    private readonly List<(int From, int To)> places = [];
    private readonly List<bool> begins = [];

    public FoldedText(string written)
    {
        var folded = new StringBuilder(written.Length);
        var apart = true;
        foreach (var (at, sign) in Signs(written))
        {
            // Half a pair of surrogates is of no name.
            var kept = sign.Any(char.IsSurrogate) && !IsWhole(sign) ? "" : Conflicts.Letters(sign);
            if (kept.Length == 0) { apart = true; continue; }
            foreach (var c in kept)
            {
                folded.Append(c);
                places.Add((at, at + sign.Length));
                begins.Add(apart || (folded.Length > 1 && char.IsDigit(c) != char.IsDigit(folded[^2])));
                apart = false;
            }
        }
        Folded = folded.ToString();
    }

    public string Folded { get; }

    /// <summary>Where in the written text what is folded from here to there stands.</summary>
    public (int From, int To) Written(int from, int length) => (places[from].From, places[from + length - 1].To);

    /// <summary>
    /// Whether a name may stand here. Scripts that part words ask for a whole word, since a short name stands in many words; Thai and its neighbours part no words, so there a name is found within
    /// any, and so is a long one in every script.
    /// </summary>
    public bool MayBeName(int from, int length)
    {
        if (length >= 8 && !char.IsDigit(Folded[from])) return true;
        return (begins[from] || PartsNoWords(Folded[from])) && (from + length == Folded.Length || begins[from + length] || PartsNoWords(Folded[from + length - 1]) || PartsNoWords(Folded[from + length]));
    }

    public bool MayBegin(int at) => begins[at] || PartsNoWords(Folded[at]);

    /// <summary>Thai, Lao, Myanmar, Khmer, and what is written in East Asia.</summary>
    public static bool PartsNoWords(char c) => c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' or >= '\u2E80' and <= '\uD7FF' or >= '\uF900' and <= '\uFAFF';

    private static IEnumerable<(int At, string Sign)> Signs(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            yield return (at, text.Substring(at, length));
            at += length;
        }
    }

    private static bool IsWhole(string sign)
    {
        for (var i = 0; i < sign.Length; i++)
        {
            if (!char.IsSurrogate(sign[i])) continue;
            if (!char.IsHighSurrogate(sign[i]) || i + 1 == sign.Length || !char.IsLowSurrogate(sign[i + 1])) return false;
            i++;
        }
        return true;
    }
}
