using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms.Reasoning;

/// <summary>How much is known of an answer.</summary>
internal enum Shape
{
    /// <summary>One of some texts.</summary>
    Listed,
    /// <summary>A number, or a day counted from 1970-01-01, within spans.</summary>
    Numeric,
    /// <summary>Any of some codes, several at once.</summary>
    Several,
    /// <summary>Anything.</summary>
    Free,
}

/// <summary>What the answer to a question may still be. Always a superset of what is possible: an answer outside is certain not to be given.</summary>
internal sealed record Values(Shape Shape, bool MayBeEmpty)
{
    /// <summary>Listed: the texts. Several: the codes that may be picked, those of Must included.</summary>
    public string[] Texts { get; init; } = [];

    /// <summary>Several: the codes that have to be picked.</summary>
    public string[] Must { get; init; } = [];

    /// <summary>Numeric: in order, without gaps of nothing.</summary>
    public Span[] Spans { get; init; } = [];

    public bool Whole { get; init; }

    /// <summary>Numeric, and written as a day.</summary>
    public bool IsDay { get; init; }

    /// <summary>Free: texts that it is not.</summary>
    public string[] Not { get; init; } = [];

    public static Values Anything { get; } = new(Shape.Free, true);

    public static Values Nothing { get; } = new(Shape.Listed, true);

    public static Values Of(params string[] texts) => new(Shape.Listed, true) { Texts = texts };

    /// <summary>What is left when the test has to pass; null where nothing is.</summary>
    public Values? Where(Test test)
    {
        var filled = Filled(test);
        var empty = MayBeEmpty && test.Passes("");
        if (filled is null) return empty ? Nothing : null;
        return filled.MayBeEmpty == empty ? filled : filled with { MayBeEmpty = empty };
    }

    /// <summary>What is left when one of two has to hold.</summary>
    public static Values? Either(Values? one, Values? other)
    {
        if (one is null || other is null) return one ?? other;
        var empty = one.MayBeEmpty || other.MayBeEmpty;
        if (one.HasNoFilled) return other with { MayBeEmpty = empty };
        if (other.HasNoFilled) return one with { MayBeEmpty = empty };
        if (one.Shape != other.Shape) return Anything with { MayBeEmpty = empty };
        return one.Shape switch
        {
            Shape.Listed => one with { MayBeEmpty = empty, Texts = [.. one.Texts.Union(other.Texts, StringComparer.Ordinal)] },
            Shape.Numeric => one with { MayBeEmpty = empty, Spans = Span.Joined(one.Spans.Concat(other.Spans)) },
            Shape.Several => one with
            {
                MayBeEmpty = empty,
                Texts = [.. one.Texts.Union(other.Texts, StringComparer.Ordinal)],
                Must = [.. one.Must.Intersect(other.Must, StringComparer.Ordinal)],
            },
            _ => one with { MayBeEmpty = empty, Not = [.. one.Not.Intersect(other.Not, StringComparer.Ordinal)] },
        };
    }

    /// <summary>Whether an answer of that text is among them.</summary>
    public bool Holds(string answer)
    {
        if (answer.Length == 0) return MayBeEmpty;
        switch (Shape)
        {
            case Shape.Listed: return Array.IndexOf(Texts, answer) >= 0;
            case Shape.Numeric:
                var number = XPath.ToNumber(answer);
                return Array.Exists(Spans, s => s.Holds(number));
            case Shape.Several:
                var codes = SelectFunctions.Codes(answer);
                return Array.TrueForAll(codes, c => Array.IndexOf(Texts, c) >= 0) && Array.TrueForAll(Must, m => Array.IndexOf(codes, m) >= 0);
            default: return Array.IndexOf(Not, answer) < 0;
        }
    }

    public bool HasNoFilled => Shape switch
    {
        Shape.Listed or Shape.Several => Texts.Length == 0,
        Shape.Numeric => Spans.Length == 0,
        _ => false,
    };

    // The answers that are not empty and pass; null where there are none.
    private Values? Filled(Test test)
    {
        var left = Shape switch
        {
            Shape.Listed => this with { Texts = Array.FindAll(Texts, test.Passes) },
            Shape.Numeric => Number(test),
            Shape.Several => Several(test),
            _ => Free(test),
        };
        return left is null || left.HasNoFilled ? null : left;
    }

    private Values? Number(Test test)
    {
        switch (test.Kind)
        {
            case TestKind.Filled:
                if (!test.OfNumber) return test.Wanted ? this : null;
                return Within(test.Wanted ? Operator.NotEqual : Operator.Equal, 0);
            case TestKind.Equals or TestKind.Selects:
                var number = XPath.ToNumber(test.Text);
                // As a text, a day is equal to its one spelling only.
                var same = !double.IsNaN(number) && (!IsDay || (Dates.TryRead(test.Text, out var day) && Dates.Day(day.Wall) == test.Text));
                if (!same) return test.Wanted ? null : this;
                return Within(test.Wanted ? Operator.Equal : Operator.NotEqual, number);
            default:
                if (double.IsNaN(test.Number)) return (test.Operator == Operator.NotEqual) == test.Wanted ? this : null;
                return Within(test.Wanted ? test.Operator : Opposite(test.Operator), test.Number);
        }
    }

    private Values Within(Operator op, double number) => this with { Spans = Span.Shared(Spans, Span.Of(op, number, Whole), Whole) };

    public static Operator Opposite(Operator op) => op switch
    {
        Operator.Equal => Operator.NotEqual,
        Operator.NotEqual => Operator.Equal,
        Operator.Less => Operator.GreaterOrEqual,
        Operator.LessOrEqual => Operator.Greater,
        Operator.Greater => Operator.LessOrEqual,
        _ => Operator.Less,
    };

    private Values? Several(Test test)
    {
        switch (test.Kind)
        {
            case TestKind.Filled:
                return test.Wanted ? this : null;
            case TestKind.Selects:
                var code = test.Text.Trim();
                if (code.Length == 0) return test.Wanted ? null : this;
                return test.Wanted ? Picking([code]) : Without(code);
            case TestKind.Equals when test.Wanted:
                var codes = SelectFunctions.Codes(test.Text);
                return codes.Length == 0 || Must.Except(codes, StringComparer.Ordinal).Any() ? null : (this with { Texts = [.. Texts.Intersect(codes, StringComparer.Ordinal)] }).Picking(codes);
            default:
                return this;
        }
    }

    private Values? Picking(string[] codes) =>
        codes.Except(Texts, StringComparer.Ordinal).Any() ? null : this with { Must = [.. Must.Union(codes, StringComparer.Ordinal)] };

    private Values? Without(string code) =>
        Array.IndexOf(Must, code) >= 0 ? null : this with { Texts = Array.FindAll(Texts, t => t != code) };

    private Values? Free(Test test) => test.Kind switch
    {
        TestKind.Filled => test.OfNumber || test.Wanted ? this : null,
        TestKind.Equals when test.Wanted => test.Text.Length == 0 || Array.IndexOf(Not, test.Text) >= 0 ? null
            : test.OfNumber ? this : new Values(Shape.Listed, false) { Texts = [test.Text] },
        TestKind.Equals => test.Text.Length == 0 || test.OfNumber ? this : this with { Not = [.. Not.Append(test.Text).Distinct(StringComparer.Ordinal)] },
        TestKind.Selects when test.Wanted && test.Text.AsSpan().Trim().IsEmpty => null,
        _ => this,
    };
}
