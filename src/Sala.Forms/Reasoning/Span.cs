using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>The numbers from one to another, both included. An open end is the next number that a double can hold.</summary>
internal readonly record struct Span(double Low, double High)
{
    public static Span All { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public bool Holds(double number) => number >= Low && number <= High;

    /// <summary>The numbers x of which <c>x op number</c> holds.</summary>
    public static Span[] Of(Operator op, double number, bool whole) => op switch
    {
        Operator.Equal => [new(number, number)],
        Operator.NotEqual => [new(double.NegativeInfinity, Below(number, whole)), new(Above(number, whole), double.PositiveInfinity)],
        Operator.Less => [new(double.NegativeInfinity, Below(number, whole))],
        Operator.LessOrEqual => [new(double.NegativeInfinity, number)],
        Operator.Greater => [new(Above(number, whole), double.PositiveInfinity)],
        _ => [new(number, double.PositiveInfinity)],
    };

    /// <summary>What two sets of spans share; spans of whole numbers end on whole numbers, empty ones are left out.</summary>
    public static Span[] Shared(Span[] some, Span[] others, bool whole)
    {
        var shared = new List<Span>(some.Length);
        foreach (var a in some)
            foreach (var b in others)
            {
                var both = new Span(Math.Max(a.Low, b.Low), Math.Min(a.High, b.High));
                if (whole) both = new(Math.Ceiling(both.Low), Math.Floor(both.High));
                if (both.Low <= both.High) shared.Add(both);
            }
        return [.. shared];
    }

    /// <summary>Spans in order, those that touch made one.</summary>
    public static Span[] Joined(IEnumerable<Span> spans)
    {
        var joined = new List<Span>();
        foreach (var span in spans.OrderBy(s => s.Low))
        {
            if (joined.Count > 0 && span.Low <= joined[^1].High) joined[^1] = new(joined[^1].Low, Math.Max(joined[^1].High, span.High));
            else joined.Add(span);
        }
        return [.. joined];
    }

    private static double Below(double number, bool whole) => whole ? Math.Ceiling(number) - 1 : Math.BitDecrement(number);

    private static double Above(double number, bool whole) => whole ? Math.Floor(number) + 1 : Math.BitIncrement(number);
}
