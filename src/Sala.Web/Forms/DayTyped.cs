using System.Globalization;
using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>
/// A day as it is typed: day, month and year, the year as the language counts it (2569 for 2026 in Thai). It is stored as ISO 8601 in the common era.
/// What is no day stays as it was typed, with slashes, for correction.
/// </summary>
public sealed record DayTyped(string Day, string Month, string Year, string Time, bool AsksDay, bool AsksMonth, bool AsksTime)
{
    private const int BuddhistEra = 543;

    // In a language of the Buddhist era a smaller year is of the common era: no year that anybody answers with lies between.
    private const int LeastBuddhistYear = 2200;

    /// <summary>From an answer, or from what was typed instead.</summary>
    public static DayTyped Of(string value, Question question, Language language)
    {
        var (day, month, year, time) = ("", "", "", "");
        var cut = value.IndexOf('T', StringComparison.Ordinal);
        var (date, clock) = cut < 0 ? (value, "") : (value[..cut], value[(cut + 1)..]);
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole))
            (day, month, year) = (Write(whole.Day), Write(whole.Month), Write(whole.Year + (language.Calendar == CalendarEra.Buddhist ? BuddhistEra : 0)));
        else if (date.Split('/') is [var d, var m, var y]) (day, month, year) = (d, m, y);
        if (clock.Length >= 5 && clock[2] == ':') time = clock[..5];
        else time = clock;
        var monthOnly = question.HasAppearance("month-year");
        var yearOnly = question.HasAppearance("year");
        return new(day, month, year, time, !monthOnly && !yearOnly, !yearOnly, question.Type == QuestionType.DateTime);
    }

    /// <summary>To what is stored; as typed, with slashes, where it is no day. Empty where nothing was typed.</summary>
    public string ToAnswer(Language language)
    {
        if ((Day + Month + Year + Time).Trim().Length == 0) return "";
        var day = AsksDay ? Number(Day) : 1;
        var month = AsksMonth ? Number(Month) : 1;
        var year = Number(Year);
        if (language.Calendar == CalendarEra.Buddhist && year >= LeastBuddhistYear) year -= BuddhistEra;
        var whole = year is >= 1000 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year.Value, month.Value);
        var date = whole ? new DateOnly(year!.Value, month!.Value, day!.Value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : $"{Day}/{Month}/{Year}";
        return !AsksTime ? date : $"{date}T{Time}";
    }

    private static string Write(int number) => number.ToString(CultureInfo.InvariantCulture);

    // ๒๕๖๙ is 2569: people type the digits of their own script.
    private static int? Number(string text)
    {
        var digits = string.Concat(text.Trim().Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber ? (char)('0' + (int)char.GetNumericValue(c)) : c));
        return digits.Length is > 0 and <= 4 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
