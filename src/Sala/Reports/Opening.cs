using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>A report opened by a member of staff, for as long as one request: rows and keys.</summary>
internal sealed class OpenedReport(Report report, GenerationKeys keys, SecretKey slot, string through) : IDisposable
{
    public Report Report { get; } = report;
    public GenerationKeys Keys { get; } = keys;
    public SecretKey Slot { get; } = slot;

    /// <summary>By what right it opened: person, leads, unit, offer; or the purpose of a grant that ends, such as break-glass.</summary>
    public string Through { get; } = through;

    /// <summary>False where a grant that ends by itself is all that opened it.</summary>
    public bool Lasts => Through is "person" or "leads" or "unit" or "offer";

    public SecretKey Conversation { get; } = keys.Conversation(slot);
    public SecretKey Staff { get; } = keys.Staff(slot);

    /// <summary>
    /// Takes the row's lock for the rest of the transaction, and reads again what stands in clear. Who opened a report before it was sealed anew holds
    /// keys that open nothing any more: a word sealed with them would be lost.
    /// </summary>
    /// <exception cref="RefusedException">The keys were changed since.</exception>
    public async Task Lock(SalaData data)
    {
        var rows = data.Reports.Where(r => r.Id == Report.Id && r.Generation == Report.Generation);
        if (await rows.ExecuteUpdateAsync(s => s.SetProperty(r => r.Generation, r => r.Generation)).ConfigureAwait(false) == 0)
            throw new RefusedException("report.changed", "Someone changed this report a moment ago. Nothing was changed. Open it again.");
        var now = await rows.AsNoTracking().Select(r => new { r.UnitId, r.State, r.Urgency, r.AssignedTo, r.ChildWroteBack, r.Withdrawn, r.ClosedOn, r.EraseOn }).SingleAsync().ConfigureAwait(false);
        (Report.ClosedOn, Report.EraseOn) = (now.ClosedOn, now.EraseOn);
        (Report.UnitId, Report.State, Report.Urgency, Report.AssignedTo, Report.ChildWroteBack, Report.Withdrawn) = (now.UnitId, now.State, now.Urgency, now.AssignedTo, now.ChildWroteBack, now.Withdrawn);
    }

    public void Dispose()
    {
        Conversation.Dispose();
        Staff.Dispose();
        Keys.Dispose();
        Slot.Dispose();
    }
}

/// <summary>Which keys open which report for whom: a grant to the person, the leads pair, a grant to the unit, or the intake pair while nobody has taken it.</summary>
internal sealed class Opening(Store store, StaffDirectory directory, UnitKeys unitKeys, KeyStore slots, TimeProvider clock)
{
    /// <summary>Opens a report.</summary>
    /// <returns>Null where there is no such report, no grant, or its slot was erased: the caller refuses each in the same way.</returns>
    public async Task<OpenedReport?> Open(SignedIn by, RecordId id)
    {
        await using var data = store.Read();
        var report = await data.Reports.SingleOrDefaultAsync(r => r.Id == id).ConfigureAwait(false);
        if (report is null) return null;
        try
        {
            if (await Keys(data, by, report).ConfigureAwait(false) is not { } found) return null;
            // Only who may open it learns that something is wrong with it.
            if (!ReportStanding.Of(report).Holds(directory, report.StandingMac))
            {
                found.Keys.Dispose();
                await store.Refuse(new Deed(by.PersonId, StandingWatch.Moved, id, report.UnitId)).ConfigureAwait(false);
                throw new DirectoryTamperedException("place of a report");
            }
            return new OpenedReport(report, found.Keys, slots.Read(report.Slot), found.Through);
        }
        catch (Exception refused) when (refused is CannotOpenException or ErasedException)
        {
            return null;
        }
    }

    /// <summary>A key alone opens nothing through the system: who lost the role, or waits for a lead, may still hold what was sealed to them.</summary>
    private async Task<(GenerationKeys Keys, string Through)?> Keys(SalaData data, SignedIn by, Report report)
    {
        var now = clock.GetUtcNow();
        var grants = (await data.KeyGrants.Where(g => g.ReportId == report.Id && g.Generation == report.Generation && g.Holder != HolderKind.Reporter).ToListAsync().ConfigureAwait(false))
            .Where(g => directory.Holds("grant/1", g.Mac, g.Signed) && (g.Until is null || g.Until > now)).ToList();
        // Whose role was taken away, or whose new key nobody compared, may still hold a grant.
        var own = by.Has(RoleGroups.Readers) ? grants.Find(g => g.Holder == HolderKind.Person && g.HolderId == by.PersonId) : null;
        if (own is { Until: null })
        {
            if (by.Has(RoleGroups.Readers, report.UnitId) && Try(() => GenerationKeys.OpenAsPerson(by.Keys, by.PersonId, report.Id, report.Generation, own.Sealed)) is { } personal) return (personal, "person");
            own = null;
        }
        foreach (var grant in grants.Where(g => g.Holder == HolderKind.Leads && by.Has(Roles.Lead, g.HolderId)))
        {
            using var leads = await unitKeys.Open(by, grant.HolderId, grant.Epoch, PairKind.Leads).ConfigureAwait(false);
            if (leads is not null && Try(() => GenerationKeys.OpenAsLead(leads, report.Id, report.Generation, grant.Sealed)) is { } keys) return (keys, "leads");
        }
        foreach (var grant in grants.Where(g => g.Holder == HolderKind.Unit && by.Has(RoleGroups.Readers, g.HolderId)))
        {
            using var intake = await unitKeys.Open(by, grant.HolderId, grant.Epoch, PairKind.Intake).ConfigureAwait(false);
            if (intake is not null && Try(() => GenerationKeys.OpenAsUnit(intake, report.Id, report.Generation, grant.Sealed)) is { } keys) return (keys, "unit");
        }
        if (report.IntakeSeal is { } seal && by.Has(RoleGroups.Readers, report.UnitId))
        {
            using var intake = await unitKeys.Open(by, report.UnitId, report.IntakeEpoch, PairKind.Intake).ConfigureAwait(false);
            if (intake is not null && Try(() => GenerationKeys.OpenAsUnit(intake, report.Id, report.Generation, seal)) is { } keys) return (keys, "unit");
        }
        // What ends by itself comes last: it allows less.
        return own is not null && Try(() => GenerationKeys.OpenAsPerson(by.Keys, by.PersonId, report.Id, report.Generation, own.Sealed)) is { } forHours ? (forHours, own.Purpose) : null;
    }

    /// <summary>A grant to a pair that was given up must not stand before one that opens.</summary>
    private static GenerationKeys? Try(Func<GenerationKeys> open)
    {
        try
        {
            return open();
        }
        catch (CannotOpenException)
        {
            return null;
        }
    }
}
