using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>Why a case stands above the others (docs/decisions/cases-what-burns.md), the gravest first.</summary>
public enum BurnReason
{
    /// <summary>It began with a child in danger, and nobody has written down yet that it was assessed.</summary>
    Danger = 0,

    /// <summary>A task for the child's safety is late.</summary>
    SafetyTaskLate = 1,

    /// <summary>The suspect was released of late, or is about to be.</summary>
    SuspectReleased = 2,

    /// <summary>The clock of a rule has run out.</summary>
    ClockLate = 3,

    /// <summary>A hearing, an interview or an examination is within days.</summary>
    StepSoon = 4,
}

/// <summary>One reason, and how many days ago (or, below nought, ahead) it lies.</summary>
/// <param name="What">The kind of step that is near, or of what is late.</param>
public sealed record Burn(BurnReason Reason, int DaysAgo, MarkKind What, string Code);

/// <summary>How a case stands on a day for who reads certain parts of it.</summary>
internal static class Burning
{
    /// <summary>A step within so many days is near.</summary>
    public const int SoonDays = 3;

    /// <summary>A release counts for so many days: those in which a suspect is most to be reckoned with at the child's door.</summary>
    public const int ReleaseDays = 14;

    private const int Rest = 6, Closed = 7;

    /// <summary>The reasons, the gravest first; none for a closed case.</summary>
    public static IReadOnlyList<Burn> Reasons(CaseRow row, Parts parts, ReportDay today)
    {
        if (row.IsClosed) return [];
        var burns = new List<Burn>();
        if (InDanger(row)) burns.Add(new Burn(BurnReason.Danger, today.Number - row.Day.Number, MarkKind.SafetyTask, ""));
        foreach (var mark in row.Marks)
            if (parts.Has(mark.Part) && Reason(mark, today) is { } reason) burns.Add(new Burn(reason, today.Number - mark.Day!.Value, mark.Kind, mark.Code));
        return [.. burns.OrderBy(b => b.Reason).ThenByDescending(b => b.DaysAgo)];
    }

    /// <summary>Place in a list as one number, the least first: what burns by its gravest reason and then the longest late, the rest by late tasks, urgency and age, closed ones last.</summary>
    public static ulong Order(CaseRow row, Parts parts, ReportDay today)
    {
        var (tier, late) = (row.IsClosed ? Closed : Rest, 0);
        if (!row.IsClosed)
        {
            if (InDanger(row)) tier = (int)BurnReason.Danger;
            foreach (var mark in row.Marks)
            {
                if (!parts.Has(mark.Part)) continue;
                var of = Reason(mark, today) is { } reason ? (int)reason : IsLate(mark, today) ? (int)BurnReason.StepSoon + 1 : Rest;
                if (of > tier || mark.Day is not { } day || of == Rest) continue;
                late = of < tier ? today.Number - day : Math.Max(late, today.Number - day);
                tier = of;
            }
        }
        const int most = (1 << 12) - 1;
        Span<byte> bytes = stackalloc byte[RecordId.Size];
        row.Id.CopyTo(bytes);
        var (waits, calm, since) = ((ulong)(uint)Math.Clamp(most / 2 - late, 0, most), (ulong)(uint)(2 - (int)row.Urgency), (ulong)(uint)Math.Clamp(row.Day.Number, 0, (1 << 17) - 1));
        var turn = ((ulong)bytes[0] << 22) | ((ulong)bytes[1] << 14) | ((ulong)bytes[2] << 6) | ((ulong)bytes[3] >> 2);
        return ((ulong)(uint)tier << 61) | (waits << 49) | (calm << 47) | (since << 30) | turn;
    }

    public static bool Burns(ulong order) => order >> 61 <= (ulong)BurnReason.StepSoon;

    public static bool IsLate(CaseMark mark, ReportDay today) => mark.IsTask && mark.Day < today.Number;

    private static bool InDanger(CaseRow row) => row.Urgency == Urgency.Danger && row.Stage == CaseStage.Opened;

    private static BurnReason? Reason(CaseMark mark, ReportDay today) => mark.Day is not { } day ? null : mark.Kind switch
    {
        MarkKind.SafetyTask when day < today.Number => BurnReason.SafetyTaskLate,
        MarkKind.SuspectReleased when today.Number - day <= ReleaseDays && day - today.Number <= ReleaseDays => BurnReason.SuspectReleased,
        MarkKind.Clock when day < today.Number => BurnReason.ClockLate,
        MarkKind.Hearing or MarkKind.Interview or MarkKind.Examination when day >= today.Number && day - today.Number <= SoonDays => BurnReason.StepSoon,
        _ => null,
    };
}
