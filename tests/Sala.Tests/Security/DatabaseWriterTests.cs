using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Tests.Security;

/// <summary>Promise 5 against who can write to the database, holds none of the host's keys, and may be a member of staff.</summary>
public sealed class DatabaseWriterTests
{
    private const string Story = "He has pictures of me.";

    [Fact]
    public async Task A_session_made_up_for_another_person_is_none()
    {
        await using var sala = await SmallSala.Open();
        var (secret, lead) = (Drafts.NewSecret(), sala.Id("lead"));
        using var root = SecretKey.From(secret);
        using var key = root.Derive("sala/session-seed/1");
        using var seed = SecretKey.Random();
        await sala.Tamper(data =>
        {
            data.StaffSessions.Add(new StaffSession
            {
                Token = SignIn.TokenOf(secret), PersonId = lead, KeyNumber = 1, SealedSeed = Envelope.SealKey(key, new Binding("session.seed", lead), seed),
                Ends = sala.GetUtcNow().AddHours(9), IdleEnds = sala.GetUtcNow().AddHours(9), StepUpUntil = sala.GetUtcNow().AddHours(9),
            });
            return Task.CompletedTask;
        });

        Assert.Null(await sala.Sala.SignIn.Resume(secret));
    }

    [Fact]
    public async Task A_one_time_code_written_into_the_database_signs_nobody_in()
    {
        await using var sala = await SmallSala.Open();
        await sala.Sala.People.Invite(await sala.As("admin"), new Profile("second-admin", "Second", ""), await sala.Unit("Office"), Roles.Administrator);
        var id = sala.Id("second-admin");
        await sala.Tamper(data => data.People.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.OneTimeHash, SignIn.OneTimeHash("aaaa-aaaa-aaaa-aaaa"))));

        await Assert.ThrowsAsync<DirectoryTamperedException>(() => sala.Sala.SignIn.First("second-admin", "aaaa-aaaa-aaaa-aaaa", "a-password-of-my-own"));
    }

    [Fact]
    public async Task A_reporters_key_swapped_in_the_database_gets_nothing_sealed_to_it()
    {
        await using var sala = await SmallSala.Open();
        var (_, id) = await sala.Told(Story);
        using var own = KeyPair.Generate();
        await sala.Tamper(data => data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.ReporterPublic, own.Public.ToByteArray())));

        await Assert.ThrowsAsync<DirectoryTamperedException>(async () => await sala.Sala.Desk.Take(await sala.As("responder"), id));
    }

    [Fact]
    public async Task A_grant_for_the_reporter_that_the_system_did_not_make_takes_no_message()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Tamper(data => data.KeyGrants.Where(g => g.ReportId == id && g.Holder == HolderKind.Reporter).ExecuteUpdateAsync(s => s.SetProperty(g => g.Purpose, "forged")));

        Assert.Null(await sala.Sala.Conversation.Write(sent.Receipt, "Are you there?", SmallSala.Key()));
    }

    [Fact]
    public async Task A_deleted_grant_of_the_reporter_ends_in_a_refusal_and_not_in_an_endless_try()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("responder"), id);
        await sala.Tamper(data => data.KeyGrants.Where(g => g.ReportId == id && g.Holder == HolderKind.Reporter).ExecuteDeleteAsync());

        Assert.Null(await sala.Sala.Conversation.Write(sent.Receipt, "Are you there?", SmallSala.Key()).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_report_moved_to_another_unit_in_the_database_is_acted_on_by_nobody_and_is_noticed_within_the_hour()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told(Story);
        await sala.Sala.Desk.Take(await sala.As("lead"), id);
        Assert.Empty(await sala.Sala.StandingWatch.Work());
        var other = sent.UnitId == await sala.Unit("Children") ? await sala.Unit("Online") : await sala.Unit("Children");
        await sala.Tamper(data => data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.UnitId, other)));

        // "lead" leads both units and would seal it anew to the leads of the other.
        await Assert.ThrowsAsync<DirectoryTamperedException>(async () => await sala.Sala.Desk.Assign(await sala.As("lead"), id, sala.Id("lead")));
        Assert.Equal([id], await sala.Sala.StandingWatch.Work());
        await using var data = sala.Sala.Store.Read();
        Assert.NotEmpty(await data.AuditEntries.Where(e => e.Deed == StandingWatch.Moved && e.Subject == id && e.Refused).ToListAsync());
    }

    [Fact]
    public async Task Rightly_signed_rows_of_somebody_who_left_put_back_into_the_database_give_no_role_and_no_seed()
    {
        await using var sala = await SmallSala.Open();
        var (children, online, responder) = (await sala.Unit("Children"), await sala.Unit("Online"), sala.Id("responder"));
        var (_, id) = await sala.Told(Story);
        await sala.Sala.People.SetRoles(await sala.As("admin"), responder, online, Roles.Responder);
        await sala.Sala.UnitKeys.LetIn(await sala.As("responder2"), online, responder, 1);
        Membership membership;
        List<MemberSeed> seeds;
        await using (var data = sala.Sala.Store.Read())
        {
            membership = await data.Memberships.SingleAsync(m => m.UnitId == children && m.PersonId == responder);
            seeds = await data.MemberSeeds.Where(s => s.UnitId == children && s.PersonId == responder).ToListAsync();
        }
        await sala.Sala.Departure.Remove(await sala.As("lead"), children, responder);
        await sala.Tamper(data =>
        {
            data.Memberships.Add(membership);
            data.MemberSeeds.AddRange(seeds);
            return Task.CompletedTask;
        });

        Assert.False((await sala.As("responder")).Has(Roles.Responder, children));
        await Assert.ThrowsAsync<NotForYouException>(async () => await sala.Sala.Desk.Read(await sala.As("responder"), id));
        await Assert.ThrowsAsync<RefusedException>(async () => await sala.Sala.Desk.Assign(await sala.As("lead"), id, responder));
        // The next epoch would be sealed to whoever is a member.
        await Assert.ThrowsAsync<DirectoryTamperedException>(async () => await sala.Sala.Departure.Remove(await sala.As("lead"), children, sala.Id("deputy")));
        await Assert.ThrowsAsync<DirectoryTamperedException>(async () => await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), children, responder, 1));
        // Removing them again mends it.
        await sala.Sala.Departure.Remove(await sala.As("lead"), children, responder);
        await sala.Sala.Departure.Remove(await sala.As("lead"), children, sala.Id("deputy"));
    }

    [Fact]
    public async Task A_wider_role_that_was_taken_away_gives_nothing_when_its_row_is_put_back()
    {
        await using var sala = await SmallSala.Open();
        var (children, deputy) = (await sala.Unit("Children"), sala.Id("deputy"));
        Membership wide;
        await using (var data = sala.Sala.Store.Read()) wide = await data.Memberships.SingleAsync(m => m.UnitId == children && m.PersonId == deputy);
        await sala.Sala.People.SetRoles(await sala.As("admin"), deputy, children, Roles.Responder);
        Assert.True((await sala.As("deputy")).Has(Roles.Responder, children));
        await sala.Tamper(data => data.Memberships.Where(m => m.UnitId == children && m.PersonId == deputy).ExecuteUpdateAsync(s => s.SetProperty(m => m.Roles, wide.Roles).SetProperty(m => m.Mac, wide.Mac)));

        Assert.False((await sala.As("deputy")).Has(Roles.DutyDeputy));
    }

    [Fact]
    public async Task An_old_record_of_a_unit_put_back_has_nothing_sealed_to_the_pair_of_those_who_left()
    {
        await using var sala = await SmallSala.Open();
        var unit = (await sala.Tells(Story)).UnitId;
        Unit old;
        await using (var data = sala.Sala.Store.Read()) old = await data.Units.SingleAsync(u => u.Id == unit);
        await sala.Sala.Departure.Remove(await sala.As("admin"), unit, sala.Id("deputy"));
        await sala.Tamper(data => data.Units.Where(u => u.Id == unit).ExecuteUpdateAsync(s => s.SetProperty(u => u.Epoch, old.Epoch).SetProperty(u => u.Mac, old.Mac)));
        sala.Move(TimeSpan.FromSeconds(10));

        // The other unit takes it, sealed to its own present pair.
        Assert.NotEqual(unit, (await sala.Tells(Story)).UnitId);
    }
}
