using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Course;
using Sala.Cases.Lists;
using Sala.Data;
using Sala.Notices;
using Sala.Safeguards;
using Sala.Tests.Cases.Matrix;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>The clocks of a case turn by themselves, whoever looks: help offered, the child told, hearing prepared, compensation claimed.</summary>
public sealed class CaseCourseTests
{
    [Theory, OnEachStore]
    public async Task Help_that_was_not_offered_in_time_is_found_at_night_and_the_leads_are_called_once(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var course = world.Sala.Course;
        Assert.Equal(Outcome.InTime, await Stands(world, "M2"));
        await Passes(world, 14);
        Assert.Empty((await course.Overdue(await world.Team.Filled.As("responder"))).Foremost);
        await NoMails(world);
        await Passes(world, 1);
        var over = Assert.Single((await course.Overdue(await world.Team.Filled.As("responder"))).Foremost);
        Assert.Equal((world.Case, "M2"), (over.Case.Id, over.Over.Single().Rule.Id));
        var told = await Mails(world);
        Assert.Contains(world.Team.Filled.Id("head"), told);
        Assert.DoesNotContain(world.Team.Filled.Id("responder"), told);
        // Lists mark it, and the case stands above others.
        Assert.Contains((await world.Cases.Mine(await world.Team.Filled.As("responder"))).Single().Burns, b => b.Reason == BurnReason.ClockLate);
        await NoMails(world);
        await Passes(world, 3);
        Assert.Empty(await Mails(world));

        await course.Record(await world.Team.Filled.As("responder"), world.Case, new Dictionary<string, string> { ["therapy_offered_on"] = Day(world) });
        Assert.Equal(Outcome.InTime, await Stands(world, "M2"));
        Assert.Empty((await course.Overdue(await world.Team.Filled.As("responder"))).Foremost);
        Assert.DoesNotContain((await world.Cases.Mine(await world.Team.Filled.As("responder"))).Single().Burns, b => b.Reason == BurnReason.ClockLate);
    }

    [Theory, OnEachStore]
    public async Task Nine_and_eleven_months_without_a_claim_each_call_the_leads_and_a_reason_for_one_is_none_for_the_other(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var by = await world.Team.Filled.As("responder");
        await world.Sala.Course.Record(by, world.Case, new Dictionary<string, string> { ["therapy_offered_on"] = Day(world), ["legal_aid_offered_on"] = Day(world), ["knew_of_offence_on"] = Day(world) });
        await Passes(world, 273);
        Assert.Equal(Outcome.InTime, await Stands(world, "N2"));
        await NoMails(world);
        await Passes(world, 1);
        Assert.NotEmpty(await Mails(world));
        by = await world.Team.Filled.As("responder");
        await world.Sala.Course.Explain(by, world.Case, "N2", "She was abroad.");
        Assert.Equal(Outcome.OverdueWithReason, await Stands(world, "N2"));
        await NoMails(world);
        await Passes(world, 61);
        Assert.Equal(Outcome.Overdue, await Stands(world, "N2"));
        Assert.NotEmpty(await Mails(world));
        by = await world.Team.Filled.As("responder");
        Assert.Equal("course.in-time", (await Assert.ThrowsAsync<RefusedException>(() => world.Sala.Course.Explain(by, world.Case, "M2", "Why not."))).Code);
        await world.Sala.Course.Record(by, world.Case, new Dictionary<string, string> { ["compensation_claimed_on"] = Day(world) });
        Assert.Equal(Outcome.InTime, await Stands(world, "N2"));
    }

