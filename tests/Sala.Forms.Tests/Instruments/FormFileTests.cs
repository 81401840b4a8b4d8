using Sala.Forms.Sheets;

namespace Sala.Forms.Tests.Instruments;

public class FormFileTests
{
    public static TheoryData<string> Forms => [.. Instrument.All];

    [Theory, MemberData(nameof(Forms))]
    public void The_workbook_is_the_conversion_of_the_readable_source(string form)
    {
        var source = Workbook.Read(Path.Combine(Instrument.Folder, $"{form}.md"));
        var file = Path.Combine(Instrument.Folder, $"{form}.xlsx");
        // To convert after a change of a source: SALA_WRITE_FORMS=1 dotnet test --project tests/Sala.Forms.Tests
        if (Environment.GetEnvironmentVariable("SALA_WRITE_FORMS") == "1")
        {
            using var stream = File.Create(file);
            source.WriteXlsx(stream);
        }
        Assert.Equal(Cells(source), Cells(Workbook.Read(file)));
    }

    [Fact]
    public void Every_workbook_has_its_readable_source() =>
        Assert.Equal(Instrument.All, Directory.GetFiles(Instrument.Folder, "*.xlsx").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Cells(Workbook workbook) =>
        from sheet in workbook.Sheets
        from row in sheet.Rows
        select $"{sheet.Name} {row.Number}: {string.Join(" | ", row.Cells)}";
}
