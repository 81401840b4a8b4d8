using Sala.Forms.Sheets;

namespace Sala.Forms.Tests;

public class ReportFormFileTests
{
    [Fact]
    public void The_workbook_is_the_conversion_of_the_readable_source()
    {
        var source = Workbook.Read(Path.Combine(ReportForm.Folder, "report.md"));
        var file = Path.Combine(ReportForm.Folder, "report.xlsx");
        // To convert after a change of report.md: SALA_WRITE_FORMS=1 dotnet test --project tests/Sala.Forms.Tests
        if (Environment.GetEnvironmentVariable("SALA_WRITE_FORMS") == "1")
        {
            using var stream = File.Create(file);
            source.WriteXlsx(stream);
        }
        Assert.Equal(Cells(source), Cells(Workbook.Read(file)));
    }

    private static IEnumerable<string> Cells(Workbook workbook) =>
        from sheet in workbook.Sheets
        from row in sheet.Rows
        select $"{sheet.Name} {row.Number}: {string.Join(" | ", row.Cells)}";
}
