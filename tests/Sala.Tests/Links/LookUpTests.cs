using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Countries;
using Sala.Links;
using Sala.Tests.Cases;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Links;

/// <summary>Two units that hold the same account of an accused learn that, and whom to ask; never what. Who may not know learns nothing, not even by how it is said.</summary>
public sealed class LookUpTests
{
    private const string Handle = "@Somchai_99";

    [Theory, OnEachStore]
    public async Task Two_units_with_the_same_account_learn_that_and_whom_to_ask_and_never_what(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var theirs = await two.Notes(two.Other, two.OtherCase, "https://www.tiktok.com/@somchai_99", IdentifierKind.Address);
        var own = await two.Notes(two.Officer, two.Case, Handle);

        await two.Accounts.LookUp(two.Officer, two.Case, own, "second child named him");

        var past = Assert.Single(await two.Seen(two.Officer, two.Case));
        var hit = Assert.Single(past.Hits);
        Assert.Null(hit.CaseId);
        Assert.Equal(two.OtherUnit, hit.UnitId);
        var lead = two.Team.Filled.Id("lead");
        Assert.Contains(lead, hit.Ask);
        Assert.Equal("second child named him", past.Purpose);

        Assert.Empty(await two.Accounts.NoticesOf([two.OtherCase]));
        Assert.Equal(1, await two.Accounts.Work());
        Assert.Equal(0, await two.Accounts.Work());
        var notice = Assert.Single(await two.Accounts.NoticesOf([two.OtherCase]));
        Assert.Equal((theirs, two.Unit, two.Officer.PersonId), (notice.EntryId, notice.AskingUnit, notice.AskingPerson));
        Assert.Empty(await two.Accounts.NoticesOf([two.Case]));
        await using var data = two.Team.Filled.Sala.Store.Read();
        var waiting = await data.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(two.Other.PersonId, waiting);
        Assert.Contains(lead, waiting);
        Assert.DoesNotContain(two.Officer.PersonId, waiting);
    }

