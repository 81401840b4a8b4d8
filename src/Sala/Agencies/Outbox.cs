using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>Where mails go: a server, or in the demonstration a folder.</summary>
public sealed record MailSettings(string From, string? Server, int Port, string? PickupFolder);

/// <summary>Mails to staff: one text, one size, at fixed ticks, with no link to a record. They say that something waits and nothing else.</summary>
public sealed class Outbox(Store store, StaffDirectory directory, MailSettings settings, TimeProvider clock)
{
    /// <summary>The minute of a mail tells nothing of the minute of a report.</summary>
    private const int TickMinutes = 5;

    public const string Subject = "Sala";
    public const string Body = "Something waits for you in Sala. Please sign in.\r\n";

    internal static DateTimeOffset NextTick(DateTimeOffset now)
    {
        var minutes = now.ToUnixTimeSeconds() / 60;
        return DateTimeOffset.FromUnixTimeSeconds((minutes / TickMinutes + 1) * TickMinutes * 60);
    }

    /// <summary>Puts one mail for each person into the next tick; a second for the same tick is none.</summary>
    internal static async Task Add(SalaData data, IEnumerable<RecordId> people, DateTimeOffset now)
    {
        var tick = NextTick(now);
        foreach (var person in people.Distinct())
        {
            if (data.Outbox.Local.Any(m => m.PersonId == person && m.Tick == tick)) continue;
            if (await data.Outbox.AnyAsync(m => m.PersonId == person && m.Tick == tick).ConfigureAwait(false)) continue;
            data.Outbox.Add(new OutboxMail { Id = RecordId.Random(), PersonId = person, Tick = tick });
        }
    }

    /// <summary>Sends what is due. What cannot be sent stays for the next time.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> Work()
    {
        var now = clock.GetUtcNow();
        await using var data = store.Read();
        var due = await data.Outbox.Where(m => m.Tick <= now).Take(200).ToListAsync().ConfigureAwait(false);
        var sent = 0;
        foreach (var mail in due)
        {
            var person = await data.People.SingleOrDefaultAsync(p => p.Id == mail.PersonId).ConfigureAwait(false);
            var address = person is null ? "" : directory.ProfileOf(person).Mail;
            // Taken out first: two processes never send the same one, and a mail lost to a crash is followed by the next step of the climb.
            if (await store.Keep(d => d.Outbox.Where(m => m.Id == mail.Id).ExecuteDeleteAsync()).ConfigureAwait(false) == 0 || address.Length == 0) continue;
            await Send(address).ConfigureAwait(false);
            sent++;
        }
        return sent;
    }

    private async Task Send(string address)
    {
        using var message = new MimeMessage { Subject = Subject, Body = new TextPart("plain") { Text = Body } };
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(MailboxAddress.Parse(address));
        // The library would put the exact time into both.
        message.Date = NextTick(clock.GetUtcNow());
        message.MessageId = $"{RecordId.Random()}@sala";
        if (settings.PickupFolder is { } folder)
        {
            Directory.CreateDirectory(folder);
            await message.WriteToAsync(Path.Combine(folder, $"{RecordId.Random()}.eml")).ConfigureAwait(false);
            return;
        }
        using var client = new SmtpClient();
        await client.ConnectAsync(settings.Server!, settings.Port, SecureSocketOptions.StartTls).ConfigureAwait(false);
        await client.SendAsync(message).ConfigureAwait(false);
        await client.DisconnectAsync(true).ConfigureAwait(false);
    }
}
