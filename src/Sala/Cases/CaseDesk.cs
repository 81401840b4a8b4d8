using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases.Lists;
using Sala.Cases.Course;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>One version of an entry, opened.</summary>
public sealed record OpenedEntry(RecordId Id, int Version, Compartment Compartment, EntryKind Kind, RecordId PersonId, DateTimeOffset At, EntryBody Body);

/// <summary>Who holds a part of a case, and what for.</summary>
public sealed record PartHolder(RecordId PersonId, Compartment Compartment, DateTimeOffset From, DateTimeOffset? Until, string Purpose, bool ByOrder);

/// <summary>A case as far as it opens for one person.</summary>
/// <param name="Parts">The parts that open; everything else of the case does not exist for this person.</param>
/// <param name="Entries">The newest version of each entry in these parts, in the order in which they were begun.</param>
/// <param name="Whole">The kinds of which every entry of the case is among them: of any other, a count would be a guess.</param>
public sealed record CaseView(
    RecordId Id, RecordId UnitId, CaseStage Stage, Urgency Urgency, ReportDay Day, CaseFacts Facts, IReadOnlyList<Compartment> Parts, IReadOnlyList<OpenedEntry> Entries,
    IReadOnlyList<PartHolder> Holders, IReadOnlyList<RecordId> Reports, IReadOnlySet<EntryKind> Whole)
{
    public IEnumerable<OpenedEntry> Of(EntryKind kind) => Entries.Where(e => e.Kind == kind);
}

/// <summary>One line of the list of cases.</summary>
/// <param name="Into">The file of the same child that this one stands behind (<see cref="Merging"/>), where it is on the list too; null otherwise.</param>
public sealed record CaseLine(RecordId Id, RecordId UnitId, CaseStage Stage, Urgency Urgency, ReportDay Day, string Pseudonym, RecordId? Into = null)
{
    /// <summary>As staff say it; empty where it has none.</summary>
    public string Number { get; init; } = "";

    /// <summary>Why it stands above others, the gravest first; empty for most.</summary>
    public IReadOnlyList<Burn> Burns { get; init; } = [];

    /// <summary>How many tasks of the parts that open are late.</summary>
    public int TasksLate { get; init; }
}

/// <summary>What is done with a case. Each deed asks for the person, writes the audit entry in the same transaction, and refuses where there is no grant.</summary>
public sealed class CaseDesk
{
    private readonly Store store;
    private readonly StaffDirectory directory;
    private readonly HostRing ring;
    private readonly KeyStore slots;
    private readonly ReportDesk reports;
    private readonly Country country;
    private readonly TimeProvider clock;
    private readonly SafeguardRules rules;
    private readonly CaseOpening opening;
    private readonly CaseKeys keys;

    public CaseDesk(Store store, StaffDirectory directory, UnitKeys unitKeys, HostRing ring, KeyStore slots, ReportDesk reports, SafeguardRules rules, Conflicts conflicts, Country country, TimeProvider clock)
    {
        (this.store, this.directory, this.ring, this.slots, this.reports, this.rules, this.country, this.clock) = (store, directory, ring, slots, reports, rules, country, clock);
        Conflicts = conflicts;
        opening = new CaseOpening(store, directory, unitKeys, slots, conflicts, clock);
        keys = new CaseKeys(directory, unitKeys, clock);
        Finding = new CaseFinding(store, directory, ring, slots, conflicts, country, clock);
        coded = [.. country.Languages.SelectMany(l => country.Texts(l.Code).Keys).Where(k => k.StartsWith("task.", StringComparison.Ordinal)).Select(k => k["task.".Length..])];
        titles = country.Languages.SelectMany(l => country.Texts(l.Code)["export.titles"].Split(' ')).Select(Names.Plain).ToHashSet();
        Clocks = new CaseClocks(directory, ring, conflicts, rules, country, clock);
        Renewal = new CaseRenewal(store, keys, directory, unitKeys, clock);
    }

    /// <summary>The tasks that the pack has words for.</summary>
    private readonly HashSet<string> coded;

    /// <summary>What stands before a name in the country's languages.</summary>
    private readonly HashSet<string> titles;

    public Conflicts Conflicts { get; }

    /// <summary>Lists, board and search.</summary>
    public CaseFinding Finding { get; }
    /// <summary>The clocks of all cases, turned in the transaction of what moves them.</summary>
    internal CaseClocks Clocks { get; }

    public CaseRenewal Renewal { get; }

