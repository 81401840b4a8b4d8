using CsCheck;
using Sala.Forms;
using Sala.Tests.Countries;
using Sala.Web.Forms;

namespace Sala.Tests.Web.Forms;

/// <summary>A day is typed as the language counts years, and stored in the common era.</summary>
public class DayTypedTests
{
    private static readonly Form Form = Form.ReadMarkdown("""
        | survey |          |       |       |            |
        |        | type     | name  | label | appearance |
        |        | date     | day   | Day   |            |
        |        | date     | month | Month | month-year |
        |        | date     | year  | Year  | year       |
        |        | dateTime | at    | At    |            |
        """);

    private static string Stored(string question, string language, string day, string month, string year, string time = "") =>
        (DayTyped.Of("", Form[question], Pack.Thailand.Language(language)) with { Day = day, Month = month, Year = year, Time = time }).ToAnswer(Pack.Thailand.Language(language));

    [Theory]
    [InlineData("day", "th", "24", "11", "2569", "2026-11-24")]
    [InlineData("day", "th", "๒๔", "๑๑", "๒๕๖๙", "2026-11-24")]
    [InlineData("day", "th", "24", "11", "2026", "2026-11-24")]
    [InlineData("day", "en", "24", "11", "2026", "2026-11-24")]
    [InlineData("day", "th", "29", "2", "2555", "2012-02-29")]
    [InlineData("day", "th", "29", "2", "2556", "29/2/2556")]
    [InlineData("day", "en", "31", "4", "2026", "31/4/2026")]
    [InlineData("day", "th", "24", "11", "69", "24/11/69")]
    [InlineData("day", "th", "24", "", "2569", "24//2569")]
    [InlineData("day", "th", "", "", "", "")]
    [InlineData("month", "th", "", "11", "2569", "2026-11-01")]
    [InlineData("year", "th", "", "", "2569", "2026-01-01")]
    public void What_is_typed_is_stored_as_the_day_it_means_and_what_is_no_day_stays_as_typed(string question, string language, string day, string month, string year, string stored) =>
        Assert.Equal(stored, Stored(question, language, day, month, year));

    [Fact]
    public void A_day_and_time_keep_both() => Assert.Equal("2026-11-24T14:30", Stored("at", "th", "24", "11", "2569", "14:30"));

    [Fact]
    public void Every_day_comes_back_as_it_was_shown() =>
        Gen.Select(Gen.Int[1, 365 * 400], Gen.OneOf(Gen.Const("th"), Gen.Const("en"))).Sample((days, code) =>
        {
            var language = Pack.Thailand.Language(code);
            var iso = new DateOnly(1700, 1, 1).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(iso, DayTyped.Of(iso, Form["day"], language).ToAnswer(language));
        });

    [Fact]
    public void No_typed_text_makes_a_day_that_the_form_would_take_wrongly() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((day, month, year) =>
        {
            var stored = Stored("day", "th", day, month, year);
            var session = Form.Start(TimeProvider.System, 1);
            if (session.Set("day", stored) is null && stored.Length > 0) Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", stored);
        });
}
