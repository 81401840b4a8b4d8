using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Referrals;

/// <summary>A referral on the list of who answers for a unit.</summary>
/// <param name="Silent">The time for an answer is over.</param>
public sealed record ReceivedLine(RecordId Id, ReferralKind Kind, ReferralState State, RecordId FromUnit, RecordId ToUnit, ReferralFacts Facts, Urgency Urgency, DateTimeOffset SentAt, DateTimeOffset AnswerBy, bool Silent);

/// <summary>A referral as the unit that was asked sees it.</summary>
/// <param name="Letter">Null once it was declined, taken back or ended.</param>
/// <param name="Entries">What goes along; empty until it is accepted.</param>
/// <param name="Holders">Who of the own unit was given a part.</param>
/// <param name="Answers">Whether this person answers for the unit; who was given a part only reads.</param>
public sealed record ReceivedReferral(Referral Row, RecordId CaseId, ReferralFacts Facts, Urgency Urgency, ReferralLetter? Letter, ReferralAnswer? Answer, IReadOnlyList<OpenedEntry> Entries, IReadOnlyList<PartHolder> Holders, bool Answers, bool Silent);

/// <summary>
/// The side of the unit that was asked: reads the letter, accepts or declines, gives parts to its own people, ends. Whom the case concerns, or whom the child does not want, sees exactly what one of
/// another unit sees, here too: no referral, and no count of one.
/// </summary>
public sealed class Answering(Store store, CaseDesk cases, Referring referring, StaffDirectory directory, UnitKeys unitKeys, HostRing ring, TimeProvider clock)
{
    private readonly CaseKeys keys = new(directory, unitKeys, clock);

