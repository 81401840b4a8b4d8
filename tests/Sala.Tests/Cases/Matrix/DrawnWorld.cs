using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Links;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases.Matrix;

/// <summary>A thousand cases, sealed for real, with everything drawn: who was given what and how, who is named, whom the child does not want, what another hand changed. Written in a few transactions.</summary>
internal sealed class DrawnWorld : IAsyncDisposable
{
    private const int InOneTransaction = 250;
    private readonly Random random;
    private readonly Dictionary<string, UnitEpoch> epochs = [];
    private readonly Dictionary<string, RecordId> units = [];

    private DrawnWorld(FilledSala sala, int seed) => (Sala, Seed, random) = (sala, seed, new Random(seed));

    public FilledSala Sala { get; }
    public int Seed { get; }
    public List<Somebody> People { get; } = [];
    public List<DrawnCase> Cases { get; } = [];

    public static async Task<DrawnWorld> On(StoreKind store, int seed, int cases)
    {
        var world = new DrawnWorld(await FilledSala.On(store), seed);
        foreach (var (letter, name) in new[] { ("A", "Children"), ("B", "Online") })
        {
            world.units[letter] = await world.Sala.Unit(name);
            world.epochs[letter] = await world.Sala.Sala.UnitKeys.Present(world.units[letter]);
        }
        await world.DrawPeople();
        world.DrawCases(cases);
        foreach (var some in world.Cases.Chunk(InOneTransaction)) await world.Write(some);
        await world.WriteObjections();
        return world;
    }

    private async Task DrawPeople()
    {
        foreach (var name in Sala.Staff.Select(p => p.SignInName))
        {
            var by = await Sala.As(name);
            // What the demonstration says of them today; who was not let in by a lead who compared the key has no role yet.
            var roles = by.Memberships.Where(m => m.ConfirmedBy is not null && m.ConfirmedKey == by.KeyNumber).ToDictionary(m => units.FirstOrDefault(u => u.Value == m.UnitId).Key ?? m.UnitId.ToString(), m => m.Roles);
            People.Add(new Somebody(name, roles, by, true));
        }
        foreach (var role in (Roles[])[Roles.Investigator, Roles.DigitalAnalyst, Roles.Prosecutor, Roles.Court, Roles.ChildsLawyer, Roles.SocialWorker, Roles.Psychologist, Roles.Clinician, Roles.Teacher, Roles.Supporter])
            foreach (var unit in units.Keys) People.Add(await MakeUp($"{role} of {unit}", (unit, role, true)));
        People.Add(await MakeUp("of two professions", ("A", Roles.Psychologist, true), ("B", Roles.Investigator, true)));
        People.Add(await MakeUp("investigator, not let in", ("A", Roles.Investigator, false)));
        People.Add(await MakeUp("social worker whose key is another", ("A", Roles.SocialWorker, false)));
        People.Add(await MakeUp("prosecutor who left"));
        foreach (var who in People) await Sala.Sala.Cases.Conflicts.Declare(who.By, [Kin(who)]);
    }

    private static string Kin(Somebody who) => $"brother of {who.By.Profile.ShownName}";

    /// <summary>Somebody whom the directory and the trail know like the staff of the demonstration, but who has no session.</summary>
    private async Task<Somebody> MakeUp(string name, params (string Unit, Roles Roles, bool LetIn)[] roles)
    {
        var (id, keys, profile, directory) = (RecordId.Random(), KeyPair.Generate(), new Profile(name, $"Z. {name}", ""), Sala.Sala.Directory);
        var person = new Person { Id = id, NameToken = directory.NameToken(name), Profile = directory.SealProfile(id, profile), State = PersonState.Active, Slot = Sala.Sala.Slots.Take(), KeyNumber = 1, PublicKey = keys.Public.ToByteArray() };
        directory.Sign(person);
        var memberships = roles.Select(r => new Membership { UnitId = units[r.Unit], PersonId = id, Roles = r.Roles, From = FilledSala.Beginning, ConfirmedBy = r.LetIn ? id : null, ConfirmedKey = r.LetIn ? 1 : 0, Mac = [] }).ToList();
        memberships.ForEach(directory.Sign);
        await Sala.Sala.Store.Keep(data =>
        {
            data.People.Add(person);
            data.Memberships.AddRange(memberships);
            return data.SaveChangesAsync();
        });
        foreach (var one in memberships) await Sala.Sala.Store.Change(new Deed(null, "person.invite", id, one.UnitId) { Detail = one.Roles.ToString() }, _ => Task.CompletedTask);
        var by = new SignedIn { PersonId = id, Profile = profile, Keys = keys, Memberships = memberships, KeyNumber = 1 };
        return new Somebody(name, roles.Where(r => r.LetIn).ToDictionary(r => r.Unit, r => r.Roles), by, false);
    }

