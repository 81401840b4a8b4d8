using Sala.Countries;

namespace Sala.Cases.Exports;

/// <summary>
/// Puts role and pseudonym where a name or number of somebody known to the case stands (rule C3): in every text, whatever case, width or unseen signs it is written with. The words around it stay
/// as they were.
/// </summary>
internal sealed class Veil
{
    private readonly List<(string Folded, string Shown, bool OfSuspect)> names = [];
    private readonly Dictionary<Vault.RecordId, string> shown = [];

    public Veil(CaseView view, Texts texts)
    {
        Child = Harmless.Cell(view.Facts.Pseudonym);
        var titles = texts["export.titles"].Split(' ').Select(Names.Plain).ToHashSet();
        var counts = new Dictionary<string, int>();
        foreach (var person in view.Of(EntryKind.Person))
        {
            var role = person.Body["role"];
            var number = counts[role] = counts.GetValueOrDefault(role) + 1;
            var word = texts.Keys.Contains($"person.{role}") ? texts[$"person.{role}"] : texts["export.somebody"];
            var label = role == "child" && number == 1 ? Child : $"{word} {number}";
            shown[person.Id] = label;
            foreach (var name in (string[])["name", "called", "phone"])
                foreach (var form in Forms(Harmless.Text(person.Body[name]), titles)) names.Add((form, label, role == "suspect"));
        }
        // Links keep a number or mail of the accused among the names, so that an officer whose own it is stays out. One that was taken back may be anybody's.
        foreach (var account in view.Of(EntryKind.Account).Where(e => e.Body["whose"] == "accused" && e.Body["kind"] is "Phone" or "Mail"))
            foreach (var form in Forms(Harmless.Text(account.Body["value"]), titles)) names.Add((form, texts["export.account_of_accused"], account.Body["withdrawn"] != "yes"));
        names.Sort((a, b) => b.Folded.Length.CompareTo(a.Folded.Length));
    }

    /// <summary>The pseudonym of the child.</summary>
    public string Child { get; }

    /// <summary>Names and numbers that belong to a suspect and to nobody else of the case.</summary>
    public bool IsOfSuspectAlone(string folded) => names.Exists(n => n.Folded == folded && n.OfSuspect) && !names.Exists(n => n.Folded == folded && !n.OfSuspect);

    /// <summary>How a person of the case is called; null for anybody else.</summary>
    public string? Of(Vault.RecordId person) => shown.GetValueOrDefault(person);

    /// <param name="keepSuspects">An account that is noted as one of the accused: it is what the export is about.</param>
    public string Over(string written, bool keepSuspects = false)
    {
        var text = Harmless.Text(written);
        var folded = new FoldedText(text, Names.Plain);
        var taken = new List<(int From, int To, string Shown)>();
        foreach (var name in names)
        {
            if (keepSuspects && IsOfSuspectAlone(name.Folded)) continue;
            for (var at = folded.Folded.IndexOf(name.Folded, StringComparison.Ordinal); at >= 0; at = folded.Folded.IndexOf(name.Folded, at + 1, StringComparison.Ordinal))
            {
                if (!folded.MayBeName(at, name.Folded.Length)) continue;
                var (from, to) = folded.Written(at, name.Folded.Length);
                if (!taken.Exists(t => t.From < to && from < t.To)) taken.Add((from, to, name.Shown));
            }
        }
        foreach (var (from, to, instead) in taken.OrderByDescending(t => t.From)) text = $"{text[..from]}{instead}{text[to..]}";
        return text;
    }

    /// <summary>The whole, each word of it that begins like a name, both without the title that Thai writes together with them, and a number with the country's code too.</summary>
    private static IEnumerable<string> Forms(string name, HashSet<string> titles)
    {
        var whole = Names.Plain(name);
        if (whole.Length < 2) yield break;
        yield return whole;
        if (whole.All(char.IsAsciiDigit))
        {
            var national = Names.Normal(whole);
            if (national != whole) yield return national;
            if (national.Length > 6 && national[0] == '0') yield return "66" + national[1..];
            yield break;
        }
        foreach (var part in Names.Parts(name, titles)) yield return part;
    }
}
