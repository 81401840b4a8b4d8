using System.Globalization;
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
/// Interviews, examinations, hearings and closures are planned here and nowhere else: page, API and import ask the same rules, so what is blocked is blocked everywhere.
/// </summary>
public sealed class Planning(Store store, StaffDirectory directory, HostRing ring, CaseDesk cases, Registers registers, SafeguardRules rules, QuestionPrompts prompts, Country country, TimeProvider clock)
{
    /// <summary>The deed in the trail by which a case was closed.</summary>
    internal const string Closed = "case.close";

    private static readonly TimeSpan Apart = TimeSpan.FromHours(2);

    /// <summary>What the officer fills in, by kind of step: the facts that Sala does not know itself.</summary>
    public static IReadOnlyList<Fact> Asked(Procedure procedure) => [.. Fact.Of(procedure).Where(f => !Known.Contains(f.Name))];

    private static readonly HashSet<string> Known =
    [
        "day", "asked_on", "room_registered", "room_private", "room_suited", "people_present", "people_without_part", "suspect_within_two_hours", "supporter_named", "supporter_is_or_lives_with_suspect",
        "interviewer_named", "interviewer_certified_until", "psychologist_or_social_worker_named", "prosecutor_named", "objections_open", "interview_number", "starts_hour", "ends_hour", "minutes_planned",
        "prompts_leading_or_blaming", "examinations_before", "clinician_certified_until", "lead_unit_named", "safety_tasks_open",
    ];

    /// <summary>Begins a plan.</summary>
    public Task<RecordId> Plan(SignedIn by, RecordId id, StepPlan plan) =>
        cases.WriteAny(by, id, StepPlan.PartOf(plan.Procedure), EntryKind.Plan, EntryBody.Of(plan.With(("state", nameof(StepState.Planned))).Answers));

    /// <summary>Changes a plan that has not begun.</summary>
    /// <exception cref="RefusedException">It began, or somebody changed it meanwhile.</exception>
    public async Task Change(SignedIn by, RecordId id, RecordId planId, int version, StepPlan plan)
    {
        var step = await Look(by, id, planId).ConfigureAwait(false);
        RequirePlanned(step);
        await cases.ChangeAny(by, id, planId, version, EntryBody.Of(plan.With(("state", nameof(StepState.Planned)), ("procedure", step.Plan.Procedure.ToString())).Answers)).ConfigureAwait(false);
    }

    /// <summary>A step and how the rules stand before it now.</summary>
    /// <exception cref="NotForYouException">There is no such step for this person.</exception>
    public async Task<PlannedStep> Look(SignedIn by, RecordId id, RecordId planId)
    {
        return await Asked(await cases.Read(by, id).ConfigureAwait(false), planId).ConfigureAwait(false);
    }

