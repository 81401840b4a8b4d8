using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExcelDataReader;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests;

/// <summary>Workbooks of Excel before 2007. seed.xls is a form of three sheets as SheetJS writes it (BIFF8), with texts, numbers, a date and a truth value.</summary>
public class OldWorkbookTests
{
    private const int BofKind = 0x809, BoundSheet = 0x85, SharedStrings = 0xFC, Continue = 0x3C, LabelShared = 0xFD, Label = 0x204, Number = 0x203, Rk = 0x27E, ManyRk = 0xBD, BoolOrError = 0x205,
        Formula = 0x06, FormulaText = 0x207, Dimensions = 0x200, Row = 0x208, Eof = 0x0A, NumberFormat = 0x41E, CellStyle = 0xE0;

    private static byte[] Seed => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Sala.Forms.Tests", "Fuzzing", "seed.xls"));

    [Fact]
    public void The_seed_reads_as_another_library_reads_it() => Same(Seed, "seed.xls");

    [Fact]
    public void Every_public_form_reads_as_another_library_reads_it()
    {
        var files = Directory.GetFiles(Path.Combine(SharedFixtures.XlsFormsOrSkip, "forms"), "*.xls");
        Assert.True(files.Length > 10);
        Assert.All(files, file => Same(File.ReadAllBytes(file), Path.GetFileName(file)));
    }

    private static void Same(byte[] file, string name)
    {
        var ours = Workbook.Read(new MemoryStream(file), FormFormat.Xls);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var theirs = ExcelReaderFactory.CreateBinaryReader(new MemoryStream(file));
        foreach (var sheet in ours.Sheets)
        {
            Assert.Equal(theirs.Name.Trim(), sheet.Name);
            var rows = sheet.Rows.ToDictionary(r => r.Number, r => r.Cells);
            for (var row = 1; theirs.Read(); row++)
                for (var i = 0; i < theirs.FieldCount; i++)
                {
                    var cell = rows.TryGetValue(row, out var cells) && i < cells.Count ? cells[i] : null;
                    var other = theirs.GetValue(i) switch
                    {
                        bool truth => truth ? "TRUE" : "FALSE",
                        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                        string text => text.ReplaceLineEndings("\n"),
                        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                    };
                    // A cell of blanks at the end of a row is none.
                    Assert.True((cell ?? "") == (other ?? "") || string.IsNullOrWhiteSpace(cell + other), $"{name}, {sheet.Name}, row {row}, column {i + 1}: {cell}, elsewhere {other}");
                }
            Assert.Equal(ours.Sheets[^1] != sheet, theirs.NextResult());
        }
    }

    [Fact]
    public void Numbers_truths_and_results_of_formulas_read_as_they_show()
    {
        var sheet = Read(Book([Style(0), Style(14), Record(NumberFormat, Short(164), Short(4), [0], "h:mm"u8.ToArray()), Style(164)],
            Record(Number, Cell(0, 0, 0), BitConverter.GetBytes(1.5)),
            Record(Rk, Cell(0, 1, 0), Int((7 << 2) | 2)),
            Record(Rk, Cell(0, 2, 0), Int((-725 << 2) | 3)),
            Record(ManyRk, Short(0), Short(3), Short(0), Int((98 << 2) | 2), Short(0), Int((99 << 2) | 2), Short(4)),
            Record(Number, Cell(1, 0, 1), BitConverter.GetBytes(46350.0)),
            Record(Number, Cell(1, 1, 2), BitConverter.GetBytes(0.75)),
            Record(BoolOrError, Cell(1, 2, 0), [1, 0]),
            Record(BoolOrError, Cell(1, 3, 0), [42, 1]),
            Record(Formula, Cell(1, 4, 0), [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], new byte[8]),
            Record(FormulaText, Short(3), [0], "yes"u8.ToArray()),
            Record(Formula, Cell(1, 5, 0), [1, 0, 0, 0, 0, 0, 0xFF, 0xFF], new byte[8]),
            Record(Formula, Cell(1, 6, 0), BitConverter.GetBytes(12.0), new byte[8]))).Sheets[0];
        Assert.Equal("1.5|7|-7.25|98|99", string.Join('|', sheet.Rows[0].Cells));
        Assert.Equal("2026-11-24|18:00:00|TRUE||yes|FALSE|12", string.Join('|', sheet.Rows[1].Cells));
    }

