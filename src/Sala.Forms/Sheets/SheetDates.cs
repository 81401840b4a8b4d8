using System.Globalization;
using System.Text.RegularExpressions;

namespace Sala.Forms.Sheets;

/// <summary>Spreadsheets keep days as numbers and show them by a format. What is shown as a day or time is read as one.</summary>
internal static partial class SheetDates
{
    /// <summary>A day, a time or both, as XForms write them; a space between, as pyxform.</summary>
    public static string Text(DateTime moment) => moment.ToString(
        moment.Year is 1 or 1899 ? "HH:mm:ss" : moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The text of a number that is shown as a day or time.</summary>
    public static string? Text(double serial, bool from1904)
    {
        if (!(serial >= 0)) return null;
        if (from1904) serial += 1_462;
        else if (serial is >= 1 and < 60) serial += 1; // Excel counts a 29 February 1900 that never was (ECMA-376 18.17.4.1).
        serial = Math.Round(serial * 86_400) / 86_400;
        return serial < 2_958_466 ? Text(DateTime.FromOADate(serial)) : null; // up to 9999-12-31
    }

    /// <summary>Whether a number format shows a day or time (ECMA-376 18.8.30).</summary>
    public static bool IsDate(int id, string? format) => format is null
        ? id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58)
        : DateSigns().IsMatch(NotSigns().Replace(format, ""));

    [GeneratedRegex("""\[[^\]]*\]|"[^"]*"|\\.|_.""")]
    private static partial Regex NotSigns();

    [GeneratedRegex("[dmhysDMHYS]")]
    private static partial Regex DateSigns();
}
