using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>Where staff declare who is close to them: cases in which these are named open for them no more, and nothing on the page tells whether there are any.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class CloseToMeModel(Installation sala) : WorkPage(sala)
{
    public DateTimeOffset? Last { get; private set; }

    [BindProperty] public string? Names { get; set; }

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostDeclareAsync() => Do(() => Sala.Cases.Conflicts.Declare(By, (Names ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), "/work/close-to-me?done=declared", Load);

    private async Task Load() => Last = await Sala.Cases.Conflicts.LastDeclared(By).ConfigureAwait(false);
}
