using Sala.Safeguards;
using Sala.Tests.Countries;
using Sala.Vault;

namespace Sala.Tests.Safeguards;

/// <summary>The twenty rules, each with every outcome that it can have.</summary>
public class SafeguardRulesTests
{
    private static readonly SafeguardRules Rules = SafeguardRules.Load(Pack.Thailand, TimeProvider.System);
    private static readonly RecordId Officer = RecordId.Random();
    private static readonly RecordId Head = RecordId.Random();

    /// <summary>Rule, step, the facts that break it (name=value), what is then missing.</summary>
    public static TheoryData<string, Procedure, string, string> WhatBlocks => new()
    {
        { "I1", Procedure.Interview, "interviewer_certified_until=2027-03-14", "interviewer" },
        { "I1", Procedure.Interview, "interviewer_certified_until=", "interviewer" },
        { "I1", Procedure.Interview, "psychologist_or_social_worker_named=no", "psychologist" },
        { "I1", Procedure.Interview, "prosecutor_named=no", "prosecutor" },
        { "I1", Procedure.Interview, "prosecutor_required=;prosecutor_named=no", "prosecutor" },
        { "I1", Procedure.Interview, "supporter=not_asked", "supporter" },
        { "I2", Procedure.Interview, "room_registered=no;room_private=no", "room" },
        { "I2", Procedure.Interview, "people_present=11;people_without_part=6", "people" },
        { "I2", Procedure.Interview, "people_without_part=", "people" },
        { "I3", Procedure.Interview, "rights_told_on=", "told" },
        { "I3", Procedure.Interview, "objections_open=1", "objection" },
        { "I4", Procedure.Interview, "interview_number=2", "second" },
        { "I4", Procedure.Interview, "interview_number=2;further_reason=A second offender was named.", "second" },
        { "I4", Procedure.Interview, "interview_number=3;further_reason=New names.;recording_cannot_answer=yes", "third" },
        { "I5", Procedure.Interview, "gender_given=man", "gender" },
        { "I5", Procedure.Interview, "gender_wished=", "gender" },
        { "I5", Procedure.Interview, "language_given=en", "language" },
        { "I5", Procedure.Interview, "interpreter_named=yes", "interpreter" },
        { "I6", Procedure.Interview, "starts_hour=20;ends_hour=21", "hours" },
        { "I6", Procedure.Interview, "child_age=6", "length" },
        { "I6", Procedure.Interview, "minutes_without_break=50", "length" },
        { "I6", Procedure.Interview, "stop_agreed=no", "stop" },
        { "I6", Procedure.Interview, "exam_day=yes", "exam_day" },
        { "I7", Procedure.ExhibitView, "purpose=", "purpose" },
        { "I7", Procedure.ExhibitView, "file_attached=yes", "file" },
        { "I9", Procedure.Interview, "suspect_within_two_hours=yes", "interview" },
        { "I9", Procedure.Interview, "suspect_within_two_hours=", "interview" },
        { "I9", Procedure.Hearing, "suspect_within_two_hours=yes", "hearing" },
        { "I9", Procedure.LineUp, "one_way=no", "line_up" },
        { "I10", Procedure.Interview, "supporter_is_or_lives_with_suspect=yes", "interview" },
        { "I10", Procedure.Hearing, "supporter_is_or_lives_with_suspect=yes", "hearing" },
        { "I10", Procedure.Examination, "supporter=named;supporter_named=yes", "examination" },
        { "I10", Procedure.Notice, "recipient_is_or_lives_with_suspect=yes", "notice" },
        { "M1", Procedure.Examination, "child_assent=no", "assent" },
        { "M1", Procedure.Examination, "child_assent=", "assent" },
        { "M1", Procedure.Examination, "consent=life_saving;child_assent=no", "assent" },
        { "M1", Procedure.Examination, "consent=conflict", "consent" },
        { "M1", Procedure.Examination, "consent=court_order", "consent" },
        { "M1", Procedure.Examination, "examinations_before=1", "once" },
        { "M1", Procedure.Examination, "clinician_certified_until=2027-01-01", "clinician" },
        { "M1", Procedure.Examination, "supporter=", "supporter" },
        { "M1", Procedure.Examination, "online_only=yes", "online_only" },
        { "C1", Procedure.Hearing, "testimony_by=in_room;judges_reason=The accused asks for it.;screen=yes;separate_entrance=yes", "way" },
        { "C1", Procedure.Hearing, "testimony_by=in_room;child_wishes_in_room=yes;screen=yes;separate_entrance=yes", "way" },
        { "C1", Procedure.Hearing, "testimony_by=in_room;child_wishes_in_room=yes;judges_reason=Her wish.;screen=yes;separate_entrance=no", "room" },
        { "C1", Procedure.Hearing, "closed_court=no", "closed" },
        { "C1", Procedure.Hearing, "supporter=", "supporter" },
        { "C3", Procedure.Export, "names_found=1", "pseudonym" },
        { "C3", Procedure.Export, "names_found=", "pseudonym" },
        { "D1", Procedure.Decision, "child_view_recorded=no", "view" },
        { "D2", Procedure.Closure, "lead_unit_named=no", "lead" },
        { "D2", Procedure.Closure, "care_plan_review_on=", "lead" },
        { "D2", Procedure.Closure, "safety_tasks_open=1", "safety_tasks" },
        { "D2", Procedure.Closure, "child_asked_how_it_was=no", "asked" },
        { "D3", Procedure.NoteReading, "reader=police", "care_notes" },
        { "D3", Procedure.NoteReading, "reader=", "care_notes" },
    };