    /// <summary>Opens a case from a report that this person works on: what was told is sealed anew under the intake part; each part gets a key of its own, sealed to the leads of the unit.</summary>
    /// <param name="pseudonym">The made-up name of the child, used on every list.</param>
    /// <exception cref="RefusedException">The report is not taken by this person, or a case was opened from it.</exception>
    public async Task<RecordId> Open(SignedIn by, RecordId reportId, string pseudonym)
    {
        using var report = await reports.Open(by, reportId, "case.open").ConfigureAwait(false);
        await reports.RequireLasting(by, report, "case.open").ConfigureAwait(false);
        if (report.Report.AssignedTo != by.PersonId) throw new RefusedException("report.not-taken", "A case is opened by who works on the report. Nothing was changed. Take it first.");
        if (string.IsNullOrWhiteSpace(pseudonym)) throw new RefusedException("case.pseudonym", "The child needs a made-up name, for lists. Nothing was changed.");
        var content = ReportContent.Open(report.Conversation, reportId, report.Report.ContentGeneration, report.Report.Content);
        var id = RecordId.Random();
        var row = new CaseFile
        {
            Id = id, Country = report.Report.Country, UnitId = report.Report.UnitId, Stage = CaseStage.Opened, Urgency = report.Report.Urgency, Day = ReportDay.Of(clock.GetUtcNow(), country.TimeZone),
            Slot = slots.Take(), IntakeGeneration = 1, InvestigationGeneration = 1, CareGeneration = 1, LegalGeneration = 1,
            Facts = [], Mac = [],
        };
        var facts = new CaseFacts(pseudonym.Trim(), CodedFacts.Open(ring.FactsKey, reportId, report.Report.Facts).All);
        keys.Sign(row);
        var deed = new Deed(by.PersonId, "case.open", id, row.UnitId) { Detail = reportId.ToString() };
        await store.Change(deed, async data =>
        {
            if (await data.CaseReports.AnyAsync(r => r.ReportId == reportId).ConfigureAwait(false)) throw new RefusedException("case.opened", "A case was opened from this report already. Nothing was changed.");
            row.Number = await CaseNumber.Draw(data).ConfigureAwait(false);
            row.Facts = (facts with { Number = row.Number.Value }).Seal(ring.FactsKey, id);
            data.Cases.Add(row);
            await Clocks.Begin(data, row).ConfigureAwait(false);
            data.CaseReports.Add(new CaseReport { CaseId = id, ReportId = reportId });
            using var slot = slots.Read(row.Slot);
            foreach (var part in Enum.GetValues<Compartment>())
            {
                using var key = SecretKey.Random();
                await keys.ToLeads(data, row, part, 1, key, new Given(by.PersonId, "lead")).ConfigureAwait(false);
                if (part != Compartment.Intake) continue;
                await keys.ToPerson(data, row, part, 1, key, by.PersonId, new Given(by.PersonId, "opened the case")).ConfigureAwait(false);
                using var working = key.WithSlot(slot);
                var told = new EntryBody(content.Form, content.FormVersion, content.Answers, "");
                data.CaseEntries.Add(Entry(row, part, RecordId.Random(), 1, EntryKind.Told, by.PersonId, told, working, await Place(data).ConfigureAwait(false)));
            }
        }, id).ConfigureAwait(false);
        return id;
    }

    /// <summary>The reports from which a case was opened.</summary>
    internal async Task<IReadOnlySet<RecordId>> Reports()
    {
        await using var data = store.Read();
        return (await data.CaseReports.Select(r => r.ReportId).ToListAsync().ConfigureAwait(false)).ToHashSet();
    }

    /// <summary>Reads a case as far as it opens for this person.</summary>
    /// <exception cref="NotForYouException">There is no such case, no grant, or a conflict of interest: the answer is the same.</exception>
    public async Task<CaseView> Read(SignedIn by, RecordId id)
    {
        using var opened = await Require(by, id, "case.read").ConfigureAwait(false);
        await store.Change(On(by, "case.read", opened.Case, string.Join(',', opened.Parts)), _ => Task.CompletedTask).ConfigureAwait(false);
        await using var data = store.Read();
        return await View(data, opened).ConfigureAwait(false);
    }

    /// <summary>What of a case is open, as it stands in this transaction.</summary>
    internal async Task<CaseView> View(SalaData data, OpenedCase opened)
    {
        var id = opened.Case.Id;
        var parts = opened.Parts.ToList();
        var entries = Newest(await data.CaseEntries.Where(e => e.CaseId == id && parts.Contains(e.Compartment)).ToListAsync().ConfigureAwait(false)).Select(e => Opened(opened, e)).OfType<OpenedEntry>().ToList();
        var now = clock.GetUtcNow();
        var holders = keys.Holders((await data.CaseGrants.Where(g => g.CaseId == id && g.Holder == CaseHolder.Person && parts.Contains(g.Compartment)).ToListAsync().ConfigureAwait(false))
            .Where(g => g.Generation == opened.Case.Generation(g.Compartment) && (g.Until is null || g.Until > now) && CaseKeys.Holds(directory, g)));
        var from = await data.CaseReports.Where(r => r.CaseId == id).Select(r => r.ReportId).ToListAsync().ConfigureAwait(false);
        var every = (await data.CaseEntries.Where(e => e.CaseId == id).Select(e => new { e.Id, e.Kind }).Distinct().ToListAsync().ConfigureAwait(false)).GroupBy(e => e.Kind).ToDictionary(k => k.Key, k => k.Count());
        var whole = Enum.GetValues<EntryKind>().Where(kind => every.GetValueOrDefault(kind) == entries.Count(e => e.Kind == kind)).ToHashSet();
        return new CaseView(id, opened.Case.UnitId, opened.Case.Stage, opened.Case.Urgency, opened.Case.Day, CaseFacts.Open(ring.FactsKey, id, opened.Case.Facts), opened.Parts, entries, holders, from, whole);
    }

