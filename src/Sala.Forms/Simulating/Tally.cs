using Sala.Forms.Answering;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms.Simulating;

/// <summary>How often each question was shown and answered, and each choice chosen.</summary>
internal sealed class Tally
{
    private readonly Form _form;
    private readonly Asked[] _asked;
    private readonly long[] _shown;
    private readonly long[] _answered;
    private readonly long[] _withoutAnswer;
    private readonly long[][] _chosen;
    private readonly bool[]?[] _unchosen;
    private readonly (int Question, int Place, int First)[] _twice; // a code that a list has twice, for a filter: told from none but the first

    public Tally(Form form, Asked[] asked)
    {
        (_form, _asked) = (form, asked);
        var count = form.Questions.Count;
        (_shown, _answered, _withoutAnswer) = (new long[count], new long[count], new long[count]);
        _chosen = [.. form.Questions.Select(q => new long[q.Choices.Count])];
        _unchosen = new bool[]?[count];
        _twice = [.. asked.SelectMany(a => a.Question.Choices.Select((c, i) => (a.Question.Index, i, a.Codes[c.Name]))).Where(t => t.i != t.Item3)];
        Look();
    }

    public long Shown(Question question) => _shown[question.Index];

    public long Answered(Question question) => _answered[question.Index];

    /// <summary>How often a shown question was met for which no answer could be found.</summary>
    public long WithoutAnswer(Question question) => _withoutAnswer[question.Index];

    public long[] Chosen(Question question) => _chosen[question.Index];

    /// <summary>For each choice whether none chose it, as of the last <see cref="Look"/>; null where all were chosen.</summary>
    public bool[]? Unchosen(Question question) => _unchosen[question.Index];

    public void NoAnswer(Question question) => _withoutAnswer[question.Index]++;

    /// <summary>Adds a whole interview.</summary>
    public void Add(FormSession session)
    {
        foreach (var question in _form.Questions)
        {
            if (question is { Repeat: null, Type: not QuestionType.Repeat }) Add(session.Root.Slots[question.Slot]);
            else foreach (var node in FormFrame.All(session.Root, question)) Add(node);
        }
    }

    private void Add(AnswerNode node)
    {
        if (!node.Relevant) return;
        var question = node.Question!;
        _shown[question.Index]++;
        if (node.Text.Length == 0) return;
        _answered[question.Index]++;
        if (!question.IsSelect || question.Choices.Count == 0) return;
        var codes = _asked[question.Index].Codes;
        if (question.Type == QuestionType.SelectOne)
        {
            if (codes.TryGetValue(node.Text, out var at)) _chosen[question.Index][at]++;
        }
        else
        {
            foreach (var code in SelectFunctions.Codes(node.Text))
                if (codes.TryGetValue(code, out var at)) _chosen[question.Index][at]++;
        }
    }

    /// <summary>Takes over what another has counted, and leaves it at nothing.</summary>
    public void Take(Tally other)
    {
        Move(other._shown, _shown);
        Move(other._answered, _answered);
        Move(other._withoutAnswer, _withoutAnswer);
        for (var i = 0; i < _chosen.Length; i++) Move(other._chosen[i], _chosen[i]);

        static void Move(long[] from, long[] to)
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] += from[i];
                from[i] = 0;
            }
        }
    }

    /// <summary>Notes anew which choices none chose.</summary>
    public void Look()
    {
        foreach (var (question, place, first) in _twice) _chosen[question][place] = _chosen[question][first];
        for (var i = 0; i < _chosen.Length; i++)
            _unchosen[i] = Array.IndexOf(_chosen[i], 0) < 0 ? null : Array.ConvertAll(_chosen[i], n => n == 0);
    }
}
