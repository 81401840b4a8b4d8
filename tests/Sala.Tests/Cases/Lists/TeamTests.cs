using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Tests.Fixtures;
using Sala.Tests.Promises;
using Sala.Vault;

namespace Sala.Tests.Cases.Lists;

public class TeamTests
{
    [Theory, OnEachStore]
    public async Task A_lead_sees_what_each_of_the_team_carries_and_what_was_recorded_of_heavy_files(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var officer = await team.Someone("officer", Roles.Investigator);
        var grave = await team.Opened("Fah", ("safety_now", "now"));
        foreach (var id in (RecordId[])[team.Case, grave]) await team.Cases.Give(team.Lead, id, Compartment.Intake, officer.PersonId, "investigates");
        await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "Call", ["due"] = team.Today(-1), ["done"] = "no", ["for"] = officer.PersonId.ToString() }));
        for (var i = 0; i < 3; i++)
        {
            await team.Cases.Read(officer, grave);
            await team.Cases.Read(officer, team.Case);
            team.Filled.Clock.Move(TimeSpan.FromHours(1));
        }

        var load = (await team.Filled.Sala.Team.Of(await team.Filled.As("head"))).Single(l => l.PersonId == officer.PersonId);

        Assert.Equal((2, 1, 1, 1), (load.Cases, load.Burning, load.Urgent, load.TasksLate));
        Assert.Equal((2, 1, 3), (load.Opened, load.Heavy, load.HeavyHours));

        // A case that is kept from the lead is in no number of anybody.
        await team.Cases.Write(team.Opener, grave, Compartment.Intake, EntryKind.Person, CaseTeam.Person(team.Lead.Profile.ShownName, "family"));
        load = (await team.Filled.Sala.Team.Of(await team.Filled.As("head"))).Single(l => l.PersonId == officer.PersonId);
        Assert.Equal((1, 0, 0, 1, 1, 0, 0), (load.Cases, load.Burning, load.Urgent, load.TasksLate, load.Opened, load.Heavy, load.HeavyHours));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Filled.Sala.Team.Of(officer));
    }

    [Theory, OnEachStore]
    public async Task A_kept_filter_is_read_by_its_owner_alone_and_stands_nowhere_in_clear(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var filters = team.Filled.Sala.SavedFilters;
        await filters.Save(team.Opener, "Kept-marker-4711", "?stage=Trial&kind=threats");

        var kept = Assert.Single(await filters.Of(team.Opener));
        Assert.Equal(("Kept-marker-4711", "?stage=Trial&kind=threats"), (kept.Name, kept.Choices));
        Assert.Empty(await filters.Of(team.Lead));
        await team.Filled.Settle();
        foreach (var word in (string[])["Kept-marker-4711", "stage=Trial"]) Assert.Empty(ByteSearch.Find(await team.Filled.Files(), ByteSearch.ShapesOf(word)));

        await Assert.ThrowsAsync<NotForYouException>(() => filters.Remove(team.Lead, kept.Id));
        await filters.Remove(team.Opener, kept.Id);
        Assert.Empty(await filters.Of(team.Opener));
        Assert.Equal("filter.name", (await Assert.ThrowsAsync<RefusedException>(() => filters.Save(team.Opener, "  ", "?late=true"))).Code);
    }
}
