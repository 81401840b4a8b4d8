using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Cases.Lists;
using Sala.Safeguards;
using Sala.Tests.Fixtures;
using Sala.Tests.Web.Api;
using Sala.Vault;

namespace Sala.Tests.Cases.Matrix;

/// <summary>Must hold 3: role x part x action x scope over a thousand cases, against an oracle of its own; every refusal is in the trail.</summary>
public sealed class MatrixTests(ITestOutputHelper output)
{
    private const int Cases = 1000;
    private readonly HashSet<string> cells = [];
    private readonly Dictionary<(RecordId Who, RecordId Case), int> refused = [];
    private readonly Dictionary<(RecordId Who, RecordId Case, string Deed), int> readings = [];
    private int tries, conflicts;

    /// <summary>What stands in the trail when somebody has read.</summary>
    private static readonly Dictionary<string, string> Readings = new() { ["read"] = "case.read", ["history"] = "case.history", ["letters"] = "letters.read", ["accounts"] = "case.read" };

    [Theory, OnEachStore]
    public async Task Over_a_thousand_cases_nobody_reads_lists_counts_changes_or_takes_out_what_the_oracle_keeps_from_them_and_each_reading_and_refusal_is_in_the_trail(StoreKind store)
    {
        var seed = Environment.GetEnvironmentVariable("SALA_SEED") is { } set ? int.Parse(set, System.Globalization.CultureInfo.InvariantCulture) : RecordId.Random().GetHashCode();
        var watch = Stopwatch.StartNew();
        await using var world = await DrawnWorld.On(store, seed, Cases);
        output.WriteLine($"SALA_SEED={seed}; {world.Cases.Count} cases of {world.People.Count} people drawn in {watch.Elapsed.TotalSeconds:0.0} s");
        var random = new Random(seed);
        foreach (var who in world.People) await Lists(world, who);

        // Each person in each scope, each case once.
        var pairs = world.People.SelectMany(who => world.Cases.SelectMany(one => Enum.GetValues<Compartment>().Select(part => (who, one, part))).GroupBy(p => (p.part, Oracle.ScopeOf(p.who, p.one, p.part))).Select(g => g.ElementAt(random.Next(g.Count())))).ToList();
        pairs.AddRange(world.People.Select(who => (who, Unknown(world), (Compartment)random.Next(4))));
        // What changes who reads comes last: a new key goes to those alone who can sign in, which those who were made up here can't.
        var chosen = pairs.Select(p => (p.who, p.one, p.part, Action: random.Next(Actions.Length))).ToLookup(c => Actions[c.Action].Name == "revoke");
        foreach (var (who, one, part, action) in chosen[false]) await Tries(world, who, one, part, action);
        foreach (var one in world.Cases) await Tries(world, one.Grants.Keys.Select(g => g.Item1).OrderBy(_ => random.Next()).First(), one, (Compartment)random.Next(4), 0);
        foreach (var (who, one, part, action) in chosen[true]) await Tries(world, who, one, part, action);

        await using (var data = world.Sala.Sala.Store.Read())
        {
            var people = world.People.Select(p => (RecordId?)p.By.PersonId).ToList();
            var entries = await data.AuditEntries.Where(e => e.Refused && people.Contains(e.PersonId)).ToListAsync(TestContext.Current.CancellationToken);
            var trail = entries.Where(e => e.Deed != "case.conflict").GroupBy(e => (e.PersonId!.Value, e.Subject!.Value)).ToDictionary(g => g.Key, g => g.Count());
            var done = (await data.AuditEntries.Where(e => !e.Refused && people.Contains(e.PersonId) && e.Subject != null).Select(e => new { e.PersonId, e.Subject, e.Deed }).ToListAsync(TestContext.Current.CancellationToken))
                .GroupBy(e => (e.PersonId!.Value, e.Subject!.Value, e.Deed)).ToDictionary(g => g.Key, g => g.Count());
            // Links read cases too, each with its own entry: never fewer than were read here.
            Assert.All(readings, r => Assert.True(done.GetValueOrDefault(r.Key) >= r.Value, $"{r.Key}: read {r.Value} times, and {done.GetValueOrDefault(r.Key)} in the trail"));
            Assert.Equal(Readings.Values.Distinct().Order(), readings.Keys.Select(k => k.Deed).Distinct().Order());
            Assert.Equal(refused.Count, trail.Count);
            Assert.All(refused, r => Assert.Equal(r.Value, trail[r.Key]));
            Assert.Equal(conflicts, entries.Count(e => e.Deed == "case.conflict"));
            // Of a conflict of interest neither head nor leads read: it is on behalf of no unit.
            Assert.All(entries.Where(e => world.Cases.Find(c => c.Id == e.Subject) is { } one && Oracle.InConflict(world.People.Single(p => p.By.PersonId == e.PersonId), one)), e => Assert.Null(e.UnitId));
        }
        output.WriteLine($"{tries} deeds tried in {cells.Count} cells of role x part x action x scope, {refused.Values.Sum()} refused, after {watch.Elapsed.TotalSeconds:0.0} s");
        await OverHttp(world, random);
        output.WriteLine($"done after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(cells.Count > 1000, $"{cells.Count} cells");
        Assert.Equal(Enum.GetValues<Scope>().Length, cells.Select(c => c.Split('|')[3]).Distinct().Count());
    }

    [Fact]
    public async Task Not_there_and_not_for_you_take_the_same_time_whatever_the_reason()
    {
        await using var world = await DrawnWorld.On(StoreKind.Sqlite, 20261124, 400);
        var who = world.People.Single(p => p.Name == "responder");
        var kinds = new Dictionary<string, List<DrawnCase>>
        {
            ["not there"] = [.. Enumerable.Range(0, 20).Select(_ => Unknown(world))], ["no grant"] = [.. world.Cases.Where(c => Oracle.ScopeOf(who, c, Compartment.Intake) == Scope.Stranger).Take(20)],
            ["conflict"] = [.. world.Cases.Where(c => Oracle.InConflict(who, c) && !c.Tampered && !c.Erased)], ["objected"] = [.. world.Cases.Where(c => Oracle.IsUnwanted(who, c) && !Oracle.InConflict(who, c))],
        };
        var ratio = 0.0;
        for (var round = 0; round < 4; round++)
        {
            var times = kinds.ToDictionary(k => k.Key, _ => new List<double>());
            for (var n = 0; n < 60; n++)
                foreach (var (kind, cases) in kinds)
                {
                    var watch = Stopwatch.StartNew();
                    await Assert.ThrowsAsync<NotForYouException>(() => world.Sala.Sala.Cases.Read(who.By, cases[n % cases.Count].Id));
                    times[kind].Add(watch.Elapsed.TotalMilliseconds);
                }
            var medians = times.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(t.Value.Count / 2));
            output.WriteLine(string.Join(", ", medians.Select(m => $"{m.Key} {m.Value:0.00} ms")));
            ratio = medians.Values.Max() / medians.Values.Min();
            // A noisy machine may spoil a round; a second commit, as it once was for a conflict, spoils each.
            if (ratio < 1.35) return;
        }
        Assert.Fail($"The slowest refusal takes {ratio:0.00} times the quickest.");
    }

