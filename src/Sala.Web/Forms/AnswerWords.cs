using System.Globalization;
using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>An answer in words: choices by their labels, days as the language writes them.</summary>
public static class AnswerWords
{
    /// <summary>Empty where there is no answer.</summary>
    public static string Of(FormSession session, FormPart part, Language language, Texts texts)
    {
        if (session.Answer(part.Address) is not { } answer) return "";
        var question = part.Question;
        switch (question.Type)
        {
            case QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank:
                var codes = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var chosen = question.Choices.Where(c => codes.Contains(c.Name));
                if (question.Type == QuestionType.Rank) chosen = chosen.OrderBy(c => Array.IndexOf(codes, c.Name));
                return string.Join(" · ", chosen.Select(c => LabelText.Plain(session.Text(part, c, language.Code))).DefaultIfEmpty(answer));
            case QuestionType.Acknowledge: return texts["common.yes"];
            case QuestionType.Date when question.HasAppearance("month-year") || question.HasAppearance("year"):
                var typed = DayTyped.Of(answer, question, language);
                return typed.AsksMonth && int.TryParse(typed.Month, NumberStyles.None, CultureInfo.InvariantCulture, out var month) ? $"{language.Month(month)} {typed.Year}" : typed.Year;
            case QuestionType.Date when DateOnly.TryParseExact(answer, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day): return language.Write(day);
            case QuestionType.DateTime when DateTimeOffset.TryParse(answer, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at):
                return $"{language.Write(DateOnly.FromDateTime(at.DateTime))} {language.Write(TimeOnly.FromDateTime(at.DateTime))}";
            default: return answer;
        }
    }
}