    /// <summary>The newest version of each entry, in the order in which they were begun.</summary>
    internal static IEnumerable<CaseEntry> Newest(IEnumerable<CaseEntry> versions) =>
        versions.GroupBy(e => e.Id).Select(v => (First: v.MinBy(e => e.Version)!, Newest: v.MaxBy(e => e.Version)!)).OrderBy(e => e.First.Place).ThenBy(e => e.First.At).Select(e => e.Newest);

    /// <summary>The newest version of an entry, and who wrote it.</summary>
    internal static async Task<(int Version, RecordId By)> Newest(SalaData data, RecordId id, RecordId entry)
    {
        var newest = await data.CaseEntries.Where(e => e.CaseId == id && e.Id == entry).OrderByDescending(e => e.Version).Select(e => new { e.Version, e.PersonId }).FirstAsync().ConfigureAwait(false);
        return (newest.Version, newest.PersonId);
    }

    /// <summary>The cases that open for this person, those that burn first. One with a conflict of interest is not among them, and not counted.</summary>
    public async Task<IReadOnlyList<CaseLine>> Mine(SignedIn by, int most = 200) => (await Finding.All(by, most).ConfigureAwait(false)).Lines;

    /// <summary>Those among these cases of which a part opens for this person, and those that they lead; asked of cases that are on their list.</summary>
    internal async Task<(IReadOnlySet<RecordId> Read, IReadOnlySet<RecordId> Led)> WithPart(SignedIn by, Compartment part, IReadOnlyCollection<RecordId> listed)
    {
        var reach = await Finding.Reach.Now(by).ConfigureAwait(false);
        var rows = listed.Select(id => Finding.Board[id]).OfType<CaseRow>().Select(row => (row.Id, row.UnitId, Parts: reach.PartsOf(row))).ToList();
        return (rows.Where(r => r.Parts.Has(part)).Select(r => r.Id).ToHashSet(), rows.Where(r => r.Parts != Parts.None && by.Has(Roles.Lead, r.UnitId)).Select(r => r.Id).ToHashSet());
    }

    /// <summary>What is written by its own service alone, which asks the rules first: else a step could be written down as if it had been let begin.</summary>
    private static readonly EntryKind[] Guarded = [EntryKind.Told, EntryKind.Plan, EntryKind.Override, EntryKind.Objection, EntryKind.Authority, EntryKind.Decision, EntryKind.Course, EntryKind.Account, EntryKind.Letter];

