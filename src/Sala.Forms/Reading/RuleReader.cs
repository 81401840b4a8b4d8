using System.Text.RegularExpressions;
using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms.Reading;

/// <summary>Compiles the rules of all questions, checks the names in texts, and puts everything in order.</summary>
internal sealed partial class RuleReader
{
    private readonly FormReader _reader;
    private readonly string _sheet;
    private readonly List<(Question, bool, Question)> _reads = [];

    private RuleReader(FormReader reader, string sheet) => (_reader, _sheet) = (reader, sheet);

    public static void Read(FormReader reader, string sheet, Dictionary<Question, Dictionary<string, (string Text, string Heading)>> cells)
    {
        var rules = new RuleReader(reader, sheet);
        foreach (var (question, row) in cells) rules.Question(question, row);
        if (reader.Problems.Count > 0 && reader.Form.Questions.Count == 0) return;
        if (FormOrder.Make(reader.Form, rules._reads, out var cycle) is { } order) reader.Form.Order = order;
        else
            reader.Problems.Add(new FormProblem(sheet, cycle[0].Row, "", cycle.Count == 1
                ? Messages.CycleOfOne(cycle[0].Name)
                : Messages.Cycle(cycle.Append(cycle[0]).Select(q => q.Name))));
    }

    private void Question(Question question, Dictionary<string, (string Text, string Heading)> cells)
    {
        question.Relevant = Rule(question, cells, "relevant", reads: true, relevance: true);
        question.Constraint = Rule(question, cells, "constraint");
        question.Required = YesNoRule(question, cells, "required");
        question.ReadOnly = YesNoRule(question, cells, "read_only");
        question.ChoiceFilter = question.IsSelect ? Rule(question, cells, "choice_filter", reads: true, inChoices: true) : null;
        if (question.ChoiceFilter?.Source is { } filter) question.ChoiceKey = ItemKey.Of(new Compiler(_reader.Form, question, inChoices: true), filter);
        if (question.Type == QuestionType.Repeat) question.RepeatCount = Rule(question, cells, "repeat_count", reads: true, owner: question.Parent, ownerGiven: true);
        if (question.IsSelect && question.ListName.StartsWith("${", StringComparison.Ordinal)) ChoicesFromRepeat(question, cells["type"].Heading);
        Calculation(question, cells);
        Default(question, cells);
        if (question.Parameters.TryGetValue("seed", out var seed)) question.Seed = Compile(question, seed, "parameters", question, false, out _, out _);
        foreach (var text in question.Texts.Values) Names(question.Row, text);
        foreach (var text in question.Wordings.Values) Names(question.Row, text);
        foreach (var choice in question.Choices)
            if (choice.Words is { } words) Names(choice.Row, words);
        Label(question);
    }

    private void ChoicesFromRepeat(Question question, string heading)
    {
        var name = ReferencePattern().Match(question.ListName) is { Success: true } match ? match.Groups[1].Value : question.ListName;
        if (_reader.Form.Find(name) is not { IsGroup: false, Repeat: not null } source)
        {
            _reader.Problems.Add(new FormProblem(_sheet, question.Row, heading, _reader.Form.Find(name) is not null ? Messages.NotARepeatedQuestion
                : Messages.NoSuchQuestion(name, NearMiss.Of(name, _reader.Form.Names) is { } near ? _reader.Form[near] : null, 0)));
            return;
        }
        question.ChoiceSource = source;
        _reads.Add((question, false, source));
    }

    private void Calculation(Question question, Dictionary<string, (string Text, string Heading)> cells)
    {
        if (!cells.TryGetValue("calculation", out var cell))
        {
            if (!cells.TryGetValue("trigger", out var alone)) return;
            cell = ("''", alone.Heading); // a trigger without a calculation empties the answer
        }
        if (FormReader.Rule(cell.Text) is not { } text) return;
        question.Calculation = Compile(question, text, cell.Heading, question, false, out var reads, out var varies, out var speaks);
        (question.CalculationVaries, question.CalculationSpeaks) = (varies, speaks);
        if (cells.TryGetValue("trigger", out var trigger))
        {
            foreach (var part in trigger.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (ReferencePattern().Match(part) is not { Success: true } match || _reader.Form.Find(match.Groups[1].Value) is not { } by)
                {
                    _reader.Problems.Add(new FormProblem(_sheet, question.Row, trigger.Heading, Messages.NoSuchTrigger(part)));
                    continue;
                }
                question.Trigger ??= by;
                if (!_reader.Form.Triggers.TryGetValue(by, out var list)) _reader.Form.Triggers[by] = list = [];
                list.Add(question);
            }
            return;
        }
        foreach (var read in reads) _reads.Add((question, false, read));
    }

