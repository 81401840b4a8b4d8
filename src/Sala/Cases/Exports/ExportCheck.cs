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

    private static IEnumerable<string> In(string text, Conflicts conflicts, HashSet<string> tokens)
    {
        var harmless = Harmless.Text(text);
        var (plain, letters) = (new FoldedText(harmless, Names.Plain), new FoldedText(harmless, Names.Letters));
        // The second for names of which only that way was kept, before there was the first.
        return plain.Folded == letters.Folded ? In(plain, conflicts, tokens) : In(plain, conflicts, tokens).Concat(In(letters, conflicts, tokens));
    }

    private static IEnumerable<string> In(FoldedText text, Conflicts conflicts, HashSet<string> tokens)
    {
        for (var at = 0; at < text.Folded.Length; at++)
        {
            if (!text.MayBegin(at)) continue;
            for (var length = 2; length <= Math.Min(Names.Longest, text.Folded.Length - at); length++)
            {
                if (!text.MayBeName(at, length)) continue;
                var name = text.Folded.Substring(at, length);
                if (conflicts.IsAmong(tokens, name)) yield return Names.National(name);
            }
        }
    }
}
