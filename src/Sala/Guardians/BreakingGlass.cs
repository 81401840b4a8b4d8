using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Guardians;

/// <summary>A request as guardians, leads, heads and oversight see it: who asks, for what, why, and who has stepped up.</summary>
/// <param name="CaseNumber">Of the case that is asked for; null where it is a report or a unit.</param>
public sealed record BreakGlassView(BreakGlassRequest Request, string Reason, IReadOnlyList<GuardianStep> Steps, int? CaseNumber = null);

/// <summary>
/// Break-glass and recovery. The seeds of each unit lie in two halves with two groups of guardians of different agencies. After the pack's delay one
/// of each group steps up; the host joins the halves, opens the one named report for who asked, for hours, and forgets. Delay and limit are kept by
/// this code; the halves by mathematics.
/// </summary>
public sealed class BreakingGlass(Store store, StaffDirectory directory, UnitKeys unitKeys, CaseDesk cases, HostRing ring, KeyStore slots, Country country, TimeProvider clock)
{
    private const string ReasonField = "break-glass.reason";

    /// <summary>Asks for one named report of a unit.</summary>
    /// <exception cref="NotForYouException">The person holds no role in any unit that takes reports.</exception>
    public async Task<RecordId> AskForReport(SignedIn by, RecordId report, bool dangerToLife, string reason)
    {
        await using var data = store.Read();
        var unit = await data.Reports.Where(r => r.Id == report).Select(r => (RecordId?)r.UnitId).SingleOrDefaultAsync().ConfigureAwait(false);
        if (unit is null || !by.Has(Roles.Responder | Roles.DutyDeputy | Roles.HeadOfUnit | Roles.Lead)) await Refuse(by, "break-glass.ask", report).ConfigureAwait(false);
        return await Ask(by, BreakGlassKind.OneReport, unit!.Value, report, dangerToLife, reason).ConfigureAwait(false);
    }

    /// <summary>Asks for one case by its number: the parts that the own role reads, for hours.</summary>
    /// <exception cref="RefusedException">No step-up just now, no reason, or no number of a case.</exception>
    /// <exception cref="NotForYouException">The person works on no cases, or there is no such case.</exception>
    public async Task<RecordId> AskForCase(SignedIn by, string number, bool dangerToLife, string reason)
    {
        if (!by.Has(RoleGroups.Caseworkers)) await Refuse(by, "break-glass.ask", by.PersonId).ConfigureAwait(false);
        if (CaseNumber.Read(number) is not { } read) throw new RefusedException("break-glass.case", "This is no number of a case, or a digit of it is wrong. Nothing was asked. Look at the number again.");
        // Before anything is looked up, so that a refusal tells nothing of the case.
        by.RequireStepUp();
        RequireReason(reason);
        RecordId? id;
        await using (var data = store.Read()) id = await data.Cases.Where(c => c.Number == read).Select(c => (RecordId?)c.Id).SingleOrDefaultAsync().ConfigureAwait(false);
        return await AskForCase(by, id ?? RecordId.Random(), dangerToLife, reason).ConfigureAwait(false);
    }

    /// <summary>Asks for one named case. The request of somebody whom the case concerns, or whom the child does not want, is taken like any other and opens nothing; oversight hears of it.</summary>
    /// <exception cref="NotForYouException">The person works on no cases, or there is no such case: the answer is the same.</exception>
    public async Task<RecordId> AskForCase(SignedIn by, RecordId id, bool dangerToLife, string reason)
    {
        by.RequireStepUp();
        RequireReason(reason);
        RecordId? unit;
        bool concerned;
        await using (var data = store.Read())
        {
            unit = await data.Cases.Where(c => c.Id == id).Select(c => (RecordId?)c.UnitId).SingleOrDefaultAsync().ConfigureAwait(false);
            concerned = await cases.Conflicts.Concerns(data, by, id).ConfigureAwait(false);
        }
        if (unit is null || !by.Has(RoleGroups.Caseworkers)) await Refuse(by, "break-glass.ask", id).ConfigureAwait(false);
        if (concerned) await cases.Conflicts.TellOversight(by.PersonId, id).ConfigureAwait(false);
        return await Ask(by, BreakGlassKind.OneCase, unit!.Value, null, dangerToLife, reason, id).ConfigureAwait(false);
    }

