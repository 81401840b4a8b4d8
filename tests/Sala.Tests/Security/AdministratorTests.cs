using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Oversight;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Tests.Security;

/// <summary>Promise 5 against an administrator who makes units and people of their own, resets others at the right moment, and waits for a colleague's mistake.</summary>
public sealed class AdministratorTests
{
    private const string Story = "He has pictures of me.";

    [Fact]
    public async Task A_unit_of_made_up_people_gets_no_report_before_a_guardian_of_each_group_confirmed_it()
    {
        await using var sala = await SmallSala.Open();
        var fake = await sala.Sala.People.CreateUnit(await sala.As("admin"), "TH", "Made-up agency", "Fake", UnitKind.Intake, ["TH-10"]);
        var (_, totp) = await sala.Newcomer("puppet1", fake, Roles.Lead);
        var (second, _) = await sala.Newcomer("puppet2", fake, Roles.Lead);
        await sala.Sala.UnitKeys.Found(await sala.As("puppet1", totp), fake, new Compared(second, 1));
        sala.Move(TimeSpan.FromSeconds(10));

        Assert.NotNull(await sala.Sala.UnitKeys.WhyNotReady(fake));
        Assert.NotEqual(fake, (await sala.Tells(Story, ("province", "TH-10"))).UnitId);

        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.UnitKeys.Confirmations.Confirm(await sala.As("admin"), fake));
        await sala.Sala.UnitKeys.Confirmations.Confirm(await sala.As("guardian"), fake);
        await sala.Sala.UnitKeys.Confirmations.Confirm(await sala.As("guardian"), fake);
        Assert.NotNull(await sala.Sala.UnitKeys.WhyNotReady(fake));

