namespace Sala.Forms.Tests.Instruments;

/// <summary>The promises of the child questionnaire: instrument sections 2 and 3.</summary>
public class ChildTests
{
    private static readonly string[] Kinds = ["cmt", "snt", "tlk", "rqi", "omi", "omm", "shr", "thr"];
    private static readonly string[] KindsInFull = ["tlk", "rqi", "omi", "omm", "shr", "thr"];
    private static readonly string[] FromGrave = ["thr", "shr", "omm", "omi", "rqi", "tlk", "snt", "cmt"];

    public static TheoryData<string> EachKind => [.. Kinds];
    public static TheoryData<string> EachKindInFull => [.. KindsInFull];

    private static Form Form => Instrument.Of("child");

    /// <summary>A child who takes part to the end and had none of the kinds; what is given takes the place.</summary>
    private static Dictionary<string, string> Child(params (string Name, string Value)[] says)
    {
        var all = new Dictionary<string, string>
        {
            ["k_consent"] = "1", ["h_roster_age"] = "14", ["c_assent"] = "1", ["c_teachback"] = "1", ["c_ivsex"] = "1", ["c_private"] = "1", ["c_age"] = "14",
            ["c_net3m"] = "1", ["sc_mode"] = "1", ["sc_try1"] = "1", ["sc_try2"] = "99", ["sc_alone"] = "1",
        };
        foreach (var kind in Kinds) all[$"{kind}_yr"] = "0";
        foreach (var (name, value) in says) all[name] = value;
        return all;
    }

    private static Interview Asks(params (string Name, string Value)[] says) => Interview.Of(Instrument.Start("child"), 1, Child(says));

    private static (string, string)[] Had(params string[] kinds) => [.. kinds.SelectMany(k => new[] { ($"{k}_yr", "2"), ($"{k}_ok", "1") })];

    private static void SeesTheHelplineScreenLast(Interview interview)
    {
        var afterwards = interview.Met.SkipWhile(n => n != "cl_seen_help").ToList();
        Assert.NotEmpty(afterwards);
        Assert.All(afterwards.Skip(1), name => Assert.StartsWith("iv_", name, StringComparison.Ordinal));
        Assert.Empty(interview.Session.Validate());
        Assert.Equal("services", Form["cl_seen_help"].Column("sala_shows"));
    }

    [Fact]
    public void Without_the_consent_of_the_caregiver_nothing_is_asked_of_the_child()
    {
        var interview = Asks(("k_consent", "2"));
        Assert.Equal(["k_consent", "cl_seen_help"], interview.Met);
    }

    [Fact]
    public void A_consent_from_the_household_form_is_not_asked_again()
    {
        var interview = Interview.Of(Instrument.Start("child", 1, ("k_consent", "1"), ("h_roster_age", "14")), 1, Child());
        Assert.DoesNotContain("k_consent", interview.Met);
        Assert.DoesNotContain("h_roster_age", interview.Met);
        Assert.Contains("c_assent", interview.Met);
    }

    [Fact]
    public void A_childs_no_ends_the_interview_kindly_and_shows_the_helpline_screen()
    {
        var interview = Asks(("c_assent", "2"));
        Assert.Equal(["c_assent", "cl_thanks", "cl_seen_help"], interview.Met.SkipWhile(n => n != "c_assent"));
        SeesTheHelplineScreenLast(interview);
    }

