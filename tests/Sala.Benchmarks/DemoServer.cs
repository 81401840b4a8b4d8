using System.Diagnostics;
using System.Net.Sockets;
using System.Net;

namespace Sala.Benchmarks;

/// <summary>The demonstration as a process of its own, as ./sala demo starts it.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly Process process;

    private DemoServer(Process process, int port, string folder) => (this.process, Port, Folder) = (process, port, folder);

    public int Port { get; }
    public string Folder { get; }
    public Uri Address => new($"http://127.0.0.1:{Port}");
    public int ProcessId => process.Id;

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<DemoServer> Start(string folder, bool floodControl, int? port = null)
    {
        var chosen = port ?? FreePort();
        var program = Path.Combine(AppContext.BaseDirectory, "Sala.Cli.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "demo", "--port", $"{chosen}", "--data", folder, "--flood-control", floodControl ? "on" : "off"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) Console.Error.WriteLine(text); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new DemoServer(process, chosen, folder);
        using var client = new HttpClient { BaseAddress = server.Address };
        for (var i = 0; i < 600; i++)
        {
            if (process.HasExited) throw new InvalidOperationException($"The demonstration ended with {process.ExitCode}.");
            try
            {
                if ((await client.GetAsync("/en")).IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException)
            {
            }
            await Task.Delay(100);
        }
        throw new TimeoutException("The demonstration did not answer within a minute.");
    }

    /// <summary>Seconds of processor time it has used.</summary>
    public double CpuSeconds()
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    public long MemoryBytes()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
