using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Data;
using Sala.Vault;

namespace Sala.Oversight;

/// <summary>Which entries are shown.</summary>
public sealed record AuditFilter(RecordId? Person = null, RecordId? Unit = null, RecordId? Subject = null, string? Deed = null, bool Refused = false);

/// <summary>An entry with the reason that was given; empty where none was.</summary>
public sealed record AuditLine(AuditEntry Entry, string Reason);

/// <summary>A page of the trail, newest first.</summary>
/// <param name="Refusals">How many refused tries there are among all that this person may see.</param>
/// <param name="Deeds">Every kind of deed among them.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, int Total, int Page, int Pages, int Refusals, IReadOnlyList<string> Deeds);

/// <summary>The trail as staff read it: oversight all of it, heads and leads what was done on behalf of their units.</summary>
public sealed class AuditBook(Store store, HostRing ring, Conflicts conflicts)
{
    public const int PageSize = 50;

    /// <exception cref="NotForYouException">The person neither oversees nor heads or leads a unit.</exception>
    public async Task<AuditPage> Page(SignedIn by, AuditFilter filter, int page)
    {
        var units = by.UnitsWith(Roles.Lead | Roles.HeadOfUnit).Distinct().ToList();
        var all = by.Has(Roles.Oversight);
        if (!all && units.Count == 0) await Refuse(by, "audit.list").ConfigureAwait(false);
        await using var data = store.Read();
        var visible = all ? data.AuditEntries : data.AuditEntries.Where(e => e.UnitId != null && units.Contains(e.UnitId.Value));
        // Whom a case concerns reads nothing of it here either, and it is not counted.
        if (!all && (await conflicts.Concerning(data, by).ConfigureAwait(false)).ToList() is { Count: > 0 } hidden) visible = visible.Where(e => e.Subject == null || !hidden.Contains(e.Subject.Value));
        var refusals = await visible.CountAsync(e => e.Refused).ConfigureAwait(false);
        var deeds = await visible.Select(e => e.Deed).Distinct().OrderBy(d => d).ToListAsync().ConfigureAwait(false);

        var found = visible;
        if (filter.Person is { } person) found = found.Where(e => e.PersonId == person);
        if (filter.Unit is { } unit) found = found.Where(e => e.UnitId == unit);
        if (filter.Subject is { } subject) found = found.Where(e => e.Subject == subject);
        if (filter.Deed is { Length: > 0 } deed) found = found.Where(e => e.Deed == deed);
        if (filter.Refused) found = found.Where(e => e.Refused);
        var total = await found.CountAsync().ConfigureAwait(false);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var entries = await found.OrderByDescending(e => e.Number).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync().ConfigureAwait(false);
        return new AuditPage([.. entries.Select(e => new AuditLine(e, AuditTrail.ReasonOf(e, ring.DirectoryKey)))], total, page, pages, refusals, deeds);
    }

    /// <summary>Count and head of the trail, for someone outside to hold. The export is an entry itself, and the anchor covers it.</summary>
    /// <exception cref="RefusedException">The password and a code were not given again just now.</exception>
    /// <exception cref="NotForYouException">The person does not oversee.</exception>
    public async Task<AuditAnchor> Export(SignedIn by)
    {
        if (!by.Has(Roles.Oversight)) await Refuse(by, "audit.export").ConfigureAwait(false);
        by.RequireStepUp();
        await store.Change(new Deed(by.PersonId, "audit.export"), _ => Task.CompletedTask).ConfigureAwait(false);
        await using var data = store.Read();
        return await AuditAnchor.Of(data).ConfigureAwait(false);
    }

    /// <summary>Walks the whole chain.</summary>
    /// <exception cref="NotForYouException">The person does not oversee.</exception>
    public async Task<AuditVerdict> Verify(SignedIn by, AuditAnchor? anchor)
    {
        if (!by.Has(Roles.Oversight)) await Refuse(by, "audit.verify").ConfigureAwait(false);
        AuditVerdict verdict;
        await using (var data = store.Read()) verdict = await AuditTrail.Verify(data, anchor).ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "audit.verify") { Detail = verdict.Problem is null ? "whole" : $"broken at {verdict.Broken}" }, _ => Task.CompletedTask).ConfigureAwait(false);
        return verdict;
    }

    private async Task Refuse(SignedIn by, string deed)
    {
        await store.Refuse(new Deed(by.PersonId, deed)).ConfigureAwait(false);
        throw new NotForYouException();
    }
}
