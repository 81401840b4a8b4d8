namespace Sala.Forms.Sheets;

/// <summary>The sheets of a form as text, before any meaning. Cells keep the text of the file.</summary>
public sealed class Workbook
{
    private readonly List<Sheet> _sheets = [];

    /// <summary>The sheets in the order of the file.</summary>
    public IReadOnlyList<Sheet> Sheets => _sheets;

    /// <summary>The sheet of that name, letter case aside; null where there is none.</summary>
    public Sheet? this[string name] => _sheets.Find(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it came from a spreadsheet program, where a sheet may be named anything.</summary>
    internal bool IsSpreadsheet { get; init; }

    /// <summary>How many cells its rows have.</summary>
    internal int Cells { get; set; }

    /// <summary>Reads a workbook from a file; the format comes from the file's ending (.xlsx, .xls, .csv, .md, .json). A folder is read as one .csv for each sheet.</summary>
    /// <exception cref="FormException">The file cannot be read, or breaks a limit of <see cref="WorkbookLimits"/>.</exception>
    public static Workbook Read(string path)
    {
        try
        {
            if (Directory.Exists(path)) return CsvReader.ReadFolder(path);
            var format = Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".XLSX" or ".XLSM" => FormFormat.Xlsx,
                ".XLS" => FormFormat.Xls,
                ".CSV" => FormFormat.Csv,
                ".JSON" => FormFormat.Json,
                ".MD" or ".MARKDOWN" => FormFormat.Markdown,
                var other => throw new FormException(Messages.UnknownFileEnding(other)),
            };
            using var file = File.OpenRead(path);
            return Read(file, format);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormException(Messages.FileNotReadable);
        }
    }

    /// <summary>Reads a workbook from a stream, which may be of any kind and is read once. Workbooks of Excel are told apart by what they hold.</summary>
    /// <exception cref="FormException">As for a file.</exception>
    public static Workbook Read(Stream stream, FormFormat format)
    {
        var bytes = WorkbookLimits.ReadAll(stream);
        if (format is FormFormat.Xlsx or FormFormat.Xls)
            format = bytes.AsSpan().StartsWith("PK"u8) ? FormFormat.Xlsx : bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? FormFormat.Xls : format;
        return format switch
        {
            FormFormat.Xlsx => XlsxReader.Read(bytes),
            FormFormat.Xls => XlsReader.Read(bytes),
            FormFormat.Json => WorkbookText.ReadJson(WorkbookLimits.Decode(bytes)),
            FormFormat.Csv => CsvReader.Read(WorkbookLimits.Decode(bytes)),
            _ => MarkdownReader.Read(WorkbookLimits.Decode(bytes)),
        };
    }

    /// <summary>Reads Markdown tables.</summary>
    /// <exception cref="FormException">A limit of <see cref="WorkbookLimits"/> is broken.</exception>
    public static Workbook ReadMarkdown(string markdown) => MarkdownReader.Read(markdown);

    /// <summary>Writes one CSV with all sheets, as pyxform reads it.</summary>
    public void WriteCsv(Stream stream) => WriteText(stream, WorkbookText.Csv(this));

    /// <summary>Writes Markdown tables, as pyxform reads them.</summary>
    public void WriteMarkdown(Stream stream) => WriteText(stream, WorkbookText.Markdown(this));

    /// <summary>Writes JSON: for each sheet its <c>columns</c> and its <c>rows</c>, each an object from heading to text.</summary>
    public void WriteJson(Stream stream) => WriteText(stream, WorkbookText.Json(this));

    private static void WriteText(Stream stream, string text) => stream.Write(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes an Excel workbook. Same sheets, same bytes.</summary>
    public void WriteXlsx(Stream stream) => XlsxWriter.Write(this, stream);

    internal Sheet Add(string name)
    {
        if (_sheets.Count >= WorkbookLimits.Sheets) throw new FormException(Messages.TooManySheets);
        var sheet = new Sheet(this, name);
        _sheets.Add(sheet);
        return sheet;
    }
}

/// <summary>One sheet: a row of headings and the rows below it.</summary>
public sealed class Sheet
{
    private readonly Workbook _workbook;
    private readonly List<SheetRow> _rows = [];
    private long _characters;

    internal Sheet(Workbook workbook, string name) => (_workbook, Name) = (workbook, name);

    /// <summary>The name on the tab.</summary>
    public string Name { get; }

    /// <summary>The rows that hold anything, the row of headings first.</summary>
    public IReadOnlyList<SheetRow> Rows => _rows;

    internal void Add(int number, string?[] cells)
    {
        var last = cells.Length;
        while (last > 0 && string.IsNullOrWhiteSpace(cells[last - 1])) last--;
        if (last == 0) return;
        if (_rows.Count >= WorkbookLimits.Rows) throw new FormException(Name, number, Messages.TooManyRows);
        if (last > WorkbookLimits.Columns) throw new FormException(Name, number, Messages.TooManyColumns);
        if ((_workbook.Cells += last) > WorkbookLimits.Cells) throw new FormException(Name, number, Messages.TooManyCells);
        for (var i = 0; i < last; i++)
        {
            if (cells[i] is not { } cell) continue;
            if (cell.Length > WorkbookLimits.CellLength) throw new FormException(Name, number, Messages.CellTooLong);
            _characters += cell.Length;
            cells[i] = XmlText.Of(cell); // word processors leave vertical tabs and the like; nothing further could hold them
        }
        if (_characters > WorkbookLimits.Characters) throw new FormException(Name, number, Messages.SheetTooLarge);
        _rows.Add(new SheetRow(number, last == cells.Length ? cells : cells[..last]));
    }
}

/// <summary>One row that holds something.</summary>
/// <param name="Number">As the spreadsheet counts, from 1.</param>
/// <param name="Cells">From column A; null where nothing stands.</param>
public readonly record struct SheetRow(int Number, IReadOnlyList<string?> Cells)
{
    internal string? this[int column] => column < Cells.Count ? Cells[column] : null;
}
