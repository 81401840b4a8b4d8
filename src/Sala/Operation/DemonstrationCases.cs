using System.Globalization;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Data;
using Sala.Links;
using Sala.Notices;
using Sala.Safeguards;
using Sala.Vault;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Sala.Operation;

/// <summary>One made-up case of the pack's demonstration/cases.yml: the report it comes from, who works on it, and what was done.</summary>
public sealed class DemonstrationCase
{
    public string Name { get; set; } = "";
    public string Language { get; set; } = "th";
    public int DaysAgo { get; set; }
    public CaseStage Stage { get; set; }
    public Dictionary<string, string> Answers { get; set; } = [];

    /// <summary>The court was not asked to go fast: the clock of rule C2 runs out once the case is charged.</summary>
    public bool Late { get; set; }

    /// <summary>What the police of the other unit were asked on the day of opening, and what became of it: "waiting", "accepted", "declined", "ended", "silent", "transfer"; "paper" goes to a body without Sala.</summary>
    public string Asks { get; set; } = "";

    /// <summary>Sign-in names of those who were given their parts of it.</summary>
    public List<string> With { get; set; } = [];

    /// <summary>Steps such as "task investigator +2: words", "safety socialworker -3: words", "release -3", "interview late +9", "hearing +2", "account tiktok: name", "merge: Name", "close".</summary>
    public List<string> Then { get; set; } = [];

    internal static IReadOnlyList<DemonstrationCase> Of(string countryFolder) =>
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<List<DemonstrationCase>>(File.ReadAllText(Path.Combine(countryFolder, "demonstration", "cases.yml")));
}

/// <summary>Makes the made-up cases by the deeds that staff would do: what the rules block stays blocked.</summary>
/// <param name="demonstrationCases">As the pack lists them.</param>
/// <param name="people">The signed-in staff, by sign-in name.</param>
/// <param name="today">The day on which it is filled: the clock of what was done before stands earlier, and shortly after midnight on the day before.</param>
internal sealed class DemonstrationCases(Installation sala, IReadOnlyList<DemonstrationCase> demonstrationCases, Func<string, Task<SignedIn>> people, IReadOnlyDictionary<string, RecordId> ids, DateOnly today)
{
    private readonly Dictionary<string, RecordId> opened = [];

    /// <summary>The parts that each of the staff is given, in the order of their profession.</summary>
    private static readonly Dictionary<string, Compartment[]> PartsOf = new()
    {
        ["investigator"] = [Compartment.Intake, Compartment.Investigation], ["analyst"] = [Compartment.Investigation], ["prosecutor"] = [Compartment.Intake, Compartment.Investigation, Compartment.Legal],
        ["court"] = [Compartment.Legal], ["lawyer"] = [Compartment.Intake, Compartment.Legal], ["socialworker"] = [Compartment.Intake, Compartment.Care], ["psychologist"] = [Compartment.Care], ["clinician"] = [Compartment.Care],
        // Beyond their role: on the child's consent, which is written down.
        ["teacher"] = [Compartment.Intake], ["supporter"] = [Compartment.Intake],
    };

    public IEnumerable<DemonstrationCase> On(int daysAgo) => demonstrationCases.Where(c => c.DaysAgo == daysAgo);

    /// <summary>Opens the case of a report that the worker has taken.</summary>
    public async Task Open(DemonstrationCase one, SignedIn worker, SignedIn head, RecordId report)
    {
        var id = opened[one.Name] = await sala.Cases.Open(worker, report, one.Name).ConfigureAwait(false);
        foreach (var name in one.With)
        {
            var consent = name is "teacher" or "supporter" ? new Authority(AuthorityKind.ChildConsents, "Made-up consent of the demonstration") : null;
            foreach (var part in PartsOf[name]) await sala.Cases.Give(head, id, part, ids[name], "made-up purpose of the demonstration", authority: consent).ConfigureAwait(false);
        }
        if (one.Stage is not (CaseStage.Opened or CaseStage.Closed)) await sala.Cases.SetStage(worker, id, one.Stage).ConfigureAwait(false);
        // What was offered and told in time, so that of the clocks those alone run out that are meant to.
        var then = Text(ReportDay.Of(sala.Clock.GetUtcNow(), sala.Country.TimeZone).Date);
        await sala.Course.Record(worker, id, new Dictionary<string, string>
        {
            ["therapy_offered_on"] = then, ["legal_aid_offered_on"] = then, ["preparation_visit_on"] = then, ["fast_track_asked"] = "yes", ["adjournments"] = one.Late ? "2" : "",
        }).ConfigureAwait(false);
        LetterKind? told = one.Stage switch { CaseStage.Charged => LetterKind.Charge, CaseStage.Trial => LetterKind.Hearing, CaseStage.Verdict => LetterKind.Verdict, _ => null };
        if (one.Asks.Length > 0) await Ask(one.Asks, id, head).ConfigureAwait(false);
        if (told is { } kind) await sala.Letters.Tell(worker, id, new NoticeToChild(kind, ReadBy.ChildAlone, "This is a made-up letter of the demonstration.", new Dictionary<string, string>())).ConfigureAwait(false);
    }

