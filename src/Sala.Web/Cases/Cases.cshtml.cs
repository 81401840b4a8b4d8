using Microsoft.AspNetCore.Http;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Web.Reports.Work;

namespace Sala.Web.Cases;

/// <summary>The cases that open for this person, those that burn first.</summary>
[For(RoleGroups.Caseworkers)]
public sealed class CasesModel(Installation sala) : CaseListPage(sala)
{
    /// <summary>The facts one filters by: the name in the address, and the fact.</summary>
    public static readonly IReadOnlyList<(string Name, string Fact)> Filters = [("kind", "kind"), ("age", "age_band"), ("area", "area"), ("platform", "platform")];

    public CasesPage Found { get; private set; } = null!;
    public CaseFilter Filter { get; private set; } = new();
    public FactWords Facts { get; private set; } = null!;
    public IReadOnlyList<OpenedFilter> Kept { get; private set; } = [];

    public bool IsLaterPage => Request.Query["after"].ToString().Length > 0;

    public int Open => Found.Stages.Where(s => s.Key != CaseStage.Closed).Sum(s => s.Value);

    public async Task OnGetAsync(CaseStage? stage, Urgency? urgency, RecordId? unit, bool burning, bool late)
    {
        Facts = new FactWords(Sala.ReportForm, Language.Code);
        Filter = new CaseFilter(stage is { } s && Enum.IsDefined(s) ? s : null, urgency is { } u && Enum.IsDefined(u) ? u : null, unit, burning, late, Filters.ToDictionary(f => f.Fact, f => Request.Query[f.Name].ToString()));
        Found = await Sala.Cases.Finding.Page(By, Filter, Request.Query["after"]).ConfigureAwait(false);
        Kept = await Sala.SavedFilters.Of(By).ConfigureAwait(false);
        await LoadUnits().ConfigureAwait(false);
    }

    public string Headline => Found.BurningInAll switch
    {
        0 => T["cases.headline"],
        1 => T.Say("cases.headline_one", ("total", N(Open))),
        _ => T.Say("cases.headline_burning", ("count", N(Found.BurningInAll)), ("total", N(Open))),
    };

    /// <summary>The choices of this view, without the page.</summary>
    public string Choices => With("after", "")["/work/cases".Length..];

    /// <summary>The address of this view with one thing changed.</summary>
    public string With(string key, string value)
    {
        string[] known = ["stage", "urgency", "unit", "burning", "late", .. Filters.Select(f => f.Name)];
        var pairs = Request.Query.Where(q => known.Contains(q.Key) && q.Key != key && q.Value.ToString().Length > 0).ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        if (value.Length > 0) pairs[key] = value;
        return "/work/cases" + QueryString.Create(pairs);
    }
}
