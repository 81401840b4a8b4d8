using System.Globalization;
using Sala.Countries;
using Sala.Forms;
using Sala.Reports;

namespace Sala.Web.Reports;

/// <summary>One question as a page shows it: words, what was answered or typed, and what was wrong with it.</summary>
public sealed class Field(TellModel page, Question question, bool isHeading)
{
    private const int LongestLine = 500;

    private FormSession Session => Page.Report!.Session;

    public TellModel Page { get; } = page;

    public Texts Texts => Page.Texts;

    public Question Question { get; } = question;

    /// <summary>Whether the question is the message of its page.</summary>
    public bool IsHeading { get; } = isHeading;

    public string Name => $"q.{Question.Name}";

    public string Id => $"q-{Question.Name}";

    public string Label => Session.Text(Question, Page.Code);

    public string? Hint => Session.Hint(Question, Page.Code) ?? (Question.Type == QuestionType.SelectMultiple ? Texts["question.choose_all"] : null);

    public string? Guidance => Question.Guidance(Page.Code);

    /// <summary>What stands in the field: as it was typed where it was refused, else the answer.</summary>
    public string Value => Page.Visit.Typed.GetValueOrDefault(Question.Name) ?? Session.Answer(Question.Name) ?? "";

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Refused => Page.Visit.Refused.GetValueOrDefault(Question.Name) is not { } why ? null : why == Refusal.EmbeddedFile ? Texts["image.not_kept"] : why;

    public bool HoldsFile => Page.Visit.Refused.GetValueOrDefault(Question.Name) == Refusal.EmbeddedFile;

    public IEnumerable<(string Code, string Words, bool Chosen)> Choices
    {
        get
        {
            var chosen = Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Session.ChoicesFor(Question.Name).Select(c => (c.Name, Session.Text(Question, c, Page.Code), chosen.Contains(c.Name)));
        }
    }

    /// <summary>A long list: a native select takes less of a small screen.</summary>
    public bool IsList => Question.Type == QuestionType.SelectOne && (Question.HasAppearance("minimal") || Question.Choices.Count > 20);

    public bool IsLong => Question.Type == QuestionType.Text && (Question.HasAppearance("multiline") || Longest > LongestLine);

    public int Longest => int.TryParse(Question.Column("bind::odk:length"), NumberStyles.None, CultureInfo.InvariantCulture, out var longest) ? longest : Question.Type == QuestionType.Text ? 20_000 : 200;

    /// <summary>Keyboard of a phone.</summary>
    public string? Keys => Question.Type switch { QuestionType.Integer => "numeric", QuestionType.Decimal => "decimal", _ => null };

    public string Described => $"{(Hint is null ? "" : Id + "-hint ")}{(Refused is null ? "" : Id + "-why")}".Trim();
}
