namespace Sala.Forms;

/// <summary>Which words stand in for which: a column, of the question or of one of its choices, for one answer to the wording question.</summary>
internal readonly record struct WordingKey(string Column, string? Choice, string When);

// The words for the person who answers: see WordingsReader.
public sealed partial class FormSession
{
    /// <summary>The question with the words for this person, <c>${name}</c> filled in. Plain text, never HTML; empty where the form has no words.</summary>
    public string Text(Question question, string language) => Worded(question, "label", null, language) is { } text ? Fill(text, question) : "";

    /// <summary>The hint, worded and filled in alike; null where there is none.</summary>
    public string? Hint(Question question, string language) => Worded(question, "hint", null, language) is { } text ? Fill(text, question) : null;

    /// <summary>A choice of a question, worded and filled in alike.</summary>
    public string Text(Question question, Choice choice, string language) => Fill(Worded(question, "label", choice, language) ?? choice.Name, question);

    private string? Worded(Question question, string column, Choice? choice, string language)
    {
        var plain = choice is not null ? choice.Words : question.Texts.GetValueOrDefault(column);
        var index = Form.LanguageIndex(language);
        if (question.Wordings.Count > 0 && Form.WordingQuestion is { } asker && Answer(asker.Name) is { } when
            && question.Wordings.TryGetValue(new WordingKey(column, choice?.Name, when), out var worded))
            return worded.Exactly(index) ?? plain?.Exactly(index) ?? worded.In(index);
        return plain?.In(index);
    }
}
