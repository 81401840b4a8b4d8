using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases.Exports;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Referrals;

/// <summary>What a unit asks another for.</summary>
/// <param name="Purpose">Code of <c>services</c> in the pack's form; left empty for a transfer.</param>
/// <param name="Body">Code of <c>to_body</c>.</param>
/// <param name="Answers">The further answers of the form, by name; unknown names are left out.</param>
/// <param name="EndsOn">The last day of the help, where one is agreed.</param>
/// <param name="Remains">For a transfer: what the own unit goes on helping with, a purpose of the rule table; empty where it leaves altogether.</param>
public sealed record ReferralRequest(ReferralKind Kind, RecordId ToUnit, string Purpose, string Body, IReadOnlyDictionary<string, string> Answers, DateOnly? EndsOn = null, string Remains = "", string Service = "");

/// <summary>What the other unit will see, before anything is sent.</summary>
/// <param name="Entries">Those that the sender reads too.</param>
/// <param name="Unread">How many go along, by kind, from parts that the sender's own role does not read.</param>
public sealed record WhatGoes(ReferralRule Rule, IReadOnlyDictionary<string, string[]> Codes, IReadOnlyList<OpenedEntry> Entries, IReadOnlyDictionary<EntryKind, int> Unread);

/// <summary>A referral as those on the case see it.</summary>
/// <param name="Letter">Null where it was sealed to a key that this person never held.</param>
/// <param name="Answer">Null where there is none yet, or it does not open.</param>
/// <param name="Silent">The time for an answer is over.</param>
/// <param name="MayEnd">Whether this person takes it back or ends it.</param>
public sealed record SentReferral(Referral Row, ReferralFacts Facts, ReferralLetter? Letter, ReferralAnswer? Answer, bool Silent, bool MayEnd);

/// <summary>
/// The side of the unit that leads a case: asks another unit to help, or to lead; takes it back; ends it. What goes along is the least that the pack's table gives the purpose, sealed anew for the
/// leads of the other unit.
/// </summary>
public sealed class Referring
{
    /// <summary>Questions of the pack's form that the sender answers; everything else of it is the receiver's, or follows from what was chosen.</summary>
    public static readonly IReadOnlyList<string> Asked = ["purpose", "summary", "child_assent", "carer_consent", "ground", "ground_document", "child_told", "child_view", "child_view_words", "first_contact", "contact_way", "child_language", "escort"];

    private readonly Store store;
    private readonly CaseDesk cases;
    private readonly StaffDirectory directory;
    private readonly UnitKeys unitKeys;
    private readonly HostRing ring;
    private readonly Country country;
    private readonly TimeProvider clock;
    private readonly CaseKeys keys;

