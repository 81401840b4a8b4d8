using Sala.Countries;
using Sala.Reports;
using Sala.Web.Agencies;

namespace Sala.Web.Reports.Work;

/// <summary>How soon a report needs somebody, as a tag with words: the look alone never says it.</summary>
/// <param name="Look">The class of the tag: bad, wait or none.</param>
public sealed record ReportClock(string Words, string Look)
{
    public bool Burns => Look == "bad";

    public static ReportClock Of(BoardRow row, WorkPage page)
    {
        var t = page.T;
        if (row.State == ReportState.Closed) return new(t["clock.closed"], "");
        if (row.Deadline is { } deadline)
        {
            var minutes = (int)Math.Ceiling((deadline.Start - page.Sala.Clock.GetUtcNow()).TotalMinutes);
            if (minutes <= 0) return new(t.Say("clock.overdue", ("minutes", $"{-minutes}")), "bad");
            if (minutes <= 90) return new(t.Say("clock.within", ("minutes", $"{minutes}")), "bad");
            return new(page.Moment(deadline.Start), "wait");
        }
        if (row.ChildWroteBack) return new(t["clock.wrote"], "wait");
        if (row.Urgency == Urgency.Danger) return new(t["urgency.danger"], "wait");
        if (row.Urgency == Urgency.High) return new(t["urgency.high"], "wait");
        return new(t["clock.none"], "");
    }
}
