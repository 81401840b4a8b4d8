using System.IO.Compression;
using System.Text;
using CsCheck;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests;

public class SheetTests
{
    [Fact]
    public void A_folder_of_csv_is_a_form_with_a_sheet_in_each_file()
    {
        var folder = Directory.CreateTempSubdirectory("sala-form");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "survey.csv"), "type,name,label\r\nselect_one yn,a,\"A, \"\"quoted\"\"\"\r\n", new UTF8Encoding(true));
            File.WriteAllText(Path.Combine(folder.FullName, "choices.csv"), "list_name,name,label\nyn,1,Yes\n");
            var form = Form.Read(folder.FullName);
            Assert.Equal(("A, \"quoted\"", "1"), (form["a"].Label("en"), form["a"].Choices.Single().Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void One_csv_holds_all_sheets_and_its_empty_lines_do_not_count()
    {
        var form = Read("survey,,\n,type,name,label\n,note,,Hello\n,,,\n\n,note,,Bye\nsettings,,\n,form_id\n,x\n", FormFormat.Csv);
        Assert.Equal(["generated_note_name_2", "generated_note_name_3"], form.Questions.Select(q => q.Name));
        Assert.Equal("x", form.Id);
    }

    [Fact]
    public void A_day_of_a_spreadsheet_is_read_as_it_is_shown()
    {
        var form = Read(Workbook(
            Cell("type") + Cell("name") + Cell("label") + Cell("default"),
            Cell("date") + Cell("a") + Cell("A") + """<c s="1"><v>41276</v></c>""",
            Cell("text") + Cell("b") + Cell("B") + """<c s="1"><v>41276.5</v></c>""",
            Cell("time") + Cell("c") + Cell("C") + """<c s="2"><v>0.75</v></c>""",
            Cell("text") + Cell("d") + Cell("D") + """<c s="0"><v>41276</v></c>""",
            Cell("text") + Cell("e") + Cell("E") + """<c t="b"><v>1</v></c>"""), FormFormat.Xlsx);
        Assert.Equal(["2013-01-02", "2013-01-02 12:00:00", "18:00:00", "41276", "TRUE"], form.Questions.Select(q => q.Column("default")));
    }

    [Fact]
    public void What_stands_below_a_long_gap_was_a_note_and_is_told()
    {
        var rows = new List<string> { Cell("type") + Cell("name") + Cell("label"), Cell("text") + Cell("a") + Cell("A") };
        rows.AddRange(Enumerable.Repeat("", 61));
        rows.Add(Cell("text") + Cell("b") + Cell("B"));
        var form = Read(Workbook([.. rows]), FormFormat.Xlsx);
        Assert.Equal("a", Assert.Single(form.Questions).Name);
        Assert.Contains(form.Warnings, w => w.Message.StartsWith("More than 60 empty rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Headings_stand_in_the_first_row_of_a_spreadsheet()
    {
        var refused = Assert.Throws<FormException>(() => Read(Workbook("", Cell("type") + Cell("name") + Cell("label"), Cell("text") + Cell("a") + Cell("A")), FormFormat.Xlsx));
        Assert.Contains("survey, row 1: The first row is empty", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| survey | | | | |\n| | type | name | relevant | relevance |\n| | note | a | 1 | 1 |", "The columns relevant and relevance mean the same")]
    [InlineData("| survey | | | | |\n| | type | name | label | label |\n| | note | a | 1 | 1 |", "The column label stands twice")]
    [InlineData("| survey | | |\n| | name | label |\n| | a | A |", "There is no column named type")]
    [InlineData("| survey | | | |\n| | type | name | label |\n| | select_one l | a | A |\n| choices | | |\n| | list_name | label |\n| | l | A |", "choices, row 1: There is no column named name")]
    public void Columns_are_there_once(string table, string message) => Assert.Contains(message, Assert.Throws<FormException>(() => Form.ReadMarkdown(table)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_damaged_old_workbook_is_a_form_or_a_clear_error()
    {
        var whole = File.ReadAllBytes(Path.Combine(SharedFixtures.XlsFormsOrSkip, "forms", "XLSForm__pyxform__gps.xls"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[1, 60]).Sample((at, value, run) =>
        {
            var damaged = (byte[])whole.Clone();
            for (var i = at; i < Math.Min(damaged.Length, at + run); i++) damaged[i] = value;
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = Form.ReadToConvert(Sheets.Workbook.Read(new MemoryStream(damaged), FormFormat.Xls));
            }
            catch (FormException refused)
            {
                Assert.NotEmpty(refused.Problems);
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
        }, iter: 800);
    }

    [Fact]
    public void Bytes_that_begin_as_an_old_workbook_are_a_clear_error() =>
        Gen.Byte.Array[0, 2_000].Sample(bytes =>
        {
            byte[] file = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. bytes];
            Assert.NotEmpty(Assert.Throws<FormException>(() => Sheets.Workbook.Read(new MemoryStream(file), FormFormat.Xls)).Problems);
        }, iter: 400);

    private static Form Read(string text, FormFormat format) => Read(Encoding.UTF8.GetBytes(text), format);

    private static Form Read(byte[] bytes, FormFormat format) => Form.Read(new MemoryStream(bytes), format);

    private static string Cell(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    // Style 1 shows a day, 2 a time by a format of its own.
    private static byte[] Workbook(params string[] rows)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Part("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>""");
            Part("xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" formatCode="[$-41E]hh:mm&quot; h&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>""");
            Part("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{string.Concat(rows.Select((r, i) => $"<row r=\"{i + 1}\">{r}</row>"))}</sheetData></worksheet>""");

            void Part(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        return stream.ToArray();
    }
}