    private static DrawnCase Unknown(DrawnWorld world) => new() { Id = RecordId.Random(), Number = -1, Unit = "A", Opener = world.People[0], There = false };

    /// <summary>Lists and counts: the cases of the oracle and no other, and of links only what is read.</summary>
    private async Task Lists(DrawnWorld world, Somebody who)
    {
        var expected = world.Cases.Where(c => Oracle.Reads(who, c).Count > 0).ToList();
        var listed = await world.Sala.Sala.Cases.Mine(who.By, int.MaxValue / 2);
        Assert.True(expected.Select(c => c.Id).Order().SequenceEqual(listed.Select(l => l.Id).Order()), $"{who.Name}: {listed.Count} listed, {expected.Count} expected. Missing: {string.Join(' ', expected.Where(c => listed.All(l => l.Id != c.Id)).Select(c => $"{c.Number} named {string.Join('+', c.Named.Concat(c.Twin?.Named ?? []).Select(n => n.Name))} unwanted {string.Join('+', c.Unwanted.Select(n => n.Name))} rekeyed {string.Join('+', c.Rekeyed)} {Described(who, c)}"))} Too many: {string.Join(' ', listed.Where(l => expected.All(c => c.Id != l.Id)).Select(l => Described(who, world.Cases.Single(c => c.Id == l.Id))))}");
        var read = expected.ToDictionary(c => c.Id);
        Assert.All(listed, l => Assert.Equal(read[l.Id].Behind && read.ContainsKey(read[l.Id].Twin!.Id) ? read[l.Id].Twin!.Id : null, l.Into));
        if (Oracle.IsCaseworker(who))
        {
            // Counts and columns: a file behind another that opens too is one child, not two, while that one is not closed; of a case that was erased before a restore nothing is shown, and it is counted until its row goes.
            var inFront = world.Cases.Where(c => Counted(who, c) && !(c.Behind && !c.Twin!.Closed && Counted(who, c.Twin))).ToList();
            Assert.Equal(inFront.Count(c => !c.Closed), (await world.Sala.Sala.Cases.Finding.Page(who.By, new CaseFilter())).Total);
            var board = await world.Sala.Sala.Cases.Finding.ByStage(who.By, Cases);
            Assert.Equal(inFront.Count(c => !c.Closed), board.Values.Sum(s => s.Count));
            Assert.Equal(inFront.Where(c => !c.Closed && !c.Erased).Select(c => c.Id).Order(), board.Values.SelectMany(s => s.Lines).Select(l => l.Id).Order());
        }
        var links = await world.Sala.Sala.LinkedCases.Read(who.By);
        Assert.All(links.Links.SelectMany(l => l.Cases).Concat(links.Investigated), c => Assert.Contains(Compartment.Investigation, Oracle.Reads(who, read[c.Id])));
        cells.Add($"{who.Name}|all|list|{Scope.Given}");
    }