    [Theory, OnEachStore]
    public async Task The_second_adjournment_calls_the_leads_at_once(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var by = world.Team.Opener;
        await world.Sala.Course.Record(by, world.Case, new Dictionary<string, string> { ["adjournments"] = "1" });
        await NoMails(world);
        Assert.Equal(Outcome.InTime, await Stands(world, "C2"));
        await world.Sala.Course.Record(by, world.Case, new Dictionary<string, string> { ["adjournments"] = "2" });
        Assert.Equal(Outcome.Overdue, await Stands(world, "C2"));
        Assert.NotEmpty(await Mails(world));
        foreach (var (name, written) in new[] { ("adjournments", "-1"), ("adjournments", "many"), ("therapy_offered_on", "yesterday"), ("therapy_offered_on", "2031-01-01") })
            Assert.StartsWith("course.", (await Assert.ThrowsAsync<RefusedException>(() => world.Sala.Course.Record(by, world.Case, new Dictionary<string, string> { [name] = written }))).Code, StringComparison.Ordinal);
        // What happened is written down with its page alone: else a clock could be stopped unseen.
        Assert.Equal("case.guarded", (await Assert.ThrowsAsync<RefusedException>(() => world.Cases.Write(by, world.Case, Compartment.Intake, EntryKind.Course, EntryBody.Of("no")))).Code);
        await Assert.ThrowsAsync<NotForYouException>(() => world.Sala.Course.Record(world.Psychologist, world.Case, new Dictionary<string, string> { ["adjournments"] = "0" }));
    }

    [Theory, OnEachStore]
    public async Task The_fast_track_is_overdue_a_week_after_the_charge_and_not_on_its_day(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Cases.SetStage(world.Team.Opener, world.Case, CaseStage.Charged);
        Assert.Equal(Outcome.InTime, await Stands(world, "C2"));
        await Passes(world, 3);
        // The trial begins, and the stage goes back and forth: it was charged on the same day as before.
        foreach (var stage in (CaseStage[])[CaseStage.Trial, CaseStage.Investigation, CaseStage.Charged]) await world.Cases.SetStage(await world.Team.Filled.As("responder"), world.Case, stage);
        await Passes(world, 4);
        Assert.Equal(Outcome.InTime, await Stands(world, "C2"));
        await Passes(world, 1);
        Assert.Equal(Outcome.Overdue, await Stands(world, "C2"));
        await world.Sala.Course.Record(await world.Team.Filled.As("responder"), world.Case, new Dictionary<string, string> { ["fast_track_asked"] = "yes" });
        Assert.Equal(Outcome.InTime, await Stands(world, "C2"));
    }

    [Theory, OnEachStore]
    public async Task A_charge_of_which_the_child_heard_nothing_for_three_days_is_overdue_until_they_are_told(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Cases.SetStage(world.Team.Opener, world.Case, CaseStage.Charged);
        await Passes(world, 3);
        Assert.Equal(Outcome.InTime, await Stands(world, "N1"));
        await Passes(world, 1);
        Assert.Equal(Outcome.Overdue, await Stands(world, "N1"));
        var by = await world.Team.Filled.As("responder");
        Assert.Equal(Outcome.Overdue, (await world.Sala.Letters.Read(by, world.Case)).Told.Outcome);
        await world.Sala.Letters.Tell(by, world.Case, new NoticeToChild(LetterKind.Charge, ReadBy.ChildAlone, "The case goes to the court.", new Dictionary<string, string>()));
        Assert.Equal(Outcome.InTime, await Stands(world, "N1"));
        Assert.Equal(Outcome.InTime, (await world.Sala.Letters.Read(by, world.Case)).Told.Outcome);
    }

