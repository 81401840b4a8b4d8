using Microsoft.EntityFrameworkCore;
using Sala.Reports;

namespace Sala.Tests.Security;

/// <summary>What stays behind: of the time of a report, and of guesses at a sign-in.</summary>
public sealed class TracesTests
{
    [Fact]
    public async Task The_climb_of_an_urgent_report_leaves_no_entry_with_its_id_or_its_minute()
    {
        await using var sala = await SmallSala.Open();
        var (sent, id) = await sala.Told("He is coming.");
        await sala.Sala.Conversation.Danger(sent.Receipt, SmallSala.Key());
        sala.Move(TimeSpan.FromMinutes(25));

        Assert.Equal(1, await sala.Sala.Escalation.Work());
        Assert.Equal(1, sala.Sala.Board[id]!.EscalationStep);
        await using var data = sala.Sala.Store.Read();
        Assert.False(await data.AuditEntries.AnyAsync(e => e.Subject == id, TestContext.Current.CancellationToken));
        Assert.True(await data.ReporterDeeds.AnyAsync(d => d.Deed.StartsWith("report.escalate"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_has_the_password_cannot_guess_the_code_for_long()
    {
        await using var sala = await SmallSala.Open();
        var person = sala.Person("responder");
        for (var i = 0; i < 6; i++) Assert.Null(await sala.Sala.SignIn.Open("responder", person.Password, "000000"));
        sala.Move(TimeSpan.FromSeconds(31));
        Assert.Null(await sala.Sala.SignIn.Open("responder", person.Password, person.Code(sala.GetUtcNow())));

        sala.Move(TimeSpan.FromMinutes(16));
        Assert.NotNull(await sala.Sala.SignIn.Open("responder", person.Password, person.Code(sala.GetUtcNow())));
    }

    [Fact]
    public async Task A_person_whose_slot_is_gone_is_refused_like_any_other()
    {
        await using var sala = await SmallSala.Open();
        var person = sala.Person("responder");
        await using (var data = sala.Sala.Store.Read()) sala.Sala.Slots.Erase(data.People.Single(p => p.Id == sala.Id("responder")).Slot);

        Assert.Null(await sala.Sala.SignIn.Open("responder", person.Password, person.Code(sala.GetUtcNow())));
        Assert.Null(await sala.Sala.SignIn.Recover("responder", "0000", "a-password-of-my-own"));
    }
}