    private static bool Counted(Somebody who, DrawnCase one)
    {
        var erased = one.Erased;
        one.Erased = false;
        var counted = Oracle.Reads(who, one).Count > 0;
        one.Erased = erased;
        return counted;
    }

    private static string Described(Somebody who, DrawnCase one) => string.Join(',', Enum.GetValues<Compartment>().Select(p => $"{p}:{Oracle.ScopeOf(who, one, p)}"));

    private sealed record Action(string Name, Func<DrawnWorld, Somebody, DrawnCase, Compartment, Task> Do, Func<Somebody, DrawnCase, Compartment, bool> May);

    /// <summary>The deeds on a case: what is tried, and who may according to the oracle. A rule that then stands against it ("no purpose") says that one came to it.</summary>
    private static readonly Action[] Actions =
    [
        new("read", Read, (who, one, _) => Oracle.Reads(who, one).Count > 0),
        new("history", async (w, who, one, part) => Assert.All(await w.Sala.Sala.Cases.History(who.By, one.Id, one.Notes.GetValueOrDefault(part, RecordId.Random())), v => Assert.StartsWith(one.Mark(part), v.Body["said"], StringComparison.Ordinal)), Reads),
        new("write", (w, who, one, part) => w.Sala.Sala.Cases.Write(who.By, one.Id, part, EntryKind.Note, EntryBody.Of(new Dictionary<string, string> { ["said"] = one.Mark(part) + "more" })), Reads),
        new("change", (w, who, one, part) => w.Sala.Sala.Cases.Change(who.By, one.Id, one.Notes.GetValueOrDefault(part, RecordId.Random()), 99, EntryBody.Of("x")), Reads),
        new("give", (w, who, one, part) => w.Sala.Sala.Cases.Give(who.By, one.Id, part, RecordId.Random(), ""), (who, one, part) => Oracle.Gives(who, one, part)),
        new("revoke", (w, who, one, part) => w.Sala.Sala.Cases.Revoke(who.By, one.Id, part, RecordId.Random()), (who, one, part) => Oracle.Gives(who, one, part)),
        new("stage", (w, who, one, _) => w.Sala.Sala.Cases.SetStage(who.By, one.Id, CaseStage.Closed), (who, one, _) => Reads(who, one, Compartment.Intake)),
        new("objection", (w, who, one, _) => w.Sala.Sala.Planning.RecordObjection(who.By, one.Id, RecordId.Random()), (who, one, _) => Reads(who, one, Compartment.Intake)),
        new("plan", (w, who, one, part) => w.Sala.Sala.Planning.Plan(who.By, one.Id, new StepPlan(new Dictionary<string, string> { ["procedure"] = part switch { Compartment.Intake => "Closure", Compartment.Care => "Examination", Compartment.Legal => "Hearing", _ => "Interview" } })), Reads),
        new("step", (w, who, one, _) => w.Sala.Sala.Planning.Look(who.By, one.Id, RecordId.Random()), (_, _, _) => false),
        new("suspect", (w, who, one, _) => w.Sala.Sala.Planning.SuspectAt(who.By, one.Id, "x", DateTime.MaxValue, DateTime.MinValue), (who, one, _) => Reads(who, one, Compartment.Investigation)),
        new("letters", (w, who, one, _) => w.Sala.Sala.Letters.Read(who.By, one.Id), (who, one, _) => Reads(who, one, Compartment.Intake)),
        new("accounts", async (w, who, one, _) => Without(one, await w.Sala.Sala.Accounts.Read(who.By, one.Id), Oracle.Reads(who, one)), (who, one, _) => Reads(who, one, Compartment.Investigation)),
        new("look-up", (w, who, one, _) => w.Sala.Sala.LookUps.LookUp(who.By, one.Id, RecordId.Random(), ""), (who, one, _) => Reads(who, one, Compartment.Investigation)),
        new("export", (w, who, one, _) => w.Sala.Sala.Exporting.Case(who.By, one.Id, ExportForm.Pdf, "", w.Sala.Sala.Country.Languages[0]), (who, one, _) => Oracle.Reads(who, one).Count > 0),
        new("export graph", (w, who, one, _) => w.Sala.Sala.Exporting.Case(who.By, one.Id, ExportForm.Graph, "", w.Sala.Sala.Country.Languages[0]), (who, one, _) => Reads(who, one, Compartment.Investigation) && (who.All & (Roles.Investigator | Roles.DigitalAnalyst | Roles.Prosecutor)) != 0),
        new("merge", (w, who, one, _) => w.Sala.Sala.Merging.Merge(who.By, one.Id, one.Id, ""), (who, one, _) => Oracle.Leads(who, one) && Oracle.Reads(who, one).Count > 0),
        new("override", (w, who, one, _) => w.Sala.Sala.Exporting.AskOverride(who.By, one.Id, "C3", "x", w.Sala.Sala.Country.Languages[0]), (_, _, _) => false),
    ];

