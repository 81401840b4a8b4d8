using System.Net;
using Sala.Agencies;
using Sala.Measuring;
using Sala.Operation;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Cases.Referrals;

/// <summary>The program ends by SIGKILL in the middle of referrals, with two people writing into the case: a process of its own, over HTTP. Fifty times: ./sala bench kills --of referrals.</summary>
public sealed class KilledReferralTests
{
    private const int Kills = 4;

    [Fact]
    public async Task A_program_that_is_killed_leaves_each_referral_whole_in_one_state_and_loses_no_word()
    {
        var folder = await FilledSala.DemonstrationFolder();
        var clock = new MovedClock();
        ReferralLoad load;
        await using (var sala = await Installation.Open(Demonstration.SettingsIn(folder, Pack.ThailandFolder), clock)) load = await ReferralLoad.Prepare(sala, name => In(sala, folder, clock, name));
        var cookies = new Dictionary<string, CookieContainer>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using (var process = await DemonstrationProcess.Start(folder))
            {
                var browsers = new List<HttpClient>();
                foreach (var name in (string[])["head", "responder2", "responder"]) browsers.Add(await Browser(process, folder, cookies, name));
                var running = load.Run(browsers[0], browsers[1], browsers[2]);
                await load.IsUnderWay();
                await Task.Delay(Random.Shared.Next(800), TestContext.Current.CancellationToken);
                await process.Kill();
                await running;
                browsers.ForEach(b => b.Dispose());
            }
            await using var sala = await Installation.Open(Demonstration.SettingsIn(folder, Pack.ThailandFolder), clock);
            Assert.Empty(await load.Problems(sala, await In(sala, folder, clock, "lead")));
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {load.Acknowledged}");
        Assert.True(load.Acknowledged is { Sent: > 0, Answered: > 0, Written: > 0 }, $"{load.Acknowledged}");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<SignedIn> In(Installation sala, string folder, MovedClock clock, string name)
    {
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == name);
        clock.Ahead += TimeSpan.FromSeconds(31);
        return (await sala.SignIn.Resume((await sala.SignIn.Open(name, person.Password, person.Code(clock.GetUtcNow())))!))!;
    }

    private static async Task<HttpClient> Browser(DemonstrationProcess process, string folder, Dictionary<string, CookieContainer> cookies, string name)
    {
        var known = cookies.TryGetValue(name, out var jar);
        jar ??= cookies[name] = new CookieContainer();
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = process.Client.BaseAddress };
        if (known) return browser;
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == name);
        using var answer = await browser.PostAsync("/work/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("name", name), KeyValuePair.Create("password", person.Password), KeyValuePair.Create("code", person.Code(DateTimeOffset.UtcNow))]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    private sealed class MovedClock : TimeProvider
    {
        // Who prepares has signed in long before the program is asked for a code of theirs.
        public TimeSpan Ahead { get; set; } = TimeSpan.FromMinutes(-20);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
