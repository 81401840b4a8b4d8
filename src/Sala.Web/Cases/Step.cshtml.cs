using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Safeguards;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>A planned step: which rules hold, which are missing and how to meet them. The rules themselves are the domain's.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class StepModel(Installation sala) : WorkPage(sala)
{
    /// <summary>Asked as a list of codes; every other code is yes or no.</summary>
    private static readonly Dictionary<string, string[]> Codes = new()
    {
        ["supporter"] = ["not_asked", "named", "none"], ["gender_wished"] = ["woman", "man", "any"], ["gender_given"] = ["woman", "man"], ["child_assent"] = ["not_asked", "yes", "no"],
        ["consent"] = ["given", "conflict", "court_order", "life_saving"], ["testimony_by"] = ["remote", "recording", "in_room"],
    };

    private static readonly string[] OtherFields = ["room", "interviewer", "psychologist", "prosecutor", "supporter_entry", "also_present", "question_plan", "exhibit_entry", "decision", "child_view"];

    public CaseView Case { get; private set; } = null!;
    public PlannedStep Step { get; private set; } = null!;
    public IReadOnlyList<Room> Rooms { get; private set; } = [];
    public IReadOnlyList<Room> FreeRooms { get; private set; } = [];
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, DateOnly> Certified { get; private set; } = new Dictionary<RecordId, DateOnly>();

    [BindProperty] public string? Reason { get; set; }

    public StepPlan Plan => Step.Plan;
    public IReadOnlyList<Fact> Asked => Planning.Asked(Plan.Procedure);
    public bool IsInterview => Plan.Procedure == Procedure.Interview;
    public bool HasPlace => Plan.Procedure is Procedure.Interview or Procedure.Hearing or Procedure.LineUp;
    public bool HasTeam => Plan.Procedure is Procedure.Interview or Procedure.Examination;
    public bool MayApprove => By.Has(Roles.HeadOfUnit, Case.UnitId);

    public string Headline => Plan.State != StepState.Planned ? T[$"step.headline_{Plan.State.ToString().ToLowerInvariant()}"]
        : (Step.Findings.Blocking.Sum(b => b.Missing.Count), Step.Findings.Rules.Count(r => r.Outcome == Outcome.Overridden)) switch
        {
            (0, 0) => T["step.headline_ready"],
            (0, 1) => T["step.headline_set_aside_one"],
            (0, var aside) => T.Say("step.headline_set_aside", ("count", N(aside))),
            (1, _) => T.Say("step.headline_one", ("what", NotYet)),
            var (missing, _) => T.Say("step.headline_missing", ("what", NotYet), ("count", N(missing))),
        };

    /// <summary>What cannot be done yet: an interview can't begin, a case can't be closed.</summary>
    private string NotYet => T[$"not_yet.{Plan.Procedure.ToString().ToLowerInvariant()}"];

    public Task OnGetAsync(RecordId id, RecordId step) => Load(id, step);

    /// <summary>Saves what was filled in, and shows again what is missing.</summary>
    public Task<IActionResult> OnPostSaveAsync(RecordId id, RecordId step, int version) => On(id, step, "step-saved", async () =>
    {
        var kept = (await Sala.Planning.Look(By, id, step).ConfigureAwait(false)).Plan;
        await Sala.Planning.Change(By, id, step, version, Filled(kept)).ConfigureAwait(false);
    });

    /// <summary>One press that puts one thing right: a free room, or only those with a part.</summary>
    public Task<IActionResult> OnPostMendAsync(RecordId id, RecordId step, int version, string? room, bool onlyWithPart) => On(id, step, "step-saved", async () =>
    {
        var plan = (await Sala.Planning.Look(By, id, step).ConfigureAwait(false)).Plan;
        if (room is { Length: > 0 }) plan = plan.With(("room", room));
        if (onlyWithPart) plan = plan.With(("also_present", ""));
        await Sala.Planning.Change(By, id, step, version, plan).ConfigureAwait(false);
    });

    public Task<IActionResult> OnPostOpenAsync(RecordId id, RecordId step) => On(id, step, "step-opened", () => Sala.Planning.Open(By, id, step));

    public Task<IActionResult> OnPostHeldAsync(RecordId id, RecordId step) => On(id, step, "step-held", () => Sala.Planning.Hold(By, id, step));

    public Task<IActionResult> OnPostOverrideAsync(RecordId id, RecordId step, string rule) => On(id, step, "override-asked", () => Sala.Planning.AskOverride(By, id, step, rule, Reason ?? ""));

    public Task<IActionResult> OnPostApproveAsync(RecordId id, RecordId step, string rule) => On(id, step, "override-approved", () => Sala.Planning.ApproveOverride(By, id, step, rule));

    public string NameOf(RecordId person) => Colleagues.FirstOrDefault(c => c.Id == person)?.Profile.ShownName ?? T["staff.somebody"];

    public IEnumerable<Colleague> With(Roles roles) => Colleagues.Where(c => c.Memberships.Any(m => (m.Roles & roles) != 0));

    public IReadOnlyList<string> ChoicesOf(Fact fact) => Codes.TryGetValue(fact.Name, out var codes) ? codes : fact.Kind == FactKind.YesNo ? ["yes", "no"] : fact.Name.StartsWith("language", StringComparison.Ordinal) || fact.Name == "rights_language" ? [.. Sala.Country.Languages.Select(l => l.Code)] : [];

    public string ChoiceLabel(Fact fact, string code) =>
        Sala.Country.Find(code) is { } language && ChoicesOf(fact).Count == Sala.Country.Languages.Count && fact.Kind == FactKind.Code ? language.Name : T[$"choice.{code}"];

    public bool MayOverride(Finding finding) => finding.Missing.All(m => m.OverrideBy != OverrideBy.Nobody);

    private StepPlan Filled(StepPlan kept)
    {
        var form = Request.Form;
        var changes = OtherFields.Concat(Planning.Asked(kept.Procedure).Select(f => f.Name)).Where(form.ContainsKey).Select(name => (name, form[name].ToString().Trim())).ToList();
        if (form.TryGetValue("date", out var date) && DateOnly.TryParse(date, CultureInfo.InvariantCulture, out var day))
        {
            if (TimeOnly.TryParse(form["from"], CultureInfo.InvariantCulture, out var from)) changes.Add(("starts", day.ToDateTime(from).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)));
            if (TimeOnly.TryParse(form["to"], CultureInfo.InvariantCulture, out var to)) changes.Add(("ends", day.ToDateTime(to).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)));
        }
        return kept.With([.. changes]);
    }

    private async Task<IActionResult> On(RecordId id, RecordId step, string done, Func<Task> deed)
    {
        try
        {
            return await Do(deed, $"/work/cases/{id}/steps/{step}?done={done}", () => Load(id, step)).ConfigureAwait(false);
        }
        catch (StepBlockedException)
        {
            // The page itself says what is missing and how to mend it.
            return await Refused(new RefusedException("step.blocked", "This step can't begin yet. Your draft is kept; what is missing stands below."), () => Load(id, step)).ConfigureAwait(false);
        }
        catch (OverrideRefusedException refused)
        {
            return await Refused(new RefusedException("override.refused", refused.Message), () => Load(id, step)).ConfigureAwait(false);
        }
    }

    private async Task Load(RecordId id, RecordId step)
    {
        Case = await Sala.Cases.Read(By, id).ConfigureAwait(false);
        Step = await Sala.Planning.Look(By, Case, step).ConfigureAwait(false);
        Rooms = await Sala.Registers.Rooms().ConfigureAwait(false);
        if (Plan.Starts is { } starts && Plan.Ends is { } ends && ends > starts) FreeRooms = await Sala.Planning.FreeRooms(id, starts, ends).ConfigureAwait(false);
        Certified = await Sala.Registers.Certified(Plan.Procedure == Procedure.Examination ? CertificateKind.Examination : CertificateKind.ForensicInterview).ConfigureAwait(false);
        if (By.Memberships.Any(m => m.UnitId == Case.UnitId)) Colleagues = await Sala.People.In(By, Case.UnitId).ConfigureAwait(false);
    }
}
