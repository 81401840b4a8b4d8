using Sala.Forms;

namespace Sala.Reports;

/// <summary>A question and what was told, as plain text.</summary>
/// <param name="OwnWords">Typed by the child and not chosen: shown as it is, never as a link.</param>
public sealed record ToldAnswer(string Question, string Answer, bool OwnWords);

/// <summary>The answers of a report in the order of the form, worded in the staff's language as the person was asked.</summary>
public static class ToldAnswers
{
    public static IReadOnlyList<ToldAnswer> Of(IReadOnlyDictionary<string, string> answers, Form form, TimeProvider clock, string language)
    {
        var session = Worded(answers, form, clock);
        var told = new List<ToldAnswer>();
        foreach (var (name, value) in answers)
        {
            // A question that the form no longer has is shown under the name it had.
            if (form.Find(name) is not { } question) told.Add(new(name, value, true));
            else if (question.IsAnswered) told.Add(new(session.Text(question, language), InWords(session, question, value, language), question.Choices.Count == 0));
        }
        return told;
    }

    private static FormSession Worded(IReadOnlyDictionary<string, string> answers, Form form, TimeProvider clock)
    {
        if (form.Setting("wording") is { } by && answers.TryGetValue(by, out var who) && form.Find(by)?.Choices.Any(c => c.Name == who) == true)
            return form.Start(clock, 1, new Dictionary<string, string> { [by] = who });
        return form.Start(clock, 1);
    }

    private static string InWords(FormSession session, Question question, string value, string language)
    {
        if (question.Choices.Count == 0) return value;
        return string.Join("; ", value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(code => question.Choices.FirstOrDefault(c => c.Name == code) is { } choice ? session.Text(question, choice, language) : code));
    }
}
