using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>What is known of a planned step: what the officer filled in, and what Sala knows itself and takes from nobody.</summary>
internal sealed class StepFacts(StaffDirectory directory, CaseDesk cases, Registers registers, Calendar calendar, Country country, TimeProvider clock)
{
    private static readonly HashSet<string> Known =
    [
        "day", "asked_on", "room_registered", "room_private", "room_suited", "people_present", "people_without_part", "suspect_within_two_hours", "supporter_named", "supporter_is_or_lives_with_suspect",
        "interviewer_named", "interviewer_certified_until", "psychologist_or_social_worker_named", "prosecutor_named", "objections_open", "interview_number", "starts_hour", "ends_hour", "minutes_planned",
        "prompts_leading_or_blaming", "examinations_before", "clinician_certified_until", "lead_unit_named", "safety_tasks_open", "child_view_recorded", "file_attached", "custody_recorded",
    ];

    /// <summary>What the officer fills in, by kind of step: the facts that Sala does not know itself.</summary>
    public static IReadOnlyList<Fact> Asked(Procedure procedure) => [.. Fact.Of(procedure).Where(f => !Known.Contains(f.Name))];

    /// <summary>The people of a plan.</summary>
    public static IReadOnlyList<RecordId> Team(StepPlan plan) => [.. new[] { plan.Interviewer, plan.Psychologist, plan.Prosecutor }.OfType<RecordId>().Distinct()];

    /// <param name="leading">Leading or blaming prompts in its question plan.</param>
    public async Task<Dictionary<string, string>> Of(SalaData data, ChildsFiles files, RecordId planId, StepPlan plan, int leading)
    {
        var facts = new Dictionary<string, string>();
        foreach (var fact in Asked(plan.Procedure)) if (plan[fact.Name].Length > 0 && fact.Fits(plan[fact.Name])) facts[fact.Name] = plan[fact.Name];
        When(plan, Set);
        await Where(data, files, plan, Set).ConfigureAwait(false);
        await Who(data, files, plan, Set).ConfigureAwait(false);
        Counted(files, planId, plan, leading, Set);
        if (plan.Procedure == Procedure.Decision) Set("child_view_recorded", YesNo(!string.IsNullOrWhiteSpace(plan["child_view"])));
        if (plan.Procedure == Procedure.ExhibitView) What(files, plan, Set);
        if (plan.Procedure == Procedure.Closure) Set("lead_unit_named", YesNo(await HasLead(data, files.Case).ConfigureAwait(false)));
        return facts;

        void Set(string name, string value) { if (Fact.Of(plan.Procedure).Any(f => f.Name == name)) facts[name] = value; }
    }

    /// <summary>Those of the team whom the case concerns: they count as nobody, and only oversight hears why.</summary>
    public async Task<HashSet<RecordId>> Concerned(SalaData data, RecordId caseId, StepPlan plan)
    {
        var ids = Team(plan);
        if (ids.Count == 0) return [];
        var people = (await data.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync().ConfigureAwait(false)).ConvertAll(p => (p.Id, directory.ProfileOf(p).ShownName));
        return await cases.Conflicts.Among(data, caseId, people).ConfigureAwait(false);
    }