    // A default is worked out where it reads as an expression: it names a question or calls a function. Anything else is the value itself.
    private void Default(Question question, Dictionary<string, (string Text, string Heading)> cells)
    {
        if (!cells.TryGetValue("default", out var cell) || question.IsGroup) return;
        var dynamic = cell.Text.Contains("${", StringComparison.Ordinal)
            || (CallPattern().Match(cell.Text) is { Success: true } call && Catalogue.Names.Contains(call.Groups[1].Value));
        question.DefaultIsWorkedOut = dynamic;
        question.Default = dynamic
            ? Compile(question, FormReader.Rule(cell.Text)!, cell.Heading, question, false, out _, out _)
            : Compiled.Constant(cell.Text);
    }

    private Compiled? YesNoRule(Question question, Dictionary<string, (string Text, string Heading)> cells, string column)
    {
        if (!cells.TryGetValue(column, out var cell)) return null;
        return FormReader.YesNo(cell.Text) switch
        {
            true => Compiled.OfTruth(_ => true),
            false => null,
            _ => Rule(question, cells, column),
        };
    }

    private Compiled? Rule(Question question, Dictionary<string, (string Text, string Heading)> cells, string column,
        bool reads = false, bool relevance = false, bool inChoices = false, Question? owner = null, bool ownerGiven = false)
    {
        if (!cells.TryGetValue(column, out var cell) || FormReader.Rule(cell.Text) is not { } text) return null;
        var compiled = Compile(question, text, cell.Heading, ownerGiven ? owner : question, inChoices, out var found, out _);
        if (reads)
            foreach (var read in found) _reads.Add((question, relevance, read));
        return compiled;
    }

    private Compiled? Compile(Question question, string text, string heading, Question? owner, bool inChoices, out IEnumerable<Question> reads, out bool varies) =>
        Compile(question, text, heading, owner, inChoices, out reads, out varies, out _);

    private Compiled? Compile(Question question, string text, string heading, Question? owner, bool inChoices,
        out IEnumerable<Question> reads, out bool varies, out bool speaks)
    {
        var compiler = new Compiler(_reader.Form, owner, inChoices);
        Compiled? compiled = null;
        try
        {
            compiled = compiler.Compile(text);
        }
        catch (ExpressionException e)
        {
            _reader.Problems.Add(new FormProblem(_sheet, question.Row, heading, e.Message));
        }
        foreach (var doubt in compiler.Doubts) _reader.Warnings.Add(new FormProblem(_sheet, question.Row, heading, doubt));
        (reads, varies, speaks) = (compiler.Reads, compiler.Varies, compiler.Speaks);
        return compiled;
    }

    private void Names(int row, LocalText text)
    {
        foreach (var (language, words) in text.All)
        {
            if (!words.Contains("${", StringComparison.Ordinal)) continue;
            foreach (Match match in ReferencePattern().Matches(words))
            {
                var name = match.Groups[1].Value;
                if (name.StartsWith("last-saved#", StringComparison.Ordinal)) name = name["last-saved#".Length..];
                if (_reader.Form.Find(name) is not null) continue;
                var near = NearMiss.Of(name, _reader.Form.Names);
                _reader.Problems.Add(new FormProblem(_sheet, row, $"text in {_reader.Form.Languages[language]}", Messages.NoSuchQuestion(name, near is null ? null : _reader.Form[near], match.Index)));
            }
        }
    }

    private void Label(Question question)
    {
        if (!question.IsShown || question.IsGroup) return;
        if (!question.Texts.TryGetValue("label", out var label))
        {
            if (question.Calculation is null && !question.Texts.Keys.Any(k => k is "hint" or "image" or "audio" or "video"))
                _reader.Warnings.Add(new FormProblem(_sheet, question.Row, "label", Messages.NoLabel(question.Name)));
            return;
        }
        for (var i = 0; i < _reader.Form.Languages.Count; i++)
            if (label.Exactly(i) is null) _reader.Warnings.Add(new FormProblem(_sheet, question.Row, "label", Messages.LabelMissing(question.Name, _reader.Form.Languages[i])));
    }

    [GeneratedRegex(@"\$\{\s*([^}]*?)\s*\}")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"(?:^|[\s(,+*-])([a-z][a-z0-9:-]*)\(")]
    private static partial Regex CallPattern();
}
