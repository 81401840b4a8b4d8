using Microsoft.AspNetCore.Builder;
using Sala.Operation;
using Sala.Tests.Countries;
using Sala.Web;

namespace Sala.Tests;

/// <summary>A real server on a port of its own, over a real database and real keys, with the made-up people of the demonstration.</summary>
public sealed class RunningSala : IAsyncDisposable
{
    private static readonly SemaphoreSlim Filling = new(1);
    private static readonly Dictionary<bool, string> Filled = [];

    private readonly WebApplication app;

    private RunningSala(string folder, Installation sala, WebApplication app, Uri address) => (Folder, Installation, this.app, Address) = (folder, sala, app, address);

    public string Folder { get; }

    public Installation Installation { get; }

    public Uri Address { get; }

    /// <summary>The made-up staff, to sign in.</summary>
    public IReadOnlyList<DemonstrationPerson> Staff => Demonstration.StaffOf(Folder);

    /// <summary>The server's endpoints, to walk through all of them.</summary>
    public WebApplication App => app;

    /// <summary>Starts one over a copy of a demonstration that was filled once for the whole run.</summary>
    /// <param name="floodControl">As in <see cref="ServerOptions"/>.</param>
    /// <param name="reports">With the made-up reports too.</param>
    /// <param name="country">Another pack than Thailand's.</param>
    public static async Task<RunningSala> Start(bool floodControl = true, TimeProvider? clock = null, bool reports = false, string? country = null)
    {
        var folder = Directory.CreateTempSubdirectory("sala-run-").FullName;
        Copy(await Template(reports), folder);
        var sala = await Installation.Open(Demonstration.SettingsIn(folder, country ?? Pack.ThailandFolder), clock ?? TimeProvider.System);
        var app = await Server.Build(sala, new ServerOptions("http://127.0.0.1:0", floodControl));
        await app.StartAsync();
        return new RunningSala(folder, sala, app, new Uri(app.Urls.Single()));
    }

    /// <summary>A browser of its own: follows redirects only when told, and keeps cookies.</summary>
    public HttpClient Browser(bool follow = true) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = follow, UseCookies = true }) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Installation.DisposeAsync();
        Directory.Delete(Folder, true);
    }

    private static async Task<string> Template(bool reports)
    {
        await Filling.WaitAsync();
        try
        {
            if (Filled.TryGetValue(reports, out var known)) return known;
            var folder = Directory.CreateTempSubdirectory("sala-filled-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
            await Demonstration.Fill(folder, Pack.ThailandFolder, TimeProvider.System, reports);
            return Filled[reports] = folder;
        }
        finally
        {
            Filling.Release();
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, file));
            File.Copy(file, there);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(there, File.GetUnixFileMode(file));
        }
    }
}
