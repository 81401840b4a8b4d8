using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Cases.Course;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Notices;

/// <summary>Who reads with the receipt, as far as those on the case know (rule I10).</summary>
public enum ReadBy
{
    NobodyLooked = 0,
    ChildAlone = 1,

    /// <summary>The suspect, or who lives with the suspect, may read along.</summary>
    Others = 2,
}

/// <summary>What a worker tells the child.</summary>
/// <param name="Plan">The planned step, for an interview.</param>
/// <param name="Facts">where, happened_on, late_reason, rule.</param>
public sealed record NoticeToChild(LetterKind Kind, ReadBy ReadBy, string Words, IReadOnlyDictionary<string, string> Facts, RecordId? Plan = null, IReadOnlyList<Present>? People = null);

/// <summary>What is said between a case and its child.</summary>
/// <param name="ChildsOwn">The report came from the child: to anybody else nothing of the case is told.</param>
/// <param name="Told">Rule N1 as it stands today.</param>
public sealed record Correspondence(CaseView Case, IReadOnlyList<OpenedLetter> Letters, Wishes Wishes, bool ChildsOwn, Finding Told)
{
    /// <summary>People whom the child does not want and whose access has still to be sealed off.</summary>
    public IEnumerable<RecordId> Unheard => Wishes.Unwanted.Where(p => !Case.Of(EntryKind.Objection).Any(o => o.Body["person"] == p)).Select(p => RecordId.TryParse(p, out var id) ? id : (RecordId?)null).OfType<RecordId>();
}

/// <summary>Telling the child, and taking in what the child says (rules N1, I3, I10). The rules are asked before anything is sealed; what cannot be told safely becomes a task.</summary>
public sealed class Letters
{
    private const string Unsafe = "notice.unsafe";

    private readonly Store store;
    private readonly StaffDirectory directory;
    private readonly CaseDesk cases;
    private readonly Planning planning;
    private readonly SafeguardRules rules;
    private readonly Country country;
    private readonly TimeProvider clock;

