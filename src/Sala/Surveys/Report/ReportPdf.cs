using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sala.Surveys.Datasets;

namespace Sala.Surveys.Report;

/// <summary>Prints a report with Chromium: tagged, fonts embedded, same page same bytes.</summary>
internal static partial class ReportPdf
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <exception cref="DatasetException">Chromium is missing or did not print.</exception>
    public static byte[] Print(string html, string dataHash)
    {
        var chromium = Names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, n))).FirstOrDefault(File.Exists)
            ?? throw new DatasetException("report.pdf", "Chromium is needed to print it and is not installed (Debian: apt-get install chromium fonts-noto-core). Nothing was written.");
        var folder = Directory.CreateTempSubdirectory("sala-report-");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "report.html"), Path.Combine(folder.FullName, "report.pdf"));
            File.WriteAllText(page, html);
            var start = new ProcessStartInfo(chromium) { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var word in (string[])["--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri]) start.ArgumentList.Add(word);
            // The page is our own, without script and without network. Chromium's sandbox does not start for root.
            if (Environment.UserName == "root") start.ArgumentList.Insert(0, "--no-sandbox");
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2))) process.Kill(entireProcessTree: true);
            if (!File.Exists(pdf)) throw new DatasetException("report.pdf", "Chromium did not print the report. Nothing was written.");
            _ = said;
            return Dated(File.ReadAllBytes(pdf), dataHash);
        }
        finally
        {
            try { folder.Delete(recursive: true); } catch (IOException) { /* Chromium may still close its profile; the system clears the folder. */ }
        }
    }

    // The day of printing would make two prints differ: a moment worked out from the data's hash stands there instead.
    private static byte[] Dated(byte[] pdf, string dataHash)
    {
        var moment = new DateTime(2000, 1, 1).AddSeconds(uint.Parse(dataHash.AsSpan(0, 7), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        var text = Encoding.Latin1.GetString(pdf);
        return Encoding.Latin1.GetBytes(PdfDate().Replace(text, m => $"{m.Groups[1].Value}(D:{moment:yyyyMMddHHmmss}+00'00')"));
    }

    [GeneratedRegex(@"(/(?:CreationDate|ModDate) )\(D:\d{14}\+00'00'\)")]
    private static partial Regex PdfDate();
}
