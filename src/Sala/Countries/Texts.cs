namespace Sala.Countries;

/// <summary>Texts of one page or part, with the mark of who read them. `Set` is the file they came from: "child", "work".</summary>
public sealed record TextGroup(string Name, string Set, Review? Review, IReadOnlyDictionary<string, string> Texts);

/// <summary>The interface texts of one language, by key: `start.headline` is the text headline of the group start.</summary>
public sealed class Texts
{
    private readonly Dictionary<string, string> _byKey;
    private readonly Dictionary<string, TextGroup> _groups;

    public Texts(string language, IEnumerable<TextGroup> groups)
    {
        Language = language;
        _groups = groups.ToDictionary(group => group.Name);
        _byKey = _groups.Values.SelectMany(group => group.Texts.Select(text => ($"{group.Name}.{text.Key}", text.Value))).ToDictionary();
    }

    public string Language { get; }

    public IReadOnlyCollection<string> Keys => _byKey.Keys;

    public IReadOnlyCollection<TextGroup> Groups => _groups.Values;

    /// <summary>A text without blanks. A text that has some is refused here: a child never reads `{time}`.</summary>
    /// <exception cref="KeyNotFoundException">No such key; the message names it.</exception>
    /// <exception cref="ArgumentException">A blank is left open; the message names it.</exception>
    public string this[string key] => Say(key);

    /// <summary>A text with every blank filled.</summary>
    public string Say(string key, params ReadOnlySpan<(string Blank, string Value)> blanks)
    {
        if (!_byKey.TryGetValue(key, out var text)) throw new KeyNotFoundException($"The pack has no text {key} in {Language}.");
        var values = new Dictionary<string, string>(blanks.Length);
        foreach (var (blank, value) in blanks) values[blank] = value;
        var open = Blanks.In(text).Where(blank => !values.ContainsKey(blank)).ToList();
        if (open.Count > 0) throw new ArgumentException($"The text {key} waits for {string.Join(", ", open)}.", nameof(blanks));
        return values.Count == 0 ? text : Blanks.Fill(text, values);
    }

    /// <summary>The text as its author wrote it, blanks and all: for checks and previews, never for a page.</summary>
    public string AsWritten(string key) => _byKey[key];

    public bool IsReviewed(string group) => _groups.TryGetValue(group, out var found) && found.Review is not null;
}
