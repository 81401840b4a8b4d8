using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>
/// Every <c>${name}</c> of the workbook names exactly one row of the survey sheet, wherever it stands: in rules, texts, settings, entities.
/// As pyxform, which looks into columns that it does not know as well.
/// </summary>
internal sealed class ReferenceReader
{
    private readonly FormReader _reader;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly HashSet<(int Row, string Column)> _wrong = [];

    private ReferenceReader(FormReader reader) => _reader = reader;

    /// <summary>Reports what is wrong, and gives a way to check a question's row and to ask which of its columns were.</summary>
    public static ReferenceReader Read(FormReader reader, Workbook workbook, Sheet survey, Sheet? choices, LanguageColumns languages)
    {
        var references = new ReferenceReader(reader);
        references.Count(survey);
        references.Sheet(workbook["settings"], SheetKind.Settings, (c, _) => true);
        references.Sheet(workbook["entities"], SheetKind.Entities, (c, _) => c.Name is not ("list_name" or "repeat"));
        if (choices is not null) references.Sheet(choices, SheetKind.Choices, (c, _) => c.Name == "label" || Header.IsTranslated(c.Name));
        references._survey = survey.Name;
        references._languages = languages;
        var used = reader.Form.Questions.Select(q => q.Row).ToHashSet();
        references.Sheet(survey, SheetKind.Survey, (c, row) => !used.Contains(row) && c.Name is not ("type" or "name" or "trigger"));
        return references;
    }

    private string _survey = "survey";
    private LanguageColumns _languages = null!;

    /// <summary>Whether the references of that cell were found wrong, so that the rule need not be looked at any more.</summary>
    public bool IsWrong(Question question, string column) => _wrong.Contains((question.Row, column));

    public void Check(Question question)
    {
        foreach (var (column, words) in question.Cells.All)
        {
            if (column is "type" or "name" or "trigger") continue;
            if (words.Plain is { } plain && !plain.Contains("${", StringComparison.Ordinal)) continue; // most cells: quickly passed
            foreach (var (language, text) in words.All)
                foreach (var message in Wrong(text))
                {
                    _wrong.Add((question.Row, column));
                    var place = Header.IsTranslated(column) ? $"text in {_reader.Form.Languages[_languages.Of(language)]}" : question.Cells.Heading(column, language);
                    _reader.Problems.Add(new FormProblem(_survey, question.Row, place, message));
                }
        }
    }

    // The rows as written: the rows of a loop count once, what the reader adds does not count.
    private void Count(Sheet survey)
    {
        var columns = Header.Read(survey, [], SheetKind.Survey);
        var (type, name, disabled) = (columns.Find(c => c.Name == "type"), columns.Find(c => c.Name == "name"), columns.Find(c => c.Name == "disabled"));
        if (type is null) return;
        foreach (var row in FormReader.RowsBelow(survey, []))
        {
            if (FormReader.Clean(row[type.Index]) is not { } typeText || TypeText.End(typeText) is not null || typeText == "audit") continue;
            if (disabled is not null && FormReader.YesNo(row[disabled.Index]) == true) continue;
            if (name is not null && FormReader.Clean(row[name.Index]) is { } text) _names[text] = _names.GetValueOrDefault(text) + 1;
            else if (typeText == "note") _names[$"generated_note_name_{row.Number}"] = 1;
        }
        if (FormReader.YesNo(_reader.Form.Setting("omit_instanceID")) != true) _names["instanceID"] = _names.GetValueOrDefault("instanceID") + 1;
    }

    private void Sheet(Sheet? sheet, SheetKind kind, Func<Column, int, bool> looks)
    {
        if (sheet is not { Rows.Count: >= 2 }) return;
        var columns = Header.Read(sheet, [], kind);
        foreach (var row in FormReader.RowsBelow(sheet, []))
            foreach (var column in columns)
                if (looks(column, row.Number) && row[column.Index] is { } text)
                    foreach (var message in Wrong(text)) _reader.Problems.Add(new FormProblem(sheet.Name, row.Number, column.Raw, message));
    }

    private IEnumerable<string> Wrong(string text) => text.Contains("${", StringComparison.Ordinal) ? WrongIn(text) : [];

    private IEnumerable<string> WrongIn(string text)
    {
        foreach (var (name, written, at) in Names.References(text))
        {
            if (name is null) yield return Messages.ReferenceNotUnderstood(written, at);
            else if (!_names.TryGetValue(name, out var count))
                yield return Messages.NoSuchQuestion(name, NearMiss.Of(name, _reader.Form.Names) is { } near ? _reader.Form[near] : null, at);
            else if (count > 1 && !_reader.NamesTwice.Contains(name)) yield return Messages.AmbiguousQuestion(name, at);
        }
    }
}
