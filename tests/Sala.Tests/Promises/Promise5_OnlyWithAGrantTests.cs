using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 5: an administrator can read no case, nor can a colleague without a grant, even with a copy of the database and their own password; every read and every refused attempt is recorded.</summary>
[Promise(5)]
public sealed class Promise5_OnlyWithAGrantTests
{
    private const string Story = "He has pictures of me.";
    private const string Password = "a-password-of-its-own";

    [Theory, OnEachStore]
    public async Task A_person_whom_the_administrator_adds_reads_nothing_until_a_lead_lets_them_in(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells(Story);
        var children = await sala.Unit("Children");
        var (id, code) = await sala.Sala.People.Invite(await sala.As("admin"), new Profile("newcomer", "New", ""), children, Roles.Responder | Roles.Lead | Roles.HeadOfUnit | Roles.DutyDeputy | Roles.Guardian);
        var keys = await sala.Sala.SignIn.First("newcomer", code, Password);
        var newcomer = await sala.As("newcomer", Password, keys!.TotpUri);

        await Refused(sala, newcomer, told.Id);
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.UnitKeys.LetIn(newcomer, children, newcomer.PersonId));
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Inbox.Page(newcomer, new InboxFilter(), 1));

        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), children, id);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("newcomer", Password, keys.TotpUri), told.Id)).Content.Answers["story"]);
    }

    [Theory, OnEachStore]
    public async Task A_member_whose_password_and_code_were_reset_reads_nothing_neither_old_nor_new(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (waiting, taken) = (await sala.Tells(Story), await sala.Tells(Story));
        await sala.Sala.Desk.Take(await sala.As("responder"), taken.Id);

        var code = await sala.Sala.People.Reset(await sala.As("admin"), sala.Id("responder"));
        var keys = await sala.Sala.SignIn.First("responder", code, Password);
        var later = await sala.Tells(Story);
        var impostor = await sala.As("responder", Password, keys!.TotpUri);

        foreach (var report in (Told[])[waiting, taken, later]) await Refused(sala, impostor, report.Id);
        await NothingOpensIn(sala, impostor.Keys.Seed, taken.Id, waiting.Id, later.Id);
    }

    [Theory, OnEachStore]
    public async Task An_administrator_can_not_make_themselves_a_reader_nor_let_themselves_in_and_each_try_is_recorded(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells(Story);
        var (children, online) = (await sala.Unit("Children"), await sala.Unit("Online"));
        var admin = await sala.As("admin", steppedUp: true);

        foreach (var unit in (RecordId[])[children, online])
        {
            foreach (var role in (Roles[])[Roles.Responder, Roles.DutyDeputy, Roles.HeadOfUnit, Roles.Lead, Roles.Guardian, Roles.Oversight])
            {
                var tried = (await Entries(sala)).Count;
                await Assert.ThrowsAsync<RefusedException>(() => sala.Sala.People.SetRoles(admin, admin.PersonId, unit, role));
                await Assert.ThrowsAsync<RefusedException>(() => sala.Sala.People.SetRoles(admin, admin.PersonId, unit, role | Roles.Administrator));
                Assert.Equal(2, (await Entries(sala)).Skip(tried).Count(e => e is { Deed: "person.roles", Refused: true } && e.PersonId == admin.PersonId));
            }
            await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.UnitKeys.LetIn(admin, unit, admin.PersonId));
            await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.UnitKeys.Found(admin, unit));
            await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.BreakGlass.AskForRecovery(admin, unit, "let me see"));
        }
        await Refused(sala, admin, told.Id);
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.BreakGlass.AskForReport(admin, told.Id, true, "let me see"));
        await NothingOpensIn(sala, admin.Keys.Seed, told.Id);
    }

    [Theory, OnEachStore]
    public async Task A_public_key_of_a_unit_swapped_in_the_database_gets_nothing_sealed_to_it(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        using var own = KeyPair.Generate();
        await sala.Tamper("UPDATE unit_epoch SET intake_public = @p0, leads_public = @p0", own.Public.ToByteArray());
        await sala.Restart();

        await Assert.ThrowsAsync<NobodyReadyException>(() => sala.Tells(Story));
        Assert.Equal(0, await Count(sala, "report"));
    }

    [Theory, OnEachStore]
    public async Task A_public_key_of_a_person_swapped_in_the_database_gets_nothing_sealed_to_it(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells(Story);
        using var own = KeyPair.Generate();
        var lead = await sala.As("lead");
        await sala.Tamper("UPDATE person SET public_key = @p0 WHERE id = @p1", own.Public.ToByteArray(), sala.Id("deputy"));

        await Assert.ThrowsAsync<DirectoryTamperedException>(() => sala.Sala.Desk.Assign(lead, told.Id, sala.Id("deputy")));
        await Assert.ThrowsAsync<DirectoryTamperedException>(() => sala.Sala.UnitKeys.LetIn(lead, told.UnitId, sala.Id("deputy")));
        await NothingOpensIn(sala, own.Seed, told.Id);
    }

    [Theory, OnEachStore]
    public async Task A_public_key_of_a_reporter_swapped_in_the_database_gets_nothing_sealed_to_it(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells(Story);
        using var own = KeyPair.Generate();
        await sala.Tamper("UPDATE report SET reporter_public = @p0", own.Public.ToByteArray());

        await Assert.ThrowsAnyAsync<Exception>(async () => await sala.Sala.Desk.Take(await sala.As("responder"), told.Id));
        await NothingOpensIn(sala, own.Seed, told.Id);
    }

    [Theory, OnEachStore]
    public async Task Forged_rows_of_grant_membership_role_and_seed_open_nothing(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (children, outsider, lead) = (await sala.Unit("Children"), sala.Id("responder2"), sala.Id("lead"));
        var told = await sala.Tells(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), told.Id);
        var waiting = await sala.Tells(Story);

        // A grant and a seed copied to another name, a membership made up, roles raised, a report moved to the own unit.
        await sala.Sala.Store.Keep(async data =>
        {
            foreach (var g in await data.KeyGrants.AsNoTracking().Where(g => g.ReportId == told.Id && g.Holder == HolderKind.Person).ToListAsync())
                data.KeyGrants.Add(new KeyGrant { ReportId = g.ReportId, Generation = g.Generation, Holder = g.Holder, HolderId = outsider, Sealed = g.Sealed, GivenBy = g.GivenBy, From = g.From, Purpose = g.Purpose, Mac = g.Mac });
            foreach (var s in await data.MemberSeeds.AsNoTracking().Where(s => s.UnitId == children && s.PersonId == lead).ToListAsync())
                data.MemberSeeds.Add(new MemberSeed { UnitId = s.UnitId, Epoch = s.Epoch, Pair = s.Pair, PersonId = outsider, Sealed = s.Sealed, GivenBy = s.GivenBy });
            var m = await data.Memberships.AsNoTracking().SingleAsync(m => m.UnitId == children && m.PersonId == lead);
            data.Memberships.Add(new Membership { UnitId = children, PersonId = outsider, Roles = m.Roles, From = m.From, ConfirmedBy = m.ConfirmedBy, ConfirmedKey = m.ConfirmedKey, Mac = m.Mac });
        });
        await sala.Tamper("UPDATE membership SET roles = 127");
        await sala.Tamper("UPDATE report SET assigned_to = @p0, unit_id = @p1 WHERE id = @p2", outsider, await sala.Unit("Online"), told.Id);

        var by = await sala.As("responder2");
        Assert.Empty(by.Memberships);
        await Refused(sala, by, told.Id);
        await Refused(sala, by, waiting.Id);
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.UnitKeys.LetIn(by, children, outsider));
        await NothingOpensIn(sala, by.Keys.Seed, told.Id, waiting.Id);
    }

    [Theory, OnEachStore]
    public async Task A_restored_backup_opens_nothing_for_who_restored_it_nor_for_members_before_a_lead_confirms_them(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (taken, waiting, children) = (await sala.Tells(Story), await sala.Tells(Story), await sala.Unit("Children"));
        await sala.Sala.Desk.Take(await sala.As("responder"), taken.Id);
        var backup = await sala.MakesBackup();
        var code = await sala.Sala.People.Reset(await sala.As("admin"), sala.Id("deputy"));

        await sala.Restores(backup);

        var admin = await sala.As("admin", steppedUp: true);
        foreach (var report in (Told[])[taken, waiting]) await Refused(sala, admin, report.Id);
        await NothingOpensIn(sala, admin.Keys.Seed, taken.Id, waiting.Id);
        // The one who was reset after the backup: neither the old password nor the new one-time code lets them in.
        Assert.Null(await sala.Sala.SignIn.Open("deputy", sala.Person("deputy").Password, sala.Person("deputy").Code(sala.Clock.Now)));
        Assert.Null(await sala.Sala.SignIn.First("deputy", code, Password));
        var responder = await sala.As("responder");
        await Refused(sala, responder, waiting.Id);
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Inbox.Page(responder, new InboxFilter(), 1));

        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), children, sala.Id("responder"));
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("responder"), waiting.Id)).Content.Answers["story"]);
    }

    [Theory, OnEachStore]
    public async Task A_grant_that_ended_is_not_prolonged_in_the_database(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), told.Id);
        await sala.Tamper("UPDATE key_grant SET until = @p0", sala.Clock.Now.AddYears(1).ToUnixTimeMilliseconds());

        await Refused(sala, await sala.As("responder"), told.Id);
    }

    [Theory, OnEachStore]
    public async Task A_unit_mate_with_the_whole_database_ring_key_store_and_own_key_opens_nothing_of_a_taken_report(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (taken, waiting) = (await sala.Tells(Story), await sala.Tells(Story));
        var (worker, mate) = (await sala.As("responder"), await sala.As("deputy"));
        await sala.Sala.Desk.Take(worker, taken.Id);
        await sala.Sala.Conversation.Write(taken.Receipt, Story, RecordId.Random().ToByteArray());
        await sala.Sala.Desk.Reply(worker, taken.Id, "We are here.");
        await sala.Sala.Desk.AddNote(worker, taken.Id, "Told by the child herself.");
        await sala.Sala.Desk.SetUrgency(worker, taken.Id, Sala.Countries.Urgency.High, "The child told of a meeting.");
        await sala.Sala.HandingOver.Offer(sala.Sala.Desk, worker, taken.Id, await sala.Unit("Online"), "She lives in Chiang Mai.");
        await sala.Sala.HandingOver.Decline(await sala.As("responder2"), taken.Id, "She moved to Bangkok.");
        await Refused(sala, mate, taken.Id);

        await NothingOpensIn(sala, mate.Keys.Seed, taken.Id);

        // The same attempt does open what is the unit's, and with the worker's key what is the worker's: it is the keys that are missing, not the skill.
        Assert.Contains("report.content", await OpensIn(sala, mate.Keys.Seed, waiting.Id));
        Assert.Superset(new HashSet<string> { "report.content", "message.body", "note.body", "hand_over.reason" }, (await OpensIn(sala, worker.Keys.Seed, taken.Id)).ToHashSet());
    }

    [Theory, OnEachStore]
    public async Task Every_read_and_every_refused_attempt_leaves_an_entry(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (told, online) = (await sala.Tells(Story), await sala.Unit("Online"));
        var (worker, other, oversight, admin) = (await sala.As("responder"), await sala.As("responder2"), await sala.As("oversight", steppedUp: true), await sala.As("admin"));
        var (desk, handing) = (sala.Sala.Desk, sala.Sala.HandingOver);

        await Leaves(sala, "report.read", refused: false, worker, () => desk.Read(worker, told.Id));
        await desk.Take(worker, told.Id);
        await handing.Offer(desk, worker, told.Id, online, "She lives in Chiang Mai.");
        await Leaves(sala, "offer.read", refused: false, other, () => handing.Read(other, told.Id));
        await handing.Decline(other, told.Id, "Not here.");

        foreach (var by in (SignedIn[])[other, oversight, admin, await sala.As("deputy")])
        {
            await Leaves(sala, "report.read", refused: true, by, () => desk.Read(by, told.Id));
            await Leaves(sala, "report.read", refused: true, by, () => desk.Read(by, RecordId.Random()));
            await Leaves(sala, "report.reply", refused: true, by, () => desk.Reply(by, told.Id, "Hello"));
            await Leaves(sala, "report.assign", refused: true, by, () => desk.Take(by, told.Id));
            await Leaves(sala, "report.erase", refused: true, by, () => sala.Sala.Erasure.Decide(by, told.Id, "so"));
            await Leaves(sala, "offer.read", refused: true, by, () => handing.Read(by, told.Id));
        }
        foreach (var by in (SignedIn[])[oversight, admin]) await Leaves(sala, "inbox.list", refused: true, by, () => sala.Sala.Inbox.Page(by, new InboxFilter(), 1));
        await Leaves(sala, "unit.let-in", refused: true, admin, () => sala.Sala.UnitKeys.LetIn(admin, online, admin.PersonId));
        await Leaves(sala, "person.reset", refused: true, worker, () => sala.Sala.People.Reset(worker, admin.PersonId));
        await Leaves(sala, "break-glass.ask", refused: true, oversight, () => sala.Sala.BreakGlass.AskForReport(oversight, told.Id, true, "so"));
        Assert.Null(await sala.Sala.SignIn.Open("responder", "not-the-password", "123456"));
        Assert.Contains(await Entries(sala), e => e is { Deed: "sign-in", Refused: true } && e.PersonId == worker.PersonId);
        Assert.Null(await sala.Sala.SignIn.Open("nobody", "not-the-password", "123456"));
        Assert.Contains(await Entries(sala), e => e is { Deed: "sign-in", Refused: true, PersonId: null });
    }

    [Theory, OnEachStore]
    public async Task Refused_tries_of_people_without_a_name_are_counted_by_day_alone(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        using var key = SecretKey.Random();
        for (var i = 0; i < 3; i++) Assert.Null(await sala.Sala.Conversation.Open(Receipt.Derive(key, [1], RecordId.Random().ToByteArray(), i)));

        await using var data = sala.Sala.Store.Read();
        var counted = await data.RefusedCounts.SingleAsync();
        Assert.Equal(("receipt.refused", 3L, ReportDay.Of(sala.Clock.Now, sala.Sala.Country.TimeZone).Number), (counted.Deed, counted.Count, counted.Day));
    }

    private static async Task Refused(FilledSala sala, SignedIn by, RecordId report)
    {
        await Leaves(sala, "report.read", refused: true, by, () => sala.Sala.Desk.Read(by, report));
    }

    private static async Task Leaves(FilledSala sala, string deed, bool refused, SignedIn by, Func<Task> act)
    {
        var before = (await Entries(sala)).Count;
        if (refused) await Assert.ThrowsAsync<NotForYouException>(act);
        else await act();
        var left = (await Entries(sala)).Skip(before).ToList();
        Assert.True(left is [var entry] && entry.Deed == deed && entry.Refused == refused && entry.PersonId == by.PersonId,
            $"{deed} by {by.Profile.SignInName} left {string.Join(", ", left.Select(e => $"{e.Deed} refused={e.Refused}"))}");
    }

    private static async Task<List<Audit.AuditEntry>> Entries(FilledSala sala)
    {
        await using var data = sala.Sala.Store.Read();
        return await data.AuditEntries.OrderBy(e => e.Number).ToListAsync();
    }

    private static async Task<long> Count(FilledSala sala, string table)
    {
        await using var connection = sala.Sala.Store.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What of a report opens for someone with the whole database, ring and key store and this private key.</summary>
    private static async Task<IReadOnlyList<string>> OpensIn(FilledSala sala, SecretKey own, params RecordId[] reports)
    {
        await using var data = sala.Sala.Store.Read();
        var opened = await Attacker.Opens(data, sala.Sala.Ring, sala.Sala.Slots, own);
        return [.. opened.Where(o => reports.Contains(o.Record)).Select(o => o.What).Distinct()];
    }

    /// <summary>Coded facts open with the ring, as the threat model says; nothing that anybody wrote may.</summary>
    private static async Task NothingOpensIn(FilledSala sala, SecretKey own, params RecordId[] reports)
    {
        await using var data = sala.Sala.Store.Read();
        var opened = await Attacker.Opens(data, sala.Sala.Ring, sala.Sala.Slots, own);
        Assert.Contains(opened, o => o.What == "report.facts");
        Assert.Empty(opened.Where(o => reports.Contains(o.Record) && o.What is not ("report.facts" or "fact_change.before")).Select(o => $"{o.What}: {Encoding.UTF8.GetString(o.Plaintext)}"));
        Assert.DoesNotContain(opened, o => reports.Contains(o.Record) && Encoding.UTF8.GetString(o.Plaintext).Contains("pictures", StringComparison.Ordinal));
    }
}
