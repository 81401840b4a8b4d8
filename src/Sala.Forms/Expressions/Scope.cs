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

    /// <summary>Nodes that may be met while one answer is settled: some hundred times what a large questionnaire needs, and a second or two at most.</summary>
    private const int MostNodes = 20_000_000;

    private int _left = MostNodes;

    /// <summary>Before something new is worked out.</summary>
    public void Begin() => _left = MostNodes;

    /// <summary>Counts nodes that were met. Conditions within conditions over many instances would otherwise not end in a lifetime.</summary>
    /// <exception cref="FormException">There were too many.</exception>
    public void Meet(int nodes)
    {
        if ((_left -= nodes) < 0) throw new FormException(Messages.RulesTakeTooLong);
    }
}
