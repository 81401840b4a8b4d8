using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>
/// The texts of a form by language (itext of the ODK XForms specification, Languages). A text that a language lacks is "-" there, as pyxform writes it:
/// clients do not fall back by themselves.
/// </summary>
internal sealed class Texts
{
    /// <summary>One form of a text: the words or the file, and the element whose references it uses.</summary>
    public sealed record Value(string Text, Element? Context);

    private readonly OrderedDictionary<string, OrderedDictionary<string, OrderedDictionary<string, Value>>> _languages = new(StringComparer.Ordinal);
    private readonly string _default;

    public const string Missing = "-";
    public const string Long = "long";
    public const string GuidanceForm = "guidance";

    private Texts(string defaultLanguage) => _default = defaultLanguage;

    /// <summary>Languages, ids of texts, forms of a text (long, guidance, image, big-image, audio, video).</summary>
    public IEnumerable<KeyValuePair<string, OrderedDictionary<string, OrderedDictionary<string, Value>>>> Languages => _languages;

    public bool IsEmpty => _languages.Count == 0;

    public string DefaultLanguage => _default;

    public static Texts Of(Form form, Element root)
    {
        var texts = new Texts(form.DefaultLanguageName);
        foreach (var (list, choices) in form.Lists)
            if (NeedsText(choices))
                for (var i = 0; i < choices.Count; i++) texts.Choice($"{list}-{i}", choices[i]);
        var elements = root.SelfAndDescendants().Where(e => e.Kind != ElementKind.Attribute).ToList();
        foreach (var element in elements) texts.Words(element);
        foreach (var element in elements)
            foreach (var (kind, words) in element.Media) texts.Add($"{element.Path}:label", kind, words, null);
        texts.FillUp();
        texts.Order(form);
        return texts;
    }

    // The default language, then the others as the headings of the survey sheet name them: where none is the default, clients show the first.
    private void Order(Form form)
    {
        var order = form.SurveyColumns.Concat(form.ChoiceColumns).Select(c => c.Language).OfType<string>().Prepend(_default).Distinct().ToList();
        var sorted = _languages.OrderBy(l => order.IndexOf(l.Key) is >= 0 and var place ? place : int.MaxValue).ToList();
        _languages.Clear();
        foreach (var (language, ids) in sorted) _languages[language] = ids;
    }

    /// <summary>Whether the choices of a list are shown by itext: they have languages, media or references.</summary>
    public static bool NeedsText(IReadOnlyList<Choice> choices) => choices.Any(c =>
        c.Cells.All.Any(w => w.Key is "image" or "audio" or "video" or "big-image") || c.Cells["label"] is { } label && (label.ByLanguage is not null || Names.HasReference(label.First)));

    /// <summary>Whether a message of a bind is a text of its own rather than an attribute.</summary>
    public static bool IsText(string attribute, Words words) => attribute is "jr:constraintMsg" or "jr:requiredMsg"
        ? words.ByLanguage is not null || Names.HasReference(words.First)
        : attribute == "jr:noAppErrorString" && words.ByLanguage is not null;

    private void Choice(string id, Choice choice)
    {
        foreach (var (column, words) in choice.Cells.All)
            if (column == "label") Add(id, Long, words, null);
        foreach (var (column, words) in choice.Cells.All)
            if (column is "image" or "audio" or "video" or "big-image") Add(id, column, words, null);
    }

    private void Words(Element element)
    {
        foreach (var (attribute, words) in element.Bind)
            if (IsText(attribute, words)) Add($"{element.Path}:{attribute}", Long, words, element);
        if (element is { NeedsText: true, Label: { } label }) Add($"{element.Path}:label", Long, label, element);
        if (element.Hint is { } hint && (hint.ByLanguage is not null || element.Guidance is not null)) Add($"{element.Path}:hint", Long, hint, element);
        if (element.Guidance is { } guidance) Add($"{element.Path}:hint", GuidanceForm, guidance, element);
    }

    private void Add(string id, string form, Words words, Element? context)
    {
        foreach (var (language, text) in words.All)
        {
            var key = language ?? _default;
            if (!_languages.TryGetValue(key, out var ids)) _languages[key] = ids = new(StringComparer.Ordinal);
            if (!ids.TryGetValue(id, out var forms)) ids[id] = forms = new(StringComparer.Ordinal);
            forms[form] = new Value(text, context);
        }
    }

    private void FillUp()
    {
        var all = new OrderedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (_, ids) in _languages)
            foreach (var (id, forms) in ids)
            {
                if (!all.TryGetValue(id, out var known)) all[id] = known = [];
                known.UnionWith(forms.Keys);
            }
        foreach (var (_, ids) in _languages)
            foreach (var (id, known) in all)
            {
                if (!ids.TryGetValue(id, out var forms)) ids[id] = forms = new(StringComparer.Ordinal);
                foreach (var form in known) forms.TryAdd(form, new Value(Missing, null));
            }
    }
}
