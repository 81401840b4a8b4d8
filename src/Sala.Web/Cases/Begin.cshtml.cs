using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Links;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Reports.Work;

namespace Sala.Web.Cases;

/// <summary>Before a case is opened from a report: which cases may be of the same child.</summary>
[For(RoleGroups.Readers), NotCompressed]
public sealed class BeginModel(Installation sala) : CaseListPage(sala)
{
    public RecordId Id { get; private set; }
    public IReadOnlyList<PossibleDuplicate> Found { get; private set; } = [];
    public FactWords Facts { get; private set; } = null!;

    [BindProperty] public string? Pseudonym { get; set; }

    public async Task OnGetAsync(RecordId id)
    {
        Id = id;
        Facts = new FactWords(Sala.ReportForm, Language.Code);
        Found = await Sala.Duplicates.Of(By, id).ConfigureAwait(false);
    }

    public async Task<IActionResult> OnPostAsync(RecordId id)
    {
        try
        {
            return SeeOther($"/work/cases/{await Sala.Cases.Open(By, id, Pseudonym ?? "").ConfigureAwait(false)}?done=case-opened");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => OnGetAsync(id)).ConfigureAwait(false);
        }
    }

    public string Headline => Found.Count switch { 0 => T["begin.headline_none"], 1 => T["begin.headline_one"], _ => T.Say("begin.headline", ("count", N(Found.Count))) };
}
