namespace Sala.Safeguards;

/// <summary>How a fact is written: the words in which a rule compares it.</summary>
public enum FactKind
{
    /// <summary><c>yes</c> or <c>no</c>; unanswered is neither.</summary>
    YesNo,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number; hours of the day are written so, 13.5 is half past one.</summary>
    Number,

    /// <summary>A day, as 2026-11-24.</summary>
    Day,

    /// <summary>One of a few codes.</summary>
    Code,

    /// <summary>Words of a person. A rule asks only whether there are any.</summary>
    Words,
}

/// <summary>Something that Sala knows of a planned step, by the name under which rules ask for it.</summary>
public sealed record Fact(string Name, FactKind Kind)
{
    /// <summary>Whether something typed is written as this kind; what is not counts as unknown.</summary>
    public bool Fits(string value) => Kind switch
    {
        FactKind.YesNo => value is "yes" or "no",
        FactKind.Whole => int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _),
        FactKind.Number => decimal.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _),
        FactKind.Day => DateOnly.TryParseExact(value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _),
        _ => value.Length <= 4_000,
    };

    private static Fact YesNo(string name) => new(name, FactKind.YesNo);
    private static Fact Whole(string name) => new(name, FactKind.Whole);
    private static Fact Number(string name) => new(name, FactKind.Number);
    private static Fact Day(string name) => new(name, FactKind.Day);
    private static Fact Code(string name) => new(name, FactKind.Code);
    private static Fact Words(string name) => new(name, FactKind.Words);

    /// <summary>Known before every step: the day it is planned for, and the day on which the rules are asked.</summary>
    private static readonly Fact[] Always = [Day("day"), Day("asked_on"), Whole("child_age")];

    private static readonly Fact[] Place =
    [
        YesNo("room_registered"), YesNo("room_private"), YesNo("room_suited"),
        Whole("people_present"), Whole("people_without_part"), YesNo("suspect_within_two_hours"),
    ];

    private static readonly Fact[] Support =
    [
        Code("supporter"), YesNo("supporter_named"), YesNo("supporter_is_or_lives_with_suspect"),
    ];

    private static readonly Dictionary<Procedure, Fact[]> OfProcedure = new()
    {
        [Procedure.Interview] =
        [
            .. Always, .. Place, .. Support,
            YesNo("interviewer_named"), Day("interviewer_certified_until"), YesNo("psychologist_or_social_worker_named"), YesNo("prosecutor_required"), YesNo("prosecutor_named"),
            Day("rights_told_on"), Words("rights_version"), Code("rights_language"), Whole("objections_open"),
            Whole("interview_number"), Words("further_reason"), YesNo("recording_cannot_answer"), YesNo("prosecutors_head_agreed"),
            Code("gender_wished"), Code("gender_given"), Code("language_wished"), Code("language_given"), YesNo("interpreter_named"), YesNo("interpreter_independent"), Words("mismatch_reason"),
            Number("starts_hour"), Number("ends_hour"), Whole("minutes_without_break"), Whole("minutes_planned"), YesNo("stop_agreed"), YesNo("exam_day"), YesNo("child_wishes_this_time"),
            Whole("prompts_leading_or_blaming"),
        ],
        [Procedure.Examination] =
        [
            .. Always, .. Support,
            Code("child_assent"), Code("consent"), YesNo("consent_document"), Whole("examinations_before"), Day("clinician_certified_until"), YesNo("online_only"), Words("examination_reason"),
        ],
        [Procedure.Hearing] =
        [
            .. Always, .. Support,
            Code("testimony_by"), Words("judges_reason"), YesNo("child_wishes_in_room"), YesNo("screen"), YesNo("separate_entrance"), YesNo("closed_court"), YesNo("suspect_within_two_hours"),
        ],
        [Procedure.LineUp] = [.. Always, YesNo("one_way"), YesNo("suspect_within_two_hours")],
        [Procedure.ExhibitView] = [.. Always, Words("purpose"), YesNo("file_attached"), YesNo("custody_recorded")],
        [Procedure.Export] = [.. Always, YesNo("pseudonym_used"), Whole("names_found")],
        [Procedure.Notice] = [.. Always, YesNo("recipient_is_or_lives_with_suspect")],
        [Procedure.NoteReading] = [.. Always, Code("reader"), Code("compartment"), YesNo("child_consents"), YesNo("lawful_order_document")],
        [Procedure.Decision] = [.. Always, YesNo("child_view_recorded"), YesNo("child_declined_view")],
        [Procedure.Closure] = [.. Always, YesNo("lead_unit_named"), Day("care_plan_review_on"), Whole("safety_tasks_open"), YesNo("child_asked_how_it_was")],
        [Procedure.Course] =
        [
            .. Always, Day("opened_on"), Day("therapy_offered_on"), YesNo("charged"), Day("charged_on"), Day("preparation_visit_on"), Day("hearing_on"), Whole("adjournments"), YesNo("fast_track_asked"),
            Day("oldest_step_untold_on"), YesNo("released_before_told"), Day("knew_of_offence_on"), Day("compensation_claimed_on"), Day("legal_aid_offered_on"), Words("late_reason"),
        ],
    };

    /// <summary>All that is known before a step of this kind. A rule that asks for anything else is a mistake in the pack.</summary>
    public static IReadOnlyList<Fact> Of(Procedure procedure) => OfProcedure[procedure];
}
