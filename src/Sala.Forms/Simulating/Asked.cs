using Sala.Forms.Expressions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Simulating;

/// <summary>What helps to answer one question: found once from the form's rules.</summary>
internal sealed class Asked
{
    public required Question Question { get; init; }

    /// <summary>Where each code stands in <see cref="Question.Choices"/>.</summary>
    public required Dictionary<string, int> Codes { get; init; }

    /// <summary>Numbers (or days) that rules of the form compare this answer with, and their neighbours.</summary>
    public List<double> Numbers { get; } = [];

    /// <summary>Texts that rules compare it with.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Patterns that its own constraint names.</summary>
    public List<string> Patterns { get; } = [];

    /// <summary>Lengths that its own constraint names.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>Parts of its constraint that other answers settle, ready to be worked out.</summary>
    public Dictionary<Syntax, Compiled> Parts { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether it says how many instances a repeat has: small numbers, then.</summary>
    public bool Counts { get; set; }

    /// <summary>"Don't know" and "prefer not to say", which come up less often than answers.</summary>
    public bool IsNoAnswer(string code) => code is SpecialCodes.DontKnow or SpecialCodes.PreferNotToSay && SpecialCodes.AreIn(Question);

    /// <summary>For each question of a form, in order.</summary>
    public static Asked[] Of(Form form)
    {
        var asked = form.Questions.Select(q => new Asked { Question = q, Codes = Index(q) }).ToArray();
        var reasoner = new Reasoner(form);
        foreach (var question in form.Questions)
        {
            foreach (var rule in new[] { question.Relevant, question.Constraint, question.Required, question.Calculation, question.ChoiceFilter, question.RepeatCount })
                if (rule?.Source is { } source) Read(asked, reasoner, source, question);
            if (question.RepeatCount?.Source is { } count)
                foreach (var reference in References(count))
                    if (form.Find(reference.Name) is { } counting) asked[counting.Index].Counts = true;
            if (question.Constraint?.Source is { } constraint) asked[question.Index].Own(form, constraint);
        }
        return asked;
    }

    private static Dictionary<string, int> Index(Question question)
    {
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < question.Choices.Count; i++) codes.TryAdd(question.Choices[i].Name, i);
        return codes;
    }

    private static IEnumerable<ReferenceSyntax> References(Syntax syntax) =>
        syntax is ReferenceSyntax own ? [own] : syntax.Children.SelectMany(References);

    private static void Read(Asked[] asked, Reasoner reasoner, Syntax syntax, Question owner)
    {
        if (syntax is OperatorSyntax { Operator: >= Operator.Equal and <= Operator.GreaterOrEqual } comparison)
        {
            Note(comparison.Operands[0], comparison.Operands[1]);
            Note(comparison.Operands[1], comparison.Operands[0]);
        }
        foreach (var child in syntax.Children) Read(asked, reasoner, child, owner);

        void Note(Syntax side, Syntax other)
        {
            if (reasoner.Single(side, owner) is not { } question || Fixed.Of(other) is not { } value) return;
            var about = asked[question.Index];
            if (!double.IsNaN(value.Number) && Math.Abs(value.Number) < 1e12)
                foreach (var near in new[] { value.Number, value.Number - 1, value.Number + 1 })
                    if (!about.Numbers.Contains(near)) about.Numbers.Add(near);
            if (value.Kind == Kind.Text && value.Text.Length > 0 && !about.Texts.Contains(value.Text)) about.Texts.Add(value.Text);
        }
    }

    private void Own(Form form, Syntax syntax)
    {
        switch (syntax)
        {
            case CallSyntax { Name: "regex", Arguments: [var subject, TextSyntax pattern] } when Paths.IsSelf(subject, Question):
                Patterns.Add(pattern.Value);
                return;
            case OperatorSyntax { Operator: >= Operator.Equal and <= Operator.GreaterOrEqual } comparison:
                foreach (var operand in comparison.Operands)
                {
                    if (Fixed.Of(operand) is { Number: >= 0 and < 10_000 } length) Lengths.Add((int)length.Number);
                    if (!ReadsSelf(operand)) Part(form, operand);
                }
                break;
            case CallSyntax { Name: "selected" or "is-selected", Arguments: [_, var code] } when !ReadsSelf(code):
                Part(form, code);
                return;
            case OperatorSyntax { Operator: Operator.And or Operator.Or } or CallSyntax { Name: "not" }:
                break;
            default:
                if (!ReadsSelf(syntax)) Part(form, syntax);
                return;
        }
        foreach (var child in syntax.Children) Own(form, child);
    }

    private void Part(Form form, Syntax part)
    {
        if (Fixed.Of(part) is not null || Parts.ContainsKey(part)) return;
        if (new Compiler(form, Question, false).Compile(part) is { Kind: not Kind.Nodes } compiled) Parts[part] = compiled;
    }

    private bool ReadsSelf(Syntax syntax) => syntax is PathSyntax || Paths.IsSelf(syntax, Question) || syntax.Children.Any(ReadsSelf);
}
