using System.Globalization;
using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>One question as a page shows it: words, what was answered or typed, and what was wrong with it.</summary>
public sealed class Field(FormPage page, FormPart part)
{
    private const int LongestLine = 500;
    private string? _hint;

    private FormSession Session => Page.Session;

    private string Code => Page.Language.Code;

    public FormPage Page { get; } = page;

    public FormPart Part { get; } = part;

    public Question Question => Part.Question;

    public Texts Texts => Page.Texts;

    /// <summary>Whether the question is the message of its page.</summary>
    public bool IsHeading => Page.IsOneThing;

    public string Name => $"q.{Part.Address}";

    public string Id => Page.IdOf(Part.Address);

    public string Label => Session.Text(Part, Code) is { Length: > 0 } words ? words : Question.Name;

    public string? Hint => _hint ??= Session.Hint(Part, Code) ?? HintOfKind;

    public string? Guidance => Session.Guidance(Part, Code);

    /// <summary>What stands in the field: as it was typed where it was refused, else the answer.</summary>
    public string Value => Page.Typed.GetValueOrDefault(Part.Address) ?? Session.Answer(Part.Address) ?? "";

    public IReadOnlyList<string> Values => Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The answer in words, for what can only be read.</summary>
    public string ValueInWords => AnswerWords.Of(Session, Part, Page.Language, Texts);

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Refused => Page.Refused.GetValueOrDefault(Part.Address);

    public bool HoldsFile => Page.HoldFiles.Contains(Part.Address);

    public bool IsReadOnly => Question.IsAnswered && Session.IsReadOnly(Part.Address);

    public bool IsNeeded => Session.IsRequired(Part.Address);

    /// <summary>A row of a table whose rows all need an answer: it is said once, above.</summary>
    public bool NeedIsSaidAbove { get; init; }

    /// <summary>Something else on the page follows from the answer.</summary>
    public bool Moves => Session.Moves(Page.Step, Question);

    public ChoiceLayout Layout => ChoiceLayout.Of(Question, Offered.Count);

    public bool IsSelect => Question.Type is QuestionType.SelectOne or QuestionType.SelectMultiple;

    /// <summary>radio or checkbox.</summary>
    public string Tick => Question.Type == QuestionType.SelectMultiple ? "checkbox" : "radio";

    public IReadOnlyList<Choice> Offered => field ??= Session.ChoicesFor(Part.Address);

    public IEnumerable<ChoiceShown> Choices => Offered.Select(Show);

    public ChoiceShown Show(Choice choice)
    {
        var words = choice.LabelIn(Code) is null && Question.Form.Languages.All(l => choice.LabelIn(l) is null) && choice.Media("image", Code) is not null ? "" : Session.Text(Part, choice, Code);
        return new(choice, words, Values.Contains(choice.Name), Page.Media?.Of(kind => choice.Media(kind, Code)) ?? []);
    }

    /// <summary>Pictures, sounds and films that belong to the question.</summary>
    public MediaBeside Media => new(Texts, LabelText.Plain(Label), Page.Media?.Of(kind => Question.Media(kind, Code)) ?? []);

    /// <summary>The numbers of the pack's directory belong here.</summary>
    public bool ShowsServices => Question.Column("sala_shows") == "services";

    /// <summary>Shown with the one sheet of every page, as the child's report has it.</summary>
    public bool IsPlain => Media.Shown.Count == 0 && Guidance is null && !IsReadOnly && !Question.IsFile && Question.Type switch
    {
        QuestionType.SelectOne or QuestionType.SelectMultiple => Layout.IsPlain && Choices.All(c => c.Media.Count == 0),
        QuestionType.Text or QuestionType.Integer or QuestionType.Decimal or QuestionType.Time or QuestionType.Barcode or QuestionType.Acknowledge or QuestionType.Note => true,
        _ => false,
    };

    public bool IsLong => Question.Type == QuestionType.Text && (Question.HasAppearance("multiline") || Longest > LongestLine && Question.Column("bind::odk:length") is not null);

    public int Longest => int.TryParse(Question.Column("bind::odk:length"), NumberStyles.None, CultureInfo.InvariantCulture, out var longest) ? longest : Question.Type == QuestionType.Text ? 20_000 : 200;

    public int Rows => Question.Parameters.TryGetValue("rows", out var rows) && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 2, 20) : 8;

    /// <summary>Keyboard of a phone.</summary>
    public string? Keys => Question.Type switch
    {
        QuestionType.Integer => "numeric",
        QuestionType.Decimal or QuestionType.Range => "decimal",
        _ => Question.HasAppearance("numbers") ? "numeric" : Question.HasAppearance("url") ? "url" : null,
    };

    public string Described => $"{(Hint is null ? "" : Id + "-hint ")}{(Refused is null ? "" : Id + "-why")}".Trim();

    public DayTyped Day => DayTyped.Of(Value, Question, Page.Language);

    public RangeShown Range => field ??= RangeShown.Of(Question);

    private string? HintOfKind => Question.Type switch
    {
        QuestionType.SelectMultiple => Texts["question.choose_all"],
        QuestionType.Range when !Range.IsScale => Texts.Say("field.between", ("least", Range.Least), ("most", Range.Most)),
        QuestionType.Rank => Texts["field.rank_hint"],
        QuestionType.GeoPoint => Texts["field.place_hint"],
        QuestionType.GeoTrace or QuestionType.GeoShape => Texts["field.places_hint"],
        _ => null,
    };
}

/// <summary>A choice as a page shows it.</summary>
public sealed record ChoiceShown(Choice Choice, string Words, bool Chosen, IReadOnlyList<MediaShown> Media)
{
    public string Code => Choice.Name;

    /// <summary>A picture stands for the words: its description is the code.</summary>
    public MediaShown? Picture => Media.FirstOrDefault(m => m.Kind == "image");

    /// <summary>What cannot stand inside the label: it has a control of its own.</summary>
    public IReadOnlyList<MediaShown> Beside => [.. Media.Where(m => m.Kind != "image")];
}
