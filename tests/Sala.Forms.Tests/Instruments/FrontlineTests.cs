namespace Sala.Forms.Tests.Instruments;

/// <summary>The promises of the questionnaire for frontline workers (instrument section 5) and of the safety referral (section 2.4).</summary>
public class FrontlineTests
{
    private static Interview Asks(params (string Name, string Value)[] says) => Interview.Of(Instrument.Start("frontline"), 1, says.ToDictionary(s => s.Name, s => s.Value));

    [Fact]
    public void Without_consent_nothing_is_asked() => Assert.Equal(["f_info", "f_consent", "f_thanks", "f_seen_help"], Asks(("f_consent", "2")).Met);

    [Theory]
    [InlineData("0", false), InlineData("98", false), InlineData("1", true), InlineData("4", true)]
    public void What_is_asked_about_cases_appears_only_where_there_were_some(string cases, bool asked)
    {
        var met = Asks(("f_consent", "1"), ("f_case_osea", cases)).Met;
        Assert.Equal(asked, met.Contains("f_kinds"));
        Assert.Equal(asked, met.Contains("f_off_rel"));
        Assert.Contains("f_barrier", met);
    }

    [Fact]
    public void At_most_three_kinds_of_offender_and_five_barriers()
    {
        var session = Asks(("f_consent", "1"), ("f_case_osea", "2")).Session;
        Assert.NotNull(session.Set("f_off_rel", "1 2 3 4"));
        Assert.NotNull(session.Set("f_off_rel", "1 98"));
        Assert.Null(session.Set("f_off_rel", "1 2 3"));
        Assert.NotNull(session.Set("f_barrier", "1 2 3 4 5 6"));
        Assert.Null(session.Set("f_barrier", "1 2 3 4 5"));
        Assert.NotNull(session.Set("f_vuln", "1 2 3 4 5 6"));
    }

    [Fact]
    public void The_one_free_text_is_short_and_asks_for_no_case()
    {
        var session = Asks(("f_consent", "1"), ("f_change", "96")).Session;
        Assert.NotNull(session.Set("f_change_text", new string('a', 301)));
        Assert.Null(session.Set("f_change_text", new string('a', 300)));
        Assert.Contains("No cases, no names", session.Form["f_change_text"].Hint("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_required_but_the_consent_and_the_last_page() =>
        Assert.Equal(["f_consent", "f_seen_help"], Instrument.Of("frontline").Questions.Where(q => q.IsRequired).Select(q => q.Name));
}

public class SafetyReferralTests
{
    private static Interview Asks(params (string Name, string Value)[] says) => Interview.Of(Instrument.Start("safety-referral"), 1, says.ToDictionary(s => s.Name, s => s.Value));

    [Fact]
    public void Who_wants_only_the_card_is_asked_for_no_way_of_contact()
    {
        var met = Asks(("r_choice", "1"), ("r_danger", "2")).Met;
        Assert.Equal(["r_info", "r_limit", "r_filled_by", "r_choice", "r_danger", "r_thanks", "r_seen_help"], met);
    }

    [Fact]
    public void Who_wants_to_be_reached_says_how_when_and_what_to_do_if_another_answers()
    {
        var met = Asks(("r_choice", "3"), ("r_way", "1")).Met;
        Assert.Superset(new HashSet<string> { "r_way", "r_contact", "r_when", "r_other_answers", "r_wish" }, met.ToHashSet());
        Assert.DoesNotContain("r_place", met);
    }

    [Fact]
    public void Who_cannot_talk_now_can_choose_another_time()
    {
        Assert.Contains("r_way", Asks(("r_choice", "2"), ("r_place", "3")).Met);
        Assert.DoesNotContain("r_way", Asks(("r_choice", "2"), ("r_place", "1")).Met);
    }

    [Fact]
    public void Danger_brings_somebody_at_once_and_the_child_is_told()
    {
        Assert.Contains("r_danger_how", Asks(("r_danger", "1")).Met);
        Assert.DoesNotContain("r_danger_how", Asks(("r_danger", "2")).Met);
    }

    [Fact]
    public void Nothing_joins_it_with_the_questionnaire_and_all_of_it_is_sealed()
    {
        var form = Instrument.Of("safety-referral");
        var others = Instrument.OfTheStudy.Where(n => n != "safety-referral").SelectMany(n => Instrument.Of(n).Questions.Select(q => q.Name)).ToHashSet();
        Assert.DoesNotContain(form.Questions, q => others.Contains(q.Name));
        Assert.All(form.Questions.Where(q => q.IsAnswered && q.Name != "r_seen_help"), q => Assert.StartsWith("r", q.Group, StringComparison.Ordinal));
        Assert.Equal("yes", form["r"].Column("bind::sala:sealed"));
        Assert.DoesNotContain(form.Questions, q => q.Type is QuestionType.Start or QuestionType.End or QuestionType.Today or QuestionType.Calculate);
    }

    [Fact]
    public void Nothing_is_required_and_nothing_that_happened_is_asked()
    {
        var form = Instrument.Of("safety-referral");
        Assert.Equal(["r_seen_help"], form.Questions.Where(q => q.IsRequired).Select(q => q.Name));
        foreach (var (where, text) in Instrument.Texts(form, "en")) Assert.False(text.Contains("happened", StringComparison.Ordinal), where);
    }
}