    [Theory, OnEachStore]
    public async Task An_interview_that_was_let_begin_and_a_rule_set_aside_are_told_to_the_child_within_the_days(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var plan = await world.Planning.Plan(world.Officer, world.Case, world.Good.With(("stop_agreed", "no")));
        await world.Planning.AskOverride(world.Officer, world.Case, plan, "I6", "She asked to begin at once.");
        await world.Planning.ApproveOverride(world.Head, world.Case, plan, "I6");
        await world.Planning.Open(world.Officer, world.Case, plan);
        await Passes(world, 4);
        Assert.Equal(Outcome.Overdue, await Stands(world, "N1"));
        var by = await world.Team.Filled.As("responder");
        var head = await world.Team.Filled.As("head");
        // Who tells of an override reads the part in which it stands.
        await world.Sala.Letters.Tell(head, world.Case, new NoticeToChild(LetterKind.Override, ReadBy.ChildAlone, "We began without the sign.", new Dictionary<string, string> { ["rule"] = "I6" }));
        Assert.Equal(Outcome.Overdue, await Stands(world, "N1"));
        await world.Sala.Letters.Tell(head, world.Case, new NoticeToChild(LetterKind.Interview, ReadBy.ChildAlone, "We talk on Tuesday.", new Dictionary<string, string>(), plan));
        Assert.Equal(Outcome.InTime, await Stands(world, "N1"));
    }

