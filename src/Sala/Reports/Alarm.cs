using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;

namespace Sala.Reports;

/// <summary>Something that the system itself refused to do: it goes into the trail, and oversight, heads and leads get a mail without content.</summary>
internal static class Alarm
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(24);

    /// <summary>Raises it, once a day for each record.</summary>
    public static async Task Once(Store store, Deed deed, DateTimeOffset now)
    {
        var since = now - Again;
        await using (var data = store.Read())
        {
            if (await data.AuditEntries.AnyAsync(e => e.Deed == deed.What && e.Subject == deed.Subject && e.At > since).ConfigureAwait(false)) return;
        }
        await store.Change(deed with { Refused = true }, async data =>
        {
            var told = (await data.Memberships.ToListAsync().ConfigureAwait(false)).Where(m => (m.Roles & (Roles.Oversight | Roles.HeadOfUnit | Roles.Lead)) != 0).Select(m => m.PersonId).Distinct();
            await Outbox.Add(data, told, now).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }
}
