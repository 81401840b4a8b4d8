using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Security;

/// <summary>Erasing cannot be undone, backups included: who can write to the database, or moves the clock, must not be able to make the host do it.</summary>
public sealed class ErasureTests
{
    private const string Story = "He has pictures of me.";

    [Fact]
    public async Task A_report_written_down_as_closed_long_ago_by_another_hand_is_not_erased_and_oversight_is_told()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Tamper(data => data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.Closed).SetProperty(r => r.ClosedOn, new ReportDay(10_000))));

        // The made-up staff began a month ago and were silent since: the clock must not be what holds it.
        await Days.Pass(sala.Sala, sala.Move, 8);

        Assert.Empty(await sala.Sala.Erasure.Work());
        Assert.Empty(await sala.Sala.Erasure.Work());

        Assert.False(await SlotErased(sala, id));
        await using var data = sala.Sala.Store.Read();
        Assert.Single(await data.AuditEntries.Where(e => e.Deed == Erasure.Held && e.Subject == id && e.Refused).ToListAsync());
        Assert.Contains(await data.Outbox.ToListAsync(), m => m.PersonId == sala.Id("oversight"));
        Assert.NotNull(await sala.Sala.Conversation.Open(sent.Receipt));
    }

    [Fact]
    public async Task A_decision_to_erase_written_by_another_hand_erases_nothing()
    {
        await using var sala = await SmallSala.Open();
        var id = await Closed(sala);
        await sala.Tamper(data => data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.EraseOn, new ReportDay(10_000))));
        await Days.Pass(sala.Sala, sala.Move, 8);

        Assert.Empty(await sala.Sala.Erasure.Work());
        Assert.False(await SlotErased(sala, id));
    }

    [Fact]
    public async Task The_slot_of_another_report_put_into_a_row_that_is_due_is_not_erased()
    {
        await using var sala = await SmallSala.Open();
        var (_, other) = await sala.Told("Another story.");
        var id = await Closed(sala);
        await sala.Sala.Erasure.Decide(await sala.As("lead"), id, "The rule of the country.");
        long slot;
        await using (var data = sala.Sala.Store.Read()) slot = (await data.Reports.SingleAsync(r => r.Id == other)).Slot;
        await sala.Tamper(data => data.Database.ExecuteSqlAsync($"UPDATE report SET slot = {slot} WHERE id = {id.ToByteArray()}"));
        await Days.Pass(sala.Sala, sala.Move, sala.Sala.Country.Retention.ErasureWaitingDays);

        Assert.Empty(await sala.Sala.Erasure.Work());
        Assert.False(sala.Sala.Slots.IsErased(slot));
    }

    [Fact]
    public async Task A_closing_that_was_taken_back_erases_nothing_when_the_old_row_is_put_back()
    {
        await using var sala = await SmallSala.Open();
        var id = await Closed(sala);
        Report old;
        await using (var data = sala.Sala.Store.Read()) old = await data.Reports.SingleAsync(r => r.Id == id);
        await sala.Sala.Desk.Reopen(await sala.As("responder"), id, "There is more to do.");
        await sala.Tamper(data => data.Reports.Where(r => r.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.Closed).SetProperty(r => r.ClosedOn, old.ClosedOn).SetProperty(r => r.StandingMac, old.StandingMac)));
        await Days.Pass(sala.Sala, sala.Move, sala.Sala.Country.Retention.ReportDaysAfterClosing + 1);

        Assert.Empty(await sala.Sala.Erasure.Work());
        Assert.False(await SlotErased(sala, id));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_erases_nothing_for_a_week()
    {
        await using var sala = await SmallSala.Open();
        var id = await Closed(sala);
        sala.Move(TimeSpan.FromDays(sala.Sala.Country.Retention.ReportDaysAfterClosing + 30));

        for (var day = 0; day < 7; day++)
        {
            Assert.Empty(await sala.Sala.Erasure.Work());
            await Days.Pass(sala.Sala, sala.Move, 1);
        }

        await Days.Pass(sala.Sala, sala.Move, 1);
        Assert.Equal(id, Assert.Single(await sala.Sala.Erasure.Work()).Report);
    }

    [Fact]
    public async Task No_more_than_a_days_share_goes_at_once()
    {
        await using var sala = await SmallSala.Open();
        var lead = await sala.As("lead");
        for (var i = 0; i < Erasure.MostADay(0) + 1; i++)
        {
            var (_, id) = await sala.Told(Story);
            await sala.Sala.Desk.Take(lead, id);
            await sala.Sala.Desk.Close(lead, id, "Done.", "We end our work on this now.");
        }
        await Days.Pass(sala.Sala, sala.Move, sala.Sala.Country.Retention.ReportDaysAfterClosing);

        Assert.Equal(Erasure.MostADay(0), (await sala.Sala.Erasure.Work()).Count);
        Assert.Empty(await sala.Sala.Erasure.Work());
        await Days.Pass(sala.Sala, sala.Move, 2);
        Assert.Single(await sala.Sala.Erasure.Work());
    }

    private static async Task<RecordId> Closed(SmallSala sala)
    {
        var (_, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Sala.Desk.Close(await sala.As("responder"), id, "Done.", "We end our work on this now.");
        return id;
    }

    private static async Task<bool> SlotErased(SmallSala sala, RecordId id)
    {
        await using var data = sala.Sala.Store.Read();
        return await data.Reports.Where(r => r.Id == id).Select(r => (long?)r.Slot).SingleOrDefaultAsync() is not { } slot || sala.Sala.Slots.IsErased(slot);
    }
}