    /// <summary>Asks for the seeds of a unit whose members lost every password. The person who asks is named as a lead by the administrator and becomes its first reader again.</summary>
    public async Task<RecordId> AskForRecovery(SignedIn by, RecordId unit, string reason)
    {
        if (!by.IsNamed(Roles.Lead, unit)) await Refuse(by, "break-glass.recover", unit).ConfigureAwait(false);
        return await Ask(by, BreakGlassKind.UnitRecovery, unit, null, false, reason).ConfigureAwait(false);
    }

    private async Task<RecordId> Ask(SignedIn by, BreakGlassKind kind, RecordId unit, RecordId? report, bool dangerToLife, string reason, RecordId? caseId = null)
    {
        by.RequireStepUp();
        RequireReason(reason);
        var id = RecordId.Random();
        var now = Now();
        var request = new BreakGlassRequest
        {
            Id = id, Kind = kind, UnitId = unit, ReportId = report, CaseId = caseId, RequestedBy = by.PersonId, RequestedKey = by.KeyNumber, At = now,
            NotBefore = now + (dangerToLife ? country.BreakGlass.DelayInDanger : country.BreakGlass.Delay),
            DangerToLife = dangerToLife, Reason = directory.SealReason(ReasonField, id, reason.Trim()), State = BreakGlassState.Waiting, Mac = [],
        };
        request.Mac = directory.Mac("break-glass/1", request.Signed);
        await store.Change(new Deed(by.PersonId, "break-glass.ask", report ?? caseId ?? unit, unit) { Detail = kind.ToString(), Reason = reason }, async data =>
        {
            data.BreakGlassRequests.Add(request);
            await Tell(data, unit, now).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return id;
    }

    /// <summary>The requests that this person may see: guardians who keep a half of the unit, oversight, leads and heads of the unit, and who asked.</summary>
    public async Task<IReadOnlyList<BreakGlassView>> Requests(SignedIn by)
    {
        await using var data = store.Read();
        var requests = await data.BreakGlassRequests.OrderByDescending(r => r.At).Take(200).ToListAsync().ConfigureAwait(false);
        var steps = (await data.GuardianSteps.ToListAsync().ConfigureAwait(false)).ToLookup(s => s.RequestId);
        var epochs = await data.UnitEpochs.ToListAsync().ConfigureAwait(false);
        var kept = epochs.SelectMany(e => e.Halves).Where(h => by.Has(Roles.Guardian, h.GuardiansId)).Select(h => h.UnitId).ToHashSet();
        // Whom a case concerns does not hear that somebody asked for it; oversight does.
        var hidden = by.Has(Roles.Oversight) ? [] : await cases.Conflicts.Concerning(data, by).ConfigureAwait(false);
        var asked = requests.Select(r => r.CaseId).OfType<RecordId>().ToList();
        var numbers = await data.Cases.Where(c => asked.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number).ConfigureAwait(false);
        return [.. requests.Where(r => r.CaseId is not { } file || r.RequestedBy == by.PersonId || !hidden.Contains(file)).Where(r => kept.Contains(r.UnitId) || by.Has(Roles.Oversight) || by.Has(Roles.Lead | Roles.HeadOfUnit, r.UnitId) || r.RequestedBy == by.PersonId)
            .Select(r => new BreakGlassView(Checked(r), directory.ReasonOf(ReasonField, r.Id, r.Reason), [.. steps[r.Id]], r.CaseId is { } file ? numbers.GetValueOrDefault(file) : null))];
    }

    /// <summary>A guardian's step. The second, from the other group, opens.</summary>
    /// <returns>True when this step opened it, false when the other group's is still to come.</returns>
    /// <exception cref="RefusedException">Before the delay has passed, or this group has stepped up already.</exception>
    /// <exception cref="NotForYouException">The person is no guardian that a half was sealed to.</exception>
    public async Task<bool> StepUp(SignedIn by, RecordId requestId)
    {
        await using var data = store.Read();
        var request = await data.BreakGlassRequests.SingleOrDefaultAsync(r => r.Id == requestId).ConfigureAwait(false);
        if (request is null) await Refuse(by, "break-glass.step", requestId).ConfigureAwait(false);
        Checked(request!);
        if (request!.RequestedBy == by.PersonId) await Refuse(by, "break-glass.step", requestId).ConfigureAwait(false);
        var unit = directory.Checked(await data.Units.SingleAsync(u => u.Id == request.UnitId).ConfigureAwait(false));
        var epochs = await data.UnitEpochs.Where(e => e.UnitId == unit.Id).OrderBy(e => e.Number).ToListAsync().ConfigureAwait(false);
        var group = epochs[^1].Halves.Select(h => h.GuardiansId).FirstOrDefault(g => by.Has(Roles.Guardian, g));
        if (epochs[^1].Halves.All(h => h.GuardiansId != group)) await Refuse(by, "break-glass.step", requestId).ConfigureAwait(false);
        by.RequireStepUp();
        if (request.State != BreakGlassState.Waiting) throw new RefusedException("break-glass.done", "This request has ended. Nothing was changed.");
        if (clock.GetUtcNow() < request.NotBefore)
        {
            await store.Refuse(new Deed(by.PersonId, "break-glass.step", requestId, request.UnitId) { Detail = "before the delay" }).ConfigureAwait(false);
            throw new RefusedException("break-glass.early", "The waiting time has not passed. Nothing was opened. Those who were told can still object.");
        }
        var steps = await data.GuardianSteps.Where(s => s.RequestId == requestId).ToListAsync().ConfigureAwait(false);
        // Where both came at one moment, each group has a step and none has joined: then either may come again.
        if (steps.Count > 0 && steps.TrueForAll(s => s.GuardiansId == group))
        {
            await store.Refuse(new Deed(by.PersonId, "break-glass.step", requestId, request.UnitId) { Detail = "same group" }).ConfigureAwait(false);
            throw new RefusedException("break-glass.same-group", "Your group has stepped up already. Now one of the other group is needed.");
        }

        var halves = await OwnHalves(by, epochs, group).ConfigureAwait(false);
        if (halves is null) await Refuse(by, "break-glass.step", requestId).ConfigureAwait(false);
        if (steps.Count == 0)
        {
            await store.Change(new Deed(by.PersonId, "break-glass.step", requestId, unit.Id), d =>
            {
                d.GuardianSteps.Add(new GuardianStep
                {
                    RequestId = requestId, GuardiansId = group, PersonId = by.PersonId, At = Now(),
                    Half = SealedBox.Seal(ring.Dispatcher.Public, StepBinding(requestId, group), halves),
                });
                return Task.CompletedTask;
            }).ConfigureAwait(false);
            return false;
        }
        var other = steps.Find(s => s.GuardiansId != group)!;
        var first = SealedBox.Open(ring.Dispatcher, StepBinding(requestId, other.GuardiansId), other.Half);
        try
        {
            await Join(by, request, unit, epochs, first, halves!).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(first);
            CryptographicOperations.ZeroMemory(halves);
        }
        return true;
    }

    /// <summary>The halves of every epoch that this guardian's group holds: the number of the epoch in four bytes, then 64 bytes. Null where the guardian opens none.</summary>
    private async Task<byte[]?> OwnHalves(SignedIn by, List<UnitEpoch> epochs, RecordId group)
    {
        using var halves = new MemoryStream();
        var number = new byte[4];
        foreach (var epoch in epochs.Select(directory.Checked))
        {
            // Another group may have kept an earlier epoch.
            if (epoch.Halves.Find(h => h.GuardiansId == group) is not { } half) continue;
            using var pair = await unitKeys.Open(by, group, half.GuardiansEpoch, PairKind.Intake).ConfigureAwait(false);
            if (pair is null) continue;
            BinaryPrimitives.WriteInt32BigEndian(number, epoch.Number);
            halves.Write(number);
            var both = SealedBox.Open(pair, UnitKeys.HalfBinding(epoch.UnitId, epoch.Number), half.Sealed);
            halves.Write(both);
            CryptographicOperations.ZeroMemory(both);
        }
        return halves.Length == 0 ? null : halves.ToArray();
    }

    private async Task Join(SignedIn by, BreakGlassRequest request, Unit unit, List<UnitEpoch> epochs, byte[] a, byte[] b)
    {
        await store.Change(new Deed(by.PersonId, "break-glass.open", request.ReportId ?? request.CaseId ?? unit.Id, unit.Id) { Detail = request.Kind.ToString() }, async data =>
        {
            var row = Checked(await data.BreakGlassRequests.SingleAsync(r => r.Id == request.Id).ConfigureAwait(false));
            if (row.State != BreakGlassState.Waiting) throw new RefusedException("break-glass.done", "This request has ended. Nothing was changed.");
            var asked = directory.Checked(await data.People.SingleAsync(p => p.Id == request.RequestedBy).ConfigureAwait(false));
            if (asked.State != PersonState.Active || asked.KeyNumber != request.RequestedKey)
                throw new RefusedException("break-glass.other-key", "Who asked has another key since then. Nothing was opened. They have to ask anew.");
            var opened = false;
            foreach (var epoch in epochs)
            {
                if (SeedsOf(a, b, epoch.Number) is not { } seeds) continue;
                using var intake = seeds.Intake;
                using var leads = seeds.Leads;
                if (request.Kind == BreakGlassKind.UnitRecovery)
                {
                    await GiveBack(data, unit.Id, epoch.Number, intake, leads, request.RequestedBy, by.PersonId).ConfigureAwait(false);
                    opened = true;
                }
                else if (request.Kind == BreakGlassKind.OneCase) opened |= await OpenCase(data, request, epoch, leads, by.PersonId).ConfigureAwait(false);
                else opened |= await OpenOne(data, request, epoch, intake, leads, by.PersonId).ConfigureAwait(false);
            }
            if (!opened) throw new RefusedException("break-glass.nothing", "These two halves open nothing of it: it was removed, given to another unit, or sealed to other guardians. Nothing was opened.");
            if (request.Kind == BreakGlassKind.UnitRecovery) await unitKeys.ConfirmFirst(data, unit.Id, request.RequestedBy, by.PersonId).ConfigureAwait(false);
            row.State = BreakGlassState.Opened;
            row.Until = Now() + country.BreakGlass.OpenFor;
            row.Mac = directory.Mac("break-glass/1", row.Signed);
            await data.GuardianSteps.Where(s => s.RequestId == request.Id).ExecuteDeleteAsync().ConfigureAwait(false);
            await Tell(data, unit.Id, Now()).ConfigureAwait(false);
        }, (request.ReportId ?? request.CaseId) is { } record ? [record] : []).ConfigureAwait(false);
    }

    /// <summary>Opens the one report with whichever of the unit's pairs it is sealed to, and seals its keys to who asked, with an end.</summary>
    private async Task<bool> OpenOne(SalaData data, BreakGlassRequest request, UnitEpoch epoch, SecretKey intakeSeed, SecretKey leadsSeed, RecordId by)
    {
        var report = await data.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.ReportId!.Value && r.UnitId == request.UnitId).ConfigureAwait(false);
        if (report is null || slots.IsErased(report.Slot)) return false;
        if (!ReportStanding.Of(report).Holds(directory, report.StandingMac)) throw new DirectoryTamperedException("place of a report");
        GenerationKeys? keys = null;
        if (report.IntakeSeal is { } seal && report.IntakeEpoch == epoch.Number)
        {
            using var intake = KeyPair.FromSeed(intakeSeed);
            keys = GenerationKeys.OpenAsUnit(intake, report.Id, report.Generation, seal);
        }
        else if (await data.KeyGrants.SingleOrDefaultAsync(g => g.ReportId == report.Id && g.Generation == report.Generation
            && g.Holder == HolderKind.Leads && g.HolderId == epoch.UnitId && g.Epoch == epoch.Number).ConfigureAwait(false) is { } grant)
        {
            using var leads = KeyPair.FromSeed(leadsSeed);
            keys = GenerationKeys.OpenAsLead(leads, report.Id, report.Generation, grant.Sealed);
        }
        if (keys is null) return false;
        using var opened = new OpenedReport(report, keys, slots.Read(report.Slot), "break-glass");
        await new Rekeying(directory, unitKeys, clock).Share(data, opened, request.RequestedBy, by, "break-glass", Now() + country.BreakGlass.OpenFor).ConfigureAwait(false);
        return true;
    }

    /// <summary>Seals the keys of the case that lie with the leads of the unit to who asked, with an end: of the parts that their role reads.</summary>
    private async Task<bool> OpenCase(SalaData data, BreakGlassRequest request, UnitEpoch epoch, SecretKey leadsSeed, RecordId by)
    {
        using var leads = KeyPair.FromSeed(leadsSeed);
        return await cases.OpenForHours(data, request.CaseId!.Value, request.UnitId, epoch.Number, leads, request.RequestedBy, by, Now() + country.BreakGlass.OpenFor).ConfigureAwait(false);
    }

    private async Task GiveBack(SalaData data, RecordId unit, int epoch, SecretKey intake, SecretKey leads, RecordId person, RecordId by)
    {
        var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person).ConfigureAwait(false));
        await data.MemberSeeds.Where(s => s.UnitId == unit && s.Epoch == epoch && s.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        UnitKeys.GiveTo(data, unit, epoch, PairKind.Intake, intake, person, PublicKey.From(p.PublicKey), by);
        UnitKeys.GiveTo(data, unit, epoch, PairKind.Leads, leads, person, PublicKey.From(p.PublicKey), by);
    }

