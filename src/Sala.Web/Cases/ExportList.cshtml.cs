using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases.Exports;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Cases;

/// <summary>Takes the list of cases out of Sala, as it shows itself to who asks.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class ExportListModel(Installation sala) : ExportPage(sala)
{
    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostCsvAsync() => Take(() => Sala.Exporting.List(By, ExportForm.Csv, Purpose ?? "", Language), () => Task.CompletedTask);

    public Task<IActionResult> OnPostExcelAsync() => Take(() => Sala.Exporting.List(By, ExportForm.Excel, Purpose ?? "", Language), () => Task.CompletedTask);
}
