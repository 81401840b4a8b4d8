using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Guardians;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Guardians;

/// <summary>Requests to the guardians: who asks for what and why, how long it still waits, whose step is missing.</summary>
[ForStaff]
public sealed class GuardiansModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<BreakGlassView> Requests { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<Unit> Units { get; private set; } = [];

    /// <summary>The form that was refused, so that it keeps what was typed.</summary>
    public string Deed { get; private set; } = "";

    [BindProperty] public string? Number { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public bool Danger { get; set; }

    public bool MayAskForReport => By.Has(RoleGroups.Readers);
    public bool MayAskForCase => By.Has(RoleGroups.Caseworkers);
    public bool IsGuardian => By.Has(Roles.Guardian);
    public IEnumerable<Unit> MayAskToRecover => Units.Where(u => u.Reads && u.Epoch > 0 && By.IsNamed(Roles.Lead, u.Id));
    public DateTimeOffset Now => Sala.Clock.GetUtcNow();
    public int Waiting => Requests.Count(r => r.Request.State == BreakGlassState.Waiting);

    public Task OnGetAsync(string? number)
    {
        Number = number;
        return Load();
    }

    public Task<IActionResult> OnPostReportAsync() => On("report", "asked", () =>
        Sala.BreakGlass.AskForReport(By, Sala.Inbox.IdOf(Number ?? "") ?? throw new RefusedException("break-glass.number", "There is no one report with this number. Nothing was asked. Look at the number again."), Danger, Reason ?? ""));

    public Task<IActionResult> OnPostCaseAsync() => On("case", "asked", () => Sala.BreakGlass.AskForCase(By, Number ?? "", Danger, Reason ?? ""));

    public Task<IActionResult> OnPostRecoveryAsync(RecordId unit) => On("recovery", "asked", () => Sala.BreakGlass.AskForRecovery(By, unit, Reason ?? ""));

    public async Task<IActionResult> OnPostStepAsync(RecordId request)
    {
        try
        {
            var opened = await Sala.BreakGlass.StepUp(By, request).ConfigureAwait(false);
            return SeeOther($"/work/guardians?done={(opened ? "opened" : "stepped")}");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, Load).ConfigureAwait(false);
        }
    }

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    public string UnitName(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit)?.Name ?? T["staff.a_unit"];

    /// <summary>The group that holds the other half has stepped up, this person's has not.</summary>
    public bool MayStep(BreakGlassView view) =>
        IsGuardian && view.Request.State == BreakGlassState.Waiting && view.Request.RequestedBy != By.PersonId && Now >= view.Request.NotBefore
        && !view.Steps.Any(s => By.Has(Roles.Guardian, s.GuardiansId));

    private Task<IActionResult> On(string form, string done, Func<Task> deed)
    {
        Deed = form;
        return Do(deed, $"/work/guardians?done={done}", Load);
    }

    private async Task Load()
    {
        Requests = await Sala.BreakGlass.Requests(By).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
        Units = await Sala.People.Units().ConfigureAwait(false);
    }
}