    private static bool Reads(Somebody who, DrawnCase one, Compartment part) => Oracle.Reads(who, one).Contains(part);

    private static async Task Read(DrawnWorld world, Somebody who, DrawnCase one, Compartment _)
    {
        var view = await world.Sala.Sala.Cases.Read(who.By, one.Id);
        var parts = Oracle.Reads(who, one);
        Assert.Equal(parts, view.Parts);
        Without(one, view, parts);
        foreach (var part in parts) Assert.Contains(view.Entries, e => e.Compartment == part && e.Body["said"] == one.Mark(part) + (one.Rekeyed.Contains(part) ? 2 : 1));
        Assert.All(view.Holders, h => Assert.Contains(h.Compartment, parts));
        var files = await world.Sala.Sala.Merging.Of(who.By, one.Id);
        var twin = one.Twin is { } t && Oracle.Reads(who, t).Count > 0 ? t.Id : (RecordId?)null;
        Assert.Subset(twin is { } known ? new HashSet<RecordId> { known } : [], files.Behind.Select(b => b.Id).Concat(files.Into is { } into ? [into.Id] : []).ToHashSet());
    }

    /// <summary>Nothing of a part that is not theirs, in whatever was shown.</summary>
    private static void Without(DrawnCase one, CaseView view, IReadOnlyList<Compartment> parts)
    {
        var shown = JsonSerializer.Serialize(view.Entries) + JsonSerializer.Serialize(view.Holders);
        Assert.All(Enum.GetValues<Compartment>().Except(parts), hidden => Assert.DoesNotContain(one.Mark(hidden), shown, StringComparison.Ordinal));
    }

