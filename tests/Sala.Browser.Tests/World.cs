using Microsoft.AspNetCore.Builder;
using Sala.Operation;
using Sala.Web;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)] // times are measured, and two cores are all there is
[assembly: AssemblyFixture(typeof(Sala.Browser.Tests.World))]

namespace Sala.Browser.Tests;

/// <summary>One Sala over real keys and a real database, one Chromium, and the rest of the internet (<see cref="Elsewhere"/>), for all tests of this project.</summary>
public sealed class World : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sala-browser-").FullName;
    private readonly Dictionary<string, (Task<string> State, DateTimeOffset Used)> signedIn = [];
    private WebApplication app = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public Uri Address { get; private set; } = null!;
    public Installation Sala { get; private set; } = null!;
    public Elsewhere Elsewhere { get; private set; } = null!;
    public MovedClock Clock { get; } = new();
    public IReadOnlyList<DemonstrationPerson> Staff { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var starting = Playwright.CreateAsync();
        Elsewhere = await Elsewhere.Start();
        await Demonstration.Fill(folder, Repository.Thailand, Clock, cases: true);
        Staff = Demonstration.StaffOf(folder);
        Sala = await Installation.Open(Demonstration.SettingsIn(folder, Repository.Thailand), Clock);
        app = await Server.Build(Sala, new ServerOptions("http://127.0.0.1:0"));
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
        playwright = await starting;
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, ChromiumSandbox = false, Args = Chromium.Arguments(Elsewhere) });
    }

    /// <summary>Somebody who was let in by a test signs in through the page like all others.</summary>
    public void Joins(DemonstrationPerson person) => Staff = [.. Staff, person];

    /// <summary>The page of the pack that leaving ends on.</summary>
    public string Neutral(string language) => Sala.Country.Language(language).LeaveTo.AbsoluteUri;

    /// <summary>A browser window of its own, with no past.</summary>
    public async Task<Visitor> Visitor(Device device, string? state = null) =>
        await Tests.Visitor.In(await browser.NewContextAsync(device.Options(state)), device, this);

    /// <summary>A browser with a profile on disk, as on a phone that somebody else takes up later.</summary>
    public Task<IBrowserContext> OnDisk(string profile, Device device, params string[] more) =>
        playwright.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            ExecutablePath = Chromium.Path, ChromiumSandbox = false, Args = [.. Chromium.Arguments(Elsewhere), .. more], JavaScriptEnabled = device.Script,
            ViewportSize = new() { Width = device.Width, Height = device.Height }, IgnoreHTTPSErrors = true,
            IgnoreDefaultArgs = ["--disable-back-forward-cache"], // ordinary people have it
        });

    /// <summary>A window in which this member of staff is signed in. Each signs in through the page, anew when the session was not used for a while.</summary>
    public async Task<Visitor> SignedIn(string name, Device device)
    {
        Task<string> state;
        lock (signedIn)
        {
            // A session ends when nobody uses it; the clock of these tests runs ahead with each code.
            var now = Clock.GetUtcNow();
            if (!signedIn.TryGetValue(name, out var before) || now - before.Used > TimeSpan.FromMinutes(10)) before.State = SignIn(name, device);
            signedIn[name] = (state = before.State, now);
        }
        return await Visitor(device, await state);
    }

    private async Task<string> SignIn(string name, Device device)
    {
        await using var visitor = await Visitor(device with { Script = true });
        await new Worker(visitor).SignsIn(name);
        return await visitor.Context.StorageStateAsync();
    }

    /// <summary>A code that was not used before: the clock goes on by a step of the authenticator.</summary>
    public string NextCode(DemonstrationPerson person)
    {
        Clock.Ahead += TimeSpan.FromSeconds(31);
        return person.Code(Clock.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Sala.DisposeAsync();
        await Elsewhere.DisposeAsync();
        Directory.Delete(folder, true);
    }
}

public sealed class MovedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
