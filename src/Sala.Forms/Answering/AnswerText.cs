using System.Globalization;
using System.Text;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms.Answering;

/// <summary>What a person typed, brought to the one way in which an answer of that type is written; or the code of what is wrong with it.</summary>
internal static class AnswerText
{
    /// <summary>Characters that a text answer takes where the column <c>bind::odk:length</c> names no other number.</summary>
    public const int LongestText = 20_000;

    private const int LongestOther = 2_000;

    /// <summary>The answer as it is stored; an empty one is no answer.</summary>
    public static (string Text, string? Problem) Read(Question question, string typed, IReadOnlyList<Choice> choices)
    {
        if (typed.Length > LongestText * 4) return ("", AnswerCode.TooLong);
        var text = question.Type is QuestionType.Text ? XmlText.Of(typed).Trim() : Digits(XmlText.Of(typed).Trim());
        if (text.Length == 0) return ("", null);
        if (text.Length > Longest(question)) return ("", AnswerCode.TooLong);
        return question.Type switch
        {
            QuestionType.Integer => Integer(text),
            QuestionType.Decimal => Number(text),
            QuestionType.Range => InRange(question, text),
            QuestionType.Date => Dates.TryRead(text, out var day) && !day.HasTime ? (Dates.Day(day.Wall), null) : ("", AnswerCode.NotADate),
            QuestionType.DateTime => Dates.TryRead(text, out var moment) && moment.HasTime ? (text, null) : ("", AnswerCode.NotADate),
            QuestionType.Time => Time(text),
            QuestionType.SelectOne => Offers(choices, text) ? (text, null) : ("", AnswerCode.NotAChoice),
            QuestionType.SelectMultiple => Several(choices, text),
            QuestionType.Rank => Several(choices, text) is (var ranked, null)
                ? SelectFunctions.Codes(ranked).Length == choices.Count ? (ranked, null) : ("", AnswerCode.NotRanked)
                : ("", AnswerCode.NotAChoice),
            QuestionType.Acknowledge => text is "OK" or "ok" or "true" or "1" or "yes" or "on" ? ("OK", null) : ("", AnswerCode.NotAChoice),
            QuestionType.GeoPoint => Place(text) ? (text, null) : ("", AnswerCode.NotAPlace),
            QuestionType.GeoTrace or QuestionType.GeoShape =>
                Array.TrueForAll(text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Place) ? (text, null) : ("", AnswerCode.NotAPlace),
            _ => (text, null),
        };
    }

    private static int Longest(Question question)
    {
        if (question.Type == QuestionType.SelectMultiple || question.Type == QuestionType.Rank) return LongestText * 4;
        if (question.Type is not QuestionType.Text) return question.Type is QuestionType.GeoShape or QuestionType.GeoTrace ? LongestText : LongestOther;
        return int.TryParse(question.Column("bind::odk:length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : LongestText;
    }

    // ๑๒ is 12: people type the digits of their own script.
    private static string Digits(string text)
    {
        if (Ascii.IsValid(text)) return text;
        return string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = char.GetUnicodeCategory(from[i]) == UnicodeCategory.DecimalDigitNumber ? (char)('0' + (int)char.GetNumericValue(from[i])) : from[i];
        });
    }

    private static (string, string?) Integer(string text) =>
        text.Length <= 18 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (number.ToString(CultureInfo.InvariantCulture), null)
            : ("", AnswerCode.NotAnInteger);

    private static (string, string?) Number(string text) =>
        text.Length <= 40 && XPath.TryPlain(text.StartsWith('+') ? text[1..] : text, out var number) && double.IsFinite(number)
            ? (text.TrimStart('+'), null)
            : ("", AnswerCode.NotANumber);

    private static (string, string?) InRange(Question question, string text)
    {
        if (Number(text) is not (var plain, null)) return ("", AnswerCode.NotANumber);
        var number = XPath.ToNumber(plain);
        var (start, end) = (Bound("start", 1), Bound("end", 10));
        return number >= Math.Min(start, end) && number <= Math.Max(start, end) ? (plain, null) : ("", AnswerCode.OutOfRange);

        double Bound(string name, double otherwise) =>
            question.Parameters.TryGetValue(name, out var value) && XPath.TryPlain(value, out var bound) ? bound : otherwise;
    }

    private static (string, string?) Time(string text)
    {
        var cut = text.AsSpan().IndexOfAny("Z+-");
        return TimeOnly.TryParseExact(cut > 0 ? text.AsSpan(0, cut) : text, ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? (text, null) : ("", AnswerCode.NotATime);
    }

    private static bool Offers(IReadOnlyList<Choice> choices, string code)
    {
        foreach (var choice in choices)
            if (choice.Name == code) return true;
        return false;
    }

    private static (string, string?) Several(IReadOnlyList<Choice> choices, string text)
    {
        var offered = choices.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var codes = SelectFunctions.Codes(text).Distinct(StringComparer.Ordinal).ToArray();
        return Array.TrueForAll(codes, offered.Contains) ? (string.Join(' ', codes), null) : ("", AnswerCode.NotAChoice);
    }

    private static bool Place(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is >= 2 and <= 4
            && Array.TrueForAll(parts, p => XPath.TryPlain(p, out _))
            && XPath.ToNumber(parts[0]) is >= -90 and <= 90 && XPath.ToNumber(parts[1]) is >= -180 and <= 180;
    }
}
