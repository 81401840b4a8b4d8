using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Operation;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Promises;

/// <summary>Promise 4: an accepted report survives kill -9 and power loss in the next instant.</summary>
[Promise(4)]
public sealed class Promise4_KeptOnceAcceptedTests
{
    private const int Kills = 10;

    [Fact]
    public async Task No_report_that_was_acknowledged_is_lost_or_doubled_over_ten_kills_under_load()
    {
        var folder = await FilledSala.DemonstrationFolder();
        var told = new Dictionary<string, string>();
        var last = new ConcurrentDictionary<string, string?>();
        var unheard = 0;
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var sala = await DemonstrationProcess.Start(folder);
            foreach (var (key, receipt) in last.Where(t => t.Value is null || RandomNumberGenerator.GetInt32(4) == 0).ToList())
            {
                // Not acknowledged: whether it was stored or not, sending again tells. Acknowledged: sending again changes nothing.
                var again = await sala.Tells(key, key);
                Assert.NotNull(again);
                Assert.True(receipt is null || receipt == again, "A report sent again got another receipt.");
                Assert.Equal(again, await sala.Tells(key, key));
                if (receipt is null) unheard++;
                last[key] = again;
            }
            foreach (var (key, receipt) in last) told[key] = receipt!;
            foreach (var receipt in kill == Kills ? [.. told.Values] : last.Values.ToList()) Assert.True(await Opens(sala, receipt!), "An acknowledged report is lost.");
            if (kill == Kills) break;
            last.Clear();

            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                    last[key] = null;
                    if ((last[key] = await sala.Tells(key, key)) is null) return;
                }
            })).ToArray();
            await Task.Delay(RandomNumberGenerator.GetInt32(50, 400));
            await sala.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        Assert.True(told.Count >= 2 * Kills, $"only {told.Count} reports were sent");
        await using var after = await Installation.Open(Demonstration.SettingsIn(folder, Pack.ThailandFolder), TimeProvider.System);
        await using var data = after.Store.Read();
        Assert.Equal(told.Count, await data.Reports.CountAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {told.Count} reports, {unheard} of them unheard of and sent again, 0 lost, 0 doubled.");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_write_ahead_log_is_synced_before_the_answer_is_sent()
    {
        Assert.True(File.Exists("/usr/bin/strace"), "strace is missing. Run ./sala test, which installs it, or: apt-get install strace");
        var folder = await FilledSala.DemonstrationFolder();
        var trace = Path.Combine(Path.GetTempPath(), $"sala-strace-{Guid.NewGuid():N}");
        await using (var sala = await DemonstrationProcess.Start(folder, "strace", "-f", "-y", "--seccomp-bpf", "-s", "24", "-e", "trace=fsync,fdatasync,recvfrom,recvmsg,read,sendto,sendmsg,write,writev", "-o", trace))
        {
            for (var i = 0; i < 3; i++) Assert.NotNull(await sala.Tells("Something happened.", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))));
            await Task.Delay(200);
        }

        var answers = 0;
        bool asked = false, synced = false;
        var syncing = new HashSet<string>();
        foreach (var line in File.ReadLines(trace))
        {
            var thread = line.Split(' ', 2)[0];
            if (line.Contains("POST /api/v1/reports", StringComparison.Ordinal)) (asked, synced) = (true, false);
            if (Regex.IsMatch(line, @"f(data)?sync\(\d+<[^>]*sala\.db-wal>"))
            {
                if (line.Contains("unfinished", StringComparison.Ordinal)) syncing.Add(thread);
                else if (line.TrimEnd().EndsWith("= 0", StringComparison.Ordinal)) synced = true;
            }
            if (Regex.IsMatch(line, @"<\.\.\. f(data)?sync resumed>\)\s*= 0") && syncing.Remove(thread)) synced = true;
            if (!line.Contains("HTTP/1.1 201", StringComparison.Ordinal)) continue;
            Assert.True(asked && synced, $"Answer {answers + 1} was sent before the log was synced.");
            answers++;
            asked = false;
        }
        Assert.Equal(3, answers);
        File.Delete(trace);
        Directory.Delete(folder, recursive: true);
    }

    [Theory, OnEachStore]
    public async Task Every_connection_of_the_program_writes_through_to_the_disk(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        Assert.Null(await sala.Sala.Store.SyncProblem());
        Assert.DoesNotContain(await WhyNotServe(sala), r => r.Contains("could lose", StringComparison.Ordinal));
        if (store == StoreKind.Postgres) return;

        await using var data = sala.Sala.Store.Read();
        var connection = data.Database.GetDbConnection();
        await data.Database.OpenConnectionAsync();
        foreach (var (pragma, value) in ((string, string)[])[("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("secure_delete", "1")])
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            Assert.Equal((pragma, value), (pragma, (await command.ExecuteScalarAsync())?.ToString()));
        }
    }

    [Theory, InlineData("fsync"), InlineData("full_page_writes"), InlineData("synchronous_commit")]
    public async Task A_PostgreSQL_that_could_lose_what_it_confirmed_is_refused(string setting)
    {
        await using var sala = await FilledSala.On(StoreKind.Postgres);
        var postgres = await ThrowAwayPostgres.Running;
        try
        {
            await postgres.Execute($"ALTER SYSTEM SET {setting} = off");
            await postgres.Execute("SELECT pg_reload_conf()");
            await Task.Delay(300);
            Assert.Contains(setting, await sala.Sala.Store.SyncProblem(), StringComparison.Ordinal);
            Assert.Contains(await WhyNotServe(sala), r => r.Contains($"{setting}=off", StringComparison.Ordinal));
        }
        finally
        {
            await postgres.Execute($"ALTER SYSTEM RESET {setting}");
            await postgres.Execute("SELECT pg_reload_conf()");
        }
    }

    [Fact]
    public async Task A_SQLite_that_keeps_no_write_ahead_log_is_refused()
    {
        await using var sala = await FilledSala.On(StoreKind.Sqlite);
        // The name of a store in memory, where there is nothing to sync to. A file of this name makes the program take it as made before.
        File.WriteAllText(":memory:", "");
        await using (var lost = Store.Sqlite(":memory:", sala.Sala.Ring, sala.Clock)) Assert.Contains("journal_mode=memory", await lost.SyncProblem(), StringComparison.Ordinal);
        File.Delete(":memory:");
    }

    /// <summary>Why ./sala serve would not start, once all else that it asks for is there.</summary>
    private static Task<IReadOnlyList<string>> WhyNotServe(FilledSala sala)
    {
        (sala.Settings.Proxy, sala.Settings.BackupKey, sala.Settings.MailServer) = ("127.0.0.1", "key", "127.0.0.1");
        return ServeConditions.Unmet(sala.Settings, sala.Clock);
    }

    private static async Task<bool> Opens(DemonstrationProcess sala, string receipt)
    {
        using var answer = await sala.Client.PostAsJsonAsync("/api/v1/conversation", new { receipt });
        return answer.IsSuccessStatusCode;
    }
}
