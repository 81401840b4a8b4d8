using Sala.Forms.Answering;

namespace Sala.Forms.Expressions;

/// <summary>Turns what an author wrote into delegates, finds the names it uses, and says what is wrong with it.</summary>
internal sealed class Compiler
{
    public Compiler(Form form, Question? owner, bool inChoices)
    {
        (Form, Owner) = (form, owner);
        _inItems = inChoices ? 1 : 0;
        _paths = new PathCompiler(this);
    }

    private readonly PathCompiler _paths;
    private int _inItems;

    public Form Form { get; }

    /// <summary>The question (or group) whose place references start from; null at the top.</summary>
    public Question? Owner { get; }

    /// <summary>The questions that the expression reads.</summary>
    public HashSet<Question> Reads { get; } = [];

    /// <summary>What the author might want to mend, though it can be worked out.</summary>
    public List<string> Doubts { get; } = [];

    /// <summary>Whether it depends on the clock or on chance.</summary>
    public bool Varies { get; set; }

    /// <summary>Whether it gives words of the session's language.</summary>
    public bool Speaks { get; set; }

    /// <summary>Whether bare names mean columns of a list here, not questions.</summary>
    public bool InItems => _inItems > 0;

    public Compiled Compile(string text)
    {
        var syntax = Parser.Parse(text);
        var compiled = Compile(syntax);
        compiled.Source = syntax;
        return compiled;
    }

    public Compiled Compile(Syntax syntax) => syntax switch
    {
        NumberSyntax number => Compiled.Constant(number.Value),
        TextSyntax text => Compiled.Constant(text.Value),
        ReferenceSyntax { LastSaved: true } last => LastSaved(last),
        ReferenceSyntax reference => Reference(Resolve(reference.Name, reference.At)),
        NegateSyntax negate => Negate(Compile(negate.Operand)),
        CallSyntax call => Functions.Catalogue.Compile(this, call),
        PathSyntax path => _paths.Compile(path),
        OperatorSyntax op => Combine(op),
        _ => throw new ExpressionException(Messages.ExpressionEmpty),
    };

    public Compiled CompileInItems(Syntax syntax, bool items)
    {
        if (items) _inItems++;
        try
        {
            return Compile(syntax);
        }
        finally
        {
            if (items) _inItems--;
        }
    }

    public Question Resolve(string name, int at)
    {
        if (Form.Find(name) is { } question) return question;
        throw new ExpressionException(Messages.NoSuchQuestion(name, NearMiss.Of(name, Form.Names) is { } near ? Form[near] : null, at));
    }

    private Compiled LastSaved(ReferenceSyntax last)
    {
        var question = Resolve(last.Name, last.At);
        return Compiled.OfText(s => s.Session.LastSaved.GetValueOrDefault(question.Name, ""));
    }

    private static Compiled Negate(Compiled operand)
    {
        var number = operand.Number;
        return operand is { Kind: Kind.Number, Literal: not null } ? Compiled.Constant(-number(null!)) : Compiled.OfNumber(s => -number(s));
    }

    /// <summary>The value of a question as seen from the owner: one node, or many where it stands in a repeat that the owner does not.</summary>
    public Compiled Reference(Question target)
    {
        Reads.Add(target);
        if (target.Type != QuestionType.Repeat && Encloses(target.Repeat))
        {
            // Outside repeats it is the same wherever it stands, so one serves all rules.
            if (target is { Repeat: null, AsReference: { } known }) return known;
            var find = Finder(target);
            var reference = new Compiled
            {
                Kind = Kind.Text,
                Target = target,
                IsNumberReference = target.IsNumber,
                Text = s => find(s).Text,
                Number = s => find(s).Number,
                Truth = target.IsNumber ? s => XPath.ToTruth(find(s).Number) : s => find(s).Text.Length > 0,
                Nodes = s => find(s) is { Relevant: true } node ? [node] : [],
            };
            if (target.Repeat is null) target.AsReference = reference;
            return reference;
        }
        var nodes = Compiled.OfNodes(s =>
        {
            var found = FormFrame.Reach(s.Origin, target);
            s.Meet(found.Count);
            return found;
        });
        return new Compiled { Kind = Kind.Nodes, Target = target, Nodes = nodes.Nodes, Text = nodes.Text, Number = nodes.Number, Truth = nodes.Truth };
    }

    /// <summary>Whether the owner stands in that repeat (null: the form itself).</summary>
    private bool Encloses(Question? repeat)
    {
        if (repeat is null) return true;
        for (var at = Owner?.Repeat; at is not null; at = at.Repeat)
            if (at == repeat) return true;
        return false;
    }

    private static Func<Scope, AnswerNode> Finder(Question target)
    {
        var slot = target.Slot;
        if (target.Repeat is null) return s => s.Session.Root.Slots[slot];
        var repeat = target.Repeat;
        return s =>
        {
            var frame = s.Origin.Frame;
            while (frame.Repeat != repeat) frame = frame.Parent!;
            return frame.Slots[slot];
        };
    }

    private Compiled Combine(OperatorSyntax op)
    {
        var parts = op.Operands.Select(Compile).ToArray();
        switch (op.Operator)
        {
            case Operator.Or: return Any(parts, true);
            case Operator.And: return Any(parts, false);
            case Operator.Equal: return Comparison.Equal(parts[0], parts[1], false);
            case Operator.NotEqual: return Comparison.Equal(parts[0], parts[1], true);
            case Operator.Less or Operator.LessOrEqual or Operator.Greater or Operator.GreaterOrEqual:
                return Comparison.Ordered(op.Operator, parts[0], parts[1]);
            case Operator.Union:
                if (Array.Exists(parts, p => p.Nodes is null)) throw new ExpressionException(Messages.UnionOfValues(op.At));
                return Compiled.OfNodes(s => Axes.InDocumentOrder(parts.SelectMany(p => p.Nodes!(s))));
            default: return Calculate(op.Operator, parts);
        }
    }

    private static Compiled Any(Compiled[] parts, bool stopAt)
    {
        var truths = parts.Select(p => p.Truth).ToArray();
        if (truths.Length == 2)
        {
            var (a, b) = (truths[0], truths[1]);
            return stopAt ? Compiled.OfTruth(s => a(s) || b(s)) : Compiled.OfTruth(s => a(s) && b(s));
        }
        return Compiled.OfTruth(s =>
        {
            foreach (var truth in truths)
                if (truth(s) == stopAt) return stopAt;
            return !stopAt;
        });
    }

    private static Compiled Calculate(Operator op, Compiled[] parts)
    {
        var numbers = parts.Select(p => p.Number).ToArray();
        Func<double, double, double> apply = op switch
        {
            Operator.Add => static (a, b) => a + b,
            Operator.Subtract => static (a, b) => a - b,
            Operator.Multiply => static (a, b) => a * b,
            Operator.Divide => static (a, b) => a / b,
            _ => static (a, b) => a % b,
        };
        return Compiled.OfNumber(s =>
        {
            var value = numbers[0](s);
            for (var i = 1; i < numbers.Length; i++) value = apply(value, numbers[i](s));
            return value;
        });
    }
}
