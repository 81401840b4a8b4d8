using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sala.Forms.Sheets;

/// <summary>Writes an .xlsx of plain text cells. The same workbook gives the same bytes, so that a test can compare a file with its source.</summary>
internal static class XlsxWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    public static void Write(Workbook workbook, Stream stream)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", xml => ContentTypes(xml, workbook));
            Part(zip, "_rels/.rels", xml => Relationships(xml, [("officeDocument", "xl/workbook.xml")]));
            Part(zip, "xl/workbook.xml", xml => Book(xml, workbook));
            Part(zip, "xl/_rels/workbook.xml.rels", xml => Relationships(xml,
                [.. workbook.Sheets.Select((_, i) => ("worksheet", $"worksheets/sheet{i + 1}.xml")), ("styles", "styles.xml")]));
            Part(zip, "xl/styles.xml", Styles);
            for (var i = 0; i < workbook.Sheets.Count; i++)
            {
                var sheet = workbook.Sheets[i];
                Part(zip, $"xl/worksheets/sheet{i + 1}.xml", xml => Cells(xml, sheet));
            }
        }
        buffer.Position = 0;
        buffer.CopyTo(stream);
    }

    private static void Part(ZipArchive zip, string name, Action<XmlWriter> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var xml = XmlWriter.Create(entry.Open(), new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = true });
        xml.WriteStartDocument(standalone: true);
        write(xml);
        xml.WriteEndDocument();
    }

    private static void ContentTypes(XmlWriter xml, Workbook workbook)
    {
        xml.WriteStartElement("Types", Types);
        Element("Default", "Extension", "rels", "application/vnd.openxmlformats-package.relationships+xml");
        Element("Default", "Extension", "xml", "application/xml");
        Element("Override", "PartName", "/xl/workbook.xml", Kind + "sheet.main+xml");
        Element("Override", "PartName", "/xl/styles.xml", Kind + "styles+xml");
        for (var i = 1; i <= workbook.Sheets.Count; i++)
            Element("Override", "PartName", $"/xl/worksheets/sheet{i}.xml", Kind + "worksheet+xml");
        xml.WriteEndElement();

        void Element(string name, string key, string value, string type)
        {
            xml.WriteStartElement(name, Types);
            xml.WriteAttributeString(key, value);
            xml.WriteAttributeString("ContentType", type);
            xml.WriteEndElement();
        }
    }

    private static void Relationships(XmlWriter xml, (string Type, string Target)[] targets)
    {
        xml.WriteStartElement("Relationships", Package);
        for (var i = 0; i < targets.Length; i++)
        {
            xml.WriteStartElement("Relationship", Package);
            xml.WriteAttributeString("Id", $"rId{i + 1}");
            xml.WriteAttributeString("Type", $"{Relations}/{targets[i].Type}");
            xml.WriteAttributeString("Target", targets[i].Target);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Book(XmlWriter xml, Workbook workbook)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteAttributeString("xmlns", "r", null, Relations);
        xml.WriteStartElement("sheets", Main);
        for (var i = 0; i < workbook.Sheets.Count; i++)
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", workbook.Sheets[i].Name);
            xml.WriteAttributeString("sheetId", $"{i + 1}");
            xml.WriteAttributeString("id", Relations, $"rId{i + 1}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // Two styles: 0 wraps text, 1 is the heading in bold.
    private static void Styles(XmlWriter xml)
    {
        xml.WriteStartElement("styleSheet", Main);
        xml.WriteRaw("""<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" applyFont="1"/></cellXfs>""");
        xml.WriteEndElement();
    }

    private static void Cells(XmlWriter xml, Sheet sheet)
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="40" width="28" customWidth="1"/></cols>""");
        xml.WriteStartElement("sheetData", Main);
        for (var r = 0; r < sheet.Rows.Count; r++)
        {
            var row = sheet.Rows[r];
            xml.WriteStartElement("row", Main);
            xml.WriteAttributeString("r", $"{r + 1}");
            for (var c = 0; c < row.Cells.Count; c++)
            {
                if (string.IsNullOrEmpty(row[c])) continue;
                xml.WriteStartElement("c", Main);
                xml.WriteAttributeString("r", $"{Letters(c)}{r + 1}");
                xml.WriteAttributeString("s", r == 0 ? "1" : "0");
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Main);
                xml.WriteStartElement("t", Main);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(row[c]);
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Letters(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);
}
