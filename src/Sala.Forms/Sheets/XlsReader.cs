using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Sala.Forms.Sheets;

/// <summary>Reads a workbook of Excel before 2007 (.xls, BIFF).</summary>
internal static class XlsReader
{
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
        var workbook = new Workbook { IsSpreadsheet = true };
        using var reader = ExcelReaderFactory.CreateBinaryReader(new MemoryStream(bytes, writable: false), new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1252) });
        do
        {
            var sheet = workbook.Add(reader.Name.Trim());
            for (var row = 1; reader.Read(); row++)
            {
                if (reader.FieldCount > WorkbookLimits.Columns) throw new FormException(sheet.Name, row, Messages.TooManyColumns);
                var cells = new string?[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++) cells[i] = Text(reader.GetValue(i));
                sheet.Add(row, cells);
            }
        }
        while (reader.NextResult());
        return workbook;
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
