using System.Buffers;
using System.Globalization;

namespace Sala.Forms.Expressions;

/// <summary>The conversions of XPath 1.0 section 4, with the OpenRosa addition that a date counts as days since 1970-01-01.</summary>
internal static class XPath
{
    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789.");

    public static bool ToTruth(double number) => number != 0 && !double.IsNaN(number);

    public static string ToText(bool truth) => truth ? "true" : "false";

    /// <summary>XPath 4.2: no exponent, no trailing zeros, <c>NaN</c>, <c>Infinity</c>.</summary>
    public static string ToText(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0) return "0";
        if (Math.Abs(number) < 1e15 && number == Math.Truncate(number)) return ((long)number).ToString(CultureInfo.InvariantCulture);
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? Unscientific(text) : text;
    }

    private static string Unscientific(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var digits = text[sign.Length..e];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits.Length : point;
        digits = digits.Replace(".", "", StringComparison.Ordinal);
        var place = whole + exponent;
        if (place <= 0) return $"{sign}0.{new string('0', -place)}{digits}";
        return place >= digits.Length ? sign + digits + new string('0', place - digits.Length) : $"{sign}{digits[..place]}.{digits[place..]}";
    }

    /// <summary>XPath 4.4: optional minus, digits, point; anything else is NaN. A date, or a date and time as the clock of the zone shows it,
    /// is its days since 1970.</summary>
    public static double ToNumber(string text, TimeZoneInfo zone)
    {
        var span = text.AsSpan().Trim(" \t\r\n");
        if (span.Length == 0) return double.NaN;
        if (TryPlain(span, out var number)) return number;
        return span.Length >= 8 && Dates.TryRead(span, out var moment) ? moment.In(zone).Days : double.NaN;
    }

    /// <summary>The same for a text that names its distance from UTC nowhere, or whose place is not known.</summary>
    public static double ToNumber(string text) => ToNumber(text, TimeZoneInfo.Utc);

    /// <summary>Whether the text is a number by itself, dates left aside.</summary>
    public static bool TryPlain(ReadOnlySpan<char> text, out double number)
    {
        number = double.NaN;
        var digits = text.Length > 0 && text[0] == '-' ? text[1..] : text;
        if (digits.Length == 0 || digits.ContainsAnyExcept(NumberSigns) || digits is ".") return false;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