    public Referring(Store store, CaseDesk cases, CaseErasure erasure, StaffDirectory directory, UnitKeys unitKeys, HostRing ring, ReferralRules rules, Country country, TimeProvider clock)
    {
        (this.store, this.cases, this.directory, this.unitKeys, this.ring, this.country, this.clock, Rules) = (store, cases, directory, unitKeys, ring, country, clock, rules);
        keys = new CaseKeys(directory, unitKeys, clock);
        erasure.AlsoErased.Add(async (data, id) =>
        {
            await data.ReferralEntries.Where(e => e.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.ReferralKeys.Where(k => data.Referrals.Any(r => r.CaseId == id && r.Id == k.ReferralId)).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.Referrals.Where(r => r.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        });
    }

    public ReferralRules Rules { get; }

    internal TimeZoneInfo Zone => country.TimeZone;

    /// <summary>Shows the sender what the other unit will see.</summary>
    /// <returns>Null where the pack has no rule for it: then nothing can be sent.</returns>
    /// <exception cref="NotForYouException">The person neither leads the case's unit nor opened the case.</exception>
    public async Task<WhatGoes?> Preview(SignedIn by, RecordId id, string purpose, string body)
    {
        using var opened = await RequireGiver(by, id, "referral.preview").ConfigureAwait(false);
        if (Rules.For(purpose, body) is not { } rule) return null;
        await using var data = store.Read();
        var (_, codes, entries) = await Chosen(data, opened, rule, body).ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.preview", id, opened.Case.UnitId) { Detail = $"{rule.Purpose} {body}" }, _ => Task.CompletedTask).ConfigureAwait(false);
        return new WhatGoes(rule, codes, [.. entries.Where(e => opened.Holds(e.Compartment))],
            entries.Where(e => !opened.Holds(e.Compartment)).GroupBy(e => e.Kind).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>Whether this person sends referrals of a case.</summary>
    public async Task<bool> MaySend(SignedIn by, RecordId id)
    {
        await using var data = store.Read();
        return await data.Cases.Where(c => c.Id == id).Select(c => (RecordId?)c.UnitId).SingleOrDefaultAsync().ConfigureAwait(false) is { } unit && (by.Has(Roles.Lead, unit) || await CaseDesk.IsOpener(data, by, id).ConfigureAwait(false));
    }

    /// <summary>Asks another unit to help, or to lead.</summary>
    /// <exception cref="RefusedException">The pack has no rule for it; the other unit does not work; no summary, or a name in it; the child neither agrees nor is there a ground; or it was asked already.</exception>
    /// <exception cref="NotForYouException">The person neither leads the case's unit nor opened the case, or does not hold the keys of a part that would go along.</exception>
    public async Task<RecordId> Send(SignedIn by, RecordId id, ReferralRequest asked)
    {
        using var opened = await RequireGiver(by, id, "referral.send").ConfigureAwait(false);
        var transfer = asked.Kind == ReferralKind.Transfer;
        if (transfer && !Enum.GetValues<Compartment>().All(opened.Gives)) throw await cases.Refused(by, id, "referral.send").ConfigureAwait(false);
        var rule = transfer ? new ReferralRule("", [asked.Body], [], [], []) : Rules.For(asked.Purpose, asked.Body) ?? throw new RefusedException("referral.no-rule", "The country's table has no rule for this purpose and this kind of body, so nothing goes. Nothing was sent. Choose another.");
        if (rule.Parts.Any(p => !opened.Gives(p))) throw await cases.Refused(by, id, "referral.send").ConfigureAwait(false);
        if (transfer && asked.Remains.Length > 0 && !Rules.All.Any(r => r.Purpose == asked.Remains)) throw new RefusedException("referral.no-rule", "The country's table has no rule for this purpose and this kind of body, so nothing goes. Nothing was sent. Choose another.");
        var paper = asked.Kind == ReferralKind.Paper;
        if (!paper && (asked.ToUnit == opened.Case.UnitId || await WhyNot(asked.ToUnit).ConfigureAwait(false))) throw new RefusedException("referral.unit", "That unit cannot take it now. Nothing was sent. Choose another.");
        var written = Written(asked);
        RequireAssent(written);
        var (referral, now) = (RecordId.Random(), Now());
        var deed = new Deed(by.PersonId, "referral.send", id, opened.Case.UnitId) { Detail = $"{referral} {asked.Kind}", AlsoUnit = paper ? null : asked.ToUnit };
        await store.Change(deed, async data =>
        {
            await Merging.RequireSameKeys(data, opened).ConfigureAwait(false);
            if (opened.Case.Stage == CaseStage.Closed) throw new RefusedException("referral.closed", "The case is closed. Nothing was changed. Open it again first.");
            if (!paper && await data.Referrals.AnyAsync(r => r.CaseId == id && r.ToUnit == asked.ToUnit && r.State == ReferralState.Sent).ConfigureAwait(false))
                throw new RefusedException("referral.waiting", "This unit was asked already and has not answered. Nothing was sent. Take that back first.");
            if (!paper && await Helps(data, id, asked.ToUnit, rule.Parts).ConfigureAwait(false))
                throw new RefusedException("referral.helps", "This unit helps with this part already. Nothing was sent. Ask it there, or end that help first.");
            if (transfer && await data.Referrals.AnyAsync(r => r.CaseId == id && r.Kind == ReferralKind.Transfer && r.State == ReferralState.Sent).ConfigureAwait(false))
                throw new RefusedException("referral.waiting", "This unit was asked already and has not answered. Nothing was sent. Take that back first.");
            var (facts, codes, entries) = await Chosen(data, opened, rule, asked.Body).ConfigureAwait(false);
            // A paper is read by who prints it: what the sender does not read stays.
            if (paper) entries.RemoveAll(e => !opened.Holds(e.Compartment));
            var tokens = await Conflicts.Of(data, id).ConfigureAwait(false);
            if (written.Answers.Values.Any(a => ExportCheck.HasName(a, cases.Conflicts, tokens)) || ExportCheck.HasName(facts.Pseudonym, cases.Conflicts, tokens))
                throw new RefusedException("referral.name", "A name or number of somebody in the case stands in what you wrote. It is read before the other unit has accepted. Nothing was sent. Write it without the name.");
            using var key = SecretKey.Random();
            using var working = key.WithSlot(opened.SlotKey);
            var door = await data.CaseDoors.SingleAsync(d => d.CaseId == id && d.Generation == opened.Case.IntakeGeneration).ConfigureAwait(false);
            var letter = new ReferralLetter(facts.Pseudonym, written, codes);
            var row = new Referral
            {
                Id = referral, CaseId = id, Kind = asked.Kind, State = ReferralState.Sent, FromUnit = opened.Case.UnitId, ToUnit = paper ? null : asked.ToUnit, SentBy = by.PersonId, SentAt = now,
                AnswerBy = now + Rules.AnswerWithin(opened.Case.Urgency), EndsOn = asked.EndsOn is { } last ? ReportDay.From(last) : null,
                Facts = new ReferralFacts(transfer ? "" : asked.Purpose, asked.Body, rule.Parts, asked.Service, asked.Remains).Seal(ring.FactsKey, referral),
                DoorGeneration = door.Generation, ForCase = SealedBox.SealKey(door.Checked(directory), Referral.KeyForCase(referral, door.Generation, id), key),
                Letter = Envelope.Seal(working, Referral.Words(referral, id), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(letter), Padding.Report), Mac = [],
            };
            row.Sign(directory);
            deed.Ciphertext = row.Letter;
            data.Referrals.Add(row);
            foreach (var (entry, turn) in entries.Select((e, turn) => (e, turn))) data.ReferralEntries.Add(ReferralEntry.Seal(working, referral, id, entry, turn));
            if (!paper) data.ReferralKeys.Add(await ReferralKey.ToLeads(data, directory, unitKeys, referral, asked.ToUnit, ReferralKeyOf.Letter, key).ConfigureAwait(false));
            if (transfer)
                foreach (var part in Enum.GetValues<Compartment>())
                    foreach (var (generation, partKey) in opened.Keys(part)) data.ReferralKeys.Add(await ReferralKey.ToLeads(data, directory, unitKeys, referral, asked.ToUnit, ReferralKeyOf.Part, partKey, part, generation).ConfigureAwait(false));
            // The child is told that another office is asked (N1); until somebody did, that is a task of the case.
            if (written["child_told"] != "yes" && opened.Holds(Compartment.Intake))
                await cases.Add(data, opened, new Deed(by.PersonId, "referral.send"), RecordId.Random(), 1, Compartment.Intake, EntryKind.Task, by.PersonId,
                    EntryBody.Of(new Dictionary<string, string> { ["task"] = ReferralTask, ["referral"] = referral.ToString(), ["safety"] = "no", ["done"] = "no" })).ConfigureAwait(false);
            if (!paper) await Tell(data, id, asked.ToUnit).ConfigureAwait(false);
        }, id).ConfigureAwait(false);
        return referral;
    }

    /// <summary>The task that stands on a case until the child was told.</summary>
    public const string ReferralTask = "tell_child_of_referral";

    /// <summary>The referrals of a case, those that wait first and then the newest, for those who read its intake part. The reading stands in the trail with that of the case.</summary>
    public async Task<IReadOnlyList<SentReferral>> Of(SignedIn by, RecordId id)
    {
        using var opened = await cases.Require(by, id, "referral.list").ConfigureAwait(false);
        if (!opened.Holds(Compartment.Intake) && !by.Has(Roles.Lead, opened.Case.UnitId)) return [];
        var mayEnd = await MaySend(by, id).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        await using var data = store.Read();
        var rows = (await data.Referrals.Where(r => r.CaseId == id).OrderByDescending(r => r.SentAt).ToListAsync().ConfigureAwait(false)).Where(r => r.Holds(directory)).ToList();
        return [.. rows.OrderBy(r => r.State is not (ReferralState.Sent or ReferralState.Accepted)).ThenBy(r => r.State).Select(r => new SentReferral(r, ReferralFacts.Open(ring.FactsKey, r), LetterOf(opened, r), AnswerOf(opened, r), r.State == ReferralState.Sent && r.AnswerBy <= now,
            mayEnd && (r.State is ReferralState.Sent or ReferralState.Accepted)))];
    }

    /// <summary>Takes back what was not answered yet: the other unit's keys of it are deleted.</summary>
    public async Task Withdraw(SignedIn by, RecordId referral)
    {
        var row = await Sent(by, referral, "referral.withdraw").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.withdraw", row.CaseId, row.FromUnit) { Detail = referral.ToString(), AlsoUnit = row.ToUnit }, async data =>
        {
            var now = await InState(data, referral, ReferralState.Sent).ConfigureAwait(false);
            (now.State, now.EndedBy, now.EndedAt) = (ReferralState.Withdrawn, by.PersonId, Now());
            now.Sign(directory);
            await Forget(data, referral).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Ends the help: the parts get new keys, so that with the old ones nothing is read that is written from now on.</summary>
    /// <exception cref="RefusedException">It was not accepted, or has ended.</exception>
    public async Task End(SignedIn by, RecordId referral)
    {
        var row = await Sent(by, referral, "referral.end").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "referral.end", row.CaseId, row.FromUnit) { Detail = referral.ToString(), AlsoUnit = row.ToUnit }, data => End(data, referral, by.PersonId), row.CaseId).ConfigureAwait(false);
    }

    /// <summary>Writes down what a body without Sala answered.</summary>
    /// <param name="accepted">Whether it helps.</param>
    /// <param name="answer">Who answered there, on which day, and why where it was declined.</param>
    public async Task Record(SignedIn by, RecordId referral, bool accepted, ReferralAnswer answer)
    {
        var row = await Sent(by, referral, "referral.record").ConfigureAwait(false);
        if (row.Kind != ReferralKind.Paper) throw await cases.Refused(by, row.CaseId, "referral.record").ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(answer.By) || answer.On is null || (!accepted && answer.Reason.Length == 0))
            throw new RefusedException("referral.answered-by", "Say who answered, on which day, and why where it was declined. Nothing was changed.");
        await store.Change(new Deed(by.PersonId, accepted ? "referral.accept" : "referral.decline", row.CaseId, row.FromUnit) { Detail = referral.ToString() }, async data =>
        {
            var now = await InState(data, referral, ReferralState.Sent).ConfigureAwait(false);
            (now.State, now.AnsweredBy, now.AnsweredAt) = (accepted ? ReferralState.Accepted : ReferralState.Declined, by.PersonId, Now());
            await Answer(data, now, answer).ConfigureAwait(false);
            now.Sign(directory);
        }).ConfigureAwait(false);
    }

    /// <summary>The end of an accepted referral, in the transaction of who ends it: a person of either unit, or the clock.</summary>
    internal async Task End(SalaData data, RecordId referral, RecordId? by)
    {
        var row = await InState(data, referral, ReferralState.Accepted).ConfigureAwait(false);
        (row.State, row.EndedBy, row.EndedAt) = (ReferralState.Ended, by, Now());
        row.Sign(directory);
        await Forget(data, referral).ConfigureAwait(false);
        var file = await data.Cases.SingleAsync(c => c.Id == row.CaseId).ConfigureAwait(false);
        var parts = await data.CaseGrants.Where(g => g.CaseId == row.CaseId && g.Through == referral).Select(g => g.Compartment).Distinct().ToListAsync().ConfigureAwait(false);
        await data.CaseGrants.Where(g => g.CaseId == row.CaseId && g.Through == referral).ExecuteDeleteAsync().ConfigureAwait(false);
        foreach (var part in parts.Order()) await keys.Renew(data, file, part, by ?? row.SentBy, g => g.Through != referral).ConfigureAwait(false);
    }

    /// <summary>Seals an answer for those on the case, and for the leads of the unit that gave it.</summary>
    internal async Task Answer(SalaData data, Referral row, ReferralAnswer answer)
    {
        var file = await data.Cases.AsNoTracking().SingleAsync(c => c.Id == row.CaseId).ConfigureAwait(false);
        if (await data.CaseDoors.SingleOrDefaultAsync(d => d.CaseId == row.CaseId && d.Generation == file.IntakeGeneration).ConfigureAwait(false) is not { } door) return;
        using var slot = cases.SlotOf(file);
        using var key = SecretKey.Random();
        using var working = key.WithSlot(slot);
        row.Answer = Envelope.Seal(working, Referral.AnswerWords(row.Id, row.CaseId), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(answer), Padding.Message);
        row.AnswerGeneration = door.Generation;
        row.AnswerForCase = SealedBox.SealKey(door.Checked(directory), Referral.AnswerKeyForCase(row.Id, door.Generation, row.CaseId), key);
        if (row.ToUnit is { } unit) data.ReferralKeys.Add(await ReferralKey.ToLeads(data, directory, unitKeys, row.Id, unit, ReferralKeyOf.Answer, key).ConfigureAwait(false));
    }

    /// <summary>The referrals of these cases that are accepted: a grant through any other, put back by another hand, counts for nothing.</summary>
    internal static async Task<HashSet<RecordId>> Accepted(SalaData data, StaffDirectory directory, IReadOnlyCollection<RecordId> cases) =>
        [.. (await data.Referrals.AsNoTracking().Where(r => cases.Contains(r.CaseId) && r.State == ReferralState.Accepted).ToListAsync().ConfigureAwait(false)).Where(r => r.Holds(directory)).Select(r => r.Id)];

    /// <summary>Whether a unit helps with one of these parts: a part is open to a unit by one referral at a time.</summary>
    private async Task<bool> Helps(SalaData data, RecordId caseId, RecordId unit, IReadOnlyList<Compartment> parts) =>
        (await data.Referrals.AsNoTracking().Where(r => r.CaseId == caseId && r.ToUnit == unit && r.State == ReferralState.Accepted).ToListAsync().ConfigureAwait(false)).Exists(r => r.Holds(directory) && ReferralFacts.Open(ring.FactsKey, r).Parts.Intersect(parts).Any());

    /// <summary>The other unit's keys of the letter, of what went along and of parts are deleted, and the copies with them.</summary>
    internal static async Task Forget(SalaData data, RecordId referral)
    {
        await data.ReferralKeys.Where(k => k.ReferralId == referral && k.Of != ReferralKeyOf.Answer).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.ReferralEntries.Where(e => e.ReferralId == referral).ExecuteDeleteAsync().ConfigureAwait(false);
    }

    internal static RefusedException Over => new("referral.ended", "This was answered, taken back or ended a moment ago. Nothing was changed.");

    /// <exception cref="RefusedException">It stands elsewhere by now: somebody was quicker.</exception>
    internal async Task<Referral> InState(SalaData data, RecordId referral, ReferralState state)
    {
        var row = await data.Referrals.SingleOrDefaultAsync(r => r.Id == referral).ConfigureAwait(false);
        if (row is null || !row.Holds(directory) || row.State != state || !await IsLast(data, row).ConfigureAwait(false)) throw Over;
        return row;
    }

    private static readonly string[] Turns = ["referral.send", "referral.accept", "referral.decline", "referral.withdraw", "referral.end"];

    /// <summary>Whether the row stands where the trail last left it: a rightly signed older one, put back by another hand, is not answered again. What remained after a transfer began accepted, without a deed of its own.</summary>
    private static async Task<bool> IsLast(SalaData data, Referral row)
    {
        var of = row.Id.ToString();
        var deeds = await data.AuditEntries.AsNoTracking().Where(e => e.Subject == row.CaseId && !e.Refused && Turns.Contains(e.Deed)).OrderByDescending(e => e.Number).Select(e => new { e.Deed, e.Detail }).ToListAsync().ConfigureAwait(false);
        return (row.State, deeds.FirstOrDefault(d => d.Detail.StartsWith(of, StringComparison.Ordinal))?.Deed) is (ReferralState.Sent, "referral.send") or (ReferralState.Accepted, "referral.accept" or null);
    }

    internal Task Tell(SalaData data, RecordId caseId, RecordId unit) => cases.Conflicts.Mail(data, caseId, unit, Roles.Lead);

    internal DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task<bool> WhyNot(RecordId unit)
    {
        await using var data = store.Read();
        return !await data.Units.AnyAsync(u => u.Id == unit).ConfigureAwait(false) || await unitKeys.WhyNotWorking(unit).ConfigureAwait(false) is not null;
    }

    private EntryBody Written(ReferralRequest asked)
    {
        var answers = new Dictionary<string, string> { ["kind"] = asked.Kind == ReferralKind.Transfer ? "transfer" : "referral", ["to_body"] = asked.Body };
        if (asked.Purpose.Length > 0) answers["services"] = asked.Purpose;
        foreach (var name in Asked)
        {
            if (asked.Answers.GetValueOrDefault(name)?.Trim() is not { Length: > 0 } given) continue;
            var question = Rules.Form[name];
            if (question.Choices.Count > 0 ? question.Choices.Any(c => c.Name == given) : given.Length <= Longest) answers[name] = given;
            else throw new RefusedException("referral.answer", "One of the answers is no choice of the form, or too long. Nothing was sent. Look at it again.");
        }
        return answers.ContainsKey("summary") ? new EntryBody(Rules.Form.Id, Rules.Form.Version, answers, "") : throw new RefusedException("referral.summary", "A summary is needed, so that the other unit can decide. Nothing was sent.");
    }

    /// <summary>Longest words to one question, in characters.</summary>
    public const int Longest = 3000;

    /// <summary>Without the child's assent a ground is needed; an order has its document (rules D1, D3).</summary>
    private static void RequireAssent(EntryBody written)
    {
        if (written["child_assent"] == "yes" || written["ground"] is "danger" or "law" || (written["ground"] == "court" && written["ground_document"].Length > 0)) return;
        throw new RefusedException("referral.assent", "Ask the child first. Without their agreement a ground is needed: danger, a duty by law, or an order of a court with its number. Nothing was sent.");
    }

    private async Task<OpenedCase> RequireGiver(SignedIn by, RecordId id, string what)
    {
        var opened = await cases.Require(by, id, what).ConfigureAwait(false);
        if (await MaySend(by, id).ConfigureAwait(false)) return opened;
        opened.Dispose();
        throw await cases.Refused(by, id, what).ConfigureAwait(false);
    }

    /// <summary>The referral, for who sends and ends those of its case. What somebody else may not see is refused as what is not there.</summary>
    private async Task<Referral> Sent(SignedIn by, RecordId referral, string what)
    {
        Referral? row;
        await using (var data = store.Read()) row = await data.Referrals.SingleOrDefaultAsync(r => r.Id == referral).ConfigureAwait(false);
        if (row is null || !row.Holds(directory)) throw await cases.Refused(by, referral, what).ConfigureAwait(false);
        using var opened = await RequireGiver(by, row.CaseId, what).ConfigureAwait(false);
        return row;
    }

    private async Task<(CaseFacts Facts, Dictionary<string, string[]> Codes, List<OpenedEntry> Entries)> Chosen(SalaData data, OpenedCase opened, ReferralRule rule, string body)
    {
        var facts = CaseFacts.Open(ring.FactsKey, opened.Case.Id, opened.Case.Facts);
        var newest = CaseDesk.Newest(await data.CaseEntries.AsNoTracking().Where(e => e.CaseId == opened.Case.Id).ToListAsync().ConfigureAwait(false));
        var entries = newest.Where(e => ReferralRules.MayReach(body, e.Compartment)).Select(e => CaseDesk.Opened(opened, e)).OfType<OpenedEntry>().Where(rule.Takes).ToList();
        return (facts, facts.Codes.Where(c => rule.Facts.Contains(c.Key)).ToDictionary(), entries);
    }

    internal ReferralFacts FactsOf(Referral row) => ReferralFacts.Open(ring.FactsKey, row);

    /// <summary>The letter, and what was chosen to go along, for who holds the intake part; null where it was sealed to a key that they never held.</summary>
    internal static async Task<(ReferralLetter Letter, IReadOnlyList<OpenedEntry> Entries)?> Opened(SalaData data, OpenedCase opened, Referral row)
    {
        if (opened.Keys(Compartment.Intake).FirstOrDefault(k => k.Generation == row.DoorGeneration).Key is not { } intake || LetterOf(opened, row) is not { } letter) return null;
        using var pair = CaseDoor.Pair(intake);
        using var key = SealedBox.OpenKey(pair, Referral.KeyForCase(row.Id, row.DoorGeneration, row.CaseId), row.ForCase);
        using var working = key.WithSlot(opened.SlotKey);
        var along = await data.ReferralEntries.Where(e => e.ReferralId == row.Id).OrderBy(e => e.Turn).ThenBy(e => e.At).ToListAsync().ConfigureAwait(false);
        return (letter, along.ConvertAll(e => e.Open(working)));
    }

    private static ReferralLetter? LetterOf(OpenedCase opened, Referral row) => Open<ReferralLetter>(opened, row.DoorGeneration, row.ForCase, Referral.KeyForCase(row.Id, row.DoorGeneration, row.CaseId), row.Letter, Referral.Words(row.Id, row.CaseId));

    private static ReferralAnswer? AnswerOf(OpenedCase opened, Referral row) => row.Answer is null || row.AnswerForCase is null ? null
        : Open<ReferralAnswer>(opened, row.AnswerGeneration, row.AnswerForCase, Referral.AnswerKeyForCase(row.Id, row.AnswerGeneration, row.CaseId), row.Answer, Referral.AnswerWords(row.Id, row.CaseId));

    private static T? Open<T>(OpenedCase opened, int generation, byte[] forCase, Binding keyBinding, byte[] words, Binding binding) where T : class
    {
        if (!opened.Holds(Compartment.Intake) || opened.Keys(Compartment.Intake).FirstOrDefault(k => k.Generation == generation).Key is not { } intake) return null;
        using var pair = CaseDoor.Pair(intake);
        using var key = SealedBox.OpenKey(pair, keyBinding, forCase);
        using var working = key.WithSlot(opened.SlotKey);
        return System.Text.Json.JsonSerializer.Deserialize<T>(Envelope.Open(working, binding, words));
    }
}