    /// <summary>Both seeds of an epoch of which either group brought its half.</summary>
    private static (SecretKey Intake, SecretKey Leads)? SeedsOf(byte[] a, byte[] b, int epoch)
    {
        if (HalfOf(a, epoch) is not { } one || HalfOf(b, epoch) is not { } other) return null;
        return (Seed(a, b, one, other), Seed(a, b, one + SecretKey.Size, other + SecretKey.Size));

        static int? HalfOf(byte[] halves, int epoch)
        {
            for (var at = 0; at < halves.Length; at += 4 + (2 * SecretKey.Size))
            {
                if (BinaryPrimitives.ReadInt32BigEndian(halves.AsSpan(at)) == epoch) return at + 4;
            }
            return null;
        }
    }

    private static SecretKey Seed(byte[] a, byte[] b, int at, int otherAt)
    {
        using var half = SecretKey.From(a.AsSpan(at, SecretKey.Size));
        using var other = SecretKey.From(b.AsSpan(otherAt, SecretKey.Size));
        return Halves.Join(half, other);
    }

    /// <summary>The head of the unit, its leads, oversight and the guardians get a mail without content at the next tick.</summary>
    private static async Task Tell(SalaData data, RecordId unit, DateTimeOffset now)
    {
        var told = (await data.Memberships.ToListAsync().ConfigureAwait(false))
            .Where(m => (m.UnitId == unit && (m.Roles & (Roles.Lead | Roles.HeadOfUnit)) != 0) || (m.Roles & (Roles.Oversight | Roles.Guardian)) != 0)
            .Select(m => m.PersonId).Distinct().ToList();
        await Outbox.Add(data, told, now).ConfigureAwait(false);
    }

    private BreakGlassRequest Checked(BreakGlassRequest r) =>
        directory.Holds("break-glass/1", r.Mac, r.Signed) ? r : throw new DirectoryTamperedException("request to the guardians");

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static Binding StepBinding(RecordId request, RecordId group) => new($"break-glass.half.{group}", request);

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("words.missing", "A reason is needed, for the guardians to decide. Nothing was asked.");
    }

    private async Task Refuse(SignedIn by, string deed, RecordId subject)
    {
        await store.Refuse(new Deed(by.PersonId, deed, subject)).ConfigureAwait(false);
        throw new NotForYouException();
    }
}
