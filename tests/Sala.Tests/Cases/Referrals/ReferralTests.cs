using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Cases.Referrals;
using Sala.Data;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases.Referrals;

/// <summary>A case is shared with another agency for one purpose: the least that it needs, from acceptance to the end, and no word more.</summary>
public sealed class ReferralTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Theory, OnEachStore]
    public async Task The_sender_sees_beforehand_exactly_what_the_other_unit_sees_once_it_accepted(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var goes = await two.Referring.Preview(two.Sender, two.Case, "therapy", "psychology");
        Assert.Equal(["Malee Sukjai"], goes!.Entries.Select(e => e.Body["name"]));
        Assert.Equal(1, Assert.Single(goes.Unread, u => u.Key == EntryKind.Form).Value);
        Assert.Equal([Compartment.Care], goes.Rule.Parts);

        var id = await two.Sends();
        var before = await two.Answering.Read(two.Receiver, id);
        Assert.Equal(("Mali", "A child of this age needs somebody to talk with."), (before.Letter!.Pseudonym, before.Letter.Written["summary"]));
        Assert.Empty(before.Entries);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Receiver, two.Case));

        await two.Answering.Accept(two.Receiver, id, "Gladly.");
        var after = await two.Answering.Read(two.Receiver, id);
        // A lead whose role reads no care part reads none of it here either (rule D3).
        Assert.Equal(["Malee Sukjai"], after.Entries.Select(e => e.Body["name"]));
        await two.Answering.Give(two.Receiver, id, Compartment.Care, two.Helper.PersonId, "talks with the child");
        var helps = await two.Answering.Read(two.Helper, id);
        Assert.Equal(goes.Entries.Count + goes.Unread.Values.Sum(), helps.Entries.Count);
        Assert.Equal("badly", helps.Entries.Single(e => e.Kind == EntryKind.Form).Body["sleep"]);
        var sent = Assert.Single(await two.Referring.Of(two.Sender, two.Case));
        Assert.Equal((ReferralState.Accepted, "Gladly."), (sent.Row.State, sent.Answer!.Words));
    }

    [Theory, OnEachStore]
    public async Task Who_leads_a_unit_that_helps_finds_on_lists_what_opens_for_them_and_nothing_before_or_after(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Sends("protection", "social_services");
        await Nothing();
        await two.Answering.Accept(two.Receiver, id, "Gladly.");
        Assert.Equal([Compartment.Intake], (await two.Cases.Read(two.Receiver, two.Case)).Parts);
        Assert.Equal(two.Case, Assert.Single(await two.Cases.Mine(two.Receiver)).Id);
        var page = await two.Cases.Finding.Page(two.Receiver, new CaseFilter());
        Assert.Equal((1, two.Case), (page.Total, Assert.Single(page.Lines).Id));
        Assert.Equal(1, (await two.Cases.Finding.ByStage(two.Receiver)).Values.Sum(s => s.Count));
        // A day in the care part, of which they read nothing, moves nothing there.
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "Call", ["safety"] = "yes", ["due"] = two.Team.Today(-3), ["done"] = "no" }));
        Assert.Empty(Assert.Single((await two.Cases.Finding.Page(two.Receiver, new CaseFilter())).Lines).Burns);
        // Whom the child does not want finds nothing, whoever leads.
        await two.Referring.End(two.Sender, id);
        await Nothing();

        id = await two.Sends("protection", "social_services");
        await two.Answering.Accept(two.Receiver, id, "Gladly.");
        Assert.Single(await two.Cases.Mine(two.Receiver));
        await two.Filled.Sala.Planning.RecordObjection(two.Team.Opener, two.Case, two.Receiver.PersonId);
        await Nothing();

        async Task Nothing()
        {
            await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Receiver, two.Case));
            Assert.Empty(await two.Cases.Mine(two.Receiver));
            Assert.Equal(0, (await two.Cases.Finding.Page(two.Receiver, new CaseFilter())).Total);
        }
    }

    [Theory, OnEachStore]
    public async Task What_goes_along_stands_in_the_order_in_which_it_was_written(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        // The clock of the fixture stands still.
        string[] names = [.. Enumerable.Range(1, 9).Select(n => $"Suspect {n}")];
        foreach (var name in names) await two.Cases.Write(two.Team.Opener, two.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person(name, "suspect"));
        Assert.Equal(names, (await two.Referring.Preview(two.Sender, two.Case, "protection", "social_services"))!.Entries.Where(e => e.Body["role"] == "suspect").Select(e => e.Body["name"]));
        var id = await two.Sends("protection", "social_services");
        await two.Answering.Accept(two.Receiver, id, "Gladly.");
        Assert.Equal(names, (await two.Answering.Read(two.Receiver, id)).Entries.Where(e => e.Body["role"] == "suspect").Select(e => e.Body["name"]));
    }

    [Theory, OnEachStore]
    public async Task Who_helps_reads_and_writes_the_part_from_acceptance_on_and_nothing_that_stood_there_before(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        await two.Helps();
        Assert.Empty(await two.Notes(two.Helper));
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("now"));
        two.Filled.Clock.Move(TimeSpan.FromSeconds(1));
        await two.Cases.Write(two.Helper, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("theirs"));
        Assert.Equal(["now", "theirs"], await two.Notes(two.Helper));
        Assert.Equal(["before", "now", "theirs"], (await two.Notes(two.Carer)).Order());
        Assert.Equal([Compartment.Care], (await two.Cases.Read(two.Helper, two.Case)).Parts);
        Assert.Equal(two.Case, Assert.Single(await two.Cases.Mine(two.Helper)).Id);
        // What was written before, not even by hand with every key that they hold.
        Assert.DoesNotContain("before", await Opened(two, [two.Helper, two.Receiver]));
        Assert.Contains("now", await Opened(two, [two.Helper]));
    }

    [Theory, OnEachStore]
    public async Task Who_helped_reads_nothing_written_after_the_end_even_with_the_database_and_their_old_keys(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Helps();
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("while they helped"));
        var stolen = await Keys(two, [two.Helper, two.Receiver]);

        await two.Referring.End(two.Sender, id);
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));

        foreach (var gone in (SignedIn[])[two.Helper, two.Receiver]) await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(gone, two.Case));
        Assert.Empty(await two.Cases.Mine(two.Helper));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Answering.Read(two.Helper, id));
        var seen = await two.Answering.Read(two.Receiver, id);
        Assert.Null(seen.Letter);
        Assert.Empty(seen.Entries);
        Assert.Equal(["while they helped"], await Opened(two, [two.Helper, two.Receiver], stolen));
        // Put back by who can write to the database, their grants count for nothing.
        await using (var data = two.Filled.Sala.Store.Read()) Assert.Empty(await data.CaseGrants.Where(g => g.Through == id).ToListAsync(Stopped));
        await two.Filled.Sala.Store.Keep(data => { data.CaseGrants.AddRange(stolen); return Task.CompletedTask; });
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Helper, two.Case));
        Assert.Empty(await two.Cases.Mine(two.Helper));
        Assert.Equal(["afterwards", "before", "while they helped"], (await two.Notes(two.Carer)).Order());
    }

    [Theory, OnEachStore]
    public async Task Declined_with_a_reason_leaves_the_other_unit_no_key_and_the_sender_the_reason(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Sends();
        Assert.Equal("referral.why", (await Assert.ThrowsAsync<RefusedException>(() => two.Answering.Decline(two.Receiver, id, "so", ""))).Code);
        await two.Answering.Decline(two.Receiver, id, "no_skill", "Nobody is trained for it.");
        var sent = Assert.Single(await two.Referring.Of(two.Sender, two.Case));
        Assert.Equal((ReferralState.Declined, "no_skill", "Nobody is trained for it."), (sent.Row.State, sent.Answer!.Reason, sent.Answer.Words));
        var seen = await two.Answering.Read(two.Receiver, id);
        Assert.Null(seen.Letter);
        Assert.Equal("Nobody is trained for it.", seen.Answer!.Words);
        await using (var data = two.Filled.Sala.Store.Read())
        {
            Assert.Empty(await data.ReferralEntries.ToListAsync(Stopped));
            Assert.Empty(await data.ReferralKeys.Where(k => k.Of != ReferralKeyOf.Answer).ToListAsync(Stopped));
            Assert.Empty(await data.CaseGrants.Where(g => g.HolderId == two.Other).ToListAsync(Stopped));
        }
        Assert.Equal("referral.ended", (await Assert.ThrowsAsync<RefusedException>(() => two.Answering.Accept(two.Receiver, id))).Code);
    }

    [Theory, OnEachStore]
    public async Task Silence_is_an_alarm_after_the_packs_days_to_both_units_once(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Sends();
        var within = two.Referring.Rules.AnswerWithin(Sala.Countries.Urgency.Normal);
        two.Filled.Clock.Move(within - TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), await two.Filled.Sala.ReferralClock.Work());
        await two.Filled.Sala.Outbox.Work();
        two.Filled.Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Equal((1, 0), await two.Filled.Sala.ReferralClock.Work());
        Assert.Equal((0, 0), await two.Filled.Sala.ReferralClock.Work());
        var (sender, receiver) = (await two.Filled.As("head"), await two.Filled.As("responder2"));
        Assert.True(Assert.Single(await two.Referring.Of(sender, two.Case)).Silent);
        Assert.True(Assert.Single(await two.Answering.Received(receiver)).Silent);
        await using var data = two.Filled.Sala.Store.Read();
        Assert.Equal([two.Unit, two.Other], (await data.AuditEntries.Where(e => e.Deed == "referral.silent").OrderBy(e => e.Number).ToListAsync(Stopped)).Select(e => e.UnitId!.Value));
        var told = await data.Outbox.Select(m => m.PersonId).ToListAsync(Stopped);
        Assert.Contains(sender.PersonId, told);
        Assert.Contains(receiver.PersonId, told);
        // Late is better than never.
        await two.Answering.Accept(receiver, id);
    }

    [Theory, OnEachStore]
    public async Task Every_deed_stands_in_the_trails_of_both_units(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Helps();
        await two.Answering.Revoke(two.Receiver, id, Compartment.Care, two.Helper.PersonId);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Helper, two.Case));
        await two.Answering.End(two.Receiver, id);
        await two.Referring.Withdraw(two.Sender, await two.Sends());
        await using var data = two.Filled.Sala.Store.Read();
        var entries = await data.AuditEntries.Where(e => e.Deed.StartsWith("referral.") && e.Subject == two.Case && !e.Refused && e.Deed != "referral.list").ToListAsync(Stopped);
        foreach (var deed in (string[])["referral.send", "referral.accept", "referral.give", "referral.revoke", "referral.end", "referral.withdraw"])
            Assert.Equal(entries.Count(e => e.Deed == deed && e.UnitId == two.Unit), entries.Count(e => e.Deed == deed && e.UnitId == two.Other));
        Assert.Equal(2, entries.Count(e => e.Deed == "referral.end"));
        Assert.Null((await Audit.AuditTrail.Verify(data, null)).Problem);
    }

    [Theory, OnEachStore]
    public async Task A_transfer_takes_the_whole_file_along_and_leaves_the_old_unit_nothing(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Referring.Send(two.Sender, two.Case, TwoAgencies.Asking(two.Other, "", "social_services", ReferralKind.Transfer));
        // Somebody is sent away meanwhile: the part has a newer key than the one that was sent.
        var gone = await two.Team.Someone("gone", Roles.SocialWorker);
        await two.Cases.Give(two.Sender, two.Case, Compartment.Care, gone.PersonId, "cares");
        await two.Cases.Revoke(two.Sender, two.Case, Compartment.Care, gone.PersonId);
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("meanwhile"));
        var stolen = await Keys(two, [two.Sender, two.Carer]);

        await two.Answering.Accept(two.Receiver, id);

        var view = await two.Cases.Read(two.Receiver, two.Case);
        Assert.Equal((two.Other, CaseTeam.Story), (view.UnitId, view.Of(EntryKind.Told).Single().Body["story"]));
        foreach (var before in (SignedIn[])[two.Sender, two.Carer, two.Team.Opener])
        {
            await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(before, two.Case));
            Assert.Empty(await two.Cases.Mine(before));
        }
        await two.Cases.Give(two.Receiver, two.Case, Compartment.Care, two.Helper.PersonId, "cares from now on");
        Assert.Equal(["before", "meanwhile"], (await two.Notes(two.Helper)).Order());
        await two.Cases.Write(two.Helper, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));
        Assert.DoesNotContain("afterwards", await Opened(two, [two.Sender, two.Carer], stolen));
    }

    [Theory, OnEachStore]
    public async Task A_unit_that_gives_a_case_away_goes_on_with_the_purpose_that_remains_and_no_other(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Referring.Send(two.Sender, two.Case, TwoAgencies.Asking(two.Other, "", "social_services", ReferralKind.Transfer, remains: "therapy"));
        await two.Answering.Accept(two.Receiver, id);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Carer, two.Case));
        var remains = Assert.Single(await two.Answering.Received(two.Sender));
        Assert.Equal((ReferralState.Accepted, "therapy"), (remains.State, remains.Facts.Purpose));
        await two.Answering.Give(two.Sender, remains.Id, Compartment.Care, two.Carer.PersonId, "goes on talking with the child");
        Assert.Equal([Compartment.Care], (await two.Cases.Read(two.Carer, two.Case)).Parts);
        Assert.Equal("referral.part", (await Assert.ThrowsAsync<RefusedException>(() => two.Answering.Give(two.Sender, remains.Id, Compartment.Intake, two.Team.Opener.PersonId, "x"))).Code);
        await two.Referring.End(two.Receiver, remains.Id);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Carer, two.Case));
    }

    [Theory, OnEachStore]
    public async Task Who_is_named_in_the_case_sees_no_referral_in_the_receiving_unit_either_and_no_count_of_one(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        await two.Cases.Conflicts.Declare(two.Receiver, ["Anan Jaidee"]);
        var id = await two.Sends();
        Assert.Empty(await two.Answering.Received(two.Receiver));
        var refused = await Assert.ThrowsAsync<NotForYouException>(() => two.Answering.Read(two.Receiver, id));
        Assert.Equal((await Assert.ThrowsAsync<NotForYouException>(() => two.Answering.Read(two.Receiver, RecordId.Random()))).Message, refused.Message);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Answering.Accept(two.Receiver, id));
        await using (var data = two.Filled.Sala.Store.Read())
        {
            Assert.DoesNotContain(two.Receiver.PersonId, await data.Outbox.Select(m => m.PersonId).ToListAsync(Stopped));
            Assert.All(await data.AuditEntries.Where(e => e.PersonId == two.Receiver.PersonId && e.Refused).ToListAsync(Stopped), e => Assert.Null(e.UnitId));
            Assert.Contains(await data.AuditEntries.ToListAsync(Stopped), e => e.Deed == "case.conflict" && e.PersonId == two.Receiver.PersonId);
        }
        var trail = await two.Filled.Sala.AuditBook.Page(two.Receiver, new Oversight.AuditFilter(), 1);
        Assert.DoesNotContain(trail.Lines, l => l.Entry.Subject == two.Case);
        Assert.DoesNotContain("referral.send", trail.Deeds);
        Assert.Contains((await two.Filled.Sala.AuditBook.Page(await two.Filled.As("lead"), new Oversight.AuditFilter(), 1)).Lines, l => l.Entry.Deed == "referral.send");
        // The other lead of that unit answers.
        await two.Answering.Accept(await two.Filled.As("lead"), id);
    }

    [Theory, OnEachStore]
    public async Task What_cannot_be_sent_is_refused_with_the_reason_and_leaves_nothing(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        async Task Refused(string code, ReferralRequest asked) => Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => two.Referring.Send(two.Sender, two.Case, asked))).Code);
        await Refused("referral.no-rule", TwoAgencies.Asking(two.Other, "therapy", "police"));
        await Refused("referral.unit", TwoAgencies.Asking(two.Unit));
        await Refused("referral.unit", TwoAgencies.Asking(RecordId.Random()));
        await Refused("referral.summary", TwoAgencies.Asking(two.Other, more: ("summary", " ")));
        await Refused("referral.assent", TwoAgencies.Asking(two.Other, more: ("child_assent", "no")));
        await Refused("referral.assent", TwoAgencies.Asking(two.Other, more: [("child_assent", "no"), ("ground", "court")]));
        await Refused("referral.answer", TwoAgencies.Asking(two.Other, more: ("first_contact", "somebody")));
        await Refused("referral.name", TwoAgencies.Asking(two.Other, more: ("summary", "Please see Malee  SUKJAI soon.")));
        await using (var data = two.Filled.Sala.Store.Read()) Assert.Empty(await data.Referrals.ToListAsync(Stopped));
        // Neither a colleague without the keys nor one who is not on the case.
        foreach (var other in (SignedIn[])[two.Carer, two.Receiver, await two.Filled.As("deputy"), await two.Filled.As("admin")])
            await Assert.ThrowsAsync<NotForYouException>(() => two.Referring.Send(other, two.Case, TwoAgencies.Asking(two.Other)));
        await two.Sends();
        await Refused("referral.waiting", TwoAgencies.Asking(two.Other));
    }

    [Theory, OnEachStore]
    public async Task The_receiving_unit_gives_only_to_its_own_people_only_by_role_and_nobody_to_themselves(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Helps();
        async Task<string> Code(RecordId person, Compartment part) => (await Assert.ThrowsAsync<RefusedException>(() => two.Answering.Give(two.Receiver, id, part, person, "x"))).Code;
        Assert.Equal("case.not-let-in", await Code(two.Carer.PersonId, Compartment.Care));
        Assert.Equal("case.give-self", await Code(two.Receiver.PersonId, Compartment.Care));
        Assert.Equal("referral.role", await Code((await two.Someone("officer", Roles.Investigator)).PersonId, Compartment.Care));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Answering.Give(two.Helper, id, Compartment.Care, two.Carer.PersonId, "x"));
        // Who helps gives nothing of the case itself.
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Give(two.Helper, two.Case, Compartment.Care, two.Carer.PersonId, "x"));
    }

    [Theory, OnEachStore]
    public async Task A_unit_that_helps_with_a_part_is_not_asked_for_it_twice_and_one_who_holds_it_of_their_own_keeps_it(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Helps();
        Assert.Equal("referral.helps", (await Assert.ThrowsAsync<RefusedException>(() => two.Sends("medical", "health"))).Code);
        // Another part is another matter; and who belongs to both units holds the intake part as a lead of the own.
        var other = await two.Sends("protection", "police");
        await two.Answering.Accept(two.Receiver, other);
        var lead = await two.Filled.As("lead");
        await two.Answering.Give(two.Receiver, other, Compartment.Intake, lead.PersonId, "protects");
        await two.Referring.End(two.Sender, other);
        Assert.Equal([Compartment.Intake], (await two.Cases.Read(lead, two.Case)).Parts);
        await two.Referring.End(two.Sender, id);
        await two.Sends("medical", "health");
    }

    [Theory, OnEachStore]
    public async Task The_access_ends_by_itself_when_the_last_day_is_over_and_the_part_has_a_new_key(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var today = ReportDay.Of(two.Filled.Clock.Now, two.Filled.Sala.Country.TimeZone);
        await two.Helps(today.Date.AddDays(1));
        var stolen = await Keys(two, [two.Helper, two.Receiver]);
        two.Filled.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal((0, 1), await two.Filled.Sala.ReferralClock.Work());
        var carer = await two.Filled.Sala.Cases.Read(two.Carer, two.Case);
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("afterwards"));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Helper, two.Case));
        Assert.DoesNotContain("afterwards", await Opened(two, [two.Helper, two.Receiver], stolen));
        Assert.Equal(["before"], carer.Of(EntryKind.Note).Select(n => n.Body.Words));
    }

    [Theory, OnEachStore]
    public async Task Two_who_answer_at_once_make_one_answer(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var (id, lead) = (await two.Sends(), await two.Filled.As("lead"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                if (i % 2 == 0) await two.Answering.Accept(i % 4 == 0 ? two.Receiver : lead, id);
                else await two.Answering.Decline(lead, id, "area", "");
                return true;
            }
            catch (RefusedException told) when (told.Code == "referral.ended") { return false; }
        }));
        Assert.Equal(1, answers.Count(a => a));
    }

    [Theory, OnEachStore]
    public async Task A_referral_that_another_hand_wrote_opens_for_nobody_and_an_erased_case_leaves_none(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Helps();
        await two.Filled.Tamper("UPDATE referral SET ends_on = NULL, state = 1, to_unit = @p0", two.Unit);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Answering.Read(two.Receiver, id));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Helper, two.Case));
        Assert.Empty(await two.Referring.Of(two.Sender, two.Case));
        await two.Filled.Sala.Store.Keep(async data =>
        {
            foreach (var erase in two.Filled.Sala.CaseErasure.AlsoErased) await erase(data, two.Case);
        });
        await using var left = two.Filled.Sala.Store.Read();
        Assert.Equal((0, 0, 0), (await left.Referrals.CountAsync(Stopped), await left.ReferralKeys.CountAsync(Stopped), await left.ReferralEntries.CountAsync(Stopped)));
    }

    [Theory, OnEachStore]
    public async Task On_paper_it_leaves_with_pseudonyms_after_a_step_up_marked_and_its_answer_is_written_down_by_hand(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var paper = two.Filled.Sala.PaperReferral;
        var thai = two.Filled.Sala.Country.Language("th");
        var asked = TwoAgencies.Asking(default, "protection", "police", ReferralKind.Paper) with { Service = paper.Bodies[0].Code };
        Assert.Equal("referral.service", (await Assert.ThrowsAsync<RefusedException>(() => paper.Write(two.Sender, two.Case, asked with { Service = "nobody" }))).Code);
        var id = await paper.Write(two.Sender, two.Case, asked);
        await Assert.ThrowsAsync<NotForYouException>(() => paper.Print(two.Carer, two.Case, id, thai));
        var lead = await two.Filled.As("lead");
        Assert.Equal("step-up", (await Assert.ThrowsAsync<RefusedException>(() => paper.Print(lead, two.Case, id, thai))).Code);
        lead = await two.Filled.As("lead", steppedUp: true);
        if (store == StoreKind.Sqlite && File.Exists("/usr/bin/pdftotext"))
        {
            foreach (var (language, title) in new[] { ("th", "หนังสือขอความช่วยเหลือในคดี"), ("en", "Request for help with a case") })
            {
                var printed = await paper.Print(lead, two.Case, id, two.Filled.Sala.Country.Language(language));
                var text = Exports.FilledCase.TextOf(printed.Bytes);
                Assert.Contains(title, text, StringComparison.Ordinal);
                Assert.Contains("Mali", text, StringComparison.Ordinal);
                Assert.Contains("K. Chai", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Sukjai", text, StringComparison.Ordinal);
                await using var data = two.Filled.Sala.Store.Read();
                Assert.Contains(await data.AuditEntries.Where(e => e.Deed == "referral.print" && !e.Refused).ToListAsync(Stopped), e => e.Detail.EndsWith(printed.Sha256, StringComparison.Ordinal));
            }
        }
        Assert.Equal("referral.answered-by", (await Assert.ThrowsAsync<RefusedException>(() => two.Referring.Record(lead, id, false, new ReferralAnswer("", "", "Khun B.", new DateOnly(2026, 11, 25))))).Code);
        await two.Referring.Record(lead, id, false, new ReferralAnswer("no_place", "", "Khun B.", new DateOnly(2026, 11, 25)));
        var sent = Assert.Single(await two.Referring.Of(lead, two.Case));
        Assert.Equal((ReferralState.Declined, "no_place", "Khun B."), (sent.Row.State, sent.Answer!.Reason, sent.Answer.By));
        Assert.Empty(await two.Answering.Received(two.Receiver));
        // Who sends a paper answers no unit's referral for it.
        await Assert.ThrowsAsync<NotForYouException>(async () => await two.Referring.Record(lead, await two.Sends(), true, new ReferralAnswer("", "", "x", new DateOnly(2026, 11, 25))));
    }

    [Theory, OnEachStore]
    public async Task A_rightly_signed_old_row_put_back_is_not_answered_again(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Sends();
        Referral waiting, accepted;
        await using (var data = two.Filled.Sala.Store.Read()) waiting = await data.Referrals.SingleAsync(r => r.Id == id, Stopped);
        await two.Answering.Accept(two.Receiver, id);
        await using (var data = two.Filled.Sala.Store.Read()) accepted = await data.Referrals.SingleAsync(r => r.Id == id, Stopped);
        await two.Referring.End(two.Sender, id);
        foreach (var old in (Referral[])[waiting, accepted])
        {
            await two.Filled.Sala.Store.Keep(async data =>
            {
                await data.Referrals.Where(r => r.Id == id).ExecuteDeleteAsync();
                data.Referrals.Add(old);
            });
            if (old == waiting) Assert.Equal("referral.ended", (await Assert.ThrowsAsync<RefusedException>(() => two.Answering.Accept(two.Receiver, id))).Code);
            else Assert.Equal("referral.ended", (await Assert.ThrowsAsync<RefusedException>(() => two.Answering.Give(two.Receiver, id, Compartment.Care, two.Helper.PersonId, "x"))).Code);
        }
    }

    [Theory, OnEachStore]
    public async Task Who_helps_by_a_referral_is_given_no_other_file_of_the_child_and_gives_none(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        await two.Helps();
        var again = await two.Filled.Tells("He wrote to me again.");
        await two.Filled.Sala.Desk.Take(two.Team.Opener, again.Id);
        var second = await two.Cases.Open(two.Team.Opener, again.Id, "Mali again");
        await two.Filled.Sala.Merging.Merge(await two.Filled.As("lead"), two.Case, second, "one child");
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(two.Helper, second));
        // Who opened the case, and helps in it after it was handed over, gives nothing of it.
        var transfer = await two.Referring.Send(two.Sender, two.Case, TwoAgencies.Asking(two.Other, "", "police", ReferralKind.Transfer, remains: "protection"));
        await two.Answering.Accept(two.Receiver, transfer);
        var remains = Assert.Single(await two.Answering.Received(two.Sender), r => r.State == ReferralState.Accepted);
        await two.Answering.Give(two.Sender, remains.Id, Compartment.Intake, two.Team.Opener.PersonId, "protects the child");
        Assert.Equal([Compartment.Intake], (await two.Cases.Read(two.Team.Opener, two.Case)).Parts);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Give(two.Team.Opener, two.Case, Compartment.Intake, two.Carer.PersonId, "x"));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Referring.Withdraw(two.Team.Opener, remains.Id));
    }

    [Theory, OnEachStore]
    public async Task A_case_that_another_hand_changed_gets_no_new_signature_and_no_entry_each_minute(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var id = await two.Helps();
        await two.Filled.Tamper("UPDATE case_file SET stage = 3 WHERE id = @p0", two.Case);
        await Assert.ThrowsAnyAsync<Exception>(() => two.Referring.End(two.Sender, id));
        await Assert.ThrowsAnyAsync<Exception>(() => two.Answering.End(two.Receiver, id));
        await two.Team.Someone("third", Roles.Lead);
        await two.Filled.Sala.Departure.Remove(await two.Filled.As("admin"), two.Unit, two.Filled.Id("lead"));
        Assert.Equal(0, await two.Cases.Renewal.Work());
        await using var data = two.Filled.Sala.Store.Read();
        Assert.Equal(0, await data.AuditEntries.CountAsync(e => e.Deed == "case.rekey", Stopped));
        Assert.False(CaseKeys.Holds(two.Filled.Sala.Directory, await data.Cases.SingleAsync(c => c.Id == two.Case, Stopped)));
    }

    [Theory, OnEachStore]
    public async Task Telling_the_child_of_one_referral_leaves_the_task_of_another(StoreKind store)
    {
        await using var two = await TwoAgencies.On(store);
        var one = await two.Sends();
        await two.Answering.Decline(two.Receiver, one, "area", "");
        var other = await two.Sends("protection", "police");
        await two.Filled.Sala.Letters.Tell(two.Team.Opener, two.Case, new global::Sala.Notices.NoticeToChild(global::Sala.Notices.LetterKind.Referral, global::Sala.Notices.ReadBy.ChildAlone, "We asked another office to help you.", new Dictionary<string, string> { ["referral"] = one.ToString() }));
        var tasks = (await two.Cases.Read(two.Team.Opener, two.Case)).Of(EntryKind.Task).Where(t => t.Body["task"] == Referring.ReferralTask).ToDictionary(t => t.Body["referral"], t => t.Body["done"]);
        Assert.Equal(("yes", "no"), (tasks[one.ToString()], tasks[other.ToString()]));
    }

    /// <summary>Grants of these people and of the leads of their units, as a thief would keep them.</summary>
    internal static async Task<List<CaseGrant>> Keys(TwoAgencies two, SignedIn[] people)
    {
        await using var data = two.Filled.Sala.Store.Read();
        return (await data.CaseGrants.Where(g => g.CaseId == two.Case).ToListAsync(Stopped)).Where(g => people.Any(p => g.HolderId == p.PersonId || (g.Holder == CaseHolder.Leads && p.Has(Roles.Lead, g.HolderId)))).ToList();
    }

    /// <summary>The notes of the case that open with the private keys of these people, the grants that they once had, and all that the database and the key store hold now.</summary>
    internal static async Task<IReadOnlyList<string>> Opened(TwoAgencies two, SignedIn[] people, IReadOnlyList<CaseGrant>? kept = null, IReadOnlyList<MemberSeed>? seeds = null)
    {
        await using var data = two.Filled.Sala.Store.Read();
        var grants = (kept ?? await Keys(two, people)).ToList();
        var held = seeds ?? await data.MemberSeeds.ToListAsync(Stopped);
        using var slot = two.Filled.Sala.Slots.Read((await data.Cases.SingleAsync(c => c.Id == two.Case, Stopped)).Slot);
        var opened = new List<string>();
        foreach (var entry in await data.CaseEntries.Where(e => e.CaseId == two.Case && e.Kind == EntryKind.Note).OrderBy(e => e.At).ToListAsync(Stopped))
        {
            var read = false;
            foreach (var grant in grants.Where(g => g.Compartment == entry.Compartment))
            {
                foreach (var person in people)
                {
                    foreach (var pair in Pairs(person, grant, held))
                    {
                        using (pair)
                        {
                            try
                            {
                                using var key = SealedBox.OpenKey(pair, CaseKeys.Binding(grant), grant.Sealed);
                                using var working = key.WithSlot(slot);
                                opened.Add(EntryBody.Open(working, entry).Words);
                                read = true;
                            }
                            catch (CannotOpenException) { }
                        }
                        if (read) break;
                    }
                    if (read) break;
                }
                if (read) break;
            }
        }
        return opened;
    }

    private static IEnumerable<KeyPair> Pairs(SignedIn person, CaseGrant grant, IReadOnlyList<MemberSeed> seeds)
    {
        if (grant.Holder == CaseHolder.Person)
        {
            yield return KeyPair.FromSeed(person.Keys.Seed);
            yield break;
        }
        foreach (var seed in seeds.Where(s => s.UnitId == grant.HolderId && s.Epoch == grant.Epoch && s.Pair == PairKind.Leads && s.PersonId == person.PersonId))
        {
            using var opened = SecretKey.From(SealedBox.Open(person.Keys, UnitKeys.SeedBinding(seed.UnitId, seed.Epoch, seed.Pair, seed.PersonId), seed.Sealed));
            yield return KeyPair.FromSeed(opened);
        }
    }
}
