using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>
/// A case as a graph of CASE 1.4 and UCO 1.4 in JSON-LD: the investigation, its people by pseudonym, incidents, accounts, exhibits as metadata. Never a file, never what the child told.
/// Source: the ontologies of casework/CASE and ucoProject/UCO.
/// </summary>
internal sealed class CaseGraph(VeiledCase veiled, string mark, DateTimeOffset now)
{
    private readonly JsonArray graph = [];
    private readonly HashSet<string> platforms = [];

    public byte[] Write()
    {
        var view = veiled.View;
        var objects = new List<string>();
        foreach (var person in view.Of(EntryKind.Person)) objects.Add(Node(Id("person", person.Id), "uco-identity:Person", ("uco-core:name", person.Body["name"]), ("uco-core:description", Described(person, "name", "lives_with"))));
        foreach (var incident in view.Of(EntryKind.Incident)) objects.Add(Incident(incident));
        foreach (var account in view.Of(EntryKind.Account)) objects.AddRange(Account(account));
        foreach (var exhibit in view.Of(EntryKind.Exhibit)) objects.AddRange(Exhibit(exhibit));

        var (marking, definition) = (Id("marking", view.Id), Id("marking-definition", view.Id));
        Node(marking, "uco-marking:StatementMarking", ("uco-marking:definitionType", "statement"), ("uco-marking:statement", mark));
        Node(definition, "uco-marking:MarkingDefinition", ("uco-marking:definitionType", "statement"), ("uco-marking:definition", Ref(marking)));
        var investigation = Node(Id("investigation", view.Id), "case-investigation:Investigation", ("uco-core:name", veiled.Veil.Child), ("case-investigation:investigationForm", "case"), ("case-investigation:investigationStatus", view.Stage == CaseStage.Closed ? "closed" : "open"),
            ("uco-core:objectMarking", Ref(definition)), ("uco-core:object", Refs(objects)));
        Node(Id("bundle", view.Id), "uco-core:Bundle", ("uco-core:objectCreatedTime", Time(now)), ("uco-core:specVersion", "1.4.0"), ("uco-core:description", mark), ("uco-core:objectMarking", Ref(definition)), ("uco-core:object", Refs([investigation, .. objects])));

        var document = new JsonObject
        {
            ["@context"] = new JsonObject
            {
                ["kb"] = "urn:sala:", ["case-investigation"] = "https://ontology.caseontology.org/case/investigation/", ["uco-core"] = "https://ontology.unifiedcyberontology.org/uco/core/",
                ["uco-identity"] = "https://ontology.unifiedcyberontology.org/uco/identity/", ["uco-marking"] = "https://ontology.unifiedcyberontology.org/uco/marking/",
                ["uco-observable"] = "https://ontology.unifiedcyberontology.org/uco/observable/", ["uco-types"] = "https://ontology.unifiedcyberontology.org/uco/types/", ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
            },
            ["@graph"] = graph,
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, Shape);
    }

    // The default encoder: < > & and quotes are written as escapes, so that the document does nothing in a page either.
    private static readonly JsonSerializerOptions Shape = new() { WriteIndented = true };

    private string Incident(OpenedEntry incident) => Node(Id("incident", incident.Id), "uco-core:Event", ("uco-core:name", incident.Body["kind"]), ("uco-core:eventType", incident.Body["kind"]),
        ("uco-core:startTime", Day(incident.Body["from"])), ("uco-core:endTime", Day(incident.Body["to"])), ("uco-core:description", Described(incident)));