    private T OneOf<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private bool OneIn(int n) => random.Next(n) == 0;

    private void DrawCases(int count)
    {
        Scope[] scopes = [Scope.Given, Scope.Given, Scope.Given, Scope.GivenUntilLater, Scope.Ended, Scope.ByOrder, Scope.Forged, Scope.PutBack];
        for (var number = 0; number < count; number++)
        {
            var unit = OneIn(2) ? "A" : "B";
            var opener = People.Single(p => p.Name == (unit == "A" ? "responder" : "responder2"));
            var one = new DrawnCase { Id = RecordId.Random(), Number = number, Unit = unit, Opener = opener, Tampered = OneIn(40), Erased = OneIn(40), Closed = OneIn(9) };
            if (!OneIn(4)) one.Grants[(opener, Compartment.Intake)] = Scope.Given;
            for (var n = random.Next(2, 6); n > 0; n--) one.Grants[(OneOf(People), OneOf(Enum.GetValues<Compartment>()))] = OneOf(scopes);
            var holders = one.Grants.Keys.Select(g => g.Item1).ToList();
            if (OneIn(5)) one.Named.Add(OneIn(3) ? OneOf(People) : OneOf(holders));
            if (OneIn(7)) one.Unwanted.Add(OneOf(holders));
            foreach (var (_, part) in one.Grants.Where(g => g.Value == Scope.PutBack).Select(g => g.Key)) one.Rekeyed.Add(part);
            if (OneIn(12) && Cases.FindLast(c => c.Twin is null && c.Unit == unit) is { } front) (one.Twin, one.Behind, front.Twin) = (front, true, one);
            Cases.Add(one);
        }
    }

    private Task Write(DrawnCase[] some) => Sala.Sala.Store.Keep(async data =>
    {
        foreach (var one in some) await Write(data, one);
    });

    private async Task Write(SalaData data, DrawnCase one)
    {
        var sala = Sala.Sala;
        int Generation(Compartment part) => one.Rekeyed.Contains(part) ? 2 : 1;
        var row = new CaseFile
        {
            Id = one.Id, Country = "TH", UnitId = units[one.Unit], Stage = one.Closed ? CaseStage.Closed : CaseStage.Opened, Urgency = OneOf(Enum.GetValues<Urgency>()), Day = ReportDay.Of(Sala.Clock.Now, sala.Country.TimeZone), Slot = sala.Slots.Take(),
            IntakeGeneration = Generation(Compartment.Intake), InvestigationGeneration = Generation(Compartment.Investigation), CareGeneration = Generation(Compartment.Care), LegalGeneration = Generation(Compartment.Legal),
            Facts = new CaseFacts($"Child {one.Number}", new Dictionary<string, string[]>()).Seal(sala.Ring.FactsKey, one.Id), Mac = [],
        };
        if (row.Stage == CaseStage.Closed) row.ClosedOn = row.Day;
        new CaseKeys(sala.Directory, sala.UnitKeys, Sala.Clock).Sign(row);
        if (one.Tampered) row.Stage = row.Stage == CaseStage.Trial ? CaseStage.Verdict : CaseStage.Trial;
        data.Cases.Add(row);
        using (var slot = sala.Slots.Read(row.Slot))
            foreach (var part in Enum.GetValues<Compartment>())
                for (var generation = 1; generation <= Generation(part); generation++)
                {
                    using var key = SecretKey.Random();
                    Seal(data, one, part, generation, CaseHolder.Leads, row.UnitId, epochs[one.Unit].Number, PublicKey.From(epochs[one.Unit].LeadsPublic), key, Scope.Given);
                    foreach (var ((who, _), scope) in one.Grants.Where(g => g.Key.Item2 == part && (g.Value != Scope.PutBack || generation == 1))) Seal(data, one, part, generation, CaseHolder.Person, who.By.PersonId, 0, who.By.Keys.Public, key, scope);
                    using var working = key.WithSlot(slot);
                    if (part == Compartment.Intake && generation == 1) Add(data, one, part, generation, EntryKind.Told, RecordId.Random(), one.Opener, new Dictionary<string, string> { ["story"] = one.Mark(part) + "told" }, working);
                    Add(data, one, part, generation, EntryKind.Note, one.Notes[part] = RecordId.Random(), one.Opener, new Dictionary<string, string> { ["said"] = one.Mark(part) + generation }, working);
                    if (part == Compartment.Investigation && one.Number % 7 == 0) await Account(data, one, generation, working);
                }
        await sala.Cases.Conflicts.Remember(data, one.Id, one.Named.Select(who => OneIn(2) ? Kin(who) : who.By.Profile.ShownName));
        if (one.Behind) data.CaseMerges.Add(Merged(one));
        if (one.Erased) sala.Slots.Erase(row.Slot);
    }

