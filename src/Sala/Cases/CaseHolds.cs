using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>That a case is not erased until a day, though its time is over: a court, an appeal, a claim needs it.</summary>
/// <param name="Until">The last day on which it holds.</param>
public sealed record CaseHold(RecordId Id, RecordId CaseId, RecordId By, DateTimeOffset From, DateOnly Until, string Reason);

/// <summary>
/// Legal holds, as the trail tells them: there is no row of a hold that somebody who can write to the database could take away. Each has an end; who still needs it places another.
/// </summary>
public sealed class CaseHolds(Store store, HostRing ring, CaseDesk cases, Country country, TimeProvider clock)
{
    /// <summary>A hold without an end would be kept by nobody. Longer than this is placed again.</summary>
    public const int LongestYears = 5;

    private const string Placed = "case.hold";
    private const string Lifted = "case.hold-end";

    /// <summary>Whose work may need a closed case: the leads of its unit, and those of the court.</summary>
    private const Roles OfTheCourt = Roles.Prosecutor | Roles.Court | Roles.ChildsLawyer;

    /// <summary>Whether this person may place a hold on a case that opens for them.</summary>
    public static bool MayPlace(SignedIn by, RecordId unit) => by.Has(Roles.Lead, unit) || by.Has(OfTheCourt);

    /// <summary>Places a hold.</summary>
    /// <param name="until">The last day on which it holds.</param>
    /// <param name="reason">Why; those who may place a hold read it, and oversight.</param>
    /// <exception cref="RefusedException">Password and code were not given again; no reason; a day that is past or too far.</exception>
    /// <exception cref="NotForYouException">The case does not open for this person, or their work needs no hold.</exception>
    public async Task<RecordId> Place(SignedIn by, RecordId id, DateOnly until, string reason)
    {
        var unit = await RequireMay(by, id, Placed).ConfigureAwait(false);
        Require(by, reason);
        if (until < Today || until > Today.AddYears(LongestYears)) throw new RefusedException("hold.day", "A hold ends on a day that is still to come, within five years. Nothing was changed. Place it again when it ends, if it is still needed.");
        var hold = RecordId.Random();
        await store.Change(new Deed(by.PersonId, Placed, id, unit) { Detail = $"{hold} {until:yyyy-MM-dd}", Reason = reason.Trim() }, async data =>
        {
            if (!await data.Cases.AnyAsync(c => c.Id == id).ConfigureAwait(false)) throw new NotForYouException();
        }).ConfigureAwait(false);
        return hold;
    }

    /// <summary>Ends a hold before its day: who placed it, or a lead of the unit.</summary>
    /// <exception cref="RefusedException">Password and code were not given again; no reason; the hold has ended already.</exception>
    /// <exception cref="NotForYouException">There is no such hold for this person to end.</exception>
    public async Task Lift(SignedIn by, RecordId id, RecordId hold, string reason)
    {
        var unit = await RequireMay(by, id, Lifted).ConfigureAwait(false);
        var placed = (await Of(by, id).ConfigureAwait(false)).FirstOrDefault(h => h.Id == hold && h.CaseId == id);
        if (placed is not null && placed.By != by.PersonId && !by.Has(Roles.Lead, unit)) throw await cases.Refused(by, id, Lifted).ConfigureAwait(false);
        Require(by, reason);
        if (placed is null) throw new RefusedException("hold.ended", "This hold has ended already. Nothing was changed.");
        await store.Change(new Deed(by.PersonId, Lifted, id, unit) { Detail = hold.ToString(), Reason = reason.Trim() }, _ => Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>The holds that run on a case today, for who may place one.</summary>
    /// <exception cref="NotForYouException">The case does not open for this person, or their work needs no hold.</exception>
    public async Task<IReadOnlyList<CaseHold>> Of(SignedIn by, RecordId id)
    {
        await RequireMay(by, id, "case.hold-list").ConfigureAwait(false);
        await using var data = store.Read();
        return await Running(data, id, Today).ConfigureAwait(false);
    }

    /// <summary>The holds that run on a case or on another file of the same child, the last to end last.</summary>
    internal async Task<IReadOnlyList<CaseHold>> Running(SalaData data, RecordId id, DateOnly today)
    {
        var holds = new List<CaseHold>();
        foreach (var file in await Conflicts.FilesOfChild(data, id).ConfigureAwait(false)) holds.AddRange((await Entries(data, file).ConfigureAwait(false)).Select(Read).Where(h => h.Until >= today));
        return [.. holds.OrderBy(h => h.Until)];
    }

    /// <summary>Whether a hold keeps a case on that day: its own, or one on another file of the same child.</summary>
    internal static async Task<bool> Keeps(SalaData data, RecordId id, DateOnly today)
    {
        foreach (var file in await Conflicts.FilesOfChild(data, id).ConfigureAwait(false))
            if ((await Entries(data, file).ConfigureAwait(false)).Exists(e => UntilOf(e) >= today)) return true;
        return false;
    }

    /// <summary>The entries of the trail by which holds were placed and not lifted since.</summary>
    private static async Task<List<AuditEntry>> Entries(SalaData data, RecordId id)
    {
        var entries = await data.AuditEntries.AsNoTracking().Where(e => e.Subject == id && !e.Refused && (e.Deed == Placed || e.Deed == Lifted)).OrderBy(e => e.Number).ToListAsync().ConfigureAwait(false);
        var lifted = entries.Where(e => e.Deed == Lifted).Select(e => e.Detail).ToHashSet();
        return entries.FindAll(e => e.Deed == Placed && !lifted.Contains(e.Detail.Split(' ')[0]));
    }

    private CaseHold Read(AuditEntry e) => new(RecordId.Parse(e.Detail.Split(' ')[0], CultureInfo.InvariantCulture), e.Subject!.Value, e.PersonId!.Value, e.At, UntilOf(e), AuditTrail.ReasonOf(e, ring.DirectoryKey));

    private static DateOnly UntilOf(AuditEntry e) => DateOnly.ParseExact(e.Detail.Split(' ')[1], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<RecordId> RequireMay(SignedIn by, RecordId id, string what)
    {
        using var opened = await cases.Require(by, id, what).ConfigureAwait(false);
        if (!MayPlace(by, opened.Case.UnitId)) throw await cases.Refused(by, id, what).ConfigureAwait(false);
        return opened.Case.UnitId;
    }

    private static void Require(SignedIn by, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("hold.reason", "Say why. Nothing was changed.");
        by.RequireStepUp();
    }

    private DateOnly Today => ReportDay.Of(clock.GetUtcNow(), country.TimeZone).Date;
}
