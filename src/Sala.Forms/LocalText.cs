namespace Sala.Forms;

/// <summary>One text in the languages of a form, held by the language's place in <see cref="Form.Languages"/>.</summary>
internal sealed class LocalText(int languages, int fallback)
{
    private readonly string?[] _texts = new string?[languages];

    public string? this[int language] { set => _texts[language] = value; }

    public string? Exactly(int language) => (uint)language < (uint)_texts.Length ? _texts[language] : null;

    /// <summary>That language, else the form's own, else the first that has a text.</summary>
    public string? In(int language) => Exactly(language) ?? _texts[fallback] ?? Array.Find(_texts, t => t is not null);

    public IEnumerable<(int Language, string Text)> All
    {
        get
        {
            for (var i = 0; i < _texts.Length; i++)
                if (_texts[i] is { } text) yield return (i, text);
        }
    }
}
