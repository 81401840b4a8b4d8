using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Sala.Agencies;
using Sala.Measuring;
using Sala.Operation;
using Sala.Web;

namespace Sala.Benchmarks;

/// <summary>kill -9 in the middle of referrals: either or, never half, and no word lost.</summary>
internal static class ReferralKills
{
    private static string Country => Path.Combine(Repository.Root, "countries", "th");

    public static async Task<int> Run(Options options)
    {
        var kills = options.Number("kills", 50);
        await using var postgres = options["on"] == "postgres" ? await OwnPostgres.Start() ?? throw new InvalidOperationException("PostgreSQL is not installed.") : null;
        var database = postgres is null ? null : "postgres:" + postgres.ConnectionString;
        var folder = Directory.CreateTempSubdirectory("sala-kills-").FullName;
        try
        {
            // Long ago: codes are used in the order of time.
            var clock = new MovedClock { Ahead = TimeSpan.FromHours(-4) };
            await Demonstration.Fill(folder, Country, clock, reports: false, database);
            clock.Ahead = TimeSpan.FromHours(-2);
            var settings = Demonstration.SettingsIn(folder, Country, database);
            ReferralLoad load;
            await using (var sala = await Installation.Open(settings, clock)) load = await ReferralLoad.Prepare(sala, name => In(sala, folder, clock, name));
            var cookies = new Dictionary<string, CookieContainer>();
            var problems = new List<string>();
            for (var kill = 0; kill < kills; kill++)
            {
                var port = FreePort();
                using (var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Sala.Benchmarks.dll"), "serve-demonstration", folder, port.ToString(CultureInfo.InvariantCulture), database ?? ""]))!)
                {
                    var browsers = new List<HttpClient>();
                    foreach (var name in (string[])["head", "responder2", "responder"]) browsers.Add(await Browser(new Uri($"http://127.0.0.1:{port}"), folder, cookies, name));
                    var running = load.Run(browsers[0], browsers[1], browsers[2]);
                    await load.IsUnderWay();
                    await Task.Delay(Random.Shared.Next(1000));
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync();
                    await running;
                    browsers.ForEach(b => b.Dispose());
                }
                await using var sala = await Installation.Open(settings, clock);
                problems.AddRange((await load.Problems(sala, await In(sala, folder, clock, "lead"))).Select(p => $"kill {kill + 1}: {p}"));
                Console.Write($"\r{kill + 1} of {kills} kills: {load.Acknowledged} acknowledged, {problems.Count} half or lost   ");
            }
            Console.WriteLine();
            problems.ForEach(Console.WriteLine);
            return problems.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The process that is killed.</summary>
    public static async Task<int> Serve(string folder, string port, string database)
    {
        var settings = Demonstration.SettingsIn(folder, Country, database.Length == 0 ? null : database);
        await using var sala = await Installation.Open(settings, TimeProvider.System);
        await using var app = await Server.Build(sala, new ServerOptions($"http://127.0.0.1:{port}", FloodControl: false));
        await app.RunAsync();
        return 0;
    }

    private static async Task<SignedIn> In(Installation sala, string folder, MovedClock clock, string name)
    {
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == name);
        clock.Ahead += TimeSpan.FromSeconds(31);
        return (await sala.SignIn.Resume((await sala.SignIn.Open(name, person.Password, person.Code(clock.GetUtcNow())))!))!;
    }

    private static async Task<HttpClient> Browser(Uri address, string folder, Dictionary<string, CookieContainer> cookies, string name)
    {
        var known = cookies.TryGetValue(name, out var jar);
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar ??= cookies[name] = new CookieContainer() }) { BaseAddress = address };
        for (var i = 0; ; i++)
        {
            try
            {
                if ((await browser.GetAsync("/en")).IsSuccessStatusCode) break;
            }
            catch (HttpRequestException) when (i < 600)
            {
                await Task.Delay(100);
            }
        }
        if (known) return browser;
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == name);
        using var answer = await browser.PostAsync("/work/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("name", name), KeyValuePair.Create("password", person.Password), KeyValuePair.Create("code", person.Code(DateTimeOffset.UtcNow))]));
        return answer.StatusCode == HttpStatusCode.SeeOther ? browser : throw new InvalidOperationException($"{name} could not sign in: {answer.StatusCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
