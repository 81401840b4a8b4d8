using Sala.Forms.Answering;
using Sala.Forms.Expressions;

namespace Sala.Forms.Reasoning;

/// <summary>Something that has to hold (or to fail), seen from a question; and what has to hold besides.</summary>
internal sealed record Goal(Syntax Syntax, bool Wanted, Question? Owner, Goal? Rest);

/// <summary>
/// Finds out whether rules can hold together, by narrowing what each answer may be and trying the sides of each "or". What it does not
/// understand it takes to be possible: so its "no" is certain, its "yes" is not. A yes leaves in <see cref="Now"/> what the answers would have to be.
/// </summary>
internal sealed class Reasoner(Form form)
{
    private const int Deepest = 400;

    private readonly Values?[] _first = new Values?[form.Questions.Count];
    private readonly Values?[] _now = new Values?[form.Questions.Count];
    private readonly Span?[] _ranges = new Span?[form.Questions.Count];
    private readonly bool[] _shown = new bool[form.Questions.Count];
    private readonly Stack<(int Index, Values? Before, bool WasShown)> _trail = new();
    private readonly HashSet<(Question, Operator, Fixed, bool)> _settled = [];
    private readonly Stack<(Question, Operator, Fixed, bool)> _settledTrail = new();
    private readonly Stack<Goal?> _laterTrail = new();
    private Goal? _later; // an "or" waits until everything that leaves no choice is settled
    private int _steps;
    private int _expansions;
    private int _depth;

    /// <summary>Where set, sides of an "or" are tried in random order, so that each search finds other answers.</summary>
    public Chance? Chance { get; set; }

    /// <summary>Columns of a choice, while a choice filter is looked at.</summary>
    public Func<string, string?>? Columns { get; set; }

    /// <summary>What an answer may be by its type and by what its own constraint says without other questions.</summary>
    public Values First(Question question) => _first[question.Index] ??= Domains.Of(question);

    /// <summary>What an answer may be after the last search.</summary>
    public Values Now(Question question) => _now[question.Index] ?? First(question);

    /// <summary>Between which numbers a calculation lies, whatever is answered.</summary>
    public Span RangeOf(Question question, Syntax calculation)
    {
        if (_ranges[question.Index] is { } known) return known;
        _ranges[question.Index] = Span.All; // while it is worked out
        var range = Ranges.Of(this, calculation, question, asFirst: true);
        _ranges[question.Index] = range;
        return range;
    }

    public bool IsNarrowed(Question question) => _now[question.Index] is not null;

    /// <summary>Forgets the last search.</summary>
    public void Clear() => Back(0);

    /// <summary>Whether all goals may hold together. False is certain. What was found before stays, and is narrowed further.</summary>
    /// <param name="goals">What has to hold.</param>
    /// <param name="expansions">How many questions that have to be answered are asked in turn whether they are shown.</param>
    /// <param name="steps">How long to search before giving the benefit of the doubt.</param>
    public bool MayHold(Goal? goals, int expansions = 12, int steps = 600)
    {
        (_steps, _expansions, _depth) = (steps, expansions, 0);
        return Solve(goals);
    }

    /// <summary>Adds that a question is shown: its own rule, and those of the groups around it, but for those that were added before.</summary>
    public Goal? Shown(Question question, Goal? rest)
    {
        for (var at = question; at is not null && !_shown[at.Index]; at = at.Parent)
        {
            _trail.Push((at.Index, _now[at.Index], false));
            _shown[at.Index] = true;
            if (at.RepeatCount?.Source is { } count && at != question) rest = new Goal(new OperatorSyntax(0, Operator.GreaterOrEqual, [count, new NumberSyntax(0, 1)]), true, at.Parent, rest);
            if (at.Relevant is { } relevant) rest = new Goal(SourceOf(relevant), true, at, rest);
        }
        return rest;
    }

    /// <summary>The tree of a rule; for a plain yes or no, true() or false().</summary>
    public static Syntax SourceOf(Compiled rule) => rule.Source ?? new CallSyntax(0, rule.Truth(null!) ? "true" : "false", []);

    /// <summary>Narrows one answer by itself; false where nothing is left.</summary>
    public bool Narrow(Question question, Test test)
    {
        if (Now(question).Where(test) is not { } left) return false;
        Keep(question, left);
        return true;
    }

    /// <summary>The question that a reference means, where it is one answer seen from the owner; null where it is several or none.</summary>
    public Question? Single(Syntax syntax, Question? owner)
    {
        if (Paths.IsDot(syntax)) return Columns is null ? owner : null;
        if (syntax is not ReferenceSyntax { LastSaved: false } reference || form.Find(reference.Name) is not { Type: not QuestionType.Repeat } target) return null;
        if (target.Repeat is null) return target;
        for (var at = owner?.Repeat; at is not null; at = at.Repeat)
            if (at == target.Repeat) return target;
        return null;
    }

    /// <summary>A value that stands fast here.</summary>
    public Fixed? FixedOf(Syntax syntax) =>
        Columns is not null && Paths.Bare(syntax) is { } column ? Fixed.Of(Columns(column) ?? "") : Fixed.Of(syntax);

