namespace Sala.Data;

/// <summary>
/// The day of something that a reporter did, in the country's own time zone. It has no hours, so that no exact time of a
/// reporter can be stored in clear by mistake (promise 2).
/// </summary>
/// <param name="Number">Days since 1 January 1970.</param>
public readonly record struct ReportDay(int Number) : IComparable<ReportDay>
{
    /// <summary>The day on which an instant falls in a time zone.</summary>
    public static ReportDay Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        From(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime));

    public static ReportDay From(DateOnly date) => new(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    public DateOnly Date => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(Number);

    public int CompareTo(ReportDay other) => Number.CompareTo(other.Number);

    public static bool operator <(ReportDay left, ReportDay right) => left.Number < right.Number;
    public static bool operator >(ReportDay left, ReportDay right) => left.Number > right.Number;
    public static bool operator <=(ReportDay left, ReportDay right) => left.Number <= right.Number;
    public static bool operator >=(ReportDay left, ReportDay right) => left.Number >= right.Number;

    public override string ToString() => Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
