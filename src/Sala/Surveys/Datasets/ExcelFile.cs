using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Sala.Forms;
using Sala.Forms.Sheets;

namespace Sala.Surveys.Datasets;

/// <summary>Excel workbooks: data are read from the first sheet by the reader that forms use; tables are written with numbers as numbers and text as
/// text, so that nothing in a cell can run as a formula.</summary>
public static class ExcelFile
{
    internal static Dataset Read(string file, Stream stream)
    {
        Workbook workbook;
        try
        {
            workbook = Workbook.Read(stream, FormFormat.Xlsx);
        }
        catch (FormException problem)
        {
            throw new DatasetException(file, $"{problem.Message} Nothing was done.");
        }
        if (workbook.Sheets is not [var sheet, ..] || sheet.Rows is not [var heading, _, ..]) throw new DatasetException(file, "the first sheet needs a heading and a row below it. Nothing was done.");
        var names = heading.Cells.ToList();
        if (names.FindIndex(string.IsNullOrWhiteSpace) is >= 0 and var unnamed) throw new DatasetException(file, heading.Number, null, $"column {unnamed + 1} has no name. Nothing was done.");
        foreach (var row in sheet.Rows.Skip(1))
            if (row.Cells.Count > names.Count) throw new DatasetException(file, row.Number, null, $"the row has {row.Cells.Count} cells, the heading has {names.Count}. Nothing was done.");
        return new Dataset(file, [.. names.Select((name, c) => Variable.Of(name!.Trim(), sheet.Rows.Skip(1).Select(r => c < r.Cells.Count ? r.Cells[c] : null)))]);
    }

    /// <summary>Sheets as a workbook; the first row of each is its heading. A cell is a double, a text or null. Same sheets, same bytes.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<object?>> Rows)> sheets)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/>{string.Concat(sheets.Select((_, i) => $"""<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{kind}worksheet+xml"/>"""))}</Types>""");
            Part("_rels/.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Part("xl/workbook.xml", $"""<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{string.Concat(sheets.Select((s, i) => $"""<sheet name="{Escape(s.Name)}" sheetId="{i + 1}" r:id="rId{i + 1}"/>"""))}</sheets></workbook>""");
            Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(sheets.Select((_, i) => $"""<Relationship Id="rId{i + 1}" Type="{office}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>"""))}<Relationship Id="rIdS" Type="{office}/styles" Target="styles.xml"/></Relationships>""");
            Part("xl/styles.xml", $"""<styleSheet xmlns="{main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>""");
            for (var i = 0; i < sheets.Count; i++)
            {
                var xml = new StringBuilder($"""<worksheet xmlns="{main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="2" width="44" customWidth="1"/><col min="3" max="40" width="14" customWidth="1"/></cols><sheetData>""");
                for (var r = 0; r < sheets[i].Rows.Count; r++)
                {
                    xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
                    for (var c = 0; c < sheets[i].Rows[r].Count; c++)
                    {
                        var style = r == 0 ? 1 : 0;
                        if (sheets[i].Rows[r][c] is double number) xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{Letters(c)}{r + 1}\" s=\"{style}\"><v>{number:R}</v></c>");
                        else if (sheets[i].Rows[r][c] is string { Length: > 0 } text) xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{Letters(c)}{r + 1}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escape(text)}</t></is></c>");
                    }
                    xml.Append("</row>");
                }
                Part($"xl/worksheets/sheet{i + 1}.xml", xml.Append("</sheetData></worksheet>").ToString());
            }

            void Part(string name, string xml)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false));
                writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
                writer.Write(xml);
            }
        }
        return buffer.ToArray();
    }

    private static string Escape(string text) => new string([.. text.Where(XmlConvert.IsXmlChar)]).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);
}
