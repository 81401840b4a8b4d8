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

internal enum Axis { Child, Parent, Self, Descendant }

/// <summary>One step; a null name is any name.</summary>
internal sealed record StepSyntax(int At, Axis Axis, string? Name, IReadOnlyList<Syntax> Predicates);

internal enum Operator { Or, And, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Add, Subtract, Multiply, Divide, Modulo, Union }
