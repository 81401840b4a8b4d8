using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Staff = Sala.Agencies.Roles;

namespace Sala.Web.Agencies;

/// <summary>Everybody by name and role. Who names people here can read nothing, and can make nobody able to.</summary>
[For(Staff.Administrator | Staff.Oversight)]
public sealed class PeopleModel(Installation sala) : WorkPage(sala)
{
    public static readonly IReadOnlyList<Staff> Every = [.. Enum.GetValues<Staff>().Where(r => r != Staff.None)];

    public IReadOnlyList<Colleague> All { get; private set; } = [];
    public IReadOnlyList<Unit> Units { get; private set; } = [];

    /// <summary>The one-time sign-in of who was named just now; shown once.</summary>
    public string? OneTimeCode { get; private set; }

    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Shown { get; set; }
    [BindProperty] public string? Mail { get; set; }
    [BindProperty] public RecordId Unit { get; set; }
    [BindProperty] public Staff[] Roles { get; set; } = [];

    public bool MayName => By.Has(Staff.Administrator);

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        try
        {
            var roles = Roles.Aggregate(Staff.None, (all, r) => all | r);
            (_, OneTimeCode) = await Sala.People.Invite(By, new Profile(Cut(Name), Cut(Shown), Cut(Mail)), Unit, roles).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            Refuse(refused);
        }
        await Load().ConfigureAwait(false);
        return Page();
    }

    public string UnitName(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit)?.Name ?? T["staff.a_unit"];

    private static string Cut(string? typed) => (typed ?? "").Trim() is var name && name.Length <= 120 ? name : name[..120];

    private async Task Load()
    {
        All = await Sala.People.All(By).ConfigureAwait(false);
        Units = await Sala.People.Units().ConfigureAwait(false);
    }
}