    private async Task Tries(DrawnWorld world, Somebody who, DrawnCase one, Compartment part, int number)
    {
        var action = Actions[number];
        var (may, scope) = (action.May(who, one, part), Oracle.ScopeOf(who, one, part));
        var came = true;
        try
        {
            await action.Do(world, who, one, part);
        }
        catch (NotForYouException not)
        {
            came = false;
            Assert.Equal("There is nothing here that you can open. The attempt was recorded.", not.Message);
        }
        catch (Exception stands) when (stands is RefusedException or OverrideRefusedException or ExportBlockedException)
        {
            Assert.DoesNotContain("MARK-", stands.Message, StringComparison.Ordinal);
        }
        // A step that is not there, and a rule that nobody sets aside, are asked of the case first: who reads it is told of that alone.
        if (action.Name is not ("step" or "override")) Assert.True(came == may, $"{who.Name}, {part}, {action.Name}, {scope}, case {one.Number}: {(came ? "came to it" : "was refused")}; {Described(who, one)}; reads {string.Join(',', Oracle.Reads(who, one))}");
        else Assert.True(!came || Oracle.Reads(who, one).Count > 0, $"{who.Name}, {action.Name}, {scope}");
        tries++;
        if (came && Readings.TryGetValue(action.Name, out var reading)) readings[(who.By.PersonId, one.Id, reading)] = readings.GetValueOrDefault((who.By.PersonId, one.Id, reading)) + 1;
        cells.Add($"{who.Name}|{part}|{action.Name}|{scope}");
        var shut = Oracle.Reads(who, one).Count == 0;
        // The step is looked for in a case that opened: there was nothing to refuse. The override is refused by the rule, and written down as such.
        if (action.Name == "step" ? !shut : action.Name != "override" && came) return;
        refused[(who.By.PersonId, one.Id)] = refused.GetValueOrDefault((who.By.PersonId, one.Id)) + 1;
        if (one.There && Oracle.InConflict(who, one)) conflicts++;
    }

    /// <summary>Pages and API of those with a session: what opens, and one answer for everything that does not.</summary>
    private static async Task OverHttp(DrawnWorld world, Random random)
    {
        var address = await world.Sala.Serve();
        foreach (var who in world.People.Where(p => p.OverHttp))
        {
            using var program = await StaffProgram.SignedIn(address, world.Sala, who.Name);
            if (!Oracle.IsCaseworker(who))
            {
                Assert.Equal(HttpStatusCode.NotFound, (await program.Get("/api/v1/cases")).Status);
                continue;
            }
            var list = (await program.Get("/api/v1/cases")).Json;
            var mine = world.Cases.Where(c => Oracle.Reads(who, c).Count > 0).Select(c => c.Id.ToString()).ToHashSet();
            var listed = list.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetString()!).ToList();
            Assert.Equal(listed.Count, list.GetProperty("count").GetInt32());
            Assert.Subset(mine, listed.ToHashSet());
            // Beyond two hundred, what is erased gives up its place on the list.
            Assert.True(mine.Count > 200 || listed.Count == mine.Count, $"{who.Name}: {listed.Count} listed, {mine.Count} expected");
            var nothing = await program.Get($"/api/v1/cases/{RecordId.Random()}");
            Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
            foreach (var one in world.Cases.GroupBy(c => Oracle.ScopeOf(who, c, Compartment.Intake)).SelectMany(g => g.OrderBy(_ => random.Next()).Take(3)))
            {
                var parts = Oracle.Reads(who, one);
                foreach (var path in (string[])["", $"/entries/{one.Notes[Compartment.Care]}", "/accounts", "/letters", "/files"])
                {
                    var answered = await program.Get($"/api/v1/cases/{one.Id}{path}");
                    var may = path switch { "/accounts" => parts.Contains(Compartment.Investigation), "/letters" => parts.Contains(Compartment.Intake), "" or "/files" => parts.Count > 0, _ => parts.Contains(Compartment.Care) };
                    Assert.True(answered.Status == (may ? HttpStatusCode.OK : HttpStatusCode.NotFound), $"{who.Name}, {path}: {answered.Status}, {Described(who, one)}");
                    if (!may) Assert.Equal(nothing.Text, answered.Text);
                    Assert.All(Enum.GetValues<Compartment>().Except(parts), hidden => Assert.DoesNotContain(one.Mark(hidden), answered.Text, StringComparison.Ordinal));
                }
            }
        }
    }
}
