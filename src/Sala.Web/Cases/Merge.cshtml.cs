using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>Puts a second file of the same child behind this one, and parts them again.</summary>
[For(Roles.Lead), NotCompressed]
public sealed class MergeModel(Installation sala) : WorkPage(sala)
{
    public CaseView Opened { get; private set; } = null!;
    public FilesOfChild Files { get; private set; } = new(null, []);

    /// <summary>Files that can be put behind this one.</summary>
    public IReadOnlyList<CaseLine> Others { get; private set; } = [];

    [BindProperty] public RecordId Other { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostMergeAsync(RecordId id) => Do(() => Sala.Merging.Merge(By, id, Other, Reason ?? ""), $"/work/cases/{id}/merge?done=merged", () => Load(id));

    public Task<IActionResult> OnPostPartAsync(RecordId id) => Do(() => Sala.Merging.Part(By, Other, Reason ?? ""), $"/work/cases/{id}/merge?done=parted", () => Load(id));

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Cases.Read(By, id).ConfigureAwait(false);
        Files = await Sala.Merging.Of(By, id).ConfigureAwait(false);
        var mine = await Sala.Cases.Mine(By).ConfigureAwait(false);
        Others = [.. mine.Where(l => l.Id != id && l.Into is null && l.Stage != CaseStage.Closed && By.Has(Roles.Lead, l.UnitId) && mine.All(m => m.Into != l.Id))];
    }
}
