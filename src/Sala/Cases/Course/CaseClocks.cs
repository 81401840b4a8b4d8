using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases.Course;

/// <summary>How one clock or counter of a case stands.</summary>
/// <param name="Rule">M2, C2, N1 or N2.</param>
/// <param name="Missing">What is over; empty while it is in time.</param>
public sealed record Clock(Rule Rule, Outcome Outcome, IReadOnlyList<Requirement> Missing)
{
    public bool IsOver => Outcome is Outcome.Overdue or Outcome.OverdueWithReason;
}

/// <summary>Keeps the rows of the clocks in step with what is written in the cases, and works out how they stand. Which clocks there are and when they turn, the rules of the country alone say.</summary>
internal sealed partial class CaseClocks(StaffDirectory directory, HostRing ring, Conflicts conflicts, SafeguardRules rules, Country country, TimeProvider clock)
{
    /// <summary>No clock is left alone for longer, however a country words its rules.</summary>
    private const int LookAgainAfterDays = 60;

    private const int Batch = 500;

    /// <summary>What the rules add to a day, and the day itself.</summary>
    private readonly int[] offsets = [.. rules.Rules.SelectMany(r => r.Requirements).Where(r => r.Procedure == Procedure.Course)
        .SelectMany(r => Added().Matches($"{r.When} {r.Holds}")).Select(m => int.Parse(m.Value.Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).Append(0).Distinct()];

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), country.TimeZone).DateTime);

    /// <summary>The clocks of a case that is opened.</summary>
    public Task Begin(SalaData data, CaseFile row)
    {
        data.CaseClocks.Add(Made(ring, row));
        return Turn(data, [row.Id]);
    }

    /// <summary>Gives a row to each case that was opened before there were clocks; the next beat turns it.</summary>
    public static async Task GiveToAll(Store store, HostRing ring)
    {
        while (await store.Keep(Some).ConfigureAwait(false)) { }

        async Task<bool> Some(SalaData data)
        {
            var rows = await data.Cases.AsNoTracking().Where(c => !data.CaseClocks.Any(k => k.CaseId == c.Id)).Take(200).ToListAsync().ConfigureAwait(false);
            foreach (var row in rows)
            {
                var made = Made(ring, row);
                if (row.Stage != CaseStage.Closed) made.Turns = row.Day;
                data.CaseClocks.Add(made);
            }
            await data.SaveChangesAsync().ConfigureAwait(false);
            return rows.Count > 0;
        }
    }

    /// <summary>Keeps facts of a case and turns its clocks. An empty value takes a fact away.</summary>
    public async Task Set(SalaData data, RecordId caseId, params (string Fact, string Value)[] facts)
    {
        var row = await Row(data, caseId).ConfigureAwait(false);
        var body = ClockBody.Open(ring.FactsKey, row);
        foreach (var (fact, value) in facts)
            if (value.Length > 0) body.Facts[fact] = value;
            else body.Facts.Remove(fact);
        row.Body = body.Seal(ring.FactsKey, caseId);
        await Turn(data, [caseId]).ConfigureAwait(false);
    }

    /// <summary>One fact as it stands; empty where there is none.</summary>
    public async Task<string> Fact(SalaData data, RecordId caseId, string name) =>
        ClockBody.Open(ring.FactsKey, await Row(data, caseId).ConfigureAwait(false)).Facts.GetValueOrDefault(name, "");

    /// <summary>All facts of one file.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Facts(SalaData data, RecordId caseId) => ClockBody.Open(ring.FactsKey, await Row(data, caseId).ConfigureAwait(false)).Facts;

    /// <summary>What an entry that was just written says of the course.</summary>
    public async Task Follow(SalaData data, RecordId caseId, RecordId entry, EntryKind kind, EntryBody body)
    {
        if (kind == EntryKind.Plan)
        {
            var plan = new StepPlan(body.Answers);
            if (plan.Procedure == Procedure.Hearing)
                await Set(data, caseId, (CourseFacts.Hearing + entry, plan is { State: StepState.Planned or StepState.Opened, Starts: { } at } ? CourseFacts.Day(DateOnly.FromDateTime(at)) : "")).ConfigureAwait(false);
            if (plan.Procedure == Procedure.Interview && plan.State == StepState.Opened && plan["starts"].Length > 0 && await Fact(data, caseId, CourseFacts.Told + entry).ConfigureAwait(false) != plan["starts"])
                await Set(data, caseId, (CourseFacts.Untold + entry, CourseFacts.Day(Today))).ConfigureAwait(false);
        }
        if (kind != EntryKind.Task || body["task"] != "tell_child_of_override") return;
        if (body["done"] == "yes") await Set(data, caseId, (CourseFacts.Untold + entry, "")).ConfigureAwait(false);
        else await BeginUntold(data, caseId, CourseFacts.Untold + entry).ConfigureAwait(false);
    }

    /// <summary>What the stage says: charged or not, and what the child has to hear of (rule N1). A closed case has no clock.</summary>
    public async Task Follow(SalaData data, RecordId caseId, CaseStage stage)
    {
        var charged = stage is CaseStage.Charged or CaseStage.Trial;
        // The day of the first charge: a stage that goes back and forth sets no clock back.
        var since = await Fact(data, caseId, CourseFacts.ChargedOn).ConfigureAwait(false);
        await Set(data, caseId, ("charged", charged ? "yes" : "no"), (CourseFacts.ChargedOn, charged && since.Length == 0 ? CourseFacts.Day(Today) : since), (CourseFacts.Closed, stage == CaseStage.Closed ? "yes" : "")).ConfigureAwait(false);
        if (stage is CaseStage.Charged or CaseStage.Trial or CaseStage.Verdict) await BeginUntold(data, caseId, CourseFacts.Untold + stage).ConfigureAwait(false);
    }

    /// <summary>From the first day on which the child had not heard of it: saying so again sets no clock back.</summary>
    private async Task BeginUntold(SalaData data, RecordId caseId, string what)
    {
        if ((await Fact(data, caseId, what).ConfigureAwait(false)).Length == 0) await Set(data, caseId, (what, CourseFacts.Day(Today))).ConfigureAwait(false);
    }

    /// <summary>Turns the clocks of these cases and of all files of their children. Who leads hears of each that is newly over, and lists mark it.</summary>
    /// <returns>The cases of which something else is over than before.</returns>
    public async Task<IReadOnlyList<RecordId>> Turn(SalaData data, IReadOnlyCollection<RecordId> cases)
    {
        var changed = new List<RecordId>();
        // For many at once in two questions: most children have one file.
        if (cases.Count > 1) await data.CaseClocks.Where(c => cases.Contains(c.CaseId)).LoadAsync().ConfigureAwait(false);
        var alone = (await Conflicts.FilesOfChild(data, cases).ConfigureAwait(false)).GroupBy(f => f.Case).Where(f => f.Count() == 1).Select(f => f.Key).ToHashSet();
        var front = new HashSet<RecordId>();
        foreach (var id in cases)
        {
            var files = alone.Contains(id) ? [id] : await Files(data, id).ConfigureAwait(false);
            if (!front.Add(files[0])) continue;
            var rows = new List<CaseClock>();
            foreach (var file in files) rows.Add(await Row(data, file).ConfigureAwait(false));
            var bodies = rows.ConvertAll(r => ClockBody.Open(ring.FactsKey, r));
            var carries = files.Count == 1 ? 0 : await Carries(data, files, bodies).ConfigureAwait(false);
            var (row, body) = (rows[carries], bodies[carries]);
            foreach (var other in rows.Where(r => r.CaseId != row.CaseId)) await Rests(data, other).ConfigureAwait(false);
            var (turns, over) = body.Facts.ContainsKey(CourseFacts.Closed) ? (null, []) : Stand([.. bodies.Select(b => b.Facts)]);
            var fresh = over.Except(body.Over).Any();
            (row.Turns, row.Overdue, row.Body) = (turns, over.Length > 0, (body with { Over = over }).Seal(ring.FactsKey, row.CaseId));
            if (fresh) await TellLeads(data, row.CaseId).ConfigureAwait(false);
            if (over.SequenceEqual(body.Over)) continue;
            await Mark(data, row.CaseId, over).ConfigureAwait(false);
            changed.Add(row.CaseId);
        }
        return changed;
    }

    /// <summary>Which of the files of a child has its clocks: the one in front, unless it is closed or another hand changed it and the next one is not; the child still waits then.</summary>
    private async Task<int> Carries(SalaData data, IReadOnlyList<RecordId> files, List<ClockBody> bodies)
    {
        var held = (await data.Cases.AsNoTracking().Where(c => files.Contains(c.Id)).ToListAsync().ConfigureAwait(false)).Where(c => CaseKeys.Holds(directory, c)).Select(c => c.Id).ToHashSet();
        for (var i = 0; i < files.Count; i++) if (held.Contains(files[i]) && !bodies[i].Facts.ContainsKey(CourseFacts.Closed)) return i;
        return 0;
    }

    /// <summary>The other files of the child have no clocks of their own.</summary>
    private async Task Rests(SalaData data, CaseClock row)
    {
        (row.Turns, row.Overdue) = (null, false);
        var body = ClockBody.Open(ring.FactsKey, row);
        if (body.Over.Length == 0) return;
        row.Body = (body with { Over = [] }).Seal(ring.FactsKey, row.CaseId);
        await Mark(data, row.CaseId, []).ConfigureAwait(false);
    }

    /// <summary>Marks the case on lists with the rules of which something is over.</summary>
    private async Task Mark(SalaData data, RecordId caseId, string[] over)
    {
        var row = data.Cases.Local.FirstOrDefault(c => c.Id == caseId) ?? await data.Cases.SingleAsync(c => c.Id == caseId).ConfigureAwait(false);
        var facts = CaseFacts.Open(ring.FactsKey, caseId, row.Facts);
        var late = over.Select(o => o[..o.IndexOf(' ', StringComparison.Ordinal)]).ToHashSet();
        var marks = facts.Marks;
        foreach (var rule in rules.Rules.Select(r => r.Id))
        {
            var entry = $"clock:{rule}";
            if (late.Contains(rule) == marks.Any(m => m.Entry == entry)) continue;
            marks = CaseMark.Set(marks, entry, late.Contains(rule) ? new CaseMark(entry, MarkKind.Clock, Compartment.Intake, ReportDay.From(Today).Number - 1, rule) : null);
        }
        row.Facts = (facts with { Marks = marks }).Seal(ring.FactsKey, caseId);
    }

    /// <summary>How the clocks of a case stand today, with all files of the child.</summary>
    public async Task<IReadOnlyList<Clock>> Of(SalaData data, RecordId caseId)
    {
        var facts = new List<IReadOnlyDictionary<string, string>>();
        foreach (var file in await Files(data, caseId).ConfigureAwait(false)) facts.Add(await Facts(data, file).ConfigureAwait(false));
        return At(facts, Today);
    }

    /// <summary>One batch of the clocks that turn today.</summary>
    /// <param name="held">Cases whose clocks could not be turned: another hand changed them. Somebody is called, and nobody else's clocks wait for theirs.</param>
    /// <returns>How many cases were looked at.</returns>
    public async Task<int> TurnDue(Store store, HashSet<RecordId> held)
    {
        var today = ReportDay.From(Today);
        List<RecordId> due;
        await using (var data = store.Read()) due = await data.CaseClocks.Where(c => c.Turns <= today).OrderBy(c => c.Turns).Select(c => c.CaseId).Take(Batch + held.Count).ToListAsync().ConfigureAwait(false);
        due = [.. due.Where(id => !held.Contains(id)).Take(Batch)];
        // Behind the end of the trail like every deed of staff: a fact that somebody writes meanwhile is not written over.
        if (due.Count == 0) return 0;
        if (!await TryTurn(store, due).ConfigureAwait(false))
            foreach (var id in due)
            {
                if (await TryTurn(store, [id]).ConfigureAwait(false)) continue;
                held.Add(id);
                await Alarm.Once(store, directory, new Deed(null, "clock.held", id), clock.GetUtcNow()).ConfigureAwait(false);
            }
        return due.Count;
    }

    /// <summary>All of them or, where one can't be read, none.</summary>
    private async Task<bool> TryTurn(Store store, List<RecordId> due)
    {
        try
        {
            var changed = await store.Change(new Deed(null, "clocks.turn") { Detail = due.Count.ToString(CultureInfo.InvariantCulture) }, data => Turn(data, due)).ConfigureAwait(false);
            // By a deed on the case itself lists know that there is something to read again.
            foreach (var id in changed) await store.Change(new Deed(null, "clock.over", id), _ => Task.CompletedTask).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private (ReportDay? Turns, string[] Over) Stand(IReadOnlyList<IReadOnlyDictionary<string, string>> files)
    {
        var over = Over(files, Today);
        var days = CourseFacts.Of(files, Today).Where(f => f.Key != "asked_on").Select(f => DateOnly.TryParseExact(f.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null).OfType<DateOnly>().ToList();
        var last = Today.AddDays(LookAgainAfterDays);
        foreach (var day in days.SelectMany(d => offsets.SelectMany(o => new[] { d.AddDays(o), d.AddDays(o + 1) })).Where(d => d > Today && d < last).Distinct().Order())
            if (!Over(files, day).SequenceEqual(over)) return (ReportDay.From(day), over);
        return (ReportDay.From(last), over);
    }

    private string[] Over(IReadOnlyList<IReadOnlyDictionary<string, string>> files, DateOnly day) => [.. At(files, day).SelectMany(c => c.Missing).Select(m => $"{m.RuleId} {m.Code}")];

    private List<Clock> At(IReadOnlyList<IReadOnlyDictionary<string, string>> files, DateOnly day)
    {
        var facts = CourseFacts.Of(files, day);
        var found = rules.Check(Procedure.Course, facts);
        var explained = new Lazy<Findings>(() => rules.Check(Procedure.Course, new Dictionary<string, string>(facts) { ["late_reason"] = "given" }));
        return [.. found.Rules.Where(r => r.Outcome is Outcome.InTime or Outcome.Overdue).Select(r => new Clock(r.Rule, r.Outcome == Outcome.Overdue && IsExplained(r) ? explained.Value[r.Rule.Id].Outcome : r.Outcome, r.Missing))];

        // A reason is for what was over when it was written, and not for what comes after.
        bool IsExplained(Finding finding) => finding.Missing.All(m => files.Any(f => f.GetValueOrDefault(CourseFacts.Late + finding.Rule.Id, "").Split(' ').Contains(m.Code)));
    }

    /// <summary>The files of the child, the one that is worked in first. A merge that another hand wrote counts for nothing here.</summary>
    private async Task<IReadOnlyList<RecordId>> Files(SalaData data, RecordId id)
    {
        var files = await Conflicts.FilesOfChild(data, id).ConfigureAwait(false);
        if (files.Count == 1) return files;
        var merges = (await data.CaseMerges.AsNoTracking().Where(m => files.Contains(m.CaseId)).ToListAsync().ConfigureAwait(false)).Where(m => directory.Holds(CaseMerge.Label, m.Mac, m.Signed)).ToList();
        var front = merges.Find(m => m.CaseId == id)?.Into ?? id;
        return [front, .. merges.Where(m => m.Into == front).Select(m => m.CaseId)];
    }

    private async Task<CaseClock> Row(SalaData data, RecordId id)
    {
        if (await data.CaseClocks.FindAsync(id).ConfigureAwait(false) is { } row) return row;
        // A case from before there were clocks.
        row = Made(ring, await data.Cases.AsNoTracking().SingleAsync(c => c.Id == id).ConfigureAwait(false));
        data.CaseClocks.Add(row);
        return row;
    }

    private static CaseClock Made(HostRing ring, CaseFile row)
    {
        var facts = new Dictionary<string, string> { [CourseFacts.OpenedOn] = CourseFacts.Day(row.Day.Date), ["charged"] = row.Stage is CaseStage.Charged or CaseStage.Trial ? "yes" : "no" };
        if (row.Stage == CaseStage.Closed) facts[CourseFacts.Closed] = "yes";
        return new CaseClock { CaseId = row.Id, Body = new ClockBody(facts, []).Seal(ring.FactsKey, row.Id) };
    }

    private async Task TellLeads(SalaData data, RecordId caseId)
    {
        var unit = data.Cases.Local.FirstOrDefault(c => c.Id == caseId)?.UnitId ?? await data.Cases.Where(c => c.Id == caseId).Select(c => c.UnitId).SingleAsync().ConfigureAwait(false);
        await conflicts.Mail(data, caseId, unit, Roles.Lead | Roles.HeadOfUnit).ConfigureAwait(false);
    }

    [GeneratedRegex(@"(?<=\}\s*)[+-]\s*\d+")]
    private static partial Regex Added();
}
