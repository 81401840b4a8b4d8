using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>An override of one rule for one step, as it stands in the case.</summary>
/// <param name="Missing">The requirements of the rule that were missing when it was asked for, by code.</param>
/// <param name="ApprovedBy">Null while nobody approved it: it then counts for nothing.</param>
public sealed record AskedOverride(RecordId EntryId, int Version, string RuleId, RecordId AskedBy, string Reason, RecordId? ApprovedBy, IReadOnlySet<string> Missing);

/// <summary>A step with how the rules stand before it.</summary>
public sealed record PlannedStep(RecordId EntryId, int Version, StepPlan Plan, Findings Findings, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<AskedOverride> Overrides, IReadOnlyList<(int Line, string Phrase)> Prompts);

/// <summary>The rules stand against the step; nothing began and the draft is kept.</summary>
public sealed class StepBlockedException(Findings findings)
    : Exception($"This step can't begin yet: {string.Join("; ", findings.Blocking.SelectMany(b => b.Missing.Select(m => $"{m.Missing["en"]} ({b.Rule.Id})")))} Your draft is kept.")
{
    public Findings Findings { get; } = findings;
}

/// <summary>
/// Interviews, examinations, line-ups, hearings, decisions, viewings of exhibits and closures are planned here and nowhere else: page, API and import ask the same rules, so what is blocked is blocked everywhere.
/// </summary>
public sealed class Planning(Store store, StaffDirectory directory, HostRing ring, CaseDesk cases, Registers registers, SafeguardRules rules, QuestionPrompts prompts, Country country, TimeProvider clock)
{
    private readonly Calendar calendar = new(ring);
    private readonly StepFacts stepFacts = new(directory, cases, registers, new Calendar(ring), country, clock);

    /// <summary>The deed in the trail by which a case was closed.</summary>
    internal const string Closed = "case.close";

    /// <summary>What the officer fills in, by kind of step: the facts that Sala does not know itself.</summary>
    public static IReadOnlyList<Fact> Asked(Procedure procedure) => StepFacts.Asked(procedure);

    /// <summary>Begins a plan.</summary>
    public Task<RecordId> Plan(SignedIn by, RecordId id, StepPlan plan) =>
        cases.WriteAny(by, id, StepPlan.PartOf(plan.Procedure), EntryKind.Plan, EntryBody.Of(plan.With(("state", nameof(StepState.Planned))).Answers));

    /// <summary>Changes a plan that has not begun.</summary>
    /// <exception cref="RefusedException">It began, or somebody changed it meanwhile.</exception>
    public async Task Change(SignedIn by, RecordId id, RecordId planId, int version, StepPlan plan)
    {
        var step = await Look(by, id, planId).ConfigureAwait(false);
        RequirePlanned(step);
        // What was looked at is what is changed: else a step that began meanwhile would be un-begun.
        if (step.Version != version)
        {
            await cases.TellTheOther(by, id, StepPlan.PartOf(step.Plan.Procedure), planId).ConfigureAwait(false);
            throw CaseDesk.Changed;
        }
        await cases.ChangeAny(by, id, planId, version, EntryBody.Of(plan.With(("state", nameof(StepState.Planned)), ("procedure", step.Plan.Procedure.ToString())).Answers)).ConfigureAwait(false);
    }

    /// <summary>A step and how the rules stand before it now.</summary>
    /// <exception cref="NotForYouException">There is no such step for this person.</exception>
    public async Task<PlannedStep> Look(SignedIn by, RecordId id, RecordId planId) => await Look(by, await cases.Read(by, id).ConfigureAwait(false), planId).ConfigureAwait(false);

    /// <summary>A step of a case that was read just now. The files that were merged with it are read too, as far as they open.</summary>
    public async Task<PlannedStep> Look(SignedIn by, CaseView view, RecordId planId)
    {
        using var others = await cases.Others(by, view.Id, "for a step").ConfigureAwait(false);
        await using var data = store.Read();
        return await Asked(data, await others.With(data, view).ConfigureAwait(false), planId).ConfigureAwait(false);
    }

