using Sala.Forms.Expressions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>The choices sheet: lists of codes with their words and further columns. Also external_choices, whose lists are looked up on the device.</summary>
internal static class ChoicesReader
{
    public static void Read(FormReader reader, Sheet sheet, List<Column> columns, LanguageColumns languages, bool external)
    {
        var (form, problems) = (reader.Form, reader.Problems);
        if (sheet.Rows.Count < 2) return;
        if (!columns.Exists(c => c.Name == "name") && !external)
        {
            problems.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, "", Messages.ColumnMissing("name")));
            return;
        }
        if (!columns.Exists(c => c.Name == "list_name"))
        {
            reader.Warnings.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, "", Messages.ColumnMissing("list_name")));
            return;
        }
        var kept = columns.Where(c => Keep(reader, sheet, c)).ToList();
        var allowTwice = external || FormReader.YesNo(form.Setting("allow_choice_duplicates")) == true;
        var seen = new Dictionary<(string, string), int>();
        foreach (var row in FormReader.RowsBelow(sheet, reader.Warnings))
        {
            var cells = Cells.Read(row, kept, languages.DefaultName, (column, text) => Header.IsTranslated(column.Name) ? text : FormReader.PlainQuotes(text));
            if (cells.Text("list_name") is not { } list)
            {
                if (cells.Has("name")) reader.Warnings.Add(new FormProblem(sheet.Name, row.Number, cells.Heading("list_name"), Messages.ChoiceListMissing));
                continue;
            }
            cells.Remove("list_name");
            if (cells.Text("name") is not { } name)
            {
                problems.Add(new FormProblem(sheet.Name, row.Number, cells.Heading("name"), Messages.ChoiceNameMissing));
                continue;
            }
            if (!seen.TryAdd((list, name), row.Number) && !allowTwice)
                problems.Add(new FormProblem(sheet.Name, row.Number, cells.Heading("name"), Messages.ChoiceTwice(name, list, seen[(list, name)])));
            form.AddChoice(list, Choice(form, cells, languages), external);
        }
    }

    // A column becomes an element of each choice, so its heading has to be a name.
    private static bool Keep(FormReader reader, Sheet sheet, Column column)
    {
        if (column.Name == "list_name" || !column.Name.Contains(' ', StringComparison.Ordinal)) return true;
        reader.Warnings.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, column.Raw, Messages.ColumnLeftOut(column.Raw)));
        return false;
    }

    public static Choice Choice(Form form, Cells cells, LanguageColumns languages)
    {
        LocalText? label = null;
        var media = new Dictionary<string, LocalText>(StringComparer.Ordinal);
        var extra = new OrderedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (column, words) in cells.All)
        {
            if (column == "name") continue;
            if (!Header.IsTranslated(column)) extra.TryAdd(column, words.First);
            else if (column == "label") label = Local(words);
            else media[column] = Local(words);
        }
        return new Choice(form, cells.Text("name")!, label, extra, media, cells);

        LocalText Local(Words words)
        {
            var text = new LocalText(languages.Count, languages.Default);
            foreach (var (language, one) in words.All) text[languages.Of(language)] = one;
            return text;
        }
    }

    /// <summary>The list as the nodes that a filter and instance() see.</summary>
    public static ItemNode Items(string list, IReadOnlyList<Choice> choices)
    {
        var document = new ItemNode("instance", "", null);
        var root = new ItemNode("root", "", document);
        foreach (var choice in choices)
        {
            var item = new ItemNode("item", "", root);
            _ = new ItemNode("name", choice.Name, item);
            _ = new ItemNode("label", choice.Label(""), item);
            foreach (var (column, text) in choice.Columns) _ = new ItemNode(column, text, item);
            // Where an XForm keeps the words of a choice: for jr:itext().
            if (item.Child("itextId") is null) _ = new ItemNode("itextId", $"{list}-{item.Position - 1}", item);
        }
        return document;
    }
}
