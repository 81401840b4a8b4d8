using Sala.Safeguards;

namespace Sala.Tests.Safeguards;

/// <summary>Steps before which everything holds. A test changes the one fact that its promise is about.</summary>
internal static class Steps
{
    public static Dictionary<string, string> Of(Procedure procedure, params (string Fact, string Value)[] but)
    {
        var facts = new Dictionary<string, string>(Good[procedure]);
        foreach (var (fact, value) in but) facts[fact] = value;
        return facts;
    }

    private static readonly Dictionary<Procedure, Dictionary<string, string>> Good = new()
    {
        [Procedure.Interview] = new()
        {
            ["day"] = "2027-03-15", ["asked_on"] = "2027-03-12", ["child_age"] = "13",
            ["room_registered"] = "yes", ["room_private"] = "yes", ["room_suited"] = "yes", ["people_present"] = "5", ["people_without_part"] = "0", ["suspect_within_two_hours"] = "no",
            ["supporter"] = "named", ["supporter_named"] = "yes", ["supporter_is_or_lives_with_suspect"] = "no",
            ["interviewer_named"] = "yes", ["interviewer_certified_until"] = "2027-05-03", ["psychologist_or_social_worker_named"] = "yes", ["prosecutor_required"] = "yes", ["prosecutor_named"] = "yes",
            ["rights_told_on"] = "2027-03-14", ["rights_version"] = "3", ["rights_language"] = "th", ["objections_open"] = "0", ["interview_number"] = "1",
            ["gender_wished"] = "woman", ["gender_given"] = "woman", ["language_wished"] = "th", ["language_given"] = "th", ["interpreter_named"] = "no",
            ["starts_hour"] = "10", ["ends_hour"] = "11", ["minutes_planned"] = "60", ["minutes_without_break"] = "30", ["stop_agreed"] = "yes", ["exam_day"] = "no",
            ["prompts_leading_or_blaming"] = "0",
        },
        [Procedure.Examination] = new()
        {
            ["day"] = "2027-03-15", ["asked_on"] = "2027-03-12", ["supporter"] = "none", ["child_assent"] = "yes", ["consent"] = "given", ["examinations_before"] = "0",
            ["clinician_certified_until"] = "2028-01-01", ["online_only"] = "no",
        },
        [Procedure.Hearing] = new()
        {
            ["day"] = "2027-09-01", ["asked_on"] = "2027-08-01", ["supporter"] = "named", ["supporter_named"] = "yes", ["supporter_is_or_lives_with_suspect"] = "no",
            ["testimony_by"] = "remote", ["closed_court"] = "yes", ["suspect_within_two_hours"] = "no",
        },
        [Procedure.LineUp] = new() { ["day"] = "2027-03-20", ["one_way"] = "yes", ["suspect_within_two_hours"] = "yes" },
        [Procedure.ExhibitView] = new() { ["day"] = "2027-03-20", ["purpose"] = "To see whether a second interview is needed.", ["file_attached"] = "no", ["custody_recorded"] = "yes" },
        [Procedure.Export] = new() { ["day"] = "2027-03-20", ["pseudonym_used"] = "yes", ["names_found"] = "0" },
        [Procedure.Notice] = new() { ["day"] = "2027-03-20", ["recipient_is_or_lives_with_suspect"] = "no" },
        [Procedure.NoteReading] = new() { ["day"] = "2027-03-20", ["reader"] = "care", ["compartment"] = "care" },
        [Procedure.Decision] = new() { ["day"] = "2027-03-20", ["child_view_recorded"] = "yes" },
        [Procedure.Closure] = new() { ["day"] = "2028-03-20", ["lead_unit_named"] = "yes", ["care_plan_review_on"] = "2028-04-01", ["safety_tasks_open"] = "0", ["child_asked_how_it_was"] = "yes" },
        [Procedure.Course] = new() { ["asked_on"] = "2027-03-20", ["opened_on"] = "2027-03-12", ["knew_of_offence_on"] = "2027-03-12", ["adjournments"] = "0", ["charged"] = "no", ["hearing_on"] = "" },
    };
}
