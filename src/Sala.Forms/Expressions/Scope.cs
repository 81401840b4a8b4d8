using Sala.Forms.Answering;

namespace Sala.Forms.Expressions;

/// <summary>Where an expression is evaluated: the session, the question that owns it, and the node that <c>.</c> means.</summary>
internal sealed class Scope(FormSession session)
{
    public FormSession Session { get; } = session;

    /// <summary>The node of the question that owns the expression; references start here.</summary>
    public AnswerNode Origin { get; set; } = null!;

    /// <summary>The context node: the origin, or within a predicate or choice filter the node being tested.</summary>
    public XNode Context { get; set; } = null!;

    /// <summary>XPath's context position, from 1.</summary>
    public int Position { get; set; } = 1;

    /// <summary>XPath's context size: how many nodes the predicate is asked of.</summary>
    public int Size { get; set; } = 1;

    public Scope At(AnswerNode node)
    {
        (Origin, Context, Position, Size) = (node, node, 1, 1);
        return this;
    }
}
