using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>From sheets to a form. Goes on after a mistake, so that an author sees all of them at once.</summary>
internal sealed class FormReader
{
    private readonly Workbook _workbook;

    private FormReader(Workbook workbook) => _workbook = workbook;

    public Form Form { get; } = new();
    public List<FormProblem> Problems { get; } = [];
    public List<FormProblem> Warnings { get; } = [];

    public static Form Read(Workbook workbook, string fileName, FormFiles? files = null)
    {
        var reader = new FormReader(workbook);
        if (files is not null) reader.Form.Files = files;
        try
        {
            reader.Read(fileName);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new FormException(Messages.NestedTooDeep);
        }
        if (reader.Problems.Count > 0) throw new FormException(reader.Problems);
        reader.Form.Warnings = reader.Warnings;
        return reader.Form;
    }

    private void Read(string fileName)
    {
        var survey = _workbook["survey"];
        if (survey is null)
        {
            Problems.Add(new FormProblem("", 0, "", Messages.SheetMissing("survey", NearMiss.Of("survey", _workbook.Sheets.Select(s => s.Name)))));
            return;
        }
        if (survey.Rows.Count < 2)
        {
            Problems.Add(new FormProblem(survey.Name, 0, "", Messages.NoQuestions));
            return;
        }
        var choices = _workbook["choices"];
        var surveyColumns = Header.Read(survey, Problems);
        var external = _workbook["external_choices"];
        var choiceColumns = choices is { Rows.Count: > 0 } ? Header.Read(choices, Problems) : [];
        var externalColumns = external is { Rows.Count: > 0 } ? Header.Read(external, Problems) : [];
        var languages = new LanguageColumns(surveyColumns.Concat(choiceColumns).Concat(externalColumns));
        SettingsReader.Read(this, _workbook["settings"], fileName, languages);
        if (choices is not null && choiceColumns.Count > 0) ChoicesReader.Read(this, choices, choiceColumns, languages);
        if (external is not null && externalColumns.Count > 0) ChoicesReader.Read(this, external, externalColumns, languages);
        var rows = SurveyReader.Read(this, survey, surveyColumns, languages);
        if (Form.Questions.Count == 0 && Problems.Count == 0) Problems.Add(new FormProblem(survey.Name, 0, "", Messages.NoQuestions));
        WordingsReader.Read(this, _workbook["wordings"], languages);
        RuleReader.Read(this, survey.Name, rows);
    }

    /// <summary>The text of a cell: trimmed, hard spaces made plain, null where nothing is left.</summary>
    public static string? Clean(string? cell)
    {
        if (string.IsNullOrWhiteSpace(cell)) return null;
        var text = cell.Replace('\u00A0', ' ').Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>The text of a rule, with typographic quotation marks made plain: word processors put them in.</summary>
    public static string? Rule(string? cell) => Clean(cell)?.Replace('‘', '\'').Replace('’', '\'').Replace('“', '"').Replace('”', '"');

    /// <summary>yes, no and their kin; null for anything else.</summary>
    public static bool? YesNo(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "yes" or "true" or "true()" or "1" => true,
        "no" or "false" or "false()" or "0" => false,
        _ => null,
    };
}

/// <summary>Which language each translated column belongs to.</summary>
internal sealed class LanguageColumns
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public LanguageColumns(IEnumerable<Column> columns)
    {
        var named = new List<string>();
        foreach (var column in columns.Where(c => Header.IsTranslated(c.Name)))
        {
            if (column.Language is { } language) { if (!named.Contains(language)) named.Add(language); }
            else HasUnnamed = true;
        }
        Named = named;
    }

    public IReadOnlyList<string> Named { get; }
    public bool HasUnnamed { get; }
    public int Default { get; set; }
    public int Count { get; set; } = 1;

    public void Place(string language, int index) => _index[language] = index;

    public int Of(string? language) => language is not null && _index.TryGetValue(language, out var index) ? index : Default;
}
