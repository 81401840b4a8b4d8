using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Tests.Fixtures;
using Sala.Tests.Promises;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>The file of one child: each part opens for those who need it, and nothing is lost, overwritten or seen by others.</summary>
public sealed class CaseDeskTests
{
    [Theory, OnEachStore]
    public async Task A_case_begins_with_what_the_child_told_and_the_name_of_nobody(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var view = await team.Cases.Read(team.Opener, team.Case);
        Assert.Equal(CaseTeam.Story, view.Of(EntryKind.Told).Single().Body["story"]);
        Assert.Equal("Mali", view.Facts.Pseudonym);
        Assert.Equal([Compartment.Intake], view.Parts);
        Assert.Equal([team.Report], view.Reports);
        Assert.Equal(team.Case, Assert.Single(await team.Cases.Mine(team.Opener)).Id);
        await Assert.ThrowsAsync<RefusedException>(() => team.Cases.Open(team.Opener, team.Report, "Again"));
    }

    [Theory, OnEachStore]
    public async Task Each_part_opens_for_the_roles_that_need_it_and_for_no_other(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        foreach (var role in (Roles[])[Roles.Investigator, Roles.DigitalAnalyst, Roles.Prosecutor, Roles.Court, Roles.ChildsLawyer, Roles.SocialWorker, Roles.Psychologist, Roles.Clinician, Roles.Teacher, Roles.Supporter])
        {
            var someone = await team.Someone(role.ToString(), role);
            foreach (var part in Enum.GetValues<Compartment>())
            {
                if (NeedToKnow.MayHold(role, part)) await team.Cases.Give(team.Lead, team.Case, part, someone.PersonId, "works on it");
                else Assert.Equal("case.need-to-know", (await Assert.ThrowsAsync<RefusedByRuleException>(() => team.Cases.Give(team.Lead, team.Case, part, someone.PersonId, "would like to"))).Code);
            }
            var parts = Enum.GetValues<Compartment>().Where(p => NeedToKnow.MayHold(role, p)).ToList();
            if (parts.Count == 0) await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(someone, team.Case));
            else Assert.Equal(parts, (await team.Cases.Read(someone, team.Case)).Parts);
        }
        // A lead gives what they do not read.
        var lead = await team.Filled.As("lead");
        Assert.Equal([Compartment.Intake], (await team.Cases.Read(lead, team.Case)).Parts);
        await team.Cases.Give(lead, team.Case, Compartment.Care, (await team.Someone("another", Roles.SocialWorker)).PersonId, "cares");
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Write(lead, team.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("x")));
    }

    [Theory, OnEachStore]
    public async Task Police_read_counselling_notes_only_with_the_childs_consent_or_an_order_with_its_document(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (psychologist, officer) = (await team.Someone("ploy", Roles.Psychologist), await team.Someone("somchai", Roles.Investigator));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, psychologist.PersonId, "counsels the child");
        await team.Cases.Write(psychologist, team.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("She sleeps badly."));

        await Assert.ThrowsAsync<RefusedByRuleException>(() => team.Cases.Give(team.Lead, team.Case, Compartment.Care, officer.PersonId, "investigates"));
        await Assert.ThrowsAsync<RefusedByRuleException>(() => team.Cases.Give(team.Lead, team.Case, Compartment.Care, officer.PersonId, "investigates", authority: new Authority(AuthorityKind.LawfulOrder, "")));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(officer, team.Case));

        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, officer.PersonId, "one question of the court", authority: new Authority(AuthorityKind.LawfulOrder, "Order 12/2570"));
        var view = await team.Cases.Read(officer, team.Case);
        Assert.Equal("She sleeps badly.", view.Of(EntryKind.Note).Single().Body.Words);
        Assert.Equal("Order 12/2570", view.Of(EntryKind.Authority).Single().Body["document"]);
        Assert.Contains(view.Holders, h => h.PersonId == officer.PersonId && h.ByOrder);
    }

    [Theory, OnEachStore]
    public async Task Who_was_revoked_reads_nothing_written_afterwards_even_with_the_database_and_their_own_key(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (one, other) = (await team.Someone("one", Roles.SocialWorker), await team.Someone("other", Roles.SocialWorker));
        foreach (var worker in (SignedIn[])[one, other]) await team.Cases.Give(team.Lead, team.Case, Compartment.Care, worker.PersonId, "cares");
        await team.Cases.Write(one, team.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("before"));
        IReadOnlyList<CaseGrant> stolen;
        await using (var data = team.Filled.Sala.Store.Read()) stolen = await data.CaseGrants.Where(g => g.HolderId == one.PersonId).ToListAsync();

        await team.Cases.Revoke(team.Lead, team.Case, Compartment.Care, one.PersonId);
        team.Filled.Clock.Move(TimeSpan.FromSeconds(1));
        await team.Cases.Write(other, team.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));

        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(one, team.Case));
        Assert.Empty(await team.Cases.Mine(one));
        Assert.Equal(["before", "afterwards"], (await team.Cases.Read(other, team.Case)).Of(EntryKind.Note).Select(n => n.Body.Words));
        await using var now = team.Filled.Sala.Store.Read();
        var row = await now.Cases.SingleAsync(c => c.Id == team.Case);
        using var slot = team.Filled.Sala.Slots.Read(row.Slot);
        var opened = new List<string>();
        foreach (var entry in await now.CaseEntries.Where(e => e.CaseId == team.Case && e.Compartment == Compartment.Care).ToListAsync())
        {
            foreach (var grant in stolen.Where(g => g.Compartment == Compartment.Care))
            {
                using var key = SealedBox.OpenKey(one.Keys, CaseKeys.Binding(grant), grant.Sealed);
                using var working = key.WithSlot(slot);
                try { opened.Add(EntryBody.Open(working, entry).Words); } catch (CannotOpenException) { }
            }
        }
        Assert.Equal(["before"], opened);
    }

    [Theory, OnEachStore]
    public async Task A_grant_ends_by_itself_on_its_day(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var clinician = await team.Someone("dao", Roles.Clinician);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, clinician.PersonId, "examines", team.Filled.Clock.GetUtcNow().AddHours(4));
        Assert.Equal([Compartment.Care], (await team.Cases.Read(clinician, team.Case)).Parts);
        team.Filled.Clock.Move(TimeSpan.FromHours(4));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(clinician, team.Case));
        Assert.Empty(await team.Cases.Mine(clinician));
    }

    [Theory, OnEachStore]
    public async Task Two_people_who_change_the_same_words_lose_nothing_and_the_second_is_told(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var other = await team.Someone("kanya", Roles.SocialWorker);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Intake, other.PersonId, "cares");
        var note = await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of("first"));
        await team.Cases.Change(other, team.Case, note, 1, EntryBody.Of("hers"));
        Assert.Equal("case.changed", (await Assert.ThrowsAsync<RefusedException>(() => team.Cases.Change(team.Opener, team.Case, note, 1, EntryBody.Of("his")))).Code);
        await team.Cases.Change(team.Opener, team.Case, note, 2, EntryBody.Of("both"));
        Assert.Equal(["first", "hers", "both"], (await team.Cases.History(team.Opener, team.Case, note)).Select(v => v.Body.Words));

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try { await team.Cases.Change(i % 2 == 0 ? other : team.Opener, team.Case, note, 3, EntryBody.Of($"at once {i}")); return true; }
            catch (Exception told) when (told is RefusedException or DbUpdateException) { return false; }
        }));
        Assert.Equal(1, tries.Count(t => t));
        Assert.Equal(4, (await team.Cases.History(team.Opener, team.Case, note)).Count);
    }

    [Theory, OnEachStore]
    public async Task Who_is_named_in_a_case_or_close_to_one_named_sees_what_one_without_a_grant_sees_and_only_oversight_hears(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var officer = await team.Someone("Somchai Jaidee", Roles.Investigator);
        var stranger = await team.Someone("stranger", Roles.Investigator);
        await team.Cases.Give(team.Lead, team.Case, Compartment.Intake, officer.PersonId, "investigates");
        Assert.Single(await team.Cases.Mine(officer));

        await team.Cases.Conflicts.Declare(officer, ["Anan Jaidee", "081-234 5678"]);
        Assert.Single(await team.Cases.Mine(officer));
        await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Khun A.", "suspect", phone: "+66 81 234 5678"));

        var (refused, same) = (await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(officer, team.Case)), await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(stranger, RecordId.Random())));
        Assert.Equal(same.Message, refused.Message);
        Assert.Empty(await team.Cases.Mine(officer));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Write(officer, team.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of("x")));
        await using var data = team.Filled.Sala.Store.Read();
        var heard = await data.AuditEntries.Where(e => e.Deed == "case.conflict" && e.PersonId == officer.PersonId).ToListAsync();
        Assert.NotEmpty(heard);
        Assert.All(await data.AuditEntries.Where(e => e.PersonId == officer.PersonId && e.Refused).ToListAsync(), e => Assert.Null(e.UnitId));
        Assert.Contains(await data.Outbox.Select(m => m.PersonId).ToListAsync(), p => p == team.Filled.Id("oversight"));
    }

    [Theory, OnEachStore]
    public async Task A_person_named_in_full_is_locked_out_an_administrator_or_lead_too(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("S. Malee", "family"));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(team.Lead, team.Case));
        Assert.Empty(await team.Cases.Mine(team.Lead));
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Give(team.Lead, team.Case, Compartment.Care, team.Opener.PersonId, "x"));
    }

    [Theory, OnEachStore]
    public async Task Nobody_else_reads_an_administrator_oversight_another_unit_a_unit_mate(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        foreach (var name in (string[])["admin", "oversight", "responder2", "deputy", "guardian"])
        {
            var someone = await team.Filled.As(name);
            await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(someone, team.Case));
            await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Write(someone, team.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of("x")));
            await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Give(someone, team.Case, Compartment.Intake, someone.PersonId, "x"));
            Assert.Empty(await team.Cases.Mine(someone));
            await using var data = team.Filled.Sala.Store.Read();
            Assert.Equal(3, await data.AuditEntries.CountAsync(e => e.PersonId == someone.PersonId && e.Subject == team.Case && e.Refused));
        }
    }

    [Theory, OnEachStore]
    public async Task A_case_or_a_grant_that_another_hand_wrote_into_the_database_opens_for_nobody(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (online, own) = (await team.Filled.Unit("Online"), await team.Filled.Unit("Children"));
        await team.Filled.Tamper("UPDATE case_file SET unit_id = @p0 WHERE id = @p1", online, team.Case);
        await Assert.ThrowsAsync<NotForYouException>(async () => await team.Cases.Read(await team.Filled.As("responder2"), team.Case));
        await team.Filled.Tamper("UPDATE case_file SET unit_id = @p0 WHERE id = @p1", own, team.Case);
        Assert.Single((await team.Cases.Read(team.Opener, team.Case)).Entries);
        await team.Filled.Tamper("UPDATE case_grant SET until = NULL, purpose = @p0 WHERE case_id = @p1", new byte[64], team.Case);
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Read(team.Opener, team.Case));
    }
}
