using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Sala.Tests.Fixtures;

/// <summary>./sala demo as a process of its own, that can be killed.</summary>
internal sealed class DemonstrationProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder said = new();

    private DemonstrationProcess(Process process, Uri address)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address };
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    public int Id => process.Id;

    /// <summary>Everything it wrote to its output.</summary>
    public string Said
    {
        get { lock (said) return said.ToString(); }
    }

    /// <summary>Starts it on a folder and waits until it answers.</summary>
    /// <param name="under">A command that it runs under, such as a tracer.</param>
    public static async Task<DemonstrationProcess> Start(string folder, params string[] under)
    {
        var port = FreePort();
        string[] command = [.. under, "dotnet", Path.Combine(AppContext.BaseDirectory, "Sala.Cli.dll"), "demo", "--port", $"{port}", "--data", folder, "--flood-control", "off"];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var demonstration = new DemonstrationProcess(process, new Uri($"http://127.0.0.1:{port}"));
        for (var i = 0; i < 1200; i++)
        {
            Assert.False(process.HasExited, demonstration.Said);
            try
            {
                if ((await demonstration.Client.GetAsync("/en")).IsSuccessStatusCode) return demonstration;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(50);
        }
        throw new TimeoutException($"The demonstration did not answer within a minute. {demonstration.Said}");
    }

    /// <summary>Sends a report.</summary>
    /// <returns>The receipt; null when the answer did not come.</returns>
    public async Task<string?> Tells(string story, string key)
    {
        try
        {
            using var answer = await Client.PostAsJsonAsync("/api/v1/reports", new { language = "en", idempotencyKey = key, answers = new { kind = new[] { "threats" }, story } });
            if (answer.StatusCode != HttpStatusCode.Created) return null;
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString();
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL: nothing of it runs after this.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
        Client.Dispose();
    }

    private void Say(string? line)
    {
        lock (said) said.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
