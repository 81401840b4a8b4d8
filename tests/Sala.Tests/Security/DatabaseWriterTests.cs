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
}
