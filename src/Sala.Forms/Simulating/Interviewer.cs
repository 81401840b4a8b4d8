using Sala.Forms.Answering;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Simulating;

/// <summary>Conducts one interview after the other in one session, each from its own seed alone.</summary>
internal sealed class Interviewer
{
    private const int MostAttempts = 25;
    private const int MostMendings = 6;

    private readonly Form _form;
    private readonly Asked[] _asked;
    private readonly Reasoner _reasoner;
    private readonly Chance _chance = new(0);
    private readonly Draw _draw;
    private readonly HashSet<AnswerNode> _met = [];
    private bool _planned;
    private Question? _stuck;

    public Interviewer(Form form, Asked[] asked, TimeProvider clock)
    {
        (_form, _asked) = (form, asked);
        Session = form.Start(clock, 0);
        _reasoner = new Reasoner(form) { Chance = _chance };
        _draw = new Draw(Session, _chance);
        Tally = new Tally(form, asked);
    }

    public FormSession Session { get; }

    public Tally Tally { get; }

    /// <summary>One interview, left in the session. Null when it is whole and valid, else the question for which no answer was found.</summary>
    /// <param name="seed">All chance comes from it.</param>
    /// <param name="target">What to try to reach; null for nothing in particular.</param>
    /// <param name="soFar">What interviews before have reached.</param>
    public Question? Conduct(ulong seed, Target? target, Tally soFar)
    {
        _draw.Unchosen = soFar.Unchosen;
        Question? first = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            _chance.Rewind(seed + (ulong)attempt * 0x9E3779B97F4A7C15);
            _ = _chance.Next();
            Session.Restart((int)(_chance.Next() & 0x7FFFFFFF));
            Plan(attempt < MostAttempts / 2 ? target : null);
            _stuck = null;
            _met.Clear();
            _draw.Restart();
            Ask(Session.Root, _form.Top);
            if (Mend()) return null;
            first ??= _stuck;
        }
        return first ?? _form.Questions[0];
    }

    // What earlier answers would have to be for the target to be met.
    private void Plan(Target? target)
    {
        _planned = false;
        if (target is not { } aim) return;
        _reasoner.Clear();
        var goals = _reasoner.Shown(aim.Question, null);
        if (aim.Choice >= 0)
        {
            var choice = aim.Question.Choices[aim.Choice];
            if (aim.Question.ChoiceFilter?.Source is { } filter)
            {
                _reasoner.Columns = column => column == "name" ? choice.Name : choice.Column(column);
                _reasoner.MayHold(new Goal(filter, true, aim.Question, null), expansions: 100, steps: 2_000);
                _reasoner.Columns = null;
            }
            _reasoner.Narrow(aim.Question, aim.Question.Type == QuestionType.SelectMultiple
                ? new Test(TestKind.Selects, true, choice.Name) : new Test(TestKind.Equals, true, choice.Name));
            if (aim.Question.Constraint?.Source is { } constraint) goals = new Goal(constraint, true, aim.Question, goals);
        }
        _planned = _reasoner.MayHold(goals, expansions: 300, steps: 3_000);
    }

    private void Ask(FormFrame frame, List<Question> questions)
    {
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.Repeat) AskRepeat(frame, question);
            else if (question.Type == QuestionType.Group)
            {
                if (frame.Slots[question.Slot].Relevant) Ask(frame, question.Inside);
            }
            else if (question.Type == QuestionType.Hidden) Hide(frame.Slots[question.Slot]);
            else if (question.IsAnswered && Session.IsOpen(frame.Slots[question.Slot]) && _met.Add(frame.Slots[question.Slot])) Answer(frame.Slots[question.Slot]);
        }
    }

    // What only the program sets: at times one of the values that rules ask for.
    private void Hide(AnswerNode node)
    {
        var question = node.Question!;
        var asked = _asked[question.Index];
        if (question.Calculation is not null || node.Raw.Length > 0 || !Session.IsOpen(node) || asked.Texts.Count + asked.Numbers.Count == 0 || !_met.Add(node)) return;
        var wish = _planned && _reasoner.IsNarrowed(question) ? _reasoner.Now(question) : null;
        if (wish is null ? _chance.NextDouble() > 0.12 : wish.MayBeEmpty) return;
        if (_draw.Answer(node, asked, wish) is { } text) Session.Give(node, text);
    }

    private void AskRepeat(FormFrame frame, Question repeat)
    {
        var instances = frame.Repeats[repeat.RepeatSlot];
        if (repeat.RepeatCount is null && instances is [var first] && first.Self.Relevant && _met.Add(first.Self))
        {
            var wanted = _chance.NextDouble() is var p && p < 0.45 ? 1 : p < 0.75 ? 2 : p < 0.9 ? 3 : 0;
            if (wanted == 0 && !_planned) Session.RemoveInstance(first.Address);
            for (var i = 1; i < wanted; i++) Session.AddInstance(frame, repeat);
        }
        for (var i = 0; i < instances.Count; i++)
            if (instances[i].Self.Relevant) Ask(instances[i], repeat.Inside);
    }

    private void Answer(AnswerNode node)
    {
        var question = node.Question!;
        var needed = Session.Needs(node);
        var wish = _planned && _reasoner.IsNarrowed(question) && (question.Repeat is null || _chance.NextDouble() < 0.75) ? _reasoner.Now(question) : null;
        if (!needed && (wish is null ? LeftBlank(question) : wish.HasNoFilled)) return;
        // Where none is found, an answer further on may be missing: it is asked again at the end.
        if (_draw.Answer(node, _asked[question.Index], wish) is { } text) Session.Give(node, text);
        else Tally.NoAnswer(question);
    }

    private bool LeftBlank(Question question) => question.Type is QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.Osm
        || _chance.NextDouble() < 0.06;

    // Answers given later may have opened a question or broken a constraint above.
    private bool Mend()
    {
        for (var i = 0; i < MostMendings; i++)
        {
            if (i > 0) Ask(Session.Root, _form.Top);
            var problems = Session.Validate();
            if (problems.Count == 0) return true;
            foreach (var problem in problems)
            {
                _stuck = problem.Source ?? _stuck;
                if (Session.Find(problem.Question) is not { Question: { IsAnswered: true } question } node || !Session.IsOpen(node)) return false;
                if (_draw.Answer(node, _asked[question.Index], null) is { } text) Session.Give(node, text);
                else if (node.Text.Length > 0) Session.Give(node, "");
                else if (i > 1) return false;
            }
        }
        return Session.Validate().Count == 0;
    }
}

/// <summary>A question that should be shown, or a choice of it that should be chosen (its place in the list; -1 for the question).</summary>
internal readonly record struct Target(Question Question, int Choice);
