using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Notices;
using Sala.Tests.Cases;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Notices;

/// <summary>The child's side of a case: told with the receipt, heard, and never asked twice (rules N1, I3, I10).</summary>
public sealed class LettersTests
{
    private const string Root = "PLANTEDWORD";

    [Theory, OnEachStore]
    public async Task The_child_sees_what_is_planned_chooses_and_the_choices_become_facts_of_the_plan(StoreKind store)
    {
        await using var world = await Child.On(store);
        var plan = await world.Plans();
        Assert.Equal(CaseStage.Opened, (await world.Side()).Stage);
        Assert.Empty((await world.Side()).Planned);
        await world.Tells(plan, "We would like to talk with you.");

        var letter = Assert.Single((await world.Side()).Planned);
        Assert.Equal(("2026-12-01T10:00", "In a quiet room", "Suda"), (letter.Body["starts"], letter.Body["where"], letter.Body.People.Single().Name));
        await world.Answers(letter, new() { ["gender"] = "woman", ["supporter"] = "none", ["language"] = "en", ["time"] = "fits" });

        Assert.Equal(4, await world.Sala.Letters.TakeIn(world.Officer, world.Case));
        var filled = (await world.Sala.Planning.Look(world.Officer, world.Case, plan)).Plan;
        Assert.Equal(("woman", "none", "en", "yes"), (filled["gender_wished"], filled["supporter"], filled["language_wished"], filled["child_wishes_this_time"]));
        Assert.Equal(0, await world.Sala.Letters.TakeIn(world.Officer, world.Case));
    }

    [Theory, OnEachStore]
    public async Task What_was_answered_once_stands_answered_when_the_plan_is_changed(StoreKind store)
    {
        await using var world = await Child.On(store);
        var plan = await world.Plans();
        await world.Tells(plan, "First.");
        await world.Answers((await world.Side()).Planned.Single(), new() { ["gender"] = "woman", ["time"] = "other" });
        var step = await world.Sala.Planning.Look(world.Officer, world.Case, plan);
        await world.Sala.Planning.Change(world.Officer, world.Case, plan, step.Version, step.Plan.With(("starts", "2026-12-03T14:00"), ("ends", "2026-12-03T15:00")));
        world.Team.Filled.Clock.Move(TimeSpan.FromMinutes(1));
        await world.Tells(plan, "Another day, as you wished.");

        var side = await world.Side();
        var letter = Assert.Single(side.Planned);
        Assert.True(side.IsChange(letter));
        Assert.Equal("2026-12-03T14:00", letter.Body["starts"]);
        Assert.Equal("woman", side.Wishes["gender"]);
        // Of the new hour nobody asked yet.
        Assert.Equal("", side.Wishes.To(letter, "time"));
    }

    [Theory, OnEachStore]
    public async Task Whom_the_child_does_not_want_reads_nothing_from_that_moment_on_and_loses_the_keys(StoreKind store)
    {
        await using var world = await Child.On(store);
        var other = await world.Team.Someone("anan", Roles.Investigator);
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await world.Team.Cases.Give(world.Team.Lead, world.Case, part, other.PersonId, "interviews");
        Assert.Single(await world.Team.Cases.Mine(other));
        var plan = await world.Plans(("interviewer", other.PersonId.ToString()));
        await world.Tells(plan, "Anan talks with you.", other.PersonId);
        await world.Answers((await world.Side()).Planned.Single(), [], other.PersonId.ToString());

        await Assert.ThrowsAsync<NotForYouException>(() => world.Team.Cases.Read(other, world.Case));
        Assert.Empty(await world.Team.Cases.Mine(other));
        Assert.Contains(other.PersonId.ToString(), (await world.Side()).Wishes.Unwanted);
        // Said again, it is in the trail once: one receipt does not fill it.
        for (var again = 0; again < 3; again++) await world.Answers((await world.Side()).Planned.Single(), [], other.PersonId.ToString());
        await using (var trail = world.Sala.Store.Read()) Assert.Equal(1, await trail.ReporterDeeds.CountAsync(d => d.Deed == Objections.Deed));
        Assert.Equal(1, await world.Sala.Letters.TakeIn(world.Officer, world.Case));
        await using var data = world.Sala.Store.Read();
        Assert.False(await data.CaseGrants.AnyAsync(g => g.CaseId == world.Case && g.HolderId == other.PersonId));
        Assert.Equal("1", (await world.Sala.Planning.Look(world.Officer, world.Case, plan)).Facts["objections_open"]);
        // What the child did is told by day alone: no entry of the trail has its hour.
        Assert.False(await data.AuditEntries.AnyAsync(e => e.Deed == "child.answers"));
    }

