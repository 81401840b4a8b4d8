using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>From sheets to a form. Goes on after a mistake, so that an author sees all of them at once.</summary>
internal sealed class FormReader
{
    private static readonly string[] SheetNames = ["survey", "choices", "settings", "external_choices", "entities", "osm", "wordings"];

    /// <summary>After so many empty rows the rest of a sheet is taken for notes, as pyxform does.</summary>
    private const int MostEmptyRows = 60;

    private readonly Workbook _workbook;

    private FormReader(Workbook workbook) => _workbook = workbook;

    public Form Form { get; } = new();

    /// <summary>What is wrong with the form, in the order in which it was found.</summary>
    public List<FormProblem> Problems { get; } = [];

    private readonly HashSet<FormProblem> _answering = [];

    /// <summary>What only Sala's own engine cannot run: a rule that it does not understand, a circle.</summary>
    public void AddAnswering(FormProblem problem)
    {
        Problems.Add(problem);
        _answering.Add(problem);
    }

    public List<FormProblem> Warnings { get; } = [];

    /// <summary>Names that stand twice side by side: told once, not at each rule that uses them.</summary>
    public HashSet<string> NamesTwice { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether several spaces in a cell of the survey sheet become one (the setting clean_text_values).</summary>
    public bool CleansText { get; private set; } = true;

    /// <summary>Reads a form that this engine can run.</summary>
    public static Form Read(Workbook workbook, string fileName, FormFiles? files = null)
    {
        var form = ReadToConvert(workbook, fileName, files);
        return form.AnsweringProblems.Count == 0 ? form : throw new FormException(form.AnsweringProblems);
    }

    /// <summary>Reads as far as the form goes: with mistakes in it, what could be understood of it beside them.</summary>
    public static (Form Form, IReadOnlyList<FormProblem> Problems, IReadOnlyList<FormProblem> Warnings) Examine(Workbook workbook, string fileName, FormFiles? files)
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
        return (reader.Form, [.. reader.Problems.Distinct()], [.. reader.Warnings.Distinct()]);
    }

    /// <summary>Reads a form that other programs can run; what this engine cannot is in <see cref="Form.AnsweringProblems"/>.</summary>
    public static Form ReadToConvert(Workbook workbook, string fileName, FormFiles? files = null)
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
        var problems = reader.Problems.Distinct().ToList();
        if (problems.Exists(p => !reader._answering.Contains(p))) throw new FormException(problems);
        reader.Form.AnsweringProblems = problems;
        reader.Form.Warnings = [.. reader.Warnings.Distinct()];
        return reader.Form;
    }

    private void Read(string fileName)
    {
        var survey = _workbook["survey"] ?? (_workbook is { IsSpreadsheet: true, Sheets: [var only] } && !Array.Exists(SheetNames, n => n.Equals(only.Name, StringComparison.OrdinalIgnoreCase)) ? only : null);
        if (survey is null)
        {
            Problems.Add(new FormProblem("", 0, "", Messages.SheetMissing("survey", NearSheet("survey"))));
            return;
        }
        if (survey.Rows.Count == 0)
        {
            Problems.Add(new FormProblem(survey.Name, 0, "", Messages.NoQuestions));
            return;
        }
        Form.SurveySheet = survey.Name;
        Form.ChoicesSheet = _workbook["choices"]?.Name ?? "choices";
        foreach (var sheet in new[] { survey, _workbook["choices"] })
            if (_workbook.IsSpreadsheet && sheet is { Rows: [{ Number: > 1 }, ..] }) Problems.Add(new FormProblem(sheet.Name, 1, "", Messages.HeadingsNotFirst));
        var surveyColumns = Header.Read(survey, Problems, SheetKind.Survey);
        var (choices, choiceColumns) = Columns("choices");
        Form.SurveyColumns = surveyColumns;
        Form.ChoiceColumns = choiceColumns;
        var (external, externalColumns) = Columns("external_choices");
        var languages = new LanguageColumns(surveyColumns.Concat(choiceColumns).Concat(externalColumns));
        SettingsReader.Read(this, _workbook["settings"], fileName, languages);
        CleansText = YesNo(Form.Setting("clean_text_values")) != false;
        if (choices is not null) ChoicesReader.Read(this, choices, choiceColumns, languages, external: false);
        if (external is not null) ChoicesReader.Read(this, external, externalColumns, languages, external: true);
        OsmReader.Read(this, _workbook["osm"], languages);
        SurveyReader.Read(this, survey, surveyColumns, languages);
        if (Form.Questions.Count == 0 && Problems.Count == 0) AddAnswering(new FormProblem(survey.Name, 0, "", Messages.NoQuestions));
        EntitiesReader.Read(this, _workbook["entities"]);
        WordingsReader.Read(this, _workbook["wordings"], languages);
        Form.WordingSheet = _workbook["wordings"];
        RuleReader.Read(this, survey.Name, ReferenceReader.Read(this, _workbook, survey, choices, languages));
        if (survey.Name != "survey" && _workbook["survey"] is null) Warnings.Add(new FormProblem(survey.Name, 0, "", Messages.OnlySheetIsSurvey));
    }

    private (Sheet? Sheet, List<Column> Columns) Columns(string name) =>
        _workbook[name] is { Rows.Count: > 0 } sheet ? (sheet, Header.Read(sheet, Problems, SheetKind.Choices)) : (null, []);

    /// <summary>A sheet whose name the author may have meant to be that one.</summary>
    public string? NearSheet(string name) => NearMiss.Of(name, _workbook.Sheets.Select(s => s.Name).Where(n => !SheetNames.Contains(n)));

    /// <summary>The rows below the headings, up to a long gap.</summary>
    public static IEnumerable<SheetRow> RowsBelow(Sheet sheet, List<FormProblem> warnings)
    {
        var last = sheet.Rows.Count > 0 ? sheet.Rows[0].Number : 0;
        foreach (var row in sheet.Rows.Skip(1))
        {
            if (row.Number - last > MostEmptyRows + 1)
            {
                warnings.Add(new FormProblem(sheet.Name, row.Number, "", Messages.RowsAfterGap(MostEmptyRows)));
                yield break;
            }
            last = row.Number;
            yield return row;
        }
    }

    /// <summary>The text of a cell: trimmed, hard spaces made plain, null where nothing is left.</summary>
    public static string? Clean(string? cell)
    {
        if (string.IsNullOrWhiteSpace(cell)) return null;
        var text = cell.Replace('\u00A0', ' ').Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Typographic quotation marks made plain: word processors put them into rules.</summary>
    public static string PlainQuotes(string text) => text.AsSpan().IndexOfAny("‘’“”") >= 0
        ? text.Replace('‘', '\'').Replace('’', '\'').Replace('“', '"').Replace('”', '"') : text;

    /// <summary>yes, no and their kin; null for anything else.</summary>
    public static bool? YesNo(string? text) => text?.Trim() switch
    {
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "true()" => true,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "false()" => false,
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

    /// <summary>The form's default language as headings write it.</summary>
    public string DefaultName { get; set; } = "default";
    public int Count { get; set; } = 1;

    public void Place(string language, int index) => _index[language] = index;

    public int Of(string? language) => language is not null && _index.TryGetValue(language, out var index) ? index : Default;
}
