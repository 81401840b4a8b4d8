namespace Sala.Forms.Comparing;

/// <summary>Which question of the new form is which of the old: by name, and where a name is gone and another has come, by type and words.</summary>
internal sealed class QuestionPairs
{
    private const double Alike = 0.75;

    private readonly Form _old;
    private readonly Form _new;

    public QuestionPairs(Form old, Form @new)
    {
        (_old, _new) = (old, @new);
        foreach (var question in old.Questions)
            if (@new.Questions.FirstOrDefault(q => q.Key == question.Key) is { } same) Pairs.Add((question, same));
        var (left, come) = (old.Questions.Except(Pairs.Select(p => p.Old)).ToList(), @new.Questions.Except(Pairs.Select(p => p.New)).ToList());
        Rename(left, come);
        Removed = left;
        Added = come;
    }

    public List<(Question Old, Question New)> Pairs { get; } = [];

    public IReadOnlyList<Question> Removed { get; }

    public IReadOnlyList<Question> Added { get; }

    // Best match first; what has no words (a calculation) is matched by its rule.
    private void Rename(List<Question> left, List<Question> come)
    {
        var candidates = new List<(double Score, Question Old, Question New)>();
        foreach (var old in left)
            foreach (var one in come)
                if (Score(old, one) is >= Alike and var score) candidates.Add((score, old, one));
        foreach (var (_, old, one) in candidates.OrderByDescending(c => c.Score).ThenBy(c => Math.Abs(c.Old.Index - c.New.Index)))
        {
            if (!left.Contains(old) || !come.Contains(one)) continue;
            left.Remove(old);
            come.Remove(one);
            Pairs.Add((old, one));
        }
    }

    private double Score(Question old, Question one)
    {
        if (old.Type != one.Type) return 0;
        var (rule, otherRule) = (old.Column("calculation"), one.Column("calculation"));
        if (rule is not null || otherRule is not null) return rule == otherRule ? 1 : 0;
        var words = Words(old, one);
        if (double.IsNaN(words)) return 0;
        if (old.IsSelect && old.ListName != one.ListName) words -= 0.1;
        return words;
    }

    private double Words(Question old, Question one)
    {
        var scores = _old.Languages.Intersect(_new.Languages, StringComparer.OrdinalIgnoreCase)
            .Select(l => (old.TextIn("label", l), one.TextIn("label", l)))
            .Where(t => t is { Item1: not null, Item2: not null }).Select(t => Likeness.Of(t.Item1!, t.Item2!)).ToList();
        return scores.Count == 0 ? double.NaN : scores.Min();
    }
}
