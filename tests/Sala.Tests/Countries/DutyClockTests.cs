using Sala.Countries;

namespace Sala.Tests.Countries;

public class DutyClockTests
{
    private static DutyClock Clock => Pack.Thailand.DutyClock;

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
}
