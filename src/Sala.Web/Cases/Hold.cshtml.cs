using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>What keeps a case from being erased when its time is over: by whom, why, until when.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class HoldModel(Installation sala) : WorkPage(sala)
{
    public CaseView Opened { get; private set; } = null!;
    public IReadOnlyList<CaseHold> Holds { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    [BindProperty] public string? Until { get; set; }
    [BindProperty] public string? Reason { get; set; }

    /// <summary>A hold on another file of the child is ended there.</summary>
    public bool MayLift(CaseHold hold) => hold.CaseId == Opened.Id && (hold.By == By.PersonId || By.Has(Roles.Lead, Opened.UnitId));

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostPlaceAsync(RecordId id) => Do(async () =>
    {
        // Whether somebody may comes before what they typed.
        await Sala.CaseHolds.Of(By, id).ConfigureAwait(false);
        if (!DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new RefusedException("hold.day", "A hold ends on a day that is still to come, within five years. Nothing was changed. Place it again when it ends, if it is still needed.");
        await Sala.CaseHolds.Place(By, id, day, Reason ?? "").ConfigureAwait(false);
    }, $"/work/cases/{id}/hold?done=hold-placed", () => Load(id));

    public Task<IActionResult> OnPostLiftAsync(RecordId id, RecordId hold) => Do(() => Sala.CaseHolds.Lift(By, id, hold, Reason ?? ""), $"/work/cases/{id}/hold?done=hold-lifted", () => Load(id));

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    private async Task Load(RecordId id)
    {
        Holds = await Sala.CaseHolds.Of(By, id).ConfigureAwait(false);
        Opened = await Sala.Cases.Read(By, id).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
    }
}
