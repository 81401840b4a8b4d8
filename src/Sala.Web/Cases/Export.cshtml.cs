using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>Takes one case out of Sala, as far as it opens for who asks.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class ExportModel(Installation sala) : ExportPage(sala)
{
    public CaseView Opened { get; private set; } = null!;

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostPdfAsync(RecordId id) => Take(() => Sala.Exporting.Case(By, id, ExportForm.Pdf, Purpose ?? "", Language), () => Load(id));

    public Task<IActionResult> OnPostGraphAsync(RecordId id) => Take(() => Sala.Exporting.Case(By, id, ExportForm.Graph, Purpose ?? "", Language), () => Load(id));

    private async Task Load(RecordId id) => Opened = await Sala.Cases.Read(By, id).ConfigureAwait(false);
}
