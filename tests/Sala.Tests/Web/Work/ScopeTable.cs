using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Tests.Web.Work;

/// <summary>
/// The deeds of staff by scope: each POST handler of each page that the server has, tried by everybody on what is theirs, on what is another unit's, without a grant
/// and with one that has ended. Whether a try was inside somebody's scope, the trail tells: outside, it holds exactly one refusal more.
/// </summary>
internal sealed class ScopeTable(WorkingSala sala, IReadOnlyDictionary<string, Officer> staff)
{
    /// <summary>What is tried: where, in words, and how for one person. A deed that changes what it is done to makes a new one for each.</summary>
    private sealed record Try(string Where, Func<Task<(string Path, (string Name, string Value)[] Fields)>> How);

    /// <summary>Handlers that touch nothing but what is one's own: the session, and whom one is close to.</summary>
    private static readonly HashSet<string> Own = ["/work/sign-out", "/work/step-up", "/work/close-to-me"];

    private const string ForHours = "opened for \"responder2\" by guardians, for hours";
    private const string Ended = "once opened for \"responder2\" by guardians, for hours that have ended";

    /// <summary>Cases with a task and an interview that was let begin: where, and the ids.</summary>
    private readonly Dictionary<string, (RecordId Case, RecordId Task, RecordId Step)> cases = [];

    private readonly Dictionary<RecordId, RecordId> drafts = [];
    private RecordId account, letter;

    private readonly Dictionary<string, RecordId> hooks = [];

    /// <summary>A referral of each case to the other unit, and one on paper.</summary>
    private readonly Dictionary<string, RecordId> referrals = [], papers = [];

    /// <summary>A file of the same child that stands behind each case.</summary>
    private readonly Dictionary<string, RecordId> behind = [];
    private RecordId children, crimes, groupA, office, spare, founded;
    private readonly Dictionary<string, RecordId> reports = [];
    private readonly Dictionary<string, byte[]> sessions = [];

    /// <summary>Makes what is tried. Hours pass in it: call it before anybody signs in whose session is to last.</summary>
    public static async Task<ScopeTable> Prepare(WorkingSala sala, IReadOnlyDictionary<string, Officer> staff)
    {
        var table = new ScopeTable(sala, staff);
        await table.Prepare();
        return table;
    }

    /// <summary>The lines of the table.</summary>
    public async Task<IReadOnlyList<string>> Lines()
    {
        var lines = new List<string>();
        foreach (var (route, handler) in await Handlers(sala.Running.App))
        {
            if (Own.Contains(route.Replace("/{handler?}", "", StringComparison.Ordinal))) continue;
            var deed = "POST " + (handler is null ? route.Replace("/{handler?}", "", StringComparison.Ordinal) : route.Replace("{handler?}", handler, StringComparison.Ordinal));
            var tries = Tries(route, handler);
            Assert.True(tries is not null, $"{deed}: say in tests/Sala.Tests/Web/Work/ScopeTable.cs on what it is tried.");
            foreach (var one in tries!) lines.Add($"{deed}, {one.Where} | {string.Join(' ', await WhoMay(deed, one))}");
        }
        foreach (var (method, route) in Calls(sala.Running.App))
        {
            var tries = ApiTries(method, route);
            Assert.True(tries is not null, $"{method} {route}: say in tests/Sala.Tests/Web/Work/ScopeTable.cs on what it is tried.");
            foreach (var one in tries!) lines.Add($"{method} {route}, {one.Where} | {string.Join(' ', await WhoMay($"{method} {route}", one))}");
        }
        return lines;
    }

