using Sala.Forms;

namespace Sala.Surveys.Sample;

/// <summary>Answers a form for a made-up person: what is decided beforehand, and for every other question that the form asks an answer by chance.
/// The form alone says what is asked, so the rows fit it by construction.</summary>
internal sealed class FormFiller
{
    private readonly Form _form;
    private readonly IReadOnlyDictionary<string, string[]> _usual;

    /// <param name="form">The form.</param>
    /// <param name="usual">For some questions the codes that most people choose, each as often as it stands there.</param>
    public FormFiller(Form form, IReadOnlyDictionary<string, string[]> usual)
    {
        (_form, _usual) = (form, usual);
        Columns = [.. form.Questions.Where(q => q.IsAnswered && q.Repeat is null && q.Type != QuestionType.Acknowledge && q.Column("bind::sala:keep") is null).Select(q => q.Name)];
    }

    /// <summary>Questions that have a column in the data.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The answers of one person, by column; null where the form did not ask.</summary>
    /// <exception cref="InvalidOperationException">What was decided is no answer that the form takes: an error of the generator.</exception>
    public string?[] Fill(IReadOnlyDictionary<string, string> decided, Random random)
    {
        var session = _form.Start(OneDay, 1);
        foreach (var (name, value) in decided)
            if (_form[name].Type == QuestionType.Hidden && session.Set(name, value) is { } problem) throw new InvalidOperationException($"{name}: {problem.Code}");
        foreach (var question in _form.Questions)
        {
            if (!question.IsAnswered || question.Repeat is not null || !session.IsRelevant(question.Name)) continue;
            if (decided.TryGetValue(question.Name, out var value))
            {
                if (session.Set(question.Name, value) is { } problem) throw new InvalidOperationException($"{question.Name}: {problem.Code}");
                continue;
            }
            for (var attempt = 0; attempt < 20; attempt++)
                if (session.Set(question.Name, ByChance(question, session, random)) is null) break;
        }
        return [.. Columns.Select(c => session.IsRelevant(c) ? session.Answer(c) : null)];
    }

    private string ByChance(Question question, FormSession session, Random random)
    {
        if (_usual.TryGetValue(question.Name, out var usual)) return usual[random.Next(usual.Length)];
        switch (question.Type)
        {
            case QuestionType.Acknowledge: return "OK";
            case QuestionType.Integer: return $"{random.Next(0, 11)}";
        }
        var codes = session.ChoicesFor(question.Name).Select(c => c.Name).ToList();
        var special = codes.Where(c => c is "98" or "99").ToList();
        if (special.Count > 0 && random.Next(50) == 0) return special[random.Next(special.Count)];
        var alone = codes.Where(c => c is "0" && question.Type == QuestionType.SelectMultiple).ToList();
        if (alone.Count > 0 && random.Next(6) == 0) return alone[0];
        codes = [.. codes.Except(special).Except(alone).Where(c => c is not ("20" or "97") && !(question.Type == QuestionType.SelectMultiple && question.Name == "rk_meetfeel" && c == "3"))];
        if (codes.Count == 0) return special.Count > 0 ? special[0] : "";
        if (question.Type != QuestionType.SelectMultiple) return codes[Math.Min(random.Next(codes.Count), random.Next(codes.Count))];
        return string.Join(' ', codes.Where(c => random.NextDouble() < 0.25).DefaultIfEmpty(codes[random.Next(codes.Count)]));
    }

    /// <summary>The made-up interviews all take place at one moment, so that the sample is the same whenever it is made.</summary>
    private static readonly TimeProvider OneDay = new Still();

    private sealed class Still : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
