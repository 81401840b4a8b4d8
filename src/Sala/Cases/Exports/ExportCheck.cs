using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>
/// Looks through what would leave for any name or number that was ever written down as one of somebody in the case, in whatever part: the keyed tokens know them all, also those that who exports may
/// not read. So what <see cref="Veil"/> could not know of is found here, and the export is refused.
/// </summary>
internal static class ExportCheck
{
    /// <summary>Longer names than this are not looked for.</summary>
    private const int Longest = 48;

    public static IReadOnlyList<NamePlace> Places(VeiledCase veiled, Conflicts conflicts, HashSet<string> tokens)
    {
        if (tokens.Count == 0) return [];
        return [.. veiled.Texts.Where(t => Names(t.Text, conflicts, tokens).Any(name => !t.OfAccused || !veiled.Veil.IsOfSuspectAlone(name)))
            .Select(t => new NamePlace(veiled.View.Id, t.Entry?.Id, t.Entry?.Kind, t.Entry?.Compartment)).Distinct()];
    }

    public static bool HasName(string text, Conflicts conflicts, HashSet<string> tokens) => tokens.Count > 0 && Names(text, conflicts, tokens).Any();

    private static IEnumerable<string> Names(string text, Conflicts conflicts, HashSet<string> tokens)
    {
        var folded = new FoldedText(Harmless.Text(text));
        for (var at = 0; at < folded.Folded.Length; at++)
        {
            if (!folded.MayBegin(at)) continue;
            for (var length = 2; length <= Math.Min(Longest, folded.Folded.Length - at); length++)
            {
                if (!folded.MayBeName(at, length)) continue;
                var name = folded.Folded.Substring(at, length);
                if (conflicts.IsAmong(tokens, name)) yield return Conflicts.Normal(name);
            }
        }
    }
}
