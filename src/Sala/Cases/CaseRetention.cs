using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>A closed case, and when it goes.</summary>
/// <param name="GoesOn">By the pack's time alone.</param>
/// <param name="Holds">What keeps it beyond that, the last to end last.</param>
public sealed record ClosedCase(RecordId Id, string Pseudonym, DateOnly ClosedOn, DateOnly GoesOn, IReadOnlyList<CaseHold> Holds)
{
    /// <summary>The first day on which it goes, holds counted.</summary>
    public DateOnly Goes => Holds is [.., var last] && last.Until >= GoesOn ? last.Until.AddDays(1) : GoesOn;
}

/// <summary>A certificate, as the trail keeps it.</summary>
/// <param name="UnitId">The unit that led.</param>
public sealed record KeptCertificate(CaseErasureCertificate Certificate, RecordId? UnitId);

/// <summary>What would be erased and when, before it is; and what was.</summary>
public sealed class CaseRetention(Store store, StaffDirectory directory, HostRing ring, CaseHolds holds, Conflicts conflicts, Country country, TimeProvider clock)
{
    private const int Most = 500;

    /// <summary>The closed cases of the units that this person leads, those that go first first. What the conflict of interest or the child keeps from them is not among them.</summary>
    public async Task<IReadOnlyList<ClosedCase>> DryRun(SignedIn by)
    {
        if (!by.Has(Roles.Lead | Roles.Oversight)) throw await Refused(by).ConfigureAwait(false);
        var units = by.UnitsWith(Roles.Lead).ToList();
        await using var data = store.Read();
        var rows = await data.Cases.Where(c => units.Contains(c.UnitId) && c.Stage == CaseStage.Closed && c.ClosedOn != null).OrderBy(c => c.ClosedOn).Take(Most).ToListAsync().ConfigureAwait(false);
        var ids = rows.ConvertAll(r => r.Id);
        var hidden = await conflicts.Among(data, by, ids).ConfigureAwait(false);
        hidden.UnionWith(await Objections.Among(data, ids, by.PersonId).ConfigureAwait(false));
        var closed = new List<ClosedCase>();
        var today = ReportDay.Of(clock.GetUtcNow(), country.TimeZone).Date;
        foreach (var row in rows.Where(r => !hidden.Contains(r.Id) && CaseKeys.Holds(directory, r)))
        {
            var on = row.ClosedOn!.Value.Date;
            closed.Add(new ClosedCase(row.Id, CaseFacts.Open(ring.FactsKey, row.Id, row.Facts).Pseudonym, on, on.AddDays(country.Retention.ReportDaysAfterClosing), await holds.Running(data, row.Id, today).ConfigureAwait(false)));
        }
        if (closed.Count > 0) await store.Change(new Deed(by.PersonId, "case.retention") { Detail = closed.Count.ToString(CultureInfo.InvariantCulture) }, _ => Task.CompletedTask).ConfigureAwait(false);
        return [.. closed.OrderBy(c => c.Goes).ThenBy(c => c.Id.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The certificates of the units that this person leads, the newest first; for oversight, of all.</summary>
    public async Task<IReadOnlyList<KeptCertificate>> Certificates(SignedIn by)
    {
        if (!by.Has(Roles.Lead | Roles.Oversight)) throw await Refused(by).ConfigureAwait(false);
        var (all, units) = (by.Has(Roles.Oversight), by.UnitsWith(Roles.Lead).Select(u => (RecordId?)u).ToList());
        await using var data = store.Read();
        var entries = await data.AuditEntries.Where(e => e.Deed == "case.erased" && !e.Refused && (all || units.Contains(e.UnitId))).OrderByDescending(e => e.Number).Take(Most).ToListAsync().ConfigureAwait(false);
        return [.. entries.Select(e => new KeptCertificate(CaseErasureCertificate.Read(e.Subject!.Value, e.Detail), e.UnitId))];
    }

    private async Task<NotForYouException> Refused(SignedIn by)
    {
        await store.Refuse(new Deed(by.PersonId, "case.retention")).ConfigureAwait(false);
        return new NotForYouException();
    }
}
