using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;

namespace Sala.Guardians;

/// <summary>
/// Once a day the guardians of all groups get a mail, which like every mail says nothing: they sign in and take the anchor of the audit trail with them. From
/// then on no deed up to it can be removed or changed unseen, by nobody who holds the host.
/// </summary>
public sealed class AnchorNotice(Store store, Country country, TimeProvider clock)
{
    public const string Told = "anchor.told";

    /// <summary>Tells them when a new day has begun; may be called at any time and by several processes.</summary>
    public async Task Work()
    {
        var now = clock.GetUtcNow();
        var today = ReportDay.Of(now, country.TimeZone).ToString();
        var since = now - TimeSpan.FromDays(2);
        await using var data = store.Read();
        if (await data.AuditEntries.AnyAsync(e => e.Deed == Told && e.Detail == today && e.At > since).ConfigureAwait(false)) return;
        var groups = await data.Units.Where(u => u.Kind == UnitKind.Guardians && !u.Closed && u.Epoch > 0).Select(u => u.Id).ToListAsync().ConfigureAwait(false);
        var guardians = (await data.Memberships.Where(m => groups.Contains(m.UnitId)).ToListAsync().ConfigureAwait(false)).Where(m => (m.Roles & Roles.Guardian) != 0).Select(m => m.PersonId).ToList();
        if (guardians.Count == 0) return;
        await store.Change(new Deed(null, Told) { Detail = today }, changed => Outbox.Add(changed, guardians, now)).ConfigureAwait(false);
    }
}
