using Sala.Forms.Expressions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Checking;

/// <summary>Finds questions that nobody comes to, constraints that nothing meets, repeats that never happen. Says so only where it is certain (see <see cref="Reasoner"/>).</summary>
internal sealed class ReachCheck(Check check)
{
    private readonly Reasoner _reasoner = new(check.Form);
    private readonly HashSet<Question> _lost = [];

    public static void Run(Check check)
    {
        var reach = new ReachCheck(check);
        foreach (var question in check.Form.Questions)
        {
            reach.Relevance(question);
            if (question.Constraint?.Source is { } constraint && question.IsAnswered) reach.Constraint(question, constraint);
            if (question.RepeatCount?.Source is { } count) reach.Count(question, count);
        }
    }

    private void Relevance(Question question)
    {
        if (question.Parent is { } parent && _lost.Contains(parent))
        {
            _lost.Add(question);
            return;
        }
        if (question.Relevant is null) return;
        var own = Reasoner.SourceOf(question.Relevant);
        if (!May(() => new Goal(own, true, question, null), expansions: 0))
            Lost(question, CheckRule.NeverRelevant, Fixed.Of(own) is not null ? Messages.SwitchedOff : Messages.RelevanceNeverHolds);
        else if (!May(() => _reasoner.Shown(question, null)))
            Lost(question, CheckRule.Unreachable, Messages.NeverReached);
    }

    private void Lost(Question question, CheckRule rule, string message)
    {
        _lost.Add(question);
        var required = Below(question).Count(q => q.IsRequired && q.IsAnswered);
        if (required > 0) (rule, message) = (CheckRule.RequiredNeverAsked, $"{message} {Messages.ThoughRequired(question.IsGroup, required)}");
        check.Add(rule, question, "relevant", message);
    }

    private static IEnumerable<Question> Below(Question question) => question.IsGroup ? question.Children.SelectMany(Below) : [question];

    private void Constraint(Question question, Syntax constraint)
    {
        _reasoner.Clear();
        if (!_reasoner.Narrow(question, new Test(TestKind.Equals, false)) || !_reasoner.MayHold(new Goal(constraint, true, question, null)))
            check.Add(CheckRule.ConstraintNeverMet, question, "constraint", question.IsRequired ? Messages.ConstraintNeverMetRequired : Messages.ConstraintNeverMet);
    }

    private void Count(Question question, Syntax count)
    {
        if (!May(() => new Goal(new OperatorSyntax(0, Operator.GreaterOrEqual, [count, new NumberSyntax(0, 1)]), true, question.Parent, null)))
            check.Add(CheckRule.RepeatNever, question, "repeat_count", Messages.RepeatNever);
    }

    private bool May(Func<Goal?> goal, int expansions = 12)
    {
        _reasoner.Clear();
        return _reasoner.MayHold(goal(), expansions);
    }
}
