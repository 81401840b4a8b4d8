using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms;

// Working out what follows from an answer: one pass over the steps that are due, in the form's order.
public sealed partial class FormSession
{
    private void Due(int step)
    {
        _due[step] = true;
        if (step < _firstDue) _firstDue = step;
    }

    private void AllDue()
    {
        Array.Fill(_due, true);
        _firstDue = 0;
    }

    private void ReadersDue(int step)
    {
        foreach (var reader in Form.Order.Readers[step]) Due(reader);
    }

    private void Store(AnswerNode node, string text)
    {
        var changed = Put(node, text);
        Settle();
        if (changed) Fire(node);
    }

    private bool Put(AnswerNode node, string text)
    {
        var changed = node.Raw != text;
        node.Raw = text;
        _steps = null;
        if (node.Show(Visible(node))) ReadersDue(Form.Order.Value(node.Question!));
        return changed;
    }

    // Calculations that wait for a trigger: worked out when its answer changes, and only then. What they change may trigger others; each
    // is worked out once, so that two that trigger each other come to an end.
    private void Fire(AnswerNode first)
    {
        if (Form.Triggers.Count == 0) return;
        var fired = new HashSet<AnswerNode>();
        var changed = new Queue<AnswerNode>([first]);
        while (changed.TryDequeue(out var by))
            foreach (var question in Form.Triggered(by.Question!))
                foreach (var node in FormFrame.All(Root, question))
                {
                    if (!node.Relevant || (node.Frame != by.Frame && question.Repeat == by.Question!.Repeat) || !fired.Add(node)) continue;
                    if (Put(node, Storable(question.Calculation!.Text(_scope.At(node))))) changed.Enqueue(node);
                    Settle();
                }
    }

    private void Settle()
    {
        var steps = Form.Order.Steps;
        _scope.Begin();
        do
        {
            if (_firstDue == int.MaxValue) return;
            for (var i = _firstDue; i < steps.Length; i++)
            {
                if (!_due[i]) continue;
                _due[i] = false;
                if (steps[i].IsRelevance ? SettleRelevance(steps[i].Question) : SettleValue(steps[i].Question)) ReadersDue(i);
            }
            _firstDue = int.MaxValue;
            _steps = null;
        }
        while (GiveDefaults());
    }

    // Defaults that are worked out, once for each instance, when what they read is settled.
    private bool GiveDefaults()
    {
        if (_fresh.Count == 0) return false;
        var frames = _fresh.ToArray();
        _fresh.Clear();
        foreach (var frame in frames)
            foreach (var node in frame.Slots)
                if (node.Question is { DefaultIsWorkedOut: true, Default: { } value } && node.Raw.Length == 0)
                {
                    node.Raw = Storable(value.Text(_scope.At(node)));
                    if (node.Show(Visible(node))) ReadersDue(Form.Order.Value(node.Question));
                }
        return true;
    }

    private bool SettleRelevance(Question question)
    {
        if (question is { Repeat: null, Type: not QuestionType.Repeat }) return SettleRelevance(Root.Slots[question.Slot]);
        var changed = false;
        foreach (var node in FormFrame.All(Root, question)) changed |= SettleRelevance(node);
        return changed;
    }

    private bool SettleRelevance(AnswerNode node)
    {
        var relevant = node.Parent is AnswerNode { Relevant: true } && (node.Question!.Relevant is not { } condition || condition.Truth(_scope.At(node)));
        if (node.Relevant == relevant) return false;
        node.Relevant = relevant;
        return true;
    }

    private bool SettleValue(Question question)
    {
        if (question.Type == QuestionType.Group) return true; // what reads a group reads whether it is there
        if (question.Type == QuestionType.Repeat) return SettleCount(question);
        if (question.Repeat is null) return SettleValue(Root.Slots[question.Slot]);
        foreach (var node in FormFrame.All(Root, question)) SettleValue(node);
        return true; // instances may have come or gone
    }

