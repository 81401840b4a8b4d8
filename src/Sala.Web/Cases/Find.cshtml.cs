using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Links;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Cases;

/// <summary>Finds a case among those that open for this person. What is typed is in no address: it is posted, and answered at once.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class FindModel(Installation sala) : CaseListPage(sala)
{
    [BindProperty] public string? Number { get; set; }
    [BindProperty] public string? Pseudonym { get; set; }
    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public string? Handle { get; set; }
    [BindProperty] public string? Platform { get; set; }

    /// <summary>Null where nothing was looked for yet.</summary>
    public IReadOnlyList<CaseLine>? Found { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        try
        {
            Found = await Sala.CaseSearch.Find(By, new CaseSearched(Number ?? "", Pseudonym ?? "", Phone ?? "", Handle ?? "", Platform ?? "")).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            Refuse(refused);
        }
        await LoadUnits().ConfigureAwait(false);
        return Page();
    }

    public string Headline => Found switch { null => T["find.headline"], { Count: 0 } => T["find.headline_none"], { Count: 1 } => T["find.headline_one"], var some => T.Say("find.headline_some", ("count", N(some.Count))) };
}
