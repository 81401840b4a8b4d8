using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Safeguards;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>What happened to a child counts, whichever of their files it was written in: rules that count or look for people ask every file that was merged.</summary>
public sealed class FilesOfOneChildTests
{
    private static readonly DateTime Ten = new(2026, 12, 1, 10, 0, 0);

    private static readonly StepPlan Examination = new(new Dictionary<string, string>
    {
        ["procedure"] = "Examination", ["starts"] = "2026-12-01T10:00", ["ends"] = "2026-12-01T10:30", ["supporter"] = "none", ["child_assent"] = "yes", ["consent"] = "given", ["online_only"] = "no",
    });

    private static readonly StepPlan Closing = new(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" });

    [Theory, OnEachStore]
    public async Task I4_an_interview_in_one_file_makes_the_next_in_another_the_second(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        await world.Planning.Open(world.Officer, behind, await world.Planning.Plan(world.Officer, behind, world.Good));
        Assert.Equal(["I4"], await world.Blocking(world.Officer, world.Case, world.Good));
        Assert.Equal(["I4"], await world.Blocking(world.Officer, behind, world.Good));

        await world.Sala.Merging.Part(world.Head, behind, "two children");
        Assert.Empty(await world.Blocking(world.Officer, world.Case, world.Good));
    }

    [Theory, OnEachStore]
    public async Task I4_what_stands_in_a_file_that_does_not_open_is_unknown_and_blocks(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        Assert.Empty(await world.Blocking(world.Officer, world.Case, world.Good));
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await world.Cases.Revoke(world.Head, behind, part, world.Officer.PersonId);
        Assert.Equal(["I4", "I10"], await world.Blocking(world.Officer, world.Case, world.Good));
    }

    [Theory, OnEachStore]
    public async Task I3_whom_the_child_objected_to_in_one_file_stands_on_no_team_and_reads_none(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        Assert.NotEmpty((await world.Cases.Read(world.Psychologist, world.Case)).Parts);
        await world.Planning.RecordObjection(world.Team.Opener, behind, world.Psychologist.PersonId);
        Assert.Equal(["I3"], await world.Blocking(world.Officer, world.Case, world.Good));
        foreach (var file in (RecordId[])[world.Case, behind]) await Assert.ThrowsAsync<NotForYouException>(() => world.Cases.Read(world.Psychologist, file));
        Assert.Empty(await world.Cases.Mine(world.Psychologist));
        // Who stays has both on their list, though the keys of both are new.
        Assert.Equal(new[] { world.Case, behind }.Order(), (await world.Cases.Mine(world.Team.Opener)).Select(l => l.Id).Order());
        await using var data = world.Sala.Store.Read();
        // What is written from now on is under keys that they never held, in both files.
        Assert.False(await data.CaseGrants.AnyAsync(g => g.HolderId == world.Psychologist.PersonId, TestContext.Current.CancellationToken));
        foreach (var file in (RecordId[])[world.Case, behind]) Assert.Equal(1, await data.AuditEntries.CountAsync(e => e.Deed == "child.objects" && e.Subject == file && !e.Refused, TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task I9_a_suspect_who_was_written_down_in_one_file_is_near_in_the_other(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        var plan = await world.Planning.Plan(world.Officer, world.Case, world.Good);
        await world.Planning.SuspectAt(world.Officer, behind, "Children's house", Ten.AddHours(2), Ten.AddHours(3));
        Assert.Equal(["I9"], (await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Officer, world.Case, plan))).Findings.Blocking.Select(b => b.Rule.Id));
        Assert.DoesNotContain(await world.Planning.FreeRooms(world.Case, Ten, Ten.AddHours(1)), r => r.Name == "Room 2");
    }

    [Theory, OnEachStore]
    public async Task I10_a_supporter_of_one_file_is_the_suspect_of_the_other(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        await world.Writes(behind, "aunt  NOI", "suspect");
        Assert.Equal(["I10"], await world.Blocking(world.Officer, world.Case, world.Good));
    }

    [Theory, OnEachStore]
    public async Task I10_who_lives_with_somebody_of_another_file_who_lives_with_the_suspect_is_left_out(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        var suspect = await world.Writes(behind, "Khun B.", "suspect");
        var grandmother = await world.Writes(behind, "Grandmother", "family", suspect.ToString());
        var uncle = await world.Writes(world.Case, "Uncle", "supporter", grandmother.ToString());
        Assert.Equal(["I10"], await world.Blocking(world.Officer, world.Case, world.Good.With(("supporter_entry", uncle.ToString()))));
        Assert.Empty(await world.Blocking(world.Officer, world.Case, world.Good));
    }

    [Theory, OnEachStore]
    public async Task M1_an_examination_in_one_file_is_the_one_there_is(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Registers.Certify(world.Head, await world.Team.Filled.Unit("Children"), world.Officer.PersonId, CertificateKind.Examination, new DateOnly(2028, 1, 1));
        var plan = Examination.With(("interviewer", world.Officer.PersonId.ToString()));
        var behind = await world.Merged();
        Assert.Empty(await world.Blocking(world.Psychologist, world.Case, plan));
        await world.Planning.Open(world.Psychologist, behind, await world.Planning.Plan(world.Psychologist, behind, plan));
        var second = await world.Planning.Look(world.Psychologist, world.Case, await world.Planning.Plan(world.Psychologist, world.Case, plan));
        Assert.Equal(["once"], second.Findings["M1"].Missing.Select(m => m.Code));
    }

    [Theory, OnEachStore]
    public async Task D2_a_safety_task_of_one_file_keeps_the_other_open(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var behind = await world.Merged();
        await world.Cases.Write(world.Team.Opener, behind, Compartment.Intake, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "safe place tonight", ["safety"] = "yes", ["done"] = "no" }));
        var closing = await world.Planning.Plan(world.Team.Opener, world.Case, Closing);
        Assert.Equal(["safety_tasks"], (await world.Planning.Look(world.Team.Opener, world.Case, closing)).Findings["D2"].Missing.Select(m => m.Code));
        await world.Sala.Merging.Part(world.Head, behind, "two children");
        await world.Planning.Open(world.Team.Opener, world.Case, closing);
    }

