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
        using (var xml = Open(zip, "xl/workbook.xml"))
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && xml.GetAttribute("name") is { } name
                    && (xml.GetAttribute("id", Relationships) ?? xml.GetAttribute("r:id")) is { } id
                    && targets.TryGetValue(id, out var part))
                    parts.Add((name, part));
        var shared = zip.GetEntry("xl/sharedStrings.xml") is null ? [] : SharedStrings(zip);
        var workbook = new Workbook();
        foreach (var (name, part) in parts)
            if (zip.GetEntry(part) is not null)
                ReadSheet(zip, part, workbook.Add(name.Trim()), shared);
        return workbook;
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

    private static void ReadSheet(ZipArchive zip, string part, Sheet sheet, List<string> shared)
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
                var value = CellText(xml, shared);
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

    private static string? CellText(XmlReader xml, List<string> shared)
    {
        if (xml.IsEmptyElement) return null;
        var type = xml.GetAttribute("t");
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
            null or "n" => value is null ? null : PlainNumber(value),
            _ => value,
        };
    }

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
