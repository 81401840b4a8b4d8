using Sala.Forms.Answering;

namespace Sala.Forms;

// What stands on a page, each thing by its address, and taking what was typed there.
public sealed partial class FormSession
{
    /// <summary>What stands on a page now, in the order of the form: irrelevant and preset questions are left out, and groups in which nothing is left.</summary>
    /// <returns>Empty for a page that is not asked any more.</returns>
    public IReadOnlyList<FormPart> PartsOn(FormStep step)
    {
        if (Find(step.Address) is not { } node) return [];
        return step.Page.IsGroup ? PartsIn(node.Instance ?? node.Frame, step.Page.Inside) : [new FormPart(FormPartKind.Question, step.Page, step.Address, [])];
    }

    /// <summary>The instances of repeats in which a page stands, from the outside; empty outside repeats.</summary>
    public IReadOnlyList<FormPart> InstancesAround(FormStep step)
    {
        var around = new List<FormPart>();
        for (var frame = Find(step.Address) is { } node ? node.Instance ?? node.Frame : Root; frame.Repeat is not null; frame = frame.Parent!) around.Insert(0, Instance(frame, []));
        return around;
    }

    /// <summary>The repeats of which another instance may be added after a page: those that end with it, or would begin after it while they have none.
    /// Repeats within a field-list are not here: they are parts of its page.</summary>
    public IReadOnlyList<FormPart> RepeatsAfter(FormStep step)
    {
        var at = Place(step);
        if (at < 0) return [];
        var repeats = new List<FormPart>();
        foreach (var repeat in Form.Questions.Where(q => q is { Type: QuestionType.Repeat, RepeatCount: null } && !InFieldList(q)))
        {
            foreach (var frame in FormFrame.Frames(Root, repeat.Repeat))
            {
                if (MayAdd(frame, repeat) && at == Math.Max(0, LastStep(frame, repeat))) repeats.Add(new FormPart(FormPartKind.Repeat, repeat, frame.Address, []) { MayChange = true });
            }
        }
        return repeats;
    }

    /// <summary>Whether the answer can only be read: the form says so, under the answers given so far.</summary>
    public bool IsReadOnly(string address) => Find(address) is { Question.ReadOnly: { } rule } node && rule.Truth(_scope.At(node));

    /// <summary>Whether something else on the page follows from the answer to a question: whether it is asked, what it offers, what it says.</summary>
    public bool Moves(FormStep step, Question question)
    {
        if (!step.Page.IsGroup || !question.IsAnswered) return false;
        var reached = new HashSet<int>();
        var waiting = new Queue<int>([Form.Order.Value(question)]);
        var read = new HashSet<Question> { question };
        while (waiting.TryDequeue(out var at))
        {
            foreach (var reader in Form.Order.Readers[at])
            {
                if (!reached.Add(reader)) continue;
                var (follows, isRelevance) = Form.Order.Steps[reader];
                if (follows != question && follows.IsShown && IsInside(follows, step.Page) && (isRelevance || follows is { ChoiceFilter: not null } or { Calculation: not null } or { RepeatCount: not null })) return true;
                read.Add(follows);
                waiting.Enqueue(reader);
            }
        }
        return Within(step.Page).Any(other => other != question && other.Texts.Values.SelectMany(t => t.All).Any(t => Names(t.Text, read)));
    }

    /// <summary>Takes what was typed on a page, in the order of the form. Blank is passed by. What became irrelevant by an answer before it is left alone.</summary>
    /// <param name="step">The page.</param>
    /// <param name="typed">By address. What is not in it stays as it is.</param>
    /// <returns>Each answer that was not taken; the others are kept.</returns>
    public IReadOnlyList<AnswerProblem> Take(FormStep step, IReadOnlyDictionary<string, string> typed)
    {
        var problems = new List<AnswerProblem>();
        foreach (var part in PartsOn(step).SelectMany(p => p.Questions).ToList())
        {
            if (!part.Question.IsAnswered || !typed.TryGetValue(part.Address, out var value) || !IsRelevant(part.Address) || IsReadOnly(part.Address)) continue;
            if ((string.IsNullOrWhiteSpace(value) ? Skip(part.Address) : Set(part.Address, value)) is { } problem) problems.Add(problem);
        }
        return problems;
    }

