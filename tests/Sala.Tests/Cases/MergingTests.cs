using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Tests.Fixtures;
using Sala.Tests.Links;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>Two files of one child become one to work in and can be parted again: nothing is lost, and nobody keeps what only the merge gave them.</summary>
public sealed class MergingTests
{
    [Theory, OnEachStore]
    public async Task Merging_and_parting_loses_no_entry_and_leaves_each_reader_what_they_had(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var (sala, merging) = (two.Team.Filled, two.Team.Filled.Sala.Merging);
        var lead = await sala.As("lead");
        await two.Cases.Write(two.Officer, two.Case, Compartment.Investigation, EntryKind.Note, EntryBody.Of("first file"));
        await two.Cases.Write(two.Other, two.OtherCase, Compartment.Investigation, EntryKind.Note, EntryBody.Of("second file"));
        async Task<Dictionary<string, string>> Rows()
        {
            await using var data = sala.Sala.Store.Read();
            return (await data.CaseEntries.ToListAsync(TestContext.Current.CancellationToken)).ToDictionary(e => $"{e.CaseId} {e.Id} {e.Version}", e => Convert.ToHexString(e.Body));
        }
        var before = await Rows();
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Officer, two.OtherCase));

        await merging.Merge(lead, two.Case, two.OtherCase, "the same birthday and school");

        Assert.Equal(before, await Rows());
        Assert.Equal("second file", (await two.Cases.Read(two.Officer, two.OtherCase)).Of(EntryKind.Note).Single().Body.Words);
        Assert.Equal("first file", (await two.Cases.Read(two.Other, two.Case)).Of(EntryKind.Note).Single().Body.Words);
        Assert.Equal(two.OtherCase, Assert.Single((await merging.Of(two.Officer, two.Case)).Behind).Id);
        Assert.Equal(two.Case, (await merging.Of(two.Officer, two.OtherCase)).Into!.Id);
        Assert.Equal(two.Case, (await two.Cases.Mine(two.Officer)).Single(l => l.Id == two.OtherCase).Into);
        // Who opened a case reads its intake, and now that of the other file; the investigation of neither.
        Assert.Equal([Compartment.Intake], (await two.Cases.Read(two.Team.Opener, two.OtherCase)).Parts);
        var since = await two.Cases.Write(two.Officer, two.OtherCase, Compartment.Investigation, EntryKind.Note, EntryBody.Of("written while merged"));

        await merging.Part(lead, two.OtherCase, "another child after all");

        Assert.All(before, row => Assert.Equal(row.Value, Rows().GetAwaiter().GetResult()[row.Key]));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Officer, two.OtherCase));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Other, two.Case));
        Assert.Equal(["first file"], (await two.Cases.Read(two.Officer, two.Case)).Of(EntryKind.Note).Select(n => n.Body.Words));
        Assert.Equal(["second file", "written while merged"], (await two.Cases.Read(two.Other, two.OtherCase)).Of(EntryKind.Note).Select(n => n.Body.Words).Order());
        Assert.Equal(since, (await two.Cases.Read(two.Other, two.OtherCase)).Of(EntryKind.Note).Single(n => n.Body.Words == "written while merged").Id);
        Assert.Empty((await merging.Of(two.Officer, two.Case)).Behind);
        await using var trail = sala.Sala.Store.Read();
        Assert.Equal(4, await trail.AuditEntries.CountAsync(e => (e.Deed == "case.merge" || e.Deed == "case.part") && !e.Refused, TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task What_was_given_by_hand_while_merged_stays_after_parting(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var lead = await two.Team.Filled.As("lead");
        await two.Team.Filled.Sala.Merging.Merge(lead, two.Case, two.OtherCase, "one child");
        await two.Cases.Give(lead, two.OtherCase, Compartment.Investigation, two.Officer.PersonId, "goes on with it");
        await two.Team.Filled.Sala.Merging.Part(lead, two.OtherCase, "two children");
        Assert.Equal([Compartment.Investigation], (await two.Cases.Read(two.Officer, two.OtherCase)).Parts);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Other, two.Case));
    }

    [Theory, OnEachStore]
    public async Task Who_is_named_in_one_file_of_a_child_is_kept_from_every_other_while_they_are_merged(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var lead = await two.Team.Filled.As("lead");
        await two.Cases.Write(two.OtherOpener, two.OtherCase, Compartment.Intake, EntryKind.Person, CaseTeam.Person("officer", "suspect"));
        Assert.NotEmpty((await two.Cases.Read(two.Officer, two.Case)).Parts);

        await two.Team.Filled.Sala.Merging.Merge(lead, two.Case, two.OtherCase, "one child");
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Officer, two.Case));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Officer, two.OtherCase));
        Assert.Empty(await two.Cases.Mine(two.Officer));
        await using (var data = two.Team.Filled.Sala.Store.Read()) Assert.False(await data.CaseGrants.AnyAsync(g => g.CaseId == two.OtherCase && g.HolderId == two.Officer.PersonId, TestContext.Current.CancellationToken));

        await two.Team.Filled.Sala.Merging.Part(lead, two.OtherCase, "two children");
        Assert.NotEmpty((await two.Cases.Read(two.Officer, two.Case)).Parts);
    }

    [Theory, OnEachStore]
    public async Task Only_who_leads_the_units_of_both_merges_and_parts(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var merging = two.Team.Filled.Sala.Merging;
        var lead = await two.Team.Filled.As("lead");
        foreach (var who in (SignedIn[])[two.Officer, two.Team.Opener, two.Team.Lead, two.OtherOpener])
            await Assert.ThrowsAsync<NotForYouException>(() => merging.Merge(who, two.Case, two.OtherCase, "one child"));
        async Task Refused(string code, RecordId into, RecordId duplicate, string reason = "one child") => Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => merging.Merge(lead, into, duplicate, reason))).Code);
        await Refused("merge.reason", two.Case, two.OtherCase, " ");
        await Refused("merge.same", two.Case, two.Case);
        await Assert.ThrowsAsync<NotForYouException>(() => merging.Part(lead, two.OtherCase, "not merged"));

        await merging.Merge(lead, two.Case, two.OtherCase, "one child");
        var third = await two.FurtherCase("Fah");
        await Refused("merge.merged", two.OtherCase, third);
        await Refused("merge.merged", third, two.Case);
        await merging.Merge(lead, two.Case, third, "one child too");
        Assert.Equal(2, (await merging.Of(lead, two.Case)).Behind.Count);
        foreach (var who in (SignedIn[])[two.Officer, two.OtherOpener]) await Assert.ThrowsAsync<NotForYouException>(() => merging.Part(who, two.OtherCase, "no"));
    }

    [Theory, OnEachStore]
    public async Task A_merge_that_another_hand_wrote_counts_for_nothing_on_a_list(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var third = await two.FurtherCase("Fah");
        await two.Team.Filled.Sala.Merging.Merge(await two.Team.Filled.As("lead"), two.Case, two.OtherCase, "one child");
        await two.Team.Filled.Tamper("UPDATE case_merge SET case_id = @p0", third);
        Assert.All(await two.Cases.Mine(two.Officer), line => Assert.Null(line.Into));
        Assert.Empty((await two.Team.Filled.Sala.Merging.Of(two.Officer, two.Case)).Behind);
    }
}
