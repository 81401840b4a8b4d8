using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Reports.Work;

/// <summary>A report that another unit offers: coded facts and the reason, no word of the child before it is accepted.</summary>
[For(RoleGroups.Readers), NotCompressed]
public sealed class OfferModel(Installation sala) : WorkPage(sala)
{
    public OfferToUnit Offer { get; private set; } = null!;
    public FactWords Words { get; private set; } = null!;
    public IReadOnlyList<Unit> Units { get; private set; } = [];

    [BindProperty] public string? Reason { get; set; }

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostAcceptAsync(RecordId id) => Do(() => Sala.HandingOver.Accept(By, id), $"/work/reports/{id}?done=accepted", () => Load(id));

    public Task<IActionResult> OnPostDeclineAsync(RecordId id) => Do(() => Sala.HandingOver.Decline(By, id, Reason ?? ""), "/work?show=Offered&done=declined", () => Load(id));

    public string UnitName(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit)?.Name ?? T["staff.a_unit"];

    private async Task Load(RecordId id)
    {
        Offer = await Sala.HandingOver.Read(By, id).ConfigureAwait(false);
        Words = new FactWords(Sala.ReportForm, Language.Code);
        Units = await Sala.People.Units().ConfigureAwait(false);
    }
}
