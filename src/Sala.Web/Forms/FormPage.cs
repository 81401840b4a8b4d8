using Sala.Countries;
using Sala.Forms;
using Sala.Help;
using Sala.Web.Reports;

namespace Sala.Web.Forms;

/// <summary>
/// One page of a form as it is shown to whoever answers: of the child's report, of a case form, of an interview. What is on it, the form decides;
/// how it looks, these partials do. It works without script.
/// </summary>
public sealed class FormPage(FormSession session, FormStep step, Language language, Texts texts)
{
    private IReadOnlyList<FormPart>? _parts;

    public FormSession Session { get; } = session;
    public FormStep Step { get; } = step;
    public Language Language { get; } = language;
    public Texts Texts { get; } = texts;

    /// <summary>By address: what stands in a field instead of the answer, because the answer was refused or the page was only drawn again.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>By address: what was wrong with what was typed.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();

    /// <summary>What is said above the fields that were refused; null for the usual words.</summary>
    public string? RefusedHead { get; init; }

    /// <summary>Addresses whose text held a file.</summary>
    public IReadOnlySet<string> HoldFiles { get; init; } = new HashSet<string>();

    /// <summary>By address: the part of a name that was looked for in a long list.</summary>
    public IReadOnlyDictionary<string, string> Searched { get; init; } = new Dictionary<string, string>();

    /// <summary>By the answers, more questions came up on this page.</summary>
    public bool HasGrown { get; init; }

    /// <summary>Pictures and sounds of the form; null where it has none.</summary>
    public FormMedia? Media { get; init; }

    /// <summary>Where to get help, for a question with sala_shows = services: no number stands in a form.</summary>
    public IReadOnlyList<HelpNumber> Services { get; init; } = [];

    /// <summary>Tells ids of this page from those of the same page in another language beside it.</summary>
    public string Prefix { get; init; } = "q-";

    /// <summary>The page of the child's way that it stands on; null elsewhere.</summary>
    public ChildPage? Child { get; init; }

    /// <summary>The same page with what stands around it.</summary>
    public FormPage In(FormMedia? media, IReadOnlyList<HelpNumber> services, string prefix) => new(Session, Step, Language, Texts)
    {
        Typed = Typed, Refused = Refused, RefusedHead = RefusedHead, HoldFiles = HoldFiles, Searched = Searched, HasGrown = HasGrown, Child = Child, Media = media, Services = services, Prefix = prefix,
    };

    public IReadOnlyList<FormPart> Parts => _parts ??= Session.PartsOn(Step);

    /// <summary>The name of the page: of its group. Null where the page is one question, which is its own heading.</summary>
    public string? Heading => !Step.Page.IsGroup ? null : Session.Text(Parts.Count > 0 && Session.InstancesAround(Step) is [.., var own] && own.Question == Step.Page ? own : new FormPart(FormPartKind.Group, Step.Page, Step.Address, []), Language.Code) is { Length: > 0 } words ? words : null;

    /// <summary>Whether the only thing on the page is its message.</summary>
    public bool IsOneThing => Heading is null && Parts is [{ Kind: FormPartKind.Question }];

    /// <summary>Names of the groups and instances that it stands in, from the outside.</summary>
    public IEnumerable<string> Around
    {
        get
        {
            var instances = Session.InstancesAround(Step);
            var groups = new List<string>();
            for (var at = Step.Page.Parent; at is not null; at = at.Parent)
            {
                var inside = instances.FirstOrDefault(i => i.Question == at);
                var words = inside is not null ? NameOf(inside) : Session.Text(new FormPart(FormPartKind.Group, at, at.Name, []), Language.Code);
                if (words.Length > 0 && groups.FirstOrDefault() != words) groups.Insert(0, words);
            }
            if (instances is [.., var last] && last.Question == Step.Page) groups.Add(NameOf(last));
            return groups;
        }
    }

    /// <summary>The questions that have a control, and so come back with the form.</summary>
    public IEnumerable<FormPart> Controls => Blocks(Parts).SelectMany(b => b.Rows is { } rows ? rows : InBlock(b.Part));

    /// <summary>Whether the page needs more than the one sheet of every page: the sheet of forms, and its script.</summary>
    public bool NeedsMore => Step.Page.IsGroup || Parts.SelectMany(p => p.Questions).Select(Field).Any(f => !f.IsPlain) || HasRepeats;

    public bool HasRepeats => Session.RepeatsAfter(Step).Count > 0 || Session.InstancesAround(Step).Any(i => i.MayChange);

    public Field Field(FormPart part) => new(this, part);

    /// <summary>Whether an answer on the page has to be given.</summary>
    public bool IsNeeded => Controls.Any(p => Session.IsRequired(p.Address));

    /// <summary>The refused fields in the order of the page.</summary>
    public IReadOnlyList<Field> RefusedFields => [.. Parts.SelectMany(p => p.Questions).Where(p => Refused.ContainsKey(p.Address)).Select(Field)];

    public string NameOf(FormPart instance) => Texts.Say("field.item", ("what", WordsOf(instance)),
        ("place", instance.Place.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("count", instance.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What a repeat calls its things; its name where the form gives no words.</summary>
    public string WordsOf(FormPart repeat) => Session.Text(repeat, Language.Code) is { Length: > 0 } words ? LabelText.Plain(words) : repeat.Question.Name;

    public string IdOf(string address) => Prefix + address.Replace('[', '-').Replace("]", "", StringComparison.Ordinal).Replace('/', '-');

    /// <summary>Parts one below the other, rows of a table taken together.</summary>
    public static IEnumerable<Block> Blocks(IReadOnlyList<FormPart> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var rows = RowsFrom(parts, i, out var next);
            if (rows is null) yield return new Block(parts[i], null);
            else
            {
                yield return new Block(parts[i], rows);
                i = next - 1;
            }
        }
    }

    // A row of labels and the rows below it, or the rows of a table-list, as far as they share their choices.
    private static List<FormPart>? RowsFrom(IReadOnlyList<FormPart> parts, int from, out int next)
    {
        next = from;
        var first = parts[from];
        if (!IsSelect(first) || first.Question.ListName.Length == 0) return null;
        var labelled = first.Question.HasAppearance("label");
        if (!labelled && first.Question.Parent?.HasAppearance("table-list") != true) return null;
        next = from + (labelled ? 1 : 0);
        var rows = new List<FormPart>();
        while (next < parts.Count && IsSelect(parts[next]) && parts[next].Question is var row && row.ListName == first.Question.ListName && row.Column("choice_filter") == first.Question.Column("choice_filter")
            && (labelled ? row.HasAppearance("list-nolabel") || row.HasAppearance("list") : !row.HasAppearance("label"))) rows.Add(parts[next++]);
        return rows.Count > (labelled ? 0 : 1) ? rows : null;
    }

    private static bool IsSelect(FormPart part) => part is { Kind: FormPartKind.Question, Question.Type: QuestionType.SelectOne or QuestionType.SelectMultiple };

    private IEnumerable<FormPart> InBlock(FormPart part) => part.Kind != FormPartKind.Question
        ? Blocks(part.Parts).SelectMany(b => b.Rows is { } rows ? rows : InBlock(b.Part))
        : part.Question.IsAnswered && !part.Question.IsFile && !Session.IsReadOnly(part.Address) ? [part] : [];
}

/// <summary>A part of a page, or rows of a table with the same choices.</summary>
/// <param name="Part">The part; the first of them, for rows.</param>
/// <param name="Rows">Null where it is no table.</param>
public sealed record Block(FormPart Part, IReadOnlyList<FormPart>? Rows);
