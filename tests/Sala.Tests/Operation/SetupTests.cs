using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Sala.Tests.Operation;

public partial class SetupTests
{
    [Fact]
    public async Task Setup_makes_keys_pair_tables_and_one_administrator_and_the_second_time_nothing()
    {
        using var host = Host.With();
        var first = await host.Setup();
        Assert.True(first.Code == 0, first.Error);
        foreach (var file in (string[])["keys/ring.json", "keys/slots", "copy/slots", "data/sala.db"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.At(file)));
        Assert.Matches(Seed(), first.Out);
        Assert.Matches("one-time code  [a-z2-9]{4}(-[a-z2-9]{4}){3}", first.Out);
        var configured = await File.ReadAllTextAsync(host.Configuration, TestContext.Current.CancellationToken);
        Assert.Matches("\nbackup_key: [A-Za-z0-9_-]{1622}\n$", configured);
        var ring = await File.ReadAllBytesAsync(host.At("keys/ring.json"), TestContext.Current.CancellationToken);

        var second = await host.Setup();

        Assert.Equal((0, "Everything is in place. Nothing was changed.\n"), (second.Code, second.Out));
        Assert.Equal(ring, await File.ReadAllBytesAsync(host.At("keys/ring.json"), TestContext.Current.CancellationToken));
        Assert.Equal(configured, await File.ReadAllTextAsync(host.Configuration, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_was_set_up_is_backed_up_and_read_back_with_the_seed_from_paper_and_with_no_other()
    {
        using var host = Host.With();
        var seed = Seed().Match((await host.Setup()).Out).Value;
        var made = await CommandLine.Run("backup", host.At("b"), "--config", host.Configuration, "--key-store", host.At("elsewhere/slots"));
        Assert.True(made.Code == 0, made.Error);
        Assert.True(File.Exists(host.At("elsewhere/slots")));

        var full = await CommandLine.RunWith(seed, "restore", host.At("b"), "--config", host.Configuration);
        Assert.Equal(64, full.Code);
        Assert.Contains("holds something already", full.Error, StringComparison.Ordinal);

        Directory.Delete(host.At("data"), recursive: true);
        Directory.CreateDirectory(host.At("data"));
        using var other = Sala.Vault.SecretKey.Random();
        var wrong = await CommandLine.RunWith(Sala.Vault.PaperKey.Print(other), "restore", host.At("b"), "--config", host.Configuration);
        Assert.Contains("does not open with this seed", wrong.Error, StringComparison.Ordinal);
        var slip = await CommandLine.RunWith(seed[..^1] + (seed[^1] == '0' ? '1' : '0'), "restore", host.At("b"), "--config", host.Configuration);
        Assert.Contains("no whole seed", slip.Error, StringComparison.Ordinal);

        var read = await CommandLine.RunWith(seed.ToLowerInvariant(), "restore", host.At("b"), "--config", host.Configuration);
        Assert.True(read.Code == 0, read.Error);
        await File.WriteAllTextAsync(host.At("anchor.txt"), made.Out[made.Out.IndexOf("sala-audit-anchor", StringComparison.Ordinal)..].Split('\n')[0], TestContext.Current.CancellationToken);
        var trail = await CommandLine.Run("audit", "verify", "--config", host.Configuration, "--anchor", host.At("anchor.txt"));
        Assert.True(trail.Code == 0, trail.Out + trail.Error);
        Assert.Contains("none deleted, changed, inserted or reordered up to the anchor", trail.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_trail_is_named_and_an_anchor_shows_one_that_was_rewritten()
    {
        using var host = Host.With();
        await host.Setup();
        var anchor = await CommandLine.Run("audit", "anchor", "--config", host.Configuration);
        await File.WriteAllTextAsync(host.At("anchor.txt"), anchor.Out, TestContext.Current.CancellationToken);
        Execute(host, "UPDATE audit_entry SET detail = 'Lead' WHERE number = 2");
        var verdict = await CommandLine.Run("audit", "verify", "--config", host.Configuration);
        Assert.Equal(1, verdict.Code);
        Assert.Contains("Entry 2 was changed", verdict.Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(host.At("no-anchor.txt"), "1234", TestContext.Current.CancellationToken);
        Assert.Equal(64, (await CommandLine.Run("audit", "verify", "--config", host.Configuration, "--anchor", host.At("no-anchor.txt"))).Code);
        Execute(host, "DELETE FROM audit_entry WHERE number = 2; UPDATE audit_head SET number = 1, hash = (SELECT hash FROM audit_entry WHERE number = 1)");
        Assert.Equal(0, (await CommandLine.Run("audit", "verify", "--config", host.Configuration)).Code);
        var held = await CommandLine.Run("audit", "verify", "--config", host.Configuration, "--anchor", host.At("anchor.txt"));
        Assert.Equal(1, held.Code);
        Assert.Contains("the anchor was made at entry 2", held.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_backs_the_tables_up_as_they_are_before_it_changes_them()
    {
        using var host = Host.With();
        // As a version long before would have left it: other tables, and a migration that is not the newest.
        Execute(host, """
            PRAGMA journal_mode=WAL;
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('20200101000000_LongBefore', '10.0.0');
            CREATE TABLE word(id BLOB NOT NULL PRIMARY KEY, text TEXT) WITHOUT ROWID; INSERT INTO word VALUES (x'01', 'kept')
            """);
        var done = await host.Setup();
        Assert.True(done.Code == 0, done.Error);
        Assert.Contains("As they were before they are in", done.Out, StringComparison.Ordinal);
        var folder = Assert.Single(Directory.GetDirectories(host.At("backups")));
        Assert.Contains("after-LongBefore-", folder, StringComparison.Ordinal);
        Assert.Contains("kept", BackupTests.Opened(folder, Seed().Match(done.Out).Value), StringComparison.Ordinal);
    }

    private static void Execute(Host host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={host.At("data/sala.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex("[0-9A-Z]{6}([ -][0-9A-Z]{6}){8}")]
    private static partial Regex Seed();
}