    private async Task Ask(string what, RecordId id, SignedIn head)
    {
        var answers = new Dictionary<string, string> { ["summary"] = "This is a summary for the demonstration. It names nobody.", ["purpose"] = "Made-up purpose of the demonstration.", ["child_assent"] = "yes", ["child_told"] = "yes" };
        if (what == "paper")
        {
            await sala.PaperReferral.Write(head, id, new ReferralRequest(ReferralKind.Paper, default, "family", "social_services", answers, Service: sala.PaperReferral.Bodies[0].Code)).ConfigureAwait(false);
            return;
        }
        var there = await people("responder2").ConfigureAwait(false);
        var police = there.UnitsWith(Roles.Lead).Single();
        var sent = await sala.Referring.Send(head, id, what == "transfer" ? new ReferralRequest(ReferralKind.Transfer, police, "", "police", answers, Remains: "family")
            : new ReferralRequest(ReferralKind.Referral, police, what is "accepted" or "ended" ? "protection" : "investigation", "police", answers)).ConfigureAwait(false);
        if (what is "accepted" or "ended") await sala.Answering.Accept(there, sent).ConfigureAwait(false);
        if (what == "declined") await sala.Answering.Decline(there, sent, "no_skill", "This is a made-up reason of the demonstration.").ConfigureAwait(false);
        if (what == "ended") await sala.Referring.End(head, sent).ConfigureAwait(false);
    }

    /// <summary>What was done since, in all of them.</summary>
    public async Task Go()
    {
        foreach (var one in demonstrationCases)
            foreach (var step in one.Then) await Do(opened[one.Name], step).ConfigureAwait(false);
        await sala.ReferralClock.Work().ConfigureAwait(false);
    }

