using System.Globalization;

namespace Sala.Cases.Exports;

/// <summary>
/// A text as names are compared in it: letters, marks and digits alone, in one width and case, each with its place in the text as it was written. What stands between them,
/// seen or unseen, parts no name.
/// </summary>
internal sealed class FoldedText
{
    /// <summary>A name of this many signs is found within any word.</summary>
    public const int LongName = 8;

    private readonly List<(char Sign, int From, int To, bool Begins)> signs = [];

    /// <param name="fold">How a sign is folded: <see cref="Names.Plain"/>, or <see cref="Names.Letters"/> for names that were kept before there was the other.</param>
    public FoldedText(string written, Func<string, string> fold)
    {
        var (apart, small) = (true, false);
        foreach (var (at, sign) in Signs(written))
        {
            // Half a pair of surrogates is of no name.
            var kept = sign.Any(char.IsSurrogate) && !IsWhole(sign) ? "" : fold(sign);
            if (kept.Length == 0) { apart = true; continue; }
            // A space with a mark on it is one sign: the mark of a letter that was set apart.
            var large = sign.Any(char.IsUpper);
            foreach (var c in kept)
            {
                signs.Add((c, at, at + sign.Length, apart || (large && small) || (signs.Count > 0 && char.IsDigit(c) != char.IsDigit(signs[^1].Sign))));
                (apart, small) = (false, false);
            }
            small = !large;
        }
        InOneOrder();
        Folded = new string([.. signs.Select(s => s.Sign)]);
    }

    public string Folded { get; }

    /// <summary>Where in the written text what is folded from here to there stands.</summary>
    public (int From, int To) Written(int from, int length)
    {
        var these = signs.GetRange(from, length);
        return (these.Min(s => s.From), these.Max(s => s.To));
    }

    /// <summary>
    /// Whether a name may stand here. Scripts that part words ask for a whole word, since a short name stands in many words; Thai and its neighbours part no words, so there a name is found within
    /// any, and so is a long one in every script.
    /// </summary>
    public bool MayBeName(int from, int length)
    {
        if (length >= LongName && !char.IsDigit(Folded[from])) return true;
        return MayBegin(from) && (from + length == Folded.Length || signs[from + length].Begins || Names.PartsNoWords(Folded[from + length - 1]) || Names.PartsNoWords(Folded[from + length]));
    }

    public bool MayBegin(int at) => signs[at].Begins || Names.PartsNoWords(Folded[at]);

    /// <summary>Marks over one letter in one order, also where one of them was set apart.</summary>
    private void InOneOrder()
    {
        for (var from = 0; from < signs.Count; from++)
        {
            var to = from;
            while (to < signs.Count && Names.IsMark(signs[to].Sign)) to++;
            if (to - from > 1) signs.Sort(from, to - from, Comparer<(char Sign, int From, int To, bool Begins)>.Create((a, b) => a.Sign.CompareTo(b.Sign)));
            from = Math.Max(from, to);
        }
    }

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