    [Theory, OnEachStore]
    public async Task What_staff_write_after_the_child_said_so_is_sealed_to_nobody_whom_the_child_does_not_want(StoreKind store)
    {
        await using var world = await Child.On(store);
        var other = await world.Team.Someone("anan", Roles.Investigator);
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await world.Team.Cases.Give(world.Team.Lead, world.Case, part, other.PersonId, "interviews");
        var plan = await world.Plans(("interviewer", other.PersonId.ToString()));
        await world.Tells(plan, "Anan talks with you.", other.PersonId);
        await world.Answers((await world.Side()).Planned.Single(), [], other.PersonId.ToString());

        // Nobody has read yet what the child said.
        await world.Team.Cases.Write(world.Officer, world.Case, Compartment.Investigation, EntryKind.Note, EntryBody.Of("afterwards"));
        await using var data = world.Sala.Store.Read();
        var written = await data.CaseEntries.OrderByDescending(e => e.Place).FirstAsync(e => e.CaseId == world.Case && e.Kind == EntryKind.Note);
        Assert.False(await data.CaseGrants.AnyAsync(g => g.CaseId == world.Case && g.Compartment == Compartment.Investigation && g.Generation >= written.Generation && g.HolderId == other.PersonId));
        Assert.True(await data.CaseGrants.AnyAsync(g => g.CaseId == world.Case && g.Compartment == Compartment.Investigation && g.Generation == written.Generation && g.HolderId == world.Officer.PersonId));
    }

    [Theory, OnEachStore]
    public async Task Who_was_sent_away_opens_with_the_old_keys_nothing_that_the_child_says_afterwards(StoreKind store)
    {
        await using var world = await Child.On(store);
        var other = await world.Team.Someone("anan", Roles.Investigator);
        await world.Team.Cases.Give(world.Team.Lead, world.Case, Compartment.Intake, other.PersonId, "reads");
        var plan = await world.Plans();
        await world.Tells(plan, "Before.");
        await using var before = world.Sala.Store.Read();
        var grant = await before.CaseGrants.SingleAsync(g => g.CaseId == world.Case && g.HolderId == other.PersonId && g.Compartment == Compartment.Intake);
        using var old = SealedBox.OpenKey(other.Keys, CaseKeys.Binding(grant), grant.Sealed);
        await world.Team.Cases.Revoke(world.Team.Lead, world.Case, Compartment.Intake, other.PersonId);
        await world.Answers((await world.Side()).Planned.Single(), new() { ["supporter_who"] = Root });

        using var slot = world.Sala.Slots.Read((await before.Cases.SingleAsync(c => c.Id == world.Case)).Slot);
        var letters = await before.CaseLetters.Where(l => l.CaseId == world.Case).ToListAsync();
        Assert.Equal("Before.", letters.Single(l => !l.FromChild).OpenInCase(old, slot).Body.Words);
        Assert.Throws<CannotOpenException>(() => letters.Single(l => l.FromChild).OpenInCase(old, slot));
        Assert.Equal(Root, (await world.Sala.Letters.Read(world.Officer, world.Case)).Wishes["supporter_who"]);
    }

