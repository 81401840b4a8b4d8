using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Web.Api;

/// <summary>A served Sala with a room, a certified officer and a head who investigates too; programs sign in to it.</summary>
internal sealed class World : IAsyncDisposable
{
    private World(FilledSala sala) => Sala = sala;

    public FilledSala Sala { get; }
    public Uri Address { get; private set; } = null!;
    public DescribedApi Described { get; private set; } = null!;

    public static async Task<World> On(StoreKind store, bool described = true)
    {
        var world = new World(await FilledSala.On(store));
        var sala = world.Sala;
        world.Address = await sala.Serve();
        if (!described) return world;
        using var client = new HttpClient { BaseAddress = world.Address };
        world.Described = new DescribedApi(await client.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json", TestContext.Current.CancellationToken));
        var unit = await sala.Unit("Children");
        // The head reads the part in which interviews are planned, so that they can approve there.
        await sala.Sala.People.SetRoles(await sala.As("admin"), sala.Id("head"), unit, Roles.HeadOfUnit | Roles.Lead | Roles.Investigator);
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), unit, sala.Id("head"));
        var head = await sala.As("head");
        await sala.Sala.Registers.AddRoom(head, unit, "Room 2", "Children's house", true, true);
        await sala.Sala.Registers.Certify(head, unit, sala.Id("investigator"), CertificateKind.ForensicInterview, new DateOnly(2027, 5, 3));
        return world;
    }

    public string Id(string name) => Sala.Id(name).ToString();

    public string NextCode(string name)
    {
        Sala.Clock.Move(TimeSpan.FromSeconds(31));
        return Sala.Person(name).Code(Sala.Clock.Now);
    }

    public Task<StaffProgram> SignedIn(string name, string language = "en") => StaffProgram.SignedIn(Address, Sala, name, language, Described is null ? null : Described.Check);

    /// <summary>A report that the responder works on.</summary>
    public async Task<string> Taken()
    {
        var told = await Sala.Send(Sala.Sending([("story", "He has pictures of me.")]));
        await Sala.Sala.Desk.Take(await Sala.As("responder"), told.Id);
        return told.Id.ToString();
    }

    /// <summary>The answers of an interview before which every rule holds.</summary>
    public Dictionary<string, string> Interview(string room, string supporter) => new()
    {
        ["room"] = room, ["starts"] = "2026-12-01T10:00", ["ends"] = "2026-12-01T11:00", ["interviewer"] = Id("investigator"), ["psychologist"] = Id("psychologist"), ["prosecutor"] = Id("prosecutor"), ["prosecutor_required"] = "yes",
        ["supporter"] = "named", ["supporter_entry"] = supporter, ["child_age"] = "13", ["rights_told_on"] = "2026-11-24", ["rights_version"] = "3", ["rights_language"] = "th",
        ["gender_wished"] = "woman", ["gender_given"] = "woman", ["language_wished"] = "th", ["language_given"] = "th", ["interpreter_named"] = "no", ["minutes_without_break"] = "30",
        ["stop_agreed"] = "yes", ["exam_day"] = "no", ["question_plan"] = "Tell me what happened.",
    };

    /// <summary>The three calls of the child's way, held against the description as well.</summary>
    public async Task ChildsWay()
    {
        using var child = StaffProgram.Nobody(Address, Sala);
        child.Seen = Described.Check;
        string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var receipt = (await child.Post("/api/v1/reports", new { language = "en", idempotencyKey = Key(), answers = new { story = "Made up." } })).Json.GetProperty("receipt").GetString();
        await child.Post("/api/v1/conversation", new { receipt });
        await child.Post("/api/v1/conversation/messages", new { receipt, words = "Are you there?", idempotencyKey = Key() });
    }

    public async Task<int> Refusals()
    {
        await using var data = Sala.Sala.Store.Read();
        return await data.AuditEntries.CountAsync(e => e.Refused);
    }

    public async Task<int> Entries()
    {
        await using var data = Sala.Sala.Store.Read();
        return await data.CaseEntries.CountAsync();
    }

    public ValueTask DisposeAsync() => Sala.DisposeAsync();
}