    private DateOnly Day(string offset) => today.AddDays(int.Parse(offset, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task Do(RecordId id, string step)
    {
        var (deed, words) = step.Split(':', 2) is [var d, var w] ? (d.Trim().Split(' '), w.Trim()) : (step.Trim().Split(' '), "");
        switch (deed)
        {
            case ["task" or "safety", var who]: await Task(id, deed[0], who, "", words).ConfigureAwait(false); break;
            case ["task" or "safety", var who, var day]: await Task(id, deed[0], who, Text(Day(day)), words).ConfigureAwait(false); break;
            case ["note", var who]: await sala.Cases.Write(await people(who).ConfigureAwait(false), id, PartsOf[who][^1], EntryKind.Note, EntryBody.Of(words)).ConfigureAwait(false); break;
            case ["person", var role]: await Person(id, role, words).ConfigureAwait(false); break;
            case ["account", var platform]: await sala.Accounts.Note(await people("investigator").ConfigureAwait(false), id, IdentifierKind.Handle, platform, words, true, "Made up.").ConfigureAwait(false); break;
            case ["release", var day]:
                await sala.Letters.Tell(await people("responder").ConfigureAwait(false), id, new NoticeToChild(LetterKind.Release, ReadBy.ChildAlone, words, new Dictionary<string, string> { ["happened_on"] = Text(Day(day)) })).ConfigureAwait(false);
                break;
            case ["interview", var how, var day]: await Interview(id, how, Text(Day(day))).ConfigureAwait(false); break;
            case ["hearing", var day]: await sala.Planning.Plan(await people("prosecutor").ConfigureAwait(false), id, Step(Procedure.Hearing, Text(Day(day)), "09:00", "10:00")).ConfigureAwait(false); break;
            case ["examination", var day]: await sala.Planning.Plan(await people("clinician").ConfigureAwait(false), id, Step(Procedure.Examination, Text(Day(day)), "13:00", "14:00")).ConfigureAwait(false); break;
            case ["merge"]: await sala.Merging.Merge(await people("head").ConfigureAwait(false), opened[words], id, "Made-up reason of the demonstration.").ConfigureAwait(false); break;
            case ["close"]: await Close(id).ConfigureAwait(false); break;
            default: throw new InvalidOperationException($"demonstration/cases.yml: no step {step}.");
        }
    }

    private async Task Task(RecordId id, string kind, string who, string due, string words) =>
        await sala.Cases.Write(await people(who).ConfigureAwait(false), id, who == "responder" ? Compartment.Intake : PartsOf[who][^1], EntryKind.Task, EntryBody.Of(new Dictionary<string, string>
        {
            ["task"] = words, ["safety"] = kind == "safety" ? "yes" : "no", ["due"] = due, ["for"] = ids[who].ToString(), ["done"] = "no",
        })).ConfigureAwait(false);

    private async Task<RecordId> Person(RecordId id, string role, string name) =>
        await sala.Cases.Write(await people("responder").ConfigureAwait(false), id, Compartment.Intake, EntryKind.Person, EntryBody.Of(new Dictionary<string, string> { ["name"] = name, ["role"] = role, ["lives_with"] = "none" })).ConfigureAwait(false);

    private static StepPlan Step(Procedure procedure, string day, string from, string to) =>
        new(new Dictionary<string, string> { ["procedure"] = procedure.ToString(), ["starts"] = $"{day}T{from}", ["ends"] = $"{day}T{to}" });

    /// <summary>"good": every rule holds; "desk": at a front desk, blocked; "late": in the evening, for which an override was asked and approved; "asked": the same, and nobody approved it yet.</summary>
    private async Task Interview(RecordId id, string how, string day)
    {
        var officer = await people("investigator").ConfigureAwait(false);
        var rooms = await sala.Registers.Rooms().ConfigureAwait(false);
        var supporter = await Person(id, "supporter", "Aunt (made up)").ConfigureAwait(false);
        var (from, to) = how is "late" or "asked" ? ("20:30", "21:30") : ("10:00", "11:00");
        var plan = Step(Procedure.Interview, day, from, to).With(
            ("room", rooms.First(r => r.Private == (how != "desk")).Id.ToString()), ("interviewer", ids["investigator"].ToString()), ("psychologist", ids["psychologist"].ToString()), ("prosecutor", ids["prosecutor"].ToString()),
            ("prosecutor_required", "yes"), ("supporter", "named"), ("supporter_entry", supporter.ToString()), ("child_age", "13"), ("rights_told_on", Text(Day("+0"))), ("rights_version", "3"), ("rights_language", "th"),
            ("gender_wished", "woman"), ("gender_given", "woman"), ("language_wished", "th"), ("language_given", "th"), ("interpreter_named", "no"), ("minutes_without_break", "30"), ("stop_agreed", "yes"), ("exam_day", "no"),
            ("question_plan", "Tell me what happened."));
        var planned = await sala.Planning.Plan(officer, id, plan).ConfigureAwait(false);
        if (how is not ("late" or "asked")) return;
        await sala.Planning.AskOverride(officer, id, planned, "I6", "Made-up reason: the child asked for the evening.").ConfigureAwait(false);
        if (how == "late") await sala.Planning.ApproveOverride(await people("head").ConfigureAwait(false), id, planned, "I6").ConfigureAwait(false);
    }

    private async Task Close(RecordId id)
    {
        var worker = await people("responder").ConfigureAwait(false);
        var plan = await sala.Planning.Plan(worker, id, new StepPlan(new Dictionary<string, string> { ["procedure"] = nameof(Procedure.Closure), ["care_plan_review_on"] = Text(Day("+30")), ["child_asked_how_it_was"] = "yes" })).ConfigureAwait(false);
        await sala.Planning.Open(worker, id, plan).ConfigureAwait(false);
    }
}
