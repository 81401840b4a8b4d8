using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>What an answer may be before anything else is known.</summary>
internal static class Domains
{
    /// <summary>Whether the codes that a question offers all stand in the form: no file, no other question, no search on the device.</summary>
    public static bool KnowsChoices(Question question) =>
        question.IsSelect && question.Choices.Count > 0 && !question.ListName.Contains('.', StringComparison.Ordinal)
        && !question.Appearance.Contains("search(", StringComparison.OrdinalIgnoreCase);

    /// <summary>By type and choices, and by what the constraint says of the answer alone.</summary>
    public static Values Of(Question question)
    {
        var values = OfType(question);
        if (question.Default is not null || question.Calculation is not null) return WithDefault(question, values);
        return question.Constraint?.Source is { } constraint
            ? Narrowed(values with { MayBeEmpty = false }, constraint, question, Fixed.Of) is { } left ? left with { MayBeEmpty = true } : Values.Nothing
            : values;
    }

    /// <summary>What the constraint leaves of filled answers; null where nothing. Sides that it does not understand narrow nothing.</summary>
    /// <param name="values">What the answer may be.</param>
    /// <param name="rule">A rule about <c>.</c>.</param>
    /// <param name="question">The question that owns it.</param>
    /// <param name="fix">What stands fast: literals when a form is checked, also other answers when one is being given.</param>
    /// <param name="wanted">Whether the rule has to hold, or has to fail.</param>
    public static Values? Narrowed(Values values, Syntax rule, Question question, Func<Syntax, Fixed?> fix, bool wanted = true)
    {
        switch (rule)
        {
            case OperatorSyntax { Operator: Operator.And or Operator.Or } op when (op.Operator == Operator.And) == wanted:
                foreach (var operand in op.Operands)
                {
                    if (Narrowed(values, operand, question, fix, wanted) is not { } left) return null;
                    values = left;
                }
                return values;
            case OperatorSyntax { Operator: Operator.And or Operator.Or } op:
                Values? joined = null;
                foreach (var operand in op.Operands)
                    if (Narrowed(values, operand, question, fix, wanted) is { } side) joined = Values.Either(joined, side);
                return joined;
            case CallSyntax { Name: "not", Arguments: [var operand] }:
                return Narrowed(values, operand, question, fix, !wanted);
            case CallSyntax { Name: "selected" or "is-selected", Arguments: [var several, var code] } when Paths.IsSelf(several, question):
                return fix(code) is { } which ? values.Where(new Test(TestKind.Selects, wanted, which.Text)) : values;
            case OperatorSyntax { Operator: >= Operator.Equal and <= Operator.GreaterOrEqual } comparison:
                if (Paths.IsSelf(comparison.Operands[0], question) && fix(comparison.Operands[1]) is { } right)
                    return values.Where(ComparisonGoal.Test(comparison.Operator, right, question.IsNumber, wanted));
                if (Paths.IsSelf(comparison.Operands[1], question) && fix(comparison.Operands[0]) is { } fast)
                    return values.Where(ComparisonGoal.Test(ComparisonGoal.Turned(comparison.Operator), fast, question.IsNumber, wanted));
                break;
        }
        if (fix(rule) is { } known) return known.Truth == wanted ? values : null;
        return values;
    }

    public static Values OfType(Question question)
    {
        switch (question.Type)
        {
            case QuestionType.Integer: return new Values(Shape.Numeric, true) { Whole = true, Spans = [Span.All] };
            case QuestionType.Decimal: return new Values(Shape.Numeric, true) { Spans = [Span.All] };
            case QuestionType.Range:
                return new Values(Shape.Numeric, true) { Spans = Bound("start") is { } start && Bound("end") is { } end ? [new(Math.Min(start, end), Math.Max(start, end))] : [Span.All] };
            case QuestionType.Date: return new Values(Shape.Numeric, true) { Whole = true, IsDay = true, Spans = [Span.All] };
            case QuestionType.Acknowledge: return Values.Of("OK");
            case QuestionType.SelectOne when KnowsChoices(question): return Values.Of([.. question.Choices.Select(c => c.Name).Distinct(StringComparer.Ordinal)]);
            case QuestionType.SelectMultiple or QuestionType.Rank when KnowsChoices(question):
                return new Values(Shape.Several, true) { Texts = [.. question.Choices.Select(c => c.Name).Distinct(StringComparer.Ordinal)] };
            case QuestionType.Note or QuestionType.Group: return Values.Nothing;
            default: return Values.Anything;
        }

        double? Bound(string name) => question.Parameters.TryGetValue(name, out var text) && XPath.TryPlain(text, out var bound) ? bound : null;
    }

    // A default need not obey type, list or constraint.
    private static Values WithDefault(Question question, Values values)
    {
        if (question.Calculation is not null || question.Default is not { Literal: { } text }) return Values.Anything;
        return values.Shape switch
        {
            Shape.Listed => values with { Texts = [.. values.Texts.Append(text).Distinct(StringComparer.Ordinal)] },
            Shape.Numeric when values.Holds(text) => values,
            Shape.Several => values with { Texts = [.. values.Texts.Union(Expressions.Functions.SelectFunctions.Codes(text), StringComparer.Ordinal)] },
            _ => Values.Anything,
        };
    }
}