    private async Task<PlannedStep> Asked(CaseView view, RecordId planId)
    {
        var entry = view.Of(EntryKind.Plan).FirstOrDefault(e => e.Id == planId) ?? throw new NotForYouException();
        var plan = new StepPlan(entry.Body.Answers);
        var overrides = Overrides(view, planId);
        var found = prompts.In(plan["question_plan"]);
        var facts = await Facts(view, planId, plan, found.Count).ConfigureAwait(false);
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
        if (!step.Findings.MayGoOn) throw await Blocked(by, id, step.Findings).ConfigureAwait(false);
        if (step.Plan.Starts is { } starts && DateOnly.FromDateTime(starts) < Today) throw new RefusedException("step.past", "The day of this step is past. Your draft is kept. Choose a day that is still to come.");
        var part = StepPlan.PartOf(step.Plan.Procedure);
        Findings? changed = null;
        try
        {
            await cases.Do(by, id, part, step.Plan.Procedure == Procedure.Closure ? Closed : "step.open", Begin).ConfigureAwait(false);
        }
        catch (StepBlockedException) when (changed is not null)
        {
            throw await Blocked(by, id, changed).ConfigureAwait(false);
        }

        async Task<bool> Begin(SalaData data, OpenedCase opened, Deed deed)
        {
            // Asked again with the case as it stands in this transaction: what somebody wrote a moment ago counts.
            var now = await Asked(await cases.View(data, opened).ConfigureAwait(false), planId).ConfigureAwait(false);
            if (!now.Findings.MayGoOn) throw new StepBlockedException(changed = now.Findings);
            var plan = step.Plan.With(("state", nameof(StepState.Opened)), ("opened_rules", string.Join(' ', now.Findings.Rules.Where(r => r.Outcome != Outcome.DoesNotApply).Select(r => $"{r.Rule.Id}:{r.Outcome}"))));
            deed.Detail = string.Join(',', now.Findings.Rules.Where(r => r.Outcome == Outcome.Overridden).Select(r => r.Rule.Id));
            await RequireNewest(data, id, planId, step.Version).ConfigureAwait(false);
            await RequireRoomFree(data, id, planId, plan).ConfigureAwait(false);
            await cases.Add(data, opened, deed, planId, step.Version + 1, part, EntryKind.Plan, by.PersonId, EntryBody.Of(plan.Answers)).ConfigureAwait(false);
            await Book(data, id, planId, plan).ConfigureAwait(false);
            if (plan.Procedure == Procedure.Closure)
                await cases.Stand(data, id, CaseStage.Closed, ReportDay.Of(clock.GetUtcNow(), country.TimeZone)).ConfigureAwait(false);
            return true;
        }
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
    public Task RecordObjection(SignedIn by, RecordId id, RecordId person) => cases.Do(by, id, Compartment.Intake, "child.objects", async (data, opened, deed) =>
    {
        deed.Detail = person.ToString();
        await cases.Add(data, opened, deed, RecordId.Random(), 1, Compartment.Intake, EntryKind.Objection, by.PersonId, EntryBody.Of(new Dictionary<string, string> { ["person"] = person.ToString() })).ConfigureAwait(false);
        var held = (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == id && g.Holder == CaseHolder.Person && g.HolderId == person).Select(g => g.Compartment).Distinct().ToListAsync().ConfigureAwait(false));
        foreach (var part in held) await cases.EndAccess(data, opened, part, person, by).ConfigureAwait(false);
        return true;
    });

    /// <summary>Writes down when and where the suspect of a case is, so that the child is nowhere near (rule I9).</summary>
    public Task SuspectAt(SignedIn by, RecordId id, string place, DateTime starts, DateTime ends) => cases.Do(by, id, Compartment.Investigation, "suspect.at", (data, opened, deed) =>
    {
        if (ends <= starts || ends - starts > TimeSpan.FromDays(92)) throw new RefusedException("suspect.times", "The end comes after the beginning, within three months. Nothing was changed.");
        // One for each day: a suspect who is held there for weeks is found on each of them.
        for (var day = starts.Date; day <= ends.Date; day = day.AddDays(1)) Add(data, place, new BookingBody(id, null, null, true, starts, ends), day);
        return Task.FromResult(true);
    });

    /// <summary>The rooms that are private, suited and free for that time, with no suspect of this case near.</summary>
    public async Task<IReadOnlyList<Room>> FreeRooms(RecordId id, DateTime starts, DateTime ends)
    {
        await using var data = store.Read();
        var free = new List<Room>();
        foreach (var room in (await registers.Rooms().ConfigureAwait(false)).Where(r => r.Private && r.Suited))
        {
            var there = await At(data, room.Place, starts, ends).ConfigureAwait(false);
            if (!there.Exists(b => (b.Room?.Is(room.Id) == true && b.Within(starts, ends, TimeSpan.Zero)) || (b.Suspect && b.Case.Is(id) && b.Within(starts, ends, Apart)))) free.Add(room);
        }
        return free;
    }