    private void When(StepPlan plan, Action<string, string> set)
    {
        set("asked_on", Day(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), country.TimeZone).DateTime)));
        if (plan.Starts is { } starts) set("day", Day(DateOnly.FromDateTime(starts)));
        if (plan is not { Starts: { } from, Ends: { } to } || to <= from) return;
        set("starts_hour", Hour(from));
        set("ends_hour", to.Date > from.Date ? "24" : Hour(to));
        set("minutes_planned", Whole((int)(to - from).TotalMinutes));
    }

    private async Task Where(SalaData data, ChildsFiles files, StepPlan plan, Action<string, string> set)
    {
        var room = await registers.Room(data, plan.Room).ConfigureAwait(false);
        set("room_registered", YesNo(room is not null));
        set("room_private", YesNo(room?.Private == true));
        set("room_suited", YesNo(room?.Suited == true));
        if (await calendar.IsSuspectNear(data, files.Ids, plan, room).ConfigureAwait(false) is { } near) set("suspect_within_two_hours", YesNo(near));
    }

    private async Task Who(SalaData data, ChildsFiles files, StepPlan plan, Action<string, string> set)
    {
        var team = Team(plan);
        var concerned = await Concerned(data, files.Case.Id, plan).ConfigureAwait(false);
        var roles = new Dictionary<RecordId, Roles>();
        // Whom an administrator named and no lead let in has no profession here; nor has whom the case concerns.
        foreach (var member in team) roles[member] = concerned.Contains(member) ? Roles.None : await MembershipTrail.RolesOf(data, directory, member).ConfigureAwait(false);
        set("interviewer_named", YesNo(plan.Interviewer is { } i && (roles[i] & RoleGroups.Caseworkers) != 0));
        set("psychologist_or_social_worker_named", YesNo(plan.Psychologist is { } p && (roles[p] & (Roles.Psychologist | Roles.SocialWorker)) != 0));
        set("prosecutor_named", YesNo(plan.Prosecutor is { } pr && (roles[pr] & Roles.Prosecutor) != 0));
        if (plan.Interviewer is { } interviewer && roles[interviewer] != Roles.None)
        {
            if (await registers.CertifiedUntil(data, interviewer, CertificateKind.ForensicInterview).ConfigureAwait(false) is { } until) set("interviewer_certified_until", Day(until));
            if (await registers.CertifiedUntil(data, interviewer, CertificateKind.Examination).ConfigureAwait(false) is { } examines) set("clinician_certified_until", Day(examines));
        }
        var people = files.Of(EntryKind.Person);
        var supporter = people.FirstOrDefault(e => e.Id == plan.SupporterEntry);
        set("supporter_named", YesNo(supporter is not null));
        if (supporter is not null && files.IsWhole(EntryKind.Person) && new Homes(people).IsOrLivesWithSuspect(supporter) is { } conflict) set("supporter_is_or_lives_with_suspect", YesNo(conflict));
        set("people_without_part", Whole(plan.AlsoPresent.Count));
        set("people_present", Whole(team.Count + plan.AlsoPresent.Count + (supporter is null ? 0 : 1) + (plan["interpreter_named"] == "yes" ? 1 : 0)));
        var objected = 0;
        foreach (var member in team) if (await Objections.Against(data, files.Case.Id, member).ConfigureAwait(false)) objected++;
        set("objections_open", Whole(objected));
    }

    private static void Counted(ChildsFiles files, RecordId planId, StepPlan plan, int leading, Action<string, string> set)
    {
        if (files.IsWhole(EntryKind.Plan))
        {
            var earlier = files.Of(EntryKind.Plan).Where(e => e.Id != planId).Select(e => new StepPlan(e.Body.Answers)).Count(e => e.Procedure == plan.Procedure && e.State is StepState.Held or StepState.Opened);
            set("interview_number", Whole(earlier + 1));
            set("examinations_before", Whole(earlier));
        }
        set("prompts_leading_or_blaming", Whole(leading));
        if (files.IsWhole(EntryKind.Task)) set("safety_tasks_open", Whole(files.Of(EntryKind.Task).Count(t => EntryCodes.IsOpenSafetyTask(t.Body))));
    }

    /// <summary>Rule I7: an exhibit of this child, who keeps it, and that no file came along.</summary>
    private static void What(ChildsFiles files, StepPlan plan, Action<string, string> set)
    {
        if (files.Of(EntryKind.Exhibit).FirstOrDefault(e => e.Id == plan.Exhibit) is not { } exhibit) return;
        set("custody_recorded", YesNo(exhibit.Body.Answers.Any(a => Keeper.Contains(a.Key[(a.Key.LastIndexOf('/') + 1)..]) && !string.IsNullOrWhiteSpace(a.Value))));
        set("file_attached", YesNo(exhibit.Body.Answers.Values.Concat(plan.Answers.Values).Append(exhibit.Body.Words).Any(EmbeddedFile.IsIn)));
    }

    /// <summary>Answers of an exhibit that say who keeps it or where it lies.</summary>
    private static readonly HashSet<string> Keeper = ["custody", "custody_to", "kept_at"];

    /// <summary>Whether the unit that leads is still there, and somebody of it who is let in reads the case: a case that everybody left has a name of a unit and nobody who leads (rule D2).</summary>
    private async Task<bool> HasLead(SalaData data, CaseView view)
    {
        var unit = await data.Units.AsNoTracking().SingleOrDefaultAsync(u => u.Id == view.UnitId).ConfigureAwait(false);
        if (unit is null || unit.Closed || !directory.Holds(unit)) return false;
        foreach (var person in view.Holders.Select(h => h.PersonId).Distinct())
            if ((await MembershipTrail.RolesIn(data, directory, person, unit.Id).ConfigureAwait(false) & RoleGroups.Caseworkers) != 0) return true;
        return false;
    }

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hour(DateTime at) => at.TimeOfDay.TotalHours.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
