using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>One person, for the administrator: roles in units, a reset, a removal.</summary>
[For(Roles.Administrator)]
public sealed class PersonModel(Installation sala) : WorkPage(sala)
{
    public Colleague Person { get; private set; } = null!;
    public IReadOnlyList<Unit> Units { get; private set; } = [];
    public string? OneTimeCode { get; private set; }

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostRolesAsync(RecordId id, RecordId unit, Roles[] roles) =>
        Do(() => Sala.People.SetRoles(By, id, unit, roles.Aggregate(Roles.None, (all, r) => all | r)), $"/work/people/{id}?done=roles", () => Load(id));

    public Task<IActionResult> OnPostRemoveAsync(RecordId id, RecordId unit) =>
        Do(() => Sala.Departure.Remove(By, unit, id), "/work/people?done=removed", () => Load(id));

    public async Task<IActionResult> OnPostResetAsync(RecordId id)
    {
        try
        {
            OneTimeCode = await Sala.People.Reset(By, id).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => Load(id)).ConfigureAwait(false);
        }
        await Load(id).ConfigureAwait(false);
        return Page();
    }

    public Unit? UnitOf(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit);

    private async Task Load(RecordId id)
    {
        Person = (await Sala.People.All(By).ConfigureAwait(false)).FirstOrDefault(p => p.Id == id) ?? throw new NotForYouException();
        Units = await Sala.People.Units().ConfigureAwait(false);
    }
}