    [Fact]
    public void The_limit_of_what_stays_between_us_is_said_before_the_child_is_asked()
    {
        var met = Asks().Met;
        Assert.True(met.IndexOf("c_info_limit") is >= 0 and var limit && limit < met.IndexOf("c_assent"));
        Assert.Contains("get help", Form["c_info_limit"].Label("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_who_cannot_say_how_to_skip_is_not_interviewed()
    {
        var interview = Asks(("c_teachback", "3"));
        Assert.DoesNotContain("c_age", interview.Met);
        Assert.Contains("cl_thanks", interview.Met);
        SeesTheHelplineScreenLast(interview);
    }

    [Theory]
    [InlineData("2"), InlineData("3")]
    public void A_wish_for_a_woman_or_a_man_that_cannot_be_met_ends_the_visit(string wish)
    {
        Assert.DoesNotContain("c_age", Asks(("c_ivsex", wish), ("c_ivsex_met", "2")).Met);
        Assert.Contains("c_age", Asks(("c_ivsex", wish), ("c_ivsex_met", "1")).Met);
    }

    [Fact]
    public void A_child_who_was_not_online_for_three_months_is_thanked_and_sees_the_helpline_screen()
    {
        var interview = Asks(("c_net3m", "2"));
        Assert.DoesNotContain("c_firstage", interview.Met);
        Assert.Contains("cl_thanks", interview.Met);
        SeesTheHelplineScreenLast(interview);
    }

    [Fact]
    public void Without_a_private_place_the_childs_own_part_is_left_out_whole()
    {
        var interview = Asks(("c_private", "2"));
        Assert.Contains("rp_image", interview.Met);
        Assert.DoesNotContain(interview.Met, OwnPart);
        SeesTheHelplineScreenLast(interview);
    }

    [Fact]
    public void A_child_who_can_neither_read_nor_listen_is_not_asked_aloud()
    {
        var interview = Asks(("sc_mode", "3"));
        Assert.Equal(["sc_handover", "sc_mode"], interview.Met.Where(OwnPart));
        SeesTheHelplineScreenLast(interview);
    }

    [Fact]
    public void A_child_who_is_never_alone_goes_straight_to_the_end()
    {
        var interview = Asks(("sc_alone", "2"), ("sc_alone2", "2"));
        Assert.Contains("sc_wait", interview.Met);
        Assert.DoesNotContain(interview.Met, n => n.EndsWith("_yr", StringComparison.Ordinal) || n is "sx_seen" or "hk_know" or "vi_home" or "bal_1");
        Assert.Contains("cl_talk", interview.Met);
        SeesTheHelplineScreenLast(interview);
        Assert.Contains("up_any", Asks(("sc_alone", "2"), ("sc_alone2", "1")).Met);
    }

    [Fact]
    public void A_child_who_reports_none_answers_as_many_questions_as_one_who_reports_one()
    {
        var none = Asks().Met.Count;
        foreach (var kind in KindsInFull)
        {
            // The usual way of one kind: by social media, nobody told, or somebody.
            var silent = Asks([.. Had(kind), ($"{kind}_chan", "3"), ($"{kind}_told", "0")]).Met.Count;
            var told = Asks([.. Had(kind), ($"{kind}_chan", "3"), ($"{kind}_told", "1")]).Met.Count;
            Assert.InRange(silent, none - 1, none + 4);
            Assert.InRange(told, none - 1, none + 5);
        }
    }

    [Fact]
    public void Only_a_child_who_reports_none_gets_the_ten_neutral_questions()
    {
        Assert.Equal(10, Asks().Met.Count(n => n.StartsWith("bal_", StringComparison.Ordinal)));
        foreach (var kind in Kinds) Assert.DoesNotContain("bal_1", Asks(Had(kind)).Met);
    }

    [Theory, MemberData(nameof(EachKind))]
    public void No_follow_up_is_shown_without_the_childs_leave(string kind)
    {
        var interview = Asks(($"{kind}_yr", "1"), ($"{kind}_ok", "2"));
        Assert.Equal([$"{kind}_dig", $"{kind}_ok"], interview.Met.Where(n => n.StartsWith($"{kind}_", StringComparison.Ordinal) && n != $"{kind}_yr" && n != "thr_how"));
        SeesTheHelplineScreenLast(interview);
    }

    [Theory, MemberData(nameof(EachKind))]
    public void Each_kind_alone_gets_its_own_follow_ups_and_no_others(string kind)
    {
        string[] suffixes = ["dig", "ok", "chan", "plat", "who", "link", "press", "feel", "told", "react", "whynot", "nopol", "did"];
        var full = KindsInFull.Contains(kind);
        var silent = Asks([.. Had(kind), ($"{kind}_chan", "3"), ($"{kind}_told", "0")]);
        var told = Asks([.. Had(kind), ($"{kind}_chan", "3"), ($"{kind}_told", "1")]);
        Assert.Equal(Expected(silent: true), Of(silent));
        Assert.Equal(Expected(silent: false), Of(told));

        string[] Of(Interview interview) => [.. suffixes.Where(s => Kinds.Any(k => interview.Met.Contains($"{k}_{s}"))).Where(s => interview.Met.Contains($"{kind}_{s}"))];
        string[] Expected(bool silent) => [.. suffixes.Where(s => s switch
        {
            "plat" or "link" or "feel" or "did" => full,
            "react" => full && !silent,
            "whynot" => silent,
            "press" => kind is "omi" or "omm" or "rqi",
            "nopol" => !silent && kind is "shr" or "thr" or "omi" or "omm",
            _ => true,
        })];
    }

    [Fact]
    public void Apps_are_asked_only_where_social_media_was_the_way()
    {
        Assert.DoesNotContain("omi_plat", Asks([.. Had("omi"), ("omi_chan", "1 4")]).Met);
        Assert.Contains("omi_plat", Asks([.. Had("omi"), ("omi_chan", "1 3")]).Met);
    }

    [Fact]
    public void Who_told_the_police_is_not_asked_why_not()
    {
        Assert.DoesNotContain("thr_nopol", Asks([.. Had("thr"), ("thr_told", "9")]).Met);
        Assert.DoesNotContain("thr_nopol", Asks([.. Had("thr"), ("thr_told", "99")]).Met);
        Assert.Contains("thr_nopol", Asks([.. Had("thr"), ("thr_told", "3")]).Met);
    }

    [Fact]
    public void With_all_eight_kinds_only_the_four_gravest_get_the_long_follow_ups()
    {
        var interview = Asks([.. Had(Kinds), .. KindsInFull.SelectMany(k => new[] { ($"{k}_go", "1"), ($"{k}_told", "1"), ($"{k}_chan", "3") }), ("snt_go", "1")]);
        Assert.Equal(["omi", "omm", "shr", "thr"], KindsInFull.Where(k => interview.Met.Contains($"{k}_link")));
        Assert.Equal(["omi", "omm", "shr", "thr"], KindsInFull.Where(k => interview.Met.Contains($"{k}_did")));
        // Figures are never capped.
        foreach (var kind in Kinds) Assert.Superset(new HashSet<string> { $"{kind}_chan", $"{kind}_who", $"{kind}_told" }, interview.Met.ToHashSet());
        Assert.Equal(Enumerable.Range(1, 8).Select(n => $"{n}"), FromGrave.Select(k => interview.Session.Answer($"{k}_rank")));
        Assert.Equal("8", interview.Session.Answer("n_kinds"));
        SeesTheHelplineScreenLast(interview);
    }

    [Fact]
    public void Between_kinds_a_child_can_go_to_the_end_and_the_rest_counts_as_rather_not()
    {
        var interview = Asks([.. Had("tlk", "rqi", "omi"), ("rqi_go", "1"), ("omi_go", "2")]);
        Assert.DoesNotContain("tlk_go", interview.Met);
        Assert.DoesNotContain("omi_dig", interview.Met);
        Assert.DoesNotContain("ex_any", interview.Met);
        Assert.Equal(("1", "1", "2", null), (interview.Session.Answer("tlk_okx"), interview.Session.Answer("rqi_okx"), interview.Session.Answer("omi_okx"), interview.Session.Answer("thr_okx")));
        SeesTheHelplineScreenLast(interview);
    }

    [Fact]
    public void A_child_who_skips_everything_reaches_the_end()
    {
        var says = Child();
        foreach (var question in Form.Questions.Where(q => q.Column("sala_mode") == "S" && q.IsAnswered && q.Name is not ("sc_mode" or "cl_seen_help"))) says[question.Name] = "skip";
        var interview = Interview.Of(Instrument.Start("child"), 1, says);
        Assert.Contains("cl_talk", interview.Met);
        Assert.Equal("0", interview.Session.Answer("n_kinds"));
        SeesTheHelplineScreenLast(interview);
    }

    [Theory]
    [InlineData("3", "sk_priv"), InlineData("9", "edu_sex"), InlineData("10", "hk_know")]
    public void Who_stops_keeps_the_answers_and_comes_to_the_helpline_screen(string part, string notAsked)
    {
        var session = Instrument.Start("child");
        Interview.Of(session, 1, Child(Had("tlk")));
        Assert.Null(session.Set("c_stop", part));
        Assert.False(session.IsRelevant(notAsked));
        Assert.Equal("1", session.Answer("c_net3m"));
        Assert.Equal(part == "3" ? null : "2", session.Answer("tlk_yr"));
        Assert.True(session.IsRelevant("cl_seen_help"));
        Assert.Empty(session.Validate());
    }

    [Fact]
    public void Nothing_is_required_of_the_child_but_the_helpline_screen()
    {
        var required = Form.Questions.Where(q => q.IsRequired && q.Column("sala_mode") == "S").Select(q => q.Name);
        Assert.Equal(["cl_seen_help"], required);
        Assert.All(Form.Questions.Where(q => q.IsAnswered && q.Column("sala_mode") == "I"), q => Assert.True(q.IsRequired, q.Name));
    }

    [Fact]
    public void In_the_childs_own_part_nobody_can_write_and_each_page_is_one_question()
    {
        var own = Form.Questions.Where(q => q.Column("sala_mode") == "S").ToList();
        Assert.DoesNotContain(own, q => q.Type == QuestionType.Text);
        Assert.All(own, q => Assert.False(q.Parent?.IsFieldList ?? false, q.Name));
    }

    [Fact]
    public void Whatever_is_answered_from_part_seven_on_is_sealed_and_names_no_session()
    {
        foreach (var question in Form.Questions.Where(q => q.Column("sala_mode") == "S" && q.Name is not ("cl_thanks" or "cl_seen_help")))
            Assert.True(Sealed(question), question.Name);
        foreach (var kind in Kinds) Assert.All(new[] { kind, $"{kind}_okx", $"{kind}_rank" }, name => Assert.True(Sealed(Form[name]), name));
        Assert.Null(Form.Setting("instance_name"));

        static bool Sealed(Question question) => question.Column("bind::sala:sealed") == "yes" || question.Parent is { } parent && Sealed(parent);
    }

    [Fact]
    public void No_label_shows_what_a_child_answered()
    {
        foreach (var (where, text) in Instrument.Texts(Form, "en").Concat(Instrument.Texts(Form, "th")))
            Assert.False(System.Text.RegularExpressions.Regex.Replace(text, @"\$\{c_since_(en|th)\}", "").Contains("${", StringComparison.Ordinal), where);
    }

    [Fact]
    public void The_past_year_begins_with_the_month_of_the_visit_last_year()
    {
        var session = Instrument.Start("child");
        Assert.Equal(("November 2025", "พฤศจิกายน 2568"), (session.Answer("c_since_en"), session.Answer("c_since_th")));
        Assert.Contains("since November 2025", session.Text(Form["tlk_yr"], "en"), StringComparison.Ordinal);
        Assert.Contains("ตั้งแต่เดือนพฤศจิกายน 2568", session.Text(Form["tlk_yr"], "th"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EachKind))]
    public void Answers_in_random_order_keep_those_that_stand_alone_last(string kind)
    {
        var orders = new HashSet<string>();
        for (var seed = 1; seed <= 40; seed++)
        {
            var session = Instrument.Start("child", seed);
            Interview.Of(session, seed, Child(Had(kind)));
            var offered = session.ChoicesFor($"{kind}_told").Select(c => c.Name).ToList();
            Assert.Equal(["96", "0", "98", "99"], offered[^4..]);
            orders.Add(string.Join(' ', offered));
        }
        Assert.InRange(orders.Count, 30, 40);
    }

    [Fact]
    public void An_answer_that_stands_alone_is_not_taken_with_others()
    {
        var alone = new Dictionary<string, string[]> { ["feel"] = ["20"], ["meetfeel"] = ["3"], ["told"] = ["0"], ["did"] = ["0"], ["barrier"] = ["0"], ["plat_week"] = ["0"], ["edusex"] = ["0"], ["came"] = ["0"], ["told_gen"] = ["0"] };
        foreach (var question in Form.Questions.Where(q => q.Type == QuestionType.SelectMultiple))
        {
            var codes = question.Choices.Select(c => c.Name).Where(c => c is "98" or "99").Concat(alone.GetValueOrDefault(question.ListName) ?? []).ToList();
            foreach (var code in codes) Assert.Contains($"selected(., '{code}')", question.Column("constraint"), StringComparison.Ordinal);
            if (codes.Count == 0) Assert.Null(question.Column("constraint"));
        }
    }

    [Fact]
    public void An_age_that_the_household_list_does_not_have_is_looked_at_once_and_taken()
    {
        var interview = Asks(("h_roster_age", "13"));
        Assert.Single(interview.Met, "c_age_look");
        Assert.Equal("14", interview.Session.Answer("c_age"));
        Assert.DoesNotContain("c_age_look", Asks().Met);
    }

    private static bool OwnPart(string name) => Form[name].Column("sala_mode") == "S" && name is not ("cl_thanks" or "cl_seen_help");
}
