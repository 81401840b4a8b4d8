using System.Text;

namespace Sala.Forms.Sheets;

/// <summary>
/// Reads a workbook of Excel before 2007 (.xls: BIFF8, and BIFF5 of Excel 5 and 95). Only records that hold something make cells: what a sheet or
/// a row says of its size is not asked.
/// </summary>
internal sealed class XlsReader
{
    // Kinds of records ([MS-XLS] 2.3).
    private const int Bof = 0x809, Eof = 0x0A, BoundSheet = 0x85, SharedStrings = 0xFC, NumberFormat = 0x41E, CellStyle = 0xE0, Date1904 = 0x22, CodePage = 0x42, FilePass = 0x2F;
    private const int LabelShared = 0xFD, Label = 0x204, RichLabel = 0xD6, Number = 0x203, Rk = 0x27E, ManyRk = 0xBD, BoolOrError = 0x205, Formula = 0x06, FormulaText = 0x207;

    private const int Columns = 256;

    private readonly byte[] _stream;
    private readonly List<(string Name, int At)> _sheets = [];
    private readonly List<string> _shared = [];
    private readonly Dictionary<int, string> _formats = [];
    private readonly List<int> _styles = [];
    private readonly List<bool> _dates = [];
    private bool _from1904;
    private Encoding? _narrow;
    private long _walked;

    static XlsReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private XlsReader(byte[] stream) => _stream = stream;

    public static Workbook Read(byte[] bytes)
    {
        try
        {
            if (!CompoundFile.Is(bytes)) return new XlsReader(bytes).Read();
            var file = new CompoundFile(bytes);
            return new XlsReader(file.Stream("Workbook") ?? file.Stream("Book") ?? throw Damaged()).Read();
        }
        catch (ArgumentOutOfRangeException) // a record, a chain or a text that goes on beyond its end
        {
            throw Damaged();
        }
    }

    private Workbook Read()
    {
        ReadGlobals();
        var workbook = new Workbook { IsSpreadsheet = true };
        foreach (var (name, at) in _sheets) ReadSheet(workbook.Add(name.Trim()), at);
        return workbook;
    }

    private void ReadGlobals()
    {
        var records = new BiffRecords(_stream, 0, null);
        records.Read();
        var version = records.Kind == Bof ? records.UInt16() : 0;
        if (version is not (0x600 or 0x500)) throw Damaged();
        if (version == 0x500) _narrow = records.Narrow = Encoding.GetEncoding(1252);
        for (records.Read(); records.Kind != Eof; records.Read())
            switch (records.Kind)
            {
                case FilePass: throw new FormException(Messages.OldWorkbookLocked);
                case CodePage when _narrow is not null: _narrow = records.Narrow = NarrowOf(records.UInt16()); break;
                case Date1904: _from1904 = records.UInt16() == 1; break;
                case NumberFormat: _formats[records.UInt16()] = records.Text(_narrow is null ? records.UInt16() : records.Byte()); break;
                case CellStyle:
                    records.Skip(2);
                    _styles.Add(records.UInt16());
                    break;
                case BoundSheet:
                    var at = records.UInt32();
                    if ((records.UInt16() & 0xFF00) == 0) _sheets.Add((records.Text(records.Byte()), (int)Math.Min(at, int.MaxValue))); // 0: cells, not a chart or a macro
                    break;
                case SharedStrings:
                    records.Skip(4);
                    for (var left = records.UInt32(); left > 0 && (records.Left > 0 || records.Continues); left--) _shared.Add(records.Text(records.UInt16()));
                    break;
            }
        foreach (var format in _styles) _dates.Add(SheetDates.IsDate(format, _formats.GetValueOrDefault(format)));
    }

    private static Encoding NarrowOf(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(1252);

    private void ReadSheet(Sheet sheet, int at)
    {
        var cells = new List<(int Row, int Column, string Text)>();
        var records = new BiffRecords(_stream, at, _narrow);
        records.Read();
        if (records.Kind != Bof) throw Damaged();
        var (row, column, within) = (0, 0, 0);
        for (records.Read(); records.Kind != Eof || within > 0; records.Read())
        {
            if (records.Kind == Bof) within++; // a chart in the sheet
            else if (records.Kind == Eof) within--;
            if (within > 0) continue;
            if (records.Kind is LabelShared or Label or RichLabel or Number or Rk or ManyRk or BoolOrError or Formula) (row, column) = (records.UInt16(), records.UInt16());
            switch (records.Kind)
            {
                case LabelShared:
                    records.Skip(2);
                    var shared = records.UInt32();
                    Add(shared < _shared.Count ? _shared[(int)shared] : throw Damaged());
                    break;
                case Label or RichLabel:
                    records.Skip(2);
                    Add(records.Text(records.UInt16()));
                    break;
                case Number: Add(NumberText(records.UInt16(), records.Double())); break;
                case Rk: Add(NumberText(records.UInt16(), records.Rk())); break;
                case ManyRk:
                    for (; records.Left >= 8; column++) Add(NumberText(records.UInt16(), records.Rk()));
                    break;
                case BoolOrError:
                    records.Skip(2);
                    var value = records.Byte();
                    if (records.Byte() == 0) Add(value == 0 ? "FALSE" : "TRUE");
                    break;
                case Formula: Add(Result(records.UInt16(), records.UInt64())); break;
                case FormulaText: Add(records.Text(records.UInt16())); break;
            }
        }
        // Each sheet lies in a place of its own: a file in which a hundred are the same one is none that a program wrote.
        if ((_walked += records.Next - at) > _stream.Length) throw Damaged();
        foreach (var line in cells.GroupBy(c => c.Row).OrderBy(g => g.Key))
        {
            var texts = new string?[line.Max(c => c.Column) + 1];
            foreach (var cell in line) texts[cell.Column] = cell.Text;
            sheet.Add(line.Key + 1, texts);
        }

        void Add(string? text)
        {
            if (column >= Columns) throw Damaged();
            if (!string.IsNullOrEmpty(text)) cells.Add((row, column, text));
        }
    }

    // What a formula last came to ([MS-XLS] 2.5.133): a number, or what is none; a text follows in a record of its own.
    private string? Result(int style, ulong bits) => bits >> 48 != 0xFFFF ? NumberText(style, BitConverter.UInt64BitsToDouble(bits))
        : (bits & 0xFF) == 1 ? (bits >> 16 & 0xFF) == 0 ? "FALSE" : "TRUE"
        : null;

    private string NumberText(int style, double number) =>
        style < _dates.Count && _dates[style] && SheetDates.Text(number, _from1904) is { } text ? text : Expressions.XPath.ToText(number);

    private static FormException Damaged() => new(Messages.NotAnOldWorkbook);
}