    /// <summary>The words of a part with <c>${name}</c> filled in from where it stands, worded for who answers. Plain text; empty where the form has none.</summary>
    public string Text(FormPart part, string language) => Worded(part.Question, "label", null, language) is { } text ? Fill(text, Origin(part)) : "";

    /// <summary>Its hint, filled in alike; null where there is none.</summary>
    public string? Hint(FormPart part, string language) => Worded(part.Question, "hint", null, language) is { } text ? Fill(text, Origin(part)) : null;

    /// <summary>Its guidance, filled in alike; null where there is none.</summary>
    public string? Guidance(FormPart part, string language) => part.Question.Guidance(language) is { } text ? Fill(text, Origin(part)) : null;

    /// <summary>A choice that it offers, filled in alike.</summary>
    public string Text(FormPart part, Choice choice, string language) => Fill(Worded(part.Question, "label", choice, language) ?? choice.Name, Origin(part));

    private AnswerNode Origin(FormPart part) => Find(part.Address) ?? Root.Self;

    private List<FormPart> PartsIn(FormFrame frame, List<Question> questions)
    {
        var parts = new List<FormPart>();
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.Repeat)
            {
                FormPart[] instances = [.. frame.Repeats[question.RepeatSlot].Where(i => i.Self.Relevant).Select(i => Instance(i, PartsIn(i, question.Inside)))];
                var mayAdd = question.RepeatCount is null && MayAdd(frame, question);
                if (instances.Length > 0 || mayAdd) parts.Add(new FormPart(FormPartKind.Repeat, question, frame.Address, instances) { MayChange = mayAdd });
                continue;
            }
            var node = frame.Slots[question.Slot];
            if (!node.Relevant || node.Preset) continue;
            if (question.Type == QuestionType.Group)
            {
                if (PartsIn(frame, question.Inside) is { Count: > 0 } inside) parts.Add(new FormPart(FormPartKind.Group, question, node.Address, inside));
            }
            else if (question.IsShown) parts.Add(new FormPart(FormPartKind.Question, question, node.Address, []));
        }
        return parts;
    }

    private static FormPart Instance(FormFrame frame, IReadOnlyList<FormPart> parts) => new(FormPartKind.Instance, frame.Repeat!, frame.Address, parts)
    {
        MayChange = frame.Repeat!.RepeatCount is null, Place = frame.Position, Count = frame.Parent!.Repeats[frame.Repeat.RepeatSlot].Count,
    };

    // Without an instance, the condition is asked where the repeat would stand.
    private bool MayAdd(FormFrame frame, Question repeat)
    {
        var instances = frame.Repeats[repeat.RepeatSlot];
        if (instances.Count > 0) return instances.Count < MostInstances && instances.Exists(i => i.Self.Relevant);
        var around = repeat.Parent is { Type: QuestionType.Group } group ? frame.Slots[group.Slot] : frame.Self;
        return around.Relevant && (repeat.Relevant is not { } condition || condition.Truth(_scope.At(around)));
    }

    private int Place(FormStep step)
    {
        for (var i = 0; i < Steps.Count; i++)
            if (Steps[i].Address == step.Address) return i;
        return -1;
    }

    // The last page within the repeat; the last page before it, where it has none.
    private int LastStep(FormFrame frame, Question repeat)
    {
        var begins = $"{(frame.Address.Length == 0 ? "" : frame.Address + "/")}{repeat.Key}[";
        var (inside, before) = (-1, -1);
        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Address.StartsWith(begins, StringComparison.Ordinal)) inside = i;
            else if (Steps[i].Page.Index < repeat.Index && Steps[i].Address.StartsWith(frame.Address, StringComparison.Ordinal)) before = i;
        }
        return inside >= 0 ? inside : before;
    }

    private static bool InFieldList(Question question)
    {
        for (var at = question.Parent; at is not null; at = at.Parent)
            if (at.IsFieldList) return true;
        return false;
    }

    private static IEnumerable<Question> Within(Question group) => group.Inside.SelectMany(q => q.IsGroup ? Within(q).Prepend(q) : [q]);

    private static bool Names(string text, HashSet<Question> questions)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return false;
        foreach (var question in questions)
            if (text.Contains($"${{{question.Name}}}", StringComparison.Ordinal)) return true;
        return false;
    }
}
