using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Webhooks;

namespace Sala.Web.Webhooks;

/// <summary>The addresses of other systems that are told that something happened on cases, and registering another.</summary>
[For(Roles.Administrator | Roles.Lead), NotCompressed]
public sealed class WebhooksModel(Installation sala) : WorkPage(sala)
{
    /// <summary>The professions that work on cases: an address hears as much as one of them.</summary>
    public static readonly IReadOnlyList<Roles> Each = [.. Enum.GetValues<Roles>().Where(r => r != Roles.None && (r & RoleGroups.Caseworkers) == r)];

    public IReadOnlyList<WebhookLine> Lines { get; private set; } = [];
    public IReadOnlyList<Unit> Units { get; private set; } = [];

    /// <summary>The secret of what was registered just now; shown once.</summary>
    public string? Secret { get; private set; }

    [BindProperty] public string? Address { get; set; }
    [BindProperty] public RecordId Unit { get; set; }
    [BindProperty] public Roles Role { get; set; }

    public bool MayRegister => By.Has(Roles.Administrator);

    public string Headline => Lines.Sum(l => l.GivenUp) switch
    {
        0 when Lines.Count == 0 => T["webhooks.headline_none"],
        0 when Lines.Count == 1 => T["webhooks.headline_one"],
        0 => T.Say("webhooks.headline", ("count", N(Lines.Count))),
        1 => T["webhooks.headline_failed_one"],
        var failed => T.Say("webhooks.headline_failed", ("count", N(failed))),
    };

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostRegisterAsync()
    {
        try
        {
            (_, Secret) = await Sala.Webhooks.Register(By, Unit, Role, (Address ?? "").Trim()).ConfigureAwait(false);
            (Address, Unit, Role) = (null, default, Roles.None);
        }
        catch (RefusedException refused)
        {
            Refuse(refused);
        }
        await Load().ConfigureAwait(false);
        return Page();
    }

    public string UnitName(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit)?.Name ?? T["staff.a_unit"];

    private async Task Load()
    {
        Lines = await Sala.Webhooks.Mine(By).ConfigureAwait(false);
        Units = await Sala.People.Units().ConfigureAwait(false);
    }
}