    [Theory]
    [MemberData(nameof(WhatBlocks))]
    public void What_a_rule_asks_for_and_is_missing_blocks_the_step(string id, Procedure procedure, string but, string missing)
    {
        var found = Rules.Check(procedure, With(procedure, but));
        Assert.Equal(Outcome.Blocked, found[id].Outcome);
        Assert.Contains(found[id].Missing, m => m.Code == missing && m.Missing["en"].Length > 10 && m.Mend["th"].Length > 3);
        Assert.False(found.MayGoOn);
    }

    [Theory]
    [MemberData(nameof(WhatBlocks))]
    public void A_named_person_sets_a_rule_aside_with_reason_and_approver_where_the_rule_lets_them(string id, Procedure procedure, string but, string missing)
    {
        var found = Rules.Check(procedure, With(procedure, but));
        var asked = new Override(id, Officer, "The child leaves the country tomorrow.", Head);
        var nobody = id is "I7" or "I9" or "I10" or "C3" or "D3" || (id, missing) is ("M1", "assent");
        if (nobody)
        {
            var refused = Assert.Throws<OverrideRefusedException>(() => found.RequireOverride(asked));
            Assert.Contains("by nobody", refused.Message, StringComparison.Ordinal);
            Assert.Equal(Outcome.Blocked, Rules.Check(procedure, With(procedure, but), [asked])[id].Outcome);
            return;
        }
        found.RequireOverride(asked);
        Assert.Equal(Outcome.Overridden, Rules.Check(procedure, With(procedure, but), [asked])[id].Outcome);
        Assert.Throws<OverrideRefusedException>(() => found.RequireOverride(asked with { Reason = " " }));
        Assert.Throws<OverrideRefusedException>(() => found.RequireOverride(asked with { ApprovedBy = Officer }));
    }

    [Theory]
    [InlineData(Procedure.Interview), InlineData(Procedure.Examination), InlineData(Procedure.Hearing), InlineData(Procedure.LineUp), InlineData(Procedure.ExhibitView)]
    [InlineData(Procedure.Export), InlineData(Procedure.Notice), InlineData(Procedure.NoteReading), InlineData(Procedure.Decision), InlineData(Procedure.Closure)]
    public void A_step_before_which_all_holds_goes_on(Procedure procedure)
    {
        var found = Rules.Check(procedure, Steps.Of(procedure));
        Assert.True(found.MayGoOn, string.Join(", ", found.Blocking.SelectMany(b => b.Missing).Select(m => $"{m.RuleId} {m.Code}")));
        Assert.Contains(found.Rules, r => r.Outcome == Outcome.Satisfied);
        Assert.All(found.Rules, r => Assert.True(r.Outcome is Outcome.Satisfied or Outcome.DoesNotApply));
    }

