using System.Text.Json;

namespace Sala.Forms.Tests.Instruments;

/// <summary>The promises of the caregiver questionnaire: instrument section 4.</summary>
public class CaregiverTests
{
    private static Interview Asks(params (string Name, string Value)[] says) =>
        Interview.Of(Instrument.Start("caregiver"), 1, new[] { ("h_n_elig", "2"), ("g_consent", "1") }.Concat(says).DistinctBy(s => s.Item1).ToDictionary(s => s.Item1, s => s.Item2));

    [Fact]
    public void A_caregivers_no_is_final_and_the_helpline_screen_is_shown()
    {
        var interview = Interview.Of(Instrument.Start("caregiver"), 1, new Dictionary<string, string> { ["h_n_elig"] = "2", ["g_consent"] = "2" });
        Assert.Equal(["g_consent", "g_thanks", "g_helpscreen"], interview.Met.SkipWhile(n => n != "g_consent"));
    }

    [Fact]
    public void What_one_would_do_is_asked_before_any_service_is_named()
    {
        var met = Asks().Met;
        Assert.True(met.IndexOf("g_do") < met.IndexOf("g_know") && met.IndexOf("g_know") < met.IndexOf("g_line"));
        foreach (var name in met.TakeWhile(n => n != "g_do"))
            Assert.All(Instrument.Of("caregiver")[name].Choices, c => Assert.DoesNotContain("elpline", c.Label("en"), StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_tells_what_the_child_answered()
    {
        foreach (var (where, text) in Instrument.Texts(Instrument.Of("caregiver"), "en"))
            Assert.False(text.Contains("${c_", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(text, "(?i)the child (said|told us|reported)"), where);
    }

    [Fact]
    public void Why_not_the_police_is_asked_only_where_the_police_was_not_named()
    {
        Assert.DoesNotContain("g_nopol", Asks(("g_do", "1 3")).Met);
        Assert.Contains("g_nopol", Asks(("g_do", "1 5")).Met);
        Assert.Contains("g_nopol", Asks(("g_do", "98")).Met);
    }

    [Fact]
    public void What_comes_first_is_asked_of_those_named_only()
    {
        Assert.DoesNotContain("g_do_first", Asks(("g_do", "3")).Met);
        Assert.Equal(["3", "5", "98", "99"], Asks(("g_do", "3 5")).Session.ChoicesFor("g_do_first").Select(c => c.Name));
    }

    [Fact]
    public void Three_worries_are_enough_and_nothing_stands_alone()
    {
        var session = Asks().Session;
        Assert.NotNull(session.Set("g_worry", "1 2 3 4"));
        Assert.NotNull(session.Set("g_worry", "0 2"));
        Assert.Null(session.Set("g_worry", "1 2 3"));
    }

    [Fact]
    public void How_one_was_treated_is_asked_only_of_those_who_asked_for_help()
    {
        Assert.DoesNotContain("g_used_sat", Asks(("g_used", "0")).Met);
        Assert.DoesNotContain("g_used_sat", Asks(("g_used", "99")).Met);
        Assert.Contains("g_used_sat", Asks(("g_used", "1 4")).Met);
    }

    [Fact]
    public void The_children_for_whom_one_knows_most_are_not_more_than_the_list_has()
    {
        var session = Asks(("h_n_elig", "2")).Session;
        Assert.NotNull(session.Set("g_mult", "3"));
        Assert.Null(session.Set("g_mult", "2"));
    }

    [Fact]
    public void Who_stops_keeps_the_answers_and_owes_none()
    {
        var session = Instrument.Start("caregiver", 1, ("h_n_elig", "1")).Answers("g_consent", "1").Answers("g_rel", "1");
        Assert.Null(session.Set("c_stop", "1"));
        Assert.False(session.IsRelevant("g_net"));
        Assert.Equal("1", session.Answer("g_rel"));
        Assert.All(session.Validate(), p => Assert.True(p.Question is "g_helpscreen" or "g_iv_alone" or "g_iv_distress", p.Question));
    }

    [Fact]
    public void The_services_named_are_those_of_the_directory()
    {
        using var directory = JsonDocument.Parse(File.ReadAllText(Path.Combine(Instrument.Folder, "..", "services.json")));
        var kinds = directory.RootElement.GetProperty("contents").EnumerateArray().ToDictionary(s => s.GetProperty("code").GetString()!, s => s.GetProperty("kind").GetString()!);
        var named = Instrument.Of("caregiver")["g_line"].Choices.Select(c => c.Column("service")).OfType<string>().ToList();
        Assert.Equal(kinds.Where(k => k.Value is "child_helpline" or "social_assistance" or "hotline").Select(k => k.Key).Order(), named.Order());
    }
}
