using Sala.Forms.Answering;
using Sala.Forms.Expressions;

namespace Sala.Forms;

// A session that is used again for many interviews, answered node by node.
public sealed partial class FormSession
{
    /// <summary>Begins anew as <see cref="Form.Start"/> would, in the same memory.</summary>
    internal void Restart(int seed)
    {
        Seed = seed;
        Chance.Rewind((ulong)(uint)seed);
        _overflowed = false;
        _nodes = 0;
        _fresh.Clear();
        Root.Empty();
        Populate(Root);
        AllDue();
        Settle();
    }

    /// <summary>Whether the constraint takes that answer.</summary>
    internal bool Accepts(AnswerNode node, string text) => Satisfies(node, text);

    internal bool Needs(AnswerNode node) => IsRequired(node);

    /// <summary>Whether a person may answer here now.</summary>
    internal bool IsOpen(AnswerNode node) => node is { Relevant: true, Preset: false } && !(node.Question!.ReadOnly is { } readOnly && readOnly.Truth(_scope.At(node)));

    /// <summary>Takes an answer that is known to be well written and to keep the constraint.</summary>
    internal void Give(AnswerNode node, string text) => Store(node, text);

    internal void AddInstance(FormFrame frame, Question repeat)
    {
        AddTo(frame, repeat);
        Due(Form.Order.Value(repeat));
        ReadersDue(Form.Order.Value(repeat));
        Settle();
    }

    internal Scope ScopeAt(AnswerNode node) => _scope.At(node);
}
