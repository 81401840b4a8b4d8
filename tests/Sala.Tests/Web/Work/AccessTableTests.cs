using System.Net;
using Sala.Agencies;
using Sala.Tests.Countries;
using Sala.Web;
using Sala.Web.Access;

namespace Sala.Tests.Web.Work;

/// <summary>Must hold 8: role x endpoint x scope, generated from the routes, against the committed table.</summary>
public class AccessTableTests
{
    private static readonly string TableFile = Path.Combine(Pack.ThailandFolder, "..", "..", "tests", "Sala.Tests", "Web", "access-table.txt");
    private const string Renew = "SALA_RENEW_ACCESS_TABLE=1 dotnet test --project tests/Sala.Tests -c Release --filter-class \"*AccessTableTests\"";

    [Fact]
    public async Task Who_comes_to_which_endpoint_is_what_the_committed_table_says_and_each_refused_try_is_in_the_trail()
    {
        await using var sala = await WorkingSala.Start();
        var names = sala.Running.Staff.Select(s => s.SignInName).ToList();
        var staff = new Dictionary<string, Officer>();
        var deeds = await ScopeTable.Prepare(sala, staff);
        foreach (var name in names) staff[name] = await sala.Officer(name);
        var signedIn = new Dictionary<string, SignedIn>();
        foreach (var name in names) signedIn[name] = await Actor(sala, name);
        var nobody = new Officer(sala.Running, sala.Clock, sala.Running.Staff[0]);

        var table = new List<string>
        {
            "# Who comes to which endpoint: method, route, policy, the demonstration's staff who are let in. Read each difference as a change of who may do what.",
            $"# Renew with: {Renew}",
        };
        var expectedRefusals = 0;
        foreach (var (method, route, policy) in await Server.RequirePolicies(sala.Running.App))
        {
            if (policy is OpenToAllAttribute)
            {
                table.Add($"{method} {route} | {policy.InWords}");
                continue;
            }
            var path = System.Text.RegularExpressions.Regex.Replace(route.Replace("/{handler?}", "", StringComparison.Ordinal), @"\{[a-z]+\}", new string('0', 32));
            Assert.True(method is "GET" or "POST", $"{method} {route}: teach this test the method.");
            Task<Seen> Comes(Officer who) => method == "GET" ? who.Get(path) : path.StartsWith("/api/", StringComparison.Ordinal) ? who.Call(path, "{}") : who.Post(path);
            Assert.Contains((await Comes(nobody)).Status, new[] { HttpStatusCode.Redirect, HttpStatusCode.Unauthorized });
            foreach (var name in names.Where(n => !policy.Allows(signedIn[n])))
            {
                Assert.Equal(HttpStatusCode.NotFound, (await Comes(staff[name])).Status);
                expectedRefusals++;
            }
            table.Add($"{method} {route} | {policy.InWords} | {string.Join(' ', names.Where(n => policy.Allows(signedIn[n])))}");
        }
        Assert.Equal(expectedRefusals, (await sala.Refusals("endpoint")).Count);

        table.Add("# What is inside the scope of whom: a report that waits, one that the responder has taken, one of the second unit, an offer to the second unit; rotas; members of a unit.");
        foreach (var (what, path) in await Scopes(sala, staff["responder"]))
        {
            var allowed = new List<string>();
            foreach (var name in names)
            {
                var before = (await sala.Refusals()).Count;
                var status = (await staff[name].Get(path)).Status;
                Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
                if (status == HttpStatusCode.OK) allowed.Add(name);
                else Assert.Equal(before + 1, (await sala.Refusals()).Count);
            }
            table.Add($"{what} | {string.Join(' ', allowed)}");
        }
        table.Add("# Each deed by scope: who comes to it on what is theirs, another unit's, without a grant, with one that has ended. A rule may still stand against it; whoever is missing was refused, and the trail says so.");
        table.AddRange(await deeds.Lines());
        foreach (var one in signedIn.Values) one.Dispose();
        nobody.Dispose();

        if (Environment.GetEnvironmentVariable("SALA_RENEW_ACCESS_TABLE") == "1") await File.WriteAllTextAsync(TableFile, string.Join('\n', table) + "\n", TestContext.Current.CancellationToken);
        var committed = await File.ReadAllLinesAsync(TableFile, TestContext.Current.CancellationToken);
        var differences = table.Except(committed).Select(l => $"+ {l}").Concat(committed.Except(table).Select(l => $"- {l}")).ToList();
        Assert.True(differences.Count == 0, $"Access is not what tests/Sala.Tests/Web/access-table.txt says. If the change is meant, renew the table and commit it:\n{Renew}\n{string.Join('\n', differences)}");
    }

    private static async Task<SignedIn> Actor(WorkingSala sala, string name)
    {
        sala.Clock.Ahead += TimeSpan.FromSeconds(31);
        var person = sala.Running.Staff.Single(s => s.SignInName == name);
        var secret = await sala.Sala.SignIn.Open(name, person.Password, person.Code(sala.Clock.GetUtcNow()));
        return (await sala.Sala.SignIn.Resume(secret!))!;
    }

    private static async Task<IReadOnlyList<(string What, string Path)>> Scopes(WorkingSala sala, Officer responder)
    {
        var (waiting, _) = await sala.Tells("waits");
        var (taken, _) = await sala.Tells("is taken");
        var (offered, _) = await sala.Tells("is offered");
        var (elsewhere, _) = await sala.Tells("elsewhere", area: "TH-50");
        var units = await sala.Sala.People.Units();
        var (children, crimes) = (units.Single(u => u.Name.StartsWith("Children's unit", StringComparison.Ordinal)).Id, units.Single(u => u.Name.StartsWith("Online crimes", StringComparison.Ordinal)).Id);
        await responder.Post($"/work/reports/{taken}/take");
        await responder.Post($"/work/reports/{offered}/take");
        await responder.Post($"/work/reports/{offered}/offer", ("unit", crimes.ToString()), ("reason", "Theirs"));
        return
        [
            ("GET /work/reports/{id}, waiting in the children's unit", $"/work/reports/{waiting}"),
            ("GET /work/reports/{id}/as-child, waiting in the children's unit", $"/work/reports/{waiting}/as-child"),
            ("GET /work/reports/{id}, taken by the responder", $"/work/reports/{taken}"),
            ("GET /work/reports/{id}/as-child, taken by the responder", $"/work/reports/{taken}/as-child"),
            ("GET /work/reports/{id}, waiting in the second unit", $"/work/reports/{elsewhere}"),
            ("GET /work/reports/{id}, offered to the second unit", $"/work/reports/{offered}"),
            ("GET /work/offers/{id}, offered to the second unit", $"/work/offers/{offered}"),
            ("GET /work/offers/{id}, not offered", $"/work/offers/{taken}"),
            ("GET /work/rota, of the children's unit", $"/work/rota?unit={children}"),
            ("GET /work/rota, of the second unit", $"/work/rota?unit={crimes}"),
        ];
    }
}