    private bool Solve(Goal? goal)
    {
        if (--_steps < 0 || _depth >= Deepest) return true;
        _depth++;
        var solved = goal is not null ? Solve(goal.Syntax, goal.Wanted, goal.Owner, goal.Rest) : _later is null || Branch();
        _depth--;
        return solved;
    }

    private bool Solve(Syntax syntax, bool wanted, Question? owner, Goal? rest)
    {
        switch (syntax)
        {
            case OperatorSyntax { Operator: Operator.And or Operator.Or } op:
                if ((op.Operator == Operator.And) != wanted) return Later(syntax, wanted, owner, rest);
                for (var i = op.Operands.Count - 1; i >= 0; i--) rest = new Goal(op.Operands[i], wanted, owner, rest);
                return Solve(rest);
            case CallSyntax { Name: "not", Arguments: [var operand] }:
                return Solve(new Goal(operand, !wanted, owner, rest));
            case CallSyntax { Name: "boolean", Arguments: [var operand] }:
                return Solve(new Goal(operand, wanted, owner, rest));
            case CallSyntax { Name: "if", Arguments.Count: 3 }:
                return Later(syntax, wanted, owner, rest);
            case CallSyntax { Name: "selected" or "is-selected", Arguments: [var several, var code] }:
                return Single(several, owner) is { } asked && FixedOf(code) is { } which
                    ? Given(asked, new Test(TestKind.Selects, wanted, which.Text), rest)
                    : Solve(rest);
            case OperatorSyntax { Operator: >= Operator.Equal and <= Operator.GreaterOrEqual } comparison:
                return new ComparisonGoal(this, comparison, wanted, owner, rest).Solve();
            default:
                if (FixedOf(syntax) is { } known) return known.Truth == wanted && Solve(rest);
                // Below a question stands nothing: FALSE or Yes without brackets or quotation marks is never true.
                if (Columns is null && owner is { IsGroup: false } && Paths.Bare(syntax) is not null) return !wanted && Solve(rest);
                if (Single(syntax, owner) is not { } question) return Solve(rest);
                return Given(question, new Test(TestKind.Filled, wanted, OfNumber: question.IsNumber), rest);
        }
    }

    internal bool Later(Syntax syntax, bool wanted, Question? owner, Goal? rest)
    {
        SetLater(new Goal(syntax, wanted, owner, _later));
        return Solve(rest);
    }

    private void SetLater(Goal? later)
    {
        _laterTrail.Push(_later);
        _trail.Push((-2, null, false));
        _later = later;
    }

    private bool Branch()
    {
        var (syntax, wanted, owner, _) = _later!;
        SetLater(_later!.Rest);
        switch (syntax)
        {
            case CallSyntax { Name: "if", Arguments: [var condition, var one, var other] }:
                return Try(new Goal(condition, true, owner, new Goal(one, wanted, owner, null))) || Solve(new Goal(condition, false, owner, new Goal(other, wanted, owner, null)));
            case OperatorSyntax { Operator: Operator.And or Operator.Or } op:
                return Any(op.Operands, wanted, owner, null);
            default:
                return new ComparisonGoal(this, (OperatorSyntax)syntax, wanted, owner, null).Branch();
        }
    }

    internal bool Go(Goal? goal) => Solve(goal);

    internal bool Try(Goal? goal, Question? shown = null)
    {
        var mark = _trail.Count;
        var (expansions, depth) = (_expansions, _depth);
        if (Solve(shown is null ? goal : Shown(shown, goal))) return true;
        Back(mark);
        (_expansions, _depth) = (expansions, depth);
        return false;
    }

    private bool Any(IReadOnlyList<Syntax> sides, bool wanted, Question? owner, Goal? rest)
    {
        var first = Chance is null ? 0 : (int)(Chance.NextDouble() * sides.Count);
        for (var i = 0; i < sides.Count; i++)
            if (Try(new Goal(sides[(first + i) % sides.Count], wanted, owner, rest))) return true;
        return false;
    }

    /// <summary>Goes on with one answer narrowed. An answer that has to be given needs its question to be shown.</summary>
    internal bool Given(Question question, Test test, Goal? rest)
    {
        if (!Narrow(question, test)) return false;
        if (!Now(question).MayBeEmpty && !_shown[question.Index] && _expansions > 0)
        {
            _expansions--;
            rest = Shown(question, rest);
        }
        return Solve(rest);
    }

    private void Keep(Question question, Values values)
    {
        _trail.Push((question.Index, _now[question.Index], _shown[question.Index]));
        _now[question.Index] = values;
    }

    /// <summary>Notes that a calculation has to come out so; false where that was noted before, so that it need not be looked at again.</summary>
    internal bool Settle(Question calculation, Operator op, Fixed value, bool wanted)
    {
        if (!_settled.Add((calculation, op, value, wanted))) return false;
        _settledTrail.Push((calculation, op, value, wanted));
        _trail.Push((-1, null, false));
        return true;
    }

    private void Back(int mark)
    {
        while (_trail.Count > mark)
        {
            var (index, before, shown) = _trail.Pop();
            if (index == -1) _settled.Remove(_settledTrail.Pop());
            else if (index == -2) _later = _laterTrail.Pop();
            else (_now[index], _shown[index]) = (before, shown);
        }
    }
}