    /// <summary>Every call of the API that is for staff and on a record, as the server has them; what is one's own session is left out.</summary>
    private static List<(string Method, string Route)> Calls(WebApplication app) =>
        [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<global::Sala.Web.Access.IAccessPolicy>() is not global::Sala.Web.Access.OpenToAllAttribute)
            .Select(e => (Method: e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], Route: e.RoutePattern.RawText!))
            .Where(e => !e.Route.StartsWith("/api/v1/session", StringComparison.Ordinal) && (e.Method == "POST" || e.Route.Contains("{id}", StringComparison.Ordinal)))
            .OrderBy(e => e.Route, StringComparer.Ordinal).ThenBy(e => e.Method, StringComparer.Ordinal)];

    private const string Case = "/api/v1/cases/{id}";

    /// <summary>Bodies that are taken, and against which the domain then says no wherever it can: what is tried is who comes to it.</summary>
    private List<Try>? ApiTries(string method, string route) => (method, route) switch
    {
        ("POST", "/api/v1/cases") => [.. reports.Where(r => r.Key is "taken by the responder" or "taken in the second unit").Select(r => On(r.Key, route, ("", $$"""{"report":"{{r.Value}}","pseudonym":""}""")))],
        ("POST", "/api/v1/exports") => [On("the own list", route, ("", """{"form":"csv","purpose":""}"""))],
        ("POST", "/api/v1/webhooks") => [On("the children's unit", route, ("", $$"""{"unit":"{{children}}","role":"investigator","address":""}"""))],
        // Ending one is tried where there is none: else the first who may would leave none to the others.
        ("POST", "/api/v1/webhooks/{id}/end") => [On("not there", route.Replace("{id}", RecordId.Random().ToString(), StringComparison.Ordinal), ("", "{}"))],
        ("POST", "/api/v1/webhooks/{id}/pause") or ("POST", "/api/v1/webhooks/{id}/resume") => [.. hooks.Select(h => On(h.Key, route.Replace("{id}", h.Value.ToString(), StringComparison.Ordinal), ("", "{}")))],
        ("GET", "/api/v1/webhooks/{id}") => [.. hooks.Select(h => On(h.Key, $"/api/v1/webhooks/{h.Value}", ("", "")))],
        ("POST", "/api/v1/cases/find") => [On("any", route, ("", "{}"))],
        ("POST", "/api/v1/filters") => [On("one's own", route, ("", """{"name":""}"""))],
        ("POST", "/api/v1/filters/{id}/remove") => [On("of nobody", route.Replace("{id}", spare.ToString(), StringComparison.Ordinal), ("", "{}"))],
        ("GET", "/api/v1/reports/{id}/cases") => [.. reports.Select(r => On(r.Key, route.Replace("{id}", r.Value.ToString(), StringComparison.Ordinal), ("", "")))],
        ("GET", "/api/v1/referrals/{id}") => OnReferrals(route, ""),
        ("POST", "/api/v1/referrals/{id}/accept") => [new("sent to the second unit", async () => (route.Replace("{id}", (await Sent()).ToString(), StringComparison.Ordinal), [("", "{}")]))],
        ("POST", "/api/v1/referrals/sent/{id}/withdraw") => [new("sent to the second unit", async () => (route.Replace("{id}", (await Sent()).ToString(), StringComparison.Ordinal), [("", "{}")]))],
        // Without a reason, or where it stands elsewhere by now: who comes to it is told so.
        ("POST", "/api/v1/referrals/{id}/decline") => OnReferrals(route, """{"reason":""}"""),
        ("POST", "/api/v1/referrals/{id}/grants") => OnReferrals(route, $$"""{"part":"intake","person":"{{spare}}","purpose":""}"""),
        ("POST", "/api/v1/referrals/{id}/grants/end") => OnReferrals(route, $$"""{"part":"intake","person":"{{spare}}"}"""),
        ("POST", "/api/v1/referrals/{id}/end") or ("POST", "/api/v1/referrals/sent/{id}/end") => OnReferrals(route, "{}"),
        ("POST", "/api/v1/referrals/sent/{id}/record") => [.. papers.Select(r => On($"on paper, of {r.Key}", route.Replace("{id}", r.Value.ToString(), StringComparison.Ordinal), ("", """{"accepted":false,"by":"","on":"2026-11-24"}""")))],
        // Without a rule for it: who comes to it is told so.
        ("POST", Case + "/referrals") => OnCases(route, """{"kind":"referral","body":"x"}"""),
        ("POST", Case + "/referrals/{referral}/print") => [.. cases.Select(c => On(c.Key, Filled(route, c.Value.Case, c.Value).Replace("{referral}", papers[c.Key].ToString(), StringComparison.Ordinal), ("", "{}")))],
        ("POST", Case + "/forms") => OnCases(route, """{"form":"person","answers":{}}"""),
        ("POST", Case + "/entries/{entry}/form") => OnCases(route, """{"version":99,"answers":{}}"""),
        // Before password and code are given again, and where there is no such hold: who comes to it is told so.
        ("POST", Case + "/holds") => OnCases(route, """{"until":"2027-11-24","reason":""}"""),
        ("POST", Case + "/holds/{hold}/lift") => OnCases(route.Replace("{hold}", RecordId.Random().ToString(), StringComparison.Ordinal), """{"reason":""}"""),
        ("GET", _) when route.StartsWith(Case, StringComparison.Ordinal) => OnCases(route, ""),
        ("POST", Case + "/reopen") => OnCases(route, """{"stage":"assessed","reason":""}"""),
        ("POST", Case + "/stage") => OnCases(route, """{"stage":"assessed"}"""),
        ("POST", Case + "/exports") => OnCases(route, """{"form":"pdf","purpose":""}"""),
        ("POST", Case + "/entries") => OnCases(route, """{"part":"intake","kind":"note","words":"x"}"""),
        ("POST", Case + "/entries/{entry}") => OnCases(route, """{"version":99,"answers":{"task":"call"}}"""),
        ("POST", Case + "/import") => OnCases(route, """{"entries":[{"part":"intake","kind":"override"}]}"""),
        ("POST", Case + "/grants") => OnCases(route, $$"""{"part":"intake","person":"{{spare}}","purpose":"x"}"""),
        ("POST", Case + "/grants/end") => OnCases(route, $$"""{"part":"intake","person":"{{spare}}"}"""),
        ("POST", Case + "/objections") => OnCases(route, $$"""{"person":"{{spare}}"}"""),
        ("POST", Case + "/merge") => [.. cases.Select(c => On(c.Key, Filled(route, c.Value.Case, c.Value), ("", $$"""{"duplicate":"{{c.Value.Case}}","reason":""}""")))],
        ("POST", Case + "/part") => [.. cases.Select(c => On(c.Key, Filled(route, behind[c.Key], c.Value), ("", """{"reason":""}""")))],
        ("POST", Case + "/steps") => OnCases(route, """{"procedure":"interview"}"""),
        ("POST", Case + "/steps/{step}") => OnCases(route, """{"version":99,"answers":{}}"""),
        ("POST", Case + "/steps/{step}/overrides") => OnCases(route, """{"rule":"I6","reason":"x"}"""),
        ("POST", Case + "/steps/{step}/overrides/approve") => OnCases(route, """{"rule":"I6"}"""),
        ("POST", Case + "/suspect") => OnCases(route, """{"place":"x","starts":"2027-01-02T10:00","ends":"2027-01-01T10:00"}"""),
        // Nothing is late and nothing was written: who comes to it is told so.
        ("POST", Case + "/course") => OnCases(route, """{"facts":{}}"""),
        ("POST", Case + "/course/explain") => OnCases(route, """{"rule":"M2","reason":"x"}"""),
        ("POST", Case + "/accounts") => OnCases(route, """{"kind":"handle","value":""}"""),
        ("POST", Case + "/accounts/{entry}/withdraw") or ("POST", Case + "/preservations/{entry}/end") => OnCases(route, """{"version":99}"""),
        ("POST", Case + "/accounts/{entry}/look-ups") => OnCases(route, """{"purpose":""}"""),
        ("POST", Case + "/preservations") => OnCases(route, """{"platform":"tiktok","accounts":[],"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","law":"x","contact":"x"}"""),
        ("POST", Case + "/letters") => OnCases(route, """{"kind":"verdict","readBy":"nobodyLooked","words":"x"}"""),
        ("POST", Case + "/letters/take-in") or ("POST", Case + "/preservations/{entry}/print") or ("POST", Case + "/steps/{step}/open") or ("POST", Case + "/steps/{step}/held") => OnCases(route, "{}"),
        _ => null,
    };

    private List<Try> OnCases(string route, string json) => [.. cases.Select(c => On(c.Key, Filled(route, c.Value.Case, c.Value), ("", json)))];

    private List<Try> OnReferrals(string route, string json) => [.. referrals.Select(r => On($"a referral of {r.Key}", route.Replace("{id}", r.Value.ToString(), StringComparison.Ordinal), ("", json)))];

    private string Filled(string route, RecordId id, (RecordId Case, RecordId Task, RecordId Step) of) => route.Replace("{id}", id.ToString(), StringComparison.Ordinal).Replace("{step}", of.Step.ToString(), StringComparison.Ordinal)
        .Replace("{entry}", (route.Contains("/accounts/", StringComparison.Ordinal) ? account : route.Contains("/preservations/", StringComparison.Ordinal) ? letter : of.Task).ToString(), StringComparison.Ordinal);

    private async Task<List<string>> WhoMay(string deed, Try one)
    {
        var may = new List<string>();
        foreach (var (name, officer) in staff)
        {
            var (path, fields) = await one.How();
            var before = (await sala.Refusals()).Count;
            var seen = !path.StartsWith("/api/", StringComparison.Ordinal) ? await officer.Post(path, fields) : fields[0].Value.Length == 0 ? await officer.Get(path) : await officer.Call(path, fields[0].Value);
            Assert.True(seen.Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent or HttpStatusCode.Conflict or HttpStatusCode.Forbidden or HttpStatusCode.SeeOther or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound, $"{deed}, {one.Where}, {name}: {seen.Status}");
            var refused = (await sala.Refusals()).Count - before;
            if (refused == 0 && seen.Status != HttpStatusCode.NotFound) may.Add(name);
            else Assert.True(refused == 1, $"{deed}, {one.Where}, {name}: {seen.Status}, and {refused} refusals in the trail.");
        }
        return may;
    }

    /// <summary>Every POST handler of every page under /work that is for staff, as the server has them.</summary>
    private static async Task<List<(string Route, string? Handler)>> Handlers(WebApplication app)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var handlers = new List<(string, string?)>();
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page) continue;
            var compiled = await loader.LoadAsync(page, endpoint.Metadata);
            if (compiled.HandlerTypeInfo.GetCustomAttributes(inherit: true).OfType<global::Sala.Web.Access.OpenToAllAttribute>().Any()) continue;
            handlers.AddRange(compiled.HandlerMethods.Where(h => h.HttpMethod.Equals("POST", StringComparison.OrdinalIgnoreCase)).Select(h => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), h.Name?.ToLowerInvariant())));
        }
        // Taking seals anew, so that a grant that there was is gone: last.
        return [.. handlers.Distinct().OrderBy(h => h.Item1, StringComparer.Ordinal).ThenBy(h => h.Item2 == "take").ThenBy(h => h.Item2, StringComparer.Ordinal)];
    }

    private List<Try>? Tries(string route, string? handler) => (route, handler) switch
    {
        ("/work/reports/{id}/{handler?}", "take") => [.. reports.Where(r => r.Key is not "closed").Select(r => new Try(r.Key, async () => ($"/work/reports/{await Again(r.Key)}/take", [])))],
        ("/work/reports/{id}/{handler?}", { } deed) => [.. reports.Select(r => On(r.Key, $"/work/reports/{r.Value}/{deed}", deed switch
        {
            "fact" => [("fact", "sex"), ("codes", "boy")],
            "assign" => [("person", spare.ToString())],
            // Without words or reason: who comes to it is told that some are missing.
            _ => [],
        }))],
        ("/work/offers/{id}/{handler?}", "accept") => [
            new("offered to the second unit", async () => ($"/work/offers/{await Offered()}/accept", [])),
            On("not offered", $"/work/offers/{reports["taken by the responder"]}/accept")],
        ("/work/offers/{id}/{handler?}", "decline") => [
            On("offered to the second unit", $"/work/offers/{reports["offered to the second unit"]}/decline"),
            On("not offered", $"/work/offers/{reports["taken by the responder"]}/decline")],
        ("/work/rota/{handler?}", "add") => [.. Units(u => [("unit", u), ("person", spare.ToString()), ("step", "0"), ("day", "2027-01-04"), ("from", "08:00"), ("hours", "8")], "/work/rota/add")],
        ("/work/rota/{handler?}", "remove") => [.. Units(u => [("unit", u), ("shift", spare.ToString())], "/work/rota/remove")],
        ("/work/units/{handler?}", "create") => [On("any", "/work/units/create", ("agency", "An agency"), ("name", "A unit"), ("kind", "Office"))],
        ("/work/units/{handler?}", "found") => [.. Units(u => [("unit", u)], "/work/units/found"), On("a unit whose lead is \"head\", not begun", "/work/units/found", ("unit", founded.ToString()))],
        ("/work/units/{handler?}", "letin") => [.. Units(u => [("unit", u), ("person", spare.ToString()), ("key", "9")], "/work/units/letin")],
        ("/work/units/{handler?}", "confirm") => [.. Units(u => [("unit", u)], "/work/units/confirm")],
        ("/work/units/{handler?}", "remove") => [.. Units(u => [("unit", u), ("person", RecordId.Random().ToString())], "/work/units/remove")],
        // Without a step-up: who comes to it is told so. Ending one is tried where there is none: else the first who may would leave none to the others.
        ("/work/webhooks/{handler?}", "register") => [On("any", "/work/webhooks/register")],
        ("/work/webhooks/of/{id}/{handler?}", "end") => [On("not there", $"/work/webhooks/of/{RecordId.Random()}/end")],
        ("/work/webhooks/of/{id}/{handler?}", { } deed) => [.. hooks.Select(h => On(h.Key, $"/work/webhooks/of/{h.Value}/{deed}"))],
        ("/work/people", null) => [On("any", "/work/people")],
        ("/work/people/{id}/{handler?}", "roles") => [.. Units(u => [("unit", u)], $"/work/people/{spare}/roles")],
        ("/work/people/{id}/{handler?}", "remove") => [.. Units(u => [("unit", u)], $"/work/people/{spare}/remove")],
        ("/work/people/{id}/{handler?}", "reset") => [On("any", $"/work/people/{spare}/reset")],
        ("/work/audit/{handler?}", "verify") => [On("the whole trail", "/work/audit/verify")],
        ("/work/audit/{handler?}", "export") => [On("the whole trail", "/work/audit/export")],
        ("/work/guardians/{handler?}", "report") => [.. reports.Where(r => r.Key is "taken by the responder" or "taken in the second unit").Select(r => On(r.Key, "/work/guardians/report", ("number", Inbox.NumberOf(r.Value))))],
        ("/work/guardians/{handler?}", "case") => [.. cases.Select(c => On(c.Key, "/work/guardians/case", ("number", CaseNumber.Write(NumberOf(c.Value.Case))))), On("not there", "/work/guardians/case", ("number", "000000000"))],
        ("/work/guardians/{handler?}", "recovery") => [.. Units(u => [("unit", u)], "/work/guardians/recovery")],
        ("/work/guardians/{handler?}", "step") => [new("a request of \"responder2\" for a report of the children's unit", async () => ("/work/guardians/step", [("request", (await Asked(reports["taken by the responder"])).ToString())]))],
        ("/work/measure", null) => [On("any", "/work/measure")],
        ("/work/measure/{id}/{handler?}", { } deed) => [
            new("brought by \"statistician\"", async () => ($"/work/measure/{await Measured()}/{deed}", [("plan", "plan-caregivers.yml")])),
            On("not there", $"/work/measure/{RecordId.Random()}/{deed}")],
        // Without a purpose: who comes to it is told that the table has no rule for it.
        ("/work/cases/{id}/referrals/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/referrals/{deed}", ("referral", (deed is "print" or "record" ? papers : referrals)[c.Key].ToString())))],
        ("/work/referrals/{id}/{handler?}", "accept") => [new("sent to the second unit", async () => ($"/work/referrals/{await Sent()}/accept", [])), On("not sent", $"/work/referrals/{RecordId.Random()}/accept")],
        // Without a reason or a purpose: who comes to it is told that one is missing.
        ("/work/referrals/{id}/{handler?}", { } deed) => [.. referrals.Select(r => On($"a referral of {r.Key}", $"/work/referrals/{r.Value}/{deed}", ("part", "Intake"), ("person", spare.ToString())))],
        // Without a reason: who comes to it is told that one is missing.
        ("/work/cases/{id}/merge/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/merge/{deed}", ("other", (deed == "part" ? behind[c.Key] : c.Value.Case).ToString())))],
        // Nothing is late and nothing was written: who comes to it is told so.
        ("/work/cases/{id}/course/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/course/{deed}", deed == "explain" ? [("rule", "M2")] : []))],
        ("/work/cases/{id}/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/{deed}", deed switch
        {
            "give" or "revoke" => [("part", "Intake"), ("person", spare.ToString())],
            "objects" => [("person", spare.ToString())],
            "stage" => [("stage", "Assessed")],
            "done" or "notdone" => [("entry", c.Value.Task.ToString()), ("version", "99"), ("words", "x")],
            "fill" => [("form", "person")],
            // The case is open: who comes to it is told so.
            "reopen" => [("stage", "Trial"), ("words", "x")],
            "plan" => [("procedure", "Interview")],
            _ => [("part", "Intake")],
        }))],
        // Without a day or reason: who comes to it is told so.
        ("/work/cases/{id}/hold/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/hold/{deed}", ("hold", RecordId.Random().ToString())))],
        ("/work/cases/{id}/fill/{draft}", null) => [.. cases.Select(c => new Try($"a draft of its opener on {c.Key}", async () => ($"/work/cases/{c.Value.Case}/fill/{await Draft(c.Value.Case)}", [("do", "back"), ("at", "")])))],
        ("/work/cases/{id}/entries/{entry}", null) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/entries/{c.Value.Task}"))],
        ("/work/links/{id}/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/links/{c.Value.Case}/{deed}", deed switch
        {
            "print" or "ended" => [("entry", letter.ToString()), ("version", "99")],
            // Without name or purpose: who comes to it is told that they are missing.
            _ => [("entry", account.ToString()), ("version", "99")],
        }))],
        // Without a name or words: who comes to it is told that they are missing.
        ("/work/cases/filters/{handler?}", "save") => [On("one's own", "/work/cases/filters/save")],
        ("/work/cases/filters/{handler?}", "remove") => [On("of nobody", "/work/cases/filters/remove", ("filter", spare.ToString()))],
        ("/work/cases/find", null) => [On("any", "/work/cases/find")],
        ("/work/cases/begin/{id}", null) => [.. reports.Select(r => On(r.Key, $"/work/cases/begin/{r.Value}"))],
        // Without a purpose: who comes to it is told that it is missing.
        ("/work/cases/{id}/export/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/export/{deed}"))],
        ("/work/cases/export/{handler?}", { } deed) => [On("the own list", $"/work/cases/export/{deed}")],
        ("/work/letters/{id}/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/letters/{c.Value.Case}/{deed}", ("kind", "Verdict")))],
        ("/work/cases/{id}/steps/{step}/{handler?}", { } deed) => [.. cases.Select(c => On(c.Key, $"/work/cases/{c.Value.Case}/steps/{c.Value.Step}/{deed}", ("version", "99"), ("rule", "I6"), ("reason", "x")))],
        _ => null,
    };

    private static Try On(string where, string path, params (string, string)[] fields) => new(where, () => Task.FromResult((path, fields)));

    private IEnumerable<Try> Units(Func<string, (string, string)[]> fields, string path)
    {
        (RecordId Id, string Name)[] units = [(children, "of the children's unit"), (crimes, "of the second unit"), (groupA, "of the first guardians"), (office, "of the office")];
        return units.Select(u => On(u.Name, path, fields(u.Id.ToString())));
    }

    private async Task Prepare()
    {
        var units = await sala.Sala.People.Units();
        RecordId Unit(string begins) => units.Single(u => u.Name.StartsWith(begins, StringComparison.Ordinal)).Id;
        (children, crimes, groupA, office) = (Unit("Children's unit"), Unit("Online crimes"), Unit("Guardians A"), Unit("Office"));
        using (var admin = await As("admin"))
        {
            (spare, _) = await sala.Sala.People.Invite(admin, new Profile("spare", "Spare", ""), children, Roles.Responder);
            founded = await sala.Sala.People.CreateUnit(admin, sala.Sala.Country.Code, "Demonstration agency for children", "Not begun", UnitKind.Intake, ["TH-39"]);
            await sala.Sala.People.SetRoles(admin, await Id("head"), founded, Roles.Lead);
        }
        using (var admin = await As("admin", steppedUp: true))
            foreach (var (where, unit) in new[] { ("of the children's unit", children), ("of the second unit", crimes) })
                hooks[where] = (await sala.Sala.Webhooks.Register(admin, unit, Roles.Investigator, "http://127.0.0.1:9/hook")).Id;
        // The hours of this one end before anybody else signs in.
        reports[Ended] = await OpenedForHours();
        sala.Clock.Ahead += sala.Sala.Country.BreakGlass.OpenFor + TimeSpan.FromMinutes(1);
        reports[ForHours] = await OpenedForHours();
        foreach (var where in (string[])["waiting in the children's unit", "waiting in the second unit", "taken by the responder", "taken in the second unit", "taken by the responder, given to the deputy", "offered to the second unit", "closed"])
            reports[where] = await Again(where);
        foreach (var (where, opener, area) in new[] { ("a case of the children's unit, two parts of it the investigator's", "responder", "taken by the responder"), ("a case of the second unit, once given to the social worker", "responder2", "taken in the second unit") })
        {
            cases[where] = await CaseOf(opener, await Again(area));
            using var by = await As(opener);
            behind[where] = await sala.Sala.Cases.Open(by, await Again(area), "Mali again");
            using var lead = await As("lead");
            await sala.Sala.Merging.Merge(lead, cases[where].Case, behind[where], "one child");
            using var sender = await As(opener == "responder" ? "head" : "responder2");
            papers[where] = await sala.Sala.PaperReferral.Write(sender, cases[where].Case, Protection(default) with { Service = sala.Sala.PaperReferral.Bodies[0].Code });
            referrals[where] = await Sent(sender, cases[where].Case, opener == "responder" ? crimes : children);
        }
    }

    /// <summary>A referral of the first case to the second unit that waits for its answer.</summary>
    private async Task<RecordId> Sent()
    {
        var id = cases.Values.First().Case;
        using var by = await As("head");
        foreach (var open in (await sala.Sala.Referring.Of(by, id)).Where(r => r.MayEnd && r.Row.Kind != ReferralKind.Paper)) await (open.Row.State == ReferralState.Sent ? sala.Sala.Referring.Withdraw(by, open.Row.Id) : sala.Sala.Referring.End(by, open.Row.Id));
        return await Sent(by, id, crimes);
    }

    private int NumberOf(RecordId id)
    {
        using var data = sala.Sala.Store.Read();
        return data.Cases.Single(c => c.Id == id).Number!.Value;
    }

    private Task<RecordId> Sent(SignedIn by, RecordId caseId, RecordId unit) => sala.Sala.Referring.Send(by, caseId, Protection(unit));

    private static ReferralRequest Protection(RecordId unit) =>
        new(ReferralKind.Referral, unit, "protection", "police", new Dictionary<string, string> { ["summary"] = "Please look after the child.", ["child_assent"] = "yes" });

    private async Task<(RecordId Case, RecordId Task, RecordId Step)> CaseOf(string opener, RecordId report)
    {
        using var by = await As(opener);
        var desk = sala.Sala.Cases;
        var id = await desk.Open(by, report, "Mali");
        var task = await desk.Write(by, id, Compartment.Intake, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "call", ["done"] = "no" }));
        using var lead = await As(opener == "responder" ? "head" : "lead");
        if (opener == "responder")
        {
            foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await desk.Give(lead, id, part, await Id("investigator"), "investigates");
            using var investigator = await As("investigator");
            account = await sala.Sala.Accounts.Note(investigator, id, global::Sala.Links.IdentifierKind.Handle, "tiktok", "@somebody", ofAccused: true, "");
            letter = await sala.Sala.Preserving.Write(investigator, id, new global::Sala.Links.LetterDraft("tiktok", [account], sala.Clock.GetUtcNow().AddDays(-3), sala.Clock.GetUtcNow(), sala.Sala.Country.Laws[0].Code, "unit@demonstration.invalid"));
        }
        else
        {
            await desk.Give(by, id, Compartment.Intake, await Id("socialworker"), "cares");
            await desk.Revoke(by, id, Compartment.Intake, await Id("socialworker"));
        }
        // Written past the rules, so that what is tried is who comes to it and not which rule stands against it.
        var step = await desk.WriteAny(by, id, Compartment.Intake, EntryKind.Plan, EntryBody.Of(new Dictionary<string, string> { ["procedure"] = "Closure", ["state"] = "Opened" }));
        return (id, task, step);
    }

    private async Task<RecordId> Again(string where)
    {
        if (where == ForHours) return await OpenedForHours();
        if (where == Ended) return reports[where];
        var (id, _) = await sala.Tells("Something happened.", where.Contains("in the second unit", StringComparison.Ordinal) ? "TH-50" : "TH-10");
        if (where.StartsWith("waiting", StringComparison.Ordinal)) return id;
        using var first = await As(where == "taken in the second unit" ? "responder2" : "responder");
        await sala.Sala.Desk.Take(first, id);
        if (where.EndsWith("given to the deputy", StringComparison.Ordinal)) await sala.Sala.Desk.Assign(first, id, await Id("deputy"));
        if (where == "offered to the second unit") await sala.Sala.HandingOver.Offer(sala.Sala.Desk, first, id, crimes, "Theirs.");
        if (where == "closed") await sala.Sala.Desk.Close(first, id, "Done.", "We end our work on this now.");
        return id;
    }

    /// <summary>A form that the opener of a case began.</summary>
    private async Task<RecordId> Draft(RecordId id)
    {
        if (drafts.TryGetValue(id, out var known)) return known;
        using var by = await As(cases.Values.First().Case == id ? "responder" : "responder2");
        return drafts[id] = await sala.Sala.FormBook.Begin(by, id, "person");
    }

    /// <summary>Data that the statistician brought; brought anew where a try removed them.</summary>
    private async Task<RecordId> Measured()
    {
        using var by = await As("statistician");
        if (await sala.Sala.Measurements.Mine(by) is [var known, ..]) return known.Id;
        var sample = Path.Combine(Surveys.Sample.Folder, "simulated-caregivers.csv");
        return await sala.Sala.Measurements.Bring(by, "plan-caregivers.yml", "caregivers.csv", await File.ReadAllBytesAsync(sample));
    }

    private Task<RecordId> Offered() => Again("offered to the second unit");

    private async Task<RecordId> OpenedForHours()
    {
        var id = await Again("taken by the responder");
        var request = await Asked(id);
        foreach (var name in (string[])["guardian", "oversight"])
        {
            using var guardian = await As(name, steppedUp: true);
            await sala.Sala.BreakGlass.StepUp(guardian, request);
        }
        return id;
    }

    private async Task<RecordId> Asked(RecordId report)
    {
        using var by = await As("responder2", steppedUp: true);
        return await sala.Sala.BreakGlass.AskForReport(by, report, dangerToLife: true, "The child is with us.");
    }

    private async Task<RecordId> Id(string name)
    {
        using var by = await As(name);
        return by.PersonId;
    }

    private async Task<SignedIn> As(string name, bool steppedUp = false)
    {
        if (sessions.TryGetValue(name, out var known) && await sala.Sala.SignIn.Resume(known) is { } again)
        {
            if (!steppedUp || again.SteppedUp) return again;
            again.Dispose();
        }
        var person = sala.Running.Staff.Single(p => p.SignInName == name);
        string NewCode()
        {
            sala.Clock.Ahead += TimeSpan.FromSeconds(31);
            return person.Code(sala.Clock.GetUtcNow());
        }
        var secret = sessions[name] = (await sala.Sala.SignIn.Open(name, person.Password, NewCode()))!;
        var by = (await sala.Sala.SignIn.Resume(secret))!;
        if (!steppedUp) return by;
        Assert.True(await sala.Sala.SignIn.StepUp(secret, by, person.Password, NewCode()));
        by.Dispose();
        return (await sala.Sala.SignIn.Resume(secret))!;
    }
}
