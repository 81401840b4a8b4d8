namespace Sala.Forms.Tests.Instruments;

/// <summary>The forms of a case: what the safeguards need stands in them, and nothing asks the child again.</summary>
public class CaseFormTests
{
    private static readonly string[] OfACase = ["care-plan", "interview-plan", "needs-assessment", "referral", "safety-plan"];

    public static TheoryData<string> CaseForms => [.. OfACase];

    [Fact]
    public void The_interview_plan_holds_what_each_of_the_rules_I1_to_I10_asks()
    {
        var fields = new Dictionary<string, string[]>
        {
            ["I1"] = ["interview_day", "interviewer", "certificate_until", "helper", "helper_name", "prosecutor_needed", "prosecutor_name", "chosen", "chosen_name"],
            ["I2"] = ["room_kind", "room", "present_name", "present_role", "present_where", "present_count", "present_inside"],
            ["I3"] = ["rights_told", "rights_script", "rights_version", "rights_language", "rights_day", "objection", "objection_to", "objection_ended"],
            ["I4"] = ["interview_number", "again_reason", "again_words", "recording_cannot", "head_agreed", "head_document"],
            ["I5"] = ["gender_wish", "gender_given", "language_wish", "language_given", "mismatch_reason", "interpreter_needed", "interpreter_name", "interpreter_independent"],
            ["I6"] = ["interview_day", "start_time", "length_minutes", "breaks_planned", "child_age", "hour_wish", "exam_day", "exam_wish", "stop_agreed"],
            ["I7"] = ["recording", "exhibit_number", "exhibit_hash", "custody"],
            ["I8"] = ["question_plan", "plan_read"],
            ["I9"] = ["start_time", "suspect_state", "suspect_place", "suspect_same_place", "suspect_from", "suspect_until", "lineup"],
            ["I10"] = ["chosen_relation", "chosen_to_suspect", "guardian_name", "guardian_relation", "guardian_to_suspect"],
        };
        var form = Instrument.Of("interview-plan");
        foreach (var (rule, names) in fields)
            Assert.Equal(names, form.Questions.Where(q => q.Column("sala_rule")?.Split(' ').Contains(rule) == true).Select(q => q.Name));
    }

    [Fact]
    public void The_persons_in_the_room_are_counted_apart_from_those_who_observe()
    {
        var session = Instrument.Start("interview-plan").Answers("present[1]/present_role", "interviewer").Answers("present[1]/present_where", "inside");
        session.AddInstance("present");
        session.Answers("present[2]/present_role", "prosecutor").Answers("present[2]/present_where", "observing");
        Assert.Equal(("2", "1"), (session.Answer("present_count"), session.Answer("present_inside")));
    }

    [Fact]
    public void A_second_interview_asks_for_a_reason_and_a_third_for_the_head_of_the_prosecutors()
    {
        var session = Instrument.Start("interview-plan").Answers("interview_number", "1");
        Assert.False(session.IsRelevant("again_reason"));
        Assert.True(session.Answers("interview_number", "2").IsRelevant("recording_cannot"));
        Assert.False(session.IsRelevant("head_agreed"));
        Assert.True(session.Answers("interview_number", "3").IsRelevant("head_agreed"));
    }

    [Theory]
    [InlineData("woman", "man", "thai", "thai", true)]
    [InlineData("any", "man", "thai", "thai", false)]
    [InlineData("woman", "woman", "patani_malay", "thai", true)]
    [InlineData("woman", "woman", "thai", "thai", false)]
    public void A_wish_that_is_not_met_asks_for_a_reason(string wished, string given, string language, string used, bool asked) =>
        Assert.Equal(asked, Instrument.Start("interview-plan").Answers("gender_wish", wished).Answers("gender_given", given).Answers("language_wish", language).Answers("language_given", used).IsRelevant("mismatch_reason"));

    [Fact]
    public void Only_a_fingerprint_is_taken_where_the_fingerprint_is_asked()
    {
        var session = Instrument.Start("interview-plan").Answers("recording", "video");
        Assert.NotNull(session.Set("exhibit_hash", "video.mp4"));
        Assert.Null(session.Set("exhibit_hash", new string('a', 64)));
    }

    [Theory, MemberData(nameof(CaseForms))]
    public void The_childs_view_is_asked_in_every_form_of_a_case(string form)
    {
        var session = Instrument.Start(form);
        Assert.Equal(["said", "declined", "not_asked"], session.ChoicesFor("child_view").Select(c => c.Name));
        Assert.False(session.Answers("child_view", "declined").IsRelevant("child_view_words"));
        Assert.True(session.Answers("child_view", "said").IsRelevant("child_view_words"));
        Assert.Equal("D1", session.Form["child_view"].Column("sala_rule"));
    }

    [Theory, MemberData(nameof(CaseForms))]
    public void An_unfinished_form_of_a_case_can_be_kept(string form)
    {
        Assert.DoesNotContain(Instrument.Of(form).Questions, q => q.IsRequired);
        Assert.Empty(Instrument.Start(form).Validate());
    }

    [Theory, MemberData(nameof(CaseForms))]
    public void No_form_of_a_case_takes_a_file(string form) =>
        Assert.DoesNotContain(Instrument.Of(form).Questions, q => q.Type is QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.GeoPoint);

    [Fact]
    public void Urgent_needs_and_open_goals_are_counted()
    {
        Assert.Equal("2", Instrument.Start("needs-assessment").Answers("health_need", "urgent").Answers("online_need", "urgent").Answers("school_need", "some").Answer("urgent_needs"));
        var plan = Instrument.Start("care-plan").Answers("goal[1]/goal_state", "done");
        plan.AddInstance("goal");
        Assert.Equal("1", plan.Answers("goal[2]/goal_state", "doing").Answer("goals_open"));
    }

    [Theory]
    [InlineData("no", true), InlineData("cannot", true), InlineData("yes", false)]
    public void A_referral_without_the_childs_assent_needs_a_ground(string assent, bool asked) =>
        Assert.Equal(asked, Instrument.Start("referral").Answers("child_assent", assent).IsRelevant("ground"));

    [Fact]
    public void Every_rule_named_is_one_of_the_safeguards()
    {
        string[] rules = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "M1", "M2", "C1", "C2", "C3", "N1", "N2", "D1", "D2", "D3"];
        Assert.All(OfACase.SelectMany(f => Instrument.Of(f).Questions).Select(q => q.Column("sala_rule")).OfType<string>().SelectMany(r => r.Split(' ')), r => Assert.Contains(r, rules));
    }
}
