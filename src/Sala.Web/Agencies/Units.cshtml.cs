using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Guardians;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>A unit as one of its members, or the administrator, sees it.</summary>
/// <param name="Missing">Why it takes no reports; null when it does.</param>
/// <param name="Mine">The membership of who asks; null for an administrator who belongs elsewhere.</param>
public sealed record UnitShown(Unit Unit, string? Missing, Membership? Mine, IReadOnlyList<Colleague> Members);

/// <summary>One's units: who is let in, whose fingerprint words are still to be compared; for the administrator all units by name.</summary>
[ForStaff]
public sealed class UnitsModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<UnitShown> Units { get; private set; } = [];

    /// <summary>Units that wait for a guardian of this person's group to say that they exist, with those who lead them.</summary>
    public IReadOnlyList<(Unit Unit, IReadOnlyList<Colleague> Keepers)> ToConfirm { get; private set; } = [];

    /// <summary>People named to oversee, whose words a guardian has still to compare.</summary>
    public IReadOnlyList<(Unit Office, Colleague Person)> Overseers { get; private set; } = [];

    [BindProperty] public string? Agency { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public UnitKind Kind { get; set; }
    [BindProperty] public string[] Areas { get; set; } = [];

    public bool IsAdministrator => By.Has(Roles.Administrator);

    /// <summary>People in my units whose words nobody has compared yet, where I may let them in.</summary>
    public int Waiting => Units.Where(u => MayLetIn(u.Unit)).Sum(u => u.Members.Count(m => m.Id != By.PersonId && Waits(u.Unit, m)));

    /// <summary>A lead has still to compare this person's own words.</summary>
    public bool IWait => Units.Any(u => u.Mine is { } mine && NeedsCompare(mine.Roles) && !(mine.ConfirmedBy is not null && mine.ConfirmedKey == By.KeyNumber));

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostCreateAsync() => Do(() =>
    {
        if (string.IsNullOrWhiteSpace(Agency) || string.IsNullOrWhiteSpace(Name)) throw new RefusedException("unit.name", "An agency and a name are needed. Nothing was added.");
        var areas = Areas.Where(a => Sala.Country.Areas.Any(known => known.Code == a));
        return Sala.People.CreateUnit(By, Sala.Country.Code, Agency, Name, Enum.IsDefined(Kind) ? Kind : UnitKind.Office, areas);
    }, "/work/units?done=unit", Load);

    public Task<IActionResult> OnPostFoundAsync(RecordId unit, string[] compared) => Do(() => Sala.UnitKeys.Found(By, unit, [.. compared.Select(ComparedFrom)]), "/work/units?done=founded", Load);

    public Task<IActionResult> OnPostLetInAsync(RecordId unit, RecordId person, int key) => Do(() => Sala.UnitKeys.LetIn(By, unit, person, key), "/work/units?done=letin", Load);

    public Task<IActionResult> OnPostConfirmAsync(RecordId unit) => Do(() => Sala.UnitKeys.Confirmations.Confirm(By, unit), "/work/units?done=unit_confirmed", Load);

    public Task<IActionResult> OnPostRemoveAsync(RecordId unit, RecordId person) => Do(() => Sala.Departure.Remove(By, unit, person), "/work/units?done=removed", Load);

    /// <summary>A person and the key whose words stood on the page, as a box of the form carries them.</summary>
    public static string BoxOf(Colleague member) => $"{member.Id} {member.KeyNumber}";

    private static Compared ComparedFrom(string box) =>
        box.Split(' ') is [var person, var key] && RecordId.TryParse(person, out var id) && int.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? new Compared(id, number)
            : throw new RefusedException("unit.other-key", "This is no person and key. Nothing was changed. Compare the words again.");

    public bool MayLetIn(Unit unit) => unit.Epoch > 0 && By.Has(Roles.Lead | Roles.Guardian, unit.Id);

    public bool MayFound(Unit unit) => unit.Epoch == 0 && unit.Kind != UnitKind.Office && By.IsNamed(Roles.Lead | Roles.Guardian, unit.Id);

    public static bool NeedsCompare(Roles roles) => (roles & RoleGroups.Compared) != 0;

    public static bool Waits(Unit unit, Colleague member) =>
        member.WaitsForLead(unit.Id) && member.Memberships.Any(m => m.UnitId == unit.Id && NeedsCompare(m.Roles));

    public static Membership In(Unit unit, Colleague member) => member.Memberships.Single(m => m.UnitId == unit.Id);

    private async Task Load()
    {
        var shown = new List<UnitShown>();
        foreach (var unit in await Sala.People.Units().ConfigureAwait(false))
        {
            var mine = By.Memberships.FirstOrDefault(m => m.UnitId == unit.Id);
            if (mine is null && !IsAdministrator) continue;
            var missing = unit.Reads ? await Sala.UnitKeys.WhyNotWorking(unit.Id).ConfigureAwait(false) : null;
            shown.Add(new UnitShown(unit, missing, mine, await Sala.People.In(By, unit.Id).ConfigureAwait(false)));
        }
        Units = [.. shown.OrderBy(u => u.Mine is null)];
        if (!By.Has(Roles.Guardian)) return;
        ToConfirm = await Unconfirmed().ConfigureAwait(false);
        var overseers = new List<(Unit, Colleague)>();
        foreach (var office in (await Sala.People.Units().ConfigureAwait(false)).Where(u => u.Kind == UnitKind.Office))
        {
            var members = await Sala.People.In(By, office.Id).ConfigureAwait(false);
            overseers.AddRange(members.Where(m => m.Id != By.PersonId && m.Public is not null && (In(office, m).Roles & Roles.Oversight) != 0 && Waits(office, m)).Select(m => (office, m)));
        }
        Overseers = overseers;
    }

    private async Task<List<(Unit, IReadOnlyList<Colleague>)>> Unconfirmed()
    {
        var groups = By.UnitsWith(Roles.Guardian).ToHashSet();
        var waiting = new List<(Unit, IReadOnlyList<Colleague>)>();
        foreach (var unit in (await Sala.People.Units().ConfigureAwait(false)).Where(u => u.Epoch > 0 && u.Kind != UnitKind.Office && By.Memberships.All(m => m.UnitId != u.Id)))
        {
            var by = await Sala.UnitKeys.Confirmations.Of(unit).ConfigureAwait(false);
            if (by.Contains(unit.Id) || by.Count >= UnitConfirmations.Groups || by.Any(groups.Contains)) continue;
            var members = await Sala.People.In(By, unit.Id).ConfigureAwait(false);
            waiting.Add((unit, [.. members.Where(m => m.Public is not null && (In(unit, m).Roles & (Roles.Lead | Roles.Guardian)) != 0)]));
        }
        return waiting;
    }
}
