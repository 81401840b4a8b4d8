using Sala.Forms.Answering;

namespace Sala.Forms.Simulating;

/// <summary>What the next interviews try to reach: questions that none has met, then choices that none has chosen. What was tried often in vain is tried more rarely.</summary>
internal sealed class Targets(Form form)
{
    private const int Patience = 12;

    private readonly Dictionary<Target, int> _tries = [];
    private readonly List<Target> _questions = [];
    private readonly List<Target> _choices = [];
    private int _turn;

    /// <summary>Finds the targets of the next batch.</summary>
    public void Look(Tally tally, int done)
    {
        foreach (var target in _questions.Concat(_choices)) _tries[target] = _tries.GetValueOrDefault(target) + 1;
        _questions.Clear();
        _choices.Clear();
        _turn++;
        if (done == 0) return; // the first interviews go where chance leads
        var everything = done % 4096 < 512; // now and then what is tried in vain is tried again
        foreach (var question in form.Questions)
        {
            if (tally.Shown(question) == 0)
            {
                // A group's questions are reached by reaching the group.
                if (question.Parent is not { } parent || tally.Shown(parent) > 0) Add(_questions, new Target(question, -1));
                continue;
            }
            if (!question.IsAnswered || tally.Unchosen(question) is not { } unchosen) continue;
            for (var i = 0; i < unchosen.Length; i++)
                if (unchosen[i]) Add(_choices, new Target(question, i));
        }

        void Add(List<Target> targets, Target target)
        {
            if (everything || _tries.GetValueOrDefault(target) < Patience) targets.Add(target);
        }
    }

    /// <summary>The target of the interview with that place in the batch: by turns a question, a choice, and nothing in particular.</summary>
    public Target? Of(int place)
    {
        var (round, kind) = Math.DivRem(place, 3);
        if (kind == 2) return null;
        var targets = kind == 0 && _questions.Count > 0 ? _questions : _choices;
        return targets.Count == 0 ? null : targets[(_turn * 61 + round) % targets.Count];
    }
}
