using System.Runtime.CompilerServices;

namespace Sala.Forms.Expressions;

/// <summary>A Pratt parser for the XPath that XLSForm uses, with <c>${name}</c> as an operand.</summary>
internal sealed class Parser
{
    /// <summary>How deep brackets, calls and predicates may stand within each other.</summary>
    public const int Deepest = 300;

    private readonly List<Token> _tokens;
    private int _next;
    private int _depth;

    private Parser(List<Token> tokens) => _tokens = tokens;

    public static Syntax Parse(string text)
    {
        var parser = new Parser(Tokenizer.Read(text));
        if (parser.Peek.Kind == TokenKind.End) throw new ExpressionException(Messages.ExpressionEmpty);
        var syntax = parser.Expression(0);
        if (parser.Peek.Kind != TokenKind.End) throw parser.Unexpected();
        RefuseTooHigh(syntax);
        return syntax;
    }

    // a - b + c - d … grows to the left without recursion here, but would recurse when compiled.
    private static void RefuseTooHigh(Syntax root)
    {
        var open = new Stack<(Syntax Node, int Depth)>([(root, 1)]);
        while (open.TryPop(out var top))
        {
            if (top.Depth > 2 * Deepest) throw new ExpressionException(Messages.ExpressionTooDeep);
            foreach (var child in top.Node.Children) open.Push((child, top.Depth + 1));
        }
    }

    private Token Peek => _tokens[_next];

    private Token Take() => _tokens[_next++];

    private static (Operator Operator, int Strength)? Infix(string sign) => sign switch
    {
        "or" => (Operator.Or, 1),
        "and" => (Operator.And, 2),
        "=" => (Operator.Equal, 3),
        "!=" => (Operator.NotEqual, 3),
        "<" => (Operator.Less, 4),
        "<=" => (Operator.LessOrEqual, 4),
        ">" => (Operator.Greater, 4),
        ">=" => (Operator.GreaterOrEqual, 4),
        "+" => (Operator.Add, 5),
        "-" => (Operator.Subtract, 5),
        "*" => (Operator.Multiply, 6),
        "div" => (Operator.Divide, 6),
        "mod" => (Operator.Modulo, 6),
        "|" => (Operator.Union, 8),
        _ => null,
    };

    private const int NegationStrength = 7;