    [Theory, OnEachStore]
    public async Task D2_a_case_in_which_nobody_of_its_unit_is_left_has_no_lead(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var closing = await world.Planning.Plan(world.Team.Opener, world.Case, Closing);
        Assert.Empty((await world.Planning.Look(world.Team.Opener, world.Case, closing)).Findings.Blocking);
        foreach (var person in (SignedIn[])[world.Team.Opener, world.Officer])
            await world.Sala.Departure.Remove(await world.Team.Filled.As("lead"), await world.Team.Filled.Unit("Children"), person.PersonId);
        // Who left opens nothing any more: a lead of the unit, who was given no part, looks.
        Assert.Equal(["lead"], (await world.Planning.Look(await world.Team.Filled.As("lead"), world.Case, closing)).Findings["D2"].Missing.Select(m => m.Code));
    }

    [Theory, OnEachStore]
    public async Task Who_is_named_in_the_case_counts_for_nobody_on_its_team_and_only_oversight_hears_why(StoreKind store)
    {
        await using var world = await Interview.On(store);
        await world.Writes(world.Case, "ploy", "witness");
        var plan = await world.Planning.Plan(world.Officer, world.Case, world.Good);
        var blocked = await Assert.ThrowsAsync<StepBlockedException>(() => world.Planning.Open(world.Officer, world.Case, plan));
        Assert.Equal(["psychologist"], blocked.Findings["I1"].Missing.Select(m => m.Code));
        await using var data = world.Sala.Store.Read();
        var told = await data.AuditEntries.SingleAsync(e => e.Deed == "case.conflict" && e.PersonId == world.Psychologist.PersonId, TestContext.Current.CancellationToken);
        Assert.Equal((true, null), (told.Refused, told.UnitId));
    }
}
