namespace Sala.Forms.Tests.Instruments;

/// <summary>The promises of the household form: instrument sections 1.2, 1.4 and 2.1.</summary>
public class HouseholdTests
{
    private static FormSession Home(int seed, params bool[] online)
    {
        var session = Instrument.Start("household", seed).Answers("h_stratum", "22").Answers("h_psu", "2291").Answers("h_hhno", "7").Answers("h_visit_no", "1").Answers("h_outcome", "1")
            .Answers("h_adult", "1").Answers("h_n1217", $"{online.Length}");
        for (var i = 1; i <= online.Length; i++)
            session.Answers($"h_roster[{i}]/h_r_label", $"P{i}").Answers($"h_roster[{i}]/h_r_sex", "1").Answers($"h_roster[{i}]/h_r_age", $"{11 + i}").Answers($"h_roster[{i}]/h_r_net", online[i - 1] ? "1" : "2");
        return session;
    }

    [Fact]
    public void Only_the_areas_of_the_stratum_are_offered_and_the_area_follows()
    {
        var session = Home(1, true);
        Assert.Equal(["2291", "2292"], session.ChoicesFor("h_psu").Select(c => c.Name));
        Assert.Equal("2", session.Answer("h_area"));
    }

    [Fact]
    public void Only_those_who_were_online_can_be_chosen_and_each_as_often()
    {
        var chosen = Enumerable.Range(1, 600).Select(seed => Home(seed, true, false, true, true)).Select(s => s.Answer("h_pick_label")!).ToList();
        Assert.Equal(["P1", "P3", "P4"], chosen.Distinct().Order());
        Assert.All(chosen.CountBy(l => l), c => Assert.InRange(c.Value, 150, 250));
    }

    [Fact]
    public void The_choice_stays_when_the_form_is_opened_again()
    {
        var session = Home(5, true, true, true);
        var again = FormSession.Restore(session.Form, session.Serialise(), StandingClock.Morning);
        Assert.Equal((session.Answer("h_seed"), session.Answer("h_pick_label")), (again.Answer("h_seed"), again.Answer("h_pick_label")));
        Assert.Equal("3", session.Answer("h_n_elig"));
    }

    [Fact]
    public void Where_the_device_cannot_choose_the_child_of_the_grid_is_taken()
    {
        var session = Home(5, false, true, true).Answers("h_pick_method", "2").Answers("h_pick_hand", "2");
        Assert.Equal(("P3", "14"), (session.Answer("h_pick_label"), session.Answer("h_roster_age")));
        Assert.NotNull(session.Set("h_pick_hand", "3"));
    }

    [Fact]
    public void The_caregiver_is_named_before_the_topic_is_explained_and_the_text_read_before_the_consent()
    {
        var session = Home(1, true);
        var path = session.PathText().Split(' ').ToList();
        Assert.True(path.IndexOf("h_cg_who") < path.IndexOf("k_info_what"));
        Assert.True(path.IndexOf("k_info_free") < path.IndexOf("k_consent"));
        Assert.Contains("unwanted sexual messages", session.Form["k_info_what"].Label("en"), StringComparison.Ordinal);
        foreach (var before in session.Form.Questions.Where(q => q.Row < session.Form["k_info_what"].Row))
            Assert.DoesNotMatch("(?i)sexual|abuse|harm", before.Label("en") ?? "");
    }

    [Fact]
    public void A_home_without_a_child_online_is_thanked_and_nothing_more_is_asked()
    {
        Assert.Equal(["h_thanks", "h_seen_help"], Home(1, false).PathText().Split(' ').SkipWhile(n => !n.EndsWith("h_r_net", StringComparison.Ordinal)).Skip(1));
        Assert.DoesNotContain("k_consent", Home(1).PathText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_does_not_open_or_does_not_agree_is_asked_nothing_more()
    {
        var session = Instrument.Start("household").Answers("h_stratum", "11").Answers("h_psu", "1191").Answers("h_hhno", "1").Answers("h_visit_no", "1").Answers("h_outcome", "4");
        Assert.EndsWith("h_outcome", session.PathText(), StringComparison.Ordinal);
        session.Answers("h_outcome", "1").Answers("h_adult", "2");
        Assert.EndsWith("h_adult h_thanks h_seen_help", session.PathText(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_name_a_child_is_dropped_before_anything_leaves_the_device()
    {
        var form = Instrument.Of("household");
        Assert.Equal(["h_r_label", "h_pick_label"], form.Questions.Where(q => q.Column("bind::sala:keep") == "until_sync").Select(q => q.Name));
        Assert.Null(form.Setting("instance_name"));
    }

    [Fact]
    public void Every_area_of_the_list_is_for_practice_only() =>
        Assert.All(Instrument.Of("household")["h_psu"].Choices, c => Assert.Contains("training only", c.Label("en"), StringComparison.Ordinal));
}
