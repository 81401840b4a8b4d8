namespace Sala.Forms.Reading;

/// <summary>
/// What stands in a column of a row: one text, or one for each language. A text without a language beside texts that name one belongs to the
/// form's default language.
/// </summary>
internal sealed class Words
{
    public Words() { }

    public Words(string text) => Plain = text;

    /// <summary>The text where no language is named.</summary>
    public string? Plain { get; private set; }

    /// <summary>The texts by the name of their language as the heading writes it, in the order of the columns.</summary>
    public OrderedDictionary<string, string>? ByLanguage { get; private set; }

    public string First => Plain ?? ByLanguage!.GetAt(0).Value;

    public IEnumerable<(string? Language, string Text)> All => Plain is { } plain
        ? [(null, plain)]
        : ByLanguage is { } all ? all.Select(pair => ((string?)pair.Key, pair.Value)) : [];

    /// <summary>Adds a cell of the row.</summary>
    /// <param name="language">As the heading names it; null where it names none.</param>
    /// <param name="text">Never empty.</param>
    /// <param name="defaultLanguage">Of the form.</param>
    /// <param name="whole">The column stands for the whole word (label, hint): without a language it takes the place of all that came before.</param>
    public void Add(string? language, string text, string defaultLanguage, bool whole)
    {
        if (language is null)
        {
            if (whole || ByLanguage is null) (Plain, ByLanguage) = (text, null);
            else ByLanguage.TryAdd(defaultLanguage, text);
            return;
        }
        if (ByLanguage is null)
        {
            ByLanguage = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            if (Plain is { } plain && language != defaultLanguage) ByLanguage[defaultLanguage] = plain;
            Plain = null;
        }
        ByLanguage[language] = text;
    }

    public Words Change(Func<string?, string, string> change)
    {
        var changed = new Words();
        if (Plain is { } plain) changed.Plain = change(null, plain);
        else
        {
            changed.ByLanguage = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (language, text) in ByLanguage!) changed.ByLanguage[language] = change(language, text);
        }
        return changed;
    }
}