    private async Task<Dictionary<string, string>> Facts(CaseView view, RecordId planId, StepPlan plan, int leading)
    {
        var facts = new Dictionary<string, string>();
        foreach (var fact in Asked(plan.Procedure)) if (plan[fact.Name].Length > 0 && fact.Fits(plan[fact.Name])) facts[fact.Name] = plan[fact.Name];
        var zone = country.TimeZone;
        Set("asked_on", Day(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime));
        if (plan.Starts is { } starts) Set("day", Day(starts));
        if (plan.Starts is { } from && plan.Ends is { } to && to > from)
        {
            Set("starts_hour", Hour(from));
            Set("ends_hour", to.Date > from.Date ? "24" : Hour(to));
            Set("minutes_planned", Whole((int)(to - from).TotalMinutes));
        }
        var rooms = await registers.Rooms().ConfigureAwait(false);
        var room = rooms.FirstOrDefault(r => r.Id == plan.Room);
        Set("room_registered", YesNo(room is not null));
        Set("room_private", YesNo(room?.Private == true));
        Set("room_suited", YesNo(room?.Suited == true));
        if (await SuspectNear(view.Id, plan, room).ConfigureAwait(false) is { } near) Set("suspect_within_two_hours", YesNo(near));

        var roles = await RolesOf([plan.Interviewer, plan.Psychologist, plan.Prosecutor]).ConfigureAwait(false);
        Set("interviewer_named", YesNo(plan.Interviewer is { } i && (roles[i] & RoleGroups.Caseworkers) != 0));
        Set("psychologist_or_social_worker_named", YesNo(plan.Psychologist is { } p && (roles[p] & (Roles.Psychologist | Roles.SocialWorker)) != 0));
        Set("prosecutor_named", YesNo(plan.Prosecutor is { } pr && (roles[pr] & Roles.Prosecutor) != 0));
        if (plan.Interviewer is { } interviewer)
        {
            if ((await registers.Certified(CertificateKind.ForensicInterview).ConfigureAwait(false)).TryGetValue(interviewer, out var until)) Set("interviewer_certified_until", Day(until));
            if ((await registers.Certified(CertificateKind.Examination).ConfigureAwait(false)).TryGetValue(interviewer, out var examines)) Set("clinician_certified_until", Day(examines));
        }

        var people = view.Of(EntryKind.Person).ToList();
        var supporter = people.Find(e => e.Id == plan.SupporterEntry);
        Set("supporter_named", YesNo(supporter is not null));
        // Where nobody wrote down whom the supporter lives with, nobody looked, and what is unknown blocks.
        if (supporter is not null && view.Whole.Contains(EntryKind.Person) && (supporter.Body["role"] == "suspect" || supporter.Body["lives_with"].Length > 0)) Set("supporter_is_or_lives_with_suspect", YesNo(IsOrLivesWithSuspect(supporter, people)));
        var team = new[] { plan.Interviewer, plan.Psychologist, plan.Prosecutor }.OfType<RecordId>().Distinct().ToList();
        Set("people_without_part", Whole(plan.AlsoPresent.Count));
        Set("people_present", Whole(team.Count + plan.AlsoPresent.Count + (supporter is null ? 0 : 1) + (plan["interpreter_named"] == "yes" ? 1 : 0)));
        await using (var data = store.Read())
        {
            var objected = 0;
            foreach (var member in team) if (await Objections.Against(data, view.Id, member).ConfigureAwait(false)) objected++;
            Set("objections_open", Whole(objected));
        }

        var earlier = view.Of(EntryKind.Plan).Where(e => e.Id != planId).Select(e => new StepPlan(e.Body.Answers)).Where(e => e.Procedure == plan.Procedure && e.State is (StepState.Held or StepState.Opened)).ToList();
        if (view.Whole.Contains(EntryKind.Plan))
        {
            Set("interview_number", Whole(earlier.Count + 1));
            Set("examinations_before", Whole(earlier.Count));
        }
        Set("prompts_leading_or_blaming", Whole(leading));
        Set("lead_unit_named", "yes");
        if (view.Whole.Contains(EntryKind.Task)) Set("safety_tasks_open", Whole(view.Of(EntryKind.Task).Count(t => t.Body["done"] != "yes" && t.Body["safety"] == "yes")));
        return facts;

        void Set(string name, string value) { if (Fact.Of(plan.Procedure).Any(f => f.Name == name)) facts[name] = value; }
    }

