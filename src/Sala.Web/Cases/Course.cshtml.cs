using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Course;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>The clocks of one case: what is in time, what is over and why, and where what happened is written down.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class CourseModel(Installation sala) : WorkPage(sala)
{
    public CaseView Opened { get; private set; } = null!;
    public IReadOnlyList<Clock> Clocks { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Facts { get; private set; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    /// <summary>What was typed and refused.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; private set; } = new Dictionary<string, string>();

    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? Rule { get; set; }

    public bool MayWrite => Opened.Parts.Contains(Compartment.Intake);

    public int Over => Clocks.Count(c => c.IsOver);

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostRecordAsync(RecordId id)
    {
        Typed = CaseCourse.Asked.Where(f => Request.Form.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => Request.Form[f.Name].ToString());
        return Do(() => Sala.Course.Record(By, id, Typed), $"/work/cases/{id}/course?done=course-recorded", () => Load(id));
    }

    public Task<IActionResult> OnPostExplainAsync(RecordId id) => Do(() => Sala.Course.Explain(By, id, Rule ?? "", Reason ?? ""), $"/work/cases/{id}/course?done=course-explained", () => Load(id));

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Cases.Read(By, id).ConfigureAwait(false);
        Clocks = await Sala.Course.Of(Opened).ConfigureAwait(false);
        Facts = await Sala.Course.Facts(Opened).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
    }
}
