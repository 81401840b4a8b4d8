using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>One task, as lists know it: its words are read in the case.</summary>
public sealed record TaskLine(RecordId CaseId, string Pseudonym, string Number, MarkKind Kind, string Code, ReportDay? On, int DaysLate);

/// <summary>The tasks of one person by when they are due, and the steps that are planned.</summary>
/// <param name="More">How many there are of each group beyond those shown.</param>
public sealed record TasksOfPerson(IReadOnlyList<TaskLine> Late, IReadOnlyList<TaskLine> Today, IReadOnlyList<TaskLine> Week, IReadOnlyList<TaskLine> NoDay, int LateInAll, int TodayInAll, int WeekInAll, int NoDayInAll)
{
    /// <summary>So many of a group are shown.</summary>
    public const int Most = 40;

    private const int WeekDays = 7;

    internal static TasksOfPerson Of(List<(CaseRow Row, CaseMark Mark)> found, ReportDay today)
    {
        var late = found.Where(f => Burning.IsLate(f.Mark, today)).ToList();
        var now = found.Where(f => f.Mark.Day == today.Number).ToList();
        var week = found.Where(f => f.Mark.Day > today.Number && f.Mark.Day <= today.Number + WeekDays).ToList();
        var none = found.Where(f => f.Mark.Day is null).ToList();
        return new TasksOfPerson(Lines(late, today), Lines(now, today), Lines(week, today), Lines(none, today), late.Count, now.Count, week.Count, none.Count);
    }

    /// <summary>What is for the child's safety first, then the oldest day.</summary>
    private static List<TaskLine> Lines(List<(CaseRow Row, CaseMark Mark)> some, ReportDay today) =>
        [.. some.OrderBy(f => f.Mark.Kind != MarkKind.SafetyTask).ThenBy(f => f.Mark.Day).ThenBy(f => f.Row.Day).ThenBy(f => f.Row.Id).Take(Most)
            .Select(f => new TaskLine(f.Row.Id, f.Row.Pseudonym, f.Row.Number > 0 ? CaseNumber.Write(f.Row.Number) : "", f.Mark.Kind, f.Mark.Code, f.Mark.On, f.Mark.Day is { } day ? Math.Max(0, today.Number - day) : 0))];
}
