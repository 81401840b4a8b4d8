using System.Diagnostics;
using System.Text;

namespace Sala.Tests.Operation;

/// <summary>What a command said and how it ended.</summary>
internal sealed record Ended(int Code, string Out, string Error);

/// <summary>The real ./sala, without the shell script around it: a process of its own.</summary>
internal static class CommandLine
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Sala.Cli.dll");

    public static Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath() };
        return Process.Start(start)!;
    }

    public static Task<Ended> Run(params string[] words) => RunWith("", words);

    /// <summary>Runs a command to its end, with something on its standard input.</summary>
    public static async Task<Ended> RunWith(string input, params string[] words)
    {
        using var process = Start(words);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await said, await complained);
    }
}

/// <summary>A folder with a configuration for real use, as the operating guide has it.</summary>
internal sealed class Host : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sala-host-").FullName;
    public string Configuration => Path.Combine(Folder, "sala.yml");
    public int Port { get; } = FreePort();

    public static Host With(params (string Name, string Value)[] lines)
    {
        var host = new Host();
        var all = new Dictionary<string, string>
        {
            ["country"] = Countries.Pack.ThailandFolder, ["database"] = "sqlite:data/sala.db", ["ring"] = "keys/ring.json", ["key_store"] = "keys/slots", ["key_store_copy"] = "copy/slots",
            ["listen"] = $"http://127.0.0.1:{host.Port}", ["proxy"] = "127.0.0.1", ["mail_from"] = "sala@example.org", ["mail_server"] = "127.0.0.1",
        };
        foreach (var (name, value) in lines) all[name] = value;
        Directory.CreateDirectory(Path.Combine(host.Folder, "data"));
        var text = new StringBuilder();
        foreach (var (name, value) in all.Where(line => line.Value.Length > 0)) text.Append(name).Append(": \"").Append(value.Replace("PORT", $"{host.Port}", StringComparison.Ordinal)).Append("\"\n");
        File.WriteAllText(host.Configuration, text.ToString());
        return host;
    }

    public string At(string path) => Path.Combine(Folder, path);

    public Task<Ended> Setup() => CommandLine.Run("setup", "--config", Configuration);

    public Task<Ended> Serve() => CommandLine.Run("serve", "--config", Configuration);

    /// <summary>Serves until disposed.</summary>
    public async Task<Served> Serving()
    {
        var process = CommandLine.Start("serve", "--config", Configuration);
        var served = new Served(process);
        await served.Until("\"event\":\"started\"");
        return served;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A server process and all that it said.</summary>
internal sealed class Served(Process process) : IAsyncDisposable
{
    private readonly Task<string> error = process.StandardError.ReadToEndAsync();

    public List<string> Lines { get; } = [];

    public async Task Until(string part)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            Lines.Add(line);
            if (line.Contains(part, StringComparison.Ordinal)) return;
        }
        Assert.Fail($"It ended before it said {part}: {string.Join('\n', Lines)} {await error}");
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    /// <returns>Its exit code, and everything it had said.</returns>
    public async Task<(int Code, string Said)> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        Lines.AddRange((await process.StandardOutput.ReadToEndAsync()).Split('\n'));
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Join('\n', Lines) + await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
