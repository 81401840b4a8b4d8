using System.Globalization;
using Sala.Data;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>What of a case has a day that lists and boards go by.</summary>
public enum MarkKind
{
    Task = 0,

    /// <summary>A task for the child's safety.</summary>
    SafetyTask = 1,
    Interview = 2,
    Examination = 3,
    Hearing = 4,

    /// <summary>The suspect is free, or will be on that day.</summary>
    SuspectReleased = 5,

    /// <summary>The clock of a rule.</summary>
    Clock = 6,
}

/// <summary>
/// One thing of a case that is still open, as lists know it: a kind, a day and a code, never a word that somebody wrote. It lies under the host's facts key with the other coded facts, and counts for
/// those alone who read the part of the case that it stands in.
/// </summary>
/// <param name="Entry">The entry, letter or rule it comes from: by it the mark is changed and taken away.</param>
/// <param name="Day">Days since 1 January 1970; null where it has no day.</param>
/// <param name="Code">What the pack has words for: a task of the system, a rule. Empty for a task in free words.</param>
/// <param name="For">The person whose task it is; empty where nobody is named.</param>
public sealed record CaseMark(string Entry, MarkKind Kind, Compartment Part, int? Day, string Code = "", string For = "")
{
    /// <summary>So many are kept of one case, those with the nearest day; what is beyond them is read in the case itself.</summary>
    internal const int Most = 60;

    public ReportDay? On => Day is { } number ? new ReportDay(number) : null;

    /// <summary>Whether it is something to be done, rather than something that happens.</summary>
    public bool IsTask => Kind is MarkKind.Task or MarkKind.SafetyTask or MarkKind.Clock;

    /// <summary>The mark of an entry; null where lists have nothing to know of it, or no longer.</summary>
    /// <param name="known">Whether a code has words.</param>
    internal static CaseMark? Of(RecordId entry, Compartment part, EntryKind kind, EntryBody body, Func<string, bool> known)
    {
        switch (kind)
        {
            // Ended without being done, a task is over; one for the child's safety stands on, without a day to be late by (docs/decisions/safeguards-a-safety-task-that-was-not-done.md).
            case EntryKind.Task when body["done"] is not ("yes" or "not") || EntryCodes.IsOpenSafetyTask(body):
                return new CaseMark(entry.ToString(), body["safety"] == "yes" ? MarkKind.SafetyTask : MarkKind.Task, part, body["done"] == "not" ? null : DayOf(body["due"]), known(body["task"]) ? body["task"] : "", RecordId.TryParse(body["for"], out var person) ? person.ToString() : "");
            case EntryKind.Plan:
                var plan = new StepPlan(body.Answers);
                if (plan.State is not (StepState.Planned or StepState.Opened) || plan.Starts is not { } starts) return null;
                MarkKind? what = plan.Procedure switch { Procedure.Interview => MarkKind.Interview, Procedure.Examination => MarkKind.Examination, Procedure.Hearing => MarkKind.Hearing, _ => null };
                return what is { } step ? new CaseMark(entry.ToString(), step, part, ReportDay.From(DateOnly.FromDateTime(starts)).Number) : null;
            default:
                return null;
        }
    }

    /// <summary>The marks with this one in the place of what stood under its entry; with none, without it.</summary>
    internal static IReadOnlyList<CaseMark> Set(IReadOnlyList<CaseMark> marks, string entry, CaseMark? mark)
    {
        var changed = marks.Where(m => m.Entry != entry);
        if (mark is not null) changed = changed.Append(mark);
        return [.. changed.OrderBy(m => m.Kind != MarkKind.SafetyTask).ThenBy(m => m.Day ?? int.MaxValue).Take(Most)];
    }

    private static int? DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? ReportDay.From(day).Number : null;
}
