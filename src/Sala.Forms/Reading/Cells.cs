namespace Sala.Forms.Reading;

/// <summary>One row of a sheet, by the canonical names of its columns and in their order. Empty cells are not there.</summary>
internal sealed class Cells(int row)
{
    private readonly OrderedDictionary<string, Words> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _headings = new(StringComparer.Ordinal);

    public static readonly Cells None = new(0);

    /// <summary>As the spreadsheet counts, from 1.</summary>
    public int Row { get; } = row;

    public int Count => _words.Count;

    public IEnumerable<KeyValuePair<string, Words>> All => _words;

    public Words? this[string column] => _words.GetValueOrDefault(column);

    /// <summary>The cell of a column that has no languages; null where it is empty.</summary>
    public string? Text(string column) => _words.TryGetValue(column, out var words) ? words.First : null;

    public bool Has(string column) => _words.ContainsKey(column);

    /// <summary>The heading that the author wrote above the column; its canonical name for what the reader put in.</summary>
    public string Heading(string column, string? language = null) =>
        _headings.GetValueOrDefault(language is null ? column : $"{column}::{language}") ?? _headings.GetValueOrDefault(column) ?? column;

    public void Add(Column column, string text, string defaultLanguage)
    {
        if (!_words.TryGetValue(column.Name, out var words)) _words[column.Name] = words = new Words();
        words.Add(column.Language, text, defaultLanguage, column.IsWhole);
        _headings[column.Key] = column.Raw;
    }

    public void Put(string column, string text) => _words[column] = new Words(text);

    public void Put(string column, Words words) => _words[column] = words;

    public void Remove(string column) => _words.Remove(column);

    public Cells Change(Func<string?, string, string> change)
    {
        var changed = new Cells(Row);
        foreach (var (column, words) in _words) changed._words[column] = words.Change(change);
        foreach (var (column, heading) in _headings) changed._headings[column] = heading;
        return changed;
    }

    /// <summary>Reads a row under its headings.</summary>
    public static Cells Read(Sheets.SheetRow row, List<Column> columns, string defaultLanguage, Func<Column, string, string> clean)
    {
        var cells = new Cells(row.Number);
        foreach (var column in columns)
            if (FormReader.Clean(row[column.Index]) is { } text) cells.Add(column, clean(column, text), defaultLanguage);
        return cells;
    }
}
