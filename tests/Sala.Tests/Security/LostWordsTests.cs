using Sala.Agencies;
using Sala.Countries;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Security;

/// <summary>Deeds that cross: no word is sealed under keys that were given up, no report is left that nobody can open, no cry for help goes unheard.</summary>
public sealed class LostWordsTests
{
    private const string Story = "He has pictures of me.";

    [Fact]
    public async Task Words_written_while_the_report_is_given_to_a_colleague_are_refused_and_not_sealed_under_the_old_keys()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        using var opened = await sala.Sala.Desk.Open(await sala.As("responder"), id, "test");
        await sala.Sala.Desk.Assign(await sala.As("lead"), id, sala.Id("deputy"));

        await Assert.ThrowsAsync<RefusedException>(() => sala.Sala.Store.Keep(opened.Lock));
    }

    [Fact]
    public async Task A_report_given_to_a_colleague_while_it_is_offered_stays_open_to_them_whatever_the_other_unit_answers()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        var other = sent.UnitId == await sala.Unit("Children") ? await sala.Unit("Online") : await sala.Unit("Children");
        await sala.Sala.HandingOver.Offer(sala.Sala.Desk, await sala.As("responder"), id, other, "Their area.");
        await sala.Sala.Desk.Assign(await sala.As("lead"), id, sala.Id("deputy"));

        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.HandingOver.Decline(await sala.As("responder2"), id, "Not ours."));
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.HandingOver.Accept(await sala.As("responder2"), id));
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("deputy"), id)).Content.Answers["story"]);
        Assert.Equal(ReportState.BeingWorkedOn, sala.Sala.Board[id]!.State);
    }

    [Fact]
    public async Task An_answer_to_the_child_while_the_report_is_offered_leaves_one_offer_that_can_be_accepted()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.HandingOver.Offer(sala.Sala.Desk, await sala.As("responder"), id, await sala.Unit("Online"), "Their area.");
        await sala.Sala.Desk.Reply(await sala.As("responder"), id, "We have read it.");
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.HandingOver.Offer(sala.Sala.Desk, await sala.As("responder"), id, await sala.Unit("Online"), "Again."));

        await sala.Sala.HandingOver.Accept(await sala.As("responder2"), id);
        Assert.Equal(2, (await sala.Sala.Desk.Read(await sala.As("responder2"), id)).Messages.Count + 1);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("withdrawn")]
    public async Task In_danger_now_starts_the_clock_whatever_was_said_before(string before)
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        if (before == "closed") await sala.Sala.Desk.Close(await sala.As("responder"), id, "Done.", "We end our work on this now.");
        else await sala.Sala.Conversation.Withdraw(sent.Receipt);

        var shown = await sala.Sala.Conversation.Danger(sent.Receipt, SmallSala.Key());

        var row = sala.Sala.Board[id]!;
        Assert.NotNull(row.Deadline);
        Assert.Equal(Urgency.Danger, row.Urgency);
        Assert.NotEqual(ReportState.Closed, row.State);
        Assert.True(shown!.MayWrite);
        await sala.Sala.Desk.Reply(await sala.As("responder"), id, "We are here.");
        await sala.Sala.Conversation.Withdraw(sent.Receipt);
        Assert.True(sala.Sala.Board[id]!.Withdrawn);
    }

    [Fact]
    public async Task Danger_in_a_report_that_somebody_works_on_is_brought_to_who_is_on_duty_at_the_next_tick()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.Conversation.Danger(sent.Receipt, SmallSala.Key());
        await sala.Sala.Escalation.Work();
        sala.Move(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await sala.Sala.Outbox.Work());
    }

    [Fact]
    public async Task A_report_given_to_a_colleague_keeps_its_clock_until_somebody_says_i_have_it()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Conversation.Danger(sent.Receipt, SmallSala.Key());
        await sala.Sala.Desk.Assign(await sala.As("lead"), id, sala.Id("deputy"));
        Assert.NotNull(sala.Sala.Board[id]!.Deadline);

        await sala.Sala.Desk.Acknowledge(await sala.As("deputy"), id);
        Assert.Null(sala.Sala.Board[id]!.Deadline);
    }

    [Fact]
    public async Task What_a_child_wrote_while_the_worker_was_writing_stays_unread()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.Desk.Read(await sala.As("responder"), id);
        await sala.Sala.Conversation.Write(sent.Receipt, "He is coming now.", SmallSala.Key());
        await sala.Sala.Desk.Reply(await sala.As("responder"), id, "How was school?");
        Assert.True(sala.Sala.Board[id]!.ChildWroteBack);

        await sala.Sala.Desk.Read(await sala.As("responder"), id);
        Assert.False(sala.Sala.Board[id]!.ChildWroteBack);
    }

    [Fact]
    public async Task A_lead_who_was_reset_reads_again_what_the_leads_pair_opens()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("lead"), id);
        var totp = await sala.First("lead", await sala.Sala.People.Reset(await sala.As("admin"), sala.Id("lead")));
        await sala.Sala.UnitKeys.LetIn(await sala.As("head"), await sala.Unit("Children"), sala.Id("lead"));

        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("lead", totp), id)).Content.Answers["story"]);
    }

    [Fact]
    public async Task An_erasure_that_was_cut_off_after_the_slot_is_finished_by_the_next_try()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.Desk.Close(await sala.As("responder"), id, "Done.", "We end our work on this now.");
        await sala.Sala.Erasure.Decide(await sala.As("lead"), id, "The rule of the country.");
        await using (var data = sala.Sala.Store.Read()) sala.Sala.Slots.Erase(data.Reports.Single(r => r.Id == id).Slot);
        await Days.Pass(sala.Sala, sala.Move, sala.Sala.Country.Retention.ErasureWaitingDays);

        Assert.Single(await sala.Sala.Erasure.Work());
        Assert.Null(sala.Sala.Board[id]);
    }

    [Fact]
    public async Task A_child_in_danger_opens_again_what_was_to_be_erased()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.Desk.Close(await sala.As("responder"), id, "Done.", "We end our work on this now.");
        await sala.Sala.Erasure.Decide(await sala.As("lead"), id, "The rule of the country.");
        await sala.Sala.Conversation.Danger(sent.Receipt, SmallSala.Key());
        await Days.Pass(sala.Sala, sala.Move, sala.Sala.Country.Retention.ErasureWaitingDays + 1);

        Assert.Empty(await sala.Sala.Erasure.Work());
        Assert.NotNull(sala.Sala.Board[id]);
    }

    [Fact]
    public async Task A_report_is_not_closed_over_a_message_that_the_worker_has_not_read()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        var read = (await sala.Sala.Desk.Read(await sala.As("responder"), id)).Messages.Count(m => m.FromReporter);
        await sala.Sala.Conversation.Write(sent.Receipt, "He is coming now.", SmallSala.Key());

        var refused = await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.Desk.Close(await sala.As("responder"), id, "Done.", "We end our work on this now.", read));
        Assert.Equal("report.child-wrote", refused.Code);
        Assert.True(sala.Sala.Board[id]!.ChildWroteBack);
        Assert.Equal(ReportState.BeingWorkedOn, sala.Sala.Board[id]!.State);
        await sala.Sala.Desk.Close(await sala.As("responder"), id, "Done.", "We end our work on this now.", read + 1);
        Assert.Equal(ReportState.Closed, sala.Sala.Board[id]!.State);
    }
}
