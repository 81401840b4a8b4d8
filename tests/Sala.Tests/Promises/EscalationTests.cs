using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>An urgent report climbs from the person on duty to the deputy and to the head, by mail without content, until somebody says "I have it".</summary>
[Promise(2)]
public sealed class EscalationTests
{
    [Theory, OnEachStore]
    public async Task It_climbs_from_duty_to_deputy_to_head_and_stops_when_acknowledged(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells("He comes today.", ("safety_now", "meeting_today"));
        Assert.Equal(Urgency.Danger, sala.Sala.Board[told.Id]!.Urgency);
        var within = sala.Sala.Country.DutyClock.AcknowledgeWithin(Urgency.Danger)!.Value;

        Assert.Equal(["responder"], await MailsOf(sala, within));
        Assert.Equal(["deputy"], await MailsOf(sala, within));
        Assert.Equal(["head"], await MailsOf(sala, within));

        await sala.Sala.Desk.Acknowledge(await sala.As("responder"), told.Id);
        Assert.Empty(await MailsOf(sala, within));
        Assert.Null(sala.Sala.Board[told.Id]!.Deadline);
    }

    [Theory, OnEachStore]
    public async Task A_report_that_is_not_urgent_calls_nobody(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        await sala.Tells("Something happened.");
        Assert.Empty(await MailsOf(sala, TimeSpan.FromHours(2)));
    }

    [Theory, OnEachStore]
    public async Task A_child_in_danger_now_starts_the_clock_anew(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells("Something happened.");
        await sala.Sala.Desk.Take(await sala.As("responder"), told.Id);
        await sala.Sala.Conversation.Danger(told.Receipt, RecordId.Random().ToByteArray());

        Assert.Equal(Urgency.Danger, sala.Sala.Board[told.Id]!.Urgency);
        Assert.Contains("deputy", await MailsOf(sala, TimeSpan.FromMinutes(30)));
    }

    [Theory, OnEachStore]
    public async Task The_mails_are_all_alike_and_tell_of_no_report(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells("He comes today.", ("safety_now", "meeting_today"));
        var danger = await sala.Tells("I may hurt myself.", ("safety_now", "may_hurt_myself"));
        await MailsOf(sala, TimeSpan.FromMinutes(40), delete: false);

        var mails = Directory.EnumerateFiles(Path.Combine(sala.Folder, "mail")).Select(f => (File: f, Text: File.ReadAllText(f).ReplaceLineEndings("\n"))).ToList();
        Assert.True(mails.Count >= 3);
        Assert.Single(mails.Select(m => m.Text[m.Text.IndexOf("\n\n", StringComparison.Ordinal)..]).Distinct());
        Assert.Single(mails.Select(m => m.Text.Split('\n').Single(l => l.StartsWith("Subject:", StringComparison.Ordinal)).Trim()).Distinct());
        Assert.Single(mails.Select(m => m.Text.Length - m.Text.Split('\n').Single(l => l.StartsWith("To:", StringComparison.Ordinal)).Length).Distinct());
        Assert.All(mails, m => Assert.DoesNotContain("http", m.Text, StringComparison.Ordinal));
        foreach (var id in (RecordId[])[told.Id, danger.Id])
        {
            Assert.Empty(ByteSearch.Find(mails.Select(m => m.File), id.ToString()));
            Assert.Empty(ByteSearch.Find(mails.Select(m => m.File), Inbox.NumberOf(id)));
        }
        Assert.All(mails, m => Assert.Equal(0, MimeKit.MimeMessage.Load(m.File).Date.ToUnixTimeSeconds() % 300));
    }

    /// <summary>Lets the jobs run each minute for a while, as they do.</summary>
    /// <returns>Whom the mails of that time went to, each once.</returns>
    private static async Task<string[]> MailsOf(FilledSala sala, TimeSpan time, bool delete = true)
    {
        var ends = sala.Clock.Now + time;
        while (sala.Clock.Now < ends)
        {
            await sala.Sala.Escalation.Work();
            sala.Clock.Move(TimeSpan.FromMinutes(1));
            await sala.Sala.Outbox.Work();
        }
        var folder = Path.Combine(sala.Folder, "mail");
        if (!Directory.Exists(folder)) return [];
        var to = Directory.EnumerateFiles(folder).Select(f => ((MimeKit.MailboxAddress)MimeKit.MimeMessage.Load(f).To[0]).Address.Split('@')[0]).Distinct().Order().ToArray();
        if (delete) Directory.Delete(folder, recursive: true);
        return to;
    }
}
