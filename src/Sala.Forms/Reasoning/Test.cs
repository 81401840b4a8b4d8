using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms.Reasoning;

internal enum TestKind { Equals, Compares, Selects, Filled }

/// <summary>One thing that a rule asks of one answer, beside what stands fast: <c>= 'yes'</c>, <c>&gt;= 18</c>, <c>selected(…, 'a')</c>, or that there is an answer.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Wanted">Whether it has to hold, or has to fail.</param>
/// <param name="Text">For Equals and Selects.</param>
/// <param name="Operator">For Compares.</param>
/// <param name="Number">For Compares.</param>
/// <param name="OfNumber">The answer is a number: it counts as equal to a text that is the same number, and as nothing when it is 0.</param>
internal readonly record struct Test(TestKind Kind, bool Wanted, string Text = "", Operator Operator = Operator.Equal, double Number = 0, bool OfNumber = false)
{
    /// <summary>Whether the answer with that text passes, as the engine would find (see Comparison).</summary>
    public bool Passes(string answer)
    {
        var holds = Kind switch
        {
            TestKind.Equals => answer == Text || (OfNumber && XPath.TryPlain(answer, out var a) && XPath.TryPlain(Text, out var b) && a == b),
            TestKind.Selects => SelectFunctions.Contains(answer, Text.AsSpan().Trim()),
            TestKind.Filled => OfNumber ? XPath.ToTruth(XPath.ToNumber(answer)) : answer.Length > 0,
            _ => Compare(XPath.ToNumber(answer), Operator, Number),
        };
        return holds == Wanted;
    }

    public static bool Compare(double left, Operator op, double right) => op switch
    {
        Operator.Equal => left == right,
        Operator.NotEqual => left != right,
        Operator.Less => left < right,
        Operator.LessOrEqual => left <= right,
        Operator.Greater => left > right,
        _ => left >= right,
    };
}
