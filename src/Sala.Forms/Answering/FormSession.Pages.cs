using Sala.Forms.Answering;

namespace Sala.Forms;

/// <summary>One page of a session: a question, or a group whose questions stand together.</summary>
/// <param name="Page">The question or field-list group.</param>
/// <param name="Address">Its name, with its place where it stands in a repeat.</param>
public sealed record FormStep(Question Page, string Address);

// The way through the form.
public sealed partial class FormSession
{
    /// <summary>The pages that are asked after the answers given so far, in order. Preset questions are not among them.</summary>
    public IReadOnlyList<FormStep> Steps
    {
        get
        {
            if (_steps is not null) return _steps;
            var steps = new List<FormStep>();
            AddPages(steps, Root, Form.Top);
            return _steps = steps;
        }
    }

    /// <summary>The questions or field-list groups of <see cref="Steps"/>.</summary>
    public IReadOnlyList<Question> Path => [.. Steps.Select(s => s.Page)];

    /// <summary>The first page; null where nothing is asked.</summary>
    public Question? First => Steps is { Count: > 0 } steps ? steps[0].Page : null;

    /// <summary>The page after that one; null after the last. For a page that has just become irrelevant, the next one that is asked.</summary>
    public Question? Next(Question after)
    {
        foreach (var step in Steps)
            if (step.Page.Index > after.Index && !IsInside(step.Page, after)) return step.Page;
        return null;
    }

    /// <summary>The page before that one; null before the first.</summary>
    public Question? Previous(Question before)
    {
        for (var i = Steps.Count - 1; i >= 0; i--)
            if (Steps[i].Page.Index < before.Index && !IsInside(before, Steps[i].Page)) return Steps[i].Page;
        return null;
    }

    /// <summary>The questions that stand on a page now: the question itself, or the relevant ones of a field-list group.</summary>
    public IReadOnlyList<Question> QuestionsOn(Question page)
    {
        if (!page.IsGroup) return [page];
        var questions = new List<Question>();
        Collect(page);
        return questions;

        void Collect(Question group)
        {
            foreach (var child in group.Inside)
            {
                if (child.IsGroup) Collect(child);
                else if (child.IsShown && FormFrame.All(Root, child).Any(n => n is { Relevant: true, Preset: false })) questions.Add(child);
            }
        }
    }

    /// <summary>Adds an instance of a repeat and gives its address; null when it is irrelevant, counted by the form, or full.</summary>
    public string? AddInstance(string repeat, string within = "")
    {
        var frame = within.Length == 0 ? Root : Find(within)?.Instance;
        if (frame is null || (Form.Find(frame.Repeat, repeat) ?? Form.Find(repeat)) is not { Type: QuestionType.Repeat, RepeatCount: null } question || question.Repeat != frame.Repeat
            || frame.Repeats[question.RepeatSlot].Count >= MostInstances || !MayAdd(question)) return null;
        var added = AddTo(frame, question);
        Due(Form.Order.Value(question));
        ReadersDue(Form.Order.Value(question));
        Settle();
        return added.Address;
    }

    /// <summary>Removes an instance of a repeat with its answers; those after it move up. False where there is none of that address.</summary>
    public bool RemoveInstance(string address)
    {
        if (Find(address)?.Instance is not { Repeat: { RepeatCount: null } repeat, Parent: { } parent } instance) return false;
        var instances = parent.Repeats[repeat.RepeatSlot];
        RemoveFrom(instances, instances.IndexOf(instance));
        for (var i = 0; i < instances.Count; i++) instances[i].Position = i + 1;
        InsideDue(repeat);
        ReadersDue(Form.Order.Value(repeat));
        Settle();
        return true;
    }

    /// <summary>How many instances a repeat has.</summary>
    public int Instances(string repeat, string within = "") =>
        (within.Length == 0 ? Root : Find(within)?.Instance) is { } frame && (Form.Find(frame.Repeat, repeat) ?? Form.Find(repeat)) is { Type: QuestionType.Repeat } question && question.Repeat == frame.Repeat
            ? frame.Repeats[question.RepeatSlot].Count : 0;

    private static bool IsInside(Question question, Question group)
    {
        for (var at = question.Parent; at is not null; at = at.Parent)
            if (at == group) return true;
        return false;
    }

    private static void AddPages(List<FormStep> steps, FormFrame frame, List<Question> questions)
    {
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.Repeat)
            {
                foreach (var instance in frame.Repeats[question.RepeatSlot])
                {
                    if (!instance.Self.Relevant) continue;
                    if (!question.IsFieldList) AddPages(steps, instance, question.Inside);
                    else if (AsksAnything(instance, question)) steps.Add(new FormStep(question, instance.Address));
                }
                continue;
            }
            var node = frame.Slots[question.Slot];
            if (!node.Relevant) continue;
            if (question.Type != QuestionType.Group)
            {
                if (question.IsShown && !node.Preset) steps.Add(new FormStep(question, node.Address));
            }
            else if (!question.IsFieldList) AddPages(steps, frame, question.Inside);
            else if (AsksAnything(frame, question)) steps.Add(new FormStep(question, node.Address));
        }
    }

    private static bool AsksAnything(FormFrame frame, Question group)
    {
        foreach (var child in group.Inside)
        {
            if (child.Type == QuestionType.Repeat) { if (frame.Repeats[child.RepeatSlot].Exists(i => AsksAnything(i, child))) return true; }
            else if (child.Type == QuestionType.Group) { if (AsksAnything(frame, child)) return true; }
            else if (child.IsShown && frame.Slots[child.Slot] is { Relevant: true, Preset: false }) return true;
        }
        return false;
    }
}
