using Sala.Forms.Reasoning;

namespace Sala.Forms.Simulating;

/// <summary>Finds what was not reached, and the reason where it can be known.</summary>
internal sealed class WhyNot
{
    private readonly Form _form;
    private readonly Tally _tally;
    private readonly int _interviews;
    private readonly Reasoner _reasoner;

    public WhyNot(Form form, Tally tally, int interviews)
    {
        (_form, _tally, _interviews) = (form, tally, interviews);
        _reasoner = new Reasoner(form);
        All = [.. Find()];
    }

    public IReadOnlyList<Unreached> All { get; }

    private IEnumerable<Unreached> Find()
    {
        foreach (var question in _form.Questions)
        {
            if (_tally.Shown(question) == 0)
            {
                if (question.Parent is not { } parent || _tally.Shown(parent) > 0) yield return new Unreached(question, null, NotShown(question));
                continue;
            }
            if (!question.IsAnswered || question.Calculation is not null || Array.IndexOf(_tally.Chosen(question), 0) < 0) continue;
            var chosen = _tally.Chosen(question);
            for (var i = 0; i < chosen.Length; i++)
                if (chosen[i] == 0) yield return new Unreached(question, question.Choices[i], NotChosen(question, question.Choices[i], chosen.Length));
        }
    }

    private string NotShown(Question question)
    {
        if (question.Type == QuestionType.Repeat && question.RepeatCount is not null && question.Relevant is null) return Messages.RepeatNeverCounted;
        if (question.Relevant is { } own && !May(() => new Goal(Reasoner.SourceOf(own), true, question, null))) return Messages.NeverHolds;
        if (!May(() => _reasoner.Shown(question, null))) return Messages.NeverHoldsWithOthers;
        if (StaysEmpty(question) is { } empty) return Messages.WaitsForEmpty(empty.Name);
        return Messages.NotMet(_interviews);
    }

    private string NotChosen(Question question, Choice choice, int choices)
    {
        if (_tally.WithoutAnswer(question) > 0 && _tally.Answered(question) == 0) return Messages.NoAnswerFound;
        if (question.ChoiceFilter?.Source is { } filter)
        {
            _reasoner.Columns = column => column == "name" ? choice.Name : choice.Column(column);
            var may = May(() => new Goal(filter, true, question, null));
            _reasoner.Columns = null;
            if (!may) return Messages.NeverOffered;
        }
        if (question.Constraint?.Source is { } constraint)
        {
            _reasoner.Clear();
            if (!_reasoner.Narrow(question, question.Type == QuestionType.SelectMultiple ? new Test(TestKind.Selects, true, choice.Name) : new Test(TestKind.Equals, true, choice.Name))
                || !_reasoner.MayHold(new Goal(constraint, true, question, null))) return Messages.NeverTaken;
        }
        return choices > _interviews ? Messages.LongList(choices, _interviews) : Messages.NotMet(_interviews);
    }

    private bool May(Func<Goal?> goal)
    {
        _reasoner.Clear();
        return _reasoner.MayHold(goal(), expansions: 100, steps: 5_000);
    }

    // The question that nobody fills in here and without which this one is never shown.
    private Question? StaysEmpty(Question question)
    {
        foreach (var empty in _form.Questions)
        {
            if (empty.Type is not (QuestionType.DeviceProperty or QuestionType.StartGeoPoint or QuestionType.BackgroundGeoPoint or QuestionType.BackgroundAudio or QuestionType.Audit)
                && !(empty.IsSelect && empty.Choices.Count == 0 && empty.ChoiceSource is null)) continue;
            _reasoner.Clear();
            if (_reasoner.Narrow(empty, new Test(TestKind.Equals, true)) && !_reasoner.MayHold(_reasoner.Shown(question, null), expansions: 100, steps: 5_000)) return empty;
        }
        return null;
    }
}
