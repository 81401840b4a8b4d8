using System.Diagnostics;
using Npgsql;

namespace Sala.Benchmarks;

/// <summary>A PostgreSQL of its own for one measurement, as Debian has it; it listens on a socket in a folder of its own alone, where its data lie and are deleted with it unless they are kept elsewhere.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private readonly string folder = Directory.CreateTempSubdirectory("sala-bench-pg-").FullName;

    private readonly string? kept;

    private OwnPostgres(string? kept) => this.kept = kept;

    public string ConnectionString => $"Host={folder};Username=sala;Database=postgres;Maximum Pool Size=20";

    /// <summary>Null where PostgreSQL is not installed.</summary>
    /// <param name="kept">A folder in which the data stay for the next measurement.</param>
    public static async Task<OwnPostgres?> Start(string? kept = null)
    {
        if (!Directory.Exists(Programs)) return null;
        var own = new OwnPostgres(kept);
        Directory.CreateDirectory(own.Home);
        if (Environment.UserName == "root") await Run("chown", "postgres", own.folder, own.Home);
        if (!File.Exists(Path.Combine(own.Data, "PG_VERSION"))) await Run("initdb", "-D", own.Data, "-A", "trust", "-U", "sala", "-E", "UTF8");
        await Run("pg_ctl", "-w", "-D", own.Data, "-l", Path.Combine(own.folder, "log"), "-o", $"-k {own.folder} -c listen_addresses=", "start");
        return own;
    }

    private string Home => kept ?? folder;

    private string Data => Path.Combine(Home, "data");

    private static async Task Run(string program, params string[] arguments)
    {
        // The server refuses root, and inherits what it writes to: were that a pipe, nobody would see its end.
        string[] command = program == "chown" ? [program, .. arguments]
            : Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", Path.Combine(Programs, program), .. arguments]
            : [Path.Combine(Programs, program), .. arguments];
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", .. command]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Run("pg_ctl", "-w", "-t", "600", "-D", Data, "-m", kept is null ? "immediate" : "fast", "stop");
        Directory.Delete(folder, recursive: true);
    }
}
