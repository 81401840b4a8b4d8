using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Forms;
using Sala.Cases.Course;
using Sala.Cases.Lists;
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
public sealed class CaseModel(Installation sala) : CaseListPage(sala)
{
    /// <summary>What an officer plans on this page.</summary>
    public static readonly IReadOnlyList<Procedure> Steps = [Procedure.Interview, Procedure.Examination, Procedure.LineUp, Procedure.Hearing, Procedure.ExhibitView, Procedure.Decision, Procedure.Closure];

    public CaseView Opened { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<ToldAnswer> Told { get; private set; } = [];
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];
    public IReadOnlyList<Clock> Clocks { get; private set; } = [];
    public FilesOfChild Files { get; private set; } = new(null, []);

    /// <summary>Why it cannot wait, the gravest first.</summary>
    public IReadOnlyList<Burn> Burns { get; private set; } = [];

    /// <summary>What else there is of this file, for who asks.</summary>
    public IEnumerable<(string Path, string Words)> Places
    {
        get
        {
            var here = $"/work/cases/{Opened.Id}";
            if (Opened.Parts.Contains(Compartment.Intake)) yield return ($"/work/letters/{Opened.Id}", T["case.letters"]);
            if (Opened.Parts.Contains(Compartment.Investigation)) yield return ($"/work/links/{Opened.Id}", T["case.accounts"]);
            yield return ($"{here}/referrals", T["referral.title"]);
            if (MayGive && By.Has(Roles.Lead)) yield return ($"{here}/merge", T["merge.title"]);
            if (CaseHolds.MayPlace(By, Opened.UnitId)) yield return ($"{here}/hold", T["hold.title"]);
            yield return ($"{here}/export", T["export.case_title"]);
        }
    }

    /// <summary>The deed that was refused, so that its form stands open with what was typed.</summary>
    public string Deed { get; private set; } = "";

    [BindProperty] public string? Words { get; set; }
    [BindProperty] public string? Task { get; set; }
    [BindProperty] public bool Safety { get; set; }
    [BindProperty] public string? Due { get; set; }
    [BindProperty] public string? For { get; set; }
    [BindProperty] public RecordId Entry { get; set; }
    [BindProperty] public string? Purpose { get; set; }
    [BindProperty] public string? Document { get; set; }

    /// <summary>In the order of the work; closing is a step of its own.</summary>
    public static readonly IReadOnlyList<CaseStage> Stages = [CaseStage.Opened, CaseStage.Assessed, CaseStage.Investigation, CaseStage.Charged, CaseStage.Trial, CaseStage.Verdict, CaseStage.Compensation, CaseStage.FollowUp];

    /// <summary>The forms of the pack that this person fills in here.</summary>
    public IReadOnlyList<CaseForm> Forms { get; private set; } = [];

    /// <summary>What was filled in, with the name of its form and its own.</summary>
    public IReadOnlyList<(OpenedEntry Entry, string Title, string Name)> Written { get; private set; } = [];

    /// <summary>What this person began and did not save.</summary>
    public IReadOnlyList<(RecordId Id, CaseForm Form)> Drafts { get; private set; } = [];

    public bool MayGive => By.Has(Roles.Lead, Opened.UnitId) || Opened.Of(EntryKind.Told).Any(e => e.PersonId == By.PersonId);

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostNoteAsync(RecordId id, Compartment part) => On(id, "noted", () => Sala.Cases.Write(By, id, part, EntryKind.Note, EntryBody.Of(Required(Words))), "#notes");

    /// <summary>Begins a form of the pack.</summary>
    public async Task<IActionResult> OnPostFillAsync(RecordId id, string form) => SeeOther($"/work/cases/{id}/fill/{await Sala.FormBook.Begin(By, id, form).ConfigureAwait(false)}");

    public Task<IActionResult> OnPostTaskAsync(RecordId id, Compartment part) => On(id, "case-task", () => Sala.Cases.Write(By, id, part, EntryKind.Task, EntryBody.Of(
        new Dictionary<string, string> { ["task"] = Required(Task), ["safety"] = Safety ? "yes" : "no", ["due"] = DueDay(), ["for"] = RecordId.TryParse(For ?? "", out var whose) ? whose.ToString() : "", ["done"] = "no" })), "#tasks");

    public Task<IActionResult> OnPostDoneAsync(RecordId id, int version) => On(id, "case-task-done", () => Ends(id, version, "yes", ""), "#tasks");

