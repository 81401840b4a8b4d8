using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>A value that stands fast whatever is answered.</summary>
internal readonly record struct Fixed(Kind Kind, string Text, double Number, bool Truth)
{
    public static Fixed Of(double number) => new(Kind.Number, XPath.ToText(number), number, XPath.ToTruth(number));

    public static Fixed Of(string text) => new(Kind.Text, text, XPath.ToNumber(text), text.Length > 0);

    public static Fixed Of(bool truth) => new(Kind.Truth, XPath.ToText(truth), truth ? 1 : 0, truth);

    /// <summary>The value of an expression without questions, clock or chance; null for any other.</summary>
    public static Fixed? Of(Syntax syntax)
    {
        switch (syntax)
        {
            case NumberSyntax number: return Of(number.Value);
            case TextSyntax text: return Of(text.Value);
            case NegateSyntax negate: return Of(negate.Operand) is { } operand ? Of(-operand.Number) : null;
            case CallSyntax { Name: "true" }: return Of(true);
            case CallSyntax { Name: "false" }: return Of(false);
            case CallSyntax { Name: "string", Arguments: [var one] }: return Of(one) is { } s ? Of(s.Text) : null;
            case CallSyntax { Name: "number" or "int", Arguments: [var one] } call: return Of(one) is { } n ? Of(call.Name == "int" ? Math.Truncate(n.Number) : n.Number) : null;
            case CallSyntax { Name: "boolean", Arguments: [var one] }: return Of(one) is { } b ? Of(b.Truth) : null;
            case CallSyntax { Name: "not", Arguments: [var one] }: return Of(one) is { } t ? Of(!t.Truth) : null;
            case CallSyntax { Name: "date", Arguments: [TextSyntax day] }: return Dates.TryRead(day.Value, out var read) && !read.HasTime ? Of(Dates.Day(read.Wall)) : null;
            case OperatorSyntax op: return Of(op);
            default: return null;
        }
    }

    private static Fixed? Of(OperatorSyntax op)
    {
        var parts = new Fixed[op.Operands.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Of(op.Operands[i]) is not { } part) return null;
            parts[i] = part;
        }
        switch (op.Operator)
        {
            case Operator.Or: return Of(Array.Exists(parts, p => p.Truth));
            case Operator.And: return Of(Array.TrueForAll(parts, p => p.Truth));
            case Operator.Equal or Operator.NotEqual: return Of(Same(parts[0], parts[1]) == (op.Operator == Operator.Equal));
            case Operator.Less or Operator.LessOrEqual or Operator.Greater or Operator.GreaterOrEqual:
                return Of(Test.Compare(parts[0].Number, op.Operator, parts[1].Number));
            case Operator.Union: return null;
        }
        var value = parts[0].Number;
        foreach (var part in parts.Skip(1))
            value = op.Operator switch
            {
                Operator.Add => value + part.Number,
                Operator.Subtract => value - part.Number,
                Operator.Multiply => value * part.Number,
                Operator.Divide => value / part.Number,
                _ => value % part.Number,
            };
        return Of(value);
    }

    /// <summary>XPath 1.0 section 3.4: truth before number before text.</summary>
    public static bool Same(Fixed a, Fixed b) =>
        a.Kind == Kind.Truth || b.Kind == Kind.Truth ? a.Truth == b.Truth
        : a.Kind == Kind.Number || b.Kind == Kind.Number ? a.Number == b.Number
        : a.Text == b.Text;
}
