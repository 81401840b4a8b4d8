using Sala.Forms.Reading;
using Sala.Forms.Sheets;

namespace Sala.Forms.Writing;

/// <summary>Writes a form as the sheets of an XLSForm.</summary>
internal static class XlsFormWriter
{
    public static Workbook Write(Form form)
    {
        var workbook = new Workbook();
        Survey(form, workbook.Add("survey"));
        Choices(workbook, "choices", form.Lists, form);
        Choices(workbook, "external_choices", form.ExternalLists, form);
        Settings(form, workbook);
        Rows(workbook, "entities", form.Entities.Select(e => e.Cells), []);
        Rows(workbook, "osm", form.OsmTags.SelectMany(list => list.Value.Select(tag => Listed(tag, list.Key))), []);
        if (form.WordingSheet is { } wordings)
        {
            var copy = workbook.Add("wordings");
            foreach (var row in wordings.Rows) copy.Add(row.Number, [.. row.Cells]);
        }
        return workbook;
    }

    private static void Survey(Form form, Sheet sheet)
    {
        var rows = new List<Cells>();
        Add(form.Top);
        Fill(sheet, rows, form.SurveyColumns, form.DefaultLanguageName, "type", "name");

        void Add(IEnumerable<Question> questions)
        {
            foreach (var question in questions)
            {
                rows.Add(question.Cells);
                if (!question.IsGroup) continue;
                Add(question.Inside);
                var end = new Cells(0);
                end.Put("type", question.Type == QuestionType.Repeat ? "end repeat" : "end group");
                rows.Add(end);
            }
        }
    }

    private static void Choices(Workbook workbook, string name, OrderedDictionary<string, IReadOnlyList<Choice>> lists, Form form) =>
        Rows(workbook, name, lists.SelectMany(list => list.Value.Select(choice => Listed(choice.Cells, list.Key))), form.ChoiceColumns, form.DefaultLanguageName);

    private static Cells Listed(Cells row, string list)
    {
        var cells = row.Change((_, text) => text);
        cells.Put("list_name", list);
        return cells;
    }

    private static void Rows(Workbook workbook, string name, IEnumerable<Cells> cells, IReadOnlyList<Column> columns, string defaultLanguage = "default")
    {
        var rows = cells.ToList();
        if (rows.Count > 0) Fill(workbook.Add(name), rows, columns, defaultLanguage, "list_name", "name");
    }

    private static void Settings(Form form, Workbook workbook)
    {
        if (form.Settings.Count == 0) return;
        var sheet = workbook.Add("settings");
        sheet.Add(1, [.. form.Settings.Keys]);
        sheet.Add(2, [.. form.Settings.Values]);
    }

    // The columns of the form as it was read, then those that the rows have besides.
    private static void Fill(Sheet sheet, List<Cells> rows, IReadOnlyList<Column> columns, string defaultLanguage, params string[] first)
    {
        var headings = new OrderedDictionary<(string Name, string? Language), int>();
        foreach (var name in first)
            if (rows.Exists(r => r.Has(name))) headings.TryAdd((name, null), headings.Count);
        foreach (var column in columns) headings.TryAdd((column.Name, column.Language), headings.Count);
        foreach (var row in rows)
            foreach (var (name, words) in row.All)
                foreach (var (language, _) in words.All)
                    if (language is null || language != defaultLanguage || !headings.ContainsKey((name, null))) headings.TryAdd((name, language), headings.Count);
        sheet.Add(1, [.. headings.Keys.Select(h => h.Language is null ? h.Name : $"{h.Name}::{h.Language}")]);
        for (var i = 0; i < rows.Count; i++) sheet.Add(i + 2, [.. headings.Keys.Select(h => Cell(rows[i], h, headings, defaultLanguage))]);
    }

    private static string? Cell(Cells row, (string Name, string? Language) heading, OrderedDictionary<(string, string?), int> headings, string defaultLanguage)
    {
        if (row[heading.Name] is not { } words) return null;
        if (heading.Language is { } language) return words.ByLanguage?.GetValueOrDefault(language);
        return words.Plain ?? (headings.ContainsKey((heading.Name, defaultLanguage)) ? null : words.ByLanguage?.GetValueOrDefault(defaultLanguage));
    }
}