    private async Task<PlannedStep> Asked(SalaData data, ChildsFiles files, RecordId planId)
    {
        var view = files.Case;
        var entry = view.Of(EntryKind.Plan).FirstOrDefault(e => e.Id == planId) ?? throw new NotForYouException();
        var plan = new StepPlan(entry.Body.Answers);
        var overrides = Overrides(view, planId);
        var found = prompts.In(plan["question_plan"]);
        var facts = await stepFacts.Of(data, files, planId, plan, found.Count).ConfigureAwait(false);
        // An override is of what was missing when it was approved: whatever is missing beside that blocks as before.
        var blocks = rules.Check(plan.Procedure, facts).Blocking.ToDictionary(b => b.Rule.Id, b => b.Missing.Select(m => m.Code).ToHashSet());
        var approved = overrides.Where(o => o.ApprovedBy is not null && blocks.TryGetValue(o.RuleId, out var missing) && missing.IsSubsetOf(o.Missing)).Select(o => new Override(o.RuleId, o.AskedBy, o.Reason, o.ApprovedBy!.Value)).ToList();
        return new PlannedStep(planId, entry.Version, plan, rules.Check(plan.Procedure, facts, approved), facts, overrides, found);
    }

    /// <summary>Lets the step begin, if every rule holds or was overridden by name.</summary>
    /// <exception cref="StepBlockedException">A rule stands against it; the try is recorded, nothing began.</exception>
    public async Task Open(SignedIn by, RecordId id, RecordId planId)
    {
        var step = await Look(by, id, planId).ConfigureAwait(false);
        RequirePlanned(step);
        if (!step.Findings.MayGoOn)
        {
            await TellOfConflicts(id, step.Plan).ConfigureAwait(false);
            throw await Blocked(by, id, step.Findings).ConfigureAwait(false);
        }
        if (step.Plan.Starts is { } starts && DateOnly.FromDateTime(starts) < Today) throw new RefusedException("step.past", "The day of this step is past. Your draft is kept. Choose a day that is still to come.");
        if (step.Plan.Procedure == Procedure.Decision && string.IsNullOrWhiteSpace(step.Plan["decision"])) throw new RefusedException("decision.words", "Write down what is decided. Your draft is kept.");
        var part = StepPlan.PartOf(step.Plan.Procedure);
        Findings? changed = null;
        using var others = await cases.Others(by, id, "for a step").ConfigureAwait(false);
        try
        {
            await cases.Do(by, id, part, DeedOf(step.Plan.Procedure), Begin).ConfigureAwait(false);
        }
        catch (StepBlockedException) when (changed is not null)
        {
            throw await Blocked(by, id, changed).ConfigureAwait(false);
        }

        async Task<bool> Begin(SalaData data, OpenedCase opened, Deed deed)
        {
            // Asked again with the case as it stands in this transaction: what somebody wrote a moment ago counts.
            var files = await others.With(data, await cases.View(data, opened).ConfigureAwait(false)).ConfigureAwait(false);
            var now = await Asked(data, files, planId).ConfigureAwait(false);
            if (!now.Findings.MayGoOn) throw new StepBlockedException(changed = now.Findings);
            var plan = step.Plan.With(("state", step.Plan.IsDoneAtOnce && step.Plan.Procedure != Procedure.Closure ? nameof(StepState.Held) : nameof(StepState.Opened)), ("opened_rules", string.Join(' ', now.Findings.Rules.Where(r => r.Outcome != Outcome.DoesNotApply).Select(r => $"{r.Rule.Id}:{r.Outcome}"))));
            deed.Detail = string.Join(',', now.Findings.Rules.Where(r => r.Outcome == Outcome.Overridden).Select(r => r.Rule.Id));
            if (plan.Procedure == Procedure.ExhibitView) deed.Detail = plan["exhibit_entry"];
            await RequireNewest(data, id, planId, step.Version).ConfigureAwait(false);
            var room = await registers.Room(data, plan.Room).ConfigureAwait(false);
            if (await calendar.IsTaken(data, planId, room, plan).ConfigureAwait(false)) throw new RefusedException("room.taken", "The room is taken at that time. Your draft is kept. Choose another room or time.");
            await cases.Add(data, opened, deed, planId, step.Version + 1, part, EntryKind.Plan, by.PersonId, EntryBody.Of(plan.Answers)).ConfigureAwait(false);
            calendar.Book(data, id, planId, room, plan);
            if (plan.Procedure == Procedure.Decision)
                await cases.Add(data, opened, deed, RecordId.Random(), 1, part, EntryKind.Decision, by.PersonId, EntryBody.Of(
                    new Dictionary<string, string> { ["plan"] = planId.ToString(), ["child_view"] = plan["child_view"].Trim(), ["child_declined_view"] = plan["child_declined_view"] }, plan["decision"].Trim())).ConfigureAwait(false);
            if (plan.Procedure == Procedure.Closure)
                await cases.Stand(data, id, CaseStage.Closed, ReportDay.Of(clock.GetUtcNow(), country.TimeZone)).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Under what name it stands in the trail that a step began.</summary>
    private static string DeedOf(Procedure procedure) => procedure switch { Procedure.Closure => Closed, Procedure.Decision => "decision.take", Procedure.ExhibitView => "exhibit.view", _ => "step.open" };

    /// <summary>Who viewed an exhibit, when and what for (rule I7), oldest first.</summary>
    public static IReadOnlyList<(OpenedEntry By, StepPlan Viewing)> Viewings(CaseView view) =>
        [.. view.Of(EntryKind.Plan).Select(e => (e, new StepPlan(e.Body.Answers))).Where(v => v.Item2 is { Procedure: Procedure.ExhibitView, State: StepState.Held })];

    /// <summary>Who planned it is told only that the person does not count.</summary>
    private async Task TellOfConflicts(RecordId id, StepPlan plan)
    {
        await using var data = store.Read();
        foreach (var person in await stepFacts.Concerned(data, id, plan).ConfigureAwait(false)) await cases.Conflicts.TellOversight(person, id).ConfigureAwait(false);
    }

    private async Task<StepBlockedException> Blocked(SignedIn by, RecordId id, Findings findings)
    {
        await store.Refuse(new Deed(by.PersonId, "step.open", id) { Detail = string.Join(',', findings.Blocking.Select(b => b.Rule.Id)) }).ConfigureAwait(false);
        return new StepBlockedException(findings);
    }

    /// <summary>Writes down that an opened step took place: from then on it counts (rule I4).</summary>
    public async Task Hold(SignedIn by, RecordId id, RecordId planId)
    {
        var step = await Look(by, id, planId).ConfigureAwait(false);
        if (step.Plan.State != StepState.Opened) throw new RefusedException("step.not-opened", "This step was not opened. Nothing was changed. Open it first.");
        await cases.ChangeAny(by, id, planId, step.Version, EntryBody.Of(step.Plan.With(("state", nameof(StepState.Held))).Answers)).ConfigureAwait(false);
    }

    /// <summary>Asks that a rule be set aside for this step.</summary>
    /// <exception cref="OverrideRefusedException">It stands in nobody's way, can be set aside by nobody, or has no reason; the try is recorded.</exception>
    public async Task<RecordId> AskOverride(SignedIn by, RecordId id, RecordId planId, string ruleId, string reason)
    {
        var step = await Look(by, id, planId).ConfigureAwait(false);
        RequirePlanned(step);
        await RequireOverride(by, id, step, new Override(ruleId, by.PersonId, reason, RecordId.Random())).ConfigureAwait(false);
        return await cases.WriteAny(by, id, StepPlan.PartOf(step.Plan.Procedure), EntryKind.Override, EntryBody.Of(new Dictionary<string, string> { ["plan"] = planId.ToString(), ["rule"] = ruleId, ["asked_by"] = by.PersonId.ToString(), ["missing"] = MissingOf(step, ruleId) }, reason.Trim())).ConfigureAwait(false);
    }

    /// <summary>The head of the unit approves what another asked for. The child is to be told: a task says so, and it is counted by rule and unit.</summary>
    /// <exception cref="OverrideRefusedException">The same person asked, or the rule can be set aside by nobody.</exception>
    /// <exception cref="NotForYouException">The person does not head the unit that leads the case.</exception>
    public async Task ApproveOverride(SignedIn by, RecordId id, RecordId planId, string ruleId)
    {
        var step = await Look(by, id, planId).ConfigureAwait(false);
        using (var own = await cases.Require(by, id, "override.approve").ConfigureAwait(false))
            if (!by.Has(Roles.HeadOfUnit, own.Case.UnitId)) throw await cases.Refused(by, id, "override.approve").ConfigureAwait(false);
        RequirePlanned(step);
        var asked = step.Overrides.FirstOrDefault(o => o.RuleId == ruleId && o.ApprovedBy is null) ?? throw new RefusedException("override.none", "Nobody asked for this override. Nothing was changed.");
        var part = StepPlan.PartOf(step.Plan.Procedure);
        await cases.Do(by, id, part, "override.approve", async (data, opened, deed) =>
        {
            deed.Detail = ruleId;
            step.Findings.RequireOverride(new Override(ruleId, asked.AskedBy, asked.Reason, by.PersonId));
            await RequireNewest(data, id, asked.EntryId, asked.Version).ConfigureAwait(false);
            await cases.Add(data, opened, deed, asked.EntryId, asked.Version + 1, part, EntryKind.Override, by.PersonId, EntryBody.Of(
                new Dictionary<string, string> { ["plan"] = planId.ToString(), ["rule"] = ruleId, ["asked_by"] = asked.AskedBy.ToString(), ["approved_by"] = by.PersonId.ToString(), ["missing"] = string.Join(' ', asked.Missing) }, asked.Reason)).ConfigureAwait(false);
            await cases.Add(data, opened, deed, RecordId.Random(), 1, part, EntryKind.Task, by.PersonId, EntryBody.Of(new Dictionary<string, string> { ["task"] = "tell_child_of_override", ["rule"] = ruleId, ["done"] = "no" })).ConfigureAwait(false);
            await Count(data, opened.Case.UnitId, ruleId).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Overrides by rule and unit: an indicator that oversight sees.</summary>
    /// <exception cref="NotForYouException">The person does not oversee.</exception>
    public async Task<IReadOnlyList<OverrideCount>> Counted(SignedIn by)
    {
        if (!by.Has(Roles.Oversight))
        {
            await store.Refuse(new Deed(by.PersonId, "override.count")).ConfigureAwait(false);
            throw new NotForYouException();
        }
        await using var data = store.Read();
        return await data.OverrideCounts.OrderBy(c => c.Month).ThenBy(c => c.RuleId).ToListAsync().ConfigureAwait(false);
    }

    /// <summary>Writes down that the child does not want a person: that person's access ends at once, and they stand on no team (rule I3).</summary>
    public Task RecordObjection(SignedIn by, RecordId id, RecordId person) => cases.Do(by, id, Compartment.Intake, Objections.Deed, async (data, opened, deed) =>
    {
        deed.Detail = person.ToString();
        await cases.Add(data, opened, deed, RecordId.Random(), 1, Compartment.Intake, EntryKind.Objection, by.PersonId, EntryBody.Of(new Dictionary<string, string> { ["person"] = person.ToString() })).ConfigureAwait(false);
        // In every file of the child: what is written in them from now on is not theirs to read.
        foreach (var file in await Conflicts.FilesOfChild(data, id).ConfigureAwait(false))
        {
            var held = await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == file && g.Holder == CaseHolder.Person && g.HolderId == person).Select(g => g.Compartment).Distinct().ToListAsync().ConfigureAwait(false);
            foreach (var part in held) await cases.EndAccess(data, file, part, person, by).ConfigureAwait(false);
            // The trail of another file says it too, on behalf of its own unit, and lists know that its keys are new.
            if (held.Count > 0 && file != id) deed.Also.Add(new Deed(by.PersonId, Objections.Deed, file, await data.Cases.Where(c => c.Id == file).Select(c => c.UnitId).SingleAsync().ConfigureAwait(false)) { Detail = person.ToString() });
        }
        return true;
    });

    /// <summary>Writes down when and where the suspect of a case is, so that the child is nowhere near (rule I9).</summary>
    public Task SuspectAt(SignedIn by, RecordId id, string place, DateTime starts, DateTime ends) => cases.Do(by, id, Compartment.Investigation, "suspect.at", (data, opened, deed) =>
    {
        if (ends <= starts || ends - starts > TimeSpan.FromDays(92)) throw new RefusedException("suspect.times", "The end comes after the beginning, within three months. Nothing was changed.");
        calendar.AddSuspect(data, id, place, starts, ends);
        return Task.FromResult(true);
    });

    /// <summary>The rooms that are private, suited and free for that time, with no suspect of this child near.</summary>
    public async Task<IReadOnlyList<Room>> FreeRooms(RecordId id, DateTime starts, DateTime ends)
    {
        var suited = (await registers.Rooms().ConfigureAwait(false)).Where(r => r.Private && r.Suited);
        await using var data = store.Read();
        return await calendar.Free(data, suited, await Conflicts.FilesOfChild(data, id).ConfigureAwait(false), starts, ends).ConfigureAwait(false);
    }

    private async Task RequireOverride(SignedIn by, RecordId id, PlannedStep step, Override asked)
    {
        try
        {
            step.Findings.RequireOverride(asked);
        }
        catch (OverrideRefusedException refused)
        {
            await store.Refuse(new Deed(by.PersonId, "override.ask", id) { Detail = refused.RuleId }).ConfigureAwait(false);
            throw;
        }
    }

    private static List<AskedOverride> Overrides(CaseView view, RecordId planId) =>
        [.. view.Of(EntryKind.Override).Where(e => e.Body["plan"] == planId.ToString()).Select(e => new AskedOverride(e.Id, e.Version, e.Body["rule"],
            RecordId.TryParse(e.Body["asked_by"], out var asked) ? asked : e.PersonId, e.Body.Words, RecordId.TryParse(e.Body["approved_by"], out var approved) ? approved : null,
            e.Body["missing"].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet()))];

    private static string MissingOf(PlannedStep step, string ruleId) => string.Join(' ', step.Findings[ruleId].Missing.Select(m => m.Code));

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), country.TimeZone).DateTime);

    private async Task Count(SalaData data, RecordId unit, string ruleId)
    {
        var month = ReportDay.Of(clock.GetUtcNow(), country.TimeZone).Date;
        var number = month.Year * 100 + month.Month;
        if (await data.OverrideCounts.SingleOrDefaultAsync(c => c.Month == number && c.UnitId == unit && c.RuleId == ruleId).ConfigureAwait(false) is { } count) count.Overrides++;
        else data.OverrideCounts.Add(new OverrideCount { Month = number, UnitId = unit, RuleId = ruleId, Overrides = 1 });
    }

    private static async Task RequireNewest(SalaData data, RecordId id, RecordId entry, int version)
    {
        if (await data.CaseEntries.Where(e => e.CaseId == id && e.Id == entry).MaxAsync(e => e.Version).ConfigureAwait(false) != version)
            throw new RefusedException("case.changed", "Someone changed this while you looked. Nothing was changed. Look again.");
    }

    private static void RequirePlanned(PlannedStep step)
    {
        if (step.Plan.State != StepState.Planned) throw new RefusedException("step.begun", "This step began already. Nothing was changed. Plan another.");
    }
}

/// <summary>How often a rule was set aside in a unit in a month: a count, no case behind it.</summary>
public sealed class OverrideCount
{
    /// <summary>Year and month, as 202611.</summary>
    public required int Month { get; init; }
    public required RecordId UnitId { get; init; }
    public required string RuleId { get; init; }
    public required int Overrides { get; set; }
}
