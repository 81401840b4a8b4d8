using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Links;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Tests.Surveys;

namespace Sala.Tests.Cases.Exports;

/// <summary>The graph of a case is valid CASE and UCO, says only what the ontology has words for, and holds each account, incident and exhibit.</summary>
public sealed partial class CaseGraphTests
{
    private const string Sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static async Task<byte[]> Graph(FilledCase filled)
    {
        await filled.Person("Somchai Jaidee", "suspect");
        await filled.Person("Kanya Srisuk", "child");
        await filled.Account("@somchai_99x");
        await filled.Account("0812345678", IdentifierKind.Phone);
        await filled.Account("bad.man@example.invalid", IdentifierKind.Mail);
        await filled.Account("https://example.invalid/group/7", IdentifierKind.Address);
        await filled.Account("123-4-56789-0", IdentifierKind.Account);
        await filled.Account(Sha, IdentifierKind.Sha256);
        await filled.Account("d41d8cd98f00b204e9800998ecf8427e", IdentifierKind.Md5);
        await filled.Account(string.Concat(Enumerable.Repeat("0f1e2d3c", 8)), IdentifierKind.Pdq);
        await filled.Writes(EntryKind.Incident, "He asked again.", ("kind", "threats"), ("from", "2026-10-01"), ("to", "2026-10-03"), ("platform", "line"));
        await filled.Writes(EntryKind.Incident, "", ("kind", "picture_asked"), ("about", "about the end of September"));
        await filled.Writes(EntryKind.Incident, "Only words.");
        await filled.Writes(EntryKind.Exhibit, "Telephone, seized.", ("number", "EX-1"), ("sha256", Sha), ("custody", "evidence room"));
        await filled.Writes(EntryKind.Exhibit, "", ("number", "EX-2"), ("hash", "not worked out yet"));
        return (await filled.Exporting.Case(await filled.SteppedUp(), filled.Case, ExportForm.Graph, "request 12", FilledCase.English)).Bytes;
    }

    [Fact]
    public async Task Each_account_incident_and_exhibit_of_the_case_is_found_again_in_the_graph()
    {
        await using var filled = await FilledCase.On(StoreKind.Sqlite);
        var graph = await Graph(filled);
        var nodes = JsonNode.Parse(graph)!["@graph"]!.AsArray().Select(n => n!.AsObject()).ToDictionary(n => (string)n["@id"]!);
        var view = await filled.Cases.Read(filled.Officer, filled.Case);
        var investigation = Of("case-investigation:Investigation").Single();
        var inIt = investigation["uco-core:object"]!.AsArray().Select(r => nodes[(string)r!["@id"]!]).ToList();

        var accounts = inIt.Where(n => n["uco-core:hasFacet"] is not null).SelectMany(n => n["uco-core:hasFacet"]!.AsArray()).Select(r => (string?)nodes[(string)r!["@id"]!]["uco-observable:accountIdentifier"]).OfType<string>();
        Assert.Equal(view.Of(EntryKind.Account).Select(a => a.Body["value"]).Order(), accounts.Order());
        var events = inIt.Where(n => (string)n["@type"]! == "uco-core:Event").ToList();
        Assert.Equal(3, events.Count);
        Assert.All(view.Of(EntryKind.Incident), i => Assert.Single(events, e => ((string?)e["uco-core:eventType"] ?? "") == i.Body["kind"] && ((string)e["uco-core:description"]!).Contains(i.Body.Words + i.Body["about"], StringComparison.Ordinal)));
        Assert.Equal("2026-10-01T00:00:00Z", (string)events.Single(e => (string?)e["uco-core:eventType"] == "threats")["uco-core:startTime"]!["@value"]!);
        Assert.Equal(["EX-1", "EX-2"], inIt.Select(n => (string?)n["case-investigation:exhibitNumber"]).OfType<string>().Order());
        Assert.Equal(3, Of("uco-types:Hash").Count());
        Assert.Equal(["Mali", "suspect 1"], Of("uco-identity:Person").Select(p => (string)p["uco-core:name"]!).Order());
        // What it points to is there, and nothing points to a file.
        Assert.All(nodes.Values.SelectMany(References), r => Assert.Contains(r, nodes.Keys));
        Assert.DoesNotContain("dataPayload", JsonNode.Parse(graph)!.ToJsonString());

        IEnumerable<JsonObject> Of(string type) => nodes.Values.Where(n => (string)n["@type"]! == type);
    }

