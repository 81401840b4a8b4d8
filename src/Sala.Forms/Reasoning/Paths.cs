using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>The paths that rules are mostly made of.</summary>
internal static class Paths
{
    /// <summary>The dot: the answer itself, or in a choice filter the choice.</summary>
    public static bool IsDot(Syntax syntax) =>
        syntax is PathSyntax { Start: null, FromRoot: false, Steps: [{ Axis: Axis.Self, Test: not NodeTest.Name, Predicates.Count: 0 }] };

    /// <summary>A bare name: a column in a choice filter, elsewhere what stands below; null for anything else.</summary>
    public static string? Bare(Syntax syntax) =>
        syntax is PathSyntax { Start: null, FromRoot: false, Steps: [{ Axis: Axis.Child, Test: NodeTest.Name, Name: var name, Predicates.Count: 0 }] } ? name : null;

    /// <summary>Whether the expression means the answer that it belongs to.</summary>
    public static bool IsSelf(Syntax syntax, Question question) =>
        IsDot(syntax) || (syntax is ReferenceSyntax { LastSaved: false } reference && reference.Name == question.Name);
}
