namespace Sala.Forms.Expressions;

/// <summary>A condition <c>column = value</c> whose value is the same for each item of a list, so that items are looked up, not searched.</summary>
internal sealed record ItemKey(string Column, Func<Scope, string> Text)
{
    /// <summary>The key in a condition, or in one of those that <c>and</c> joins; null where there is none.</summary>
    public static ItemKey? Of(Compiler compiler, Syntax condition)
    {
        if (condition is OperatorSyntax { Operator: Operator.And } all)
        {
            foreach (var part in all.Operands)
                if (Of(compiler, part) is { } key) return key;
            return null;
        }
        if (condition is not OperatorSyntax { Operator: Operator.Equal, Operands: [var left, var right] }) return null;
        return ColumnOf(left) is { } column && IsSameForAll(right) ? Make(column, right)
            : ColumnOf(right) is { } other && IsSameForAll(left) ? Make(other, left) : null;

        ItemKey? Make(string name, Syntax value)
        {
            var compiled = compiler.CompileInItems(value, items: true);
            return compiled.Kind == Kind.Text ? new ItemKey(name, compiled.Text) : null;
        }
    }

    /// <summary>The items that the key lets through; null where all have to be looked at.</summary>
    public IReadOnlyList<XNode>? Find(ItemNode items, Scope s) =>
        // An item without the column counts as one where it is empty, so an empty value is searched for.
        Text(s) is { Length: > 0 } text ? items.ItemsWhere(Column, text) : null;

    private static string? ColumnOf(Syntax syntax) =>
        syntax is PathSyntax { Start: null, FromRoot: false, Steps: [{ Axis: Axis.Child, Test: NodeTest.Name, Predicates.Count: 0 } only] } ? only.Name : null;

    private static bool IsSameForAll(Syntax syntax) => syntax is TextSyntax or ReferenceSyntax;
}