    /// <summary>Ends a task that was not done, with the reason.</summary>
    public Task<IActionResult> OnPostNotDoneAsync(RecordId id, int version) => On(id, "case-task-done", () => Ends(id, version, "not", Required(Words)), "#tasks");

    public Task<IActionResult> OnPostGiveAsync(RecordId id, Compartment part, RecordId person, string? authority) => On(id, "case-given", () => Sala.Cases.Give(By, id, part, person, Purpose ?? "",
        authority: Enum.TryParse<AuthorityKind>(authority, out var kind) && Enum.IsDefined(kind) ? new Authority(kind, Document ?? "") : null), "#holders");

    public Task<IActionResult> OnPostRevokeAsync(RecordId id, Compartment part, RecordId person) => On(id, "case-revoked", () => Sala.Cases.Revoke(By, id, part, person), "#holders");

    public Task<IActionResult> OnPostObjectsAsync(RecordId id, RecordId person) => On(id, "case-objects", () => Sala.Planning.RecordObjection(By, id, person), "#holders");

    /// <summary>Moves the case on; then the page of letters says what the child is to be told.</summary>
    public Task<IActionResult> OnPostStageAsync(RecordId id, CaseStage stage)
    {
        Deed = "stage";
        var about = stage switch { CaseStage.Charged => "&about=Charge", CaseStage.Trial => "&about=Hearing", CaseStage.Verdict => "&about=Verdict", _ => "" };
        return Do(() => Sala.Cases.SetStage(By, id, stage), $"/work/letters/{id}?done=case-stage{about}", () => Load(id));
    }

    public Task<IActionResult> OnPostReopenAsync(RecordId id, CaseStage stage) => On(id, "case-reopened", () => Sala.Cases.Reopen(By, id, stage, Words ?? ""));

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

    public bool IsOpen(OpenedEntry task) => task.Body["done"] is not ("yes" or "not");

    public bool IsOverdue(OpenedEntry task) => IsOpen(task) && DateOnly.TryParseExact(task.Body["due"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) && due < DateOnly.FromDateTime(Local(Sala.Clock.GetUtcNow()));

    private string DueDay() => string.IsNullOrWhiteSpace(Due) ? "" : DateOnly.TryParseExact(Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? Due : throw new RefusedException("task.due", "This is no day. Nothing was changed.");

    private async Task Ends(RecordId id, int version, string done, string why)
    {
        var task = (await Sala.Cases.Read(By, id).ConfigureAwait(false)).Of(EntryKind.Task).FirstOrDefault(e => e.Id == Entry) ?? throw new NotForYouException();
        await Sala.Cases.Change(By, id, Entry, version, task.Body with { Answers = new Dictionary<string, string>(task.Body.Answers) { ["done"] = done, ["why_not"] = why } }).ConfigureAwait(false);
    }

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
        Clocks = await Sala.Course.Of(Opened).ConfigureAwait(false);
        Files = await Sala.Merging.Of(By, id).ConfigureAwait(false);
        Burns = await Sala.Cases.Finding.Burns(By, id).ConfigureAwait(false);
        Forms = [.. Sala.FormBook.Forms.Offered.Where(f => Opened.Parts.Contains(f.Part))];
        Drafts = await Sala.FormBook.Drafts(By, id).ConfigureAwait(false);
        var written = new List<(OpenedEntry, string, string)>();
        foreach (var entry in Opened.Entries.Where(e => e.Kind is EntryKind.Form or EntryKind.Incident or EntryKind.Exhibit or EntryKind.Order))
            written.Add((entry, await Sala.FormBook.Title(entry, Language.Code).ConfigureAwait(false) ?? T[$"export.{entry.Kind.ToString().ToLowerInvariant()}"], await Sala.FormBook.Name(entry, Language.Code).ConfigureAwait(false)));
        Written = written;
        if (Opened.Of(EntryKind.Told).FirstOrDefault() is { } told) Told = ToldAnswers.Of(told.Body.Answers, Sala.ReportForm, Sala.Clock, Language.Code);
        if (By.Memberships.Any(m => m.UnitId == Opened.UnitId))
            Colleagues = [.. (await Sala.People.In(By, Opened.UnitId).ConfigureAwait(false)).Where(c => c.State == PersonState.Active && c.Memberships.Any(m => (m.Roles & RoleGroups.Caseworkers) != 0 && m.ConfirmedKey == c.KeyNumber))];
    }
}
