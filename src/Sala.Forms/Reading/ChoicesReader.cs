using Sala.Forms.Expressions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>The choices sheet: lists of codes with their words and further columns.</summary>
internal static class ChoicesReader
{
    public static void Read(FormReader reader, Sheet sheet, List<Column> columns, LanguageColumns languages)
    {
        var problems = reader.Problems;
        var listColumn = columns.Find(c => c.Name == "list_name");
        var nameColumn = columns.Find(c => c.Name == "name");
        if (listColumn is null || nameColumn is null)
        {
            if (sheet.Rows.Count < 2) return;
            problems.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, "", Messages.ColumnMissing(listColumn is null ? "list_name" : "name")));
            return;
        }
        var allowTwice = FormReader.YesNo(reader.Form.Setting("allow_choice_duplicates")) == true;
        var lists = new Dictionary<string, List<Choice>>(StringComparer.Ordinal);
        var seen = new Dictionary<(string, string), int>();
        foreach (var row in sheet.Rows.Skip(1))
        {
            var list = FormReader.Clean(row[listColumn.Index]);
            var name = FormReader.Clean(row[nameColumn.Index]);
            if (list is null)
            {
                if (name is not null) problems.Add(new FormProblem(sheet.Name, row.Number, listColumn.Raw, Messages.ChoiceListMissing));
                continue;
            }
            if (name is null)
            {
                problems.Add(new FormProblem(sheet.Name, row.Number, nameColumn.Raw, Messages.ChoiceNameMissing));
                continue;
            }
            if (!seen.TryAdd((list, name), row.Number) && !allowTwice)
                problems.Add(new FormProblem(sheet.Name, row.Number, nameColumn.Raw, Messages.ChoiceTwice(name, list, seen[(list, name)])));
            if (!lists.TryGetValue(list, out var choices)) lists[list] = choices = [];
            choices.Add(Choice(reader.Form, row, name, columns, languages));
        }
        foreach (var (list, choices) in lists)
        {
            reader.Form.Lists[list] = choices;
            reader.Form.Instances[list] = Items(choices);
        }
    }

    private static Choice Choice(Form form, SheetRow row, string name, List<Column> columns, LanguageColumns languages)
    {
        LocalText? label = null;
        var media = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        var extra = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            if (column.Name is "list_name" or "name" || FormReader.Clean(row[column.Index]) is not { } text) continue;
            if (column.Name == "label") (label ??= New())[languages.Of(column.Language)] = text;
            else if (Header.IsTranslated(column.Name))
            {
                if (!media.TryGetValue(column.Name, out var local)) media[column.Name] = local = New();
                local[languages.Of(column.Language)] = text;
            }
            else extra[column.Raw] = text;
        }
        return new Choice(form, name, label, extra, media, row.Number);

        LocalText New() => new(languages.Count, languages.Default);
    }

    /// <summary>The list as the nodes that a filter and instance() see.</summary>
    public static ItemNode Items(IReadOnlyList<Choice> choices)
    {
        var document = new ItemNode("instance", "", null);
        var root = new ItemNode("root", "", document);
        foreach (var choice in choices)
        {
            var item = new ItemNode("item", "", root);
            _ = new ItemNode("name", choice.Name, item);
            _ = new ItemNode("label", choice.Label(""), item);
            foreach (var (column, text) in choice.Columns) _ = new ItemNode(column, text, item);
        }
        return document;
    }
}
