using Sala.Agencies;
using Sala.Countries;
using Sala.Links;
using Sala.Vault;

namespace Sala.Web.Links;

/// <summary>How accounts, units and doubts are named on the pages of links.</summary>
public sealed class LinkWords(Texts t, IReadOnlyDictionary<RecordId, string> people, IReadOnlyDictionary<RecordId, Unit> units)
{
    public string Platform(string code) => Platforms.Find(code) is { Name.Length: > 0 } known ? known.Name : code.Length == 0 ? "" : t[$"platform.{code}"];

    public string Kind(IdentifierKind kind) => t[$"identifier.{kind.ToString().ToLowerInvariant()}"];

    /// <summary>Platform or kind, in front of the name itself.</summary>
    public string Where(Account account) => account.Kind == IdentifierKind.Handle ? Platform(account.Platform) : Kind(account.Kind);

    public string Person(RecordId id) => people.GetValueOrDefault(id, t["staff.somebody"]);

    public string Unit(RecordId id) => units.TryGetValue(id, out var unit) ? $"{unit.Agency}, {unit.Name}" : t["staff.a_unit"];

    public string UnitName(RecordId id) => units.TryGetValue(id, out var unit) ? unit.Name : t["staff.a_unit"];

    public IEnumerable<string> Doubts(Doubts doubts) => Enum.GetValues<Doubts>().Where(d => d != Sala.Links.Doubts.None && doubts.HasFlag(d)).Select(d => t[$"doubt.{d.ToString().ToLowerInvariant()}"]);

    public string Ask(Hit hit) => hit.Ask.Count == 0 ? t.Say("links.ask_unit", ("unit", Unit(hit.UnitId))) : t.Say("links.ask_people", ("unit", Unit(hit.UnitId)), ("people", string.Join(", ", hit.Ask.Select(Person))));
}
