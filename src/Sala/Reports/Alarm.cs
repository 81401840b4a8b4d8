using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>Something that somebody outside the work has to hear of: it goes into the trail as refused, and they get a mail without content.</summary>
internal static class Alarm
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(24);

    /// <summary>Something that the system itself refused to do: oversight, heads and leads hear of it, once a day for each record.</summary>
    public static async Task Once(Store store, StaffDirectory directory, Deed deed, DateTimeOffset now)
    {
        var since = now - Again;
        await using (var data = store.Read())
        {
            if (await data.AuditEntries.AnyAsync(e => e.Deed == deed.What && e.Subject == deed.Subject && e.At > since).ConfigureAwait(false)) return;
        }
        await Raise(store, directory, deed, Roles.Oversight | Roles.HeadOfUnit | Roles.Lead, now).ConfigureAwait(false);
    }

    /// <summary>Something that neither head nor leads may hear of: oversight alone, each time.</summary>
    public static Task ToOversight(Store store, StaffDirectory directory, Deed deed, DateTimeOffset now) => Raise(store, directory, deed, Roles.Oversight, now);

    /// <summary>A membership that another hand wrote gets no mail: who hears when would tell something.</summary>
    private static Task Raise(Store store, StaffDirectory directory, Deed deed, Roles to, DateTimeOffset now) => store.Change(deed with { Refused = true }, async data =>
    {
        await Outbox.Add(data, await With(data, directory, to).ConfigureAwait(false), now).ConfigureAwait(false);
    });

    /// <summary>Those who hold one of the roles.</summary>
    internal static async Task<IReadOnlyList<RecordId>> With(SalaData data, StaffDirectory directory, Roles roles) =>
        [.. (await data.Memberships.Where(m => (m.Roles & roles) != 0).ToListAsync().ConfigureAwait(false)).Where(directory.Holds).Select(m => m.PersonId).Distinct()];
}
