using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>One comparison of a search: an answer, a calculation or a choice of two against a value that stands fast; else by the ranges of both sides.</summary>
internal sealed class Comparing(Reasoner reasoner, OperatorSyntax comparison, bool wanted, Question? owner, Goal? rest)
{
    public bool Solve()
    {
        var (left, right) = (comparison.Operands[0], comparison.Operands[1]);
        if (reasoner.FixedOf(right) is { } r) return Against(left, comparison.Operator, r, right);
        if (reasoner.FixedOf(left) is { } l) return Against(right, Turned(comparison.Operator), l, left);
        return Ranges.Excludes(reasoner, comparison, wanted, owner) ? false : reasoner.Go(rest);
    }

    public static Operator Turned(Operator op) => op switch
    {
        Operator.Less => Operator.Greater,
        Operator.LessOrEqual => Operator.GreaterOrEqual,
        Operator.Greater => Operator.Less,
        Operator.GreaterOrEqual => Operator.LessOrEqual,
        _ => op,
    };

    private bool Against(Syntax side, Operator op, Fixed value, Syntax valueSyntax)
    {
        if (reasoner.Single(side, owner) is { } question)
        {
            if (Calculated(question) is { } calculation) return Calculation(question, calculation, op, value);
            return reasoner.Given(question, TestOf(question, op, value, wanted), rest);
        }
        switch (side)
        {
            case CallSyntax { Name: "if", Arguments: [var condition, var one, var other] } when !IsTruth(one) && !IsTruth(other):
                return reasoner.Try(new Goal(condition, true, owner, new Goal(Compared(one), wanted, owner, rest)))
                    || reasoner.Go(new Goal(condition, false, owner, new Goal(Compared(other), wanted, owner, rest)));
            case CallSyntax { Name: "coalesce", Arguments: [var first, var second] } when reasoner.Single(first, owner) is { } asked && Calculated(asked) is null:
                return reasoner.Try(new Goal(new OperatorSyntax(0, Operator.NotEqual, [first, new TextSyntax(0, "")]), true, owner, new Goal(Compared(first), wanted, owner, rest)))
                    || reasoner.Go(new Goal(new OperatorSyntax(0, Operator.Equal, [first, new TextSyntax(0, "")]), true, owner, new Goal(Compared(second), wanted, owner, rest)));
            case CallSyntax { Name: "string" or "number", Arguments: [var inner] } call when reasoner.Single(inner, owner) is { } cast && Calculated(cast) is null:
                // A text of it compares as text only with a text, a number of it always as a number.
                if (call.Name == "number") return value.Kind == Kind.Truth ? reasoner.Go(rest) : reasoner.Given(cast, TestOf(cast, op, Fixed.Of(value.Number), wanted), rest);
                return value.Kind == Kind.Text && !cast.IsNumber ? reasoner.Given(cast, TestOf(cast, op, value, wanted), rest) : reasoner.Go(rest);
        }
        if (IsTruth(side) && op is (Operator.Equal or Operator.NotEqual))
            return reasoner.Go(new Goal(side, value.Truth == ((op == Operator.Equal) == wanted), owner, rest));
        return Ranges.Excludes(reasoner, comparison, wanted, owner) ? false : reasoner.Go(rest);

        Syntax Compared(Syntax with) => new OperatorSyntax(comparison.At, op, [with, valueSyntax]);
    }

    // A calculation is its expression while it is relevant, and nothing while it is not.
    private bool Calculation(Question question, Syntax calculation, Operator op, Fixed value)
    {
        if (value.Kind == Kind.Truth) return reasoner.Go(rest); // the truth of a text: whether there is any
        var goal = new Goal(Stored(calculation, question, op, value), wanted, question, rest);
        if (Test(op, value, question.IsNumber, wanted).Passes("") && Hideable(question)) return reasoner.Try(Reasoner.Shown(question, goal)) || reasoner.Go(rest);
        return reasoner.Go(Reasoner.Shown(question, goal));
    }

    // What is stored is text: "true" and "false" of a truth, the digits of a number.
    private Syntax Stored(Syntax stored, Question question, Operator op, Fixed value)
    {
        if (reasoner.FixedOf(stored) is { } known)
        {
            var kept = known.Text is "NaN" or "Infinity" or "-Infinity" ? "" : known.Text;
            return new CallSyntax(0, Test(op, value, false, true).Passes(kept) ? "true" : "false", []);
        }
        if (IsTruth(stored))
        {
            var (whenTrue, whenFalse) = (Test(op, value, false, true).Passes("true"), Test(op, value, false, true).Passes("false"));
            if (whenTrue == whenFalse) return new CallSyntax(0, whenTrue ? "true" : "false", []);
            return whenTrue ? stored : new CallSyntax(0, "not", [stored]);
        }
        if (stored is CallSyntax { Name: "if", Arguments: [var condition, var one, var other] })
            return new OperatorSyntax(0, Operator.Or, [
                new OperatorSyntax(0, Operator.And, [condition, Stored(one, question, op, value)]),
                new OperatorSyntax(0, Operator.And, [new CallSyntax(0, "not", [condition]), Stored(other, question, op, value)])]);
        // As a number it compares as it did before it was stored; as a text only where it was one.
        var asNumber = value.Kind == Kind.Number || op is not (Operator.Equal or Operator.NotEqual);
        if (asNumber) return new OperatorSyntax(0, op, [stored, new NumberSyntax(0, value.Number)]);
        return reasoner.Single(stored, question) is { IsNumber: false } ? new OperatorSyntax(0, op, [stored, new TextSyntax(0, value.Text)]) : new CallSyntax(0, "unknown", []);
    }

    private static bool Hideable(Question question)
    {
        for (var at = question; at is not null; at = at.Parent)
            if (at.Relevant is not null || at.Type == QuestionType.Repeat) return true;
        return false;
    }

    /// <summary>The expression that an answer always is; null for a question that a person answers, or whose value is kept from before.</summary>
    public static Syntax? Calculated(Question question) =>
        question is { IsAnswered: false, Trigger: null, Default: null, Calculation.Source: { } source } && !Keeps(source) ? source : null;

    private static bool Keeps(Syntax syntax) => syntax is CallSyntax { Name: "once" } || syntax.Children.Any(Keeps);

    private static Test TestOf(Question question, Operator op, Fixed value, bool wanted) => Test(op, value, question.IsNumber, wanted);

    public static Test Test(Operator op, Fixed value, bool ofNumber, bool wanted)
    {
        if (op is not (Operator.Equal or Operator.NotEqual)) return new Test(TestKind.Compares, wanted, "", op, value.Number);
        var equal = wanted == (op == Operator.Equal);
        return value.Kind switch
        {
            Kind.Truth => new Test(TestKind.Filled, equal == value.Truth, OfNumber: ofNumber),
            Kind.Number => new Test(TestKind.Compares, equal, "", Operator.Equal, value.Number),
            _ => new Test(TestKind.Equals, equal, value.Text, OfNumber: ofNumber),
        };
    }

    /// <summary>Whether the expression gives true or false, as the compiler sees it.</summary>
    public static bool IsTruth(Syntax syntax) => syntax switch
    {
        OperatorSyntax op => op.Operator is <= Operator.GreaterOrEqual,
        CallSyntax call => call.Name is "true" or "false" or "not" or "boolean" or "selected" or "is-selected" or "contains" or "starts-with" or "ends-with"
            or "regex" or "boolean-from-string" or "checklist" or "weighted-checklist",
        _ => false,
    };
}
