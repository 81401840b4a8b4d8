namespace Sala.Forms.Comparing;

/// <summary>How alike two texts are.</summary>
internal static class Likeness
{
    private const int Longest = 400;

    /// <summary>From 0 for nothing in common to 1 for the same, letter case, signs and spaces aside: the share of pairs of neighbouring letters that both have (Dice 1945, Ecology 26:297-302).</summary>
    public static double Of(string one, string other)
    {
        var (a, b) = (Plain(one), Plain(other));
        if (a == b) return 1;
        if (a.Length < 2 || b.Length < 2) return 0;
        var pairs = new Dictionary<(char, char), int>();
        for (var i = 1; i < a.Length; i++) pairs[(a[i - 1], a[i])] = pairs.GetValueOrDefault((a[i - 1], a[i])) + 1;
        var shared = 0;
        for (var i = 1; i < b.Length; i++)
        {
            var pair = (b[i - 1], b[i]);
            if (pairs.GetValueOrDefault(pair) <= 0) continue;
            pairs[pair]--;
            shared++;
        }
        return 2.0 * shared / (a.Length + b.Length - 2);
    }

    /// <summary>Whether one begins with all of the other: “No, nobody” with “No”.</summary>
    public static bool Holds(string one, string other)
    {
        var (a, b) = (Plain(one), Plain(other));
        return a.Length > 1 && b.Length > 1 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));
    }

    private static string Plain(string text)
    {
        Span<char> plain = stackalloc char[Math.Min(text.Length, Longest)];
        var n = 0;
        foreach (var c in text)
        {
            if (n == plain.Length) break;
            if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark) plain[n++] = char.ToLowerInvariant(c);
        }
        return new string(plain[..n]);
    }
}
