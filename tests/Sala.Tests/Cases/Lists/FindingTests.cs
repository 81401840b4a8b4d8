using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Data;
using Sala.Safeguards;
using Sala.Tests.Fixtures;
using Sala.Tests.Promises;
using Sala.Vault;

namespace Sala.Tests.Cases.Lists;

public class FindingTests
{
    [Theory, OnEachStore]
    public async Task Notes_written_at_one_instant_stand_in_the_order_in_which_they_were_written(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        string[] words = [.. Enumerable.Range(1, 12).Select(n => $"note {n}")];
        // The clock of the fixture stands still.
        foreach (var one in words) await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of(one));

        var view = await team.Cases.Read(team.Opener, team.Case);

        Assert.Single(view.Of(EntryKind.Note).Select(n => n.At).Distinct());
        Assert.Equal(words, view.Of(EntryKind.Note).Select(n => n.Body.Words));
    }

    [Theory, OnEachStore]
    public async Task A_case_without_a_grant_with_a_conflict_or_an_objection_is_in_no_line_count_or_column(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var officer = await team.Someone("Somchai", Roles.Investigator);
        await Nothing(team, officer);

        await team.Cases.Give(team.Lead, team.Case, Compartment.Intake, officer.PersonId, "investigates");
        await Task(team, team.Opener, team.Case, due: team.Today(-2), safety: true, officer.PersonId);
        var page = await team.Finding.Page(officer, new CaseFilter());
        Assert.Equal((1, 1, 1), (page.Lines.Count, page.BurningInAll, page.LateInAll));
        Assert.Equal(1, page.Stages[CaseStage.Opened]);
        Assert.Single((await team.Finding.Tasks(officer)).Late);

        await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Somchai", "family"));
        await Nothing(team, officer);
        Assert.NotEmpty((await team.Finding.Page(team.Lead, new CaseFilter())).Lines);

        await team.Filled.Sala.Planning.RecordObjection(team.Opener, team.Case, team.Lead.PersonId);
        await Nothing(team, team.Lead);
    }

    private static async Task Nothing(CaseTeam team, SignedIn by)
    {
        var page = await team.Finding.Page(by, new CaseFilter());
        Assert.Equal((0, 0, 0, 0), (page.Lines.Count, page.Total, page.BurningInAll, page.LateInAll));
        Assert.All(page.Stages.Values, count => Assert.Equal(0, count));
        Assert.All((await team.Finding.ByStage(by)).Values, column => Assert.Equal((0, 0), (column.Count, column.Lines.Count)));
        var tasks = await team.Finding.Tasks(by);
        Assert.Equal(0, tasks.LateInAll + tasks.TodayInAll + tasks.WeekInAll + tasks.NoDayInAll);
        Assert.Empty((await team.Finding.Page(by, new CaseFilter(Facts: new Dictionary<string, string> { ["language"] = "en" }))).Lines);
        Assert.Empty(await team.Cases.Mine(by));
    }

    [Theory, OnEachStore]
    public async Task What_another_process_changed_is_in_the_next_answer(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var finding = team.Finding;
        Assert.Equal(CaseStage.Opened, Assert.Single((await finding.Page(team.Lead, new CaseFilter())).Lines).Stage);
        await using var twin = await team.Filled.Twin();
        await twin.Cases.SetStage(team.Opener, team.Case, CaseStage.Investigation);

        Assert.Equal(CaseStage.Investigation, Assert.Single((await finding.Page(team.Lead, new CaseFilter())).Lines).Stage);

        var officer = await team.Someone("officer", Roles.Investigator);
        Assert.Empty((await finding.Page(officer, new CaseFilter())).Lines);
        await twin.Cases.Give(team.Lead, team.Case, Compartment.Investigation, officer.PersonId, "investigates");
        Assert.Single((await finding.Page(officer, new CaseFilter())).Lines);
        await twin.Cases.Revoke(team.Lead, team.Case, Compartment.Investigation, officer.PersonId);
        Assert.Empty((await finding.Page(officer, new CaseFilter())).Lines);
    }

    [Fact]
    public async Task A_day_in_a_part_that_somebody_does_not_read_moves_nothing_on_their_lists()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var (psychologist, prosecutor) = (await team.Someone("psychologist", Roles.Psychologist), await team.Someone("prosecutor", Roles.Prosecutor));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, psychologist.PersonId, "helps");
        await team.Cases.Give(team.Lead, team.Case, Compartment.Legal, prosecutor.PersonId, "prosecutes");
        var starts = team.Today(2);
        await team.Filled.Sala.Planning.Plan(prosecutor, team.Case, new StepPlan(new Dictionary<string, string> { ["procedure"] = nameof(Procedure.Hearing), ["starts"] = $"{starts}T09:00", ["ends"] = $"{starts}T10:00" }));

        var seen = Assert.Single((await team.Finding.Page(prosecutor, new CaseFilter())).Lines);
        Assert.Equal((BurnReason.StepSoon, -2, MarkKind.Hearing), (seen.Burns[0].Reason, seen.Burns[0].DaysAgo, seen.Burns[0].What));
        var other = Assert.Single((await team.Finding.Page(psychologist, new CaseFilter())).Lines);
        Assert.Empty(other.Burns);
        // What was told belongs to the intake part, which neither reads: no fact of it finds the case.
        Assert.Empty((await team.Finding.Page(psychologist, new CaseFilter(Facts: new Dictionary<string, string> { ["language"] = "en" }))).Lines);
        Assert.Single((await team.Finding.Page(team.Opener, new CaseFilter(Facts: new Dictionary<string, string> { ["language"] = "en" }))).Lines);
    }

    [Fact]
    public async Task A_task_that_is_done_or_moved_leaves_the_lists_with_the_same_deed()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var task = await Task(team, team.Opener, team.Case, team.Today(-1), safety: false, team.Opener.PersonId);
        Assert.Equal(1, Assert.Single((await team.Finding.Tasks(team.Opener)).Late).DaysLate);
        await team.Cases.Change(team.Opener, team.Case, task, 1, TaskBody(team.Today(0), false, team.Opener.PersonId));
        Assert.Single((await team.Finding.Tasks(team.Opener)).Today);
        await team.Cases.Change(team.Opener, team.Case, task, 2, EntryBody.Of(new Dictionary<string, string> { ["task"] = "Call", ["done"] = "yes" }));
        var tasks = await team.Finding.Tasks(team.Opener);
        Assert.Equal(0, tasks.LateInAll + tasks.TodayInAll + tasks.WeekInAll + tasks.NoDayInAll);
    }

    [Fact]
    public async Task Pages_hold_each_case_once_and_those_that_burn_first_whatever_changes_between_them()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var expected = new List<RecordId> { team.Case };
        for (var i = 0; i < CaseFinding.PageSize + 4; i++) expected.Add(await team.Opened($"Case {i}"));
        var late = expected[^3];
        await Task(team, team.Opener, late, team.Today(-9), safety: true, null);

        var first = await team.Finding.Page(team.Lead, new CaseFilter());
        Assert.Equal(late, first.Lines[0].Id);
        Assert.Equal((BurnReason.SafetyTaskLate, 9), (first.Lines[0].Burns[0].Reason, first.Lines[0].Burns[0].DaysAgo));
        Assert.Equal((expected.Count, 1), (first.Total, first.BurningInAll));
        // A case that came meanwhile at the top does not push one of the first page onto the second.
        var newer = await team.Opened("Newer");
        await Task(team, team.Opener, newer, team.Today(-20), safety: true, null);
        var second = await team.Finding.Page(team.Lead, new CaseFilter(), first.After);

        Assert.Null(second.After);
        Assert.Equal(expected.Order(), first.Lines.Concat(second.Lines).Select(l => l.Id).Order());
    }

    [Fact]
    public async Task A_case_that_another_hand_changed_is_on_no_list_and_a_made_up_grant_gives_nothing()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var officer = await team.Someone("officer", Roles.Investigator);
        await team.Filled.Tamper("UPDATE case_grant SET holder = 0, holder_id = @p0 WHERE case_id = @p1 AND compartment = 1", officer.PersonId, team.Case);
        await Nothing(team, officer);
        Assert.Single((await team.Finding.Page(team.Opener, new CaseFilter())).Lines);
        await team.Filled.Tamper("UPDATE case_file SET stage = 5 WHERE id = @p0", team.Case);
        Assert.Empty((await team.Finding.Page(team.Opener, new CaseFilter())).Lines);
        await team.Filled.Restart();
        await Nothing(team, await team.Filled.As("responder"));
    }

    [Fact]
    public async Task Who_works_on_no_case_is_refused_and_it_is_written_down()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var overseer = await team.Filled.As("oversight");
        await Assert.ThrowsAsync<NotForYouException>(() => team.Finding.Page(overseer, new CaseFilter()));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Finding.ByStage(overseer));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Finding.Tasks(overseer));
        await using var data = team.Filled.Sala.Store.Read();
        Assert.Equal(["case.board", "case.list", "case.tasks"], data.AuditEntries.Where(e => e.Refused && e.PersonId == overseer.PersonId).Select(e => e.Deed).Distinct().Order().ToList());
    }

    [Theory, OnEachStore]
    public async Task A_clock_of_a_rule_that_ran_out_in_the_night_burns_for_who_reads_the_intake_part(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var sala = team.Filled.Sala;
        var psychologist = await team.Someone("psychologist", Roles.Psychologist);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, psychologist.PersonId, "helps");
        Assert.Empty(Assert.Single((await team.Finding.Page(team.Opener, new CaseFilter())).Lines).Burns);
        await using var twin = await team.Filled.Twin();
        Assert.Single((await twin.Cases.Finding.Page(team.Opener, new CaseFilter())).Lines);

        // Long enough for every clock of the country to run out.
        team.Filled.Clock.Move(TimeSpan.FromDays(400));
        Assert.True(await sala.Course.Work() > 0);

        foreach (var finding in (CaseFinding[])[team.Finding, twin.Cases.Finding])
        {
            var burns = Assert.Single((await finding.Page(team.Opener, new CaseFilter())).Lines).Burns;
            Assert.NotEmpty(burns);
            Assert.All(burns, burn => Assert.Equal((BurnReason.ClockLate, 1), (burn.Reason, burn.DaysAgo)));
            Assert.Contains(burns, burn => burn.Code == "M2");
        }
        Assert.Empty(Assert.Single((await team.Finding.Page(psychologist, new CaseFilter())).Lines).Burns);
    }

    [Theory, OnEachStore]
    public async Task What_a_child_said_with_the_receipt_of_one_file_counts_in_the_merged_one_on_every_list(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var second = await team.Opened("Fah");
        var officer = await team.Someone("officer", Roles.Investigator);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Investigation, officer.PersonId, "investigates");
        Assert.Single((await team.Finding.Page(officer, new CaseFilter())).Lines);
        // Said in the file that the officer holds no part of.
        await Says(team, second, officer.PersonId);
        Assert.Single((await team.Finding.Page(officer, new CaseFilter())).Lines);

        await team.Filled.Sala.Merging.Merge(team.Lead, team.Case, second, "the same child");

        await Nothing(team, officer);
        Assert.Equal(1, (await team.Finding.Page(team.Lead, new CaseFilter())).Total);
        await Says(team, second, team.Lead.PersonId);
        await Nothing(team, team.Lead);
    }

    private static Task Says(CaseTeam team, RecordId file, RecordId person) => team.Filled.Sala.Store.Keep(async data =>
    {
        data.ReporterDeeds.Add(new global::Sala.Audit.ReporterDeed { Day = 1, Id = RecordId.Random(), Deed = Objections.Deed, Digest = Objections.Digest(file, person) });
        await System.Threading.Tasks.Task.CompletedTask;
    });

    [Fact]
    public async Task What_is_late_in_a_file_behind_another_burns_in_the_one_that_is_worked_in_and_what_ended_not_done_burns_no_more()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var second = await team.Opened("Fah");
        var task = await Task(team, team.Opener, second, team.Today(-2), safety: true, null);
        await team.Filled.Sala.Merging.Merge(team.Lead, team.Case, second, "the same child");

        var line = Assert.Single((await team.Finding.Page(team.Opener, new CaseFilter())).Lines);
        Assert.Equal((team.Case, BurnReason.SafetyTaskLate), (line.Id, line.Burns[0].Reason));

        var ended = new Dictionary<string, string>(TaskBody(team.Today(-2), true, null).Answers) { ["done"] = "not", ["why_not"] = "She moved away." };
        await team.Cases.Change(team.Opener, second, task, 1, EntryBody.Of(ended));
        Assert.Empty(Assert.Single((await team.Finding.Page(team.Opener, new CaseFilter())).Lines).Burns);
    }

    [Fact]
    public async Task Who_left_the_unit_and_came_back_has_nothing_on_their_lists()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        var officer = await team.Someone("officer", Roles.Investigator);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Investigation, officer.PersonId, "investigates");
        Assert.Single((await team.Finding.Page(officer, new CaseFilter())).Lines);
        await team.Filled.Sala.Store.Change(new Deed(null, "unit.remove", officer.PersonId), async data =>
            await data.CaseGrants.Where(g => g.HolderId == officer.PersonId).ExecuteDeleteAsync());
        Assert.Equal(0, (await team.Finding.Page(officer, new CaseFilter())).Total);
        Assert.All((await team.Finding.Page(officer, new CaseFilter())).Stages.Values, count => Assert.Equal(0, count));
    }

    private static EntryBody TaskBody(string due, bool safety, RecordId? person) =>
        EntryBody.Of(new Dictionary<string, string> { ["task"] = "Call her", ["due"] = due, ["safety"] = safety ? "yes" : "no", ["for"] = person?.ToString() ?? "", ["done"] = "no" });

    private static Task<RecordId> Task(CaseTeam team, SignedIn by, RecordId id, string due, bool safety, RecordId? person) => team.Cases.Write(by, id, Compartment.Intake, EntryKind.Task, TaskBody(due, safety, person));
}
