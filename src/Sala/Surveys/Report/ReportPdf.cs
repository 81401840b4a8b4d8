using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sala.Printing;
using Sala.Surveys.Datasets;

namespace Sala.Surveys.Report;

/// <summary>Prints a report: same page same bytes.</summary>
internal static partial class ReportPdf
{
    /// <exception cref="DatasetException">Chromium is missing or did not print.</exception>
    public static byte[] Print(string html, string dataHash)
    {
        try
        {
            return Dated(PrintedPage.Print(html, onDisk: true).GetAwaiter().GetResult(), dataHash);
        }
        catch (NotPrintedException not)
        {
            throw new DatasetException("report.pdf", not.Message);
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
