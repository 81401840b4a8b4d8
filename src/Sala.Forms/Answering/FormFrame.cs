using Sala.Forms.Expressions;

namespace Sala.Forms.Answering;

/// <summary>The answers of the form itself, or of one instance of a repeat.</summary>
internal sealed class FormFrame
{
    public FormFrame(Form form, Question? repeat, FormFrame? parent, TimeZoneInfo zone)
    {
        (Repeat, Parent, Zone) = (repeat, parent, zone);
        Self = new AnswerNode(form, repeat, parent ?? this) { Instance = this };
        Slots = new AnswerNode[repeat is null ? form.TopSlots : repeat.InnerSlots];
        Repeats = new List<FormFrame>[repeat is null ? form.TopRepeats.Count : repeat.InnerRepeats.Count];
        for (var i = 0; i < Repeats.Length; i++) Repeats[i] = [];
        Fill(form, repeat?.Inside ?? form.Top);
    }

    public Question? Repeat { get; }
    public FormFrame? Parent { get; }

    /// <summary>The zone on whose clock dates count.</summary>
    public TimeZoneInfo Zone { get; }
    public AnswerNode Self { get; }
    public AnswerNode[] Slots { get; }
    public List<FormFrame>[] Repeats { get; }

    /// <summary>Place among its siblings, from 1.</summary>
    public int Position { get; set; } = 1;

    public string Address => Repeat is null ? "" : $"{(Parent!.Repeat is null ? "" : Parent.Address + "/")}{Repeat.Key}[{Position}]";

    /// <summary>Takes all answers and instances away.</summary>
    public void Empty()
    {
        foreach (var node in Slots) node.Empty();
        foreach (var instances in Repeats) instances.Clear();
    }

    private void Fill(Form form, List<Question> questions)
    {
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.Repeat) continue;
            Slots[question.Slot] = new AnswerNode(form, question, this);
            if (question.Type == QuestionType.Group) Fill(form, question.Inside);
        }
    }

    /// <summary>All nodes of a question, in every instance.</summary>
    public static IEnumerable<AnswerNode> All(FormFrame root, Question question)
    {
        foreach (var frame in Frames(root, question.Repeat))
        {
            if (question.Type != QuestionType.Repeat) yield return frame.Slots[question.Slot];
            else foreach (var instance in frame.Repeats[question.RepeatSlot]) yield return instance.Self;
        }
    }

    public static IEnumerable<FormFrame> Frames(FormFrame root, Question? repeat)
    {
        if (repeat is null || repeat == root.Repeat) return [root];
        return Frames(root, repeat.Repeat).SelectMany(frame => frame.Repeats[repeat.RepeatSlot]);
    }

    /// <summary>The relevant nodes of a question below the nearest instance that it shares with the origin.</summary>
    public static IReadOnlyList<XNode> Reach(AnswerNode origin, Question target)
    {
        var shared = origin.Frame;
        while (shared.Repeat is not null && !Holds(shared.Repeat, target)) shared = shared.Parent!;
        var found = new List<XNode>();
        foreach (var node in All(shared, target))
            if (node.Relevant) found.Add(node);
        return found;
    }

    private static bool Holds(Question repeat, Question target)
    {
        for (var at = target.Repeat; at is not null; at = at.Repeat)
            if (at == repeat) return true;
        return false;
    }
}
