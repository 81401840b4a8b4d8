using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sala.Forms.Sheets;

/// <summary>Reads an .xlsx by hand: raw text is kept (a 17-digit code stays a code), nothing is evaluated, nothing outside the file is touched.</summary>
internal static class XlsxReader
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
        MaxCharactersInDocument = WorkbookLimits.PartBytes,
    };

    public static Workbook Read(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            return Read(zip);
        }
        catch (XmlException e) when (e.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new FormException(Messages.DtdRefused);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or IOException or NotSupportedException
            or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new FormException(Messages.NotAWorkbook);
        }
    }

    private static Workbook Read(ZipArchive zip)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var xml = Open(zip, "xl/_rels/workbook.xml.rels"))
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                    && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target)
                    targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        var parts = new List<(string Name, string Part)>();
        var from1904 = false;
        using (var xml = Open(zip, "xl/workbook.xml"))
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" }) from1904 = xml.GetAttribute("date1904") is "1" or "true";
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && xml.GetAttribute("name") is { } name
                    && (xml.GetAttribute("id", Relationships) ?? xml.GetAttribute("r:id")) is { } id
                    && targets.TryGetValue(id, out var part))
                    parts.Add((name, part));
        var dates = Dates(zip);
        var shared = zip.GetEntry("xl/sharedStrings.xml") is null ? [] : SharedStrings(zip);
        var workbook = new Workbook { IsSpreadsheet = true };
        foreach (var (name, part) in parts)
            if (zip.GetEntry(part) is not null)
                ReadSheet(zip, part, workbook.Add(name.Trim()), new Book(shared, dates, from1904));
        return workbook;
    }

    private sealed record Book(List<string> Shared, bool[] Dates, bool From1904);

    // For each cell style, whether it shows a number as a day or time.
    private static bool[] Dates(ZipArchive zip)
    {
        if (zip.GetEntry("xl/styles.xml") is null) return [];
        var formats = new Dictionary<int, string>();
        var dates = new List<bool>();
        var inCells = false;
        using var xml = Open(zip, "xl/styles.xml");
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && int.TryParse(xml.GetAttribute("numFmtId"), out var id) && xml.GetAttribute("formatCode") is { } code) formats[id] = code;
            else if (inCells && xml.LocalName == "xf") dates.Add(int.TryParse(xml.GetAttribute("numFmtId"), out var format) && SheetDates.IsDate(format, formats.GetValueOrDefault(format)));
        }
        return [.. dates];
    }

    private static XmlReader Open(ZipArchive zip, string part)
    {
        var entry = zip.GetEntry(part) ?? throw new FormException(Messages.NotAWorkbook);
        return XmlReader.Create(new BoundedStream(entry.Open(), entry.CompressedLength), Settings);
    }

    private static List<string> SharedStrings(ZipArchive zip)
    {
        var strings = new List<string>();
        using var xml = Open(zip, "xl/sharedStrings.xml");
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                strings.Add(RichText(xml));
        return strings;
    }

    // The text of <si> or <is>: plain, or in runs; phonetic guides (rPh) are not part of it.
    private static string RichText(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (depth, text) = (xml.Depth, default(string));
        StringBuilder? runs = null;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "rPh") { SkipInside(xml); continue; }
            if (xml.LocalName != "t" || xml.IsEmptyElement) continue;
            var piece = TextOf(xml);
            if (text is null) text = piece;
            else (runs ??= new StringBuilder(text)).Append(piece);
        }
        return Unescape(runs?.ToString() ?? text ?? "");
    }

    private static void SkipInside(XmlReader xml)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth) { }
    }

    private static string TextOf(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var depth = xml.Depth;
        string? text = null;
        while (xml.Read() && xml.Depth > depth)
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                text = text is null ? xml.Value : text + xml.Value;
        return text ?? "";
    }

    // ECMA-376 18.4.12: _xHHHH_ stands for a character.
    private static string Unescape(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal)) return text;
        return System.Text.RegularExpressions.Regex.Replace(text, "_x([0-9A-Fa-f]{4})_",
            m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
    }

    private static void ReadSheet(ZipArchive zip, string part, Sheet sheet, Book book)
    {
        using var xml = Open(zip, part);
        var row = 0;
        var cells = new List<string?>();
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
            {
                row = xml.GetAttribute("r") is { } r && int.TryParse(r, out var number) ? number : row + 1;
                cells.Clear();
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
            {
                var column = Column(xml.GetAttribute("r")) ?? cells.Count;
                var value = CellText(xml, book);
                if (value is null) continue;
                if (column >= WorkbookLimits.Columns) throw new FormException(sheet.Name, row, Messages.TooManyColumns);
                while (cells.Count <= column) cells.Add(null);
                cells[column] = value;
            }
            else if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row")
            {
                sheet.Add(row, cells.ToArray());
            }
        }
    }

    private static string? CellText(XmlReader xml, Book book)
    {
        if (xml.IsEmptyElement) return null;
        var type = xml.GetAttribute("t");
        var style = xml.GetAttribute("s");
        var shared = book.Shared;
        var depth = xml.Depth;
        string? value = null;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "v") value = TextOf(xml);
            else if (xml.LocalName == "is") value = RichText(xml);
            else if (xml.LocalName == "f") SkipInside(xml);
        }
        return type switch
        {
            "s" => value is not null && int.TryParse(value, out var i) && (uint)i < (uint)shared.Count ? shared[i] : null,
            "b" => value == "1" ? "TRUE" : "FALSE",
            "e" => null,
            "str" => value is null ? null : Unescape(value),
            null or "n" => value is null ? null : IsDate(style, book) ? DateText(value, book) : PlainNumber(value),
            _ => value,
        };
    }

    private static bool IsDate(string? style, Book book) => style is not null && book.Dates.Length > 0 && int.TryParse(style, out var i) && (uint)i < (uint)book.Dates.Length && book.Dates[i];

    private static string DateText(string raw, Book book) =>
        double.TryParse(raw, System.Globalization.CultureInfo.InvariantCulture, out var serial) && SheetDates.Text(serial, book.From1904) is { } text ? text : PlainNumber(raw);

    // A spreadsheet may write 1e3 or 1.0 for a number that shows as 1000 or 1; digits beyond a double's are kept as they stand.
    private static string PlainNumber(string raw)
    {
        if (!raw.AsSpan().ContainsAny('E', 'e', '.')) return raw;
        return double.TryParse(raw, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Expressions.XPath.ToText(number) : raw;
    }

    private static int? Column(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var c in reference)
        {
            if (c is < 'A' or > 'Z') break;
            column = column * 26 + (c - 'A' + 1);
            if (column > 100_000) break;
        }
        return column - 1;
    }
}