    /// <summary>What was sent to the units for which this person answers, and what they were given a part of; what waits longest first, then what is over.</summary>
    public async Task<IReadOnlyList<ReceivedLine>> Received(SignedIn by)
    {
        var units = by.UnitsWith(Roles.Lead).ToList();
        await using var data = store.Read();
        var given = await data.ReferralKeys.Where(k => k.Holder == CaseHolder.Person && k.HolderId == by.PersonId).Select(k => k.ReferralId).ToListAsync().ConfigureAwait(false);
        var rows = (await data.Referrals.Where(r => r.ToUnit != null && (units.Contains(r.ToUnit.Value) || given.Contains(r.Id))).ToListAsync().ConfigureAwait(false)).Where(r => r.Holds(directory)).ToList();
        var ids = rows.Select(r => r.CaseId).Distinct().ToList();
        var hidden = await cases.Conflicts.Among(data, by, ids).ConfigureAwait(false);
        hidden.UnionWith(await Objections.Among(data, ids, by.PersonId).ConfigureAwait(false));
        var urgency = await data.Cases.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Urgency).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return [.. rows.Where(r => !hidden.Contains(r.CaseId) && urgency.ContainsKey(r.CaseId) && (units.Contains(r.ToUnit!.Value) || (r.State == ReferralState.Accepted && by.Has(RoleGroups.Caseworkers, r.ToUnit.Value))))
            .Select(r => new ReceivedLine(r.Id, r.Kind, r.State, r.FromUnit, r.ToUnit!.Value, ReferralFacts.Open(ring.FactsKey, r), urgency[r.CaseId], r.SentAt, r.AnswerBy, r.State == ReferralState.Sent && r.AnswerBy <= now))
            .OrderBy(l => l.State).ThenBy(l => l.AnswerBy)];
    }

    /// <summary>Reads a referral: the letter, and once it is accepted what goes along.</summary>
    /// <exception cref="NotForYouException">There is none for this person: not theirs, a conflict of interest, or no such one; the answer is the same.</exception>
    public async Task<ReceivedReferral> Read(SignedIn by, RecordId referral)
    {
        var (row, file, answers) = await Require(by, referral, "referral.read").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.read", row.CaseId, row.ToUnit) { Detail = referral.ToString(), AlsoUnit = row.FromUnit }, _ => Task.CompletedTask).ConfigureAwait(false);
        using var slot = cases.SlotOf(file);
        await using var data = store.Read();
        var own = await data.ReferralKeys.Where(k => k.ReferralId == referral).ToListAsync().ConfigureAwait(false);
        ReferralLetter? letter = null;
        var entries = new List<OpenedEntry>();
        if (await Open(by, row, own, ReferralKeyOf.Letter).ConfigureAwait(false) is { } key)
        {
            using (key)
            {
                using var working = key.WithSlot(slot);
                letter = JsonSerializer.Deserialize<ReferralLetter>(Envelope.Open(working, Referral.Words(row.Id, row.CaseId), row.Letter))!;
                if (row.State == ReferralState.Accepted)
                    foreach (var entry in await data.ReferralEntries.Where(e => e.ReferralId == referral).OrderBy(e => e.Turn).ThenBy(e => e.At).ToListAsync().ConfigureAwait(false))
                        // Each reads of it what their role reads of a case (rule D3), a lead too.
                        if (NeedToKnow.MayHold(by.AllRoles, entry.Compartment)) entries.Add(entry.Open(working));
            }
        }
        ReferralAnswer? answer = null;
        if (row.Answer is { } said && await Open(by, row, own, ReferralKeyOf.Answer).ConfigureAwait(false) is { } answered)
        {
            using (answered)
            {
                using var working = answered.WithSlot(slot);
                answer = JsonSerializer.Deserialize<ReferralAnswer>(Envelope.Open(working, Referral.AnswerWords(row.Id, row.CaseId), said));
            }
        }
        var holders = keys.Holders((await data.CaseGrants.Where(g => g.CaseId == row.CaseId && g.Through == referral && g.Holder == CaseHolder.Person).ToListAsync().ConfigureAwait(false))
            .Where(g => g.Generation == file.Generation(g.Compartment) && CaseKeys.Holds(directory, g)));
        return new ReceivedReferral(row, row.CaseId, ReferralFacts.Open(ring.FactsKey, row), file.Urgency, letter, answer, entries, holders, answers, row.State == ReferralState.Sent && row.AnswerBy <= clock.GetUtcNow());
    }

    /// <summary>Takes it on. For a referral the parts get new keys, sealed to this unit's leads too: it reads what is written from now on. For a transfer the case goes over with all its keys, and the unit that led keeps none.</summary>
    /// <exception cref="RefusedException">It was answered, taken back, or the case was closed meanwhile.</exception>
    public async Task Accept(SignedIn by, RecordId referral, string words = "")
    {
        var row = await RequireAnswering(by, referral, "referral.accept").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.accept", row.CaseId, row.ToUnit) { Detail = $"{referral} {row.Kind}", AlsoUnit = row.FromUnit }, async data =>
        {
            var now = await referring.InState(data, referral, ReferralState.Sent).ConfigureAwait(false);
            var file = await data.Cases.SingleAsync(c => c.Id == row.CaseId).ConfigureAwait(false);
            if (file.UnitId != now.FromUnit || !CaseKeys.Holds(directory, file)) throw Referring.Over;
            if (file.Stage == CaseStage.Closed) throw new RefusedException("referral.closed", "The case is closed. Nothing was changed. Open it again first.");
            var facts = ReferralFacts.Open(ring.FactsKey, now);
            (now.State, now.AnsweredBy, now.AnsweredAt) = (ReferralState.Accepted, by.PersonId, referring.Now());
            if (now.Kind == ReferralKind.Transfer) await TakeOver(data, by, now, file, facts).ConfigureAwait(false);
            else foreach (var part in facts.Parts) await keys.Renew(data, file, part, by.PersonId, _ => true, (now.ToUnit!.Value, new Given(by.PersonId, facts.Purpose, End(now), Through: referral))).ConfigureAwait(false);
            await referring.Answer(data, now, new ReferralAnswer("", words.Trim())).ConfigureAwait(false);
            now.Sign(directory);
            await referring.Tell(data, row.CaseId, row.FromUnit).ConfigureAwait(false);
            await Outbox.Add(data, [row.SentBy], clock.GetUtcNow()).ConfigureAwait(false);
        }, row.CaseId).ConfigureAwait(false);
    }

    /// <summary>Declines: this unit's keys of it are deleted, and the copies of what would have gone along.</summary>
    /// <param name="reason">Code of <c>decline_reason</c> in the pack's form.</param>
    public async Task Decline(SignedIn by, RecordId referral, string reason, string words)
    {
        var row = await RequireAnswering(by, referral, "referral.decline").ConfigureAwait(false);
        if (referring.Rules.Form["decline_reason"].Choices.All(c => c.Name != reason)) throw new RefusedException("referral.why", "Say why it is declined. Nothing was changed.");
        await store.Change(new Deed(by.PersonId, "referral.decline", row.CaseId, row.ToUnit) { Detail = $"{referral} {reason}", AlsoUnit = row.FromUnit }, async data =>
        {
            var now = await referring.InState(data, referral, ReferralState.Sent).ConfigureAwait(false);
            (now.State, now.AnsweredBy, now.AnsweredAt) = (ReferralState.Declined, by.PersonId, referring.Now());
            await referring.Answer(data, now, new ReferralAnswer(reason, words.Trim())).ConfigureAwait(false);
            now.Sign(directory);
            await Referring.Forget(data, referral).ConfigureAwait(false);
            await referring.Tell(data, row.CaseId, row.FromUnit).ConfigureAwait(false);
            await Outbox.Add(data, [row.SentBy], clock.GetUtcNow()).ConfigureAwait(false);
        }, row.CaseId).ConfigureAwait(false);
    }

    /// <summary>Gives somebody of the own unit a part, as far as their role reads it. Who gave nothing of a part has given what goes along with the letter.</summary>
    /// <exception cref="RefusedException">Not of this unit, not let in, beyond the role, oneself, not wanted by the child, or no purpose.</exception>
    public async Task Give(SignedIn by, RecordId referral, Compartment part, RecordId person, string purpose)
    {
        var row = await RequireAnswering(by, referral, "referral.give").ConfigureAwait(false);
        if (person == by.PersonId) throw new RefusedException("case.give-self", "Nobody gives themself a part. Nothing was changed. Ask another lead of the unit.");
        if (string.IsNullOrWhiteSpace(purpose)) throw new RefusedException("case.purpose", "Say what the person needs it for. Nothing was changed.");
        await store.Change(new Deed(by.PersonId, "referral.give", row.CaseId, row.ToUnit) { Detail = $"{referral} {part} {person}", AlsoUnit = row.FromUnit }, async data =>
        {
            var now = await referring.InState(data, referral, ReferralState.Accepted).ConfigureAwait(false);
            var membership = await data.Memberships.SingleOrDefaultAsync(m => m.UnitId == now.ToUnit && m.PersonId == person).ConfigureAwait(false);
            if (membership is null || !directory.Holds(membership) || membership.ConfirmedBy is null || (await MembershipTrail.Known(data, person, [membership]).ConfigureAwait(false)).Count == 0) throw new RefusedException("case.not-let-in", "This person does not work on cases, or a lead has still to let them in. Nothing was changed.");
            if (await Objections.Against(data, row.CaseId, person).ConfigureAwait(false)) throw new RefusedException("case.objected", "The child does not want this person. Nothing was changed.");
            if (!NeedToKnow.MayHold(membership.Roles, part)) throw new RefusedException("referral.role", "This part is not given to this person's role. Nothing was changed. Ask the unit that sent it.");
            var file = await data.Cases.AsNoTracking().SingleAsync(c => c.Id == row.CaseId).ConfigureAwait(false);
            var own = (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == row.CaseId && g.Compartment == part && g.Through == referral && g.Holder == CaseHolder.Leads).ToListAsync().ConfigureAwait(false)).Where(g => CaseKeys.Holds(directory, g)).ToList();
            if (own.Count == 0) throw new RefusedException("referral.part", "This part did not go along. Nothing was changed. Ask the unit that sent it.");
            var present = file.Generation(part);
            // Who holds the part of their own, as one who belongs to both units does, keeps it when the help ends.
            var holds = await data.CaseGrants.AnyAsync(g => g.CaseId == row.CaseId && g.Compartment == part && g.Generation == present && g.Holder == CaseHolder.Person && g.HolderId == person && g.Through != referral).ConfigureAwait(false);
            if (!holds) await data.CaseGrants.Where(g => g.CaseId == row.CaseId && g.Compartment == part && g.Holder == CaseHolder.Person && g.HolderId == person).ExecuteDeleteAsync().ConfigureAwait(false);
            foreach (var grant in holds ? [] : own)
            {
                using var leads = await unitKeys.Open(by, grant.HolderId, grant.Epoch, PairKind.Leads).ConfigureAwait(false);
                if (leads is null) continue;
                using var key = SealedBox.OpenKey(leads, CaseKeys.Binding(grant), grant.Sealed);
                await keys.ToPerson(data, file, part, grant.Generation, key, person, new Given(by.PersonId, purpose.Trim(), End(now), Through: referral)).ConfigureAwait(false);
            }
            await GiveLetter(data, by, now, person).ConfigureAwait(false);
        }, row.CaseId).ConfigureAwait(false);
    }

    /// <summary>Ends a colleague's access: the part gets a new key without them.</summary>
    public async Task Revoke(SignedIn by, RecordId referral, Compartment part, RecordId person)
    {
        var row = await RequireAnswering(by, referral, "referral.revoke").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.revoke", row.CaseId, row.ToUnit) { Detail = $"{referral} {part} {person}", AlsoUnit = row.FromUnit }, async data =>
        {
            await referring.InState(data, referral, ReferralState.Accepted).ConfigureAwait(false);
            if (await data.CaseGrants.Where(g => g.CaseId == row.CaseId && g.Compartment == part && g.Holder == CaseHolder.Person && g.HolderId == person && g.Through == referral).ExecuteDeleteAsync().ConfigureAwait(false) == 0)
                throw new RefusedException("referral.part", "This part did not go along. Nothing was changed. Ask the unit that sent it.");
            await data.ReferralKeys.Where(k => k.ReferralId == referral && k.Holder == CaseHolder.Person && k.HolderId == person).ExecuteDeleteAsync().ConfigureAwait(false);
            await keys.Renew(data, await data.Cases.SingleAsync(c => c.Id == row.CaseId).ConfigureAwait(false), part, by.PersonId, g => g.Holder != CaseHolder.Person || g.HolderId != person).ConfigureAwait(false);
        }, row.CaseId).ConfigureAwait(false);
    }

    /// <summary>The help is done: what was opened for it closes.</summary>
    public async Task End(SignedIn by, RecordId referral)
    {
        var row = await RequireAnswering(by, referral, "referral.end").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.end", row.CaseId, row.ToUnit) { Detail = referral.ToString(), AlsoUnit = row.FromUnit }, async data =>
        {
            await referring.End(data, referral, by.PersonId).ConfigureAwait(false);
            await referring.Tell(data, row.CaseId, row.FromUnit).ConfigureAwait(false);
        }, row.CaseId).ConfigureAwait(false);
    }

    /// <summary>The case goes over: every key that was sent with the transfer is sealed to the leads of the new unit, those of the old unit and of its people are deleted, and each part goes on under a new key.</summary>
    private async Task TakeOver(SalaData data, SignedIn by, Referral transfer, CaseFile file, ReferralFacts facts)
    {
        var (old, unit, id) = (transfer.FromUnit, transfer.ToUnit!.Value, file.Id);
        var sent = (await data.ReferralKeys.AsNoTracking().Where(k => k.ReferralId == transfer.Id && k.Of == ReferralKeyOf.Part).ToListAsync().ConfigureAwait(false)).Where(k => k.Holds(directory)).ToList();
        if (Enum.GetValues<Compartment>().Any(p => !sent.Exists(k => k.Compartment == p && k.Generation == file.Generation(p))))
            throw CaseDesk.Rekeyed;
        // Members of the old unit who do not belong to the new one as well, unless a referral of their own lets them stay.
        var before = await data.Memberships.Where(m => m.UnitId == old && !data.Memberships.Any(n => n.UnitId == unit && n.PersonId == m.PersonId)).Select(m => m.PersonId).ToListAsync().ConfigureAwait(false);
        // A unit that helped and leads from now on holds all of it as the unit that leads.
        foreach (var helped in (await data.Referrals.Where(r => r.CaseId == id && r.ToUnit == unit && r.State == ReferralState.Accepted && r.Id != transfer.Id).ToListAsync().ConfigureAwait(false)).Where(r => r.Holds(directory)))
        {
            (helped.State, helped.EndedBy, helped.EndedAt) = (ReferralState.Ended, by.PersonId, referring.Now());
            helped.Sign(directory);
            await Referring.Forget(data, helped.Id).ConfigureAwait(false);
            await data.CaseGrants.Where(g => g.CaseId == id && g.Through == helped.Id).ExecuteDeleteAsync().ConfigureAwait(false);
        }
        await data.CaseGrants.Where(g => g.CaseId == id && ((g.Holder == CaseHolder.Leads && g.HolderId == old) || (g.Holder == CaseHolder.Person && g.Through == null && before.Contains(g.HolderId)))).ExecuteDeleteAsync().ConfigureAwait(false);
        file.UnitId = unit;
        // Looked at before, in Accept; what follows looks again.
        keys.Sign(file);
        foreach (var key in sent)
        {
            using var leads = await unitKeys.Open(by, unit, key.Epoch, PairKind.Leads).ConfigureAwait(false);
            if (leads is null) throw new RefusedException("referral.keys", "You hold no key of this unit that opens it. Nothing was changed. Ask another lead of the unit, or that it is sent again.");
            using var part = SealedBox.OpenKey(leads, key.Binding, key.Sealed);
            await keys.ToLeadsOf(data, file, unit, key.Compartment, key.Generation, part, new Given(by.PersonId, "lead")).ConfigureAwait(false);
        }
        foreach (var other in (await data.Referrals.Where(r => r.CaseId == id && r.Id != transfer.Id && r.ToUnit != unit && (r.State == ReferralState.Sent || r.State == ReferralState.Accepted)).ToListAsync().ConfigureAwait(false)).Where(r => r.Holds(directory)))
        {
            other.FromUnit = unit;
            other.Sign(directory);
        }
        var remains = facts.Remains.Length > 0 ? await Remain(data, by, transfer, file, facts).ConfigureAwait(false) : null;
        foreach (var part in Enum.GetValues<Compartment>())
            await keys.Renew(data, file, part, by.PersonId, g => g.Holder == CaseHolder.Leads || g.Through is not null || !before.Contains(g.HolderId),
                remains is { } stays && stays.Parts.Contains(part) ? (old, new Given(by.PersonId, facts.Remains, Through: stays.Id)) : null).ConfigureAwait(false);
        await data.ReferralKeys.Where(k => k.ReferralId == transfer.Id).ExecuteDeleteAsync().ConfigureAwait(false);
        transfer.State = ReferralState.Ended;
        (transfer.EndedBy, transfer.EndedAt) = (by.PersonId, transfer.AnsweredAt);
    }

    /// <summary>A purpose remains for the unit that gave the case away: it helps from now on, by a referral of the unit that leads.</summary>
    private async Task<(RecordId Id, IReadOnlyList<Compartment> Parts)?> Remain(SalaData data, SignedIn by, Referral transfer, CaseFile file, ReferralFacts facts)
    {
        var rule = referring.Rules.All.First(r => r.Purpose == facts.Remains);
        var (id, now) = (RecordId.Random(), referring.Now());
        using var key = SecretKey.Random();
        using var slot = cases.SlotOf(file);
        using var working = key.WithSlot(slot);
        var door = await data.CaseDoors.SingleAsync(d => d.CaseId == file.Id && d.Generation == file.IntakeGeneration).ConfigureAwait(false);
        var written = new EntryBody(referring.Rules.Form.Id, referring.Rules.Form.Version, new Dictionary<string, string> { ["kind"] = "referral", ["services"] = facts.Remains, ["to_body"] = rule.Bodies[0] }, "");
        var row = new Referral
        {
            Id = id, CaseId = file.Id, Kind = ReferralKind.Referral, State = ReferralState.Accepted, FromUnit = file.UnitId, ToUnit = transfer.FromUnit, SentBy = transfer.SentBy, SentAt = transfer.SentAt, AnswerBy = transfer.AnswerBy,
            AnsweredBy = transfer.SentBy, AnsweredAt = now, Facts = new ReferralFacts(facts.Remains, rule.Bodies[0], rule.Parts).Seal(ring.FactsKey, id), DoorGeneration = door.Generation,
            ForCase = SealedBox.SealKey(door.Checked(directory), Referral.KeyForCase(id, door.Generation, file.Id), key),
            Letter = Envelope.Seal(working, Referral.Words(id, file.Id), JsonSerializer.SerializeToUtf8Bytes(new ReferralLetter(CaseFacts.Open(ring.FactsKey, file.Id, file.Facts).Pseudonym, written, new Dictionary<string, string[]>())), Padding.Report), Mac = [],
        };
        row.Sign(directory);
        data.Referrals.Add(row);
        data.ReferralKeys.Add(await ReferralKey.ToLeads(data, directory, unitKeys, id, transfer.FromUnit, ReferralKeyOf.Letter, key).ConfigureAwait(false));
        return (id, rule.Parts);
    }

    private async Task GiveLetter(SalaData data, SignedIn by, Referral row, RecordId person)
    {
        var held = await data.ReferralKeys.AsNoTracking().Where(k => k.ReferralId == row.Id && k.Of == ReferralKeyOf.Letter).ToListAsync().ConfigureAwait(false);
        if (held.Exists(k => k.Holder == CaseHolder.Person && k.HolderId == person) || await Open(by, row, held, ReferralKeyOf.Letter).ConfigureAwait(false) is not { } key) return;
        using (key) data.ReferralKeys.Add(ReferralKey.ToPerson(directory, row.Id, await data.People.SingleAsync(p => p.Id == person).ConfigureAwait(false), key));
    }

    private async Task<SecretKey?> Open(SignedIn by, Referral row, List<ReferralKey> held, ReferralKeyOf of)
    {
        foreach (var key in held.Where(k => k.Of == of && k.Holds(directory)))
        {
            try
            {
                if (key.Holder == CaseHolder.Person)
                {
                    if (key.HolderId == by.PersonId && row.State == ReferralState.Accepted) return SealedBox.OpenKey(by.Keys, key.Binding, key.Sealed);
                    continue;
                }
                if (!by.Has(Roles.Lead, key.HolderId)) continue;
                using var leads = await unitKeys.Open(by, key.HolderId, key.Epoch, PairKind.Leads).ConfigureAwait(false);
                if (leads is not null) return SealedBox.OpenKey(leads, key.Binding, key.Sealed);
            }
            catch (CannotOpenException)
            {
                continue;
            }
        }
        return null;
    }

    /// <summary>A referral to a unit for which this person answers, or of which they were given a part.</summary>
    private async Task<(Referral Row, CaseFile File, bool Answers)> Require(SignedIn by, RecordId referral, string what)
    {
        await using var data = store.Read();
        var row = await data.Referrals.SingleOrDefaultAsync(r => r.Id == referral).ConfigureAwait(false);
        var caseId = row?.CaseId ?? referral;
        // Asked in any case, so that "not there" takes as long as "not for you".
        var conflict = await cases.Conflicts.Concerns(data, by, caseId).ConfigureAwait(false);
        var objected = await Objections.Against(data, caseId, by.PersonId).ConfigureAwait(false);
        var file = await data.Cases.SingleOrDefaultAsync(c => c.Id == caseId).ConfigureAwait(false);
        var given = await data.ReferralKeys.AnyAsync(k => k.ReferralId == referral && k.Holder == CaseHolder.Person && k.HolderId == by.PersonId).ConfigureAwait(false);
        var answers = row?.ToUnit is { } unit && by.Has(Roles.Lead, unit);
        var reads = answers || (given && row!.State == ReferralState.Accepted && by.Has(RoleGroups.Caseworkers, row.ToUnit!.Value));
        if (row is not null && file is not null && reads && !conflict && !objected && row.Holds(directory) && CaseKeys.Holds(directory, file)) return (row, file, answers);
        if (conflict && reads) await cases.Conflicts.TellOversight(by.PersonId, caseId).ConfigureAwait(false);
        // On behalf of no unit: who tried is read by oversight alone.
        await store.Refuse(new Deed(by.PersonId, what, referral)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    /// <summary>A referral to a unit for which this person answers: who was given a part only reads.</summary>
    private async Task<Referral> RequireAnswering(SignedIn by, RecordId referral, string what)
    {
        var (row, _, answers) = await Require(by, referral, what).ConfigureAwait(false);
        if (answers) return row;
        await store.Refuse(new Deed(by.PersonId, what, row.CaseId)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    /// <summary>The access ends by itself when the last day is over.</summary>
    private DateTimeOffset? End(Referral row) => row.EndsOn is { } last ? ReferralClock.EndOf(last, referring.Zone) : null;
}