    [Theory, OnEachStore]
    public async Task Nobody_without_the_intake_part_reads_what_the_child_said_and_no_word_stands_in_clear(StoreKind store)
    {
        await using var world = await Child.On(store);
        var plan = await world.Plans();
        await world.Tells(plan, Root + "told");
        await world.Answers((await world.Side()).Planned.Single(), new() { ["supporter"] = "someone", ["supporter_who"] = Root + "aunt", ["time_when"] = Root + "evening" });
        foreach (var name in (string[])["responder2", "admin", "statistician"])
        {
            var outsider = await world.Team.Filled.As(name);
            await Assert.ThrowsAsync<NotForYouException>(() => world.Sala.Letters.Read(outsider, world.Case));
            await Assert.ThrowsAsync<NotForYouException>(() => world.Sala.Letters.Read(outsider, RecordId.Random()));
            await Assert.ThrowsAsync<NotForYouException>(() => world.Sala.Letters.TakeIn(outsider, world.Case));
        }
        await Assert.ThrowsAsync<NotForYouException>(() => world.Sala.Letters.Read(world.Psychologist, world.Case));
        await using (var data = world.Sala.Store.Read()) Assert.True(await data.AuditEntries.CountAsync(e => e.Deed == "letters.read" && e.Refused && e.Subject == world.Case) >= 4);
        await world.Team.Filled.Stop();
        Assert.Empty(ByteSearch.Find(await world.Team.Filled.Files(), ByteSearch.ShapesOf(Root)));
        await world.Team.Filled.Start();
    }

