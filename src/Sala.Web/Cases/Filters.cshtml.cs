using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases.Lists;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>The filters that this person kept.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class FiltersModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<OpenedFilter> Kept { get; private set; } = [];

    [BindProperty] public string? Name { get; set; }

    public async Task OnGetAsync() => Kept = await Sala.SavedFilters.Of(By).ConfigureAwait(false);

    /// <summary>Nothing of what the browser sends is taken over but choices as the list itself writes them.</summary>
    public Task<IActionResult> OnPostSaveAsync(string? choices)
    {
        var kept = choices is { Length: > 1 } && choices[0] == '?' && choices.All(c => char.IsAsciiLetterOrDigit(c) || "?&=_-%".Contains(c, StringComparison.Ordinal)) ? choices : "";
        return Do(() => Sala.SavedFilters.Save(By, Name ?? "", kept), $"/work/cases{kept}", OnGetAsync);
    }

    public Task<IActionResult> OnPostRemoveAsync(RecordId filter) => Do(() => Sala.SavedFilters.Remove(By, filter), "/work/cases/filters", OnGetAsync);
}