    [Theory]
    [InlineData(Procedure.Interview), InlineData(Procedure.Examination), InlineData(Procedure.Hearing), InlineData(Procedure.LineUp), InlineData(Procedure.ExhibitView)]
    [InlineData(Procedure.Export), InlineData(Procedure.Notice), InlineData(Procedure.NoteReading), InlineData(Procedure.Decision), InlineData(Procedure.Closure)]
    public void A_step_of_which_nothing_is_known_is_blocked_by_every_rule_that_stands_before_it(Procedure procedure)
    {
        var good = Rules.Check(procedure, Steps.Of(procedure));
        var unknown = Rules.Check(procedure, new Dictionary<string, string>());
        Assert.False(unknown.MayGoOn);
        Assert.All(good.Rules.Where(r => r.Outcome == Outcome.Satisfied && r.Rule.Id is not ("I8" or "I10")), r => Assert.Equal(Outcome.Blocked, unknown[r.Rule.Id].Outcome));
    }

    [Fact]
    public void The_front_desk_with_ten_people_is_refused_and_says_why()
    {
        var found = Rules.Check(Procedure.Interview, Steps.Of(Procedure.Interview,
            ("room_registered", "no"), ("room_private", "no"), ("room_suited", "no"), ("people_present", "10"), ("people_without_part", "7")));
        Assert.Equal(["I2"], found.Blocking.Select(b => b.Rule.Id));
        Assert.Equal(["room", "people"], found["I2"].Missing.Select(m => m.Code));
        Assert.Contains("front desk", found["I2"].Missing[0].Missing["en"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("supporter=none;supporter_named=no"), InlineData("gender_given=man;mismatch_reason=No woman is on duty in the province."), InlineData("gender_wished=any;gender_given=man")]
    [InlineData("language_given=en;interpreter_named=yes;interpreter_independent=yes"), InlineData("starts_hour=20;ends_hour=21;child_wishes_this_time=yes"), InlineData("exam_day=yes;child_wishes_this_time=yes")]
    [InlineData("interview_number=2;further_reason=A second offender.;recording_cannot_answer=yes"), InlineData("interview_number=3;further_reason=New.;recording_cannot_answer=yes;prosecutors_head_agreed=yes")]
    [InlineData("prosecutor_required=no;prosecutor_named=no")]
    public void What_the_child_wishes_and_what_is_explained_does_not_block_an_interview(string but) =>
        Assert.True(Rules.Check(Procedure.Interview, With(Procedure.Interview, but)).MayGoOn);

    [Theory]
    [InlineData(Procedure.Examination, "child_assent=no;consent=life_saving;consent_document=yes"), InlineData(Procedure.Examination, "consent=court_order;consent_document=yes")]
    [InlineData(Procedure.NoteReading, "reader=police;lawful_order_document=yes"), InlineData(Procedure.NoteReading, "reader=police;child_consents=yes")]
    [InlineData(Procedure.Hearing, "testimony_by=in_room;judges_reason=Her wish.;child_wishes_in_room=yes;screen=yes;separate_entrance=yes;suspect_within_two_hours=yes")]
    public void An_order_a_consent_or_life_saving_care_enters_as_a_fact_with_its_document(Procedure procedure, string but) =>
        Assert.True(Rules.Check(procedure, With(procedure, but)).MayGoOn);

    [Fact]
    public void A_planted_leading_prompt_is_flagged_and_does_not_block()
    {
        var found = Rules.Check(Procedure.Interview, With(Procedure.Interview, "prompts_leading_or_blaming=2"));
        Assert.Equal(Outcome.Flagged, found["I8"].Outcome);
        Assert.True(found.MayGoOn);
    }

    [Theory]
    [InlineData("M2", "asked_on=2027-03-26", "asked_on=2027-03-27"), InlineData("M2", "asked_on=2027-06-01;therapy_offered_on=2027-03-20", "asked_on=2027-06-01")]
    [InlineData("C2", "adjournments=1", "adjournments=2"), InlineData("C2", "charged=yes;charged_on=2027-03-12;fast_track_asked=yes", "charged=yes;charged_on=2027-03-12")]
    [InlineData("C2", "charged=yes;charged_on=2027-03-13", "charged=yes;charged_on=2027-03-12"), InlineData("C2", "charged=yes;fast_track_asked=yes", "charged=yes")]
    [InlineData("C2", "hearing_on=2027-03-28", "hearing_on=2027-03-27"), InlineData("C2", "hearing_on=2027-03-21;preparation_visit_on=2027-03-19", "hearing_on=2027-03-21")]
    [InlineData("N1", "oldest_step_untold_on=2027-03-17", "oldest_step_untold_on=2027-03-16"), InlineData("N1", "released_before_told=no", "released_before_told=yes")]
    [InlineData("N2", "asked_on=2027-12-10;legal_aid_offered_on=2027-04-01", "asked_on=2027-12-11;legal_aid_offered_on=2027-04-01")]
    [InlineData("N2", "asked_on=2028-02-20;legal_aid_offered_on=2027-04-01;compensation_claimed_on=2027-12-01", "asked_on=2028-02-11;legal_aid_offered_on=2027-04-01")]
    [InlineData("N2", "asked_on=2027-04-11", "asked_on=2027-04-12")]
    public void A_clock_is_in_time_overdue_or_overdue_with_a_reason_and_nobody_sets_it_aside(string id, string inTime, string late)
    {
        Assert.Equal(Outcome.InTime, Rules.Check(Procedure.Course, With(Procedure.Course, inTime))[id].Outcome);
        var overdue = Rules.Check(Procedure.Course, With(Procedure.Course, late));
        Assert.Equal(Outcome.Overdue, overdue[id].Outcome);
        Assert.Equal(Outcome.OverdueWithReason, Rules.Check(Procedure.Course, With(Procedure.Course, late + ";late_reason=The child was in hospital."))[id].Outcome);
        Assert.Throws<OverrideRefusedException>(() => overdue.RequireOverride(new Override(id, Officer, "No time.", Head)));
    }

    [Fact]
    public void Nine_and_eleven_months_without_a_claim_raise_one_alert_each()
    {
        Assert.Equal(["nine_months"], Missing("2027-12-11"));
        Assert.Equal(["eleven_months"], Missing("2028-02-10"));
        string[] Missing(string today) =>
            [.. Rules.Check(Procedure.Course, With(Procedure.Course, $"asked_on={today};legal_aid_offered_on=2027-04-01"))["N2"].Missing.Select(m => m.Code)];
    }

    [Fact]
    public void Every_rule_blocks_flags_or_runs_in_one_of_these_tests()
    {
        var blocked = WhatBlocks.Select(row => row.Data.Item1).Distinct().ToHashSet();
        Assert.Equal(["I8", "M2", "C2", "N1", "N2"], Rules.Rules.Select(r => r.Id).Where(id => !blocked.Contains(id)));
        var tested = WhatBlocks.Select(row => (row.Data.Item1, row.Data.Item4)).ToHashSet();
        Assert.All(Rules.Rules.SelectMany(r => r.Requirements).Where(r => r.Severity == Severity.Block), r => Assert.Contains((r.RuleId, r.Code), tested));
    }

    [Fact]
    public void A_fact_that_no_rule_can_know_is_an_error_and_no_silence()
    {
        Assert.Throws<ArgumentException>(() => Rules.Check(Procedure.Decision, new Dictionary<string, string> { ["child_veiw_recorded"] = "yes" }));
        Assert.Throws<ArgumentException>(() => Rules.Check(Procedure.Interview, With(Procedure.Interview, "people_without_part=none")));
    }

    private static Dictionary<string, string> With(Procedure procedure, string but) =>
        Steps.Of(procedure, [.. but.Split(';').Select(b => (b[..b.IndexOf('=', StringComparison.Ordinal)], b[(b.IndexOf('=', StringComparison.Ordinal) + 1)..]))]);
}
