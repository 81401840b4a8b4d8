using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Links;
using Sala.Tests.Cases;
using Sala.Tests.Fixtures;
using Sala.Tests.Promises;
using Sala.Vault;

namespace Sala.Tests.Links;

public class CaseSearchTests
{
    [Theory, OnEachStore]
    public async Task A_case_is_found_by_number_name_phone_and_account_by_whom_it_opens_for_and_by_nobody_else(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var (sala, team) = (two.Team.Filled.Sala, two.Team);
        await two.Cases.Write(team.Opener, two.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Aunt", "family", phone: "081 234 5678"));
        await two.Notes(two.Officer, two.Case, "bad.actor");
        await two.Cases.Give(team.Lead, two.Case, Compartment.Intake, two.Officer.PersonId, "investigates");
        var number = Assert.Single((await team.Finding.Page(two.Officer, new CaseFilter())).Lines).Number;
        CaseSearched[] searches = [new(Number: number), new(Pseudonym: "mAL"), new(Phone: "+66 81-234-5678"), new(Handle: "@Bad.Actor", Platform: "tiktok"), new(Number: number.ToLowerInvariant(), Phone: "0812345678")];

        foreach (var asked in searches)
        {
            Assert.Equal(two.Case, Assert.Single(await sala.CaseSearch.Find(two.Officer, asked)).Id);
            Assert.Empty(await sala.CaseSearch.Find(two.Other, asked));
        }
        Assert.Empty(await sala.CaseSearch.Find(two.Officer, new CaseSearched(Pseudonym: "Mali", Phone: "0899999999")));
        // The opener has no investigation part: what stands there is not theirs to find.
        Assert.Empty(await sala.CaseSearch.Find(team.Opener, new CaseSearched(Handle: "bad.actor", Platform: "tiktok")));
        Assert.Single(await sala.CaseSearch.Find(team.Opener, new CaseSearched(Phone: "0812345678")));

        // Whom it concerns finds it no more, by whatever they type.
        await two.Cases.Write(team.Opener, two.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("officer", "family"));
        foreach (var asked in searches) Assert.Empty(await sala.CaseSearch.Find(two.Officer, asked));
    }

    [Theory, OnEachStore]
    public async Task An_account_that_stands_in_thousands_of_cases_of_others_finds_each_of_ones_own(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var sala = two.Team.Filled.Sala;
        var (table, identifiers) = (new LinkTable(sala.Ring), new Normalising(sala.Country.Code).Read(IdentifierKind.Handle, "tiktok", "bad.actor"));
        await sala.Store.Keep(data =>
        {
            for (var i = 0; i < 2_100; i++) data.LinkTokens.Add(table.Row(RecordId.Random(), RecordId.Random(), table.TokenOf(identifiers[0])));
            return Task.CompletedTask;
        });
        var second = await two.FurtherCase("Fah");
        foreach (var id in (RecordId[])[two.Case, second]) await two.Notes(two.Officer, id, "bad.actor");

        Assert.Equal(new[] { two.Case, second }.Order(), (await sala.CaseSearch.Find(two.Officer, new CaseSearched(Handle: "bad.actor", Platform: "tiktok"))).Select(l => l.Id).Order());
        Assert.Empty(await sala.CaseSearch.Find(two.Officer, new CaseSearched(Handle: "bad.actor2", Platform: "tiktok")));
        Assert.Empty(await sala.CaseSearch.Find(two.Other, new CaseSearched(Handle: "bad.actor", Platform: "tiktok")));
    }

    [Fact]
    public async Task Each_search_is_in_the_trail_without_what_was_typed_and_a_number_of_no_case_of_theirs_as_refused()
    {
        await using var two = await TwoUnits.On(StoreKind.Sqlite);
        var sala = two.Team.Filled.Sala;
        await sala.CaseSearch.Find(two.Officer, new CaseSearched(Phone: "0812345678", Handle: "someone", Platform: "tiktok"));
        var others = Assert.Single((await two.Team.Finding.Page(two.Other, new CaseFilter())).Lines).Number;
        Assert.Empty(await sala.CaseSearch.Find(two.Officer, new CaseSearched(Number: others)));
        Assert.Empty(await sala.CaseSearch.Find(two.Officer, new CaseSearched(Number: CaseNumber.Write(CaseNumber.WithCheck(1)))));

        await using var data = sala.Store.Read();
        var deeds = data.AuditEntries.Where(e => e.Deed == "case.find" && e.PersonId == two.Officer.PersonId).OrderBy(e => e.Number).ToList();
        Assert.Equal(["phone,handle: 0", "", "number: 0", "", "number: 0"], deeds.Select(d => d.Detail));
        Assert.Equal([false, true, false, true, false], deeds.Select(d => d.Refused));
        Assert.DoesNotContain(deeds, d => d.Detail.Contains("812345678", StringComparison.Ordinal) || d.Detail.Contains("someone", StringComparison.Ordinal));
    }

    [Theory, OnEachStore]
    public async Task Before_a_case_is_opened_those_that_may_be_of_the_same_child_are_shown_as_far_as_they_open(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var (sala, team) = (two.Team.Filled, two.Team);
        (string, string)[] child = [("age_band", "12_13"), ("sex", "girl"), ("province", "TH-10"), ("kind", "threats"), ("app", "tiktok")];
        var alike = await team.Opened("Fah", child);
        var different = await team.Opened("Ton", [("age_band", "16_17"), ("sex", "girl"), ("province", "TH-10"), ("kind", "threats")]);
        var told = await sala.Tells("Again.", [.. child, ("handle", "Bad.Actor")]);
        await sala.Sala.Desk.Take(team.Opener, told.Id);

        var found = Assert.Single(await sala.Sala.Duplicates.Of(team.Opener, told.Id));
        Assert.Equal((alike, false), (found.Case.Id, found.SameAccount));
        Assert.Equal(["age_band", "sex", "area", "kind", "platform"], found.SameFacts);

        // The account stands in the investigation part, which the opener reads once it is given to a role that has it.
        await two.Cases.Give(team.Lead, different, Compartment.Investigation, two.Officer.PersonId, "investigates");
        await two.Notes(two.Officer, different, "bad.actor");
        Assert.DoesNotContain(await sala.Sala.Duplicates.Of(team.Opener, told.Id), d => d.Case.Id == different);
        await sala.Sala.People.SetRoles(await sala.As("admin"), team.Opener.PersonId, two.Unit, Roles.Responder | Roles.Investigator);
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), two.Unit, team.Opener.PersonId);
        var both = await sala.As("responder");
        await two.Cases.Give(team.Lead, different, Compartment.Investigation, both.PersonId, "investigates");
        var first = (await sala.Sala.Duplicates.Of(both, told.Id))[0];
        Assert.Equal((different, true), (first.Case.Id, first.SameAccount));

        await two.Cases.Write(both, alike, Compartment.Intake, EntryKind.Person, CaseTeam.Person(both.Profile.ShownName, "family"));
        Assert.DoesNotContain(await sala.Sala.Duplicates.Of(both, told.Id), d => d.Case.Id == alike);
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Duplicates.Of(two.OtherOpener, told.Id));
    }
}