    [Theory, OnEachStore]
    public async Task What_cannot_be_told_safely_is_not_sent_and_becomes_a_task(StoreKind store)
    {
        await using var world = await Child.On(store);
        foreach (var (readBy, code) in new[] { (ReadBy.NobodyLooked, "notice.unsafe"), (ReadBy.Others, "notice.unsafe") })
        {
            var refused = await Assert.ThrowsAsync<RefusedByRuleException>(() => world.Sala.Letters.Tell(world.Officer, world.Case, new NoticeToChild(LetterKind.Verdict, readBy, "The court decided.", new Dictionary<string, string>())));
            Assert.Equal(code, refused.Code);
        }
        Assert.Empty((await world.Side()).Letters);
        var tasks = (await world.Team.Cases.Read(world.Officer, world.Case)).Of(EntryKind.Task).Where(t => t.Body["task"] == "tell_child_in_person").ToList();
        Assert.Equal(["Verdict", "Verdict"], tasks.Select(t => t.Body["notice"]));

        await world.Sala.Conversation.Withdraw(world.Receipt);
        Assert.Equal("notice.no-way", (await Assert.ThrowsAsync<RefusedException>(() => world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Verdict)))).Code);
    }

    [Theory, OnEachStore]
    public async Task A_friends_or_guardians_receipt_shows_nothing_of_the_case_and_carries_no_notice(StoreKind store)
    {
        foreach (var way in (string[])["friend", "caregiver", "professional"])
        {
            await using var world = await Child.On(store, way);
            var refused = await Assert.ThrowsAsync<RefusedByRuleException>(() => world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Verdict)));
            Assert.Equal("notice.unsafe", refused.Code);
            var side = await world.Side();
            Assert.Null(side.Stage);
            Assert.Empty(side.Letters);
            await using var data = world.Sala.Store.Read();
            Assert.Empty(await data.CaseLetters.ToListAsync());
            if (store == StoreKind.Postgres) return;
        }
    }

    [Theory, OnEachStore]
    public async Task A_step_of_the_case_without_its_notice_is_overdue_after_the_packs_days_and_in_time_once_told(StoreKind store)
    {
        await using var world = await Child.On(store);
        await world.Team.Cases.SetStage(world.Officer, world.Case, CaseStage.Charged);
        Assert.Empty((await world.Sala.Letters.Read(world.Officer, world.Case)).Told.Missing);
        await world.Later(4);
        Assert.Equal("told", Assert.Single((await world.Sala.Letters.Read(world.Officer, world.Case)).Told.Missing).Code);
        await world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Charge));
        Assert.Empty((await world.Sala.Letters.Read(world.Officer, world.Case)).Told.Missing);
        Assert.Equal(LetterKind.Charge, (await world.Side()).Told.Single().Body.Kind);
    }

    [Theory, OnEachStore]
    public async Task A_release_that_was_told_too_late_alarms_and_one_told_before_does_not(StoreKind store)
    {
        await using var world = await Child.On(store);
        Assert.Equal("notice.day", (await Assert.ThrowsAsync<RefusedException>(() => world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Release)))).Code);
        await world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Release, ("happened_on", "2026-11-30")));
        Assert.Empty((await world.Sala.Letters.Read(world.Officer, world.Case)).Told.Missing);
        await world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Release, ("happened_on", "2026-11-23")));
        var between = await world.Sala.Letters.Read(world.Officer, world.Case);
        Assert.Equal("release", Assert.Single(between.Told.Missing).Code);
        Assert.Equal("yes", between.Case.Of(EntryKind.Task).Single(t => t.Body["task"] == "released_before_told").Body["safety"]);
    }

    [Theory, OnEachStore]
    public async Task A_letter_that_another_hand_put_into_the_database_is_none(StoreKind store)
    {
        await using var world = await Child.On(store);
        await world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Verdict));
        await world.Team.Filled.Tamper("UPDATE case_letter SET from_child = @p0", true);
        Assert.Empty((await world.Side()).Letters);
        Assert.Empty((await world.Sala.Letters.Read(world.Officer, world.Case)).Letters);
        await world.Team.Filled.Tamper("UPDATE case_door SET public_key = @p0", new byte[1216]);
        await Assert.ThrowsAsync<DirectoryTamperedException>(() => world.Sala.Letters.Tell(world.Officer, world.Case, Child.Of(LetterKind.Verdict)));
    }

    /// <summary>A case with an officer, and the child who holds the receipt.</summary>
    private sealed class Child : IAsyncDisposable
    {
        public required CaseTeam Team { get; init; }
        public required SignedIn Officer { get; init; }
        public required SignedIn Psychologist { get; init; }
        public required Receipt Receipt { get; init; }
        public RecordId Case => Team.Case;
        public global::Sala.Operation.Installation Sala => Team.Filled.Sala;

        public static async Task<Child> On(StoreKind store, string way = "self")
        {
            var team = await CaseTeam.On(store, way);
            var (officer, psychologist) = (await team.Someone("suda", Roles.Investigator), await team.Someone("ploy", Roles.Psychologist));
            foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await team.Cases.Give(team.Lead, team.Case, part, officer.PersonId, "investigates");
            await team.Cases.Give(team.Lead, team.Case, Compartment.Care, psychologist.PersonId, "counsels");
            return new Child { Team = team, Officer = officer, Psychologist = psychologist, Receipt = team.Receipt };
        }

        public static NoticeToChild Of(LetterKind kind, params (string Name, string Value)[] facts) => new(kind, ReadBy.ChildAlone, "Something you should know.", facts.ToDictionary(f => f.Name, f => f.Value));

        public Task<RecordId> Plans(params (string, string)[] more) => Sala.Planning.Plan(Officer, Case, new StepPlan(new Dictionary<string, string>
        {
            ["procedure"] = "Interview", ["starts"] = "2026-12-01T10:00", ["ends"] = "2026-12-01T11:00", ["interviewer"] = Officer.PersonId.ToString(),
        }).With(more));

        public Task<RecordId> Tells(RecordId plan, string words, RecordId? who = null) => Sala.Letters.Tell(Officer, Case,
            new NoticeToChild(LetterKind.Interview, ReadBy.ChildAlone, words, new Dictionary<string, string> { ["where"] = "In a quiet room" }, plan, [new Present("interviewer", "Suda", (who ?? Officer.PersonId).ToString())]));

        public async Task<ChildsView> Side() => (await Sala.ChildsSide.Open(Receipt))!;

        public Task<ChildsView?> Answers(OpenedLetter letter, Dictionary<string, string> said, params string[] unwanted) => Sala.ChildsSide.Answer(Receipt, letter.Id, said, unwanted, RecordId.Random().ToByteArray());

        public async Task Later(int days) => await Days.Pass(Sala, Team.Filled.Clock.Move, days);

        public ValueTask DisposeAsync() => Team.DisposeAsync();
    }
}