    private Syntax Expression(int strength)
    {
        if (++_depth > Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new ExpressionException(Messages.ExpressionTooDeep);
        var left = Prefix();
        List<Syntax>? chain = null; // of the operator made last, while it may still grow
        var chained = Operator.Or;
        while (Peek.Kind == TokenKind.Operator && Infix(Peek.Text) is { } infix && infix.Strength > strength)
        {
            var at = Take().At;
            var right = Expression(infix.Strength);
            if (chain is not null && chained == infix.Operator)
            {
                chain.Add(right);
                continue;
            }
            var operands = new List<Syntax> { left, right };
            left = new OperatorSyntax(at, infix.Operator, operands);
            chained = infix.Operator;
            chain = chained is Operator.Or or Operator.And or Operator.Add or Operator.Subtract or Operator.Multiply or Operator.Union ? operands : null;
        }
        _depth--;
        return left;
    }

    private Syntax Prefix()
    {
        if (Peek is not { Kind: TokenKind.Operator, Text: "-" }) return Path();
        var signs = 0;
        var at = Peek.At;
        for (; Peek is { Kind: TokenKind.Operator, Text: "-" }; signs++) Take();
        var operand = Expression(NegationStrength);
        return signs % 2 == 1 ? new NegateSyntax(at, operand) : new NegateSyntax(at, new NegateSyntax(at, operand));
    }

    private Syntax Path()
    {
        var token = Peek;
        switch (token.Kind)
        {
            case TokenKind.Number: Take(); return new NumberSyntax(token.At, token.Number);
            case TokenKind.Text: Take(); return new TextSyntax(token.At, token.Text);
            case TokenKind.Reference: Take(); return Continue(Reference(token));
            case TokenKind.Open:
                Take();
                var inner = Expression(0);
                Expect(TokenKind.Close, ")", token.At);
                return Continue(inner);
            case TokenKind.Name when _tokens[_next + 1].Kind == TokenKind.Open && Test(token.Text) is null: return Continue(Call());
            case TokenKind.Slash when !BeginsStep(_tokens[_next + 1].Kind): Take(); return new PathSyntax(token.At, null, true, []);
            case TokenKind.Slash or TokenKind.DoubleSlash: return new PathSyntax(token.At, null, true, Steps());
            case TokenKind.Name or TokenKind.Axis or TokenKind.Dot or TokenKind.DoubleDot or TokenKind.At:
                var steps = new List<StepSyntax> { Step() };
                return new PathSyntax(token.At, null, false, [.. steps, .. Steps()]);
            default: throw Unexpected();
        }
    }

    private static ReferenceSyntax Reference(Token token)
    {
        const string lastSaved = "last-saved#";
        return token.Text.StartsWith(lastSaved, StringComparison.Ordinal)
            ? new(token.At, token.Text[lastSaved.Length..].Trim(), true)
            : new(token.At, token.Text, false);
    }

    // Predicates and steps after a bracketed expression, a reference or a call.
    private Syntax Continue(Syntax start)
    {
        var predicates = Predicates();
        if (predicates.Count == 0 && Peek.Kind is not (TokenKind.Slash or TokenKind.DoubleSlash)) return start;
        var steps = new List<StepSyntax>();
        if (predicates.Count > 0) steps.Add(new StepSyntax(start.At, Axis.Self, NodeTest.Node, "", predicates, Together: true));
        steps.AddRange(Steps());
        return new PathSyntax(start.At, start, false, steps);
    }

    private List<StepSyntax> Steps()
    {
        var steps = new List<StepSyntax>();
        while (Peek.Kind is TokenKind.Slash or TokenKind.DoubleSlash)
        {
            // a//b is a/descendant-or-self::node()/b.
            if (Take() is { Kind: TokenKind.DoubleSlash, At: var at }) steps.Add(new StepSyntax(at, Axis.DescendantOrSelf, NodeTest.Node, "", []));
            steps.Add(Step());
        }
        return steps;
    }

    private StepSyntax Step()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Dot: return new(token.At, Axis.Self, NodeTest.Node, "", Predicates());
            case TokenKind.DoubleDot: return new(token.At, Axis.Parent, NodeTest.Node, "", Predicates());
            case TokenKind.At: return Tested(token.At, Axis.Attribute);
            case TokenKind.Reference: return new(token.At, Axis.Child, NodeTest.Name, Reference(token).Name, Predicates());
            case TokenKind.Axis: return Tested(token.At, AxisOf(token));
            default:
                _next--;
                return Tested(token.At, Axis.Child);
        }
    }

    private StepSyntax Tested(int at, Axis axis)
    {
        if (Peek.Kind != TokenKind.Name) throw Unexpected();
        var name = Take().Text;
        if (name == "*") return new(at, axis, NodeTest.Element, "", Predicates());
        if (Peek.Kind != TokenKind.Open || Test(name) is not { } test) return new(at, axis, NodeTest.Name, name, Predicates());
        var open = Take();
        if (Peek.Kind == TokenKind.Text) Take(); // processing-instruction('name')
        Expect(TokenKind.Close, ")", open.At);
        return new(at, axis, test, "", Predicates());
    }

    private static NodeTest? Test(string name) => name switch
    {
        "node" => NodeTest.Node,
        "text" => NodeTest.Text,
        _ => null,
    };

    private static bool BeginsStep(TokenKind kind) =>
        kind is TokenKind.Name or TokenKind.Axis or TokenKind.Dot or TokenKind.DoubleDot or TokenKind.At or TokenKind.Reference;

    private static Axis AxisOf(Token token) => token.Text switch
    {
        "child" => Axis.Child,
        "parent" => Axis.Parent,
        "self" => Axis.Self,
        "descendant" => Axis.Descendant,
        "descendant-or-self" => Axis.DescendantOrSelf,
        "ancestor" => Axis.Ancestor,
        "ancestor-or-self" => Axis.AncestorOrSelf,
        "following-sibling" => Axis.FollowingSibling,
        "preceding-sibling" => Axis.PrecedingSibling,
        "following" => Axis.Following,
        "preceding" => Axis.Preceding,
        "attribute" => Axis.Attribute,
        _ => throw new ExpressionException(Messages.UnknownAxis(token.Text, token.At)),
    };

    private List<Syntax> Predicates()
    {
        var predicates = new List<Syntax>();
        while (Peek.Kind == TokenKind.OpenBracket)
        {
            var open = Take();
            predicates.Add(Expression(0));
            Expect(TokenKind.CloseBracket, "]", open.At);
        }
        return predicates;
    }

    private CallSyntax Call()
    {
        var name = Take();
        var open = Take();
        var arguments = new List<Syntax>();
        if (Peek.Kind != TokenKind.Close)
        {
            arguments.Add(Expression(0));
            while (Peek.Kind == TokenKind.Comma)
            {
                Take();
                arguments.Add(Expression(0));
            }
        }
        Expect(TokenKind.Close, ")", open.At);
        return new CallSyntax(name.At, name.Text, arguments);
    }

    private void Expect(TokenKind kind, string sign, int openedAt)
    {
        if (Peek.Kind == kind) { Take(); return; }
        throw Peek.Kind == TokenKind.End ? new ExpressionException(Messages.NotClosed(sign, openedAt)) : Unexpected();
    }

    private ExpressionException Unexpected() => Peek.Kind == TokenKind.End
        ? new(Messages.ExpressionEndsEarly)
        : new(Messages.Unexpected(Peek.Text, Peek.At));
}
