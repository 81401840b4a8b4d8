using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>Between which numbers an expression lies.</summary>
internal static class Ranges
{
    private static readonly Span Unknown = Span.All;

    /// <summary>Whether the comparison is certain not to come out as wanted.</summary>
    public static bool Excludes(Reasoner reasoner, OperatorSyntax comparison, bool wanted, Question? owner)
    {
        if (!wanted) return false; // no number on either side makes it fail
        var (left, right) = (comparison.Operands[0], comparison.Operands[1]);
        if (comparison.Operator == Operator.NotEqual) return false;
        if (comparison.Operator == Operator.Equal && !IsNumber(left) && !IsNumber(right)) return false;
        if (ComparisonGoal.IsTruth(left) || ComparisonGoal.IsTruth(right)) return false;
        var (a, b) = (Of(reasoner, left, owner), Of(reasoner, right, owner));
        return comparison.Operator switch
        {
            Operator.Equal => a.High < b.Low || b.High < a.Low,
            Operator.Less => a.Low >= b.High,
            Operator.LessOrEqual => a.Low > b.High,
            Operator.Greater => a.High <= b.Low,
            _ => a.High < b.Low,
        };
    }

    /// <summary>The numbers that it can be, where it is a number at all.</summary>
    /// <param name="reasoner">What is known of answers.</param>
    /// <param name="syntax">The expression.</param>
    /// <param name="owner">The question that it belongs to.</param>
    /// <param name="asFirst">Leave out what the search has narrowed.</param>
    public static Span Of(Reasoner reasoner, Syntax syntax, Question? owner, bool asFirst = false)
    {
        if (reasoner.FixedOf(syntax) is { } known) return double.IsNaN(known.Number) ? Unknown : new(known.Number, known.Number);
        if (reasoner.Single(syntax, owner) is { } question)
            return ComparisonGoal.Calculated(question) is { } calculation ? reasoner.RangeOf(question, calculation) : Of(asFirst ? reasoner.First(question) : reasoner.Now(question));
        switch (syntax)
        {
            case NegateSyntax negate:
                var inner = Of(reasoner, negate.Operand, owner, asFirst);
                return new(-inner.High, -inner.Low);
            case OperatorSyntax { Operator: Operator.Add or Operator.Subtract } op:
                var sum = Of(reasoner, op.Operands[0], owner, asFirst);
                foreach (var operand in op.Operands.Skip(1))
                {
                    var next = Of(reasoner, operand, owner, asFirst);
                    sum = op.Operator == Operator.Add ? Sum(sum.Low, next.Low, sum.High, next.High) : Sum(sum.Low, -next.High, sum.High, -next.Low);
                }
                return sum;
            case CallSyntax { Name: "count-selected", Arguments: [var several] }:
                return reasoner.Single(several, owner) is { } asked && (asFirst ? reasoner.First(asked) : reasoner.Now(asked)) is { Shape: Shape.Several } codes
                    ? new(codes.MayBeEmpty ? 0 : Math.Max(1, codes.Must.Length), codes.Texts.Length) : new(0, double.PositiveInfinity);
            case CallSyntax { Name: "string-length" or "count" or "count-non-empty" or "abs" or "sqrt" }:
                return new(0, double.PositiveInfinity);
            case CallSyntax { Name: "number", Arguments: [var one] }:
                return Of(reasoner, one, owner, asFirst);
            case CallSyntax { Name: "if", Arguments: [_, var one, var other] }:
                var (x, y) = (Of(reasoner, one, owner, asFirst), Of(reasoner, other, owner, asFirst));
                return new(Math.Min(x.Low, y.Low), Math.Max(x.High, y.High));
            default:
                return Unknown;
        }
    }

    private static Span Of(Values values) => values switch
    {
        { Shape: Shape.Numeric, Spans: [var first, ..] spans } => new(first.Low, spans[^1].High),
        { Shape: Shape.Listed, Texts.Length: > 0 } => Of(values.Texts),
        _ => Unknown,
    };

    private static Span Of(string[] texts)
    {
        var numbers = Array.FindAll(Array.ConvertAll(texts, XPath.ToNumber), n => !double.IsNaN(n));
        return numbers.Length == 0 ? Unknown : new(numbers.Min(), numbers.Max());
    }

    private static Span Sum(double low, double otherLow, double high, double otherHigh)
    {
        var (least, most) = (low + otherLow, high + otherHigh);
        return new(double.IsNaN(least) ? double.NegativeInfinity : least, double.IsNaN(most) ? double.PositiveInfinity : most);
    }

    private static bool IsNumber(Syntax syntax) => syntax switch
    {
        NumberSyntax or NegateSyntax => true,
        OperatorSyntax op => op.Operator is Operator.Add or Operator.Subtract or Operator.Multiply or Operator.Divide or Operator.Modulo,
        CallSyntax call => call.Name is "number" or "int" or "count" or "count-selected" or "count-non-empty" or "string-length" or "sum" or "round" or "abs" or "min" or "max",
        _ => false,
    };
}
