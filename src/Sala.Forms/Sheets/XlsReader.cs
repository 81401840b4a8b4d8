using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Sala.Forms.Sheets;

/// <summary>Reads a workbook of Excel before 2007 (.xls, BIFF).</summary>
internal static class XlsReader
{
    // What the format can hold ([MS-XLS] 2.2.1): the library makes room for what a sheet says of itself, so what it says is looked at first.
    private const int Rows = 65_536;
    private const int Columns = 256;
    private const long Cells = 2L * Rows * Columns;

    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    static XlsReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Workbook Read(byte[] bytes)
    {
        try
        {
            return ReadAll(bytes);
        }
        // A damaged file meets the reader in ways that it does not foresee: each is the same to an author.
        catch (Exception e) when (e is not (FormException or OutOfMemoryException))
        {
            throw new FormException(Messages.NotAnOldWorkbook);
        }
    }

    private static Workbook ReadAll(byte[] bytes)
    {
        if (!SaysWhatItHolds(bytes)) throw new FormException(Messages.NotAnOldWorkbook);
        var workbook = new Workbook { IsSpreadsheet = true };
        long cellsSaid = 0;
        using var reader = ExcelReaderFactory.CreateBinaryReader(new MemoryStream(bytes, writable: false), new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1252) });
        do
        {
            if (reader.RowCount > Rows || reader.FieldCount > Columns || (cellsSaid += (long)reader.RowCount * reader.FieldCount) > Cells) throw new FormException(Messages.NotAnOldWorkbook);
            var sheet = workbook.Add(reader.Name.Trim());
            for (var row = 1; reader.Read(); row++)
            {
                var cells = new string?[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++) cells[i] = Text(reader.GetValue(i));
                sheet.Add(row, cells);
            }
        }
        while (reader.NextResult());
        return workbook;
    }

    // The tables of a compound file lie in its sectors ([MS-CFB] 2.2): none is longer than the file.
    private static bool SaysWhatItHolds(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(CompoundFile)) return true;
        if (bytes.Length < 512 || BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]) is not (var shift and (9 or 12))) return false;
        var most = bytes.Length >> shift;
        foreach (var count in (int[])[44, 64, 72])
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[count..]) > most) return false;
        return true;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "TRUE" : "FALSE",
        double number => Expressions.XPath.ToText(number),
        DateTime moment => SheetDates.Text(moment),
        TimeSpan time => SheetDates.Text(DateTime.MinValue + time),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
