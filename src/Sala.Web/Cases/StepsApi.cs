using System.Globalization;
using Sala.Agencies;
using Sala.Cases;
using Sala.Safeguards;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;

namespace Sala.Web.Cases;

/// <summary>A step to plan. Facts that Sala knows itself are not asked and not taken from here.</summary>
/// <param name="Answers">starts and ends as 2026-11-24T09:30 in the country's own time; room, interviewer, psychologist, prosecutor, supporter_entry as ids; the facts of the rules by name.</param>
public sealed record StepToPlan(Procedure Procedure, Dictionary<string, string>? Answers = null);

/// <summary>What a step is changed to.</summary>
/// <param name="Version">The version that was read.</param>
public sealed record StepToChange(int Version, Dictionary<string, string> Answers);

/// <summary>A rule that somebody asks to set aside for this step, and why.</summary>
public sealed record OverrideToAsk(string Rule, string Reason);

/// <summary>A rule that another asked to set aside.</summary>
public sealed record OverrideToApprove(string Rule);

/// <summary>When and where the suspect of the case is; in the country's own time.</summary>
/// <param name="Starts">As 2026-11-24T09:30.</param>
public sealed record SuspectThere(string Place, string Starts, string Ends);

/// <summary>A planned step and how the rules stand before it now.</summary>
/// <param name="MayBegin">Whether no rule stands against it.</param>
/// <param name="Prompts">Questions of the plan that lead or blame, by line.</param>
public sealed record StepShown(RecordId Id, int Version, Procedure Procedure, StepState State, bool MayBegin, IReadOnlyDictionary<string, string> Answers, IReadOnlyList<RuleShown> Rules, IReadOnlyList<OverrideShown> Overrides, IReadOnlyList<PromptShown> Prompts);

/// <summary>How one rule stands.</summary>
public sealed record RuleShown(string Rule, Outcome Outcome, string Words, IReadOnlyList<MissingShown> Missing);

/// <summary>That a rule be set aside for this step; it counts once a second person approved it.</summary>
public sealed record OverrideShown(string Rule, RecordId AskedBy, string Reason, RecordId? ApprovedBy);

/// <summary>A phrase of the question plan that leads or blames.</summary>
public sealed record PromptShown(int Line, string Phrase);

/// <summary>The rooms that leads registered for talking with children.</summary>
public sealed record RoomList(IReadOnlyList<RoomShown> Rooms);

/// <summary>A registered room.</summary>
public sealed record RoomShown(RecordId Id, RecordId Unit, string Name, string Place, bool Private, bool Suited);

/// <summary>Interviews, examinations, hearings and closures: what is blocked on the page is blocked here, by the same rules and with their words.</summary>
internal static class StepsApi
{
    private const string Steps = "/api/v1/cases/{id}/steps";
    private const string One = Steps + "/{step}";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapStepsApi(this IEndpointRouteBuilder app)
    {
        app.Makes<StepToPlan, Made>(Steps, Caseworkers, "Plan a step", "An interview, an examination, a hearing or a closure. Nothing begins yet.", async (call, body) =>
        {
            if (!CaseModel.Steps.Contains(body.Procedure)) throw new FieldNotTakenException($"procedure: one of {string.Join(", ", CaseModel.Steps.Select(ApiFormat.Code))}. Nothing was stored.");
            return new Made(await call.Sala.Planning.Plan(call.By, call.Id(), Plan(body.Procedure, body.Answers ?? [])).ConfigureAwait(false));
        });
        app.Reads(One, Caseworkers, "Look at a step", "Which rules hold, which are missing and how to meet them.", async call => Shown(call, await call.Sala.Planning.Look(call.By, call.Id(), call.Id("step")).ConfigureAwait(false)));
        app.Does<StepToChange>(One, Caseworkers, "Change a step that has not begun", "All its answers anew. Who comes second is refused (409).",
            async (call, body) => await call.Sala.Planning.Change(call.By, call.Id(), call.Id("step"), body.Version, Plan(Procedure.Interview, body.Answers)).ConfigureAwait(false));
        app.Does<EmptyBody>($"{One}/open", Caseworkers, "Let a step begin", "If every rule holds or was set aside by name; else the answer (422) names each rule and what is missing, and the draft is kept.", (call, _) => call.Sala.Planning.Open(call.By, call.Id(), call.Id("step")));
        app.Does<EmptyBody>($"{One}/held", Caseworkers, "Write down that a step took place", "From then on it counts (rule I4).", (call, _) => call.Sala.Planning.Hold(call.By, call.Id(), call.Id("step")));
        app.Makes<OverrideToAsk, Made>($"{One}/overrides", Caseworkers, "Ask that a rule be set aside for a step", "It counts once the head of the unit approved it. Some rules nobody can set aside; the try is in the trail.",
            async (call, body) => new Made(await call.Sala.Planning.AskOverride(call.By, call.Id(), call.Id("step"), body.Rule, body.Reason).ConfigureAwait(false)));
        app.Does<OverrideToApprove>($"{One}/overrides/approve", Caseworkers, "Approve what another asked to set aside", "By the head of the unit that leads the case. The child is to be told: a task says so.",
            (call, body) => call.Sala.Planning.ApproveOverride(call.By, call.Id(), call.Id("step"), body.Rule));
        app.Does<SuspectThere>("/api/v1/cases/{id}/suspect", Caseworkers, "Write down where the suspect is", "So that the child is nowhere near (rule I9).",
            (call, body) => call.Sala.Planning.SuspectAt(call.By, call.Id(), body.Place, Time("starts", body.Starts), Time("ends", body.Ends)));
        app.Reads("/api/v1/rooms", Caseworkers, "Registered rooms", "Rooms in which a child can be talked with.",
            async call => new RoomList([.. (await call.Sala.Registers.Rooms().ConfigureAwait(false)).Select(r => new RoomShown(r.Id, r.UnitId, r.Name, r.Place, r.Private, r.Suited))]));
    }

    private static StepPlan Plan(Procedure procedure, Dictionary<string, string> answers) => new StepPlan(answers).With(("procedure", procedure.ToString()));

    private static StepShown Shown(StaffCall call, PlannedStep step) => new(step.EntryId, step.Version, step.Plan.Procedure, step.Plan.State, step.Findings.MayGoOn, step.Plan.Answers,
        [.. step.Findings.Rules.Where(r => r.Outcome != Outcome.DoesNotApply).Select(r => RuleOf(call, r))],
        [.. step.Overrides.Select(o => new OverrideShown(o.RuleId, o.AskedBy, o.Reason, o.ApprovedBy))], [.. step.Prompts.Select(p => new PromptShown(p.Line, p.Phrase))]);

    internal static RuleShown RuleOf(StaffCall call, Finding finding) => new(finding.Rule.Id, finding.Outcome, call.In(finding.Rule.Words), call.Missing(finding));

    private static DateTime Time(string field, string text) => DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at
        : throw new FieldNotTakenException($"{field}: written as 2026-11-24T09:30, in the country's own time. Nothing was stored.");
}
