using Sala.Forms.Expressions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Checking;

/// <summary>What kind of value an expression gives, as far as that is certain.</summary>
internal enum AnswerKind
{
    /// <summary>Anything.</summary>
    Unknown,
    Words,
    Number,
    Day,
    Moment,
    TimeOfDay,
    Truth,
    Code,
    Codes,
    /// <summary>A group or note: no value.</summary>
    None,
}

/// <summary>Finds the kind of an expression from the types of the questions that it names.</summary>
internal sealed class AnswerKinds(Form form)
{
    private readonly AnswerKind?[] _calculated = new AnswerKind?[form.Questions.Count];

    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "number", "int", "abs", "floor", "ceiling", "exp", "exp10", "log", "log10", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "pow", "pi", "round", "sum",
        "random", "count", "count-non-empty", "count-selected", "position", "index", "string-length", "decimal-date-time", "decimal-time", "area", "distance",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "concat", "join", "substr", "substring-before", "substring-after", "translate", "normalize-space", "format-date", "format-date-time", "jr:choice-name", "uuid", "digest", "name", "jr:itext",
    };

    public AnswerKind Of(Syntax syntax, Question? owner, bool ownsDot = true)
    {
        if (Paths.IsDot(syntax)) return ownsDot && owner is not null ? Of(owner) : AnswerKind.Unknown;
        switch (syntax)
        {
            case NumberSyntax: return AnswerKind.Number;
            case TextSyntax: return AnswerKind.Words;
            case NegateSyntax: return AnswerKind.Number;
            case ReferenceSyntax { LastSaved: false } reference: return form.Find(reference.Name) is { } question ? Of(question) : AnswerKind.Unknown;
            case OperatorSyntax op: return Of(op, owner, ownsDot);
            case CallSyntax call: return Of(call, owner, ownsDot);
            default: return AnswerKind.Unknown;
        }
    }

    public AnswerKind Of(Question question)
    {
        if (question.Calculation is null) return OfType(question);
        if (OfType(question) is var typed && typed is not (AnswerKind.Words or AnswerKind.Unknown or AnswerKind.None)) return typed;
        if (_calculated[question.Index] is { } known) return known;
        _calculated[question.Index] = AnswerKind.Unknown; // while its own expression is looked at
        var kind = question.Calculation.Source is { } source ? Of(source, question) : AnswerKind.Unknown;
        _calculated[question.Index] = kind;
        return kind;
    }

    private static AnswerKind OfType(Question question) => question.Type switch
    {
        QuestionType.Integer or QuestionType.Decimal or QuestionType.Range => AnswerKind.Number,
        QuestionType.Date or QuestionType.Today => AnswerKind.Day,
        QuestionType.DateTime or QuestionType.Start or QuestionType.End => AnswerKind.Moment,
        QuestionType.Time => AnswerKind.TimeOfDay,
        QuestionType.SelectOne => AnswerKind.Code,
        QuestionType.SelectMultiple or QuestionType.Rank => AnswerKind.Codes,
        QuestionType.Note or QuestionType.Group or QuestionType.Repeat => question.Default is null ? AnswerKind.None : AnswerKind.Unknown,
        QuestionType.Text => AnswerKind.Words,
        _ => AnswerKind.Unknown,
    };

    private AnswerKind Of(OperatorSyntax op, Question? owner, bool ownsDot)
    {
        if (op.Operator <= Operator.GreaterOrEqual) return AnswerKind.Truth;
        if (op.Operator == Operator.Union) return AnswerKind.Unknown;
        var kinds = op.Operands.Select(o => Of(o, owner, ownsDot)).ToList();
        // Days between two days are a number; a day and some days are a day written as a number.
        if (op.Operator == Operator.Subtract && kinds is [AnswerKind.Day, AnswerKind.Day]) return AnswerKind.Number;
        return kinds.TrueForAll(k => k == AnswerKind.Number) ? AnswerKind.Number : AnswerKind.Unknown;
    }

    private AnswerKind Of(CallSyntax call, Question? owner, bool ownsDot)
    {
        if (ComparisonGoal.IsTruth(call)) return AnswerKind.Truth;
        if (Numbers.Contains(call.Name)) return AnswerKind.Number;
        if (Texts.Contains(call.Name)) return AnswerKind.Words;
        switch (call.Name)
        {
            case "today" or "date": return AnswerKind.Day;
            case "now" or "date-time": return AnswerKind.Moment;
            case "once" when call.Arguments is [var kept]: return Of(kept, owner, ownsDot);
            case "if" when call.Arguments is [_, var one, var other]: return Both(Of(one, owner, ownsDot), Of(other, owner, ownsDot), one, other);
            case "coalesce":
                var kind = Of(call.Arguments[0], owner, ownsDot);
                return call.Arguments.Skip(1).All(a => Of(a, owner, ownsDot) == kind) ? kind : AnswerKind.Unknown;
            default: return AnswerKind.Unknown;
        }
    }

    // An empty text on one side is "nothing", of any kind.
    private static AnswerKind Both(AnswerKind one, AnswerKind other, Syntax oneSyntax, Syntax otherSyntax) =>
        oneSyntax is TextSyntax { Value: "" } ? other : otherSyntax is TextSyntax { Value: "" } ? one : one == other ? one : AnswerKind.Unknown;
}
