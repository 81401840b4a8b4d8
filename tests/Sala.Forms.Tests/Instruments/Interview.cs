namespace Sala.Forms.Tests.Instruments;

/// <summary>One interview from the first page to the last: what the table says is answered, the rest by chance.</summary>
internal sealed class Interview
{
    private readonly Random _chance;
    private readonly IReadOnlyDictionary<string, string> _says;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private Interview(FormSession session, int seed, IReadOnlyDictionary<string, string> says) => (Session, _chance, _says) = (session, new Random(seed), says);

    public FormSession Session { get; }

    /// <summary>The questions and notes that were met, in their order.</summary>
    public List<string> Met { get; } = [];

    /// <summary>Walks the form. A said answer of "skip" passes the question by.</summary>
    public static Interview Of(FormSession session, int seed, IReadOnlyDictionary<string, string>? says = null)
    {
        var interview = new Interview(session, seed, says ?? new Dictionary<string, string>());
        while (session.Steps.FirstOrDefault(s => !interview._seen.Contains(s.Address)) is { } step)
        {
            interview._seen.Add(step.Address);
            // What an answer adds to the page is answered too.
            while (session.PartsOn(step).SelectMany(p => p.Questions).FirstOrDefault(p => !interview._seen.Contains($"on {p.Address}")) is { } part)
            {
                interview._seen.Add($"on {part.Address}");
                interview.Met.Add(part.Question.Name);
                if (part.Question.IsAnswered) interview.Answer(part.Question, part.Address);
            }
        }
        return interview;
    }

    private void Answer(Question question, string address)
    {
        if (_says.TryGetValue(question.Name, out var said))
        {
            if (said == "skip") Assert.Null(Session.Skip(address));
            else Assert.True(Session.Set(address, said) is null, $"{address} does not take {said}");
            return;
        }
        for (var tries = 0; tries < 600; tries++)
        {
            var (answer, choices) = ("", Session.ChoicesFor(address));
            switch (question.Type)
            {
                case QuestionType.SelectOne: answer = Pick(choices).Name; break;
                case QuestionType.SelectMultiple: answer = string.Join(' ', Enumerable.Range(0, Math.Max(1, _chance.Next(5) - 1)).Select(_ => Pick(choices).Name).Distinct()); break;
                case QuestionType.Integer: answer = _chance.Next(tries < 400 ? 20 : 101).ToString(System.Globalization.CultureInfo.InvariantCulture); break;
                case QuestionType.Date: answer = $"2026-1{_chance.Next(3)}-{_chance.Next(1, 29):00}"; break;
                case QuestionType.Time: answer = $"{_chance.Next(10, 24)}:30"; break;
                case QuestionType.Acknowledge: answer = "OK"; break;
                case QuestionType.Text: answer = "made up"; break;
                default: Assert.Fail($"{question.Name} is of a type that no form of ours uses: {question.TypeText}"); break;
            }
            if (Session.Set(address, answer) is null) return;
        }
        Assert.Fail($"No answer was taken by {address}.");
    }

    private Choice Pick(IReadOnlyList<Choice> choices) => choices[_chance.Next(choices.Count)];
}
