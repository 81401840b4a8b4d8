using System.Globalization;
using Sala.Forms.Expressions;

namespace Sala.Forms.Flow;

/// <summary>One row of the picture: a question, an open group, or a closed one that stands for all in it.</summary>
/// <param name="Question">The question, group or repeat.</param>
/// <param name="Depth">In how many open groups it stands.</param>
/// <param name="Inside">For a closed group, how many questions stand in it; else 0.</param>
/// <param name="Condition">Its relevance as written; null where it is always asked.</param>
/// <param name="DecidedBy">The rows whose answers decide whether it is asked, calculations between them followed back; in order.</param>
public sealed record FlowRow(Question Question, int Depth, int Inside, string? Condition, IReadOnlyList<int> DecidedBy);

/// <summary>The way through a form as a picture: its questions from top to bottom, groups closed where there are too many, and lines from each question to what it decides.</summary>
public sealed class FlowPicture
{
    private readonly HashSet<Question> _open = [];
    private readonly List<FlowRow> _rows = [];
    private readonly Dictionary<Question, int> _rowOf = [];

    /// <summary>The picture of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="language">Of the words in it.</param>
    /// <param name="rows">How many rows it may have before groups stay closed; there are more where the form has more outside groups.</param>
    public FlowPicture(Form form, string language, int rows = 90)
    {
        (Form, Language) = (form, language);
        Open(rows);
        Place(form.Top, 0);
        for (var i = 0; i < _rows.Count; i++) _rows[i] = _rows[i] with { DecidedBy = Deciders(i) };
    }

    /// <summary>The form.</summary>
    public Form Form { get; }

    /// <summary>The language of the words.</summary>
    public string Language { get; }

    /// <summary>The rows from top to bottom: the same in words, for a list beside the picture.</summary>
    public IReadOnlyList<FlowRow> Rows => _rows;

    /// <summary>The picture as SVG: title and description for who hears it, colours of the page around it, no style sheet, no script.</summary>
    public string ToSvg() => new FlowSvg(this).Write();

    /// <summary>The words of a row: the label, else the name.</summary>
    internal string Words(Question question) => question.Label(Language) is { } label ? Codebooks.Codebook.Plain(label).Replace('\n', ' ') : question.Name;

    /// <summary>One sentence or two on the whole form.</summary>
    public string Summary
    {
        get
        {
            var questions = Form.Questions.Where(q => q.IsShown && !q.IsGroup).ToList();
            var conditional = questions.Count(IsConditional);
            var closed = _rows.Count(r => r.Inside > 0);
            return string.Create(CultureInfo.InvariantCulture,
                $"{questions.Count} questions and notes, {conditional} of them asked only under a condition. {closed} {(closed == 1 ? "group is" : "groups are")} shown closed.");
        }
    }

    private static bool IsConditional(Question question)
    {
        for (var at = question; at is not null; at = at.Parent)
            if (at.Relevant is not null) return true;
        return false;
    }

    private static int Count(Question group) => group.Children.Sum(c => c.IsGroup ? Count(c) : c.IsShown ? 1 : 0);

    private static int RowsOf(Question group) => group.Children.Count(c => c.IsShown);

    // The smallest group that still fits is opened first, so that the picture shows as many places as it can.
    private void Open(int most)
    {
        var rows = Form.Top.Count(q => q.IsShown);
        var waiting = new List<Question>(Form.Top.Where(q => q.IsGroup));
        while (waiting.Count > 0)
        {
            var next = waiting.MinBy(g => (RowsOf(g), g.Index))!;
            waiting.Remove(next);
            if (rows + RowsOf(next) > most) continue;
            rows += RowsOf(next);
            _open.Add(next);
            waiting.AddRange(next.Children.Where(c => c.IsGroup));
        }
    }

    private void Place(IEnumerable<Question> questions, int depth)
    {
        foreach (var question in questions)
        {
            if (!question.IsShown) continue;
            var closed = question.IsGroup && !_open.Contains(question);
            _rowOf[question] = _rows.Count;
            _rows.Add(new FlowRow(question, depth, closed ? Math.Max(1, Count(question)) : 0, question.Column("relevant"), []));
            if (closed) Enclose(question, _rows.Count - 1);
            else if (question.IsGroup) Place(question.Children, depth + 1);
        }
    }

    private void Enclose(Question group, int row)
    {
        foreach (var child in group.Children)
        {
            _rowOf[child] = row;
            if (child.IsGroup) Enclose(child, row);
        }
    }

    private List<int> Deciders(int row)
    {
        if (_rows[row].Question.Relevant?.Source is not { } rule) return [];
        var found = new SortedSet<int>();
        Follow(rule, []);
        found.Remove(row);
        return [.. found];

        void Follow(Syntax syntax, HashSet<Question> seen)
        {
            if (syntax is ReferenceSyntax reference && Form.Find(reference.Name) is { } read && seen.Add(read))
            {
                if (read.IsShown && _rowOf.TryGetValue(read, out var at)) found.Add(at);
                else if (read.Calculation?.Source is { } calculation) Follow(calculation, seen);
            }
            foreach (var child in syntax.Children) Follow(child, seen);
        }
    }
}
