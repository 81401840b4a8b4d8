using Sala.Agencies;
using Sala.Cases;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;

namespace Sala.Web.Cases;

/// <summary>What keeps a case from being erased when its time is over.</summary>
/// <param name="Until">The last day on which it holds, as 2026-11-24; within five years.</param>
/// <param name="Reason">Those who may place a hold read it, and oversight.</param>
public sealed record HoldToPlace(string Until, string Reason);

/// <summary>Why a hold ends before its day.</summary>
public sealed record HoldToLift(string Reason);

/// <summary>The holds that run on a case today.</summary>
public sealed record HoldList(IReadOnlyList<HoldShown> Holds);

/// <summary>One hold.</summary>
/// <param name="Case">The file of the child on which it was placed.</param>
public sealed record HoldShown(RecordId Id, RecordId Case, RecordId Person, DateTimeOffset From, string Until, string Reason)
{
    internal static HoldShown Of(CaseHold h) => new(h.Id, h.CaseId, h.By, h.From, Written(h.Until), h.Reason);

    internal static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A dry run of erasing, and what was erased.</summary>
public sealed record RetentionShown(IReadOnlyList<ClosedShown> Closed, IReadOnlyList<CertificateShown> Certificates);

/// <summary>A closed case and when it goes.</summary>
/// <param name="GoesOn">By the pack's time alone.</param>
/// <param name="Goes">The first day on which it goes, holds and other files counted; null while another file of the child is open.</param>
public sealed record ClosedShown(RecordId Id, string Pseudonym, string ClosedOn, string GoesOn, string? Goes, IReadOnlyList<HoldShown> Holds);

/// <summary>That a case was erased, with both days.</summary>
/// <param name="UnreadableInBackups">The day on which the last older copy of the key store is gone.</param>
public sealed record CertificateShown(RecordId Case, RecordId? Unit, string UnreadableHere, string UnreadableInBackups);

/// <summary>Legal holds, and when closed cases go.</summary>
internal static class HoldsApi
{
    private const string Holds = "/api/v1/cases/{id}/holds";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);
    private static readonly ForAttribute Answerable = new(Roles.Lead | Roles.Oversight);

    public static void MapHoldsApi(this IEndpointRouteBuilder app)
    {
        app.Reads(Holds, Caseworkers, "What keeps a case from being erased", "For leads of its unit and those of the court.", async call =>
        {
            var holds = await call.Sala.CaseHolds.Of(call.By, call.Id()).ConfigureAwait(false);
            await call.Sala.Cases.Read(call.By, call.Id()).ConfigureAwait(false);
            return new HoldList([.. holds.Select(HoldShown.Of)]);
        });
        app.Makes<HoldToPlace, Made>(Holds, Caseworkers, "Keep a case from being erased until a day", "After a step-up.",
            async (call, body) => new Made(await call.Sala.CaseHolds.Place(call.By, call.Id(), StaffCall.Day("until", body.Until), body.Reason).ConfigureAwait(false))).Refuses(403);
        app.Does<HoldToLift>($"{Holds}/{{hold}}/lift", Caseworkers, "End a hold before its day", "By who placed it or a lead of the unit, after a step-up.", (call, body) => call.Sala.CaseHolds.Lift(call.By, call.Id(), call.Id("hold"), body.Reason)).Refuses(403);
        app.Reads("/api/v1/retention", Answerable, "When closed cases go", "Nothing is erased by asking. Of the units that this person leads; for oversight the certificates of all.", async call => new RetentionShown(
            [.. (await call.Sala.CaseRetention.DryRun(call.By).ConfigureAwait(false)).Select(c => new ClosedShown(c.Id, c.Pseudonym, HoldShown.Written(c.ClosedOn), HoldShown.Written(c.GoesOn), c.Goes is { } goes ? HoldShown.Written(goes) : null, [.. c.Holds.Select(HoldShown.Of)]))],
            [.. (await call.Sala.CaseRetention.Certificates(call.By).ConfigureAwait(false)).Select(c => new CertificateShown(c.Certificate.Case, c.UnitId, HoldShown.Written(c.Certificate.UnreadableHere), HoldShown.Written(c.Certificate.UnreadableInBackups)))]));
    }
}