    [Theory, OnEachStore]
    public async Task A_clock_that_ran_out_calls_nobody_whom_the_case_concerns_or_whom_the_child_does_not_want(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Cases.Conflicts.Declare(await world.Team.Filled.As("lead"), ["Somchai Jaidee"]);
        await world.Cases.Write(world.Team.Opener, world.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Somchai Jaidee", "suspect"));
        await NoMails(world);
        await Passes(world, 15);
        var told = await Mails(world);
        Assert.Contains(world.Team.Filled.Id("head"), told);
        Assert.DoesNotContain(world.Team.Filled.Id("lead"), told);
    }

    [Theory, OnEachStore]
    public async Task Saying_the_stage_again_sets_no_clock_back(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Cases.SetStage(world.Team.Opener, world.Case, CaseStage.Charged);
        await Passes(world, 4);
        Assert.Equal(Outcome.Overdue, await Stands(world, "N1"));
        await world.Cases.SetStage(await world.Team.Filled.As("responder"), world.Case, CaseStage.Charged);
        Assert.Equal(Outcome.Overdue, await Stands(world, "N1"));
    }

    [Theory, OnEachStore]
    public async Task A_clock_that_cannot_be_read_calls_somebody_and_holds_up_no_other(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var broken = RecordId.Random();
        await world.Sala.Store.Keep(async data =>
        {
            data.CaseClocks.Add(new CaseClock { CaseId = broken, Turns = new ReportDay(1), Body = new byte[64] });
            return await data.SaveChangesAsync();
        });
        await Passes(world, 15);
        Assert.Equal(Outcome.Overdue, await Stands(world, "M2"));
        await using var data = world.Sala.Store.Read();
        // Once a day.
        Assert.Equal(15, await data.AuditEntries.CountAsync(e => e.Deed == "clock.held" && e.Subject == broken));
    }

    [Theory, OnEachStore]
    public async Task A_case_that_another_hand_changed_is_not_signed_anew(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Sala.Store.Keep(data => data.Cases.Where(c => c.Id == world.Case).ExecuteUpdateAsync(c => c.SetProperty(x => x.Stage, CaseStage.Verdict)));
        await Assert.ThrowsAsync<DirectoryTamperedException>(() => world.Sala.Store.Keep(async data =>
        {
            await world.Cases.Stand(data, world.Case, CaseStage.Trial, null);
            return true;
        }));
        await Assert.ThrowsAsync<NotForYouException>(() => world.Cases.Read(world.Team.Opener, world.Case));
    }

    [Theory, OnEachStore]
    public async Task Files_of_one_child_have_one_clock_and_each_its_own_again_when_they_are_parted(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        await world.Sala.Course.Record(world.Team.Opener, behind, new Dictionary<string, string> { ["therapy_offered_on"] = Day(world) });
        await Passes(world, 15);
        Assert.Equal(Outcome.InTime, await Stands(world, "M2"));
        Assert.Empty((await world.Sala.Course.Overdue(await world.Team.Filled.As("responder"))).Foremost);
        await world.Sala.Merging.Part(await world.Team.Filled.As("head"), behind, "two children");
        Assert.Equal(Outcome.Overdue, await Stands(world, "M2"));
        Assert.Equal(world.Case, Assert.Single((await world.Sala.Course.Overdue(await world.Team.Filled.As("responder"))).Foremost).Case.Id);
    }

    /// <summary>Each file is closed on its own; the child of the other still waits.</summary>
    [Theory, OnEachStore]
    public async Task A_file_in_front_that_is_closed_stops_no_clock_of_the_one_behind(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        var closing = new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" });
        await world.Planning.Open(world.Team.Opener, world.Case, await world.Planning.Plan(world.Team.Opener, world.Case, closing));
        await NoMails(world);
        await Passes(world, 15);
        Assert.NotEmpty(await Mails(world));
        Assert.Equal(behind, Assert.Single((await world.Sala.Course.Overdue(await world.Team.Filled.As("responder"))).Foremost).Case.Id);
        await world.Planning.Open(await world.Team.Filled.As("responder"), behind, await world.Planning.Plan(await world.Team.Filled.As("responder"), behind, closing));
        Assert.Empty((await world.Sala.Course.Overdue(await world.Team.Filled.As("responder"))).Foremost);
        await using var data = world.Sala.Store.Read();
        Assert.All(await data.CaseClocks.ToListAsync(), c => Assert.Null(c.Turns));
    }

    [Theory, OnEachStore]
    public async Task A_closed_case_has_no_clock(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var closing = new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" });
        await world.Planning.Open(world.Team.Opener, world.Case, await world.Planning.Plan(world.Team.Opener, world.Case, closing));
        await Passes(world, 20);
        Assert.Empty((await world.Sala.Course.Overdue(await world.Team.Filled.As("responder"))).Foremost);
        await using var data = world.Sala.Store.Read();
        Assert.Null((await data.CaseClocks.SingleAsync(c => c.CaseId == world.Case)).Turns);
    }

    [Theory, OnEachStore]
    public async Task What_the_host_keeps_of_a_clock_holds_no_word_and_in_clear_one_day(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Sala.Course.Record(world.Team.Opener, world.Case, new Dictionary<string, string> { ["adjournments"] = "2" });
        await world.Sala.Course.Explain(world.Team.Opener, world.Case, "C2", "A-MARKER-OF-WORDS");
        await using var data = world.Sala.Store.Read();
        var row = await data.CaseClocks.AsNoTracking().SingleAsync();
        var body = ClockBody.Open(world.Sala.Ring.FactsKey, row);
        Assert.DoesNotContain(body.Facts, f => f.Value.Contains("MARKER", StringComparison.Ordinal));
        Assert.Equal("A-MARKER-OF-WORDS", CaseCourse.Reasons(await world.Cases.Read(world.Team.Opener, world.Case)).Single().Entry.Body.Words);
        Assert.Equal(["Body", "CaseId", "Overdue", "Turns"], typeof(CaseClock).GetProperties().Select(p => p.Name).Order());
    }

    /// <summary>The pack alone says when a clock turns: with other data the same program does otherwise.</summary>
    [Fact]
    public async Task A_rule_that_is_changed_in_a_copy_of_the_pack_changes_what_happens()
    {
        await using var world = await Interview.On(StoreKind.Sqlite);
        await Passes(world, 8);
        Assert.Equal(Outcome.InTime, await Stands(world, "M2"));
        Assert.Empty(await world.Blocking(await world.Team.Filled.As("head"), world.Case, world.Good.With(("starts", "2026-12-08T10:00"), ("ends", "2026-12-08T11:00"))));
        var pack = Path.Combine(world.Team.Filled.Folder, "pack");
        foreach (var file in Directory.EnumerateFiles(Pack.ThailandFolder, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(pack, Path.GetRelativePath(Pack.ThailandFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(file, there);
        }
        var rules = Path.Combine(pack, "safeguards.yml");
        var text = File.ReadAllText(rules);
        foreach (var (was, now) in new[] { ("${asked_on} <= ${opened_on} + 14", "${asked_on} <= ${opened_on} + 7"), ("${starts_hour} >= 8", "${starts_hour} >= 11"), ("holds: ${people_without_part} = 0", "holds: ${people_without_part} <= 2") })
        {
            Assert.Contains(was, text, StringComparison.Ordinal);
            text = text.Replace(was, now, StringComparison.Ordinal);
        }
        File.WriteAllText(rules, text);
        world.Team.Filled.Settings.Country = pack;
        await world.Team.Filled.Restart();

        Assert.Equal(Outcome.Overdue, await Stands(world, "M2"));
        var head = await world.Team.Filled.As("head");
        Assert.Equal(["I6"], await world.Blocking(head, world.Case, world.Good.With(("starts", "2026-12-08T10:00"), ("ends", "2026-12-08T11:00"))));
        Assert.Empty(await world.Blocking(head, world.Case, world.Good.With(("starts", "2026-12-08T11:00"), ("ends", "2026-12-08T12:00"), ("also_present", "One\nTwo"))));
    }

    [Theory, OnEachStore]
    public async Task A_case_from_before_the_clocks_gets_them_at_the_start(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Sala.Store.Keep(data => data.CaseClocks.ExecuteDeleteAsync());
        await Passes(world, 14);
        await CaseClocks.GiveToAll(world.Sala.Store, world.Sala.Ring);
        Assert.Equal(Outcome.InTime, await Stands(world, "M2"));
        await NoMails(world);
        await Passes(world, 1);
        Assert.NotEmpty(await Mails(world));
        await CaseClocks.GiveToAll(world.Sala.Store, world.Sala.Ring);
        Assert.Equal("M2", Assert.Single((await world.Sala.Course.Overdue(await world.Team.Filled.As("responder"))).Foremost).Over.Single().Rule.Id);
    }

    /// <summary>More cases than the list was once read for.</summary>
    [Fact]
    public async Task Whoever_leads_many_cases_hears_of_each_of_which_a_clock_is_over()
    {
        await using var drawn = await DrawnWorld.On(StoreKind.Sqlite, 20261124, 600);
        var sala = drawn.Sala.Sala;
        var lead = drawn.People.Single(p => p.Name == "head");
        await CaseClocks.GiveToAll(sala.Store, sala.Ring);
        drawn.Sala.Clock.Move(TimeSpan.FromDays(15));
        await sala.Course.Work();

        var expected = (await sala.Cases.Finding.Page(lead.By, new CaseFilter())).Total;
        Assert.True(expected > CaseCourse.Most, $"{expected} cases");
        var overdue = await sala.Course.Overdue(lead.By);
        Assert.Equal(expected, overdue.Total);
        // Of a case that was erased and came back with a backup nothing is shown.
        Assert.InRange(overdue.Foremost.Count, CaseCourse.Most - 20, CaseCourse.Most);
        Assert.All(overdue.Foremost, o => Assert.Equal("M2", o.Over[0].Rule.Id));
    }

    private static async Task<Outcome> Stands(Interview world, string rule)
    {
        var by = await world.Team.Filled.As("responder");
        return (await world.Sala.Course.Of(await world.Cases.Read(by, world.Case))).Single(c => c.Rule.Id == rule).Outcome;
    }

    private static string Day(Interview world) => ReportDay.Of(world.Team.Filled.Clock.Now, world.Sala.Country.TimeZone).ToString();

    /// <summary>Days pass, and each night the clocks turn.</summary>
    private static async Task Passes(Interview world, int days)
    {
        for (var day = 0; day < days; day++)
        {
            world.Team.Filled.Clock.Move(TimeSpan.FromDays(1));
            await world.Sala.Course.Work();
        }
    }

    private static Task<int> NoMails(Interview world) => world.Sala.Store.Keep(d => d.Outbox.ExecuteDeleteAsync());

    private static async Task<List<RecordId>> Mails(Interview world)
    {
        await using var data = world.Sala.Store.Read();
        return await data.Outbox.Select(m => m.PersonId).Distinct().ToListAsync();
    }
}
