using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>
/// Looks through what would leave for any name or number that was ever written down as one of somebody in the case, in whatever part: the keyed tokens know them all, also those that who exports may
/// not read. So what <see cref="Veil"/> could not know of is found here, and the export is refused.
/// </summary>
internal static class ExportCheck
{
    public static IReadOnlyList<NamePlace> Places(VeiledCase veiled, Conflicts conflicts, HashSet<string> tokens)
    {
        if (tokens.Count == 0) return [];
        return [.. veiled.Texts.Where(t => In(t.Text, conflicts, tokens).Any(name => !t.OfAccused || !veiled.Veil.IsOfSuspectAlone(name)))
            .Select(t => new NamePlace(veiled.View.Id, t.Entry?.Id, t.Entry?.Kind, t.Entry?.Compartment)).Distinct()];
    }

    public static bool HasName(string text, Conflicts conflicts, HashSet<string> tokens) => tokens.Count > 0 && In(text, conflicts, tokens).Any();

    /// <summary>The tokens of all that may be a name in a text, to be compared with those of many cases.</summary>
    /// <param name="fewest">What has fewer letters is not looked for; marks over a letter are none.</param>
    public static HashSet<string> Sought(string text, Conflicts conflicts, int fewest) => [.. In(text).Where(name => name.Count(c => !Names.IsMark(c)) >= fewest).SelectMany(conflicts.Sought)];

    private static IEnumerable<string> In(string text, Conflicts conflicts, HashSet<string> tokens) => In(text).Where(name => conflicts.IsAmong(tokens, name)).Select(Names.National);

    private static IEnumerable<string> In(string text)
    {
        var harmless = Harmless.Text(text);
        var (plain, letters) = (new FoldedText(harmless, Names.Plain), new FoldedText(harmless, Names.Letters));
        // The second for names of which only that way was kept, before there was the first.
        return plain.Folded == letters.Folded ? In(plain) : In(plain).Concat(In(letters));
    }

    private static IEnumerable<string> In(FoldedText text)
    {
        for (var at = 0; at < text.Folded.Length; at++)
        {
            for (var length = text.MayBegin(at) ? 2 : FoldedText.LongName; length <= Math.Min(Names.Longest, text.Folded.Length - at); length++)
            {
                if (text.MayBeName(at, length)) yield return text.Folded.Substring(at, length);
            }
        }
    }
}
