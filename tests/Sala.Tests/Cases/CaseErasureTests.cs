using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Data;
using Sala.Links;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>What is erased stays erased, also of what other features keep of a case; and what is held back, somebody hears of.</summary>
public sealed class CaseErasureTests
{
    [Theory, OnEachStore]
    public async Task A_case_that_was_erased_after_the_backup_leaves_no_row_when_the_backup_is_read_back(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var sala = world.Team.Filled;
        await world.Writes(world.Case, "Khun B.", "suspect", phone: "0812345678");
        await world.Sala.Accounts.Note(world.Officer, world.Case, IdentifierKind.Handle, "tiktok", "@someone", ofAccused: true, "");
        await world.Planning.Open(world.Officer, world.Case, await world.Planning.Plan(world.Officer, world.Case, world.Good));
        await world.Planning.SuspectAt(world.Officer, world.Case, "Station", new DateTime(2026, 12, 3, 9, 0, 0), new DateTime(2026, 12, 3, 10, 0, 0));
        // The files of one child go together.
        var behind = await world.Merged();
        var other = await world.Second();
        await world.Writes(other, "Khun B.", "suspect");
        await Closes(world, world.Case);
        await Closes(world, behind);
        var backup = await sala.MakesBackup();
        await Passes(sala, sala.Sala.Country.Retention.ReportDaysAfterClosing + 1);
        Assert.Equal(2, (await sala.Sala.CaseErasure.Work()).Count);

        Assert.Equal(2, (await sala.Restores(backup)).ErasedCases);

        await using var data = sala.Sala.Store.Read();
        foreach (var (table, count) in new (string, int)[]
        {
            ("case", await data.Cases.CountAsync(c => c.Id == world.Case)), ("entries", await data.CaseEntries.CountAsync(c => c.CaseId == world.Case)), ("grants", await data.CaseGrants.CountAsync(c => c.CaseId == world.Case)),
            ("names", await data.CaseNameTokens.CountAsync(c => c.CaseId == world.Case)), ("merges", await data.CaseMerges.CountAsync()), ("doors", await data.CaseDoors.CountAsync(c => c.CaseId == world.Case)),
            ("clocks", await data.CaseClocks.CountAsync(c => c.CaseId == world.Case)), ("bookings", await data.Bookings.CountAsync()), ("links", await data.LinkTokens.CountAsync()), ("reports", await data.CaseReports.CountAsync(c => c.CaseId == world.Case)),
        }) Assert.True(count == 0, $"{count} rows: {table}");
        // What is of another case is still there.
        Assert.Equal(other, (await data.Cases.SingleAsync()).Id);
        Assert.NotEqual(0, await data.CaseNameTokens.CountAsync(c => c.CaseId == other));
        Assert.Equal(0, await sala.Sala.CaseErasure.EraseAgain());
    }

    [Theory, OnEachStore]
    public async Task Erasing_a_case_opens_no_booking_of_another(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var sala = world.Team.Filled;
        await world.Planning.SuspectAt(world.Officer, world.Case, "Station", new DateTime(2026, 12, 3, 9, 0, 0), new DateTime(2026, 12, 5, 10, 0, 0));
        var other = await world.Second();
        await sala.Sala.Store.Keep(async data =>
        {
            new Calendar(sala.Sala.Ring).AddSuspect(data, other, "Court", new DateTime(2026, 12, 3, 9, 0, 0), new DateTime(2026, 12, 3, 10, 0, 0));
            await data.SaveChangesAsync();
        });
        // Whoever opened it would fall.
        await sala.Sala.Store.Keep(data => data.Bookings.Where(b => b.Case == new Calendar(sala.Sala.Ring).OfCase(other)).ExecuteUpdateAsync(b => b.SetProperty(x => x.Body, new byte[64])));
        await Closes(world, world.Case);
        await Passes(sala, sala.Sala.Country.Retention.ReportDaysAfterClosing + 1);
        Assert.Single(await sala.Sala.CaseErasure.Work());
        await using var data = sala.Sala.Store.Read();
        Assert.Equal(new Calendar(sala.Sala.Ring).OfCase(other), Assert.Single(await data.Bookings.ToListAsync()).Case);
    }

    [Theory, OnEachStore]
    public async Task An_erasure_that_is_held_back_is_in_the_trail_once_a_day_and_oversight_heads_and_leads_are_called(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var sala = world.Team.Filled;
        await Closes(world, world.Case);
        await Passes(sala, sala.Sala.Country.Retention.ReportDaysAfterClosing + 1);
        await sala.Tamper("UPDATE case_file SET closed_on = 1 WHERE id = @p0", world.Case);
        await Mails(0);
        Assert.Empty(await sala.Sala.CaseErasure.Work());
        Assert.Empty(await sala.Sala.CaseErasure.Work());
        await using (var data = sala.Sala.Store.Read())
        {
            var held = Assert.Single(await data.AuditEntries.Where(e => e.Deed == "case.erase-held").ToListAsync());
            Assert.Equal((true, (RecordId?)world.Case), (held.Refused, held.Subject));
            var told = await data.Outbox.Select(m => m.PersonId).ToListAsync();
            foreach (var name in (string[])["oversight", "head", "lead"]) Assert.Contains(sala.Id(name), told);
            Assert.DoesNotContain(sala.Id("responder"), told);
        }

        async Task Mails(int count)
        {
            await sala.Sala.Store.Keep(d => d.Outbox.ExecuteDeleteAsync());
            await using var data = sala.Sala.Store.Read();
            Assert.Equal(count, await data.Outbox.CountAsync());
        }
    }

    [Theory, OnEachStore]
    public async Task A_clock_that_jumped_erases_no_case_and_says_so(StoreKind store)
    {
        await using var world = await Interview.On(store);
        var sala = world.Team.Filled;
        await Closes(world, world.Case);
        sala.Clock.Move(TimeSpan.FromDays(sala.Sala.Country.Retention.ReportDaysAfterClosing + 1));
        Assert.Empty(await sala.Sala.CaseErasure.Work());
        await using var data = sala.Sala.Store.Read();
        Assert.Contains("silent", (await data.AuditEntries.SingleAsync(e => e.Deed == "case.erase-held")).Detail, StringComparison.Ordinal);
        Assert.Equal(1, await data.Cases.CountAsync());
    }

    private static async Task Closes(Interview world, RecordId id) => await world.Planning.Open(world.Team.Opener, id, await world.Planning.Plan(world.Team.Opener, id,
        new StepPlan(new Dictionary<string, string> { ["procedure"] = "Closure", ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" })));

    /// <summary>The trail has an entry each day at least; a silence would hold the erasure.</summary>
    private static async Task Passes(FilledSala sala, int days)
    {
        for (var day = 0; day < days; day++)
        {
            sala.Clock.Move(TimeSpan.FromDays(1));
            await sala.Sala.Store.Change(new Deed(null, "anchor.notice"), _ => Task.CompletedTask);
        }
    }
}