        await sala.Sala.UnitKeys.Confirmations.Confirm(await sala.As("oversight"), fake);
        Assert.Null(await sala.Sala.UnitKeys.WhyNotReady(fake));
        sala.Move(TimeSpan.FromSeconds(10));
        Assert.Equal(fake, (await sala.Tells(Story, ("province", "TH-10"))).UnitId);
    }

    [Fact]
    public async Task Groups_of_guardians_that_an_administrator_makes_up_get_no_half_of_any_unit_and_confirm_none()
    {
        await using var sala = await SmallSala.Open();
        var made = new List<RecordId>();
        for (var i = 0; i < 6; i++)
        {
            var group = await sala.Sala.People.CreateUnit(await sala.As("admin"), "TH", $"Agency {i}", $"Group {i}", UnitKind.Guardians, []);
            var (_, totp) = await sala.Newcomer($"puppet{i}", group, Roles.Guardian);
            await sala.Sala.UnitKeys.Found(await sala.As($"puppet{i}", totp), group);
            made.Add(group);
            await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.UnitKeys.Confirmations.Confirm(await sala.As($"puppet{i}", totp), await sala.Unit("Children")));
            Assert.Empty(await sala.Sala.BreakGlass.Requests(await sala.As($"puppet{i}", totp)));
        }
        // An administrator can force a new epoch by removing somebody.
        var unit = await sala.Unit("Children");
        await sala.Sala.Departure.Remove(await sala.As("admin"), unit, sala.Id("deputy"));

        var epoch = await sala.Sala.UnitKeys.Present(unit);
        Assert.Equal(2, epoch.Number);
        Assert.Equal(2, epoch.Halves.Count);
        Assert.DoesNotContain(epoch.Halves, h => made.Contains(h.GuardiansId));
    }

    [Fact]
    public async Task A_named_person_whom_no_lead_let_in_is_given_no_report_by_a_colleague()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        var (puppet, totp) = await sala.Newcomer("n.suda", await sala.Unit("Children"), Roles.Responder);

        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.Desk.Assign(await sala.As("responder"), id, puppet));
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As("n.suda", totp), id));
    }

    [Fact]
    public async Task A_colleague_who_was_reset_is_given_no_report_before_a_lead_compared_the_new_key()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        var deputy = sala.Id("deputy");
        var totp = await sala.First("deputy", await sala.Sala.People.Reset(await sala.As("admin"), deputy));

        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.Desk.Assign(await sala.As("responder"), id, deputy));

        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), await sala.Unit("Children"), deputy);
        await sala.Sala.Desk.Assign(await sala.As("responder"), id, deputy);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("deputy", totp), id)).Content.Answers["story"]);
    }

    [Fact]
    public async Task A_reset_while_a_lead_compares_words_lets_nobody_in()
    {
        await using var sala = await SmallSala.Open();
        var unit = await sala.Unit("Children");
        var (id, _) = await sala.Newcomer("newcomer", unit, Roles.Responder);
        var shown = (await sala.Sala.People.All(await sala.As("admin"))).Single(c => c.Id == id).KeyNumber;
        await sala.First("newcomer", await sala.Sala.People.Reset(await sala.As("admin"), id));

        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), unit, id, shown));
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), unit, id, shown + 1);
    }

    [Fact]
    public async Task A_reset_of_who_asked_the_guardians_gets_nothing_of_what_they_open()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        var asking = await sala.As("responder2", steppedUp: true);
        var request = await sala.Sala.BreakGlass.AskForReport(asking, id, dangerToLife: true, "The child is with us.");
        await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request);
        var totp = await sala.First("responder2", await sala.Sala.People.Reset(await sala.As("admin"), sala.Id("responder2")));
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), await sala.Unit("Online"), sala.Id("responder2"));

        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.BreakGlass.StepUp(await sala.As("oversight", steppedUp: true), request));
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As("responder2", totp), id));
    }

    [Fact]
    public async Task Who_was_taken_out_of_a_unit_and_works_in_another_reads_no_report_of_it_and_is_on_no_duty()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        var unit = await sala.Unit("Children");
        await sala.Sala.People.SetRoles(await sala.As("admin"), sala.Id("responder"), await sala.Unit("Online"), Roles.Responder);
        await sala.Sala.UnitKeys.LetIn(await sala.As("responder2"), await sala.Unit("Online"), sala.Id("responder"));
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.Departure.Remove(await sala.As("lead"), unit, sala.Id("responder"));

        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As("responder"), id));
        Assert.Null(sala.Sala.Board[id]!.AssignedTo);
        Assert.DoesNotContain(await sala.Sala.Rota.Coming(unit), s => s.PersonId == sala.Id("responder"));
        await sala.Sala.Desk.Take(await sala.As("lead"), id);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("lead"), id)).Content.Answers["story"]);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_opens_nothing_leaves_no_seed_and_what_is_written_next_is_sealed_to_a_new_pair()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        var (unit, deputy) = (await sala.Unit("Children"), sala.Id("deputy"));
        var before = (await sala.Sala.UnitKeys.Present(unit)).Number;
        await sala.Sala.People.SetRoles(await sala.As("admin"), deputy, unit, Roles.Guardian);

        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As("deputy"), id));
        Assert.Equal(before + 1, (await sala.Sala.UnitKeys.Present(unit)).Number);
        await using var data = sala.Sala.Store.Read();
        Assert.Empty(await data.MemberSeeds.Where(s => s.UnitId == unit && s.PersonId == deputy).ToListAsync());
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("responder"), id)).Content.Answers["story"]);
    }

    [Fact]
    public async Task A_lead_who_becomes_a_responder_holds_the_leads_pair_no_more_and_goes_on_reading_as_a_responder()
    {
        await using var sala = await SmallSala.Open();
        var (unit, lead) = (await sala.Unit("Children"), sala.Id("lead"));
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.People.SetRoles(await sala.As("admin"), lead, unit, Roles.Responder));
        await sala.Sala.People.SetRoles(await sala.As("admin"), sala.Id("deputy"), unit, Roles.Responder | Roles.DutyDeputy | Roles.Lead);
        await sala.Sala.UnitKeys.LetIn(await sala.As("head"), unit, sala.Id("deputy"), 1);
        var before = (await sala.Sala.UnitKeys.Present(unit)).Number;
        await sala.Sala.People.SetRoles(await sala.As("admin"), lead, unit, Roles.Responder);

        await using var data = sala.Sala.Store.Read();
        var held = await data.MemberSeeds.Where(s => s.UnitId == unit && s.PersonId == lead).ToListAsync();
        Assert.All(held, s => Assert.Equal(PairKind.Intake, s.Pair));
        Assert.Contains(held, s => s.Epoch == before + 1);
        sala.Move(TimeSpan.FromSeconds(10));
        var (_, id) = await sala.Told(Story);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("lead"), id)).Content.Answers["story"]);
    }

    [Fact]
    public async Task A_reset_while_words_are_compared_at_a_units_beginning_begins_nothing()
    {
        await using var sala = await SmallSala.Open();
        var unit = await sala.Sala.People.CreateUnit(await sala.As("admin"), "TH", "An agency", "New", UnitKind.Intake, []);
        var (_, totp) = await sala.Newcomer("first", unit, Roles.Lead);
        var (second, _) = await sala.Newcomer("second", unit, Roles.Lead);
        await sala.First("second", await sala.Sala.People.Reset(await sala.As("admin"), second));

        var refused = await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.UnitKeys.Found(await sala.As("first", totp), unit, new Compared(second, 1)));
        Assert.Equal("unit.other-key", refused.Code);
        await sala.Sala.UnitKeys.Found(await sala.As("first", totp), unit, new Compared(second, 2));
    }

    [Fact]
    public async Task Somebody_whom_an_administrator_names_to_oversee_sees_nothing_until_a_guardian_compared_their_words()
    {
        await using var sala = await SmallSala.Open();
        var office = await sala.Unit("Office");
        var (id, totp) = await sala.Newcomer("puppet", office, Roles.Oversight);
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.AuditBook.Page(await sala.As("puppet", totp), new Sala.Oversight.AuditFilter(), 1));
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.People.All(await sala.As("puppet", totp)));
        Assert.Empty(await sala.Sala.BreakGlass.Requests(await sala.As("puppet", totp)));

        foreach (var name in (string[])["admin", "lead", "head"])
            await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.UnitKeys.LetIn(await sala.As(name), office, id, 1));
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.UnitKeys.LetIn(await sala.As("puppet", totp), office, id, 1));

        await sala.Sala.UnitKeys.LetIn(await sala.As("guardian"), office, id, 1);
        Assert.NotEmpty((await sala.Sala.AuditBook.Page(await sala.As("puppet", totp), new Sala.Oversight.AuditFilter(), 1)).Lines);
    }

    [Fact]
    public async Task An_administrator_names_nobody_to_oversee_where_a_lead_would_let_them_in_and_begins_no_office()
    {
        await using var sala = await SmallSala.Open();
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.People.SetRoles(await sala.As("admin"), sala.Id("deputy"), await sala.Unit("Children"), Roles.Oversight));
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Newcomer("puppet", await sala.Unit("Guardians A"), Roles.Oversight));
        var (_, totp) = await sala.Newcomer("other", await sala.Unit("Office"), Roles.Lead | Roles.Oversight);
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.UnitKeys.Found(await sala.As("other", totp), await sala.Unit("Office")));
    }

    [Fact]
    public async Task The_last_guardian_of_a_group_is_not_removed()
    {
        await using var sala = await SmallSala.Open();
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.Departure.Remove(await sala.As("admin"), await sala.Unit("Guardians A"), sala.Id("guardian")));
    }
}