    [Fact]
    public void A_text_goes_on_over_records_in_letters_of_another_width()
    {
        // The first text ends in the second record in two bytes a letter, between them the mark that says so; the second has runs and sounds behind it.
        var sheet = Read(Book([
                Record(SharedStrings, Int(2), Int(2), Short(9), [0], "Is it "u8.ToArray()),
                Record(Continue, [1], Encoding.Unicode.GetBytes("ไหม"), Short(4), [0x0D], Short(1), Int(2), Encoding.Unicode.GetBytes("บ้าน"), [1, 2]),
                Record(Continue, [3, 4, 5, 6])],
            Record(LabelShared, Cell(0, 0, 0), Int(0)), Record(LabelShared, Cell(0, 1, 0), Int(1)))).Sheets[0];
        Assert.Equal("Is it ไหม|บ้าน", string.Join('|', sheet.Rows[0].Cells));
    }

    [Fact]
    public void A_workbook_of_Excel_95_reads_in_its_code_page()
    {
        var name = "survey"u8.ToArray();
        byte[] Globals(int at) => [.. Bof(0x500, 5), .. Record(0x42, Short(874)), .. Record(BoundSheet, Int(at), [0, 0, 6], name), .. Record(Eof)];
        byte[] file = [.. Globals(Globals(0).Length), .. Bof(0x500, 0x10), .. Record(Label, Cell(2, 1, 0), Short(4), [0xBA, 0xE9, 0xD2, 0xB9]), .. Record(Eof)];
        Assert.Equal([null, "บ้าน"], Assert.Single(Read(file).Sheets[0].Rows).Cells);
    }

