using System.Diagnostics;
using Npgsql;
using Sala.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(ThrowAwayPostgres.EndsWithTheTests))]

namespace Sala.Tests.Fixtures;

/// <summary>One PostgreSQL for the whole test run, started by the first test that needs it, in a folder that is deleted at the end. It listens on a socket in that folder alone.</summary>
internal sealed class ThrowAwayPostgres
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private static readonly Lazy<Task<ThrowAwayPostgres>> Started = new(Start);

    private readonly string folder;
    private int databases;

    private ThrowAwayPostgres(string folder) => this.folder = folder;

    public static Task<ThrowAwayPostgres> Running => Started.Value;

    /// <summary>Every file of the server but the tables of other tests' databases: own tables, write-ahead log, its log.</summary>
    public async Task<IReadOnlyList<string>> FilesWith(string connectionString)
    {
        await using var own = new NpgsqlConnection(connectionString);
        await own.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT oid::text FROM pg_database WHERE datname = current_database()", own);
        var number = (string)(await command.ExecuteScalarAsync())!;
        var tables = Path.Combine(folder, "data", "base");
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.StartsWith(tables, StringComparison.Ordinal) || f.StartsWith(Path.Combine(tables, number) + "/", StringComparison.Ordinal))];
    }

    /// <summary>A new database, empty or a copy of another.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabase(string? copyOf = null)
    {
        var name = $"sala{Interlocked.Increment(ref databases)}";
        var template = copyOf is null ? "" : $" TEMPLATE {new NpgsqlConnectionStringBuilder(copyOf).Database}";
        await Execute($"CREATE DATABASE {name}{template}");
        return ConnectionString(name);
    }

    public async Task Drop(string connectionString)
    {
        await using var own = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(own);
        await Execute($"DROP DATABASE IF EXISTS {own.Database} WITH (FORCE)");
    }

    /// <summary>Runs a statement as the server's owner.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionString(string database) => $"Host={folder};Username=sala;Database={database};Maximum Pool Size=20";

    private static async Task<ThrowAwayPostgres> Start()
    {
        Assert.True(Directory.Exists(Programs), $"PostgreSQL 15 is missing ({Programs}). Run ./sala test, which installs it, or: apt-get install postgresql-15");
        EndLeftOvers();
        var folder = Directory.CreateTempSubdirectory($"sala-pg-{Environment.ProcessId}-").FullName;
        if (Environment.UserName == "root") await Run("chown", ["postgres", folder]);
        await Run("initdb", ["-D", Path.Combine(folder, "data"), "-A", "trust", "-U", "sala", "--locale-provider=icu", "--icu-locale=und", "-E", "UTF8"]);
        await Run("pg_ctl", ["-w", "-D", Path.Combine(folder, "data"), "-l", Path.Combine(folder, "log"), "-o", $"-k {folder} -c listen_addresses= -c max_connections=200 -c max_wal_size=160MB -c log_statement=none", "start"]);
        return new ThrowAwayPostgres(folder);
    }

    /// <summary>Servers of test runs that were stopped hard: the process that began them is gone.</summary>
    private static void EndLeftOvers()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), "sala-pg-*"))
        {
            if (int.TryParse(Path.GetFileName(left).Split('-')[2], out var process) && !Directory.Exists($"/proc/{process}")) Stop(left).GetAwaiter().GetResult();
        }
    }

    private static async Task Stop(string folder)
    {
        if (File.Exists(Path.Combine(folder, "data", "postmaster.pid"))) await Run("pg_ctl", ["-D", Path.Combine(folder, "data"), "-m", "immediate", "stop"], mayFail: true);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Run(string program, string[] arguments, bool mayFail = false)
    {
        // The server refuses root.
        string[] command = program == "chown" ? [program, .. arguments]
            : Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", Path.Combine(Programs, program), .. arguments]
            : [Path.Combine(Programs, program), .. arguments];
        // The server inherits the streams: were they pipes, reading them to the end would wait for the server.
        var said = Path.GetTempFileName();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", said, .. command]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(said);
        File.Delete(said);
        Assert.True(mayFail || process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {text}");
    }

    /// <summary>Stops the server with the last test.</summary>
    public sealed class EndsWithTheTests : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (!Started.IsValueCreated || !Started.Value.IsCompletedSuccessfully) return;
            NpgsqlConnection.ClearAllPools();
            await Stop((await Started.Value).folder);
        }
    }
}
