using Sala.Forms;

namespace Sala.Web.Reports.Work;

/// <summary>The words of coded facts, taken from the choices of the form that asks for them.</summary>
public sealed class FactWords(Form form, string language)
{
    /// <summary>The facts that the form asks for, in its order.</summary>
    public IReadOnlyList<string> Facts { get; } =
        [.. form.Questions.Where(q => q.Type is QuestionType.SelectOne or QuestionType.SelectMultiple && q.Column("sala_fact") is { Length: > 0 }).Select(q => q.Column("sala_fact")!).Distinct()];

    public IReadOnlyList<Choice> Choices(string fact) => QuestionOf(fact)?.Choices ?? [];

    public bool TakesSeveral(string fact) => QuestionOf(fact)?.Type == QuestionType.SelectMultiple;

    public string Label(string fact) => QuestionOf(fact)?.Label(language) ?? fact;

    /// <summary>A code that an older form offered stands as it is.</summary>
    public string Label(string fact, string code) => Choices(fact).FirstOrDefault(c => c.Name == code)?.Label(language) ?? code;

    public string Labels(string fact, IEnumerable<string> codes) => string.Join("; ", codes.Select(code => Label(fact, code)));

    private Question? QuestionOf(string fact) => form.Questions.FirstOrDefault(q => q.Column("sala_fact") == fact);
}
