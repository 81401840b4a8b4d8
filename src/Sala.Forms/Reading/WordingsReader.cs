using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>
/// The sheet wordings, Sala's own addition to XLSForm: other words for a question or choice, by the answer to one question (the setting
/// <c>wording</c>). A report is worded for a child, a friend or a teacher, and the question and its codes stay one.
/// Programs that do not know the sheet pass it over and show the words of the survey sheet.
/// </summary>
internal sealed class WordingsReader(FormReader reader, Sheet sheet)
{
    public static void Read(FormReader reader, Sheet? sheet, LanguageColumns languages)
    {
        if (sheet is not { Rows.Count: >= 2 }) return;
        var columns = Header.Read(sheet, reader.Problems, SheetKind.Survey);
        foreach (var name in new[] { "when", "question" })
            if (!columns.Exists(c => c.Name == name))
            {
                reader.Problems.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, "", Messages.ColumnMissing(name)));
                return;
            }
        var by = reader.Form.Setting("wording");
        reader.Form.WordingQuestion = by is null ? null : reader.Form.Find(by);
        if (reader.Form.WordingQuestion is null)
        {
            reader.Problems.Add(new FormProblem("settings", 2, "wording", Messages.WordingNeedsQuestion));
            return;
        }
        var wordings = new WordingsReader(reader, sheet);
        foreach (var row in sheet.Rows.Skip(1)) wordings.Row(row, columns, languages);
    }

    private void Row(SheetRow row, List<Column> columns, LanguageColumns languages)
    {
        var form = reader.Form;
        var name = Cell("question") ?? "";
        if (form.Find(name) is not { } question)
        {
            Problem("question", Messages.NoSuchQuestion(name, NearMiss.Of(name, form.Names) is { } near ? form[near] : null, 0));
            return;
        }
        var choice = Cell("choice");
        if (choice is not null && !question.ChoiceByName.ContainsKey(choice))
        {
            Problem("choice", Messages.NoSuchChoice(choice, question.ListName, NearMiss.Of(choice, question.ChoiceByName.Keys)));
            return;
        }
        foreach (var when in (Cell("when") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var asker = form.WordingQuestion!;
            if (asker.IsSelect && !asker.ChoiceByName.ContainsKey(when))
            {
                Problem("when", Messages.NoSuchChoice(when, asker.ListName, NearMiss.Of(when, asker.ChoiceByName.Keys)));
                continue;
            }
            foreach (var column in columns)
            {
                if (!Header.IsTranslated(column.Name) || FormReader.Clean(row[column.Index]) is not { } text) continue;
                var key = new WordingKey(column.Name, choice, when);
                if (!question.Wordings.TryGetValue(key, out var words)) question.Wordings[key] = words = new LocalText(languages.Count, languages.Default);
                words[languages.Of(column.Language)] = text;
            }
        }

        string? Cell(string column) => columns.Find(c => c.Name == column) is { } found ? FormReader.Clean(row[found.Index]) : null;
        void Problem(string column, string message) => reader.Problems.Add(new FormProblem(sheet.Name, row.Number, column, message));
    }
}