    private void Seal(SalaData data, DrawnCase one, Compartment part, int generation, CaseHolder holder, RecordId holderId, int epoch, PublicKey to, SecretKey key, Scope scope)
    {
        var (directory, now) = (Sala.Sala.Directory, Sala.Clock.Now);
        CaseGrant Grant(byte[] box, bool byOrder) => new()
        {
            CaseId = one.Id, Compartment = part, Generation = generation, Holder = holder, HolderId = holderId, Epoch = epoch, Sealed = box, GivenBy = one.Opener.By.PersonId, From = now,
            Until = scope switch { Scope.Ended => now.AddDays(-1), Scope.GivenUntilLater => now.AddDays(30), _ => null }, Purpose = directory.SealReason("case_grant.purpose", one.Id, one.Mark(part) + "purpose"), ByOrder = byOrder, Mac = [],
        };
        var signed = Grant([], scope == Scope.ByOrder);
        var grant = Grant(SealedBox.SealKey(to, CaseKeys.Binding(signed), key), scope == Scope.ByOrder);
        new CaseKeys(directory, Sala.Sala.UnitKeys, Sala.Clock).Sign(grant);
        if (scope == Scope.Forged)
        {
            var wider = Grant(grant.Sealed, byOrder: true);
            wider.Mac = grant.Mac;
            grant = wider;
        }
        data.CaseGrants.Add(grant);
    }

    private void Add(SalaData data, DrawnCase one, Compartment part, int generation, EntryKind kind, RecordId entry, Somebody writer, Dictionary<string, string> answers, SecretKey working) => data.CaseEntries.Add(new CaseEntry
    {
        CaseId = one.Id, Id = entry, Version = 1, Compartment = part, Generation = generation, Kind = kind, PersonId = writer.By.PersonId, At = Sala.Clock.Now,
        Body = EntryBody.Of(answers).Seal(working, one.Id, part, entry, 1, kind, writer.By.PersonId),
    });

    private async Task Account(SalaData data, DrawnCase one, int generation, SecretKey working)
    {
        var (entry, handle) = (RecordId.Random(), $"shared{one.Number % 5}");
        Add(data, one, Compartment.Investigation, generation, EntryKind.Account, entry, one.Opener, new Dictionary<string, string> { ["kind"] = "Handle", ["platform"] = "tiktok", ["value"] = "@" + handle, ["whose"] = "accused" }, working);
        await new LinkTable(Sala.Sala.Ring).Keep(data, one.Id, entry, new Normalising("TH").Read(IdentifierKind.Handle, "tiktok", "@" + handle));
    }

    private CaseMerge Merged(DrawnCase one)
    {
        var merge = new CaseMerge
        {
            CaseId = one.Id, Into = one.Twin!.Id, By = one.Opener.By.PersonId, At = Sala.Clock.Now,
            Body = Envelope.Seal(Sala.Sala.Ring.FactsKey, new Binding("case_merge.body", one.Id), JsonSerializer.SerializeToUtf8Bytes(Array.Empty<string>()), Padding.Report), Mac = [],
        };
        merge.Mac = Sala.Sala.Directory.Mac(CaseMerge.Label, merge.Signed);
        return merge;
    }

    /// <summary>Half of them a worker wrote down, half the child said with the receipt.</summary>
    private async Task WriteObjections()
    {
        foreach (var one in Cases)
            foreach (var who in one.Unwanted)
            {
                if (OneIn(2)) await Sala.Sala.Store.Change(new Deed(one.Opener.By.PersonId, Objections.Deed, one.Id, units[one.Unit]) { Detail = who.By.PersonId.ToString() }, _ => Task.CompletedTask);
                else await Sala.Sala.Store.Keep(data => { data.ReporterDeeds.Add(new ReporterDeed { Day = 20_000, Id = RecordId.Random(), Deed = Objections.Deed, Digest = Objections.Digest(one.Id, who.By.PersonId) }); return Task.CompletedTask; });
            }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var who in People.Where(p => !p.OverHttp)) who.By.Dispose();
        return Sala.DisposeAsync();
    }
}