    private bool SettleValue(AnswerNode node)
    {
        var question = node.Question!;
        if (question.Calculation is { } calculation && question.Trigger is null && node.Relevant && !node.Preset)
            node.Raw = Storable(calculation.Text(_scope.At(node)));
        return node.Show(Visible(node));
    }

    // No number is no answer: ODK stores neither NaN nor infinity.
    private static string Storable(string value) => value is "NaN" or "Infinity" or "-Infinity" ? ""
        : value.Length > AnswerText.LongestText ? value[..AnswerText.LongestText] : value;

    // The answer as far as it may be seen: nothing while irrelevant, and no choice that is not offered any more.
    private string Visible(AnswerNode node)
    {
        if (!node.Relevant || node.Raw.Length == 0) return node.Relevant ? node.Raw : "";
        var question = node.Question!;
        if (question.ChoiceFilter is null || !question.IsSelect) return node.Raw;
        var offered = ChoicesFor(node).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', SelectFunctions.Codes(node.Raw).Where(offered.Contains));
    }

    private bool SettleCount(Question repeat)
    {
        foreach (var frame in FormFrame.Frames(Root, repeat.Repeat).ToList())
        {
            if (repeat.RepeatCount is not { } count) continue;
            var origin = repeat.Parent is { Type: QuestionType.Group } group ? frame.Slots[group.Slot] : frame.Self;
            var number = count.Number(_scope.At(origin));
            var wanted = double.IsNaN(number) ? 0 : (int)Math.Clamp(number, 0, MostInstances);
            _overflowed |= number > MostInstances;
            var instances = frame.Repeats[repeat.RepeatSlot];
            while (instances.Count > wanted) RemoveFrom(instances, instances.Count - 1);
            while (instances.Count < wanted && MayAdd(repeat)) AddTo(frame, repeat);
        }
        return true;
    }

    private bool MayAdd(Question repeat)
    {
        if (_nodes + repeat.InnerSlots < MostAnswers) return true;
        _overflowed = true;
        return false;
    }

    private void RemoveFrom(List<FormFrame> instances, int at)
    {
        _nodes -= Size(instances[at]);
        instances.RemoveAt(at);

        static int Size(FormFrame frame) => frame.Slots.Length + frame.Repeats.Sum(r => r.Sum(Size));
    }

    private FormFrame AddTo(FormFrame frame, Question repeat)
    {
        var instances = frame.Repeats[repeat.RepeatSlot];
        var instance = new FormFrame(Form, repeat, frame, Zone) { Position = instances.Count + 1 };
        instances.Add(instance);
        _nodes += instance.Slots.Length;
        Populate(instance);
        InsideDue(repeat);
        return instance;
    }

    private void InsideDue(Question repeat)
    {
        Due(Form.Order.Relevance(repeat));
        foreach (var question in repeat.Inside)
        {
            Due(Form.Order.Relevance(question));
            Due(Form.Order.Value(question));
            if (question.IsGroup) InsideDue(question);
        }
    }

    // Plain defaults, and the first instance of each repeat that a person adds to.
    private void Populate(FormFrame frame)
    {
        var later = false;
        foreach (var node in frame.Slots)
        {
            var question = node.Question!;
            if (question.DefaultIsWorkedOut) later = true;
            else if (question.Default is { } value) node.Raw = Storable(value.Text(_scope.At(node)));
            else if (question.Type == QuestionType.Today) node.Raw = Dates.Day(Now.Date);
            else if (question.Type == QuestionType.Start) node.Raw = Dates.Instant(Now);
            node.Show(node.Raw);
        }
        if (later) _fresh.Add(frame);
        foreach (var repeat in frame.Repeat?.InnerRepeats ?? Form.TopRepeats)
            if (repeat.RepeatCount is null && MayAdd(repeat)) AddTo(frame, repeat);
    }
}
