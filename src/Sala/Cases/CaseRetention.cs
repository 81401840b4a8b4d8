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
/// <param name="WithOthers">The day on which the last of the other files of the same child is due; null while one of them is open.</param>
public sealed record ClosedCase(RecordId Id, string Pseudonym, DateOnly ClosedOn, DateOnly GoesOn, IReadOnlyList<CaseHold> Holds, DateOnly? WithOthers)
{
    /// <summary>The first day on which it goes, holds and other files counted; null while another file of the child is open.</summary>
    public DateOnly? Goes => WithOthers is not { } due ? null : Holds is [.., var last] && last.Until >= due ? last.Until.AddDays(1) : due;
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
            var files = await Conflicts.FilesOfChild(data, row.Id).ConfigureAwait(false);
            var others = await data.Cases.Where(c => files.Contains(c.Id)).Select(c => new { c.Stage, c.ClosedOn }).ToListAsync().ConfigureAwait(false);
            var last = others.Exists(c => c.Stage != CaseStage.Closed || c.ClosedOn is null) ? (DateOnly?)null : others.Max(c => c.ClosedOn!.Value.Date).AddDays(country.Retention.ReportDaysAfterClosing);
            closed.Add(new ClosedCase(row.Id, CaseFacts.Open(ring.FactsKey, row.Id, row.Facts).Pseudonym, on, on.AddDays(country.Retention.ReportDaysAfterClosing), await holds.Running(data, row.Id, today).ConfigureAwait(false), last));
        }
        if (closed.Count > 0) await store.Change(new Deed(by.PersonId, "case.retention") { Detail = closed.Count.ToString(CultureInfo.InvariantCulture) }, _ => Task.CompletedTask).ConfigureAwait(false);
        return [.. closed.OrderBy(c => c.Goes is null).ThenBy(c => c.Goes).ThenBy(c => c.Id.ToString(), StringComparer.Ordinal)];
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
