using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Guardians;
using Sala.Tests.Cases.Referrals;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>Drills: who left, whose time is over or whose role changed reads nothing written afterwards, with their old private key, what was once sealed to them and all that database and key store hold now.</summary>
public sealed class SentAwayTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Theory, OnEachStore]
    public async Task Who_left_the_unit_reads_nothing_written_afterwards(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var stays = await two.Team.Someone("stays", Roles.SocialWorker);
        await two.Cases.Give(two.Sender, two.Case, Compartment.Care, stays.PersonId, "cares");
        var kept = await ReferralTests.Keys(two, [two.Carer]);
        Assert.Contains("before", await ReferralTests.Opened(two, [two.Carer], kept));

        await two.Filled.Sala.Departure.Remove(await two.Filled.As("admin"), two.Unit, two.Carer.PersonId);
        await two.Cases.Write(stays, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));

        Assert.Equal(["before"], await ReferralTests.Opened(two, [two.Carer], kept));
        Assert.Equal(["afterwards", "before"], (await two.Notes(stays)).Order());
    }

    [Theory, OnEachStore]
    public async Task A_lead_who_left_reads_nothing_written_afterwards_nor_what_the_child_says(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        await two.Helps();
        await two.Someone("third", Roles.Lead);
        var (kept, door) = (await ReferralTests.Keys(two, [two.Receiver, two.Helper]), await Generation(two));
        IReadOnlyList<MemberSeed> seeds;
        await using (var data = two.Filled.Sala.Store.Read()) seeds = await data.MemberSeeds.ToListAsync(Stopped);
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("while they helped"));
        Assert.Contains("while they helped", await ReferralTests.Opened(two, [two.Receiver], kept, seeds));

        await two.Filled.Sala.Departure.Remove(await two.Filled.As("admin"), two.Other, two.Receiver.PersonId);
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));

        Assert.DoesNotContain("afterwards", await ReferralTests.Opened(two, [two.Receiver], kept, seeds));
        Assert.Contains("afterwards", await two.Notes(two.Helper));
        // Of the own unit: the child asks nobody before it writes, so the beat makes the door new.
        await two.Team.Someone("fourth", Roles.Lead);
        await two.Filled.Sala.Departure.Remove(await two.Filled.As("admin"), two.Unit, two.Filled.Id("lead"));
        Assert.True(await two.Cases.Renewal.Work() > 0);
        Assert.True(await Generation(two) > door);
        Assert.Equal(0, await two.Cases.Renewal.Work());
    }

    [Theory, OnEachStore]
    public async Task Who_goes_on_in_another_unit_loses_the_cases_of_the_one_they_left(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var admin = await two.Filled.As("admin");
        await two.Filled.Sala.People.SetRoles(admin, two.Carer.PersonId, two.Other, Roles.SocialWorker);
        await two.Filled.Sala.UnitKeys.LetIn(await two.Filled.As("lead"), two.Other, two.Carer.PersonId);
        await two.Filled.Sala.Departure.Remove(admin, two.Unit, two.Carer.PersonId);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Carer, two.Case));
        Assert.Empty(await two.Cases.Mine(two.Carer));
    }

    [Theory, OnEachStore]
    public async Task Whose_time_is_over_or_whose_role_changed_reads_nothing_written_afterwards(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var (clinician, other) = (await two.Team.Someone("clinician", Roles.Clinician), await two.Team.Someone("other", Roles.Psychologist));
        await two.Cases.Give(two.Sender, two.Case, Compartment.Care, clinician.PersonId, "examines", two.Filled.Clock.GetUtcNow().AddHours(1));
        await two.Cases.Give(two.Sender, two.Case, Compartment.Care, other.PersonId, "counsels");
        var kept = await ReferralTests.Keys(two, [clinician, other]);
        two.Filled.Clock.Move(TimeSpan.FromHours(2));
        await two.Filled.Sala.People.SetRoles(await two.Filled.As("admin"), other.PersonId, two.Unit, Roles.Teacher);
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));
        Assert.Equal(["before"], await ReferralTests.Opened(two, [clinician, other], kept));
    }

    [Theory, OnEachStore]
    public async Task Guardians_open_the_one_named_case_for_hours_as_far_as_the_role_goes_and_then_it_has_new_keys(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var glass = two.Filled.Sala.BreakGlass;
        // Somebody of another unit, who is on duty when nobody of the unit can be reached.
        var helper = await two.Filled.As("responder2", steppedUp: true);
        Assert.Equal("break-glass.case", (await Assert.ThrowsAsync<RefusedException>(() => glass.AskForCase(helper, "C-123-456-780", false, "so"))).Code);
        int number;
        await using (var data = two.Filled.Sala.Store.Read()) number = (await data.Cases.SingleAsync(c => c.Id == two.Case, Stopped)).Number!.Value;
        var request = await glass.AskForCase(helper, CaseNumber.Write(number), false, "Nobody of the unit can be reached.");
        Assert.Equal(number, Assert.Single(await glass.Requests(await two.Filled.As("head"))).CaseNumber);
        Assert.Equal("break-glass.early", (await Assert.ThrowsAsync<RefusedException>(async () => await glass.StepUp(await two.Filled.As("guardian", steppedUp: true), request))).Code);
        two.Filled.Clock.Move(two.Filled.Sala.Country.BreakGlass.Delay);
        Assert.False(await glass.StepUp(await two.Filled.As("guardian", steppedUp: true), request));
        await Assert.ThrowsAsync<NotForYouException>(async () => await two.Cases.Read(await two.Filled.As("responder2"), two.Case));
        Assert.True(await glass.StepUp(await two.Filled.As("oversight", steppedUp: true), request));

        helper = await two.Filled.As("responder2");
        var view = await two.Cases.Read(helper, two.Case);
        Assert.Equal([Compartment.Intake], view.Parts);
        Assert.Equal(CaseTeam.Story, view.Of(EntryKind.Told).Single().Body["story"]);
        Assert.Contains(view.Holders, h => h.PersonId == helper.PersonId && h.Purpose == "break-glass");
        foreach (var closed in (SignedIn[])[await two.Filled.As("guardian"), await two.Filled.As("oversight"), await two.Filled.As("deputy")])
            await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(closed, two.Case));
        await using (var data = two.Filled.Sala.Store.Read())
        {
            Assert.Equal([two.Case], (await data.AuditEntries.Where(e => e.Deed == "break-glass.open").ToListAsync(Stopped)).Select(e => e.Subject!.Value));
            var told = await data.Outbox.Select(m => m.PersonId).ToListAsync(Stopped);
            Assert.Contains(two.Filled.Id("head"), told);
            Assert.Contains(two.Filled.Id("oversight"), told);
        }

        var kept = await ReferralTests.Keys(two, [helper]);
        two.Filled.Clock.Move(two.Filled.Sala.Country.BreakGlass.OpenFor);
        await Assert.ThrowsAsync<NotForYouException>(async () => await two.Cases.Read(await two.Filled.As("responder2"), two.Case));
        Assert.Equal(1, await two.Cases.Renewal.Work());
        await two.Cases.Write(await two.Filled.As("responder"), two.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of("afterwards"));
        Assert.DoesNotContain("afterwards", await ReferralTests.Opened(two, [helper], [.. kept.Where(g => g.Holder == CaseHolder.Person)]));
    }

    [Theory, OnEachStore]
    public async Task Guardians_open_no_case_for_whom_it_concerns_and_the_answer_tells_them_nothing(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var named = await two.Filled.As("responder2", steppedUp: true);
        await two.Cases.Conflicts.Declare(named, ["Anan Jaidee"]);
        // Taken like any other, so that asking tells nothing; two guardians open nothing with it.
        var glass = two.Filled.Sala.BreakGlass;
        Assert.Equal("words.missing", (await Assert.ThrowsAsync<RefusedException>(() => glass.AskForCase(named, two.Case, true, " "))).Code);
        var request = await glass.AskForCase(named, two.Case, true, "I have to.");
        Assert.False(await glass.StepUp(await two.Filled.As("guardian", steppedUp: true), request));
        Assert.Equal("break-glass.nothing", (await Assert.ThrowsAsync<RefusedException>(async () => await glass.StepUp(await two.Filled.As("oversight", steppedUp: true), request))).Code);
        await Assert.ThrowsAsync<NotForYouException>(async () => await two.Cases.Read(await two.Filled.As("responder2"), two.Case));
        await using var data = two.Filled.Sala.Store.Read();
        Assert.Contains(await data.AuditEntries.ToListAsync(Stopped), e => e.Deed == "case.conflict" && e.PersonId == named.PersonId);
    }

    [Theory, OnEachStore]
    public async Task A_unit_whose_people_lost_every_password_gets_its_cases_back_with_a_guardian_of_each_group(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        string[] members = ["responder", "deputy", "head", "lead"];
        var keys = new Dictionary<string, FirstKeys>();
        const string password = "a-new-long-password";
        foreach (var name in members) keys[name] = (await two.Filled.Sala.SignIn.First(name, await two.Filled.Sala.People.Reset(await two.Filled.As("admin"), two.Filled.Id(name)), password))!;
        var head = await two.Filled.As("head", password, keys["head"].TotpUri);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(head, two.Case));

        var glass = two.Filled.Sala.BreakGlass;
        var request = await glass.AskForRecovery(head, two.Unit, "Every password is lost.");
        two.Filled.Clock.Move(two.Filled.Sala.Country.BreakGlass.Delay);
        Assert.False(await glass.StepUp(await two.Filled.As("guardian", steppedUp: true), request));
        Assert.True(await glass.StepUp(await two.Filled.As("oversight", steppedUp: true), request));

        head = await two.Filled.As("head", password, keys["head"].TotpUri);
        Assert.Equal(CaseTeam.Story, (await two.Cases.Read(head, two.Case)).Of(EntryKind.Told).Single().Body["story"]);
        await two.Filled.Sala.UnitKeys.LetIn(head, two.Unit, two.Filled.Id("responder"));
        await two.Cases.Give(head, two.Case, Compartment.Intake, two.Filled.Id("responder"), "works on it again");
        var responder = await two.Filled.As("responder", password, keys["responder"].TotpUri);
        Assert.Equal(CaseTeam.Story, (await two.Cases.Read(responder, two.Case)).Of(EntryKind.Told).Single().Body["story"]);
        await using var data = two.Filled.Sala.Store.Read();
        Assert.Single(await data.AuditEntries.Where(e => e.Deed == "break-glass.open" && e.UnitId == two.Unit).ToListAsync(Stopped));
    }

    private static async Task<int> Generation(TwoAgencies two)
    {
        await using var data = two.Filled.Sala.Store.Read();
        return (await data.Cases.SingleAsync(c => c.Id == two.Case, Stopped)).IntakeGeneration;
    }
}
