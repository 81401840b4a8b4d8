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
    private readonly Dictionary<Question, Dictionary<string, (string Text, string Heading)>> _cells = [];

    private SurveyReader(FormReader reader, string sheet, List<Column> columns, LanguageColumns languages) =>
        (_reader, _sheet, _columns, _languages) = (reader, sheet, columns, languages);

    /// <summary>Fills the form; gives for each question its cells by canonical name, with the heading that the author wrote.</summary>
    public static Dictionary<Question, Dictionary<string, (string Text, string Heading)>> Read(FormReader reader, Sheet sheet, List<Column> columns, LanguageColumns languages)
    {
        var survey = new SurveyReader(reader, sheet.Name, columns, languages);
        if (columns.Find(c => c.Name == "type") is not { } type)
        {
            reader.Problems.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, "", Messages.ColumnMissing("type")));
            return [];
        }
        foreach (var row in sheet.Rows.Skip(1)) survey.Row(row, type);
        foreach (var left in survey._open) survey.Problem(left.Row, type.Raw, Messages.NotEnded(Block(left)));
        reader.Form.Questions = survey._questions;
        survey.Place(null, reader.Form.Top);
        return survey._cells;
    }

    private static string Block(Question question) => question.Type == QuestionType.Repeat ? "repeat" : "group";

    private void Problem(int row, string column, string message) => _reader.Problems.Add(new FormProblem(_sheet, row, column, message));

    private void Row(SheetRow row, Column typeColumn)
    {
        var cells = new Dictionary<string, (string Text, string Heading)>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in _columns)
            if (FormReader.Clean(row[column.Index]) is { } text) cells.TryAdd(column.Language is null ? column.Name : $"{column.Name}::{column.Language}", (text, column.Raw));
        if (cells.Count == 0 || (cells.TryGetValue("disabled", out var disabled) && FormReader.YesNo(disabled.Text) == true)) return;
        if (!cells.TryGetValue("type", out var type))
        {
            if (cells.ContainsKey("name") || cells.Keys.Any(k => k.StartsWith("label", StringComparison.Ordinal))) Problem(row.Number, typeColumn.Raw, Messages.TypeMissing);
            return;
        }
        if (_questions.Count >= MostQuestions)
        {
            if (_questions.Count == MostQuestions) throw new FormException(_sheet, row.Number, Messages.TooManyQuestions(MostQuestions));
            return;
        }
        var typeText = Spaces().Replace(type.Text, " ");
        if (TypeNames.Block(typeText) is { } block)
        {
            if (block.Begin) Begin(row, typeText, block.Type, cells);
            else End(row.Number, typeColumn.Raw, block.Type);
            return;
        }
        if (TypeNames.Plain(typeText) is { } plain) Add(row, plain, typeText, cells);
        else if (typeText.StartsWith("osm ", StringComparison.OrdinalIgnoreCase))
        {
            if (Add(row, QuestionType.Osm, typeText, cells) is { } map) map.ListName = typeText[4..].Trim();
        }
        else if (TypeNames.Select(typeText) is { } select) AddSelect(row, select, typeText, typeColumn, cells);
        else Problem(row.Number, typeColumn.Raw, Messages.NoSuchType(type.Text, NearMiss.Of(typeText.Split(' ')[0], TypeNames.Common) ?? NearMiss.Of(typeText, TypeNames.Common)));
    }

    private void Begin(SheetRow row, string typeText, QuestionType type, Dictionary<string, (string Text, string Heading)> cells)
    {
        if (_open.Count >= DeepestGroup) throw new FormException(_sheet, row.Number, Messages.NestedTooDeep);
        if (Add(row, type, typeText, cells) is { } group) _open.Push(group);
    }

    private void End(int row, string column, QuestionType type)
    {
        var what = type == QuestionType.Repeat ? "repeat" : "group";
        if (_open.Count == 0) Problem(row, column, Messages.EndWithoutBegin(what));
        else if (_open.Peek().Type != type) Problem(row, column, Messages.EndOfOther(what, Block(_open.Peek()), _open.Pop().Row));
        else _open.Pop();
    }

    private Question? Add(SheetRow row, QuestionType type, string typeText, Dictionary<string, (string Text, string Heading)> cells)
    {
        var heading = _columns.Find(c => c.Name == "name")?.Raw ?? "name";
        var name = cells.TryGetValue("name", out var cell) ? cell.Text
            : type == QuestionType.Note ? $"generated_note_name_{row.Number}"
            : type is QuestionType.Group ? $"generated_group_name_{row.Number}" : null;
        if (type == QuestionType.Audit) name ??= "audit";
        if (name is null) Problem(row.Number, heading, Messages.NameMissing);
        else if (!NamePattern().IsMatch(name)) Problem(row.Number, heading, Messages.NameNotUsable(name));
        var question = new Question(_reader.Form, _questions.Count, type, typeText, name ?? $"row_{row.Number}", row.Number, _open.Count > 0 ? _open.Peek() : null);
        var siblings = question.Parent?.Inside ?? _reader.Form.Top;
        if (name is not null && siblings.Find(s => s.Name == name) is { } twin) Problem(row.Number, heading, Messages.NameTwice(name, twin.Row));
        _questions.Add(question);
        siblings.Add(question);
        question.Key = _reader.Form.Remember(question) ? question.Name : $"{question.Group}/{question.Name}";
        Fill(question, cells);
        _cells[question] = cells;
        return question;
    }

    private void Fill(Question question, Dictionary<string, (string Text, string Heading)> cells)
    {
        foreach (var column in _columns)
        {
            if (!cells.TryGetValue(column.Language is null ? column.Name : $"{column.Name}::{column.Language}", out var cell)) continue;
            if (Header.IsTranslated(column.Name))
            {
                if (!question.Texts.TryGetValue(column.Name, out var text)) question.Texts[column.Name] = text = new LocalText(_languages.Count, _languages.Default);
                text[_languages.Of(column.Language)] = cell.Text;
            }
            question.Columns.TryAdd(column.Language is null ? column.Name : column.Raw, cell.Text);
        }
        if (!cells.TryGetValue("parameters", out var written)) return;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in AroundEquals().Replace(written.Text, "=").Split([' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = part.IndexOf('=', StringComparison.Ordinal);
            if (cut > 0) parameters[part[..cut]] = part[(cut + 1)..];
            else Problem(question.Row, written.Heading, Messages.ParameterNotUnderstood(part));
        }
        question.Parameters = parameters;
    }

    private void AddSelect(SheetRow row, (QuestionType Type, string List, bool OrOther, bool FromFile) select, string typeText, Column typeColumn, Dictionary<string, (string Text, string Heading)> cells)
    {
        var question = Add(row, select.Type, typeText, cells)!;
        question.ListName = select.List;
        var form = _reader.Form;
        if (select.List.Length == 0)
        {
            Problem(row.Number, typeColumn.Raw, Messages.ListMissing);
            return;
        }
        if (select.List.StartsWith("${", StringComparison.Ordinal)) return; // what was answered in a repeat: RuleReader
        if (select.FromFile)
        {
            if (form.Instance(select.List) is { Items: [var items, ..] }) Offer(question, FileChoices.Of(form, items, select.List, question.Parameters), items);
            else _reader.Warnings.Add(new FormProblem(_sheet, row.Number, typeColumn.Raw, Messages.DataFileMissing(select.List)));
            return;
        }
        if (!form.Lists.TryGetValue(select.List, out var choices))
        {
            Problem(row.Number, typeColumn.Raw, Messages.NoSuchList(select.List, NearMiss.Of(select.List, form.Lists.Keys)));
            return;
        }
        if (select.Type != QuestionType.SelectOne)
            foreach (var choice in choices)
                if (choice.Name.AsSpan().ContainsAny(" \t\n")) Problem(row.Number, typeColumn.Raw, Messages.ChoiceWithSpace(choice.Name));
        if (select.OrOther && !choices.Any(c => c.Name == "other")) choices = [.. choices, Other()];
        Offer(question, [.. choices], select.OrOther ? ChoicesReader.Items(choices).Items[0] : form.Instances[select.List].Items[0]);
        if (select.OrOther) AddOther(row, question);
    }

    private static void Offer(Question question, Choice?[] choices, Expressions.ItemNode items)
    {
        (question.Items, question.ItemChoices) = (items, choices);
        question.Choices = choices.OfType<Choice>().ToArray();
        var byName = new Dictionary<string, Choice>(choices.Length, StringComparer.Ordinal);
        foreach (var choice in question.Choices) byName.TryAdd(choice.Name, choice);
        question.ChoiceByName = byName;
    }

    private Choice Other()
    {
        var label = new LocalText(_languages.Count, _languages.Default);
        for (var i = 0; i < _languages.Count; i++) label[i] = _reader.Form.Languages[i].StartsWith("th", StringComparison.OrdinalIgnoreCase) ? "อื่น ๆ" : "Other";
        return new Choice(_reader.Form, "other", label, new Dictionary<string, string>(), [], 0);
    }

    private void AddOther(SheetRow row, Question select)
    {
        var cells = new Dictionary<string, (string Text, string Heading)>(StringComparer.OrdinalIgnoreCase)
        {
            ["name"] = ($"{select.Name}_other", "type"),
            ["relevant"] = ($"selected(${{{select.Name}}}, 'other')", "type"),
        };
        var other = Add(row, QuestionType.Text, "text", cells)!;
        var label = new LocalText(_languages.Count, _languages.Default);
        for (var i = 0; i < _languages.Count; i++) label[i] = _reader.Form.Languages[i].StartsWith("th", StringComparison.OrdinalIgnoreCase) ? "ระบุ" : "Specify other.";
        other.Texts["label"] = label;
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

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s*=\s*")]
    private static partial Regex AroundEquals();

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{M}\p{N}_.\-]*\z")]
    private static partial Regex NamePattern();
}
