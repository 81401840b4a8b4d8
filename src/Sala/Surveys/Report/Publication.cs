using System.Text;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;

namespace Sala.Surveys.Report;

/// <summary>All files of a publication. They are made whole before the first is written, and written beside before they take their names.</summary>
internal static class Publication
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(Findings findings, bool withR, IProgress<string>? progress)
    {
        var rows = EstimatesFile.Rows(findings);
        progress?.Report("writing the report");
        var html = ReportPage.Write(findings);
        var files = new List<(string, byte[])>
        {
            ("estimates.csv", CsvFile.Write(EstimatesFile.Heading, rows)),
            ("estimates.parquet", ParquetFile.Write(EstimatesFile.Heading, rows, EstimatesFile.Numbers)),
            ("tables.xlsx", TablesWorkbook.Write(findings)),
            ("report.html", Encoding.UTF8.GetBytes(html)),
        };
        progress?.Report("printing the report");
        files.Add(("report.pdf", ReportPdf.Print(html, findings.DataHash)));
        _ = withR;
        return files;
    }

    /// <summary>Puts the files into a folder.</summary>
    /// <exception cref="DatasetException">The folder cannot be written.</exception>
    public static void Write(IReadOnlyList<(string Name, byte[] Bytes)> files, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder, name + ".partial"), bytes);
            foreach (var (name, _) in files) File.Move(Path.Combine(folder, name + ".partial"), Path.Combine(folder, name), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(folder, "the folder cannot be written. Name another with --out.");
        }
    }
}