    public Letters(Store store, StaffDirectory directory, CaseDesk cases, CaseErasure erasure, Planning planning, SafeguardRules rules, Country country, TimeProvider clock)
    {
        (this.store, this.directory, this.cases, this.planning, this.rules, this.country, this.clock) = (store, directory, cases, planning, rules, country, clock);
        erasure.AlsoErased.Add(async (data, id) =>
        {
            await data.CaseLetters.Where(l => l.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.CaseDoors.Where(d => d.CaseId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        });
    }

    /// <summary>All that was said, oldest first, for who reads the intake part.</summary>
    /// <exception cref="NotForYouException">There is no such case for this person, or not this part of it.</exception>
    public async Task<Correspondence> Read(SignedIn by, RecordId id)
    {
        using var opened = await cases.Require(by, id, "letters.read").ConfigureAwait(false);
        if (!opened.Holds(Compartment.Intake)) throw await cases.Refused(by, id, "letters.read").ConfigureAwait(false);
        await store.Change(CaseDesk.On(by, "letters.read", opened.Case, ""), _ => Task.CompletedTask).ConfigureAwait(false);
        await using var data = store.Read();
        return await Of(data, opened).ConfigureAwait(false);
    }

    /// <summary>Tells the child.</summary>
    /// <exception cref="RefusedException">It cannot be told safely with the receipt; a task on the case says that somebody tells the child in person.</exception>
    public async Task<RecordId> Tell(SignedIn by, RecordId id, NoticeToChild told)
    {
        Require(told);
        var why = await cases.Do(by, id, Compartment.Intake, "child.tell-asked", async (data, opened, deed) =>
        {
            deed.Detail = told.Kind.ToString();
            var (problem, _) = await Problem(data, opened, told.ReadBy).ConfigureAwait(false);
            if (problem is null) return null;
            var task = new Dictionary<string, string> { ["task"] = "tell_child_in_person", ["notice"] = told.Kind.ToString(), ["safety"] = "no", ["done"] = "no" };
            await cases.Add(data, opened, deed, RecordId.Random(), 1, Compartment.Intake, EntryKind.Task, by.PersonId, EntryBody.Of(task)).ConfigureAwait(false);
            return problem;
        }).ConfigureAwait(false);
        if (why is not null)
        {
            await store.Refuse(new Deed(by.PersonId, "child.tell", id) { Detail = why.Code == Unsafe ? "I10" : "" }).ConfigureAwait(false);
            throw why;
        }
        return await cases.Do(by, id, Compartment.Intake, "child.tell", (data, opened, deed) => Seal(data, opened, deed, by, told)).ConfigureAwait(false);
    }

    /// <summary>Makes the child's words into entries of the case: who is not wanted loses every key, and wishes become facts of the plan they were asked about.</summary>
    /// <returns>How many things were taken in.</returns>
    public async Task<int> TakeIn(SignedIn by, RecordId id)
    {
        var between = await Read(by, id).ConfigureAwait(false);
        var taken = 0;
        foreach (var person in between.Unheard.ToList())
        {
            await planning.RecordObjection(by, id, person).ConfigureAwait(false);
            taken++;
        }
        foreach (var letter in between.Letters.Where(l => !l.FromChild && l.Body.Plan.Length > 0).GroupBy(l => l.Body.Plan).Select(g => g.Last()))
        {
            if (!RecordId.TryParse(letter.Body.Plan, out var planId) || !between.Case.Of(EntryKind.Plan).Any(e => e.Id == planId)) continue;
            var step = await planning.Look(by, id, planId).ConfigureAwait(false);
            var changed = between.Wishes.AsFacts(letter).Where(f => step.Plan[f.Name] != f.Value).ToArray();
            if (step.Plan.State != StepState.Planned || changed.Length == 0) continue;
            await planning.Change(by, id, planId, step.Version, step.Plan.With(changed)).ConfigureAwait(false);
            taken += changed.Length;
        }
        return taken;
    }

    private async Task<RecordId> Seal(SalaData data, OpenedCase opened, Deed deed, SignedIn by, NoticeToChild told)
    {
        deed.Detail = told.Kind.ToString();
        // Asked again inside the transaction: what somebody wrote a moment ago counts.
        var (problem, report) = await Problem(data, opened, told.ReadBy).ConfigureAwait(false);
        if (problem is not null) throw problem;
        var row = opened.Case;
        var door = await data.CaseDoors.SingleOrDefaultAsync(d => d.CaseId == row.Id && d.Generation == row.IntakeGeneration).ConfigureAwait(false);
        if (door is null)
        {
            door = CaseDoor.Of(directory, row.Id, row.IntakeGeneration, opened.Keys(Compartment.Intake).Last().Key);
            data.CaseDoors.Add(door);
        }
        var now = clock.GetUtcNow();
        var view = await cases.View(data, opened).ConfigureAwait(false);
        // Which referral it is about is for the tasks of the case, not for the child.
        var facts = told.Facts.Where(f => f.Value.Length > 0 && f.Key != "referral").ToDictionary();
        if (told.Kind == LetterKind.Interview)
        {
            var plan = new StepPlan((view.Of(EntryKind.Plan).FirstOrDefault(e => e.Id == told.Plan) ?? throw new NotForYouException()).Body.Answers);
            if (plan.Starts is not { } starts || plan.Ends is null) throw new RefusedException("notice.no-time", "The plan has no day and hour yet. Nothing was sent. Fill them in first.");
            (facts["starts"], facts["ends"]) = (starts.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), plan["ends"]);
        }
        var body = new LetterBody(now, told.Kind, told.Plan?.ToString() ?? "", "", by.PersonId.ToString(), facts, told.People ?? [], told.Words.Trim());
        var letter = CaseLetter.Seal(directory, door, report!, opened.SlotKey, RecordId.Random(), fromChild: false, ReportDay.Of(now, country.TimeZone), body);
        deed.Ciphertext = letter.Body;
        data.CaseLetters.Add(letter);
        if (told.Kind is LetterKind.Release or LetterKind.Arrest)
            // The newest of the two says whether the suspect is free.
            await cases.Mark(data, row.Id, "suspect", told.Kind == LetterKind.Arrest ? null : new CaseMark("suspect", MarkKind.SuspectReleased, Compartment.Intake,
                ReportDay.From(DateOnly.ParseExact(facts["happened_on"], "yyyy-MM-dd", CultureInfo.InvariantCulture)).Number)).ConfigureAwait(false);
        if (told.Kind == LetterKind.Override)
            foreach (var task in view.Of(EntryKind.Task).Where(t => t.Body["task"] == "tell_child_of_override" && t.Body["rule"] == facts.GetValueOrDefault("rule") && t.Body["done"] != "yes"))
                await cases.Add(data, opened, deed, task.Id, task.Version + 1, task.Compartment, EntryKind.Task, by.PersonId, EntryBody.Of(new Dictionary<string, string>(task.Body.Answers) { ["done"] = "yes" })).ConfigureAwait(false);
        if (told.Kind == LetterKind.Referral)
            foreach (var task in view.Of(EntryKind.Task).Where(t => t.Body["task"] == Cases.Referrals.Referring.ReferralTask && t.Body["referral"] == told.Facts.GetValueOrDefault("referral") && t.Body["done"] != "yes"))
                await cases.Add(data, opened, deed, task.Id, task.Version + 1, task.Compartment, EntryKind.Task, by.PersonId, EntryBody.Of(new Dictionary<string, string>(task.Body.Answers) { ["done"] = "yes" })).ConfigureAwait(false);
        if (Late(body))
            await cases.Add(data, opened, deed, RecordId.Random(), 1, Compartment.Intake, EntryKind.Task, by.PersonId, EntryBody.Of(new Dictionary<string, string> { ["task"] = "released_before_told", ["safety"] = "yes", ["done"] = "no" })).ConfigureAwait(false);
        await cases.Clocks.Set(data, row.Id, [.. Heard(told, facts, Late(body))]).ConfigureAwait(false);
        return letter.Id;
    }

    /// <summary>What a letter changes of rule N1 for the clocks of the case.</summary>
    private static IEnumerable<(string Fact, string Value)> Heard(NoticeToChild told, Dictionary<string, string> facts, bool late)
    {
        foreach (var (stage, kinds) in Due) if (kinds.Contains(told.Kind)) yield return (CourseFacts.Untold + stage, "");
        if (told.Plan is { } plan)
        {
            yield return (CourseFacts.Untold + plan, "");
            yield return (CourseFacts.Told + plan, facts.GetValueOrDefault("starts", ""));
        }
        if (late) yield return ("released_before_told", "yes");
    }

    /// <summary>Why the child cannot be told with the receipt; else the report by whose receipt.</summary>
    private async Task<(RefusedException? Why, Report? Report)> Problem(SalaData data, OpenedCase opened, ReadBy readBy)
    {
        var view = await cases.View(data, opened).ConfigureAwait(false);
        var facts = new Dictionary<string, string>();
        if (readBy != ReadBy.NobodyLooked) facts["recipient_is_or_lives_with_suspect"] = readBy == ReadBy.ChildAlone ? "no" : "yes";
        // A friend's or a guardian's receipt is not the child's: nobody looked whether they live with the suspect, so nothing of the case is told there.
        if (!IsChildsOwn(view)) facts.Remove("recipient_is_or_lives_with_suspect");
        var findings = rules.Check(Procedure.Notice, facts);
        if (!findings.MayGoOn)
            return (new RefusedByRuleException(Unsafe, "This can't be told safely with the code (I10). Nothing was sent; a task says to tell the child in person. Or first make sure that the child alone reads it.", findings), null);
        var report = view.Reports.Count == 1 ? await data.Reports.SingleOrDefaultAsync(r => r.Id == view.Reports[0]).ConfigureAwait(false) : null;
        return report is null || report.Withdrawn
            ? (new RefusedException("notice.no-way", "The child wants no more messages, or there is no code that opens them. Nothing was sent; a task says to tell the child in person."), null)
            : (null, report);
    }

    private static void Require(NoticeToChild told)
    {
        if (told.Kind == LetterKind.Answer || !Enum.IsDefined(told.Kind)) throw new RefusedException("notice.kind", "Say what the child is told. Nothing was sent.");
        if (string.IsNullOrWhiteSpace(told.Words)) throw new RefusedException("words.missing", "Some words are needed here. Nothing was changed.");
        if (told.Words.Contains('{', StringComparison.Ordinal) || told.Words.Contains('}', StringComparison.Ordinal)) throw new RefusedException("words.blanks", "Fill in the blanks in {brackets} first. Your words are still here; nothing was sent.");
        if (told.Kind is (LetterKind.Release or LetterKind.Arrest) && !DateOnly.TryParseExact(told.Facts.GetValueOrDefault("happened_on"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw new RefusedException("notice.day", "Say on which day it happens or happened. Nothing was sent.");
    }

    private async Task<Correspondence> Of(SalaData data, OpenedCase opened)
    {
        var view = await cases.View(data, opened).ConfigureAwait(false);
        var keys = opened.Keys(Compartment.Intake).ToDictionary(k => k.Generation, k => k.Key);
        var letters = (await data.CaseLetters.Where(l => l.CaseId == view.Id).ToListAsync().ConfigureAwait(false))
            .Where(l => keys.ContainsKey(l.Generation) && l.Holds(directory)).Select(l => l.OpenInCase(keys[l.Generation], opened.SlotKey)).OrderBy(l => l.Body.At).ToList();
        return new Correspondence(view, letters, Wishes.Of(letters), IsChildsOwn(view), await Course(data, view, letters).ConfigureAwait(false));
    }

    /// <summary>Rule N1: the oldest step that the child was not told of, and whether a release was told too late.</summary>
    private async Task<Finding> Course(SalaData data, CaseView view, List<OpenedLetter> letters)
    {
        var staged = (await data.AuditEntries.Where(e => e.Subject == view.Id && (e.Deed == "case.stage" || e.Deed == CaseDesk.Reopened) && !e.Refused).OrderBy(e => e.Number).ToListAsync().ConfigureAwait(false))
            .Select(e => (Stage: e.Detail[(e.Detail.LastIndexOf(' ') + 1)..], e.At));
        var untold = staged.Where(s => Due.TryGetValue(s.Stage, out var kinds) && !letters.Exists(l => kinds.Contains(l.Body.Kind) && Local(l.Body.At) >= Local(s.At))).Select(s => s.At).ToList();
        foreach (var entry in view.Of(EntryKind.Plan))
        {
            var plan = new StepPlan(entry.Body.Answers);
            if (plan.Procedure != Procedure.Interview || plan.State == StepState.Planned || plan.Starts is null) continue;
            if (!letters.Exists(l => l.Body.Plan == entry.Id.ToString() && l.Body["starts"] == plan["starts"])) untold.Add(entry.At);
        }
        untold.AddRange(view.Of(EntryKind.Task).Where(t => t.Body["task"] == "tell_child_of_override" && t.Body["done"] != "yes").Select(t => t.At));
        var facts = new Dictionary<string, string> { ["asked_on"] = Day(Local(clock.GetUtcNow())) };
        if (untold.Count > 0) facts["oldest_step_untold_on"] = Day(Local(untold.Min()));
        if (letters.Exists(l => Late(l.Body))) facts["released_before_told"] = "yes";
        return rules.Check(Procedure.Course, facts)["N1"];
    }

    /// <summary>What the child is told of when the case comes to a stage.</summary>
    private static readonly Dictionary<string, LetterKind[]> Due = new()
    {
        [nameof(CaseStage.Charged)] = [LetterKind.Charge, LetterKind.NoCharge], [nameof(CaseStage.Trial)] = [LetterKind.Hearing], [nameof(CaseStage.Verdict)] = [LetterKind.Verdict],
    };

    /// <summary>Told on the day of the release or after it, and not the day before.</summary>
    private bool Late(LetterBody letter) => letter.Kind == LetterKind.Release && string.CompareOrdinal(letter["happened_on"], Day(Local(letter.At))) <= 0;

    private static bool IsChildsOwn(CaseView view) => view.Whole.Contains(EntryKind.Told) && view.Of(EntryKind.Told).Any() && view.Of(EntryKind.Told).All(t => t.Body["who_for"] == "self");

    private DateOnly Local(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, country.TimeZone).DateTime);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