    [Fact]
    public async Task Each_class_and_property_of_the_graph_is_in_the_ontology()
    {
        if (Shared.File("fixtures/standards/uco/ontology/core.ttl") is null) Assert.Skip("../shared is not there.");
        var known = Folders().SelectMany(folder => Directory.GetFiles(folder, "*.ttl")).SelectMany(Terms).ToLookup(t => t.Iri, t => t.Kind);
        Assert.True(known.Count > 800);
        await using var filled = await FilledCase.On(StoreKind.Sqlite);
        var document = JsonNode.Parse(await Graph(filled))!;
        var prefixes = document["@context"]!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!);
        foreach (var node in document["@graph"]!.AsArray().Select(n => n!.AsObject()))
        {
            Assert.Contains("Class", known[Iri((string)node["@type"]!)]);
            foreach (var property in node.Select(p => p.Key).Where(k => k[0] != '@')) Assert.Contains(known[Iri(property)], kind => kind is "ObjectProperty" or "DatatypeProperty");
        }

        string Iri(string name) => prefixes[name[..name.IndexOf(':', StringComparison.Ordinal)]] + name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    [Fact]
    public async Task The_graph_keeps_the_shapes_of_CASE_and_UCO()
    {
        if (Shared.File("fixtures/standards/tools/validate-case.mjs") is not { } tool) { Assert.Skip("../shared is not there."); return; }
        await using var filled = await FilledCase.On(StoreKind.Sqlite);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("case.jsonld"), await Graph(filled), TestContext.Current.CancellationToken);
        // A graph that breaks a shape is found out: else this could not fail.
        await File.WriteAllTextAsync(folder.File("broken.jsonld"), (await File.ReadAllTextAsync(folder.File("case.jsonld"), TestContext.Current.CancellationToken)).Replace("uco-types:hashMethod", "uco-types:hashValue", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        File.Copy(tool, folder.File("validate-case.mjs"));
        File.CreateSymbolicLink(folder.File("node_modules"), Path.Combine(Install(), "node_modules"));
        Assert.Equal((0, "1 passed, 0 failed"), await Validate("case.jsonld"));
        Assert.Equal(1, (await Validate("broken.jsonld")).Status);

        async Task<(int Status, string Last)> Validate(string file)
        {
            using var process = Process.Start(new ProcessStartInfo("node", [folder.File("validate-case.mjs"), .. Folders(), "--", folder.File(file)]) { RedirectStandardOutput = true })!;
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, said.TrimEnd().Split('\n')[^1]);
        }
    }

    /// <summary>What the check runs on, as package-lock.json pins it: installed once, into .sala/case-shapes, which git leaves out.</summary>
    private static string Install()
    {
        var (source, home) = (Path.Combine(Pack.Root, "tests", "Sala.Tests", "Cases", "Exports", "Shapes"), Path.Combine(Pack.Root, ".sala", "case-shapes"));
        var (stamp, wanted) = (Path.Combine(home, "installed.json"), File.ReadAllText(Path.Combine(source, "package-lock.json")));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted) return home;
        Directory.CreateDirectory(home);
        foreach (var name in (string[])["package.json", "package-lock.json"]) File.Copy(Path.Combine(source, name), Path.Combine(home, name), overwrite: true);
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = home, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEnd();
        npm.WaitForExit();
        Assert.True(npm.ExitCode == 0, $"npm could not install what the check of shapes runs on: {errors}{output.Result}");
        File.WriteAllText(stamp, wanted);
        return home;
    }

    private static IEnumerable<string> References(JsonObject node) => node.SelectMany(p => p.Value is JsonArray many ? many.Select(m => (string?)m!["@id"]) : [p.Value is JsonObject one ? (string?)one["@id"] : null]).OfType<string>();

    private static string[] Folders() => [Path.GetDirectoryName(Shared.File("fixtures/standards/uco/ontology/core.ttl"))!, Path.GetDirectoryName(Shared.File("fixtures/standards/case/ontology/investigation.ttl"))!];

    private static IEnumerable<(string Iri, string Kind)> Terms(string file)
    {
        var text = File.ReadAllText(file);
        var prefixes = Prefix().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        foreach (Match term in Term().Matches(text))
            foreach (Match kind in Kind().Matches(term.Groups[3].Value)) yield return (prefixes[term.Groups[1].Value] + term.Groups[2].Value, kind.Groups[1].Value);
    }

    [GeneratedRegex(@"^@prefix ([a-z-]*): <([^>]+)>", RegexOptions.Multiline)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^([a-z-]+):(\S+)\s+a([^;.]+)", RegexOptions.Multiline)]
    private static partial Regex Term();

    [GeneratedRegex(@"owl:(Class|ObjectProperty|DatatypeProperty)\b")]
    private static partial Regex Kind();
}
