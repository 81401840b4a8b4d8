using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>One comparison of a search: an answer, a calculation or a choice of two against a value that stands fast; else by the ranges of both sides.</summary>
internal sealed class ComparisonGoal(Reasoner reasoner, OperatorSyntax comparison, bool wanted, Question? owner, Goal? rest)
{
    public bool Solve()
    {
        var (left, right) = (comparison.Operands[0], comparison.Operands[1]);
        if (reasoner.FixedOf(right) is { } r)
        {
            if (reasoner.FixedOf(left) is not { } other) return Against(left, comparison.Operator, r);
            var holds = comparison.Operator switch
            {
                Operator.Equal => Fixed.Same(other, r),
                Operator.NotEqual => !Fixed.Same(other, r),
                _ => Reasoning.Test.Compare(other.Number, comparison.Operator, r.Number),
            };
            return holds == wanted && reasoner.Go(rest);
        }
        if (reasoner.FixedOf(left) is { } l) return Against(right, Turned(comparison.Operator), l);
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

    private bool Against(Syntax side, Operator op, Fixed value)
    {
        if (reasoner.Single(side, owner) is { } question)
        {
            if (Calculated(question) is { } calculation) return Calculation(question, calculation, op, value);
            return reasoner.Given(question, TestOf(question, op, value, wanted), rest);
        }
        switch (side)
        {
            case CallSyntax { Name: "if", Arguments: [_, var one, var other] } when !IsTruth(one) && !IsTruth(other):
                return reasoner.Later(comparison, wanted, owner, rest);
            case CallSyntax { Name: "coalesce", Arguments: [var first, _] } when reasoner.Single(first, owner) is { } asked && Calculated(asked) is null:
                return reasoner.Later(comparison, wanted, owner, rest);
            case CallSyntax { Name: "string" or "number", Arguments: [var inner] } call when reasoner.Single(inner, owner) is { } cast && Calculated(cast) is null:
                // A text of it compares as text only with a text, a number of it always as a number.
                if (call.Name == "number") return value.Kind == Kind.Truth ? reasoner.Go(rest) : reasoner.Given(cast, TestOf(cast, op, Fixed.Of(value.Number), wanted), rest);
                return value.Kind == Kind.Text && !cast.IsNumber ? reasoner.Given(cast, TestOf(cast, op, value, wanted), rest) : reasoner.Go(rest);
        }
        if (side is OperatorSyntax { Operator: Operator.Add } sum && wanted) return Sum(sum, op, value.Number);
        if (IsTruth(side) && op is (Operator.Equal or Operator.NotEqual))
            return reasoner.Go(new Goal(side, value.Truth == ((op == Operator.Equal) == wanted), owner, rest));
        return Ranges.Excludes(reasoner, comparison, wanted, owner) ? false : reasoner.Go(rest);
    }

    /// <summary>A comparison of one of two values: each in turn.</summary>
    public bool Branch()
    {
        var isLeft = comparison.Operands[0] is CallSyntax { Name: "if" or "coalesce" };
        switch (comparison.Operands[isLeft ? 0 : 1])
        {
            case CallSyntax { Name: "if", Arguments: [var condition, var one, var other] }:
                return reasoner.Try(new Goal(condition, true, owner, new Goal(With(one), wanted, owner, rest)))
                    || reasoner.Go(new Goal(condition, false, owner, new Goal(With(other), wanted, owner, rest)));
            case CallSyntax { Name: "coalesce", Arguments: [var first, var second] }:
                return reasoner.Try(new Goal(new OperatorSyntax(0, Operator.NotEqual, [first, new TextSyntax(0, "")]), true, owner, new Goal(With(first), wanted, owner, rest)))
                    || reasoner.Go(new Goal(new OperatorSyntax(0, Operator.Equal, [first, new TextSyntax(0, "")]), true, owner, new Goal(With(second), wanted, owner, rest)));
            default:
                return reasoner.Go(rest);
        }

        OperatorSyntax With(Syntax side) => comparison with { Operands = isLeft ? [side, comparison.Operands[1]] : [comparison.Operands[0], side] };
    }

    // a + b + c against a number. At the end of what the sum can be, each part is at its own end; between, a plan may try some parts at one end and some at the other.
    private bool Sum(OperatorSyntax sum, Operator op, double number)
    {
        if (Ranges.Excludes(reasoner, comparison, wanted, owner)) return false;
        var parts = sum.Operands.Select(o => (Part: o, Range: Ranges.Of(reasoner, o, owner))).ToArray();
        var (low, high) = (parts.Sum(p => p.Range.Low), parts.Sum(p => p.Range.High));
        if (number == low && op is (Operator.Equal or Operator.LessOrEqual)) return reasoner.Go(parts.Aggregate(rest, (goal, p) => At(p.Part, p.Range.Low, goal)));
        if (number == high && op is (Operator.Equal or Operator.GreaterOrEqual)) return reasoner.Go(parts.Aggregate(rest, (goal, p) => At(p.Part, p.Range.High, goal)));
        if (reasoner.Chance is not { } chance || !double.IsFinite(low) || !double.IsFinite(high)) return reasoner.Go(rest);
        var need = op switch
        {
            Operator.Equal or Operator.GreaterOrEqual => number - low,
            Operator.Greater or Operator.NotEqual => number - low + 1,
            _ => 0,
        };
        Random(parts, chance);
        var plan = rest;
        foreach (var (part, range) in parts)
        {
            var up = need > 0;
            if (up) need -= range.High - range.Low;
            plan = At(part, up ? range.High : range.Low, plan);
        }
        return reasoner.Try(plan) || reasoner.Go(rest);
    }

    private Goal At(Syntax part, double number, Goal? goal) => new(new OperatorSyntax(0, Operator.Equal, [part, new NumberSyntax(0, number)]), true, owner, goal);

    private static void Random<T>(T[] items, Answering.Chance chance)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var at = (int)(chance.NextDouble() * (i + 1));
            (items[i], items[at]) = (items[at], items[i]);
        }
    }

    // A calculation is its expression while it is relevant, and nothing while it is not.
    private bool Calculation(Question question, Syntax calculation, Operator op, Fixed value)
    {
        if (value.Kind == Kind.Truth) return reasoner.Go(rest); // the truth of a text: whether there is any
        if (!reasoner.Settle(question, op, value, wanted)) return reasoner.Go(rest);
        var goal = new Goal(Stored(calculation, question, op, value), wanted, question, rest);
        // Hidden it passes too: only a plan has a reason to want it shown.
        if (Test(op, value, question.IsNumber, wanted).Passes("") && Hideable(question))
            return (reasoner.Chance is not null && reasoner.Try(goal, question)) || reasoner.Go(rest);
        return reasoner.Go(reasoner.Shown(question, goal));
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
            return Or(And(condition, Stored(one, question, op, value)), And(new CallSyntax(0, "not", [condition]), Stored(other, question, op, value)));
        // As a number it compares as it did before it was stored; as a text only where it was one.
        var asNumber = value.Kind == Kind.Number || op is not (Operator.Equal or Operator.NotEqual);
        if (asNumber) return new OperatorSyntax(0, op, [stored, new NumberSyntax(0, value.Number)]);
        return reasoner.Single(stored, question) is { IsNumber: false } ? new OperatorSyntax(0, op, [stored, new TextSyntax(0, value.Text)]) : new CallSyntax(0, "unknown", []);
    }

    private static Syntax And(Syntax one, Syntax other) => other is CallSyntax { Name: "true" } ? one : other is CallSyntax { Name: "false" } ? other : new OperatorSyntax(0, Operator.And, [one, other]);

    private static Syntax Or(Syntax one, Syntax other) => one is CallSyntax { Name: "false" } ? other : other is CallSyntax { Name: "false" } ? one : new OperatorSyntax(0, Operator.Or, [one, other]);

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
