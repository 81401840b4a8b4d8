namespace Sala.Forms.Checking;

/// <summary>Finds texts that are missing: in every language, or in one of several.</summary>
internal sealed class WordsCheck(Check check)
{
    private static readonly string[] Columns = ["label", "hint", "guidance_hint", "constraint_message", "required_message"];

    public static void Run(Check check)
    {
        var words = new WordsCheck(check);
        words.Labels();
        foreach (var column in Columns)
            words.Translations(check.Form.Questions.Select(q => (q.Row, Name: q.Name, Text: q.Texts.GetValueOrDefault(column))), check.Form.SurveySheet, column);
        words.Translations(check.Form.Lists.Values.SelectMany(l => l).Where(c => c.Row > 0).Select(c => (c.Row, c.Name, Text: c.Words)), check.Form.ChoicesSheet, "label");
    }

    private void Labels()
    {
        foreach (var question in check.Form.Questions)
        {
            if (!question.IsShown || question.IsGroup || question.Calculation is not null) continue;
            if (!question.Texts.Keys.Any(k => k is "label" or "hint" or "image" or "audio" or "video" or "big-image"))
                check.Add(CheckRule.LabelMissing, question, "label", Messages.NoLabel(question.Name));
        }
        foreach (var choice in check.Form.Lists.Values.SelectMany(l => l))
            if (choice is { Words: null, Row: > 0 } && !choice.HasMedia) check.Add(CheckRule.LabelMissing, choice, "label", Messages.ChoiceWithoutWords(choice.Name));
    }

    // A language that a column lacks altogether is told once.
    private void Translations(IEnumerable<(int Row, string Name, LocalText? Text)> rows, string sheet, string column)
    {
        var form = check.Form;
        if (form.Languages.Count < 2) return;
        var texts = rows.Where(r => r.Text is not null).ToList();
        if (texts.Count == 0) return;
        for (var i = 0; i < form.Languages.Count; i++)
        {
            var heading = $"{column}::{form.LanguageNames[i]}{(form.LanguageNames[i] == form.Languages[i] ? "" : $" ({form.Languages[i]})")}";
            var missing = texts.FindAll(t => t.Text!.Exactly(i) is null);
            if (missing.Count == texts.Count) check.Add(CheckRule.TranslationMissing, new FormProblem(sheet, 0, heading, Messages.ColumnNotTranslated(column, form.Languages[i], texts.Count)));
            else
                foreach (var (row, name, _) in missing) check.Add(CheckRule.TranslationMissing, new FormProblem(sheet, row, heading, Messages.NotTranslated(name, column, form.Languages[i])));
        }
    }
}
