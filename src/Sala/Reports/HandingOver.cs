using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>An offer as the receiving unit sees it before it answers: coded facts and the reason, no word of the child.</summary>
public sealed record OfferToUnit(RecordId HandOverId, BoardRow Row, RecordId FromUnit, RecordId ToUnit, DateTimeOffset OfferedAt, string Reason);

/// <summary>A report goes to another unit: offered with its keys sealed to that unit, then accepted (sealed anew; the giving unit keeps no key) or declined.</summary>
public sealed class HandingOver(Store store, StaffDirectory directory, UnitKeys unitKeys, KeyStore slots, ReportBoard board, TimeProvider clock)
{
    /// <summary>Reports that are offered to any of these units.</summary>
    internal async Task<HashSet<RecordId>> OffersTo(IReadOnlyCollection<RecordId> units)
    {
        await using var data = store.Read();
        return [.. await data.HandOvers.Where(h => h.State == HandOverState.Offered && units.Contains(h.ToUnit)).Select(h => h.ReportId).ToListAsync().ConfigureAwait(false)];
    }

    /// <summary>Offers a report to another unit.</summary>
    /// <exception cref="RefusedException">It is offered already, closed, or the other unit is not ready.</exception>
    public async Task Offer(ReportDesk desk, SignedIn by, RecordId id, RecordId toUnit, string reason)
    {
        using var opened = await desk.Open(by, id, "report.offer").ConfigureAwait(false);
        var report = opened.Report;
        await desk.RequireLasting(by, opened, "report.offer").ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("words.missing", "A reason is needed, so that the other unit can decide. Nothing was changed.");
        if (report.State is ReportState.Offered or ReportState.Closed) throw new RefusedException("report.state", "The report is offered to a unit already, or closed. Nothing was changed.");
        if (toUnit == report.UnitId || await unitKeys.WhyNotReady(toUnit).ConfigureAwait(false) is not null)
            throw new RefusedException("report.unit", "That unit cannot take reports now. Nothing was changed. Choose another.");
        await store.Change(ReportDesk.DeedOn(by, "report.offer", report, toUnit.ToString()), async data =>
        {
            await opened.Lock(data).ConfigureAwait(false);
            if (report.State is ReportState.Offered or ReportState.Closed) throw new RefusedException("report.state", "The report is offered to a unit already, or closed. Nothing was changed.");
            await WithdrawOffer(data, id).ConfigureAwait(false);
            var epoch = await unitKeys.Present(data, toUnit).ConfigureAwait(false);
            var offer = RecordId.Random();
            data.HandOvers.Add(new HandOver
            {
                Id = offer, ReportId = id, FromUnit = report.UnitId, ToUnit = toUnit, State = HandOverState.Offered, OfferedBy = by.PersonId, OfferedAt = clock.GetUtcNow(),
                Reason = NoteBody.Seal(opened.Staff, offer, report.Generation, reason.Trim()), Generation = report.Generation,
                Sealed = opened.Keys.SealToUnit(PublicKey.From(epoch.IntakePublic), id, report.Generation), Epoch = epoch.Number,
            });
            await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.Offered)).ConfigureAwait(false);
        }, id).ConfigureAwait(false);
    }

    /// <summary>Reads the offer, not the report.</summary>
    public async Task<OfferToUnit> Read(SignedIn by, RecordId reportId)
    {
        var (offer, opened) = await Open(by, reportId, "offer.read").ConfigureAwait(false);
        using (opened)
        {
            await store.Change(new Deed(by.PersonId, "offer.read", reportId, offer.ToUnit), _ => Task.CompletedTask).ConfigureAwait(false);
            return new OfferToUnit(offer.Id, board[reportId]!, offer.FromUnit, offer.ToUnit, offer.OfferedAt, NoteBody.Open(opened.Staff, offer.Id, offer.Generation, offer.Reason));
        }
    }

    /// <summary>Takes the report over: it is sealed anew to this person and the leads of this unit.</summary>
    public async Task Accept(SignedIn by, RecordId reportId)
    {
        var (offer, opened) = await Open(by, reportId, "offer.accept").ConfigureAwait(false);
        using (opened)
        {
            await store.Change(new Deed(by.PersonId, "offer.accept", reportId, offer.ToUnit), async data =>
            {
                await new Rekeying(directory, unitKeys, clock).Rekey(data, opened, new NewHolders([by.PersonId], offer.ToUnit), by.PersonId, "work").ConfigureAwait(false);
                var report = await data.Reports.SingleAsync(r => r.Id == reportId).ConfigureAwait(false);
                report.UnitId = offer.ToUnit;
                report.StandingMac = ReportStanding.Of(report).Mac(directory);
                report.AssignedTo = by.PersonId;
                report.State = ReportState.BeingWorkedOn;
                report.Deadline = null;
                await Answer(data, offer.Id, HandOverState.Accepted, by).ConfigureAwait(false);
            }, reportId).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves the report with the unit that offered it; the key sealed to this unit is deleted.</summary>
    public async Task Decline(SignedIn by, RecordId reportId, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("words.missing", "A reason is needed. Nothing was changed.");
        var (offer, opened) = await Open(by, reportId, "offer.decline").ConfigureAwait(false);
        using (opened)
        {
            await store.Change(new Deed(by.PersonId, "offer.decline", reportId, offer.ToUnit), async data =>
            {
                await opened.Lock(data).ConfigureAwait(false);
                var report = await data.Reports.SingleAsync(r => r.Id == reportId).ConfigureAwait(false);
                report.State = report.AssignedTo is null ? ReportState.Read : ReportState.BeingWorkedOn;
                var id = RecordId.Random();
                data.Notes.Add(new Note
                {
                    ReportId = reportId, Id = id, Generation = report.Generation, Kind = NoteKind.HandOver, PersonId = by.PersonId, At = clock.GetUtcNow(),
                    Body = NoteBody.Seal(opened.Staff, id, report.Generation, reason.Trim()),
                });
                await Answer(data, offer.Id, HandOverState.Declined, by).ConfigureAwait(false);
            }, reportId).ConfigureAwait(false);
        }
    }

    /// <summary>An offer that was not answered ends: the other unit's way in is deleted.</summary>
    internal static Task WithdrawOffer(SalaData data, RecordId reportId) =>
        data.HandOvers.Where(h => h.ReportId == reportId && h.State == HandOverState.Offered)
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.State, HandOverState.Withdrawn).SetProperty(h => h.Sealed, (byte[]?)null));

    private static GenerationKeys? Keys(KeyPair intake, RecordId report, int generation, byte[] box)
    {
        try
        {
            return GenerationKeys.OpenAsUnit(intake, report, generation, box);
        }
        catch (CannotOpenException)
        {
            return null;
        }
    }

    private async Task Answer(SalaData data, RecordId offer, HandOverState state, SignedIn by)
    {
        var row = await data.HandOvers.SingleAsync(h => h.Id == offer).ConfigureAwait(false);
        if (row.State != HandOverState.Offered) throw new RefusedException("offer.ended", "This offer has ended. Nothing was changed.");
        row.State = state;
        row.AnsweredBy = by.PersonId;
        row.AnsweredAt = clock.GetUtcNow();
        row.Sealed = null;
    }

    private async Task<(HandOver Offer, OpenedReport Opened)> Open(SignedIn by, RecordId reportId, string what)
    {
        await using var data = store.Read();
        var offer = await data.HandOvers.SingleOrDefaultAsync(h => h.ReportId == reportId && h.State == HandOverState.Offered).ConfigureAwait(false);
        if (offer is not null && by.Has(RoleGroups.Readers, offer.ToUnit) && offer.Sealed is { } box)
        {
            using var intake = await unitKeys.Open(by, offer.ToUnit, offer.Epoch, PairKind.Intake).ConfigureAwait(false);
            // An offer of keys that were changed since opens nothing, and what was written with them nobody could read.
            var report = await data.Reports.SingleOrDefaultAsync(r => r.Id == reportId && r.Generation == offer.Generation).ConfigureAwait(false);
            if (report is not null && !ReportStanding.Of(report).Holds(directory, report.StandingMac)) throw new DirectoryTamperedException("place of a report");
            if (intake is not null && report is not null && Keys(intake, reportId, offer.Generation, box) is { } keys) return (offer, new OpenedReport(report, keys, slots.Read(report.Slot), "offer"));
        }
        await store.Refuse(new Deed(by.PersonId, what, reportId, board[reportId]?.UnitId)).ConfigureAwait(false);
        throw new NotForYouException();
    }
}
