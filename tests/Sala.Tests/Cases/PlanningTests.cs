using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Data;
using Sala.Safeguards;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>Safeguards that cannot be skipped unseen: what a rule blocks is blocked, whoever asks and by whichever way.</summary>
public sealed class PlanningTests
{
    private static readonly DateTime Ten = new(2026, 12, 1, 10, 0, 0);

    [Theory, OnEachStore]
    public async Task The_interview_at_the_front_desk_with_ten_people_is_refused_and_put_right(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var plan = world.Good.With(("room", ""), ("also_present", string.Join('\n', Enumerable.Range(1, 7).Select(i => $"Officer or friend {i}"))));
        var id = await world.Planning.Plan(world.Officer, world.Case, plan);

        var blocked = await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Officer, world.Case, id));
        Assert.Equal(["I2", "I9"], blocked.Findings.Blocking.Select(b => b.Rule.Id));
        Assert.Contains("front desk", blocked.Message, StringComparison.Ordinal);
        Assert.Equal(StepState.Planned, (await world.Planning.Look(world.Officer, world.Case, id)).Plan.State);
        await using (var data = world.Team.Filled.Sala.Store.Read()) Assert.Equal("I2,I9", (await data.AuditEntries.SingleAsync(e => e.Deed == "step.open" && e.Refused)).Detail);

        await world.Planning.Change(world.Officer, world.Case, id, 1, world.Good);
        await world.Planning.Open(world.Officer, world.Case, id);
        Assert.Equal(StepState.Opened, (await world.Planning.Look(world.Officer, world.Case, id)).Plan.State);
    }

    [Theory, OnEachStore]
    public async Task A_step_can_not_be_written_down_as_opened_past_the_rules(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var opened = world.Good.With(("state", "Opened"), ("room", ""));
        var id = await world.Planning.Plan(world.Officer, world.Case, opened);
        Assert.Equal(StepState.Planned, (await world.Planning.Look(world.Officer, world.Case, id)).Plan.State);
        await world.Planning.Change(world.Officer, world.Case, id, 1, opened);
        Assert.Equal(StepState.Planned, (await world.Planning.Look(world.Officer, world.Case, id)).Plan.State);
        foreach (var kind in (EntryKind[])[EntryKind.Plan, EntryKind.Override, EntryKind.Objection, EntryKind.Authority, EntryKind.Told, EntryKind.Decision, EntryKind.Course])
            Assert.Equal("case.guarded", (await Assert.ThrowsAsync<RefusedException>(() => world.Team.Cases.Write(world.Officer, world.Case, Compartment.Investigation, kind, EntryBody.Of(opened.Answers)))).Code);
        Assert.Equal("case.guarded", (await Assert.ThrowsAsync<RefusedException>(() => world.Team.Cases.Change(world.Officer, world.Case, id, 2, EntryBody.Of(opened.Answers)))).Code);
        await Assert.ThrowsAsync<RefusedException>(() => world.Planning.Hold(world.Officer, world.Case, id));
    }

    [Theory, OnEachStore]
    public async Task What_Sala_knows_itself_is_not_taken_from_what_somebody_types(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("room", ""), ("room_registered", "yes"), ("room_private", "yes"), ("room_suited", "yes"), ("suspect_within_two_hours", "no"), ("interviewer_certified_until", "2099-01-01")));
        var step = await world.Planning.Look(world.Officer, world.Case, id);
        Assert.Equal(["I2", "I9"], step.Findings.Blocking.Select(b => b.Rule.Id));
        Assert.NotEqual("2099-01-01", step.Facts["interviewer_certified_until"]);
    }

    [Theory, OnEachStore]
    public async Task An_override_needs_a_reason_and_the_head_is_counted_and_leaves_a_task_to_tell_the_child(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("stop_agreed", "no")));
        await Assert.ThrowsAsync<OverrideRefusedException>(() => world.Planning.AskOverride(world.Officer, world.Case, id, "I6", " "));
        await Assert.ThrowsAsync<OverrideRefusedException>(() => world.Planning.AskOverride(world.Officer, world.Case, id, "I1", "No time."));
        await world.Planning.AskOverride(world.Officer, world.Case, id, "I6", "She asked to begin at once.");
        await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Officer, world.Case, id));
        await Assert.ThrowsAsync<NotForYouException>(() => world.Planning.ApproveOverride(world.Officer, world.Case, id, "I6"));

        await world.Planning.ApproveOverride(world.Head, world.Case, id, "I6");
        Assert.Equal(Outcome.Overridden, (await world.Planning.Look(world.Officer, world.Case, id)).Findings["I6"].Outcome);
        await world.Planning.Open(world.Officer, world.Case, id);
        var view = await world.Team.Cases.Read(world.Officer, world.Case);
        Assert.Equal("tell_child_of_override", view.Of(EntryKind.Task).Single().Body["task"]);
        var count = Assert.Single(await world.Planning.Counted(await world.Team.Filled.As("oversight")));
        Assert.Equal(("I6", 1, 202611), (count.RuleId, count.Overrides, count.Month));
        await Assert.ThrowsAsync<NotForYouException>(() => world.Planning.Counted(world.Officer));
    }

    [Theory, OnEachStore]
    public async Task That_child_and_suspect_meet_can_be_set_aside_by_nobody(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Planning.SuspectAt(world.Officer, world.Case, "children's  HOUSE", Ten.AddHours(2), Ten.AddHours(3));
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good);
        var step = await world.Planning.Look(world.Officer, world.Case, id);
        Assert.Equal(["I9"], step.Findings.Blocking.Select(b => b.Rule.Id));
        var refused = await Assert.ThrowsAsync<OverrideRefusedException>(() => world.Planning.AskOverride(world.Officer, world.Case, id, "I9", "The only day."));
        Assert.Contains("nobody", refused.Message, StringComparison.Ordinal);
        await using (var data = world.Team.Filled.Sala.Store.Read()) Assert.True(await data.AuditEntries.AnyAsync(e => e.Deed == "override.ask" && e.Refused && e.Detail == "I9"));
        Assert.DoesNotContain(await world.Planning.FreeRooms(world.Case, Ten, Ten.AddHours(1)), r => r.Name == "Room 2");
        Assert.Contains(await world.Planning.FreeRooms(world.Case, Ten.AddHours(-2), Ten.AddHours(-1)), r => r.Name == "Room 2");
        await world.Planning.Change(world.Officer, world.Case, id, 1, world.Good.With(("starts", "2026-12-01T08:00"), ("ends", "2026-12-01T09:00")));
        await world.Planning.Open(world.Officer, world.Case, id);
    }

    [Theory, OnEachStore]
    public async Task A_supporter_who_lives_with_the_suspect_is_excluded_whoever_wrote_it_down(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var suspect = await world.Team.Cases.Write(world.Team.Opener, world.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Khun B.", "suspect"));
        var stepfather = await world.Team.Cases.Write(world.Team.Opener, world.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Khun C.", "family", livesWith: suspect.ToString()));
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("supporter_entry", stepfather.ToString())));
        var step = await world.Planning.Look(world.Officer, world.Case, id);
        Assert.Equal(["I10"], step.Findings.Blocking.Select(b => b.Rule.Id));
        await Assert.ThrowsAsync<OverrideRefusedException>(() => world.Planning.AskOverride(world.Officer, world.Case, id, "I10", "He is her guardian."));
    }

    [Theory, OnEachStore]
    public async Task An_objection_of_the_child_ends_that_persons_access_and_keeps_them_off_the_team(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good);
        await world.Planning.RecordObjection(world.Team.Opener, world.Case, world.Psychologist.PersonId);
        await Assert.ThrowsAsync<NotForYouException>(() => world.Team.Cases.Read(world.Psychologist, world.Case));
        Assert.Equal(["I3"], (await world.Planning.Look(world.Officer, world.Case, id)).Findings.Blocking.Select(b => b.Rule.Id));
    }

    [Theory, OnEachStore]
    public async Task A_second_interview_needs_its_reason_and_a_room_takes_one_child_at_a_time(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var first = await world.Planning.Plan(world.Officer, world.Case, world.Good);
        await world.Planning.Open(world.Officer, world.Case, first);
        await world.Planning.Hold(world.Officer, world.Case, first);
        var reasons = world.Good.With(("further_reason", "A second offender was named."), ("recording_cannot_answer", "yes"));
        var second = await world.Planning.Plan(world.Officer, world.Case, world.Good);
        Assert.Equal(["I4"], (await world.Planning.Look(world.Officer, world.Case, second)).Findings.Blocking.Select(b => b.Rule.Id));
        await world.Planning.Change(world.Officer, world.Case, second, 1, reasons);
        Assert.Equal("room.taken", (await Assert.ThrowsAsync<RefusedException>(() => world.Planning.Open(world.Officer, world.Case, second))).Code);
        await world.Planning.Change(world.Officer, world.Case, second, 2, reasons.With(("starts", "2026-12-02T10:00"), ("ends", "2026-12-02T11:00")));
        await world.Planning.Open(world.Officer, world.Case, second);
    }

    [Theory, OnEachStore]
    public async Task Of_two_who_change_one_plan_or_note_nothing_is_lost_and_both_are_told(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var (cases, first, second) = (world.Team.Cases, world.Officer, world.Head);
        var plan = await world.Planning.Plan(first, world.Case, world.Good);
        var note = await cases.Write(first, world.Case, Compartment.Investigation, EntryKind.Note, EntryBody.Of("first"));

        await world.Planning.Change(first, world.Case, plan, 1, world.Good.With(("question_plan", "Tell me more.")));
        await cases.Change(first, world.Case, note, 1, EntryBody.Of("of the first"));
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal("case.changed", (await Assert.ThrowsAsync<RefusedException>(() => world.Planning.Change(second, world.Case, plan, 1, world.Good.With(("question_plan", "Tell me all."))))).Code);
            Assert.Equal("case.changed", (await Assert.ThrowsAsync<RefusedException>(() => cases.Change(second, world.Case, note, 1, EntryBody.Of("of the second")))).Code);
        }
        var view = await cases.Read(first, world.Case);
        Assert.Equal("Tell me more.", view.Of(EntryKind.Plan).Single().Body["question_plan"]);
        Assert.Equal("of the first", view.Of(EntryKind.Note).Single().Body.Words);
        var told = view.Of(EntryKind.Task).Where(t => t.Body["task"] == CaseDesk.TwoWroteTask).ToList();
        Assert.Equal(new[] { $"{plan}/2", $"{note}/2" }.Order(), told.Select(t => t.Body["about"]).Order());
        Assert.All(told, t => Assert.Equal(first.PersonId.ToString(), t.Body["for"]));
    }

    [Theory, OnEachStore]
    public async Task A_safety_task_that_was_not_done_stands_against_closing_and_on_lists(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var (cases, by, id) = (world.Team.Cases, world.Team.Opener, world.Case);
        Dictionary<string, string> Task(string done, string safety = "yes", string why = "") => new() { ["task"] = "safe place tonight", ["safety"] = safety, ["due"] = world.Team.Today(-2), ["done"] = done, ["why_not"] = why };
        var task = await cases.Write(by, id, Compartment.Intake, EntryKind.Task, EntryBody.Of(Task("no")));
        // Without a reason, or turned into no matter of safety, it is not ended.
        Assert.Equal("case.codes", (await Assert.ThrowsAsync<RefusedException>(() => cases.Change(by, id, task, 1, EntryBody.Of(Task("not"))))).Code);
        foreach (var done in (string[])["no", "yes", "not"])
            Assert.Equal("case.safety-task", (await Assert.ThrowsAsync<RefusedException>(() => cases.Change(by, id, task, 1, EntryBody.Of(Task(done, "no", "Needless."))))).Code);
        await cases.Change(by, id, task, 1, EntryBody.Of(Task("not", why: "There was no place.")));

        var closing = await world.Planning.Plan(by, id, new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" }));
        Assert.Equal(["safety_tasks"], (await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(by, id, closing))).Findings["D2"].Missing.Select(m => m.Code));
        var listed = await cases.Finding.Tasks(by);
        Assert.Equal((0, MarkKind.SafetyTask), (listed.LateInAll, Assert.Single(listed.NoDay).Kind));
        Assert.Empty(Assert.Single(await cases.Mine(by)).Burns);

        // It was done after all.
        await cases.Change(by, id, task, 2, EntryBody.Of(Task("yes")));
        Assert.Equal(0, (await cases.Finding.Tasks(by)).NoDayInAll);
        await world.Planning.Open(by, id, closing);
        Assert.Equal(CaseStage.Closed, (await cases.Read(by, id)).Stage);
    }

    [Theory, OnEachStore]
    public async Task A_case_is_not_closed_while_a_safety_task_is_open_or_the_child_was_not_asked(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var task = await world.Team.Cases.Write(world.Team.Opener, world.Case, Compartment.Intake, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "safe place tonight", ["safety"] = "yes", ["done"] = "no" }));
        var closing = new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10" });
        var id = await world.Planning.Plan(world.Team.Opener, world.Case, closing);
        var blocked = await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Team.Opener, world.Case, id));
        Assert.Equal(["safety_tasks", "asked"], blocked.Findings["D2"].Missing.Select(m => m.Code));
        await Assert.ThrowsAsync<RefusedException>(() => world.Team.Cases.SetStage(world.Team.Opener, world.Case, CaseStage.Closed));

        await world.Team.Cases.Change(world.Team.Opener, world.Case, task, 1, EntryBody.Of(new Dictionary<string, string> { ["task"] = "safe place tonight", ["safety"] = "yes", ["done"] = "yes" }));
        await world.Planning.Change(world.Team.Opener, world.Case, id, 1, closing.With(("child_asked_how_it_was", "yes")));
        await world.Planning.Open(world.Team.Opener, world.Case, id);
        Assert.Equal(CaseStage.Closed, (await world.Team.Cases.Read(world.Team.Opener, world.Case)).Stage);
    }

    [Theory, OnEachStore]
    public async Task A_closed_case_goes_when_its_time_is_over_and_the_old_slot_was_what_closed_it(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var sala = world.Team.Filled;
        var closing = new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" });
        await world.Planning.Open(world.Team.Opener, world.Case, await world.Planning.Plan(world.Team.Opener, world.Case, closing));
        var days = sala.Sala.Country.Retention.ReportDaysAfterClosing;
        await Passes(days - 1);
        Assert.Empty(await sala.Sala.CaseErasure.Work());
        await Passes(2);
        long slot;
        await using (var data = sala.Sala.Store.Read()) slot = (await data.Cases.SingleAsync(c => c.Id == world.Case)).Slot;
        // Closed by another hand, in the database: it is not erased.
        await sala.Tamper("UPDATE case_file SET closed_on = 1 WHERE id = @p0", world.Case);
        Assert.Empty(await sala.Sala.CaseErasure.Work());
        await sala.Tamper("UPDATE case_file SET closed_on = @p0 WHERE id = @p1", ReportDay.Of(FilledSala.Beginning, sala.Sala.Country.TimeZone).Number, world.Case);

        var certificate = Assert.Single(await sala.Sala.CaseErasure.Work());
        Assert.Equal(7, certificate.UnreadableInBackups.DayNumber - certificate.UnreadableHere.DayNumber);
        Assert.True(sala.Sala.Slots.IsErased(slot));
        await using var after = sala.Sala.Store.Read();
        Assert.Equal((0, 0, 0), (await after.Cases.CountAsync(), await after.CaseEntries.CountAsync(), await after.CaseGrants.CountAsync()));
        Assert.Equal(1, (await after.MonthlyCounts.SingleAsync(c => c.Fact == "case")).Count);

        // The trail has an entry each day at least; a silence would hold the erasure.
        async Task Passes(int count)
        {
            for (var day = 0; day < count; day++)
            {
                sala.Clock.Move(TimeSpan.FromDays(1));
                await sala.Sala.Store.Change(new Deed(null, "anchor.notice"), _ => Task.CompletedTask);
            }
        }
    }

    [Theory, OnEachStore]
    public async Task An_override_covers_what_was_missing_when_it_was_asked_for_and_nothing_that_comes_after(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("also_present", "A trainee")));
        await world.Planning.AskOverride(world.Officer, world.Case, id, "I2", "She learns how it is done; the child agreed.");
        await world.Planning.ApproveOverride(world.Head, world.Case, id, "I2");
        Assert.True((await world.Planning.Look(world.Officer, world.Case, id)).Findings.MayGoOn);
        await world.Planning.Change(world.Officer, world.Case, id, 1, world.Good.With(("also_present", "A trainee"), ("room", "")));
        Assert.Contains("I2", (await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Officer, world.Case, id))).Findings.Blocking.Select(b => b.Rule.Id));
    }

    [Theory, OnEachStore]
    public async Task What_the_opener_may_not_read_is_unknown_and_blocks(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Team.Cases.Write(world.Psychologist, world.Case, Compartment.Care, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "safe place", ["safety"] = "yes", ["done"] = "no" }));
        var closing = await world.Planning.Plan(world.Team.Opener, world.Case, new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" }));
        var blocked = await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Team.Opener, world.Case, closing));
        Assert.Equal(["safety_tasks"], blocked.Findings["D2"].Missing.Select(m => m.Code));
    }

    [Theory, OnEachStore]
    public async Task Times_that_run_backwards_days_that_are_past_and_a_suspect_held_for_weeks_pass_no_rule(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("ends", "2026-12-01T00:01")));
        Assert.Contains("I9", (await world.Planning.Look(world.Officer, world.Case, id)).Findings.Blocking.Select(b => b.Rule.Id));
        await world.Planning.Change(world.Officer, world.Case, id, 1, world.Good.With(("starts", "2026-11-20T10:00"), ("ends", "2026-11-20T11:00"), ("rights_told_on", "2026-11-19")));
        Assert.Equal("step.past", (await Assert.ThrowsAsync<RefusedException>(() => world.Planning.Open(world.Officer, world.Case, id))).Code);
        await world.Planning.SuspectAt(world.Officer, world.Case, "Children's house", Ten.AddDays(-10), Ten.AddDays(10));
        await world.Planning.Change(world.Officer, world.Case, id, 2, world.Good);
        Assert.Equal(["I9"], (await world.Planning.Look(world.Officer, world.Case, id)).Findings.Blocking.Select(b => b.Rule.Id));
    }

    [Theory, OnEachStore]
    public async Task Whom_the_child_does_not_want_is_not_let_in_again_a_lead_neither(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Planning.RecordObjection(world.Team.Opener, world.Case, world.Psychologist.PersonId);
        Assert.Equal("case.objected", (await Assert.ThrowsAsync<RefusedException>(() => world.Team.Cases.Give(world.Head, world.Case, Compartment.Care, world.Psychologist.PersonId, "again"))).Code);
        await world.Planning.RecordObjection(world.Team.Opener, world.Case, world.Head.PersonId);
        await Assert.ThrowsAsync<NotForYouException>(() => world.Team.Cases.Read(world.Head, world.Case));
        Assert.DoesNotContain(await world.Team.Cases.Mine(world.Head), c => c.Id == world.Case);
    }

    [Theory, OnEachStore]
    public async Task Whom_an_administrator_only_named_is_no_psychologist_and_gets_no_part(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var unit = await world.Team.Filled.Unit("Children");
        var (named, _) = await world.Team.Filled.Sala.People.Invite(await world.Team.Filled.As("admin"), new Profile("named", "Named", ""), unit, Roles.Psychologist);
        var id = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("psychologist", named.ToString())));
        Assert.Equal(["psychologist"], (await world.Planning.Look(world.Officer, world.Case, id)).Findings["I1"].Missing.Select(m => m.Code));
        await Assert.ThrowsAsync<RefusedByRuleException>(() => world.Team.Cases.Give(world.Head, world.Case, Compartment.Care, named, "counsels"));
    }

    [Theory, OnEachStore]
    public async Task Nobody_gives_themself_a_part_and_who_was_reset_keeps_nobody_else_from_being_revoked(StoreKind store)
    {
        await using var world = await Interview.On(store);
        Assert.Equal("case.give-self", (await Assert.ThrowsAsync<RefusedException>(() => world.Team.Cases.Give(world.Head, world.Case, Compartment.Care, world.Head.PersonId, "to look", authority: new Authority(AuthorityKind.ChildConsents, "said so")))).Code);
        var other = await world.Team.Someone("other", Roles.SocialWorker);
        await world.Team.Cases.Give(world.Head, world.Case, Compartment.Care, other.PersonId, "cares");
        await world.Team.Filled.Sala.People.Reset(await world.Team.Filled.As("admin"), world.Psychologist.PersonId);
        await world.Team.Cases.Revoke(world.Head, world.Case, Compartment.Care, other.PersonId);
        await Assert.ThrowsAsync<NotForYouException>(() => world.Team.Cases.Read(other, world.Case));
    }

    [Fact]
    public void A_planted_leading_or_blaming_prompt_is_found_with_its_line()
    {
        var prompts = QuestionPrompts.Load(Countries.Pack.Thailand);
        Assert.Equal([2, 3], prompts.In("Tell me what happened.\nWhy didn’t you run away?\nเขาบังคับหนูใช่ไหม").Select(f => f.Line));
        Assert.Empty(prompts.In("Tell me everything you remember.\nWhat happened then?\nเล่าให้ฟังหน่อยว่าเกิดอะไรขึ้น"));
    }

    [Theory, OnEachStore]
    public async Task Who_is_not_let_in_by_a_lead_certifies_nobody_and_registers_no_room(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var unit = await world.Team.Filled.Unit("Children");
        foreach (var by in (SignedIn[])[world.Officer, await world.Team.Filled.As("admin"), await world.Team.Filled.As("responder2")])
        {
            await Assert.ThrowsAsync<NotForYouException>(() => world.Registers.Certify(by, unit, world.Officer.PersonId, CertificateKind.ForensicInterview, new DateOnly(2030, 1, 1)));
            await Assert.ThrowsAsync<NotForYouException>(() => world.Registers.AddRoom(by, unit, "Front desk", "Station", true, true));
        }
        await Assert.ThrowsAsync<NotForYouException>(() => world.Registers.Certify(world.Head, unit, world.Head.PersonId, CertificateKind.ForensicInterview, new DateOnly(2030, 1, 1)));
        await world.Team.Filled.Tamper("UPDATE certificate SET until = @p0", store == StoreKind.Sqlite ? "2099-01-01" : new DateOnly(2099, 1, 1));
        Assert.Empty(await world.Registers.Certified(CertificateKind.ForensicInterview));
    }
}