    /// <summary>A guardian who is the suspect, or shares a home with one, in either person's words.</summary>
    private static bool IsOrLivesWithSuspect(OpenedEntry who, List<OpenedEntry> people)
    {
        if (who.Body["role"] == "suspect") return true;
        return people.Exists(s => s.Body["role"] == "suspect" && (LivesWith(who, s) || LivesWith(s, who)));

        static bool LivesWith(OpenedEntry one, OpenedEntry other) => one.Body["lives_with"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(other.Id.ToString());
    }

    /// <summary>Null where room or time is not known yet: then nobody looked, and what is unknown blocks.</summary>
    private async Task<bool?> SuspectNear(RecordId id, StepPlan plan, Room? room)
    {
        if (room is null || plan.Starts is not { } starts || plan.Ends is not { } ends || ends <= starts || ends - starts > TimeSpan.FromHours(24)) return null;
        await using var data = store.Read();
        return (await At(data, room.Place, starts, ends).ConfigureAwait(false)).Exists(b => b.Suspect && b.Case.Is(id) && b.Within(starts, ends, Apart));
    }

    private async Task RequireRoomFree(SalaData data, RecordId id, RecordId planId, StepPlan plan)
    {
        var room = (await registers.Rooms().ConfigureAwait(false)).FirstOrDefault(r => r.Id == plan.Room);
        if (room is null || plan.Starts is not { } starts || plan.Ends is not { } ends) return;
        var there = await At(data, room.Place, starts, ends).ConfigureAwait(false);
        if (there.Exists(b => b.Room?.Is(room.Id) == true && b.Plan?.Is(planId) != true && b.Within(starts, ends, TimeSpan.Zero)))
            throw new RefusedException("room.taken", "The room is taken at that time. Your draft is kept. Choose another room or time.");
        // Asked again inside the transaction: who wrote down the suspect a moment ago must not be missed.
        if (there.Exists(b => b.Suspect && b.Case.Is(id) && b.Within(starts, ends, Apart)))
            throw new RefusedException("case.changed", "The suspect's whereabouts were changed a moment ago. Your draft is kept. Look again.");
    }

    private async Task Book(SalaData data, RecordId id, RecordId planId, StepPlan plan)
    {
        var room = (await registers.Rooms().ConfigureAwait(false)).FirstOrDefault(r => r.Id == plan.Room);
        if (room is not null && plan.Starts is { } starts && plan.Ends is { } ends) Add(data, room.Place, new BookingBody(id, planId, room.Id, false, starts, ends));
    }

    private void Add(SalaData data, string place, BookingBody body, DateTime? day = null)
    {
        var booking = RecordId.Random();
        data.Bookings.Add(new Booking { Id = booking, PlaceDay = Token(place, day ?? body.Starts), Body = body.Seal(ring.FactsKey, booking) });
    }

    /// <summary>What is booked in a building on the day and, for what runs over midnight, on the days beside it.</summary>
    private async Task<List<BookingBody>> At(SalaData data, string place, DateTime starts, DateTime ends)
    {
        // The day before too: what began then may last into this one.
        var (first, last) = ((starts - Apart).Date.AddDays(-1), (ends + Apart).Date);
        byte[][] tokens = [.. Enumerable.Range(0, Math.Clamp((last - first).Days, 0, 10) + 1).Select(n => Token(place, first.AddDays(n)))];
        return [.. (await data.Bookings.AsNoTracking().Where(b => tokens.Contains(b.PlaceDay)).ToListAsync().ConfigureAwait(false)).Select(b => BookingBody.Open(ring.FactsKey, b))];
    }

    private byte[] Token(string place, DateTime day) => BlindIndex.Token(ring.FactsKey, "booking.place-day", $"{Conflicts.Normal(place)} {Day(day)}");

    /// <summary>Whom an administrator named and no lead let in has no profession here.</summary>
    private async Task<Dictionary<RecordId, Roles>> RolesOf(IEnumerable<RecordId?> people)
    {
        await using var data = store.Read();
        var roles = new Dictionary<RecordId, Roles>();
        foreach (var person in people.OfType<RecordId>().Distinct()) roles[person] = await MembershipTrail.RolesOf(data, directory, person).ConfigureAwait(false);
        return roles;
    }

    private async Task RequireOverride(SignedIn by, RecordId id, PlannedStep step, Override asked)
    {
        try
        {
            step.Findings.RequireOverride(asked);
        }
        catch (OverrideRefusedException)
        {
            await store.Refuse(new Deed(by.PersonId, "override.ask", id) { Detail = asked.RuleId }).ConfigureAwait(false);
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

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hour(DateTime at) => at.TimeOfDay.TotalHours.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
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
