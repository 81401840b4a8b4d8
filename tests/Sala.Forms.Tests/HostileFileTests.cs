using System.IO.Compression;
using System.Text;
using CsCheck;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests;

public class HostileFileTests
{
    private const string Sheet = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""";

    [Fact]
    public void A_zip_bomb_is_refused_after_little_work()
    {
        var bomb = Zip(Sheet, spaces: 300 << 20);
        Assert.True(bomb.Length < 4 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread(); // not the clock: a machine may be busy
        Assert.Contains("unpacks to far more", Refused(bomb), StringComparison.Ordinal);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < 256 << 20, $"{taken >> 20} MiB");
    }

    [Theory]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>""")]
    [InlineData("""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>""")]
    [InlineData("""<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">""")]
    public void A_document_type_definition_is_refused_unread(string dtd) =>
        Assert.Contains("document type definition", Refused(Zip(dtd + Sheet + "<row r=\"1\"><c t=\"inlineStr\"><is><t>survey</t></is></c></row></sheetData></worksheet>")), StringComparison.Ordinal);

    [Fact]
    public void A_million_rows_are_refused_with_the_limit()
    {
        var rows = new StringBuilder(Sheet);
        for (var i = 1; i <= 1_000_000; i++) rows.Append("<row><c><v>").Append(i * 7919L).Append("</v></c></row>");
        Assert.Contains("100,000 rows", Refused(Zip(rows.Append("</sheetData></worksheet>").ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_empty_rows_are_nothing()
    {
        var rows = new StringBuilder(Sheet);
        for (var i = 1; i <= 1_000_000; i++) rows.Append("<row r=\"").Append(i).Append("\"><c r=\"A").Append(i).Append("\" s=\"").Append(i * 31 % 97).Append("\"/></row>");
        Assert.Contains("no questions", Refused(Zip(rows.Append("</sheetData></worksheet>").ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"BZZ1\"><v>1</v></c></row>")]
    public void A_cell_far_to_the_right_is_refused(string row) =>
        Assert.Contains("columns", Refused(Zip(Sheet + row + "</sheetData></worksheet>")), StringComparison.Ordinal);

    [Fact]
    public void A_line_of_a_table_that_is_a_remark_and_nothing_else_is_passed_over() =>
        Assert.Equal("a", Assert.Single(Form.ReadMarkdown("| survey | | | |\n| | type | name | label |\n|# to be asked first\n| | text | a | A |\n|#\n").Questions).Name);

    [Fact]
    public void Random_bytes_are_a_clear_error_in_every_format() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Array.ForEach(Enum.GetValues<FormFormat>(), format => ReadOrRefuse(bytes, format)), iter: 2_000);

    [Fact]
    public void A_damaged_workbook_is_a_form_or_a_clear_error()
    {
        var whole = File.ReadAllBytes(Path.Combine(ReportForm.Folder, "report.xlsx"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[1, 40]).Sample((at, value, run) =>
        {
            var damaged = (byte[])whole.Clone();
            for (var i = at; i < Math.Min(whole.Length, at + run); i++) damaged[i] ^= value;
            ReadOrRefuse(damaged, FormFormat.Xlsx);
        }, iter: 300);
    }

    [Fact]
    public void A_table_of_random_words_of_the_trade_is_a_form_or_a_clear_error()
    {
        var word = Gen.OneOf<string>("survey", "choices", "settings", "wordings", "type", "name", "label", "label::en", "relevant", "calculation", "constraint", "choice_filter",
            "text", "integer", "select_one a", "select_multiple a or_other", "begin group", "end group", "begin repeat", "end repeat", "calculate", "note", "a", "b", "c",
            "${a} = 1", "${b} + ${c}", "count(${a})", "position(..)", "../b", "/data/a", "instance('a')/root/item[name=${a}]", "if(", "))", "''", "list_name", "question", "when", "repeat_count", "3", "", "", "");
        word.Array[1, 6].Array[1, 14].Sample(rows =>
        {
            var table = new StringBuilder("| survey |\n");
            foreach (var row in rows) table.Append("| ").Append(row[0] is "survey" or "choices" or "settings" or "wordings" ? row[0] : "").Append(" | ").AppendJoin(" | ", row).Append(" |\n");
            ReadOrRefuse(Encoding.UTF8.GetBytes(table.ToString()), FormFormat.Markdown);
        }, iter: 5_000);
    }

    [Fact]
    public void What_is_written_is_read_back_cell_by_cell() =>
        Gen.String[Gen.Char[' ', '\uD7FF'], 1, 20].Array[1, 6].Array[1, 8].Sample(rows =>
        {
            var sheet = string.Concat(rows.Select(r => "| x" + string.Concat(r.Select(c => " | " + Safe(c))) + " |\n"));
            var source = Workbook.ReadMarkdown("| survey |\n" + sheet.Replace("| x ", "|  ", StringComparison.Ordinal));
            using var stream = new MemoryStream();
            source.WriteXlsx(stream);
            stream.Position = 0;
            var again = Workbook.Read(stream, FormFormat.Xlsx);
            Assert.Equal(source.Sheets.SelectMany(s => s.Rows).Select(r => string.Join('\u001F', r.Cells)), again.Sheets.SelectMany(s => s.Rows).Select(r => string.Join('\u001F', r.Cells)));
        }, iter: 300);

    private static string Safe(string cell) => cell.Replace('|', '/').Replace('\\', '/').Replace("_x", "y", StringComparison.Ordinal).Trim() is { Length: > 0 } s && !char.IsControl(s[0]) ? string.Concat(s.Where(c => !char.IsControl(c) && c is not ('\u2028' or '\u2029' or '\u0085'))) + "." : "a";

    private static void ReadOrRefuse(byte[] bytes, FormFormat format)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            Form.Read(stream, format).Start(StandingClock.Morning, 1).Serialise();
        }
        catch (FormException e)
        {
            Assert.NotEmpty(e.Problems);
            Assert.All(e.Problems, p => Assert.NotEmpty(p.Message));
        }
    }

    private static string Refused(byte[] xlsx)
    {
        using var stream = new MemoryStream(xlsx);
        return Assert.Throws<FormException>(() => Form.Read(stream, FormFormat.Xlsx)).Message;
    }

    private static byte[] Zip(string sheet, int spaces = 0)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, true))
        {
            Part("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>""");
            Part("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Part("xl/worksheets/sheet1.xml", sheet, spaces);

            void Part(string name, string text, int spaces = 0)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
                writer.Write(text);
                var block = new string(' ', 1 << 20);
                for (var i = 0; i < spaces; i += block.Length) writer.Write(block);
            }
        }
        return buffer.ToArray();
    }
}
