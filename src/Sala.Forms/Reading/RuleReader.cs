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

    private readonly ReferenceReader _references;

    private RuleReader(FormReader reader, string sheet, ReferenceReader references) => (_reader, _sheet, _references) = (reader, sheet, references);

    public static void Read(FormReader reader, string sheet, ReferenceReader references)
    {
        var rules = new RuleReader(reader, sheet, references);
        foreach (var question in reader.Form.Questions) rules.Question(question, question.Cells);
        if (reader.Problems.Count > 0 && reader.Form.Questions.Count == 0) return;
        rules.InstanceName();
        if (FormOrder.Make(reader.Form, rules._reads, out var cycle) is { } order) reader.Form.Order = order;
        else
            reader.AddAnswering(new FormProblem(sheet, cycle[0].Row, "", cycle.Count == 1
                ? Messages.CycleOfOne(cycle[0].Name)
                : Messages.Cycle(cycle.Append(cycle[0]).Select(q => q.Name))));
    }

    private void Question(Question question, Cells cells)
    {
        _references.Check(question);
        question.Relevant = Rule(question, cells, "relevant", reads: true, relevance: true);
        question.Constraint = Rule(question, cells, "constraint");
        question.Required = YesNoRule(question, cells, "required");
        question.ReadOnly = YesNoRule(question, cells, "read_only");
        question.ChoiceFilter = question.IsSelect ? Rule(question, cells, "choice_filter", reads: true, inChoices: true) : null;
        if (question.ChoiceFilter?.Source is { } filter) question.ChoiceKey = ItemKey.Of(new Compiler(_reader.Form, question, inChoices: true), filter);
        if (question.Type == QuestionType.Repeat) question.RepeatCount = Rule(question, cells, "repeat_count", reads: true, owner: question.Parent, ownerGiven: true);
        if (question.IsSelect && Names.HasReference(question.ListName)) ChoicesFromRepeat(question, cells.Heading("type"));
        Calculation(question, cells);
        Default(question, cells);
        if (question.Parameters.TryGetValue("seed", out var seed)) question.Seed = Compile(question, seed, "parameters", question, false, out _, out _);
        foreach (var text in question.Wordings.Values) Named(question.Row, text);
    }

    private void InstanceName()
    {
        if (_reader.Form.Setting("instance_name") is not { } text) return;
        try
        {
            _reader.Form.InstanceName = new Compiler(_reader.Form, null, inChoices: false).Compile(text);
        }
        catch (ExpressionException e)
        {
            _reader.AddAnswering(new FormProblem("settings", 2, "instance_name", e.Message));
        }
    }

    private void ChoicesFromRepeat(Question question, string heading)
    {
        var name = Names.References(question.ListName).First().Name ?? question.ListName;
        if (_reader.Form.Find(name) is not { IsGroup: false, Repeat: not null } source)
        {
            if (_reader.Form.Find(name) is not null) _reader.AddAnswering(new FormProblem(_sheet, question.Row, heading, Messages.NotARepeatedQuestion));
            else _reader.Problems.Add(new FormProblem(_sheet, question.Row, heading, Messages.NoSuchQuestion(name, NearMiss.Of(name, _reader.Form.Names) is { } near ? _reader.Form[near] : null, 0)));
            return;
        }
        question.ChoiceSource = source;
        _reads.Add((question, false, source));
    }

    private void Calculation(Question question, Cells cells)
    {
        var column = cells.Has("calculation") ? "calculation" : "trigger";
        if (!cells.Has(column) || _references.IsWrong(question, column)) return;
        var text = cells.Text("calculation") ?? "''"; // a trigger without a calculation empties the answer
        question.Calculation = Compile(question, text, cells.Heading(column), question, false, out var reads, out var varies, out var speaks);
        (question.CalculationVaries, question.CalculationSpeaks) = (varies, speaks);
        if (cells.Text("trigger") is { } triggers)
        {
            foreach (var (name, _, _) in Names.References(triggers))
            {
                if (name is null || _reader.Form.Find(name) is not { } by) continue;
                question.Trigger ??= by;
                if (!_reader.Form.Triggers.TryGetValue(by, out var list)) _reader.Form.Triggers[by] = list = [];
                list.Add(question);
            }
            return;
        }
        foreach (var read in reads) _reads.Add((question, false, read));
    }

    // Where a default looks like a rule but is none, and calls nothing and names no question, it stands as it is: "Mon - Fri".
    private void Default(Question question, Cells cells)
    {
        if (cells.Text("default") is not { } text || question.IsGroup || _references.IsWrong(question, "default")) return;
        var dynamic = DynamicDefault.Is(text, question.Type)
            && (text.Contains("${", StringComparison.Ordinal) || (CallPattern().Match(text) is { Success: true } call && Catalogue.Names.Contains(call.Groups[1].Value)) || Parses(text));
        question.DefaultIsWorkedOut = dynamic;
        question.Default = dynamic
            ? Compile(question, text, cells.Heading("default"), question, false, out _, out _)
            : Compiled.Constant(text);
    }

    private static bool Parses(string text)
    {
        try
        {
            return Parser.Parse(text) is OperatorSyntax { Operator: not Operator.Subtract } or NegateSyntax;
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    private Compiled? YesNoRule(Question question, Cells cells, string column)
    {
        if (cells.Text(column) is not { } text) return null;
        return FormReader.YesNo(text) switch
        {
            true => Compiled.OfTruth(_ => true),
            false => null,
            null => Rule(question, cells, column),
        };
    }

    private Compiled? Rule(Question question, Cells cells, string column,
        bool reads = false, bool relevance = false, bool inChoices = false, Question? owner = null, bool ownerGiven = false)
    {
        if (cells.Text(column) is not { } text || _references.IsWrong(question, column)) return null;
        if (FormReader.YesNo(text) is { } always) return Compiled.OfTruth(_ => always); // relevant: no
        var compiled = Compile(question, text, cells.Heading(column), ownerGiven ? owner : question, inChoices, out var found, out _);
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
            _reader.AddAnswering(new FormProblem(_sheet, question.Row, heading, e.Message));
        }
        foreach (var doubt in compiler.Doubts) _reader.Warnings.Add(new FormProblem(_sheet, question.Row, heading, doubt));
        (reads, varies, speaks) = (compiler.Reads, compiler.Varies, compiler.Speaks);
        return compiled;
    }

    private void Named(int row, LocalText text)
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

    [GeneratedRegex(@"\$\{\s*([^}]*?)\s*\}")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"(?:^|[\s(,+*-])([a-z][a-z0-9:-]*)\(")]
    private static partial Regex CallPattern();
}
