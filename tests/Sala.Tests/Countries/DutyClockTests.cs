using Sala.Countries;

namespace Sala.Tests.Countries;

public class DutyClockTests
{
    private static DutyClock Clock => Pack.Thailand.DutyClock;

    [Theory]
    [InlineData("danger", "now", Urgency.Danger)]
    [InlineData("danger", "meeting_today", Urgency.Danger)]
    [InlineData("danger", "hurt_myself", Urgency.Danger)]
    [InlineData("lives_with", "lives_with", Urgency.High)]
    [InlineData("danger", "no", Urgency.Normal)]
    [InlineData("app", "now", Urgency.Normal)]
    public void An_answer_raises_the_urgency_as_the_pack_says(string question, string answer, Urgency expected) =>
        Assert.Equal(expected, Clock.UrgencyOf(new Dictionary<string, IReadOnlyCollection<string>> { [question] = [answer] }));

    [Fact]
    public void The_highest_level_counts_and_nothing_said_is_normal()
    {
        Assert.Equal(Urgency.Danger, Clock.UrgencyOf(new Dictionary<string, IReadOnlyCollection<string>>
        {
            ["lives_with"] = ["lives_with"], ["danger"] = ["no", "meeting_today"],
        }));
        Assert.Equal(Urgency.Normal, Clock.UrgencyOf(new Dictionary<string, IReadOnlyCollection<string>>()));
    }

    [Theory]
    [InlineData(0, DutyStep.Duty)]
    [InlineData(14, DutyStep.Duty)]
    [InlineData(15, DutyStep.Deputy)]
    [InlineData(30, DutyStep.Head)]
    [InlineData(9_999, DutyStep.Head)]
    public void Danger_that_nobody_acknowledges_climbs_and_stays_with_the_head(int minutes, DutyStep asked) =>
        Assert.Equal(asked, Clock.StepAfter(Urgency.Danger, TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void A_normal_report_starts_no_clock()
    {
        Assert.Null(Clock.AcknowledgeWithin(Urgency.Normal));
        Assert.Null(Clock.StepAfter(Urgency.Normal, TimeSpan.FromDays(9)));
    }

    [Fact]
    public void A_rule_that_the_form_cannot_meet_is_found()
    {
        var form = new Dictionary<string, IReadOnlyCollection<string>> { ["danger"] = ["now", "meeting_today", "no"], ["lives_with"] = ["lives_with"] };
        Assert.Equal([new UrgencyRule("danger", "hurt_myself", Urgency.Danger)], Clock.RulesThatNeverRing(form));
    }
}
