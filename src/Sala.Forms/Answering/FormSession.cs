using System.Collections.ObjectModel;
using System.Text;
using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms;

/// <summary>
/// One person's answers to a form. The same clock, seed and answers give the same session. Not for several threads at once.
/// A question in a repeat is named with its place: <c>child[2]/age</c>; the name alone means the first.
/// </summary>
public sealed partial class FormSession
{
    /// <summary>Instances that one repeat may have within one instance of the one around it.</summary>
    public const int MostInstances = 1_000;

    // In all instances of all repeats together: repeats within repeats multiply.
    private const int MostAnswers = 300_000;

    private readonly bool[] _due;
    private readonly Scope _scope;
    private readonly TimeProvider _clock;
    private int _firstDue = int.MaxValue;
    private readonly List<FormFrame> _fresh = [];
    private bool _overflowed;
    private int _nodes;
    private List<FormStep>? _steps;
    private string? _language;

    private FormSession(Form form, TimeProvider clock, int seed, ulong chance, IReadOnlyDictionary<string, string>? lastSaved)
    {
        (Form, _clock, Seed, LastSaved) = (form, clock, seed, lastSaved ?? ReadOnlyDictionary<string, string>.Empty);
        Chance = new Chance(chance);
        _due = new bool[form.Order.Steps.Length];
        _scope = new Scope(this);
        Root = new FormFrame(form, null, null, clock.LocalTimeZone);
    }

    /// <summary>The form that is being answered.</summary>
    public Form Form { get; }

    /// <summary>What the random order of choices and <c>random()</c> come from.</summary>
    public int Seed { get; private set; }

    /// <summary>The language in which calculations give words (labels of choices, names of months); the form's own unless set.</summary>
    public string Language
    {
        get => _language ?? Form.DefaultLanguage;
        set
        {
            _language = value;
            foreach (var question in Form.Questions)
                if (question.CalculationSpeaks) Due(Form.Order.Value(question));
            Settle();
        }
    }

    /// <summary>The answers of the record saved before this one, by name: what <c>${last-saved#name}</c> gives. Empty unless the caller knew them.</summary>
    public IReadOnlyDictionary<string, string> LastSaved { get; }

    internal ItemNode LastSavedDocument => field ??= LastSavedTree();
    internal FormFrame Root { get; }
    internal Chance Chance { get; }
    internal DateTimeOffset Now => _clock.GetLocalNow();
    internal TimeZoneInfo Zone => _clock.LocalTimeZone;

    internal static FormSession Begin(Form form, TimeProvider clock, int seed, IReadOnlyDictionary<string, string>? preset, IReadOnlyDictionary<string, string>? lastSaved)
    {
        var session = new FormSession(form, clock, seed, (ulong)(uint)seed, lastSaved);
        session.Populate(session.Root);
        session.AllDue();
        session.Settle();
        foreach (var (name, value) in preset ?? new Dictionary<string, string>())
        {
            if (session.Find(name) is not { Question: { IsGroup: false } question } node) throw new ArgumentException($"The form has no question {name}.", nameof(preset));
            var (text, problem) = AnswerText.Read(question, value, session.ChoicesFor(node));
            if (problem is not null) throw new ArgumentException($"The preset of {name} is no possible answer ({problem}).", nameof(preset));
            node.Preset = true;
            session.Store(node, text);
        }
        return session;
    }

    /// <summary>Answers a question. An answer that is not taken changes nothing.</summary>
    /// <param name="name">The question.</param>
    /// <param name="value">The answer: codes of <see cref="QuestionType.SelectMultiple"/> with a space between. Null or blank takes the answer back.</param>
    /// <returns>Null when the answer was taken, else why not.</returns>
    public AnswerProblem? Set(string name, string? value)
    {
        if (Find(name) is not { Question: { } question } node) return new AnswerProblem(SafeName(name), AnswerCode.UnknownQuestion);
        if (!question.IsAnswered && question.Type != QuestionType.Hidden || !node.Relevant || node.Preset) return Problem(node, AnswerCode.NotAsked);
        if (question.ReadOnly is { } readOnly && readOnly.Truth(_scope.At(node))) return Problem(node, AnswerCode.ReadOnly);
        var (text, problem) = AnswerText.Read(question, value ?? "", ChoicesFor(node));
        if (problem is not null) return Problem(node, problem);
        if (text.Length == 0 && IsRequired(node)) return Problem(node, AnswerCode.Required);
        if (text.Length > 0 && !Satisfies(node, text)) return Problem(node, AnswerCode.Constraint);
        node.Skipped = false;
        Store(node, text);
        return null;
    }

