using System.Text.RegularExpressions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>The survey sheet: rows become questions, begin and end become groups. Rules are read afterwards, when all names are known.</summary>
internal sealed partial class SurveyReader
{
    public const int MostQuestions = 20_000;
    private const int DeepestGroup = 50;

    private readonly FormReader _reader;
    private readonly string _sheet;
    private readonly List<Column> _columns;
    private readonly LanguageColumns _languages;
    private readonly List<Question> _questions = [];
    private readonly Stack<Question> _open = new();
    private readonly List<(Question Question, string Trigger)> _triggers = [];
    private readonly Dictionary<string, Question> _repeats = new(StringComparer.Ordinal);
    private (Question Group, string? List)? _table;

    private SurveyReader(FormReader reader, string sheet, List<Column> columns, LanguageColumns languages) =>
        (_reader, _sheet, _columns, _languages) = (reader, sheet, columns, languages);

    /// <summary>Fills the form with its questions.</summary>
    public static void Read(FormReader reader, Sheet sheet, List<Column> columns, LanguageColumns languages)
    {
        var survey = new SurveyReader(reader, sheet.Name, columns, languages);
        if (!columns.Exists(c => c.Name == "type"))
        {
            reader.Problems.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, "", Messages.ColumnMissing("type")));
            return;
        }
        var rows = FormReader.RowsBelow(sheet, reader.Warnings).Select(r => Cells.Read(r, columns, languages.DefaultName, survey.CleanCell)).ToList();
        survey.AddOtherChoices(rows);
        foreach (var (list, choices) in reader.Form.ExternalLists.Concat(reader.Form.Lists)) reader.Form.Instances[list] = ChoicesReader.Items(list, choices);
        survey.Rows(rows);
        foreach (var left in survey._open) survey.Problem(left.Row, left.Cells.Heading("type"), Messages.NotEnded(Block(left)));
        foreach (var (question, trigger) in survey._triggers)
            if (reader.Form.Find(trigger) is not { IsGroup: false }) survey.Problem(question.Row, question.Cells.Heading("trigger"), Messages.NoSuchTrigger(trigger));
        reader.Form.Questions = survey._questions;
        survey.Place(null, reader.Form.Top);
    }

    private static string Block(Question question) => question.Type == QuestionType.Repeat ? "repeat" : "group";

    private void Problem(int row, string column, string message) => _reader.Problems.Add(new FormProblem(_sheet, row, column, message));

    private void Warn(int row, string column, string message) => _reader.Warnings.Add(new FormProblem(_sheet, row, column, message));

    // Word processors put typographic quotation marks and double spaces in. Words for people keep the marks.
    private string CleanCell(Column column, string text)
    {
        if (_reader.CleansText && text.Contains("  ", StringComparison.Ordinal)) text = Spaces().Replace(text, " ");
        return Header.IsTranslated(column.Name) ? text : FormReader.PlainQuotes(text);
    }

    private void Rows(List<Cells> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var cells = rows[i];
            if (cells.Text("disabled") is { } disabled)
            {
                Warn(cells.Row, cells.Heading("disabled"), Messages.DisabledIsOld);
                if (FormReader.YesNo(disabled) == true) continue;
                cells.Remove("disabled");
            }
            if (cells.Count == 0) continue;
            if (cells.Text("type") is not { } type)
            {
                if (cells.Has("name") || cells.Has("label")) Problem(cells.Row, cells.Heading("type"), Messages.TypeMissing);
                else Warn(cells.Row, "", Messages.RowWithoutType);
                continue;
            }
            if (_questions.Count >= MostQuestions)
            {
                if (_questions.Count == MostQuestions) throw new FormException(_sheet, cells.Row, Messages.TooManyQuestions(MostQuestions));
                return;
            }
            if (TypeText.Begin(type) is ("loop", var list)) i = Loop(rows, i, list);
            else Row(cells, type);
        }
    }

    private void Row(Cells cells, string type)
    {
        if (SettingOf(type) is { } setting)
        {
            _reader.Form.Settings[setting] = cells.Text("name") ?? "";
            return;
        }
        if (TypeText.End(type) is { } ended)
        {
            End(cells, ended);
            return;
        }
        if (type == "audit") Audit(cells);
        if (type == "calculate" && !cells.Has("calculation") && !(cells.Text("default") is { } value && DynamicDefault.Is(value, QuestionType.Calculate)))
            Problem(cells.Row, cells.Heading("calculation"), Messages.CalculationMissing);
        if (type == "background-geopoint") BackgroundGeoPoint(cells);
        if (type is "note" && !cells.Has("name")) cells.Put("name", $"generated_note_name_{cells.Row}");
        if (TypeText.Begin(type) is (var block, _)) Begin(cells, block);
        else if (TypeText.Select(type) is { } select) AddSelect(cells, select);
        else if (TypeText.Osm(type) is { } tags)
        {
            if (Add(cells, QuestionKind.Osm, $"osm {tags}") is { } map) map.ListName = tags;
        }
        else if (QuestionKind.Of(type) is { } kind)
        {
            if (Add(cells, kind, type) is { } question && type == "range" && RangeParameters.IsDecimal(question.Parameters)) question.HasDecimals = true;
        }
        else
            Problem(cells.Row, cells.Heading("type"), type == "include" ? Messages.IncludeNotRead
                : Messages.NoSuchType(type, NearMiss.Of(type, QuestionKind.Common) ?? NearMiss.Of(type.Split(' ')[0], QuestionKind.Common)));
    }

    // Old forms set these on the survey sheet.
    private static string? SettingOf(string type) => type switch
    {
        "form_title" or "set_form_title" => "form_title",
        "form_id" or "set_form_id" => "form_id",
        _ => null,
    };

    private void Audit(Cells cells)
    {
        if (cells.Text("name") is { } name && name != "audit") Problem(cells.Row, cells.Heading("name"), Messages.AuditHasItsName);
        cells.Put("name", "audit");
    }

    private void BackgroundGeoPoint(Cells cells)
    {
        if (!cells.Has("trigger")) Problem(cells.Row, cells.Heading("trigger"), Messages.BackgroundGeoPointNeedsTrigger);
        if (cells.Has("calculation")) Problem(cells.Row, cells.Heading("calculation"), Messages.BackgroundGeoPointTakesNoCalculation);
    }

    private void Begin(Cells cells, string block)
    {
        if (_open.Count >= DeepestGroup) throw new FormException(_sheet, cells.Row, Messages.NestedTooDeep);
        if (Add(cells, block == "repeat" ? QuestionKind.Repeat : QuestionKind.Group, block == "repeat" ? "begin repeat" : "begin group") is not { } group) return;
        _open.Push(group);
        if (cells.Text("required") is { } required && FormReader.YesNo(required) != false) Warn(cells.Row, cells.Heading("required"), Messages.GroupRequired);
        if (group.HasAppearance("table-list")) _table = (group, null);
        if (group.Type != QuestionType.Repeat) return;
        if (group.Name == _reader.Form.RootName) Problem(cells.Row, cells.Heading("name"), Messages.RepeatNamedAsRoot(group.Name));
        if (!_repeats.TryAdd(group.Name, group)) Problem(cells.Row, cells.Heading("name"), Messages.RepeatNameTwice(group.Name, _repeats[group.Name].Row));
    }

    private void End(Cells cells, string block)
    {
        _table = null;
        var type = block == "repeat" ? QuestionType.Repeat : QuestionType.Group;
        if (_open.Count == 0) Problem(cells.Row, cells.Heading("type"), Messages.EndWithoutBegin(block));
        else if (_open.Peek().Type != type || block == "loop") Problem(cells.Row, cells.Heading("type"), Messages.EndOfOther(block, Block(_open.Peek()), _open.Pop().Row));
        else _open.Pop();
    }

    private Question? Add(Cells cells, QuestionKind kind, string typeText)
    {
        cells.Put("type", typeText);
        var name = cells.Text("name");
        var heading = cells.Heading("name");
        if (name is null) Problem(cells.Row, heading, Messages.NameMissing);
        else if (!Names.IsName(name))
        {
            Problem(cells.Row, heading, Messages.NameNotUsable(name));
            name = null;
        }
        else if (name == "meta") Problem(cells.Row, heading, Messages.NameReserved(name));
        var question = new Question(_reader.Form, _questions.Count, kind, typeText, name ?? $"row_{cells.Row}", cells, _open.Count > 0 ? _open.Peek() : null);
        var siblings = question.Parent?.Inside ?? _reader.Form.Top;
        if (name is not null) Siblings(question, siblings, heading);
        _questions.Add(question);
        siblings.Add(question);
        question.Key = _reader.Form.Remember(question);
        Fill(question, cells);
        return question;
    }

    private void Siblings(Question question, List<Question> siblings, string heading)
    {
        var names = _siblings.TryGetValue(siblings, out var known) ? known : _siblings[siblings] = new(StringComparer.OrdinalIgnoreCase);
        if (names.TryAdd(question.Name, question)) return;
        var twin = names[question.Name];
        if (twin.Name == question.Name || siblings.Exists(s => s.Name == question.Name))
        {
            Problem(question.Row, heading, Messages.NameTwice(question.Name, twin.Row));
            _reader.NamesTwice.Add(question.Name);
        }
        else Warn(question.Row, heading, Messages.NameDiffersInCase(question.Name, twin.Name, twin.Row));
    }

    private readonly Dictionary<List<Question>, Dictionary<string, Question>> _siblings = new(ReferenceEqualityComparer.Instance);

    private void Fill(Question question, Cells cells)
    {
        foreach (var (column, words) in cells.All)
        {
            if (Header.IsTranslated(column))
            {
                var text = question.Texts[column] = new LocalText(_languages.Count, _languages.Default);
                foreach (var (language, one) in words.All) text[_languages.Of(language)] = one;
            }
            question.Columns.TryAdd(column, words.First);
        }
        var (parameters, wrong) = ParameterReader.Parse(cells.Text("parameters"));
        question.Parameters = parameters;
        var heading = cells.Heading("parameters");
        if (wrong is not null) Problem(question.Row, heading, Messages.ParameterNotUnderstood(wrong));
        else
            foreach (var problem in ParameterReader.Check(question.TypeText, TypeText.Select(question.TypeText), parameters, cells.Text("appearance"), _reader.Form)) Problem(question.Row, heading, problem);
        Triggers(question, cells);
        if (NotKept(question.Type) is { } notKept) Warn(question.Row, cells.Heading("type"), notKept);
    }

    // What other programs fill in and Sala, which asks no device about its user, does not.
    private static string? NotKept(QuestionType type) => type switch
    {
        QuestionType.Audit => Messages.AuditNotKept,
        QuestionType.DeviceProperty or QuestionType.StartGeoPoint or QuestionType.BackgroundGeoPoint or QuestionType.BackgroundAudio => Messages.DeviceNotAsked,
        QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.Osm => Messages.FilesNotTaken,
        _ => null,
    };

    private void Triggers(Question question, Cells cells)
    {
        if (cells.Text("trigger") is not { } text) return;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Names.References(part).ToList() is [{ Name: { } name }]) _triggers.Add((question, name));
            else Problem(question.Row, cells.Heading("trigger"), Messages.NoSuchTrigger(part));
        }
    }

    // Each question gets its place in the instance that holds it.
    private void Place(Question? repeat, List<Question> questions)
    {
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.Repeat)
            {
                var repeats = repeat is null ? _reader.Form.TopRepeats : repeat.InnerRepeats;
                question.RepeatSlot = repeats.Count;
                repeats.Add(question);
                Place(question, question.Inside);
                continue;
            }
            question.Slot = repeat is null ? _reader.Form.TopSlots++ : repeat.InnerSlots++;
            if (question.Type == QuestionType.Group) Place(repeat, question.Inside);
        }
    }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
