using System.Globalization;
using Sala.Vault;

namespace Sala.Countries;

public enum CalendarEra
{
    /// <summary>Common era, 2026.</summary>
    Gregorian,

    /// <summary>Buddhist era, 2569 for 2026, as people in Thailand count.</summary>
    Buddhist,
}

/// <summary>A language in which a country reads and writes.</summary>
/// <param name="Code">As in the address of a page: /th.</param>
/// <param name="Name">The language in its own words: ไทย.</param>
/// <param name="LeaveTo">The neutral public page that "Leave this page" ends on.</param>
/// <param name="WordsPerSentence">The most words that a sentence for a child has. Thai: words as ICU finds them, between two spaces.</param>
/// <param name="ReceiptWords">The list for receipts in words, with its mark; null where receipts are digits only.</param>
public sealed record Language(
    string Code,
    string Name,
    CalendarEra Calendar,
    string DayFormat,
    string TimeFormat,
    Uri LeaveTo,
    int WordsPerSentence,
    ReceiptWords? ReceiptWords)
{
    private readonly CultureInfo _culture = CultureFor(Code, Calendar);

    /// <summary>A day as a person of this language writes it: 24 พฤศจิกายน 2569.</summary>
    public string Write(DateOnly day) => day.ToDateTime(TimeOnly.MinValue).ToString(DayFormat, _culture);

    /// <summary>The name of a month, from 1.</summary>
    public string Month(int month) => _culture.DateTimeFormat.GetMonthName(month);

    public string Write(TimeOnly time) => time.ToString(TimeFormat, _culture);

    private static CultureInfo CultureFor(string code, CalendarEra era)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(code).Clone();
        culture.DateTimeFormat.Calendar = era == CalendarEra.Buddhist ? new ThaiBuddhistCalendar() : new GregorianCalendar();
        return culture;
    }
}

/// <summary>Words for receipts. Used only when reviewed, or in the demonstration.</summary>
public sealed record ReceiptWords(Review? Review, WordList Words);