    /// <summary>Answers several questions, in the order of the form whatever the order given, so that a question made relevant by
    /// another's answer can take its own. Each that is not taken is in the result.</summary>
    public IReadOnlyList<AnswerProblem> SetAll(IReadOnlyDictionary<string, string?> answers)
    {
        var problems = new List<AnswerProblem>();
        foreach (var (name, value) in answers.OrderBy(a => Find(a.Key)?.Question?.Index ?? int.MaxValue))
            if (Set(name, value) is { } problem) problems.Add(problem);
        return problems;
    }

    /// <summary>Takes an answer back and notes that the person passed the question by.</summary>
    /// <returns>Null, or why it cannot be passed by.</returns>
    public AnswerProblem? Skip(string name)
    {
        if (Set(name, null) is { } problem) return problem;
        Find(name)!.Skipped = true;
        return null;
    }

    /// <summary>The answer, or a calculated value; null while there is none or the question is irrelevant.</summary>
    public string? Answer(string name) => Find(name) is { Text.Length: > 0 } node ? node.Text : null;

    /// <summary>How things stand with a question: answered, with a code of its own, waiting, passed by, or not asked.</summary>
    /// <exception cref="ArgumentException">The form has no such question, or it takes no answer.</exception>
    public AnswerState State(string name) => Given(name).State;

    /// <summary>The answer to a question with its state, to be read as text, number, day or codes.</summary>
    /// <exception cref="ArgumentException">The form has no such question, or it is a group.</exception>
    public GivenAnswer Given(string name) => Find(name) is { Question: { IsGroup: false } question } node
        ? new GivenAnswer(question, node.Text, StateOf(node))
        : throw new ArgumentException("The form has no question of that name.", nameof(name));

    /// <summary>Every question that takes an answer, with its address and state, in the order of the form: the row of a data set.</summary>
    public IEnumerable<(string Address, GivenAnswer Answer)> AllGiven()
    {
        foreach (var question in Form.Questions)
            if (question.IsAnswered)
                foreach (var node in FormFrame.All(Root, question)) yield return (node.Address, new GivenAnswer(question, node.Text, StateOf(node)));
    }

    private AnswerState StateOf(AnswerNode node)
    {
        if (!node.Relevant) return AnswerState.SkippedByRouting;
        if (node.Text.Length == 0) return node.Skipped ? AnswerState.Missing : AnswerState.Asked;
        return node.Text switch
        {
            SpecialCodes.DontKnow when IsSpecial(node) => AnswerState.DontKnow,
            SpecialCodes.PreferNotToSay when IsSpecial(node) => AnswerState.PreferNotToSay,
            _ => AnswerState.Answered,
        };
    }

    // A number is a code of its own where the constraint lets it through but not 97: ". <= ${age} or . = 98".
    private bool IsSpecial(AnswerNode node)
    {
        var question = node.Question!;
        if (question.IsSelect) return SpecialCodes.AreIn(question);
        return question.IsNumber && question.Constraint is not null && !Satisfies(node, SpecialCodes.Neighbour);
    }

    /// <summary>Whether the person passed that question by and has not answered since.</summary>
    public bool IsSkipped(string name) => Find(name) is { Skipped: true, Text.Length: 0 };

    /// <summary>Whether the question is asked after the answers given so far; false for a name that the form does not have.</summary>
    public bool IsRelevant(string name) => Find(name) is { Relevant: true };

    /// <summary>Whether an answer is needed now.</summary>
    public bool IsRequired(string name) => Find(name) is { } node && IsRequired(node);

    /// <summary>The choices that a question offers now: filtered, and in their random order where the form asks for one.</summary>
    public IReadOnlyList<Choice> ChoicesFor(string name) => Find(name) is { } node ? ChoicesFor(node) : [];

