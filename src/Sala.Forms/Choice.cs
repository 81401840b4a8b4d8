using Sala.Forms.Reading;

namespace Sala.Forms;

/// <summary>One answer that a question offers.</summary>
public sealed class Choice
{
    private readonly Form _form;
    private readonly LocalText? _label;
    private readonly Dictionary<string, LocalText> _media;

    internal Choice(Form form, string name, LocalText? label, IReadOnlyDictionary<string, string> columns, Dictionary<string, LocalText> media, Cells cells) =>
        (_form, Name, _label, Columns, _media, Cells, Row) = (form, name, label, columns, media, cells, cells.Row);

    /// <summary>A choice of a data file.</summary>
    internal Choice(Form form, string name, LocalText? label, IReadOnlyDictionary<string, string> columns) : this(form, name, label, columns, [], Cells.None) { }

    /// <summary>The code that is stored.</summary>
    public string Name { get; }

    /// <summary>The other columns of the choices sheet: for filters, and for whatever a pack adds. Empty cells are left out.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; }

    /// <summary>Row in the choices sheet; 0 for a choice that no sheet holds.</summary>
    public int Row { get; }

    /// <summary>The cell of a column, null where it is empty or unknown.</summary>
    public string? Column(string name) => Columns.TryGetValue(name, out var value) ? value : null;

    /// <summary>The words to show, in that language, else in the form's own, else in any; the code where there are none. <c>${}</c> is left as written.</summary>
    public string Label(string language) => _label?.In(_form.LanguageIndex(language)) ?? Name;

    /// <summary>The words of that very language; null where they are missing.</summary>
    public string? LabelIn(string language) => _label?.Exactly(_form.LanguageIndex(language));

    /// <summary>File name of an image, audio, video or big-image; null where there is none.</summary>
    public string? Media(string kind, string language) => _media.TryGetValue(kind, out var text) ? text.In(_form.LanguageIndex(language)) : null;

    internal LocalText? Words => _label;
    internal bool HasMedia => _media.Count > 0;
    internal bool IsPinned => Column("pinned") is { } pinned && FormReader.YesNo(pinned) == true;

    /// <summary>The row of the choices sheet, without its list.</summary>
    internal Cells Cells { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
