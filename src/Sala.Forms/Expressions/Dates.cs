using System.Globalization;
using System.Text;

namespace Sala.Forms.Expressions;

/// <summary>A day, or a day and time as the clock on the wall shows it, with its distance from UTC where the text gave one.</summary>
internal readonly record struct Moment(DateTime Wall, bool HasTime, TimeSpan? Offset)
{
    private static readonly DateTime Epoch = new(1970, 1, 1);

    /// <summary>Days since 1970-01-01 on the wall's calendar; a time is the fraction.</summary>
    public double Days => (Wall - Epoch).TotalDays;

    public static Moment? FromDays(double days, bool hasTime)
    {
        if (double.IsNaN(days) || Math.Abs(days) > 3_000_000) return null;
        var milliseconds = Math.Round((hasTime ? days : Math.Floor(days)) * 86_400_000);
        if (milliseconds < (DateTime.MinValue - Epoch).TotalMilliseconds || milliseconds > (DateTime.MaxValue - Epoch).TotalMilliseconds) return null;
        return new Moment(Epoch.AddMilliseconds(milliseconds), hasTime, null);
    }
}

/// <summary>ISO 8601 dates in and out, and the patterns of <c>format-date</c>.</summary>
internal static class Dates
{
    private static readonly string[] Patterns =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mmK",
    ];

    public static bool TryRead(ReadOnlySpan<char> text, out Moment moment)
    {
        moment = default;
        text = text.Trim();
        if (text.Length < 8 || !char.IsAsciiDigit(text[0])) return false;
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            moment = new Moment(day, false, null);
            return true;
        }
        if (text.Length < 15 || !DateTimeOffset.TryParseExact(text, Patterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return false;
        var hasOffset = text[^1] is 'Z' or 'z' || text[11..].ContainsAny('+', '-');
        moment = new Moment(at.DateTime, true, hasOffset ? at.Offset : null);
        return true;
    }

    /// <summary>The same instant on the wall clock of a zone.</summary>
    public static Moment In(this Moment moment, TimeZoneInfo zone)
    {
        if (moment.Offset is not { } offset || moment.Wall.Ticks < TimeSpan.TicksPerDay * 2) return moment;
        var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(moment.Wall, offset), zone);
        return new Moment(local.DateTime, true, local.Offset);
    }

    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    public static string Write(Moment moment, TimeZoneInfo zone) => moment.HasTime
        ? Instant(new DateTimeOffset(moment.Wall, moment.Offset ?? zone.GetUtcOffset(moment.Wall)))
        : Day(moment.Wall);

    /// <summary>ODK's patterns: %Y %y %m %n %b %d %e %H %h %M %S %3 %a; a sign without meaning is refused when the form is read.</summary>
    public static string Format(Moment moment, string pattern, string language)
    {
        var names = NamesIn(language);
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 == pattern.Length) { text.Append(pattern[i]); continue; }
            var t = moment.Wall;
            text.Append(pattern[++i] switch
            {
                'Y' => t.Year.ToString("0000", CultureInfo.InvariantCulture),
                'y' => (t.Year % 100).ToString("00", CultureInfo.InvariantCulture),
                'm' => t.Month.ToString("00", CultureInfo.InvariantCulture),
                'n' => t.Month.ToString(CultureInfo.InvariantCulture),
                'b' => names.AbbreviatedMonthNames[t.Month - 1],
                'd' => t.Day.ToString("00", CultureInfo.InvariantCulture),
                'e' => t.Day.ToString(CultureInfo.InvariantCulture),
                'H' => t.Hour.ToString("00", CultureInfo.InvariantCulture),
                'h' => t.Hour.ToString(CultureInfo.InvariantCulture),
                'M' => t.Minute.ToString("00", CultureInfo.InvariantCulture),
                'S' => t.Second.ToString("00", CultureInfo.InvariantCulture),
                '3' => t.Millisecond.ToString("000", CultureInfo.InvariantCulture),
                'a' => names.AbbreviatedDayNames[(int)t.DayOfWeek],
                '%' => "%",
                var other => "%" + other,
            });
        }
        return text.ToString();
    }

    // Jan, Feb … where the language is English or none that is known.
    private static DateTimeFormatInfo NamesIn(string language)
    {
        if (language.Length is < 2 or > 12 || language.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return DateTimeFormatInfo.InvariantInfo;
        try
        {
            return CultureInfo.GetCultureInfo(language, predefinedOnly: true).DateTimeFormat;
        }
        catch (CultureNotFoundException)
        {
            return DateTimeFormatInfo.InvariantInfo;
        }
    }
}
