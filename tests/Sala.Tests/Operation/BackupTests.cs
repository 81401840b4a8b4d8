using System.Buffers.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Operation;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Operation;

/// <summary>A backup, read back: what it holds, whom it lets read, and what stays erased.</summary>
public class BackupTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Theory, OnEachStore]
    public async Task A_backup_reads_back_into_the_other_database_and_the_child_comes_back_to_it(StoreKind store)
    {
        await using var f = await FilledSala.On(store);
        var told = await f.Tells("He has pictures of me.");
        await f.Sala.Desk.Take(await f.As("responder"), told.Id);
        await f.Sala.Desk.Reply(await f.As("responder"), told.Id, "We are here.");
        using var pair = await Backed(f);

        await using var restored = await RestoredSala.From(f, pair, store == StoreKind.Sqlite ? StoreKind.Postgres : StoreKind.Sqlite);

        Assert.Null(restored.Outcome.TrailProblem);
        Assert.Empty(restored.Outcome.WaitingUnits);
        var seen = await restored.Sala.Conversation.Open(told.Receipt);
        Assert.Equal("We are here.", Assert.Single(seen!.Messages).Words);
        using var lead = await restored.As("lead");
        Assert.Contains("He has pictures of me.", Words(await restored.Sala.Desk.Read(lead, told.Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restore_a_responder_reads_again_only_when_a_lead_has_let_them_in()
    {
        await using var f = await FilledSala.On(StoreKind.Sqlite);
        var told = await f.Tells("He has pictures of me.");
        var unit = told.UnitId;
        var before = (await f.Sala.UnitKeys.Present(unit)).Number;
        using var pair = await Backed(f);
        await using var restored = await RestoredSala.From(f, pair, StoreKind.Sqlite);
        Assert.Equal(before + 1, (await restored.Sala.UnitKeys.Present(unit)).Number);
        Assert.Null(await restored.Sala.UnitKeys.WhyNotReady(unit));

        using (var responder = await restored.As("responder")) await Assert.ThrowsAsync<NotForYouException>(() => restored.Sala.Desk.Read(responder, told.Id));
        using (var lead = await restored.As("lead")) await restored.Sala.UnitKeys.LetIn(lead, unit, restored.Id("responder"));

        using var again = await restored.As("responder");
        Assert.Contains("He has pictures of me.", Words(await restored.Sala.Desk.Read(again, told.Id)), StringComparison.Ordinal);
        await using var data = restored.Sala.Store.Read();
        var entry = await data.AuditEntries.SingleAsync(e => e.Deed == "backup.restore", Stopped);
        Assert.EndsWith("; 0 reports and 0 people had an erased slot; trail whole", entry.Detail, StringComparison.Ordinal);
        Assert.Null((await AuditTrail.Verify(data, null)).Problem);
    }

    [Fact]
    public async Task Sessions_end_and_an_urgent_report_that_nobody_works_on_is_called_out_anew()
    {
        await using var f = await FilledSala.On(StoreKind.Sqlite);
        var told = await f.Tells("He is at the door.", ("safety_now", "now"));
        Assert.NotNull(f.Sala.Board[told.Id]!.Deadline);
        await f.As("responder");
        using var pair = await Backed(f);
        f.Clock.Move(TimeSpan.FromDays(2));
        await using var restored = await RestoredSala.From(f, pair, StoreKind.Sqlite);
        await using var data = restored.Sala.Store.Read();
        Assert.Empty(await data.StaffSessions.ToListAsync(Stopped));
        Assert.True(restored.Sala.Board[told.Id]!.Deadline is { } deadline && deadline.Start > f.Clock.Now);
    }

    [Fact]
    public async Task What_was_erased_and_who_was_removed_after_the_backup_stays_so()
    {
        await using var f = await FilledSala.On(StoreKind.Sqlite);
        var told = await f.Tells("He has pictures of me.");
        var kept = await f.Tells("Another one.");
        using var pair = await Backed(f);
        await using (var data = f.Sala.Store.Read()) f.Sala.Slots.Erase((await data.Reports.SingleAsync(r => r.Id == told.Id, Stopped)).Slot);
        await f.Sala.Departure.Remove(await f.As("lead"), told.UnitId, f.Id("responder"));

        await using var restored = await RestoredSala.From(f, pair, StoreKind.Sqlite);

        Assert.Equal((1, 1), (restored.Outcome.ErasedReports, restored.Outcome.RemovedPeople));
        Assert.Null(restored.Sala.Board[told.Id]);
        Assert.NotNull(restored.Sala.Board[kept.Id]);
        Assert.Null(await restored.Sala.Conversation.Open(told.Receipt));
        Assert.Null(await restored.SignIn("responder"));
    }

    [Fact]
    public async Task A_backup_holds_nothing_short_lived_no_clock_and_no_order_of_sending()
    {
        await using var f = await FilledSala.On(StoreKind.Sqlite);
        for (var i = 0; i < 5; i++) await f.Tells("He is at the door.", ("safety_now", "now"));
        using var pair = await Backed(f);
        var text = Opened(Folder(f), PaperKey.Print(pair.Seed));
        var tables = new Dictionary<string, List<JsonElement>>();
        var columns = new Dictionary<string, List<string>>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement))
        {
            if (line.ValueKind == JsonValueKind.Array) tables.Last().Value.Add(line);
            else
            {
                tables.Add(line.GetProperty("table").GetString()!, []);
                columns.Add(tables.Last().Key, [.. line.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)]);
            }
        }
        // A new table is decided on here: it is in a backup, or it is among those left out.
        Assert.Equal(
            ["audit_entry", "audit_head", "booking", "break_glass_request", "case_clock", "case_door", "case_entry", "case_file", "case_form_file", "case_grant", "case_letter", "case_merge", "case_name_token", "case_report", "certificate", "duty_shift", "fact_change", "hand_over", "key_grant", "link_look_up", "link_notice", "link_token", "measurement", "measurement_piece", "member_seed", "membership", "message", "monthly_count", "note", "override_count", "person", "preservation", "referral", "referral_entry", "referral_key", "refused_count", "report", "reporter_deed", "room", "saved_filter", "seed_half", "staff_name_token", "unit", "unit_confirmation", "unit_epoch", "webhook"],
            tables.Keys.Order());
        var at = columns["report"].IndexOf("deadline");
        Assert.Equal(5, tables["report"].Count);
        Assert.All(tables["report"], row => Assert.Equal(JsonValueKind.Null, row[at].ValueKind));
        var ids = tables["report"].ConvertAll(row => Convert.ToHexString(Convert.FromBase64String(row[columns["report"].IndexOf("id")].GetString()![1..])));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task A_changed_backup_a_forged_one_and_an_older_key_store_are_refused_and_the_database_stays_empty()
    {
        await using var f = await FilledSala.On(StoreKind.Sqlite);
        var told = await f.Tells("He has pictures of me.");
        var older = Path.Combine(f.Folder, "older");
        KeyStore.CopyTo(f.Settings.KeyStore, older);
        await using (var data = f.Sala.Store.Read()) f.Sala.Slots.Erase((await data.Reports.SingleAsync(r => r.Id == told.Id, Stopped)).Slot);
        using var pair = await Backed(f);
        var (rows, manifest) = (Path.Combine(Folder(f), BackupManifest.RowsFileName), Path.Combine(Folder(f), BackupManifest.FileName));
        var (good, said) = (await File.ReadAllBytesAsync(rows, Stopped), await File.ReadAllTextAsync(manifest, Stopped));

        var flipped = (byte[])good.Clone();
        flipped[^20] ^= 1;
        await File.WriteAllBytesAsync(rows, flipped, Stopped);
        await Refused(f, pair, "its hash differs");

        // Sealed by somebody who has the public key and rewrote the hash as well.
        using var forged = new MemoryStream();
        SealedFile.Seal(pair.Public, new Binding("backup.rows", RecordId.Random()), new MemoryStream("{\"table\":\"unit\",\"columns\":[]}\n"u8.ToArray()), forged);
        await File.WriteAllBytesAsync(rows, forged.ToArray(), Stopped);
        var rewritten = JsonDocument.Parse(said).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object)p.Value);
        rewritten["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(forged.ToArray()));
        rewritten["bytes"] = forged.Length;
        await File.WriteAllTextAsync(manifest, JsonSerializer.Serialize(rewritten), Stopped);
        await Refused(f, pair, "the manifest was changed");

        await File.WriteAllBytesAsync(rows, good, Stopped);
        await File.WriteAllTextAsync(manifest, said, Stopped);
        await f.Stop();
        var newest = await File.ReadAllBytesAsync(f.Settings.KeyStore, Stopped);
        File.Delete(f.Settings.KeyStoreCopy);
        File.Copy(older, f.Settings.KeyStore, overwrite: true);
        await Refused(f, pair, "is older than this backup");
        File.Delete(f.Settings.KeyStoreCopy);
        await File.WriteAllBytesAsync(f.Settings.KeyStore, newest, Stopped);
        await using (var restored = await RestoredSala.From(f, pair, StoreKind.Sqlite)) Assert.Equal(1, restored.Outcome.ErasedReports);
        await f.Start();
    }

    [Theory, OnEachStore]
    public async Task A_backup_made_while_children_send_is_one_moment(StoreKind store)
    {
        await using var f = await FilledSala.On(store);
        using var done = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            var sent = new List<Sent>();
            while (!done.IsCancellationRequested) sent.Add(await f.Sala.Telling.Send(f.Sending([("story", "He has pictures of me.")])));
            return sent;
        }, Stopped);
        while (f.Sala.Board.Rows.Count < 20) await Task.Delay(5, Stopped);
        using var pair = await Backed(f);
        var atLeast = f.Sala.Board.Rows.Count;
        await Task.Delay(100, Stopped);
        await done.CancelAsync();
        var all = await sending;
        Assert.True(all.Count > atLeast);

        await using var restored = await RestoredSala.From(f, pair, StoreKind.Sqlite);

        var present = restored.Sala.Board.Rows.Count;
        Assert.InRange(present, 20, all.Count);
        await using var data = restored.Sala.Store.Read();
        // Each report with the entry of its own commit: nothing of one half.
        Assert.Equal(present, await data.ReporterDeeds.CountAsync(d => d.Deed == "report.sent", Stopped));
        var opened = 0;
        foreach (var sent in all) opened += await restored.Sala.Conversation.Open(sent.Receipt) is null ? 0 : 1;
        Assert.Equal(present, opened);
    }

    /// <summary>The rows of a backup as text, opened with the paper seed.</summary>
    internal static string Opened(string folder, string paper)
    {
        using var seed = PaperKey.TryRead(paper)!;
        using var pair = KeyPair.FromSeed(seed);
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, BackupManifest.FileName))).RootElement;
        Assert.True(RecordId.TryParse(manifest.GetProperty("id").GetString()!, out var id));
        using var text = new MemoryStream();
        using var rows = File.OpenRead(Path.Combine(folder, BackupManifest.RowsFileName));
        SealedFile.Open(pair, new Binding("backup.rows", id), rows, text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static string Folder(FilledSala f) => Path.Combine(f.Folder, "backup");

    private static async Task<KeyPair> Backed(FilledSala f)
    {
        var pair = KeyPair.Generate();
        f.Settings.BackupKey = Base64Url.EncodeToString(pair.Public.ToByteArray());
        await Backup.Make(f.Settings, Folder(f), f.Clock);
        return pair;
    }

    private static async Task Refused(FilledSala f, KeyPair pair, string why)
    {
        var refused = await Assert.ThrowsAsync<BackupException>(() => RestoredSala.From(f, pair, StoreKind.Sqlite));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private static string Words(DeskReport report) => JsonSerializer.Serialize(report.Content);

    /// <summary>The same host with another database, filled from the backup.</summary>
    private sealed class RestoredSala(FilledSala from, Installation sala, Restored outcome, string? database) : IAsyncDisposable
    {
        public Installation Sala { get; } = sala;
        public Restored Outcome { get; } = outcome;

        public static async Task<RestoredSala> From(FilledSala f, KeyPair pair, StoreKind store)
        {
            var database = store == StoreKind.Sqlite ? null : await (await ThrowAwayPostgres.Running).NewDatabase();
            var settings = new Settings
            {
                Country = f.Settings.Country, Ring = f.Settings.Ring, KeyStore = f.Settings.KeyStore, KeyStoreCopy = f.Settings.KeyStoreCopy, MailFrom = f.Settings.MailFrom, MailFolder = f.Settings.MailFolder,
                Listen = f.Settings.Listen, Database = database is null ? $"sqlite:{Path.Combine(f.Folder, $"restored-{RecordId.Random()}.db")}" : $"postgres:{database}",
            };
            var outcome = await Restore.Run(settings, Folder(f), pair.Seed, null, f.Clock);
            return new(f, await Installation.Open(settings, f.Clock), outcome, database);
        }

        public async Task<byte[]?> SignIn(string name)
        {
            from.Clock.Move(TimeSpan.FromSeconds(31));
            return await Sala.SignIn.Open(name, from.Person(name).Password, from.Person(name).Code(from.Clock.Now));
        }

        public async Task<SignedIn> As(string name)
        {
            var secret = await SignIn(name);
            Assert.NotNull(secret);
            return (await Sala.SignIn.Resume(secret))!;
        }

        public RecordId Id(string name)
        {
            using var data = Sala.Store.Read();
            var token = Sala.Directory.NameToken(name);
            return data.People.Single(p => p.NameToken == token).Id;
        }

        public async ValueTask DisposeAsync()
        {
            await Sala.DisposeAsync();
            if (database is not null) await (await ThrowAwayPostgres.Running).Drop(database);
        }
    }
}
