using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>Where a name was found that must not leave: the entry, never the name. Without an entry it is the purpose that was typed, or the pseudonym itself; without a case, the purpose of a list.</summary>
public sealed record NamePlace(RecordId? CaseId, RecordId? EntryId, EntryKind? Kind, Compartment? Part);

/// <summary>A case as it may leave: every text harmless, pseudonyms where names stood.</summary>
/// <param name="View">As it opened for who exports; what stands in its entries is veiled.</param>
internal sealed record VeiledCase(CaseView View, Veil Veil, string Purpose)
{
    /// <summary>Answers that are ids of entries or people.</summary>
    public static bool IsId(string value) => value.Length > 0 && value.Split(' ').All(v => RecordId.TryParse(v, out _));

    public static VeiledCase Of(CaseView view, Veil veil, string purpose) => new(
        view with { Entries = [.. view.Entries.Select(e => e with { Body = Over(e, veil) })] }, veil, veil.Over(purpose));

    /// <summary>What is looked through for names before anything leaves.</summary>
    public IEnumerable<(OpenedEntry? Entry, string Text, bool OfAccused)> Texts =>
        View.Entries.SelectMany(e => e.Body.Answers.Where(a => !IsId(a.Value)).Select(a => (Entry: (OpenedEntry?)e, Text: a.Value, OfAccused: IsValueOfAccused(e, a.Key))).Append((e, string.Join('\n', e.Body.Answers.Keys), false)).Append((e, e.Body.Words, false)))
            .Append((null, Purpose, false)).Append((null, Veil.Child, false));

    private static EntryBody Over(OpenedEntry entry, Veil veil)
    {
        var answers = new Dictionary<string, string>();
        foreach (var (name, value) in entry.Body.Answers)
        {
            var asked = veil.Over(Harmless.Cell(name));
            // Two that become one name stay two.
            while (answers.ContainsKey(asked)) asked += "_";
            answers[asked] = Over(entry, veil, name, value);
        }
        return entry.Body with { Answers = answers, Words = veil.Over(entry.Body.Words) };
    }

    /// <summary>The name of a person is what stands for them; a telephone has nothing to stand for it.</summary>
    private static string Over(OpenedEntry entry, Veil veil, string name, string value) => (entry.Kind, name) switch
    {
        (EntryKind.Person, "name") => veil.Of(entry.Id)!,
        (EntryKind.Person, "called" or "phone") => "",
        _ when IsId(value) => value,
        _ => veil.Over(value, IsValueOfAccused(entry, name)),
    };

    private static bool IsValueOfAccused(OpenedEntry entry, string answer) => entry.Kind == EntryKind.Account && answer == "value" && entry.Body["whose"] == "accused";
}