    /// <summary>All relevant answers and calculated values, by name, in the order of the form. What became irrelevant is not here.</summary>
    public IReadOnlyDictionary<string, string> Answers
    {
        get
        {
            var answers = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var question in Form.Questions)
                if (!question.IsGroup)
                    foreach (var node in FormFrame.All(Root, question))
                        if (node.Text.Length > 0) answers[node.Address] = node.Text;
            return answers;
        }
    }

    /// <summary>Notes that the form is finished now (questions of the type <c>end</c>), and says what stands against handing it in.</summary>
    public IReadOnlyList<AnswerProblem> Finish()
    {
        foreach (var question in Form.Questions)
            if (question.Type == QuestionType.End)
                foreach (var node in FormFrame.All(Root, question)) Store(node, Dates.Instant(Now));
        return Validate();
    }

    /// <summary>Everything that stands against handing the form in, in its order.</summary>
    public IReadOnlyList<AnswerProblem> Validate()
    {
        var problems = new List<AnswerProblem>();
        foreach (var question in Form.Questions)
        {
            if (question.IsGroup) continue;
            foreach (var node in FormFrame.All(Root, question))
            {
                if (!node.Relevant) continue;
                if (node.Text.Length == 0) { if (question.IsAnswered && IsRequired(node)) problems.Add(Problem(node, AnswerCode.Required)); }
                else if (!Satisfies(node, node.Text)) problems.Add(Problem(node, AnswerCode.Constraint));
            }
        }
        if (_overflowed) problems.Add(new AnswerProblem("", AnswerCode.TooMany));
        return problems;
    }

    internal AnswerNode? Find(string address)
    {
        if (address.Length > 500) return null;
        if ((Form.Find(null, address) ?? Form.Find(address)) is { } question) return FirstNode(question);
        var frame = Root;
        var rest = address.AsSpan();
        for (int open; (open = rest.IndexOf('[')) >= 0;)
        {
            var close = rest.IndexOf(']');
            if (close < open || Form.Find(frame.Repeat, rest[..open].ToString()) is not { Type: QuestionType.Repeat } repeat
                || !int.TryParse(rest[(open + 1)..close], out var position) || position < 1 || position > frame.Repeats[repeat.RepeatSlot].Count) return null;
            frame = frame.Repeats[repeat.RepeatSlot][position - 1];
            rest = rest[(close + 1)..].TrimStart('/');
        }
        if (rest.IsEmpty) return frame.Self;
        return Form.Find(frame.Repeat, rest.ToString()) is { Type: not QuestionType.Repeat } inner ? frame.Slots[inner.Slot] : null;
    }

    private AnswerNode? FirstNode(Question question)
    {
        foreach (var node in FormFrame.All(Root, question)) return node;
        return null;
    }

    private static AnswerProblem Problem(AnswerNode node, string code) => new(node.Address, code) { Source = node.Question };

    // A name that the form does not have was typed by someone: it may say anything, so it is not given back.
    private static string SafeName(string name) => name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '[' or ']' or '/' or '.') ? name : "";

    private bool IsRequired(AnswerNode node) => node.Question?.Required is { } required && required.Truth(_scope.At(node));

    private bool Satisfies(AnswerNode node, string text)
    {
        if (node.Question!.Constraint is not { } constraint) return true;
        var before = node.Text;
        node.Show(text);
        var holds = constraint.Truth(_scope.At(node));
        node.Show(before);
        return holds;
    }

    private string Fill(string text, Question question) => text.Contains("${", StringComparison.Ordinal) ? Fill(text, FirstNode(question) ?? Root.Self) : text;

    private string Fill(string text, AnswerNode node)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return text;
        var filled = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("${", StringComparison.Ordinal) is >= 0 and var at)
        {
            var end = rest[at..].IndexOf('}');
            if (end < 0) break;
            filled.Append(rest[..at]);
            if (Form.Find(rest[(at + 2)..(at + end)].Trim().ToString()) is { } target && FormFrame.Reach(node, target) is { Count: > 0 } found) filled.Append(found[0].Text);
            rest = rest[(at + end + 1)..];
        }
        return filled.Append(rest).ToString();
    }
}
