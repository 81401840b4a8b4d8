using Sala.Forms.Answering;

namespace Sala.Forms.Simulating;

/// <summary>What the next interviews try to reach: questions that none has met, then choices that none has chosen. What was tried often in vain is tried more rarely.</summary>
internal sealed class Targets(Form form)
{
    private const int Patience = 40;

    private readonly Dictionary<Target, int> _tries = [];
    private readonly List<Target> _now = [];
    private int _turn;

    /// <summary>Finds the targets of the next batch.</summary>
    public void Look(Tally tally, int done)
    {
        _now.Clear();
        if (done == 0) return; // the first interviews go where chance leads
        var weary = new List<Target>();
        foreach (var question in form.Questions)
        {
            if (tally.Shown(question) == 0)
            {
                // A group's questions are reached by reaching the group.
                if (question.Parent is not { } parent || tally.Shown(parent) > 0) Add(new Target(question, -1));
                continue;
            }
            if (!question.IsAnswered || tally.Unchosen(question) is not { } unchosen) continue;
            for (var i = 0; i < unchosen.Length; i++)
                if (unchosen[i]) Add(new Target(question, i));
        }
        // Now and then everything is tried again.
        if (_now.Count == 0 || done % 4096 < 512) _now.AddRange(weary);
        _turn++;

        void Add(Target target) => (_tries.GetValueOrDefault(target) < Patience ? _now : weary).Add(target);
    }

    /// <summary>The target of the interview with that place in the batch; null for every third.</summary>
    public Target? Of(int place)
    {
        if (_now.Count == 0 || place % 3 == 2) return null;
        return _now[Step(place) % _now.Count];
    }

    private int Step(int place) => _turn * 61 + (place / 3 * 2) + (place % 3);
}
