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
            return new OpenedReport(report, found.Keys, slots.Read(report.Slot), found.Through);
        }
        catch (Exception refused) when (refused is CannotOpenException or ErasedException)
        {
            return null;
        }
    }

    private async Task<(GenerationKeys Keys, string Through)?> Keys(SalaData data, SignedIn by, Report report)
    {
        var now = clock.GetUtcNow();
        var grants = (await data.KeyGrants.Where(g => g.ReportId == report.Id && g.Generation == report.Generation && g.Holder != HolderKind.Reporter).ToListAsync().ConfigureAwait(false))
            .Where(g => directory.Holds("grant/1", g.Mac, g.Signed) && (g.Until is null || g.Until > now)).ToList();
        var own = grants.Find(g => g.Holder == HolderKind.Person && g.HolderId == by.PersonId);
        if (own is { Until: null }) return (GenerationKeys.OpenAsPerson(by.Keys, by.PersonId, report.Id, report.Generation, own.Sealed), "person");
        foreach (var grant in grants.Where(g => g.Holder == HolderKind.Leads && by.Has(Roles.Lead, g.HolderId)))
        {
            using var leads = await unitKeys.Open(by, grant.HolderId, grant.Epoch, PairKind.Leads).ConfigureAwait(false);
            if (leads is not null) return (GenerationKeys.OpenAsLead(leads, report.Id, report.Generation, grant.Sealed), "leads");
        }
        foreach (var grant in grants.Where(g => g.Holder == HolderKind.Unit))
        {
            using var intake = await unitKeys.Open(by, grant.HolderId, grant.Epoch, PairKind.Intake).ConfigureAwait(false);
            if (intake is not null) return (GenerationKeys.OpenAsUnit(intake, report.Id, report.Generation, grant.Sealed), "unit");
        }
        if (report.IntakeSeal is { } seal)
        {
            using var intake = await unitKeys.Open(by, report.UnitId, report.IntakeEpoch, PairKind.Intake).ConfigureAwait(false);
            if (intake is not null) return (GenerationKeys.OpenAsUnit(intake, report.Id, report.Generation, seal), "unit");
        }
        // What ends by itself comes last: it allows less.
        return own is null ? null : (GenerationKeys.OpenAsPerson(by.Keys, by.PersonId, report.Id, report.Generation, own.Sealed), own.Purpose);
    }
}
