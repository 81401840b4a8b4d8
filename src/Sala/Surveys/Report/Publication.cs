using System.Text;
using Sala.Forms.Codebooks;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>All files of a publication. They are made whole before the first is written, and written beside before they take their names.</summary>
internal static class Publication
{
    /// <summary>The files of a publication.</summary>
    /// <param name="study">The data and the plan.</param>
    /// <param name="findings">What the plan found in them.</param>
    /// <param name="withR">Whether the same analysis is wanted as an R script too.</param>
    /// <param name="progress">Told in words what is being done.</param>
    /// <param name="unprinted">True: where the report cannot be printed, the other files stand without it.</param>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(StudyData study, Findings findings, bool withR, IProgress<StudyProgress>? progress, bool unprinted = false)
    {
        var rows = EstimatesFile.Rows(findings);
        progress?.Report(new(StudyWork.Writing, "writing the report", 1, 2));
        var html = ReportPage.Write(findings);
        var files = new List<(string, byte[])>
        {
            ("estimates.csv", CsvFile.Write(EstimatesFile.Heading, rows)),
            ("estimates.parquet", ParquetFile.Write(EstimatesFile.Heading, rows, EstimatesFile.Numbers)),
            ("tables.xlsx", TablesWorkbook.Write(findings)),
            ("report.html", Encoding.UTF8.GetBytes(html)),
        };
        if (study.Form is { } form) files.Add(("codebook.xml", Encoding.UTF8.GetBytes(Noticed(new Codebook(form).ToDdi(), findings.Plan))));
        if (withR) files.Add(("plan.R", Encoding.UTF8.GetBytes(RScript.Write(study))));
        progress?.Report(new(StudyWork.Writing, "printing the report", 2, 2));
        try
        {
            files.Add(("report.pdf", ReportPdf.Print(html, findings.DataHash)));
        }
        catch (DatasetException) when (unprinted)
        {
            // The page is the accessible one, and says everything; whoever reads it learns that there is no print.
        }
        return files;
    }

    // The notice stands in the first line below the declaration, where whoever opens the file meets it.
    private static string Noticed(string ddi, Plan plan)
    {
        if (plan.Notice is not { } notice) return ddi;
        var end = ddi.IndexOf('\n', StringComparison.Ordinal) + 1;
        return ddi[..end] + $"<!-- {notice.En.Replace("--", "- -", StringComparison.Ordinal)} -->\n" + ddi[end..];
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
