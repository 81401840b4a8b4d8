using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 7: removing a report erases its slot key: unreadable here at once, and in every older copy of the data, once the newest key store is all there is.</summary>
[Promise(7)]
public sealed class Promise7_ErasedForGoodTests
{
    private const string Story = "He has pictures of me.";

    [Theory, OnEachStore]
    public async Task An_erased_report_is_unreadable_here_at_once_for_staff_and_for_the_receipt(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await Closed(sala);

        var certificate = await sala.Erases("lead", told.Id);

        var today = new DateOnly(2026, 12, 8);
        Assert.Equal(new ErasureCertificate(told.Id, today, today.AddDays(7)), certificate);
        var lead = await sala.As("lead");
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Desk.Read(lead, told.Id));
        Assert.Null(await sala.Sala.Conversation.Open(told.Receipt));
        Assert.Null(sala.Sala.Board[told.Id]);
        await using var data = sala.Sala.Store.Read();
        Assert.Contains(await data.AuditEntries.ToListAsync(), e => e.Deed == "report.erased" && e.Subject == told.Id && e.Detail.Contains("2026-12-08", StringComparison.Ordinal) && e.Detail.Contains("2026-12-15", StringComparison.Ordinal));
        Assert.Equal((0, 0, 0, 0), (await data.Reports.CountAsync(), await data.KeyGrants.CountAsync(), await data.Messages.CountAsync(), await data.Notes.CountAsync()));
    }

    [Theory, OnEachStore]
    public async Task An_older_copy_of_the_data_with_every_password_opens_it_only_with_the_old_slot(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await Closed(sala);
        var kept = await sala.Tells("Another story.");
        var copy = await Copy(sala);
        var oldSlots = Path.Combine(sala.Folder, "old-slots");
        KeyStore.CopyTo(sala.Settings.KeyStore, oldSlots);
        await sala.Erases("lead", told.Id);

        // The old data come back beside the newest key store; everybody's own key is there.
        await Restore(sala, copy);
        foreach (var person in sala.Staff)
            await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As(person.SignInName), told.Id));
        Assert.Null(await sala.Sala.Conversation.Open(told.Receipt));
        Assert.Equal("Another story.", (await sala.Sala.Desk.Read(await sala.As("responder"), kept.Id)).Content.Answers["story"]);

        // The old key store in the place of the newest: it was the slot that closed the report.
        await sala.PutBackKeyStore(oldSlots);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("responder"), told.Id)).Content.Answers["story"]);
        Assert.NotNull(await sala.Sala.Conversation.Open(told.Receipt));
    }

    [Theory, OnEachStore]
    public async Task A_backup_from_before_opens_it_only_with_the_old_key_store(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await Closed(sala);
        var backup = await sala.MakesBackup();
        var oldSlots = Path.Combine(sala.Folder, "old-slots");
        KeyStore.CopyTo(sala.Settings.KeyStore, oldSlots);
        await sala.Erases("lead", told.Id);

        Assert.Equal(1, (await sala.Restores(backup)).ErasedReports);
        foreach (var person in sala.Staff)
            await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As(person.SignInName), told.Id));
        Assert.Null(await sala.Sala.Conversation.Open(told.Receipt));

        await sala.PutBackKeyStore(oldSlots);
        Assert.Equal(0, (await sala.Restores(backup)).ErasedReports);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("lead"), told.Id)).Content.Answers["story"]);
    }

    [Theory, OnEachStore]
    public async Task An_erasure_that_was_cut_off_after_the_slot_is_finished_at_the_next_beat(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await Closed(sala);
        await sala.Sala.Erasure.Decide(await sala.As("lead"), told.Id, "The child asked for it.");
        await using var data = sala.Sala.Store.Read();
        sala.Sala.Slots.Erase((await data.Reports.SingleAsync()).Slot);
        await Days.Pass(sala.Sala, sala.Clock.Move, sala.Sala.Country.Retention.ErasureWaitingDays);

        Assert.Single(await sala.Sala.Erasure.Work());
        Assert.Equal(0, await data.Reports.CountAsync());
    }

    [Theory, OnEachStore]
    public async Task Only_a_lead_erases_only_what_is_closed_and_not_before_the_waiting_time(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var open = await sala.Tells(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), open.Id);
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.Erasure.Decide(await sala.As("lead"), open.Id, "so"));
        await sala.Sala.Desk.Close(await sala.As("responder"), open.Id, "done", "We end here.");
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Erasure.Decide(await sala.As("responder"), open.Id, "so"));
        await sala.Sala.Erasure.Decide(await sala.As("lead"), open.Id, "so");
        sala.Clock.Move(TimeSpan.FromDays(sala.Sala.Country.Retention.ErasureWaitingDays - 1));
        Assert.Empty(await sala.Sala.Erasure.Work());
        Assert.NotNull(await sala.Sala.Conversation.Open(open.Receipt));
    }

    private static async Task<Told> Closed(FilledSala sala)
    {
        var told = await sala.Tells(Story);
        var worker = await sala.As("responder");
        await sala.Sala.Desk.Take(worker, told.Id);
        await sala.Sala.Conversation.Write(told.Receipt, "Are you there?", RecordId.Random().ToByteArray());
        await sala.Sala.Desk.AddNote(worker, told.Id, "a note");
        await sala.Sala.Desk.Close(worker, told.Id, "done", "We end here.", read: 1);
        return told;
    }

    private static async Task<string> Copy(FilledSala sala)
    {
        if (sala.Database is { } database)
        {
            await sala.Stop();
            var copy = await (await ThrowAwayPostgres.Running).NewDatabase(copyOf: database);
            await sala.Start();
            return copy;
        }
        await sala.Settle();
        var file = Path.Combine(sala.Folder, "old.db");
        File.Copy(sala.Sala.Store.SqlitePath!, file);
        return file;
    }

    private static async Task Restore(FilledSala sala, string copy)
    {
        await sala.Stop();
        if (sala.Database is not null) sala.Settings.Database = "postgres:" + copy;
        else
        {
            foreach (var left in Directory.EnumerateFiles(sala.Folder, "sala.db*")) File.Delete(left);
            File.Move(copy, Path.Combine(sala.Folder, "sala.db"));
        }
        await sala.Start();
    }
}