    [Theory]
    [InlineData("rows of a sheet", 0x3F007F01, Dimensions, 8)]
    [InlineData("columns of a sheet", 0x7F01, Dimensions, 14)]
    [InlineData("strings in the list", 0x7F007F01, SharedStrings, 8)]
    public void What_an_old_workbook_says_of_its_size_is_not_asked(string what, int number, int record, int at)
    {
        var file = Seed;
        var whole = Text(Read(file));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(Find(file, record) + at), number);
        Workbook? workbook = null;
        Assert.True(Taken(() => workbook = Read(file)) < 1 << 20, what);
        Assert.Equal(whole, Text(workbook!));
    }

    [Theory]
    [InlineData("sectors of the table", 44)]
    [InlineData("sectors of the table of small ones", 64)]
    [InlineData("sectors of the table of tables", 72)]
    public void What_a_compound_file_says_of_its_tables_costs_nothing(string what, int at)
    {
        var file = Seed;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), 0x3F007F01);
        Assert.True(Taken(() => ReadOrRefuse(file)) < 1 << 20, what);
    }

    [Fact]
    public void A_chain_of_sectors_that_runs_in_a_circle_is_refused_after_little_work()
    {
        for (var sector = 0; sector < Seed.Length / 512; sector++)
        {
            var file = Seed;
            var table = (BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(76)) + 1) * 512;
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(table + sector * 4), sector);
            Assert.True(Taken(() => ReadOrRefuse(file)) < 1 << 20, $"sector {sector}");
        }
    }

    [Fact]
    public void A_hundred_sheets_in_one_place_are_refused_after_one()
    {
        byte[][] rows = [.. Enumerable.Range(0, 20_000).Select(r => Record(Rk, Cell(r, 0, 0), Int((r << 2) | 2)))];
        var one = Taken(() => Read(Book([], rows)));
        var many = Book([], rows, sheets: 100);
        Assert.True(Taken(() => Refused(many)) < 3 * one);
    }

    [Fact]
    public void A_cell_far_down_is_one_row()
    {
        var file = Book([], Record(Dimensions, Int(0), Int(65_536), Short(0), Short(256), Short(0)), Record(Row, Short(65_535), new byte[14]), Record(Rk, Cell(65_535, 255, 0), Int((5 << 2) | 2)));
        Workbook? workbook = null;
        Assert.True(Taken(() => workbook = Read(file)) < 1 << 20);
        Assert.Equal(65_536, Assert.Single(workbook!.Sheets[0].Rows).Number);
    }

    [Fact]
    public void Rows_that_each_hold_a_last_column_only_are_refused_before_they_fill_the_memory()
    {
        var file = Book([], [.. Enumerable.Range(0, 60_000).Select(r => Record(Rk, Cell(r, 255, 0), Int((5 << 2) | 2)))]);
        Assert.Contains("eight million cells", Refused(file), StringComparison.Ordinal);
        Assert.True(Taken(() => Refused(file)) < 200 << 20);
    }

    [Fact]
    public void A_workbook_behind_a_password_says_so() =>
        Assert.Contains("locked with a password", Refused(Book([Record(0x2F, Short(1), new byte[50])])), StringComparison.Ordinal);

    [Fact]
    public void A_workbook_cut_short_anywhere_is_refused_rather_than_read_in_part()
    {
        var file = Book([Record(SharedStrings, Int(1), Int(1), Short(3), [0], "abc"u8.ToArray())], Record(LabelShared, Cell(0, 0, 0), Int(0)), Record(Number, Cell(0, 1, 0), new byte[8]));
        for (var length = 0; length < file.Length; length++) Assert.Contains("damaged", Refused(file[..length]), StringComparison.Ordinal);
        Assert.Contains("damaged", Refused(Book([], Record(LabelShared, Cell(0, 0, 0), Int(7)))), StringComparison.Ordinal);
    }

    private static Workbook Read(byte[] file) => Workbook.Read(new MemoryStream(file), FormFormat.Xls);

    private static string Refused(byte[] file) => Assert.Throws<FormException>(() => Read(file)).Message;

    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            Read(file);
        }
        catch (FormException refused)
        {
            Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        }
    }

    // Bytes that the thread took from memory: they stand for the work, alike on a machine that is busy.
    private static long Taken(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Text(Workbook workbook) => string.Join('\n', workbook.Sheets.Select(s => $"{s.Name}\n{string.Join('\n', s.Rows.Select(r => $"{r.Number} {string.Join('|', r.Cells)}"))}"));

    // Where a record of that kind begins in the seed: in the first workbook stream, which lies in sectors that follow each other.
    private static int Find(byte[] file, int kind)
    {
        for (var at = file.AsSpan().IndexOf((byte[])[0x09, 0x08, 0x10, 0x00]); at + 4 <= file.Length; at += 4 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 2)))
            if (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) == kind) return at;
        throw new UnreachableException($"seed.xls has no record {kind:X}");
    }

    // A workbook without a compound file around it, of one sheet or of several in one place.
    private static byte[] Book(byte[][] globals, params byte[][] cells) => Book(globals, cells, 1);

    private static byte[] Book(byte[][] globals, byte[][] cells, int sheets)
    {
        byte[] Globals(int at) => [.. Bof(0x600, 5), .. globals.SelectMany(g => g), .. Enumerable.Range(0, sheets).SelectMany(i => Record(BoundSheet, Int(at), [0, 0, 2, 0], Encoding.ASCII.GetBytes($"{i:D2}"))), .. Record(Eof)];
        return [.. Globals(Globals(0).Length), .. Bof(0x600, 0x10), .. cells.SelectMany(c => c), .. Record(Eof)];
    }

    private static byte[] Bof(int version, int kind) => Record(BofKind, Short(version), Short(kind), new byte[version == 0x600 ? 12 : 4]);

    private static byte[] Style(int format) => Record(CellStyle, Short(0), Short(format), new byte[16]);

    private static byte[] Cell(int row, int column, int style) => [.. Short(row), .. Short(column), .. Short(style)];

    private static byte[] Record(int kind, params byte[][] parts) => [.. Short(kind), .. Short(parts.Sum(p => p.Length)), .. parts.SelectMany(p => p)];

    private static byte[] Short(int number) => [(byte)number, (byte)(number >> 8)];

    private static byte[] Int(int number) => BitConverter.GetBytes(number);
}
