namespace Sala.Forms.Expressions;

/// <summary>What an author wrote, as a tree. <c>At</c> is the place in the text, for messages.</summary>
internal abstract record Syntax(int At)
{
    public virtual IEnumerable<Syntax> Children => [];
}

internal sealed record NumberSyntax(int At, double Value) : Syntax(At);

internal sealed record TextSyntax(int At, string Value) : Syntax(At);

/// <summary><c>${name}</c>, or <c>${last-saved#name}</c>.</summary>
internal sealed record ReferenceSyntax(int At, string Name, bool LastSaved) : Syntax(At);

internal sealed record CallSyntax(int At, string Name, IReadOnlyList<Syntax> Arguments) : Syntax(At)
{
    public override IEnumerable<Syntax> Children => Arguments;
}

internal sealed record NegateSyntax(int At, Syntax Operand) : Syntax(At)
{
    public override IEnumerable<Syntax> Children => [Operand];
}

/// <summary>Operands of one operator, in order. Chains of one operator stay flat, so that a long one is not a deep one.</summary>
internal sealed record OperatorSyntax(int At, Operator Operator, IReadOnlyList<Syntax> Operands) : Syntax(At)
{
    public override IEnumerable<Syntax> Children => Operands;
}

/// <summary>A path from a start (null: the context, or the root of the form) through steps.</summary>
internal sealed record PathSyntax(int At, Syntax? Start, bool FromRoot, IReadOnlyList<StepSyntax> Steps) : Syntax(At)
{
    public override IEnumerable<Syntax> Children =>
        (Start is null ? [] : new[] { Start }).Concat(Steps.SelectMany(s => s.Predicates));
}

/// <summary>The axes of XPath 1.0 section 2.2, but for namespaces, which a form does not have.</summary>
internal enum Axis
{
    Child, Parent, Self, Descendant, DescendantOrSelf, Ancestor, AncestorOrSelf,
    FollowingSibling, PrecedingSibling, Following, Preceding, Attribute,
}

/// <summary>What a step takes of its axis: any element (<c>*</c>), any node, or text.</summary>
internal enum NodeTest { Name, Element, Node, Text }

/// <summary>One step. <c>Together</c>: its predicates count over all nodes at once, as after brackets or a call.</summary>
internal sealed record StepSyntax(int At, Axis Axis, NodeTest Test, string Name, IReadOnlyList<Syntax> Predicates, bool Together = false);

internal enum Operator { Or, And, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Add, Subtract, Multiply, Divide, Modulo, Union }