    /// <summary>Writes something new into a part of a case.</summary>
    /// <exception cref="RefusedException">Things of this kind are written under safeguards (<see cref="Planning"/>).</exception>
    public async Task<RecordId> Write(SignedIn by, RecordId id, Compartment part, EntryKind kind, EntryBody body)
    {
        await RequireFree(by, id, kind).ConfigureAwait(false);
        return await Do(by, id, part, $"case.write-{Word(kind)}", async (data, opened, deed) =>
        {
            EntryCodes.Require(kind, body);
            return await Begin(data, opened, deed, by, part, kind, body).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal Task<RecordId> WriteAny(SignedIn by, RecordId id, Compartment part, EntryKind kind, EntryBody body) => Do(by, id, part, $"case.write-{Word(kind)}", (data, opened, deed) => Begin(data, opened, deed, by, part, kind, body));

    private async Task<RecordId> Begin(SalaData data, OpenedCase opened, Deed deed, SignedIn by, Compartment part, EntryKind kind, EntryBody body)
    {
        await RequireOpenFor(data, opened.Case.Id, kind).ConfigureAwait(false);
        var entry = RecordId.Random();
        await Add(data, opened, deed, entry, 1, part, kind, by.PersonId, body).ConfigureAwait(false);
        return entry;
    }

    /// <summary>What is still to be done stands in an open case, where somebody sees it.</summary>
    internal static async Task RequireOpenFor(SalaData data, RecordId id, EntryKind kind)
    {
        if (kind is EntryKind.Task or EntryKind.Plan && await StageIn(data, id).ConfigureAwait(false) == CaseStage.Closed) throw IsClosed;
    }

    /// <summary>Changes an entry; what stood before stays readable as a version.</summary>
    /// <param name="version">The version that was read.</param>
    /// <exception cref="RefusedException">Somebody changed it since; both are told, and nothing is overwritten.</exception>
    public async Task Change(SignedIn by, RecordId id, RecordId entryId, int version, EntryBody body)
    {
        var last = await Last(by, id, entryId).ConfigureAwait(false);
        using (var opened = await Require(by, id, "case.change").ConfigureAwait(false))
            // What kind it is, only who reads it hears.
            if (!opened.Holds(last.Compartment)) throw await Refused(by, id, "case.change").ConfigureAwait(false);
        await RequireFree(by, id, last.Kind).ConfigureAwait(false);
        await Change(by, last, version, body, EntryCodes.Require).ConfigureAwait(false);
    }

    internal async Task ChangeAny(SignedIn by, RecordId id, RecordId entryId, int version, EntryBody body) =>
        await Change(by, await Last(by, id, entryId).ConfigureAwait(false), version, body, (_, _) => { }).ConfigureAwait(false);

    private async Task Change(SignedIn by, CaseEntry last, int version, EntryBody body, Action<EntryKind, EntryBody> require)
    {
        try
        {
            await TryChange(by, last, version, body, require).ConfigureAwait(false);
        }
        // A task that two people end at once is ended; of words, both hear.
        catch (RefusedException refused) when (refused.Code == ChangedCode && last.Kind != EntryKind.Task)
        {
            await TellTheOther(by, last.CaseId, last.Compartment, last.Id).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The task that tells the first of two people that somebody wrote beside them.</summary>
    public const string TwoWroteTask = "look_at_both";

    /// <summary>A task for who wrote first, once for each version: both hear of it. A closed case takes no task and stands on no list of tasks: there it is a mail without content.</summary>
    internal Task<bool> TellTheOther(SignedIn by, RecordId id, Compartment part, RecordId entry) => Do(by, id, part, "case.write-task", async (data, opened, deed) =>
    {
        var (version, first) = await Newest(data, id, entry).ConfigureAwait(false);
        if (first == by.PersonId) return true;
        if (await StageIn(data, id).ConfigureAwait(false) == CaseStage.Closed)
        {
            await Outbox.Add(data, [first], clock.GetUtcNow()).ConfigureAwait(false);
            return true;
        }
        var about = $"{entry}/{version}";
        if ((await View(data, opened).ConfigureAwait(false)).Of(EntryKind.Task).Any(t => t.Body["task"] == TwoWroteTask && t.Body["about"] == about)) return true;
        await Add(data, opened, deed, RecordId.Random(), 1, part, EntryKind.Task, by.PersonId, EntryBody.Of(new Dictionary<string, string> { ["task"] = TwoWroteTask, ["about"] = about, ["for"] = first.ToString(), ["safety"] = "no", ["done"] = "no" })).ConfigureAwait(false);
        return true;
    });

    /// <param name="require">What the words have to be, asked once it is known that this person may change them.</param>
    private Task<bool> TryChange(SignedIn by, CaseEntry last, int version, EntryBody body, Action<EntryKind, EntryBody> require) => Do(by, last.CaseId, last.Compartment, $"case.change-{Word(last.Kind)}", async (data, opened, deed) =>
    {
        require(last.Kind, body);
        if (last.Kind == EntryKind.Task && Opened(opened, last) is { } before) EntryCodes.RequireStillSafety(before.Body, body);
        // Deeds of staff happen one after another: who comes second sees here that a newer version stands.
        if ((await Newest(data, last.CaseId, last.Id).ConfigureAwait(false)).Version != version) throw Changed;
        await Add(data, opened, deed, last.Id, version + 1, last.Compartment, last.Kind, by.PersonId, body).ConfigureAwait(false);
        return true;
    });

    private async Task<CaseEntry> Last(SignedIn by, RecordId id, RecordId entryId)
    {
        await using var read = store.Read();
        return await read.CaseEntries.Where(e => e.CaseId == id && e.Id == entryId).OrderByDescending(e => e.Version).FirstOrDefaultAsync().ConfigureAwait(false) ?? throw await Refused(by, id, "case.change").ConfigureAwait(false);
    }

    private async Task RequireFree(SignedIn by, RecordId id, EntryKind kind)
    {
        if (!Guarded.Contains(kind)) return;
        await store.Refuse(new Deed(by.PersonId, $"case.write-{Word(kind)}", id)).ConfigureAwait(false);
        throw new RefusedException("case.guarded", "This is written by planning the step, so that every rule is asked. Nothing was changed.");
    }

    /// <summary>All versions of an entry, oldest first.</summary>
    public async Task<IReadOnlyList<OpenedEntry>> History(SignedIn by, RecordId id, RecordId entryId)
    {
        using var opened = await Require(by, id, "case.history").ConfigureAwait(false);
        await using var data = store.Read();
        var versions = await data.CaseEntries.Where(e => e.CaseId == id && e.Id == entryId).OrderBy(e => e.Version).ToListAsync().ConfigureAwait(false);
        var readable = versions.Where(v => opened.Holds(v.Compartment)).Select(v => Opened(opened, v)).OfType<OpenedEntry>().ToList();
        if (readable.Count == 0) throw await Refused(by, id, "case.history").ConfigureAwait(false);
        await store.Change(On(by, "case.history", opened.Case, entryId.ToString()), _ => Task.CompletedTask).ConfigureAwait(false);
        return readable;
    }

    /// <summary>Gives a part of a case to a person, with all that was written in it.</summary>
    /// <param name="purpose">What they need it for; everybody who holds the part reads it.</param>
    /// <param name="authority">The child's consent or a lawful order with its document, where the part is beyond the person's role (rule D3); null otherwise.</param>
    /// <exception cref="RefusedException">The role is not given this part and no consent or order is written down; the person has no key that a lead compared; a purpose is missing.</exception>
    /// <exception cref="NotForYouException">The person neither leads the case's unit nor opened the case.</exception>
    public async Task Give(SignedIn by, RecordId id, Compartment part, RecordId person, string purpose, DateTimeOffset? until = null, Authority? authority = null)
    {
        await RequireGiver(by, id, part, "case.give").ConfigureAwait(false);
        try
        {
            await Do(by, id, [part], "case.give", o => o.Gives(part), (data, opened, deed) => Give(data, opened, deed, by, part, person, purpose, until, authority)).ConfigureAwait(false);
        }
        catch (RefusedException refused) when (refused.Code == NeedsToKnow)
        {
            await store.Refuse(new Deed(by.PersonId, "case.give", id) { Detail = "D3" }).ConfigureAwait(false);
            throw;
        }
    }

    internal async Task<bool> Give(SalaData data, OpenedCase opened, Deed deed, SignedIn by, Compartment part, RecordId person, string purpose, DateTimeOffset? until, Authority? authority)
    {
        var id = opened.Case.Id;
        deed.Detail = $"{part} {person}";
        if (person == by.PersonId) throw new RefusedException("case.give-self", "Nobody gives themself a part. Nothing was changed. Ask another lead of the unit.");
        if (await Objections.Against(data, id, person).ConfigureAwait(false)) throw new RefusedException("case.objected", "The child does not want this person. Nothing was changed.");
        if (string.IsNullOrWhiteSpace(purpose)) throw new RefusedException("case.purpose", "Say what the person needs it for. Nothing was changed.");
        var roles = await MembershipTrail.RolesOf(data, directory, person).ConfigureAwait(false);
        var byOrder = !NeedToKnow.MayHold(roles, part);
        if (byOrder) await RequireAuthority(data, opened, deed, by, part, roles, authority).ConfigureAwait(false);
        await data.CaseGrants.Where(g => g.CaseId == id && g.Compartment == part && g.Holder == CaseHolder.Person && g.HolderId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        foreach (var (generation, key) in opened.Keys(part)) await keys.ToPerson(data, opened.Case, part, generation, key, person, new Given(by.PersonId, purpose.Trim(), until, byOrder)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends a person's access to a part: what is written from now on is under a new key, sealed to those who remain.</summary>
    /// <exception cref="NotForYouException">The person neither leads the case's unit nor opened the case.</exception>
    public async Task Revoke(SignedIn by, RecordId id, Compartment part, RecordId person)
    {
        await RequireGiver(by, id, part, "case.revoke").ConfigureAwait(false);
        await Do(by, id, [part], "case.revoke", o => o.Gives(part), async (data, opened, deed) =>
        {
            deed.Detail = $"{part} {person}";
            await EndAccess(data, id, part, person, by).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Who else reads is for the leads of the unit, and who opened the case.</summary>
    private async Task RequireGiver(SignedIn by, RecordId id, Compartment part, string what)
    {
        using var opened = await Require(by, id, what).ConfigureAwait(false);
        await using var data = store.Read();
        if (!opened.Gives(part) || (!by.Has(Roles.Lead, opened.Case.UnitId) && !await IsOpener(data, by, id).ConfigureAwait(false))) throw await Refused(by, id, what).ConfigureAwait(false);
    }

    /// <summary>A part under a new key without this person. The lock of the row is held by the caller's transaction.</summary>
    internal async Task EndAccess(SalaData data, RecordId id, Compartment part, RecordId person, SignedIn by)
    {
        var row = await data.Cases.SingleAsync(c => c.Id == id).ConfigureAwait(false);
        await data.CaseGrants.Where(g => g.CaseId == id && g.Compartment == part && g.Holder == CaseHolder.Person && g.HolderId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        await keys.Renew(data, row, part, by.PersonId, g => g.Holder != CaseHolder.Person || g.HolderId != person).ConfigureAwait(false);
    }

    /// <summary>Moves the case on. Closing is a step under safeguards and goes through <see cref="Planning"/>.</summary>
    public Task SetStage(SignedIn by, RecordId id, CaseStage stage) => Do(by, id, Compartment.Intake, "case.stage", async (data, opened, deed) =>
    {
        if (stage == CaseStage.Closed) throw new RefusedException("case.close", "Closing is planned like an interview, so that nothing is left open. Nothing was changed.");
        if (!Enum.IsDefined(stage)) throw new RefusedException("case.stage", "Say to which stage. Nothing was changed.");
        if (await StageIn(data, id).ConfigureAwait(false) == CaseStage.Closed) throw IsClosed;
        deed.Detail = $"{opened.Case.Stage} -> {stage}";
        await Stand(data, id, stage, null).ConfigureAwait(false);
        return true;
    });

    /// <summary>The deed in the trail by which a closed case was opened again.</summary>
    internal const string Reopened = "case.reopen";

    /// <summary>Opens a closed case again: its time until erasure begins anew with the next closing.</summary>
    /// <param name="reason">Why; oversight and the leads read it.</param>
    /// <exception cref="RefusedException">The case is not closed, or no reason is given.</exception>
    /// <exception cref="NotForYouException">The person does not lead the case's unit.</exception>
    public async Task Reopen(SignedIn by, RecordId id, CaseStage stage, string reason)
    {
        using (var own = await Require(by, id, Reopened).ConfigureAwait(false))
            if (!by.Has(Roles.Lead, own.Case.UnitId)) throw await Refused(by, id, Reopened).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("case.reopen-reason", "Say why. Nothing was changed.");
        if (stage == CaseStage.Closed || !Enum.IsDefined(stage)) throw new RefusedException("case.stage", "Say to which stage. Nothing was changed.");
        await Do(by, id, Compartment.Intake, Reopened, async (data, opened, deed) =>
        {
            if (await StageIn(data, id).ConfigureAwait(false) != CaseStage.Closed) throw new RefusedException("case.not-closed", "This case is open already. Nothing was changed.");
            (deed.Detail, deed.Reason) = ($"Closed -> {stage}", reason.Trim());
            await Stand(data, id, stage, null).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    private static Task<CaseStage> StageIn(SalaData data, RecordId id) => data.Cases.Where(c => c.Id == id).Select(c => c.Stage).SingleAsync();

    /// <summary>Writes stage and day of closing, and signs them.</summary>
    internal async Task Stand(SalaData data, RecordId id, CaseStage stage, ReportDay? closedOn)
    {
        var row = await data.Cases.SingleAsync(c => c.Id == id).ConfigureAwait(false);
        keys.Require(row);
        (row.Stage, row.ClosedOn) = (stage, closedOn);
        keys.Sign(row);
        await Clocks.Follow(data, id, stage).ConfigureAwait(false);
    }

    internal const string ChangedCode = "case.changed";

    internal static RefusedException Changed => new(ChangedCode, "Someone changed this while you wrote. Your words are still here; nothing was overwritten. Look at what changed, then save again.");

    internal static RefusedException Rekeyed => new("case.rekeyed", "Someone changed who reads this a moment ago. Your words are still here; nothing was changed. Open it again.");

    private static RefusedException IsClosed => new("case.is-closed", "This case is closed. Nothing was changed. A lead opens it again, and says why.");

    /// <summary>Opens a case for a deed of another service of this feature.</summary>
    internal async Task<OpenedCase> Require(SignedIn by, RecordId id, string what) => await opening.Open(by, id).ConfigureAwait(false) ?? throw await Refused(by, id, what).ConfigureAwait(false);

    /// <summary>The files that were merged with this one, as far as they open for this person; each one that opens is a reading, and stands in the trail.</summary>
    internal async Task<OtherFiles> Others(SignedIn by, RecordId id, string what)
    {
        IReadOnlyList<RecordId> ids;
        await using (var data = store.Read()) ids = [.. (await Conflicts.FilesOfChild(data, id).ConfigureAwait(false)).Skip(1)];
        var files = new OtherFiles(this);
        foreach (var other in ids)
        {
            if (await opening.Open(by, other).ConfigureAwait(false) is not { } opened) continue;
            files.Add(opened);
            await store.Change(On(by, "case.read", opened.Case, what), _ => Task.CompletedTask).ConfigureAwait(false);
        }
        return files;
    }

    /// <summary>Guardians opened the unit's leads pair: the keys that were sealed to it in that epoch are sealed to one person until an end, of the parts that their role reads. What they hold already stays as it is.</summary>
    /// <returns>False where nothing of the case was sealed to that epoch, or none of it is for their role.</returns>
    internal async Task<bool> OpenForHours(SalaData data, RecordId id, RecordId unit, int epoch, KeyPair leads, RecordId person, RecordId by, DateTimeOffset until)
    {
        var row = await data.Cases.SingleOrDefaultAsync(c => c.Id == id && c.UnitId == unit).ConfigureAwait(false);
        if (row is null || slots.IsErased(row.Slot) || !CaseKeys.Holds(directory, row) || await Objections.Against(data, id, person).ConfigureAwait(false)) return false;
        var asked = directory.Checked(await data.People.AsNoTracking().SingleAsync(p => p.Id == person).ConfigureAwait(false));
        if ((await Conflicts.Among(data, id, [(person, directory.ProfileOf(asked).ShownName)]).ConfigureAwait(false)).Count > 0) return false;
        var roles = await MembershipTrail.RolesOf(data, directory, person).ConfigureAwait(false);
        var grants = (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == id && g.Holder == CaseHolder.Leads && g.HolderId == unit && g.Epoch == epoch).ToListAsync().ConfigureAwait(false))
            .Where(g => NeedToKnow.MayHold(roles, g.Compartment) && CaseKeys.Holds(directory, g)).ToList();
        foreach (var grant in grants)
        {
            if (await data.CaseGrants.AnyAsync(g => g.CaseId == id && g.Compartment == grant.Compartment && g.Generation == grant.Generation && g.Holder == CaseHolder.Person && g.HolderId == person).ConfigureAwait(false)) continue;
            using var key = SealedBox.OpenKey(leads, CaseKeys.Binding(grant), grant.Sealed);
            await keys.ToPerson(data, row, grant.Compartment, grant.Generation, key, person, new Given(by, "break-glass", until)).ConfigureAwait(false);
        }
        return grants.Count > 0;
    }

    /// <summary>Whether somebody is active, not one whom the case concerns, and not one whom the child does not want.</summary>
    internal async Task<bool> IsFreeFor(SalaData data, RecordId id, RecordId person)
    {
        if (await data.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == person && p.State == PersonState.Active).ConfigureAwait(false) is not { } row) return false;
        return (await Conflicts.Among(data, id, [(person, directory.ProfileOf(row).ShownName)]).ConfigureAwait(false)).Count == 0 && !await Objections.Against(data, id, person).ConfigureAwait(false);
    }

    internal SecretKey SlotOf(CaseFile row) => slots.Read(row.Slot);

    /// <summary>A deed on a part: opened, the row locked against others, the audit entry in the same transaction.</summary>
    internal Task<T> Do<T>(SignedIn by, RecordId id, Compartment part, string what, Func<SalaData, OpenedCase, Deed, Task<T>> change) => Do(by, id, [part], what, o => o.Holds(part), change);

    /// <summary>A deed on several parts, each of which has to open for this person.</summary>
    internal Task<T> Do<T>(SignedIn by, RecordId id, Compartment[] parts, string what, Func<SalaData, OpenedCase, Deed, Task<T>> change) => Do(by, id, parts, what, o => Array.TrueForAll(parts, o.Holds), change);

    private async Task<T> Do<T>(SignedIn by, RecordId id, Compartment[] parts, string what, Func<OpenedCase, bool> may, Func<SalaData, OpenedCase, Deed, Task<T>> change)
    {
        var first = await Require(by, id, what).ConfigureAwait(false);
        foreach (var part in parts)
        {
            if (!may(first) || !await Renewal.Renew(first.Case, part, by.PersonId).ConfigureAwait(false)) continue;
            first.Dispose();
            first = await Require(by, id, what).ConfigureAwait(false);
        }
        using var opened = first;
        if (!may(opened)) throw await Refused(by, id, what).ConfigureAwait(false);
        var deed = On(by, what, opened.Case, string.Join(',', parts));
        return await store.Change(deed, async data =>
        {
            // Keys that were changed since would seal words that nobody opens.
            var now = await data.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id).ConfigureAwait(false);
            if (now is null || Array.Exists(parts, p => now.Generation(p) != opened.Case.Generation(p))) throw Rekeyed;
            foreach (var part in parts)
                if (await keys.IsStale(data, now, part).ConfigureAwait(false)) throw Rekeyed;
            return await change(data, opened, deed).ConfigureAwait(false);
        }, id).ConfigureAwait(false);
    }

    internal async Task Add(SalaData data, OpenedCase opened, Deed deed, RecordId entry, int version, Compartment part, EntryKind kind, RecordId person, EntryBody body)
    {
        EntryCodes.RequireNoFile(body);
        var added = Entry(opened.Case, part, entry, version, kind, person, body, opened.Newest(part), await Place(data).ConfigureAwait(false));
        deed.Ciphertext = added.Body;
        data.CaseEntries.Add(added);
        if (kind is EntryKind.Task or EntryKind.Plan) await Mark(data, opened.Case.Id, entry.ToString(), CaseMark.Of(entry, part, kind, body, coded.Contains)).ConfigureAwait(false);
        await Clocks.Follow(data, opened.Case.Id, entry, kind, body).ConfigureAwait(false);
        // The child's own name leaves in no part either, whoever else bears it.
        if (kind == EntryKind.Person) await Conflicts.Remember(data, opened.Case.Id, [body["name"], body["called"], body["phone"]], body["role"] == "child" ? Names.Parts(body["name"], titles).Where(p => p.Length >= Names.ShortestPart) : []).ConfigureAwait(false);
    }

    /// <summary>Puts a mark on a case in the place of what stood under its entry; with none, takes it away.</summary>
    internal async Task Mark(SalaData data, RecordId id, string entry, CaseMark? mark)
    {
        var row = await data.Cases.SingleAsync(c => c.Id == id).ConfigureAwait(false);
        var facts = CaseFacts.Open(ring.FactsKey, id, row.Facts);
        if (mark is null && facts.Marks.All(m => m.Entry != entry)) return;
        row.Facts = (facts with { Marks = CaseMark.Set(facts.Marks, entry, mark) }).Seal(ring.FactsKey, id);
    }

    /// <summary>The place of an entry among all that was ever written: the deed by the trail, and its turn within the deed. The end of the trail is locked, so two entries never have one place.</summary>
    private static async Task<long> Place(SalaData data)
    {
        var head = data.AuditHeads.Local.FirstOrDefault() ?? await data.AuditHeads.SingleAsync().ConfigureAwait(false);
        return ((head.Number + 1) << 12) | (uint)Math.Min(data.CaseEntries.Local.Count, 4095);
    }

    internal static OpenedEntry? Opened(OpenedCase opened, CaseEntry e) =>
        opened.Working(e.Compartment, e.Generation) is { } key ? new OpenedEntry(e.Id, e.Version, e.Compartment, e.Kind, e.PersonId, e.At, EntryBody.Open(key, e)) : null;

    internal static Deed On(SignedIn by, string what, CaseFile row, string detail) => new(by.PersonId, what, row.Id, row.UnitId) { Detail = detail };

    private CaseEntry Entry(CaseFile row, Compartment part, RecordId entry, int version, EntryKind kind, RecordId person, EntryBody body, SecretKey working, long place) => new()
    {
        Place = place, CaseId = row.Id, Id = entry, Version = version, Compartment = part, Generation = row.Generation(part), Kind = kind, PersonId = person, At = clock.GetUtcNow(),
        Body = body.Seal(working, row.Id, part, entry, version, kind, person),
    };

    private const string NeedsToKnow = "case.need-to-know";

    /// <summary>Rule D3: a part beyond the role needs the child's consent or a lawful order, and the rules of the country decide whether it is enough.</summary>
    private async Task RequireAuthority(SalaData data, OpenedCase opened, Deed deed, SignedIn by, Compartment part, Roles roles, Authority? authority)
    {
        var documented = !string.IsNullOrWhiteSpace(authority?.Document);
        var facts = new Dictionary<string, string>
        {
            ["compartment"] = "care", ["reader"] = (roles & (Roles.Investigator | Roles.DigitalAnalyst)) != 0 ? "police" : "other",
            ["child_consents"] = documented && authority!.Kind == AuthorityKind.ChildConsents ? "yes" : "no", ["lawful_order_document"] = documented && authority!.Kind == AuthorityKind.LawfulOrder ? "yes" : "no",
        };
        var findings = rules.Check(Procedure.NoteReading, facts);
        if (findings["D3"] is { Outcome: not Outcome.Satisfied } finding)
            throw new RefusedByRuleException(NeedsToKnow, $"{finding.Rule.Words["en"]} (D3). Nothing was changed. Record the child's consent, or the order with its document.", findings);
        await Add(data, opened, deed, RecordId.Random(), 1, part, EntryKind.Authority, by.PersonId,
            EntryBody.Of(new Dictionary<string, string> { ["kind"] = authority!.Kind.ToString(), ["document"] = authority.Document })).ConfigureAwait(false);
    }

    internal static Task<bool> IsOpener(SalaData data, SignedIn by, RecordId id) => data.CaseEntries.AnyAsync(e => e.CaseId == id && e.Kind == EntryKind.Told && e.PersonId == by.PersonId
        // Who opened it and helps by a referral since, after the case was handed over, gives nothing of it.
        && data.CaseGrants.Any(g => g.CaseId == id && g.Holder == CaseHolder.Person && g.HolderId == by.PersonId && g.Through == null));

    private static string Word(EntryKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>
    /// On behalf of no unit where the case is unknown: who tried is read by oversight, and by those who lead the case. That it was a conflict of interest goes to oversight in the same transaction, after the same questions: by how
    /// long it took, who tried does not learn that they are named.
    /// </summary>
    internal async Task<NotForYouException> Refused(SignedIn by, RecordId id, string what)
    {
        RecordId? unit;
        bool conflict;
        IReadOnlyList<RecordId> overseers;
        await using (var data = store.Read())
        {
            unit = await data.Cases.Where(c => c.Id == id).Select(c => (RecordId?)c.UnitId).SingleOrDefaultAsync().ConfigureAwait(false);
            conflict = await Conflicts.Concerns(data, by, id).ConfigureAwait(false);
            overseers = await Alarm.With(data, directory, Roles.Oversight).ConfigureAwait(false);
        }
        var refused = new Deed(by.PersonId, what, id, conflict ? null : unit);
        if (conflict) await store.Refuse(refused, new Deed(by.PersonId, "case.conflict", id), data => Outbox.Add(data, overseers, clock.GetUtcNow())).ConfigureAwait(false);
        else await store.Refuse(refused).ConfigureAwait(false);
        return new NotForYouException();
    }
}

/// <summary>By what right somebody reads beyond their role.</summary>
public enum AuthorityKind
{
    ChildConsents = 0,
    LawfulOrder = 1,
}

/// <summary>The child's consent, or a lawful order with what its document is called.</summary>
public sealed record Authority(AuthorityKind Kind, string Document);
