using Sala.Forms.Expressions;
using Sala.Forms.Reading;

namespace Sala.Forms;

/// <summary>One row of the survey sheet: a question, a note, a calculation, a group or a repeat.</summary>
public sealed class Question
{
    internal Question(Form form, int index, QuestionKind kind, string typeText, string name, Cells cells, Question? parent)
    {
        (Form, Index, Kind, Type, TypeText, Name, Cells, Row, Parent) = (form, index, kind, kind.Type, typeText, name, cells, cells.Row, parent);
        Repeat = parent is null ? null : parent.Type == QuestionType.Repeat ? parent : parent.Repeat;
    }

    /// <summary>The name that answers are stored under.</summary>
    public string Name { get; }

    /// <summary>What kind of answer it takes.</summary>
    public QuestionType Type { get; }

    /// <summary>The type in the words of the XLSForm reference: <c>select_one yes_no</c>, <c>begin group</c>; old spellings of plain types stay as written.</summary>
    public string TypeText { get; }

    /// <summary>Row in the survey sheet.</summary>
    public int Row { get; }

    /// <summary>The group or repeat that holds it; null at the top.</summary>
    public Question? Parent { get; }

    /// <summary>What a group or repeat holds, in order.</summary>
    public IReadOnlyList<Question> Children => Inside;

    /// <summary>The innermost repeat that holds it; null outside repeats.</summary>
    public Question? Repeat { get; }

    /// <summary>Names of the groups that hold it, from the outside, with a slash between; empty at the top.</summary>
    public string Group => Parent is null ? "" : Parent.Group.Length == 0 ? Parent.Name : $"{Parent.Group}/{Parent.Name}";

    /// <summary>The choices as the form lists them, before any filter. Empty for questions without choices.</summary>
    public IReadOnlyList<Choice> Choices { get; internal set; } = [];

    /// <summary>Name of the list of choices, or of the file; empty where there is none.</summary>
    public string ListName { get; internal set; } = "";

    /// <summary>The column <c>appearance</c>; empty where nothing stands.</summary>
    public string Appearance => Column("appearance") ?? "";

    /// <summary>Whether the appearance names that word.</summary>
    public bool HasAppearance(string word) => Appearance.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The column <c>parameters</c> as pairs.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; internal set; } = new Dictionary<string, string>();

    /// <summary>Whether the form may ask for an answer before going on (always, or under a condition).</summary>
    public bool IsRequired => Required is not null;

    /// <summary>A group or repeat.</summary>
    public bool IsGroup => Type is QuestionType.Group or QuestionType.Repeat;

    /// <summary>A group whose questions stand on one page: a table is one too.</summary>
    public bool IsFieldList => Type is QuestionType.Group or QuestionType.Repeat && (HasAppearance("field-list") || HasAppearance("table-list"));

    /// <summary>Whether a person meets it: not a calculation, not hidden, not about the device.</summary>
    public bool IsShown => Type <= QuestionType.Osm || IsGroup;

    /// <summary>Whether a person can answer it.</summary>
    public bool IsAnswered => Type is > QuestionType.Note and <= QuestionType.Osm;

    /// <summary>Whether its answer would be a file.</summary>
    public bool IsFile => Type is QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File;

    /// <summary>The words of the question, in that language, else in the form's own, else in any. <c>${}</c> is left as written:
    /// <see cref="FormSession.Text(Question, string)"/> fills it in and words it for the person who answers.</summary>
    public string? Label(string language) => In("label", language);

    /// <summary>The hint below the question.</summary>
    public string? Hint(string language) => In("hint", language);

    /// <summary>The longer guidance for who asks.</summary>
    public string? Guidance(string language) => In("guidance_hint", language);

    /// <summary>What to say when the constraint does not hold; null where the form says nothing of its own.</summary>
    public string? ConstraintMessage(string language) => In("constraint_message", language);

    /// <summary>What to say when an answer is needed; null where the form says nothing of its own.</summary>
    public string? RequiredMessage(string language) => In("required_message", language);

    /// <summary>File name of an image, audio, video or big-image; null where there is none.</summary>
    public string? Media(string kind, string language) => In(kind, language);

    /// <summary>A text of that very language (label, hint, guidance_hint, constraint_message, required_message); null where it is missing.</summary>
    public string? TextIn(string column, string language) => Texts.TryGetValue(column, out var text) ? text.Exactly(Form.LanguageIndex(language)) : null;

    /// <summary>Any column of the survey sheet as it stands, such as <c>relevant</c> or one that the pack adds; null where it is empty or unknown.</summary>
    public string? Column(string name) => Columns.TryGetValue(name, out var value) ? value : null;

    /// <summary>The form that it belongs to.</summary>
    public Form Form { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal string? In(string column, string language) => Texts.TryGetValue(column, out var text) ? text.In(Form.LanguageIndex(language)) : null;

    internal int Index { get; }

    /// <summary>What the type means in an XForm.</summary>
    internal QuestionKind Kind { get; }

    /// <summary>The row of the survey sheet.</summary>
    internal Cells Cells { get; }

    /// <summary>Whether a range has steps between whole numbers.</summary>
    internal bool HasDecimals { get; set; }

    /// <summary>For the first row of choices in a table-list: the group.</summary>
    internal Question? TableHead { get; set; }

    internal bool IsTableRow { get; set; }

    /// <summary>The entity list and property that the answer is saved to.</summary>
    internal (string List, string Property)? SavesTo { get; set; }

    internal int Slot { get; set; }
    internal int InnerSlots { get; set; }
    internal List<Question> InnerRepeats { get; } = [];
    internal string Key { get; set; } = "";
    internal int RepeatSlot { get; set; }
    internal List<Question> Inside { get; } = [];
    internal Dictionary<string, LocalText> Texts { get; } = new(StringComparer.Ordinal);
    internal Dictionary<WordingKey, LocalText> Wordings { get; } = [];
    internal Dictionary<string, string> Columns { get; } = new(StringComparer.OrdinalIgnoreCase);
    internal Dictionary<string, Choice> ChoiceByName { get; set; } = [];
    internal ItemNode? Items { get; set; }

    /// <summary>The choice of each item of <see cref="Items"/>; null for an item without a code.</summary>
    internal Choice?[] ItemChoices { get; set; } = [];

    /// <summary>What <c>${name}</c> means to every rule, made when the first one uses it.</summary>
    internal Compiled? AsReference { get; set; }

    internal Compiled? Relevant { get; set; }
    internal Compiled? Constraint { get; set; }
    internal Compiled? Required { get; set; }
    internal Compiled? ReadOnly { get; set; }
    internal Compiled? Calculation { get; set; }
    internal Compiled? ChoiceFilter { get; set; }
    internal ItemKey? ChoiceKey { get; set; }
    internal Compiled? RepeatCount { get; set; }
    internal Compiled? Default { get; set; }
    internal bool DefaultIsWorkedOut { get; set; }
    internal bool IsShuffled => Parameters.TryGetValue("randomize", out var randomise) && randomise.Equals("true", StringComparison.OrdinalIgnoreCase);
    internal Question? Trigger { get; set; }
    internal Compiled? Seed { get; set; }
    internal bool CalculationVaries { get; set; }
    internal bool CalculationSpeaks { get; set; }

    /// <summary>The question in a repeat whose answers are the choices here.</summary>
    internal Question? ChoiceSource { get; set; }
    internal bool IsNumber => Type is QuestionType.Integer or QuestionType.Decimal or QuestionType.Range;
    internal bool IsSelect => Type is QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank;
}