    private IEnumerable<string> Account(OpenedEntry account)
    {
        var (id, value, platform) = (Id("account", account.Id), account.Body["value"], account.Body["platform"]);
        var facets = new List<string>();
        switch (account.Body["kind"])
        {
            case "Phone": Facet("uco-observable:PhoneAccountFacet", ("uco-observable:phoneNumber", value)); break;
            case "Mail": Facet("uco-observable:EmailAddressFacet", ("uco-observable:addressValue", value)); break;
            case "Address": Facet("uco-observable:URLFacet", ("uco-observable:fullValue", value)); break;
            case "Sha256" or "Md5" when Hash(account.Id, account.Body["kind"] == "Sha256" ? "SHA256" : "MD5", value) is { } hash: Facet("uco-observable:ContentDataFacet", ("uco-observable:hash", Ref(hash))); break;
            case "Handle": Facet("uco-observable:DigitalAccountFacet", ("uco-observable:accountLogin", value)); break;
        }
        string? issuer = null;
        if (platform.Length > 0)
        {
            issuer = Id("platform", veiled.View.Id, platform);
            if (platforms.Add(issuer))
            {
                Node(issuer, "uco-identity:Organization", ("uco-core:name", platform));
                yield return issuer;
            }
        }
        // Of every account, so that whoever reads the graph finds each in one place as it was written.
        Facet("uco-observable:AccountFacet", ("uco-observable:accountIdentifier", value), ("uco-observable:accountType", account.Body["kind"]), ("uco-observable:accountIssuer", issuer is null ? null : Ref(issuer)));
        yield return Node(id, "uco-observable:ObservableObject", ("uco-core:objectCreatedTime", Time(account.At)), ("uco-core:description", Described(account, "value", "kind", "platform")), ("uco-core:hasFacet", Refs(facets)));

        void Facet(string type, params (string, JsonNode?)[] properties) => facets.Add(Node(Id("facet", account.Id, type), type, properties));
    }

    private IEnumerable<string> Exhibit(OpenedEntry exhibit)
    {
        var thing = Id("exhibit-object", exhibit.Id);
        string? facet = null;
        var hash = exhibit.Body["sha256"].Length > 0 ? Hash(exhibit.Id, "SHA256", exhibit.Body["sha256"]) : Hash(exhibit.Id, "SHA256", exhibit.Body["hash"]) ?? Hash(exhibit.Id, "MD5", exhibit.Body["hash"]);
        if (hash is not null) facet = Node(Id("exhibit-content", exhibit.Id), "uco-observable:ContentDataFacet", ("uco-observable:hash", Ref(hash)));
        yield return Node(thing, "uco-observable:ObservableObject", ("uco-core:hasFacet", facet is null ? null : Refs([facet])), ("uco-core:name", exhibit.Body["what"]));
        yield return Node(Id("exhibit", exhibit.Id), "case-investigation:ProvenanceRecord", ("case-investigation:exhibitNumber", exhibit.Body["number"]), ("uco-core:objectCreatedTime", Time(exhibit.At)),
            ("uco-core:description", Described(exhibit, "number")), ("uco-core:object", Refs([thing])));
    }

    /// <summary>Null for what is no hash of that length: it stands in the description as it was written.</summary>
    private string? Hash(RecordId of, string method, string value) => value.Length == (method == "MD5" ? 32 : 64) && value.All(char.IsAsciiHexDigit)
        ? Node(Id("hash", of, method), "uco-types:Hash", ("uco-types:hashMethod", method), ("uco-types:hashValue", new JsonObject { ["@type"] = "xsd:hexBinary", ["@value"] = value.ToUpperInvariant() }))
        : null;

    /// <summary>What the ontology has no place for, as it was written: name and answer a line, then the words.</summary>
    private static string Described(OpenedEntry entry, params string[] elsewhere) => string.Join('\n', entry.Body.Answers.Where(a => !elsewhere.Contains(a.Key) && a.Value.Length > 0 && !VeiledCase.IsId(a.Value)).Select(a => $"{a.Key}: {a.Value}").Append(entry.Body.Words)).Trim();

    private string Node(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var node = new JsonObject { ["@id"] = id, ["@type"] = type };
        foreach (var (name, value) in properties)
            if (value is not null && (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>().Length > 0)) node[name] = value;
        graph.Add(node);
        return id;
    }

    private static JsonObject Ref(string id) => new() { ["@id"] = id };

    private static JsonArray? Refs(List<string> ids) => ids.Count == 0 ? null : [.. ids.Select(Ref)];

    private static JsonObject Time(DateTimeOffset at) => new() { ["@type"] = "xsd:dateTime", ["@value"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };

    /// <summary>A day or moment that is known; "about" and the like stand in the description.</summary>
    private static JsonObject? Day(string written) => DateTimeOffset.TryParseExact(written, (string[])["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Time(at) : null;

    /// <summary>The same record gives the same name in every export, and tells nobody its own id.</summary>
    private static string Id(string kind, RecordId of, string part = "")
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"sala.case-graph/1 {kind} {part} {of}")).AsSpan(0, 16).ToArray();
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
        return $"kb:{kind}-{new Guid(bytes, bigEndian: true)}";
    }
}
