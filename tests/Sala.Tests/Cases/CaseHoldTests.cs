using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Tests.Cases.Forms;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>A closed case goes on its day, unless somebody holds it: by name, with a reason, until a day, and nobody takes that away unseen.</summary>
public sealed class CaseHoldTests
{
    private static readonly DateOnly Closing = new(2026, 11, 24);

    [Theory, OnEachStore]
    public async Task A_held_case_stays_until_the_hold_has_ended_and_then_goes_with_a_certificate_of_both_days(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var sala = team.Filled.Sala;
        await FormBookTests.Close(team);
        var days = sala.Country.Retention.ReportDaysAfterClosing;
        await Days.Pass(sala, team.Filled.Clock.Move, days - 5);
        var lead = await team.Filled.As("lead", steppedUp: true);
        await sala.CaseHolds.Place(lead, team.Case, Closing.AddDays(days + 3), "An appeal is open.");

        var line = Assert.Single(await sala.CaseRetention.DryRun(lead));
        Assert.Equal((Closing, Closing.AddDays(days), Closing.AddDays(days + 4), "An appeal is open."), (line.ClosedOn, line.GoesOn, line.Goes, Assert.Single(line.Holds).Reason));

        await Days.Pass(sala, team.Filled.Clock.Move, 8);
        Assert.Empty(await sala.CaseErasure.Work());
        await using (var data = sala.Store.Read())
        {
            Assert.True(await data.Cases.AnyAsync(c => c.Id == team.Case, TestContext.Current.CancellationToken));
            // What was not erased has no certificate in the trail.
            Assert.False(await data.AuditEntries.AnyAsync(e => e.Deed == "case.erased", TestContext.Current.CancellationToken));
        }
        await Days.Pass(sala, team.Filled.Clock.Move, 1);
        var certificate = Assert.Single(await sala.CaseErasure.Work());
        Assert.Equal((team.Case, Closing.AddDays(days + 4), Closing.AddDays(days + 11)), (certificate.Case, certificate.UnreadableHere, certificate.UnreadableInBackups));
        lead = await team.Filled.As("lead");
        Assert.Equal(certificate, Assert.Single(await sala.CaseRetention.Certificates(lead)).Certificate);
        Assert.Empty(await sala.CaseRetention.DryRun(lead));
    }

    [Theory, OnEachStore]
    public async Task A_hold_asks_for_password_and_code_a_reason_a_day_and_who_may(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var holds = team.Filled.Sala.CaseHolds;
        var day = Closing.AddDays(400);
        var lead = await team.Filled.As("lead");
        Assert.Equal("step-up", (await Assert.ThrowsAsync<RefusedException>(() => holds.Place(lead, team.Case, day, "An appeal."))).Code);
        lead = await team.Filled.As("lead", steppedUp: true);
        Assert.Equal("hold.reason", (await Assert.ThrowsAsync<RefusedException>(() => holds.Place(lead, team.Case, day, " "))).Code);
        Assert.Equal("hold.day", (await Assert.ThrowsAsync<RefusedException>(() => holds.Place(lead, team.Case, Closing.AddDays(-1), "An appeal."))).Code);
        Assert.Equal("hold.day", (await Assert.ThrowsAsync<RefusedException>(() => holds.Place(lead, team.Case, Closing.AddYears(6), "An appeal."))).Code);
        // Who opened the case and works on it holds nothing; nor does a prosecutor to whom it does not open.
        await Assert.ThrowsAsync<NotForYouException>(() => holds.Place(team.Opener, team.Case, day, "An appeal."));
        var prosecutor = await team.Someone("arthit", Roles.Prosecutor);
        await Assert.ThrowsAsync<NotForYouException>(() => holds.Place(prosecutor, team.Case, day, "An appeal."));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Legal, prosecutor.PersonId, "prosecutes");
        var hold = await holds.Place(prosecutor, team.Case, day, "An appeal.");

        var another = await team.Someone("another", Roles.Prosecutor);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Legal, another.PersonId, "prosecutes");
        await Assert.ThrowsAsync<NotForYouException>(() => holds.Lift(another, team.Case, hold, "x"));
        Assert.Equal("An appeal.", Assert.Single(await holds.Of(another, team.Case)).Reason);
        await holds.Lift(prosecutor, team.Case, hold, "It was decided.");
        Assert.Equal("hold.ended", (await Assert.ThrowsAsync<RefusedException>(() => holds.Lift(prosecutor, team.Case, hold, "again"))).Code);
        Assert.Empty(await holds.Of(another, team.Case));

        // Each of both is in the trail by name, and each refused try.
        await using var data = team.Filled.Sala.Store.Read();
        var trail = await data.AuditEntries.Where(e => e.Subject == team.Case && e.Deed.StartsWith("case.hold")).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((prosecutor.PersonId, prosecutor.PersonId), (trail.Single(e => e.Deed == "case.hold" && !e.Refused).PersonId, trail.Single(e => e.Deed == "case.hold-end" && !e.Refused).PersonId));
        Assert.Equal(3, trail.Count(e => e.Refused));
    }

    [Theory, OnEachStore]
    public async Task The_files_of_one_child_go_together_and_a_hold_on_one_keeps_all(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var sala = team.Filled.Sala;
        var told = await team.Filled.Tells("Again.");
        await sala.Desk.Take(team.Opener, told.Id);
        var behind = await team.Cases.Open(team.Opener, told.Id, "Mali again");
        await sala.Merging.Merge(team.Lead, team.Case, behind, "One child.");
        await FormBookTests.Close(team, behind);
        var days = sala.Country.Retention.ReportDaysAfterClosing;
        await Days.Pass(sala, team.Filled.Clock.Move, days + 1);

        // The file in front is open: what stands in the one behind is counted there, and it waits.
        Assert.Empty(await sala.CaseErasure.Work());
        Assert.Null(Assert.Single(await sala.CaseRetention.DryRun(await team.Filled.As("lead"))).Goes);
        var lead = await team.Filled.As("lead", steppedUp: true);
        await FormBookTests.Close(team, team.Case, await team.Filled.As("responder"));
        await sala.CaseHolds.Place(lead, team.Case, Closing.AddDays(2 * days + 10), "An appeal is open.");
        await Days.Pass(sala, team.Filled.Clock.Move, days + 1);
        Assert.Empty(await sala.CaseErasure.Work());
        await using (var data = sala.Store.Read()) Assert.Equal(2, await data.Cases.CountAsync(TestContext.Current.CancellationToken));
        await Days.Pass(sala, team.Filled.Clock.Move, 10);
        Assert.Equal(2, (await sala.CaseErasure.Work()).Count);
    }

    [Theory, OnEachStore]
    public async Task The_dry_run_is_for_leads_and_of_their_units_alone(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await FormBookTests.Close(team);
        var retention = team.Filled.Sala.CaseRetention;
        Assert.Single(await retention.DryRun(team.Lead));
        Assert.Empty(await retention.DryRun(await team.Filled.As("responder2")));
        Assert.Empty(await retention.DryRun(await team.Filled.As("oversight")));
        await Assert.ThrowsAsync<NotForYouException>(async () => await retention.DryRun(team.Opener));
        await Assert.ThrowsAsync<NotForYouException>(async () => await retention.DryRun(await team.Filled.As("admin")));
    }
}
