using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Reports;
using Sala.Safeguards;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Web.Reports.Work;

namespace Sala.Web.Cases;

/// <summary>The file of one child, as far as it opens for who asks.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class CaseModel(Installation sala) : WorkPage(sala)
{
    /// <summary>What an officer plans on this page.</summary>
    public static readonly IReadOnlyList<Procedure> Steps = [Procedure.Interview, Procedure.Examination, Procedure.Hearing, Procedure.Closure];

    public CaseView Opened { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<ToldAnswer> Told { get; private set; } = [];
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];
    public FilesOfChild Files { get; private set; } = new(null, []);

    /// <summary>The deed that was refused, so that its form stands open with what was typed.</summary>
    public string Deed { get; private set; } = "";

    [BindProperty] public string? Words { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public string? Role { get; set; }
    [BindProperty] public string? LivesWith { get; set; }
    [BindProperty] public string? Task { get; set; }
    [BindProperty] public bool Safety { get; set; }
    [BindProperty] public string? Purpose { get; set; }
    [BindProperty] public string? Document { get; set; }

    public static readonly IReadOnlyList<string> PersonRoles = ["child", "family", "supporter", "suspect", "witness"];

    public bool MayGive => By.Has(Roles.Lead, Opened.UnitId) || Opened.Of(EntryKind.Told).Any(e => e.PersonId == By.PersonId);

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostNoteAsync(RecordId id, Compartment part) => On(id, "noted", () => Sala.Cases.Write(By, id, part, EntryKind.Note, EntryBody.Of(Required(Words))), "#notes");

    public Task<IActionResult> OnPostPersonAsync(RecordId id) => On(id, "case-person", () => Sala.Cases.Write(By, id, Compartment.Intake, EntryKind.Person, EntryBody.Of(new Dictionary<string, string>
    {
        ["name"] = Required(Name), ["phone"] = Phone ?? "", ["role"] = PersonRoles.Contains(Role) ? Role! : "witness", ["lives_with"] = LivesWith ?? "",
    })), "#people");

    public Task<IActionResult> OnPostTaskAsync(RecordId id, Compartment part) => On(id, "case-task", () => Sala.Cases.Write(By, id, part, EntryKind.Task, EntryBody.Of(
        new Dictionary<string, string> { ["task"] = Required(Task), ["safety"] = Safety ? "yes" : "no", ["done"] = "no" })), "#tasks");

    public Task<IActionResult> OnPostDoneAsync(RecordId id, RecordId entry, int version) => On(id, "case-task-done", async () =>
    {
        var task = (await Sala.Cases.Read(By, id).ConfigureAwait(false)).Of(EntryKind.Task).FirstOrDefault(e => e.Id == entry) ?? throw new NotForYouException();
        await Sala.Cases.Change(By, id, entry, version, task.Body with { Answers = new Dictionary<string, string>(task.Body.Answers) { ["done"] = "yes" } }).ConfigureAwait(false);
    }, "#tasks");

    public Task<IActionResult> OnPostGiveAsync(RecordId id, Compartment part, RecordId person, string? authority) => On(id, "case-given", () => Sala.Cases.Give(By, id, part, person, Purpose ?? "",
        authority: Enum.TryParse<AuthorityKind>(authority, out var kind) && Enum.IsDefined(kind) ? new Authority(kind, Document ?? "") : null), "#holders");

    public Task<IActionResult> OnPostRevokeAsync(RecordId id, Compartment part, RecordId person) => On(id, "case-revoked", () => Sala.Cases.Revoke(By, id, part, person), "#holders");

    public Task<IActionResult> OnPostObjectsAsync(RecordId id, RecordId person) => On(id, "case-objects", () => Sala.Planning.RecordObjection(By, id, person), "#holders");

    public Task<IActionResult> OnPostStageAsync(RecordId id, CaseStage stage) => On(id, "case-stage", () => Sala.Cases.SetStage(By, id, stage));

    /// <summary>Begins a plan and shows at once what is missing.</summary>
    public async Task<IActionResult> OnPostPlanAsync(RecordId id, Procedure procedure)
    {
        Deed = "plan";
        if (!Steps.Contains(procedure)) return NotFound();
        try
        {
            var step = await Sala.Planning.Plan(By, id, new StepPlan(new Dictionary<string, string> { ["procedure"] = procedure.ToString() })).ConfigureAwait(false);
            return SeeOther($"/work/cases/{id}/steps/{step}");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => Load(id)).ConfigureAwait(false);
        }
    }

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    public string Part(Compartment part) => T[$"part.{part.ToString().ToLowerInvariant()}"];

    private static string Required(string? words) => string.IsNullOrWhiteSpace(words) ? throw new RefusedException("words.missing", "Some words are needed here. Nothing was changed.") : words.Trim();

    private Task<IActionResult> On(RecordId id, string done, Func<Task> deed, string part = "")
    {
        Deed = RouteData.Values["handler"] as string ?? "";
        return Do(deed, $"/work/cases/{id}?done={done}{part}", () => Load(id));
    }

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Cases.Read(By, id).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
        Files = await Sala.Merging.Of(By, id).ConfigureAwait(false);
        if (Opened.Of(EntryKind.Told).FirstOrDefault() is { } told) Told = ToldAnswers.Of(told.Body.Answers, Sala.ReportForm, Sala.Clock, Language.Code);
        if (By.Memberships.Any(m => m.UnitId == Opened.UnitId))
            Colleagues = [.. (await Sala.People.In(By, Opened.UnitId).ConfigureAwait(false)).Where(c => c.State == PersonState.Active && c.Memberships.Any(m => (m.Roles & RoleGroups.Caseworkers) != 0 && m.ConfirmedKey == c.KeyNumber))];
    }
}
