using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Web.Api;

/// <summary>Cases over the API: every call as it is described, what is blocked on a page is blocked here, and nothing is told to who has no grant.</summary>
public sealed class CasesApiTests
{
    [Fact]
    public async Task Every_call_of_the_program_is_described_and_every_described_call_answers_as_described()
    {
        await using var world = await World.On(StoreKind.Sqlite);
        var described = world.Described;
        var program = (await global::Sala.Web.Server.RequirePolicies(world.Sala.Server)).Where(e => e.Route.StartsWith("/api/v1/", StringComparison.Ordinal) && !e.Route.EndsWith("openapi.json", StringComparison.Ordinal));
        Assert.Equal(program.Select(e => $"{e.Method} {e.Route}").Order(StringComparer.Ordinal), described.Calls);

        using var opener = await world.SignedIn("responder");
        using var head = await world.SignedIn("head");
        using var officer = await world.SignedIn("investigator");
        using (var nobody = StaffProgram.Nobody(world.Address, world.Sala))
        {
            nobody.Seen = described.Check;
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.Get("/api/v1/cases")).Status);
        }

        var (one, other) = (await world.Taken(), await world.Taken());
        var id = Made(await opener.Post("/api/v1/cases", new { report = one, pseudonym = "Mali" }));
        Assert.Equal("case.opened", Problem(HttpStatusCode.Conflict, await opener.Post("/api/v1/cases", new { report = one, pseudonym = "Mali" })).Kind);
        var second = Made(await opener.Post("/api/v1/cases", new { report = other, pseudonym = "Mali again" }));
        var at = $"/api/v1/cases/{id}";
        Assert.Equal(2, (await opener.Get("/api/v1/cases")).Json.GetProperty("count").GetInt32());

        var note = Made(await opener.Post($"{at}/entries", new { part = "intake", kind = "note", words = "first" }));
        await Done(opener, $"{at}/entries/{note}", new { version = 1, words = "second" });
        Assert.Equal("case.changed", Problem(HttpStatusCode.Conflict, await opener.Post($"{at}/entries/{note}", new { version = 1, words = "third" })).Kind);
        Assert.Equal(["first", "second"], (await opener.Get($"{at}/entries/{note}")).Json.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("words").GetString()));
        var aunt = Made(await opener.Post($"{at}/entries", new { part = "intake", kind = "person", answers = new { name = "Aunt Noi", role = "supporter", lives_with = "none" } }));
        await Done(opener, $"{at}/stage", new { stage = "assessed" });

        foreach (var part in (string[])["intake", "investigation"]) await Done(head, $"{at}/grants", new { part, person = world.Id("investigator"), purpose = "investigates" });
        await Done(head, $"{at}/grants", new { part = "care", person = world.Id("psychologist"), purpose = "counsels", until = "2027-01-01T00:00:00Z" });
        await Done(head, $"{at}/grants/end", new { part = "care", person = world.Id("psychologist") });
        await Done(head, $"{at}/objections", new { person = world.Id("deputy") });
        var shown = (await officer.Get(at)).Json;
        Assert.Equal(["intake", "investigation"], shown.GetProperty("parts").EnumerateArray().Select(p => p.GetString()));
        Assert.Contains("second", shown.GetRawText(), StringComparison.Ordinal);

        Assert.Equal(1, (await opener.Post($"{at}/import", new { entries = new[] { new { part = "intake", kind = "incident", words = "in a game, about March" } } })).Json.GetProperty("entries").GetArrayLength());
        await Steps(world, officer, head, at, aunt);
        await Accounts(world, officer, at);
        await Course(opener, at);
        await Forms(world, opener, head, at, aunt);
        await Referrals(world, opener, at);
        await Lists(world, opener, head, id);
        Assert.True((await opener.Get($"{at}/letters")).Json.GetProperty("childsOwn").GetBoolean());
        Made(await opener.Post($"{at}/letters", new { kind = "verdict", readBy = "childAlone", words = "The court has decided." }));
        Assert.Equal(0, (await opener.Post($"{at}/letters/take-in", new { })).Json.GetProperty("count").GetInt32());

        Assert.Equal("step-up", Problem(HttpStatusCode.Forbidden, await officer.Post($"{at}/exports", new { form = "graph", purpose = "for the court" })).Kind);
        await officer.StepUp();
        Assert.StartsWith("%PDF", (await officer.Post($"{at}/exports", new { form = "pdf", purpose = "for the court" })).Text, StringComparison.Ordinal);
        Assert.Contains("@graph", (await officer.Post($"{at}/exports", new { form = "graph", purpose = "for the court" })).Text, StringComparison.Ordinal);
        Assert.Contains("Mali", (await officer.Post("/api/v1/exports", new { form = "csv", purpose = "counting" })).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.Post("/api/v1/exports", new { form = "excel", purpose = "counting" })).Status);

        await Done(head, $"{at}/merge", new { duplicate = second, reason = "one child" });
        Assert.Equal(second, (await head.Get($"{at}/files")).Json.GetProperty("behind")[0].GetProperty("id").GetString());
        await Done(head, $"/api/v1/cases/{second}/part", new { reason = "two children after all" });
        Assert.Equal("case.not-closed", Problem(HttpStatusCode.UnprocessableEntity, await head.Post($"{at}/reopen", new { stage = "followUp", reason = "he was released" })).Kind);
        await Closes(world, head, second);
        Assert.Equal(1, (await head.Get("/api/v1/list?stage=closed")).Json.GetProperty("total").GetInt32());
        await Done(head, $"/api/v1/cases/{second}/reopen", new { stage = "followUp", reason = "he was released" });
        Assert.Equal(0, (await head.Get("/api/v1/list?stage=closed&burning=yes")).Json.GetProperty("total").GetInt32());
        Problem(HttpStatusCode.UnprocessableEntity, await head.Get("/api/v1/list?stage=PLANTED"));
        Assert.Equal(7, (await head.Get("/api/v1/board")).Json.GetProperty("stages").GetArrayLength() - 1);
        Assert.True((await opener.Get("/api/v1/tasks")).Json.TryGetProperty("late", out _));
        await world.ChildsWay();
        await Webhooks(world, head);

        await Holds(head, at);
        await Done(officer, "/api/v1/session/end", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await officer.Get(at)).Status);
        Assert.Equal(described.Calls, described.Met.Order(StringComparer.Ordinal));
    }

    /// <summary>Past the rules: what is tried is what comes after.</summary>
    private static async Task Closes(World world, StaffProgram head, string id)
    {
        await world.Sala.Sala.Store.Change(new global::Sala.Data.Deed(world.Sala.Id("head"), "case.close", RecordId.Parse(id, null)), data => world.Sala.Sala.Cases.Stand(data, RecordId.Parse(id, null), global::Sala.Cases.CaseStage.Closed, new global::Sala.Data.ReportDay(20_000)));
        Assert.Equal("closed", (await head.Get($"/api/v1/cases/{id}")).Json.GetProperty("stage").GetString());
    }

    private static async Task Webhooks(World world, StaffProgram head)
    {
        using var admin = await world.SignedIn("admin");
        var hook = new { unit = (await world.Sala.Unit("Children")).ToString(), role = "investigator", address = "http://127.0.0.1:9/hook" };
        Assert.Equal("step-up", Problem(HttpStatusCode.Forbidden, await admin.Post("/api/v1/webhooks", hook)).Kind);
        await admin.StepUp();
        var id = Made(await admin.Post("/api/v1/webhooks", hook));
        await head.Get("/api/v1/webhooks");
        await head.Get($"/api/v1/webhooks/{id}");
        await Done(head, $"/api/v1/webhooks/{id}/pause", new { });
        await Done(head, $"/api/v1/webhooks/{id}/resume", new { });
        await Done(head, $"/api/v1/webhooks/{id}/end", new { });
    }

    [Theory, OnEachStore]
    public async Task A_deed_that_is_sent_twice_under_one_key_is_done_once_and_answered_alike(StoreKind store)
    {
        await using var world = await World.On(store, described: false);
        using var opener = await world.SignedIn("responder");
        using var deputy = await world.SignedIn("deputy");
        var id = Made(await opener.Post("/api/v1/cases", new { report = await world.Taken(), pseudonym = "Mali" }));
        string Key() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var (at, key, before) = ($"/api/v1/cases/{id}/entries", Key(), await world.Entries());
        var words = new { part = "intake", kind = "note", words = "once" };
        var first = await opener.PostOnce(at, words, key);
        Assert.Equal(first.Text, (await opener.PostOnce(at, words, key)).Text);
        var atOnce = Key();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => opener.PostOnce(at, words, atOnce)));
        Assert.All(answers, a => Assert.True(a.Status == HttpStatusCode.Created || a.Kind == "not-known", $"{a.Status} {a.Text}"));
        Assert.Single(answers.Where(a => a.Status == HttpStatusCode.Created).Select(a => a.Text).Distinct());
        Assert.Equal(before + 2, await world.Entries());
        Assert.Equal("other-body", Problem(HttpStatusCode.Conflict, await opener.PostOnce(at, new { part = "intake", kind = "note", words = "other" }, key)).Kind);
        // Another person's key is another key, also where it reads the same.
        Assert.Equal(HttpStatusCode.NotFound, (await deputy.PostOnce(at, words, key)).Status);
        // What was refused leaves the key free.
        var mended = Key();
        Assert.Equal("case.codes", Problem(HttpStatusCode.UnprocessableEntity, await opener.PostOnce(at, new { part = "intake", kind = "task", answers = new { task = "x", safety = "maybe" } }, mended)).Kind);
        Made(await opener.PostOnce(at, new { part = "intake", kind = "task", answers = new { task = "x", safety = "yes" } }, mended));
        foreach (var weak in (string[])["1", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6", new string('0', 32)]) Assert.Equal("field-not-taken", Problem(HttpStatusCode.UnprocessableEntity, await opener.PostOnce(at, words, weak)).Kind);
        world.Sala.Clock.Move(TimeSpan.FromHours(25));
        Assert.Equal(3, await world.Sala.Sala.OnceOnly.Sweep());
        Assert.Equal(0, await world.Sala.Sala.OnceOnly.Sweep());
    }

    private static async Task Steps(World world, StaffProgram officer, StaffProgram head, string at, string aunt)
    {
        var room = (await officer.Get("/api/v1/rooms")).Json.GetProperty("rooms").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "Room 2").GetProperty("id").GetString()!;
        var good = world.Interview(room, aunt);
        var step = Made(await officer.Post($"{at}/steps", new { procedure = "interview", answers = good.Where(a => a.Key != "room").ToDictionary() }));
        var looked = (await officer.Get($"{at}/steps/{step}")).Json;
        Assert.False(looked.GetProperty("mayBegin").GetBoolean());

        var blocked = Problem(HttpStatusCode.UnprocessableEntity, await officer.Post($"{at}/steps/{step}/open", new { }));
        Assert.Equal("step.blocked", blocked.Kind);
        Assert.Contains("I2", blocked.Json.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("rule").GetString()));
        await Done(officer, $"{at}/steps/{step}", new { version = 1, answers = good });
        await Done(officer, $"{at}/steps/{step}/open", new { });
        await Done(officer, $"{at}/steps/{step}/held", new { });
        await Done(officer, $"{at}/suspect", new { place = "Court", starts = "2026-12-02T10:00", ends = "2026-12-02T12:00" });

        var late = Made(await officer.Post($"{at}/steps", new { procedure = "interview", answers = new Dictionary<string, string>(good) { ["starts"] = "2026-12-03T21:00", ["ends"] = "2026-12-03T21:45" } }));
        var rule = (await officer.Get($"{at}/steps/{late}")).Json.GetProperty("rules").EnumerateArray().First(r => r.GetProperty("outcome").GetString() == "blocked" && r.GetProperty("missing").EnumerateArray().All(m => m.GetProperty("setAsideBy").GetString() == "head")).GetProperty("rule").GetString();
        Made(await officer.Post($"{at}/steps/{late}/overrides", new { rule, reason = "the child asked for it" }));
        await Done(head, $"{at}/steps/{late}/overrides/approve", new { rule });
        foreach (var nobodys in (string[])["I9", "X1", "\u0000"])
            Assert.Equal("override.refused", Problem(HttpStatusCode.UnprocessableEntity, await officer.Post($"{at}/steps/{late}/overrides", new { rule = nobodys, reason = "in a hurry" })).Kind);
    }

    private static async Task Course(StaffProgram opener, string at)
    {
        await Done(opener, $"{at}/course", new { facts = new { therapy_offered_on = "2026-11-24", adjournments = "2" } });
        Assert.Equal("course.in-time", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/course/explain", new { rule = "M2", reason = "she was in hospital" })).Kind);
        Assert.Equal("course.written", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/course", new { facts = new { adjournments = "2147483647" } })).Kind);
        Assert.Contains("facts: ", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/course", new { facts = new { therapy_offered = "2026-11-24" } })).Text, StringComparison.Ordinal);
        var over = (await opener.Get("/api/v1/overdue")).Json.GetProperty("cases").EnumerateArray().SelectMany(c => c.GetProperty("over").EnumerateArray()).Select(r => r.GetProperty("rule").GetString());
        Assert.Equal(["C2"], over);
        await Done(opener, $"{at}/course/explain", new { rule = "C2", reason = "the judge was ill" });
        var course = (await opener.Get($"{at}/course")).Json;
        Assert.Equal("2", course.GetProperty("facts").GetProperty("adjournments").GetString());
        Assert.Equal("overdueWithReason", course.GetProperty("clocks").EnumerateArray().Single(c => c.GetProperty("rule").GetString() == "C2").GetProperty("outcome").GetString());
        Assert.Equal("the judge was ill", course.GetProperty("reasons")[0].GetProperty("reason").GetString());
    }

    private static async Task Forms(World world, StaffProgram opener, StaffProgram head, string at, string aunt)
    {
        Assert.Contains("safety-plan", (await opener.Get("/api/v1/forms")).Json.GetProperty("forms").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
        var form = Assert.Single((await opener.Get("/api/v1/forms?form=person")).Json.GetProperty("forms").EnumerateArray());
        Assert.Contains("suspect", form.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("name").GetString() == "role").GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("code").GetString()));

        var before = (await opener.Get(at)).Json.GetProperty("entries").GetArrayLength();
        var refused = Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/forms", new { form = "person", answers = new Dictionary<string, string> { ["role"] = "PLANTED", ["planted_name"] = "x", ["home"] = "alone", ["relation[2000]/relation_is"] = "x" } }));
        Assert.Equal("answers-not-taken", refused.Kind);
        Assert.Equal(["role not_a_choice", " unknown_question", " unknown_question"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("question").GetString()} {e.GetProperty("code").GetString()}").OrderDescending());
        Assert.DoesNotContain("planted", refused.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["name required", "role required"], Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/forms", new { form = "person", answers = new { } })).Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("question").GetString()} {e.GetProperty("code").GetString()}"));
        Assert.Equal(before, (await opener.Get(at)).Json.GetProperty("entries").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await opener.Post($"{at}/forms", new { form = "PLANTED", answers = new { } })).Status);

        // A repeat grows as far as its addresses name it; what the form calculates stands there as if it were filled in on the page.
        var person = Made(await opener.Post($"{at}/forms", new { form = "person", answers = new Dictionary<string, string> { ["relation[2]/relation_to"] = aunt, ["home"] = "alone", ["name"] = "Uncle Ton", ["role"] = "witness" } }));
        Assert.Equal("form.none", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/entries/{Made(await opener.Post($"{at}/entries", new { part = "intake", kind = "note", words = "x" }))}/form", new { version = 1, answers = new { } })).Kind);
        await Done(opener, $"{at}/entries/{person}/form", new { version = 1, answers = new { phone = "0812345678" } });
        // Who comes second is refused, and a task tells the first.
        Assert.Equal("case.changed", Problem(HttpStatusCode.Conflict, await head.Post($"{at}/entries/{person}/form", new { version = 1, answers = new { phone = "0899999999" } })).Kind);
        Assert.Equal("case.changed", Problem(HttpStatusCode.Conflict, await head.Post($"{at}/entries/{person}/form", new { version = 0, answers = new { } })).Kind);
        var answers = (await opener.Get($"{at}/entries/{person}")).Json.GetProperty("versions").EnumerateArray().Last().GetProperty("answers");
        Assert.Equal(["Uncle Ton", "none", aunt, "0812345678"], new[] { "name", "lives_with", "relation[2]/relation_to", "phone" }.Select(n => answers.GetProperty(n).GetString()));
        Assert.Contains("look_at_both", (await opener.Get(at)).Text, StringComparison.Ordinal);
        // What a call fills in never rests: nothing of it is among the drafts of the page, whatever came of it.
        await using var data = world.Sala.Sala.Store.Read();
        Assert.Equal(0, await data.CaseDrafts.CountAsync(TestContext.Current.CancellationToken));
    }

    private static async Task Referrals(World world, StaffProgram opener, string at)
    {
        using var other = await world.SignedIn("responder2");
        var choices = (await opener.Get("/api/v1/referrals/choices")).Json;
        Assert.Contains(choices.GetProperty("rules").EnumerateArray(), r => r.GetProperty("purpose").GetString() == "protection" && r.GetProperty("bodies").EnumerateArray().Any(b => b.GetString() == "police"));
        var unit = choices.GetProperty("units").EnumerateArray().Single(u => u.GetProperty("name").GetString()!.StartsWith("Online crimes", StringComparison.Ordinal)).GetProperty("id").GetString();
        var why = choices.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("name").GetString() == "decline_reason").GetProperty("choices")[0].GetProperty("code").GetString();
        Assert.False((await opener.Get($"{at}/referrals/preview")).Json.GetProperty("hasRule").GetBoolean());
        Assert.True((await opener.Get($"{at}/referrals/preview?purpose=protection&body=police")).Json.GetProperty("hasRule").GetBoolean());

        object Asking(string kind, string assent = "yes") => kind == "paper" ? new { kind, body = "police", purpose = "protection", service = choices.GetProperty("services")[0].GetProperty("code").GetString(), answers = new { summary = "Please look after the child.", child_assent = assent } }
            : new { kind, body = "police", purpose = "protection", unit, answers = new { summary = "Please look after the child.", child_assent = assent } };
        Assert.Equal("referral.assent", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"{at}/referrals", Asking("referral", "no"))).Kind);
        var withdrawn = Made(await opener.Post($"{at}/referrals", Asking("referral")));
        await Done(opener, $"/api/v1/referrals/sent/{withdrawn}/withdraw", new { });
        Assert.Equal("referral.ended", Problem(HttpStatusCode.Conflict, await opener.Post($"/api/v1/referrals/sent/{withdrawn}/withdraw", new { })).Kind);

        var declined = Made(await opener.Post($"{at}/referrals", Asking("referral")));
        Assert.Contains(declined, (await other.Get("/api/v1/referrals")).Json.GetProperty("referrals").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        var letter = (await other.Get($"/api/v1/referrals/{declined}")).Json;
        Assert.Equal("Please look after the child.", letter.GetProperty("words").GetProperty("answers").GetProperty("summary").GetString());
        Assert.Equal(JsonValueKind.Null, letter.GetProperty("case").ValueKind);
        Assert.Equal("referral.why", Problem(HttpStatusCode.UnprocessableEntity, await other.Post($"/api/v1/referrals/{declined}/decline", new { reason = "PLANTED" })).Kind);
        await Done(other, $"/api/v1/referrals/{declined}/decline", new { reason = why, words = "no bed is free" });

        var helped = Made(await opener.Post($"{at}/referrals", Asking("referral")));
        await Done(other, $"/api/v1/referrals/{helped}/accept", new { words = "we come" });
        await Done(other, $"/api/v1/referrals/{helped}/grants", new { part = "intake", person = world.Id("lead"), purpose = "looks after the child" });
        Assert.Single((await other.Get($"/api/v1/referrals/{helped}")).Json.GetProperty("holders").EnumerateArray());
        await Done(other, $"/api/v1/referrals/{helped}/grants/end", new { part = "intake", person = world.Id("lead") });
        await Done(other, $"/api/v1/referrals/{helped}/end", new { });
        var ended = Made(await opener.Post($"{at}/referrals", Asking("referral")));
        await Done(other, $"/api/v1/referrals/{ended}/accept", new { });
        await Done(opener, $"/api/v1/referrals/sent/{ended}/end", new { });
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(at)).Status);

        var paper = Made(await opener.Post($"{at}/referrals", Asking("paper")));
        Assert.Equal("step-up", Problem(HttpStatusCode.Forbidden, await opener.Post($"{at}/referrals/{paper}/print", new { })).Kind);
        await opener.StepUp();
        Assert.StartsWith("%PDF", (await opener.Post($"{at}/referrals/{paper}/print", new { })).Text, StringComparison.Ordinal);
        Assert.Contains("on: ", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"/api/v1/referrals/sent/{paper}/record", new { accepted = true, by = "Khun Dao", on = "tomorrow" })).Text, StringComparison.Ordinal);
        await Done(opener, $"/api/v1/referrals/sent/{paper}/record", new { accepted = true, by = "Khun Dao", on = "2026-11-24" });
        var sent = (await opener.Get($"{at}/referrals")).Json.GetProperty("referrals").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("state").GetString());
        Assert.Equal(["withdrawn", "declined", "ended", "ended", "accepted"], new[] { withdrawn, declined, helped, ended, paper }.Select(r => sent[r]));
    }

    private static async Task Lists(World world, StaffProgram opener, StaffProgram head, string id)
    {
        Assert.Contains(id, (await opener.Post("/api/v1/cases/find", new { pseudonym = "mali" })).Json.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        var number = (await opener.Get($"/api/v1/cases/{id}")).Json.GetProperty("number").GetString();
        Assert.Equal(id, Assert.Single((await opener.Post("/api/v1/cases/find", new { number })).Json.GetProperty("cases").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("find.nothing", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post("/api/v1/cases/find", new { })).Kind);
        Assert.Equal(JsonValueKind.Array, (await opener.Get($"/api/v1/reports/{await world.Taken()}/cases")).Json.GetProperty("cases").ValueKind);
        Assert.Equal(0, (await opener.Get("/api/v1/list?kind=planted")).Json.GetProperty("total").GetInt32());
        Assert.Equal(2, (await opener.Get($"/api/v1/list?unit={await world.Sala.Unit("Children")}")).Json.GetProperty("total").GetInt32());
        Problem(HttpStatusCode.UnprocessableEntity, await opener.Get("/api/v1/list?unit=PLANTED"));

        await Done(head, "/api/v1/filters", new { name = "burning at court", stage = "trial", burning = true, area = "TH-10" });
        var kept = Assert.Single((await head.Get("/api/v1/filters")).Json.GetProperty("filters").EnumerateArray());
        // As the page of cases keeps it, so that each finds what the other kept.
        Assert.Equal("?stage=Trial&burning=true&area=TH-10", Assert.Single(await world.Sala.Sala.SavedFilters.Of(await world.Sala.As("head"))).Choices);
        Assert.Equal(["trial", "yes", "TH-10"], new[] { "stage", "burning", "area" }.Select(n => kept.GetProperty("choices").GetProperty(n).GetString()));
        Assert.Empty((await opener.Get("/api/v1/filters")).Json.GetProperty("filters").EnumerateArray());
        await Done(head, $"/api/v1/filters/{kept.GetProperty("id").GetString()}/remove", new { });
        Assert.Contains(world.Id("responder"), (await head.Get("/api/v1/team")).Json.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("person").GetString()));
        Assert.All((await opener.Get("/api/v1/channels")).Json.GetProperty("channels").EnumerateArray(), c => Assert.StartsWith("https://", c.GetProperty("source").GetString(), StringComparison.Ordinal));
        using var oversight = await world.SignedIn("oversight");
        Assert.Equal(1, Assert.Single((await oversight.Get("/api/v1/look-ups")).Json.GetProperty("days").EnumerateArray()).GetProperty("count").GetInt32());
    }

    private static async Task Holds(StaffProgram head, string at)
    {
        var hold = new { until = "2027-11-24", reason = "an appeal" };
        Assert.Equal("step-up", Problem(HttpStatusCode.Forbidden, await head.Post($"{at}/holds", hold)).Kind);
        await head.StepUp();
        Assert.Contains("until: ", Problem(HttpStatusCode.UnprocessableEntity, await head.Post($"{at}/holds", new { until = "PLANTED", reason = "x" })).Text, StringComparison.Ordinal);
        var placed = Made(await head.Post($"{at}/holds", hold));
        Assert.Equal("2027-11-24", Assert.Single((await head.Get($"{at}/holds")).Json.GetProperty("holds").EnumerateArray()).GetProperty("until").GetString());
        await Done(head, $"{at}/holds/{placed}/lift", new { reason = "the appeal was withdrawn" });
        Assert.Equal("hold.ended", Problem(HttpStatusCode.Conflict, await head.Post($"{at}/holds/{placed}/lift", new { reason = "again" })).Kind);
        Assert.Equal(JsonValueKind.Array, (await head.Get("/api/v1/retention")).Json.GetProperty("closed").ValueKind);
    }

    private static async Task Accounts(World world, StaffProgram officer, string at)
    {
        var account = Made(await officer.Post($"{at}/accounts", new { kind = "handle", platform = "tiktok", value = "@somebody", words = "seen in the chat" }));
        Made(await officer.Post($"{at}/accounts/{account}/look-ups", new { purpose = "is there a second child" }));
        var letter = Made(await officer.Post($"{at}/preservations", new { platform = "tiktok", accounts = new[] { account }, from = "2026-11-01T00:00:00Z", to = "2026-11-20T00:00:00Z", law = world.Sala.Sala.Country.Laws[0].Code, contact = "unit@demonstration.invalid" }));
        Assert.StartsWith("%PDF", (await officer.Post($"{at}/preservations/{letter}/print", new { })).Text, StringComparison.Ordinal);
        await Done(officer, $"{at}/preservations/{letter}/end", new { version = 1 });
        Assert.Equal("@somebody", (await officer.Get($"{at}/accounts")).Json.GetProperty("accounts")[0].GetProperty("value").GetString());
        Assert.Equal(0, (await officer.Get("/api/v1/links")).Json.GetProperty("more").GetInt32());
        await Done(officer, $"{at}/accounts/{account}/withdraw", new { version = 1 });
    }

    [Theory, OnEachStore]
    public async Task A_case_that_is_not_there_and_one_that_is_not_for_you_are_answered_with_the_same_bytes_and_each_try_is_in_the_trail(StoreKind store)
    {
        await using var world = await World.On(store, described: false);
        using var opener = await world.SignedIn("responder");
        using var stranger = await world.SignedIn("socialworker");
        var id = Made(await opener.Post("/api/v1/cases", new { report = await world.Taken(), pseudonym = "Mali" }));
        var note = Made(await opener.Post($"/api/v1/cases/{id}/entries", new { part = "intake", kind = "note", words = "MARKED" }));
        var step = Made(await opener.Post($"/api/v1/cases/{id}/steps", new { procedure = "closure" }));
        var random = RecordId.Random().ToString();
        foreach (var (path, body) in new (string, object?)[]
        {
            ("", null), ("/files", null), ("/accounts", null), ("/letters", null), ($"/entries/{note}", null), ($"/steps/{step}", null),
            ("/entries", new { part = "intake", kind = "note", words = "x" }), ($"/entries/{note}", new { version = 1, words = "x" }), ($"/entries/{step}", new { version = 1, words = "x" }), ("/stage", new { stage = "trial" }),
            ("/steps", new { procedure = "closure" }), ($"/steps/{step}", new { version = 1, answers = new { } }), ($"/steps/{step}/open", new { }), ($"/steps/{step}/overrides", new { rule = "D2", reason = "x" }),
            ("/grants", new { part = "intake", person = world.Id("socialworker"), purpose = "x" }), ("/objections", new { person = world.Id("responder") }), ("/exports", new { form = "pdf", purpose = "x" }),
        })
        {
            var answers = new List<string>();
            foreach (var (of, inner) in new[] { (id, path), (random, path), (random, path.Replace(note, random, StringComparison.Ordinal).Replace(step, random, StringComparison.Ordinal)) })
            {
                var before = await world.Refusals();
                var answered = body is null ? await stranger.Get($"/api/v1/cases/{of}{inner}") : await stranger.Post($"/api/v1/cases/{of}{inner}", body);
                Assert.True(answered.Status == HttpStatusCode.NotFound, $"{path}: {answered.Status} {answered.Text}");
                Assert.DoesNotContain("MARKED", answered.Text, StringComparison.Ordinal);
                Assert.Equal(before + 1, await world.Refusals());
                answers.Add(answered.Text);
            }
            Assert.Single(answers.Distinct());
        }
        Assert.Equal(0, (await stranger.Get("/api/v1/cases")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_cookie_opens_nothing_of_the_api_and_a_token_no_page()
    {
        await using var world = await World.On(StoreKind.Sqlite, described: false);
        using var opener = await world.SignedIn("responder");
        var token = (await opener.Post("/api/v1/session", new { name = "head", password = world.Sala.Person("head").Password, code = world.NextCode("head") })).Json.GetProperty("token").GetString();
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = world.Address };
        async Task<HttpStatusCode> Get(string path, string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            return (await browser.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await Get("/api/v1/cases", "Cookie", $"work={token}"));
        Assert.Equal(HttpStatusCode.OK, await Get("/api/v1/cases", "Authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.OK, await Get("/work/cases", "Cookie", $"work={token}"));
        Assert.Equal(HttpStatusCode.Redirect, await Get("/work/cases", "Authorization", $"Bearer {token}"));
        foreach (var wrong in (string[])["Bearer", "Bearer x", $"Basic {token}", $"Bearer {new string('A', 43)}", $"Bearer {token}x"]) Assert.Equal(HttpStatusCode.Unauthorized, await Get("/api/v1/cases", "Authorization", wrong));
    }

    [Fact]
    public async Task Wrong_names_passwords_and_codes_are_one_answer()
    {
        await using var world = await World.On(StoreKind.Sqlite, described: false);
        using var nobody = StaffProgram.Nobody(world.Address, world.Sala);
        var (password, code) = (world.Sala.Person("head").Password, world.NextCode("head"));
        var answers = new List<string>();
        foreach (var typed in new[] { new { name = "nobody", password, code }, new { name = "head", password = "another password", code }, new { name = "head", password, code = "000000" } })
            answers.Add(Problem(HttpStatusCode.UnprocessableEntity, await nobody.Post("/api/v1/session", typed)).Text);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_field_that_is_unknown_missing_or_of_another_kind_is_refused_by_its_own_name_and_never_repeated()
    {
        await using var world = await World.On(StoreKind.Sqlite, described: false);
        using var opener = await world.SignedIn("responder");
        var id = Made(await opener.Post("/api/v1/cases", new { report = await world.Taken(), pseudonym = "Mali" }));
        var before = await world.Entries();
        foreach (var (json, named) in new[]
        {
            ("""{"part":"intake","kind":"note","words":"x","planted_field":"planted"}""", "part, kind, answers, words, form, formVersion"), ("""{"part":"planted","kind":"note"}""", "part: "), ("""{"part":0,"kind":"note"}""", "part: "),
            ("""{"kind":"note"}""", "This call takes"), ("""{"part":"intake","kind":"note","words":7}""", "words: "), ("""{"part":"intake","kind":"note","words":null}""", "words: "), ("""{"part":"intake","kind":"note","answers":{"a":{"planted":1}}}""", "answers: "),
            ("""{"part":"intake","kind":"note","answers":["planted"]}""", "answers: "), ("""{"part":"intake","kind":"note","words":"\ud800planted"}""", "This call takes"), ("""{"part":"intake","Kind":"note"}""", "This call takes"),
        })
        {
            var refused = Problem(HttpStatusCode.UnprocessableEntity, await opener.PostText($"/api/v1/cases/{id}/entries", json));
            Assert.Contains(named, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("planted", refused.Text, StringComparison.Ordinal);
        }
        Assert.Equal(before, await world.Entries());
    }

    [Fact]
    public async Task A_code_that_no_rule_knows_and_a_file_as_text_are_refused_from_whichever_way_they_come()
    {
        await using var world = await World.On(StoreKind.Sqlite, described: false);
        using var opener = await world.SignedIn("responder");
        var id = Made(await opener.Post("/api/v1/cases", new { report = await world.Taken(), pseudonym = "Mali" }));
        foreach (var (kind, answers) in new[]
        {
            ("person", """{"name":"Khun A.","role":"Suspect"}"""), ("person", """{"name":" ","role":"suspect"}"""), ("person", """{"name":"Khun A.","role":"suspect","lives_with":"the child"}"""),
            ("task", """{"task":"a safe place","safety":"Yes"}"""), ("task", """{"task":"a safe place","done":"true"}"""),
        })
            Assert.Equal("case.codes", Problem(HttpStatusCode.UnprocessableEntity, await opener.PostText($"/api/v1/cases/{id}/entries", $$"""{"part":"intake","kind":"{{kind}}","answers":{{answers}}}""")).Kind);
        var picture = Convert.ToBase64String([0xFF, 0xD8, 0xFF, 0xE0, .. new byte[3000]]);
        foreach (var body in new object[] { new { part = "intake", kind = "note", words = $"data:image/jpeg;base64,{picture}" }, new { part = "intake", kind = "exhibit", answers = new { number = picture } } })
            Assert.Equal("words.file", Problem(HttpStatusCode.UnprocessableEntity, await opener.Post($"/api/v1/cases/{id}/entries", body)).Kind);
        // A hash is a number like another.
        Made(await opener.Post($"/api/v1/cases/{id}/entries", new { part = "intake", kind = "exhibit", answers = new { number = "7", hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([])) } }));
    }

    [Fact]
    public async Task What_is_blocked_is_said_in_the_language_that_is_asked_for()
    {
        await using var world = await World.On(StoreKind.Sqlite, described: false);
        var report = await world.Taken();
        using var thai = await world.SignedIn("responder", "fr, th;q=0.8, en;q=0.5");
        using var english = await world.SignedIn("responder", "en-GB");
        var id = Made(await english.Post("/api/v1/cases", new { report, pseudonym = "Mali" }));
        var step = Made(await english.Post($"/api/v1/cases/{id}/steps", new { procedure = "closure" }));
        string Said(Answered a) => a.Json.GetProperty("rules")[0].GetProperty("missing")[0].GetProperty("missing").GetString()!;
        var (inThai, inEnglish) = (Said(await thai.Post($"/api/v1/cases/{id}/steps/{step}/open", new { })), Said(await english.Post($"/api/v1/cases/{id}/steps/{step}/open", new { })));
        Assert.Contains(inThai, c => c is >= 'ก' and <= '๛');
        Assert.DoesNotContain(inEnglish, c => c is >= 'ก' and <= '๛');
    }

    private static string Made(Answered answered)
    {
        Assert.True(answered.Status == HttpStatusCode.Created, $"{answered.Status} {answered.Text}");
        return answered.Id;
    }

    private static async Task Done(StaffProgram program, string path, object body)
    {
        var answered = await program.Post(path, body);
        Assert.True(answered.Status == HttpStatusCode.NoContent, $"{path}: {answered.Status} {answered.Text}");
    }

    private static Answered Problem(HttpStatusCode status, Answered answered)
    {
        Assert.True(answered.Status == status, $"{answered.Status} {answered.Text}");
        Assert.Equal("application/problem+json", answered.MediaType);
        Assert.Equal((int)status, answered.Json.GetProperty("status").GetInt32());
        return answered;
    }
}