    [Theory, OnEachStore]
    public async Task A_look_up_needs_an_account_of_an_accused_in_ones_own_case_and_a_purpose(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var own = await two.Notes(two.Officer, two.Case, Handle);
        async Task Refused(string code, RecordId entry, string purpose = "to protect the child") => Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => two.Accounts.LookUp(two.Officer, two.Case, entry, purpose))).Code);
        await Refused("link.purpose", own, " ");
        await Refused("link.purpose-long", own, new string('x', 201));
        await Refused("link.no-account", RecordId.Random());
        await Refused("link.no-account", await two.Book.Note(two.Officer, two.Case, IdentifierKind.Handle, "line", "the child's own", ofAccused: false, ""));
        await Refused("link.no-account", await two.Notes(two.Other, two.OtherCase, Handle));
        var mistaken = await two.Notes(two.Officer, two.Case, "@mistaken");
        await two.Book.Withdraw(two.Officer, two.Case, mistaken, 1);
        await Refused("link.no-account", mistaken);

        // Who does not read the investigation part: the opener of the case, a stranger, the lead who can give it.
        foreach (var who in (SignedIn[])[two.Team.Opener, two.Other, await two.Team.Filled.As("lead")])
            await Assert.ThrowsAsync<NotForYouException>(() => two.Accounts.LookUp(who, two.Case, own, "curious"));
        Assert.Empty(await two.Seen(two.Officer, two.Case));
        Assert.Equal(3, await two.Team.Filled.Refusals("link.lookup"));
    }

    [Theory, OnEachStore]
    public async Task Each_look_up_is_in_the_trail_with_who_which_case_and_why(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var own = await two.Notes(two.Officer, two.Case, Handle);
        await two.Accounts.LookUp(two.Officer, two.Case, own, "second child named him");
        await using var data = two.Team.Filled.Sala.Store.Read();
        var entry = await data.AuditEntries.SingleAsync(e => e.Deed == "link.lookup", TestContext.Current.CancellationToken);
        Assert.Equal((two.Officer.PersonId, two.Case, two.Unit), (entry.PersonId!.Value, entry.Subject!.Value, entry.UnitId!.Value));
        Assert.Equal("second child named him", Audit.AuditTrail.ReasonOf(entry, two.Team.Filled.Sala.Ring.DirectoryKey));
    }

    [Theory, OnEachStore]
    public async Task More_look_ups_than_usual_alarm_oversight_and_more_than_one_may_make_a_day_are_refused(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var limits = two.Team.Filled.Sala.Country.Links;
        var own = await two.Notes(two.Officer, two.Case, Handle);
        async Task<int> Alarms()
        {
            await using var data = two.Team.Filled.Sala.Store.Read();
            return await data.AuditEntries.CountAsync(e => e.Deed == "link.unusual" && e.UnitId == null, TestContext.Current.CancellationToken);
        }
        for (var i = 1; i < limits.UnusualADay; i++) await two.Accounts.LookUp(two.Officer, two.Case, own, "again");
        Assert.Equal(0, await Alarms());
        await two.Accounts.LookUp(two.Officer, two.Case, own, "again");
        Assert.Equal(1, await Alarms());
        await using (var data = two.Team.Filled.Sala.Store.Read()) Assert.Contains(two.Team.Filled.Id("oversight"), await data.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken));
        for (var i = limits.UnusualADay; i < limits.LookUpsADay; i++) await two.Accounts.LookUp(two.Officer, two.Case, own, "again");
        Assert.Equal("link.limit", (await Assert.ThrowsAsync<RefusedException>(() => two.Accounts.LookUp(two.Officer, two.Case, own, "again"))).Code);
        Assert.Equal(2, await Alarms());
        Assert.Equal(1, await two.Team.Filled.Refusals("link.lookup"));

        var count = Assert.Single(await two.Accounts.Counts(await two.Team.Filled.As("oversight")));
        Assert.Equal((two.Officer.PersonId, limits.LookUpsADay, true), (count.PersonId, count.Count, count.Unusual));
        await Assert.ThrowsAsync<NotForYouException>(() => two.Accounts.Counts(two.Officer));
        two.Team.Filled.Clock.Move(TimeSpan.FromDays(1));
        var tomorrow = await two.Team.Filled.As("team-officer", two.OfficerPassword, two.OfficerTotp);
        await two.Accounts.LookUp(tomorrow, two.Case, own, "again");
    }

    [Theory, OnEachStore]
    public async Task Whom_the_other_case_concerns_gets_no_mail_of_a_look_up_though_they_hold_a_key(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        await two.Notes(two.Other, two.OtherCase, Handle);
        await two.Cases.Write(two.OtherOpener, two.OtherCase, Compartment.Intake, EntryKind.Person, CaseTeam.Person("other", "witness"));
        await two.Accounts.LookUp(two.Officer, two.Case, await two.Notes(two.Officer, two.Case, Handle), "is there a second child");
        Assert.Equal(1, await two.Accounts.Work());
        await using var data = two.Team.Filled.Sala.Store.Read();
        Assert.DoesNotContain(two.Other.PersonId, await data.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task Whom_the_child_of_the_other_case_does_not_want_gets_no_mail_of_a_look_up_though_they_hold_a_key_or_lead(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var sala = two.Team.Filled.Sala;
        await two.Notes(two.Other, two.OtherCase, Handle);
        // Said with the receipt; nobody took it in yet.
        SignedIn[] unwanted = [two.Other, two.OtherOpener];
        await sala.Store.Keep(data =>
        {
            foreach (var person in unwanted) data.ReporterDeeds.Add(new global::Sala.Audit.ReporterDeed { Day = 1, Id = RecordId.Random(), Deed = Objections.Deed, Digest = Objections.Digest(two.OtherCase, person.PersonId) });
            return Task.CompletedTask;
        });
        await two.Accounts.LookUp(two.Officer, two.Case, await two.Notes(two.Officer, two.Case, Handle), "is there a second child");
        Assert.Equal(1, await two.Accounts.Work());
        await using var read = sala.Store.Read();
        var called = await read.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(called);
        Assert.All(unwanted, person => Assert.DoesNotContain(person.PersonId, called));
    }

    [Theory, OnEachStore]
    public async Task A_case_that_concerns_the_asker_is_answered_as_if_there_were_none_and_oversight_alone_hears(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        await two.Notes(two.Other, two.OtherCase, Handle);
        await two.Cases.Write(two.OtherOpener, two.OtherCase, Compartment.Intake, EntryKind.Person, CaseTeam.Person("officer", "suspect"));
        var (named, unknown) = (await two.Notes(two.Officer, two.Case, Handle), await two.Notes(two.Officer, two.Case, "@nobody_has_this"));

        var (locked, none) = (await two.Accounts.LookUp(two.Officer, two.Case, named, "same words"), await two.Accounts.LookUp(two.Officer, two.Case, unknown, "same words"));

        var seen = await two.Seen(two.Officer, two.Case);
        Assert.All(seen, p => Assert.Empty(p.Hits));
        await using (var data = two.Team.Filled.Sala.Store.Read())
        {
            var rows = await data.LinkLookUps.ToDictionaryAsync(l => l.Id, TestContext.Current.CancellationToken);
            Assert.Equal(rows[none].Body.Length, rows[locked].Body.Length);
            Assert.Equal(0, await data.AuditEntries.CountAsync(e => e.Deed == "case.conflict", TestContext.Current.CancellationToken));
        }
        Assert.Equal(0, await two.Accounts.Work());
        Assert.Empty(await two.Accounts.NoticesOf([two.OtherCase]));
        await using (var data = two.Team.Filled.Sala.Store.Read())
        {
            var conflict = await data.AuditEntries.SingleAsync(e => e.Deed == "case.conflict", TestContext.Current.CancellationToken);
            Assert.Equal((two.Officer.PersonId, two.OtherCase, null), (conflict.PersonId!.Value, conflict.Subject!.Value, conflict.UnitId));
        }
        // Somebody else of the same case is told.
        var colleague = await two.Team.Someone("colleague", Roles.Investigator);
        await two.Cases.Give(two.Team.Lead, two.Case, Compartment.Investigation, colleague.PersonId, "investigates");
        await two.Accounts.LookUp(colleague, two.Case, named, "same words");
        Assert.Single((await two.Seen(colleague, two.Case)).SelectMany(p => p.Hits));
        Assert.All(await two.Seen(two.Officer, two.Case), p => Assert.Empty(p.Hits));
    }

    [Theory, OnEachStore]
    public async Task Whom_to_ask_is_nobody_whom_the_case_concerns(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        await two.Notes(two.Other, two.OtherCase, Handle);
        var own = await two.Notes(two.Officer, two.Case, Handle);
        var lead = two.Team.Filled.Id("lead");
        var name = (await two.Team.Filled.Sala.People.Names())[lead];
        await two.Cases.Write(two.OtherOpener, two.OtherCase, Compartment.Intake, EntryKind.Person, CaseTeam.Person(name, "suspect"));
        await two.Accounts.LookUp(two.Officer, two.Case, own, "second child");
        var hit = Assert.Single(Assert.Single(await two.Seen(two.Officer, two.Case)).Hits);
        Assert.DoesNotContain(lead, hit.Ask);
        Assert.NotEmpty(hit.Ask);
        await two.Accounts.Work();
        await using var data = two.Team.Filled.Sala.Store.Read();
        Assert.DoesNotContain(lead, await data.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task Image_hashes_meet_by_equality_alone(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var hash = new string('0', 60) + "abcd";
        await two.Notes(two.Other, two.OtherCase, hash, IdentifierKind.Pdq);
        var (same, near, other) = (await two.Notes(two.Officer, two.Case, hash.ToUpperInvariant(), IdentifierKind.Pdq), await two.Notes(two.Officer, two.Case, "1" + hash[1..], IdentifierKind.Pdq), await two.Notes(two.Officer, two.Case, hash, IdentifierKind.Sha256));
        var asked = new Dictionary<RecordId, RecordId>();
        foreach (var entry in (RecordId[])[same, near, other]) asked[await two.Accounts.LookUp(two.Officer, two.Case, entry, "removal")] = entry;
        Assert.Equal([same], (await two.Seen(two.Officer, two.Case)).Where(p => p.Hits.Count > 0).Select(p => asked[p.Id]));
    }

    [Theory, OnEachStore]
    public async Task The_table_shows_who_steals_it_neither_account_nor_case_and_an_erased_case_leaves_nothing_in_it(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        await two.Notes(two.Other, two.OtherCase, Handle);
        var own = await two.Notes(two.Officer, two.Case, Handle);
        await two.Accounts.LookUp(two.Officer, two.Case, own, "planted-purpose");
        await two.Accounts.Work();
        await two.Team.Filled.Settle();
        Assert.Empty(ByteSearch.Find(await two.Team.Filled.Files(), [.. ByteSearch.ShapesOf("somchai_99"), .. ByteSearch.ShapesOf("planted-purpose")]));
        await using (var data = two.Team.Filled.Sala.Store.Read())
        {
            var ids = new[] { two.Case, two.OtherCase, own }.Select(i => i.ToByteArray()).ToList();
            var blobs = (await data.LinkTokens.ToListAsync(TestContext.Current.CancellationToken)).SelectMany(t => new[] { t.Token, t.Entry, t.Body })
                .Concat((await data.LinkLookUps.ToListAsync(TestContext.Current.CancellationToken)).SelectMany(l => new[] { l.Case, l.Body })).Concat((await data.LinkNotices.ToListAsync(TestContext.Current.CancellationToken)).SelectMany(n => new[] { n.Case, n.Body })).ToList();
            Assert.Equal(2 * 3 + 2 + 2, blobs.Count);
            Assert.All(blobs, blob => Assert.All(ids, id => Assert.Equal(-1, blob.AsSpan().IndexOf(id))));
        }

        await two.Team.Filled.Sala.Store.Change(new Data.Deed(null, "test.erase", two.OtherCase), async data =>
        {
            foreach (var erase in two.Team.Filled.Sala.CaseErasure.AlsoErased) await erase(data, two.OtherCase);
        });
        await using (var data = two.Team.Filled.Sala.Store.Read())
        {
            Assert.Equal(1, await data.LinkTokens.CountAsync(TestContext.Current.CancellationToken));
            Assert.Equal(0, await data.LinkNotices.CountAsync(TestContext.Current.CancellationToken));
            Assert.Equal(1, await data.LinkLookUps.CountAsync(TestContext.Current.CancellationToken));
        }
        var again = await two.Accounts.LookUp(two.Officer, two.Case, own, "again");
        Assert.Empty((await two.Seen(two.Officer, two.Case)).Single(p => p.Id == again).Hits);
    }

    [Theory, OnEachStore]
    public async Task A_pointer_that_was_moved_to_another_account_opens_nothing(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        await two.Notes(two.Other, two.OtherCase, "@somebody_else");
        var own = await two.Notes(two.Officer, two.Case, Handle);
        await using (var data = two.Team.Filled.Sala.Store.Read())
        {
            var tokens = await data.LinkTokens.ToListAsync(TestContext.Current.CancellationToken);
            var mine = new LinkTable(two.Team.Filled.Sala.Ring).OfEntry(own)[^1];
            var target = tokens.Single(t => t.Entry.AsSpan().SequenceEqual(mine)).Token;
            await two.Team.Filled.Tamper("UPDATE link_token SET token = @p0 WHERE token <> @p1", target, target);
        }
        await Assert.ThrowsAsync<CannotOpenException>(() => two.Accounts.LookUp(two.Officer, two.Case, own, "second child"));
    }

    [Theory, OnEachStore]
    public async Task A_renewed_link_key_parts_nothing_that_belongs_together(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        await two.Notes(two.Other, two.OtherCase, Handle);
        HostRing.Renew(two.Team.Filled.Settings.Ring, RingKey.Link);
        await two.Team.Filled.Restart();
        var own = await two.Notes(two.Officer, two.Case, Handle);
        await two.Accounts.LookUp(two.Officer, two.Case, own, "second child");
        Assert.Single(Assert.Single(await two.Seen(two.Officer, two.Case)).Hits);
    }

    [Theory, OnEachStore]
    public async Task Cases_that_hang_together_are_named_to_who_has_them_and_units_to_who_has_not(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var third = await two.FurtherCase("Fah");
        await two.Notes(two.Other, two.OtherCase, Handle);
        var own = await two.Notes(two.Officer, two.Case, Handle);
        await two.Notes(two.Officer, third, "https://tiktok.com/@somchai_99", IdentifierKind.Address);
        await two.Notes(two.Officer, third, "@only_here");

        var before = await two.Team.Filled.Sala.LinkedCases.Read(two.Officer);
        var link = Assert.Single(before.Links);
        Assert.Equal(["Fah", "Mali"], link.Cases.Select(c => c.Pseudonym).Order());
        Assert.Empty(link.Elsewhere);

        await two.Accounts.LookUp(two.Officer, two.Case, own, "second child");
        var after = Assert.Single((await two.Team.Filled.Sala.LinkedCases.Read(two.Officer)).Links);
        Assert.Equal(two.OtherUnit, Assert.Single(after.Elsewhere).UnitId);
        Assert.Equal(2, after.Cases.Count);
        await two.Accounts.Work();
        Assert.Single((await two.Team.Filled.Sala.LinkedCases.Read(two.Other)).Notices);
        Assert.Empty((await two.Team.Filled.Sala.LinkedCases.Read(two.Other)).Links);
        // A lead who does not read the part is told that somebody asked, and sees no account.
        var led = await two.Team.Filled.Sala.LinkedCases.Read(await two.Team.Filled.As("lead"));
        Assert.Single(led.Notices);
        Assert.Empty(led.Links);
    }

    [Theory, OnEachStore]
    public async Task Who_declared_a_number_that_is_noted_of_the_accused_is_kept_from_the_case(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var colleague = await two.Team.Someone("colleague", Roles.Investigator);
        await two.Cases.Give(two.Team.Lead, two.Case, Compartment.Investigation, colleague.PersonId, "investigates");
        await two.Cases.Conflicts.Declare(colleague, ["081 234 5678"]);
        Assert.NotEmpty((await two.Cases.Read(colleague, two.Case)).Parts);
        await two.Notes(two.Officer, two.Case, "+66 81 234 5678", IdentifierKind.Phone);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Cases.Read(colleague, two.Case));
        Assert.NotEmpty((await two.Cases.Read(two.Officer, two.Case)).Parts);
    }

    [Theory, OnEachStore]
    public async Task The_table_is_read_by_its_key_and_never_walked(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        await using var connection = sala.Sala.Store.OpenConnection();
        async Task<string> Plan(string column)
        {
            await using var command = connection.CreateCommand();
            var query = $"SELECT * FROM link_token WHERE {column} = {(store == StoreKind.Sqlite ? "x'00'" : "'\\x00'::bytea")}";
            command.CommandText = store == StoreKind.Sqlite ? $"EXPLAIN QUERY PLAN {query}" : $"SET enable_seqscan = off; EXPLAIN {query}";
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var lines = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) lines.Add(reader.GetString(store == StoreKind.Sqlite ? 3 : 0));
            return string.Join('\n', lines);
        }
        foreach (var column in (string[])["token", "entry"])
        {
            var plan = await Plan(column);
            Assert.Matches("SEARCH|Index|Bitmap", plan);
            Assert.DoesNotMatch("SCAN link_token|Seq Scan", plan);
        }
        Assert.Matches("SCAN link_token|Seq Scan", await Plan("body"));
    }

    [Theory, OnEachStore]
    public async Task An_account_is_written_by_its_own_service_so_that_it_is_always_compared(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var body = EntryBody.Of(new Dictionary<string, string> { ["value"] = "x" });
        Assert.Equal("case.guarded", (await Assert.ThrowsAsync<RefusedException>(() => two.Cases.Write(two.Officer, two.Case, Compartment.Investigation, EntryKind.Account, body))).Code);
        await Assert.ThrowsAsync<NotForYouException>(() => two.Notes(two.Team.Opener, two.Case, Handle));
        var entry = await two.Notes(two.Officer, two.Case, Handle);
        Assert.Equal("case.changed", (await Assert.ThrowsAsync<RefusedException>(() => two.Book.Withdraw(two.Officer, two.Case, entry, 2))).Code);
        Assert.Equal("case.guarded", (await Assert.ThrowsAsync<RefusedException>(() => two.Cases.Change(two.Officer, two.Case, entry, 1, body))).Code);
    }
}
