using System.Text;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;

namespace Sala.Tests.Surveys;

public class PublicationTests
{
    [Fact]
    public void The_same_data_and_plan_give_the_same_bytes_in_every_file()
    {
        if (!File.Exists("/usr/bin/chromium")) Assert.Skip("chromium is not installed.");
        var study = Estimation.Read(Plan.Read(Sample.PlanFile("caregivers")), null, null);
        var once = Publication.Files(study, Estimation.Run(study, null), withR: true, null);
        var again = Estimation.Read(Plan.Read(Sample.PlanFile("caregivers")), null, null);
        var twice = Publication.Files(again, Estimation.Run(again, null), withR: true, null);
        Assert.Equal(["codebook.xml", "estimates.csv", "estimates.parquet", "plan.R", "report.html", "report.pdf", "tables.xlsx"], once.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(once.Zip(twice), f => Assert.True(f.First.Bytes.AsSpan().SequenceEqual(f.Second.Bytes), f.First.Name));
        var pdf = Encoding.Latin1.GetString(once.Single(f => f.Name == "report.pdf").Bytes);
        Assert.Contains("/StructTreeRoot", pdf, StringComparison.Ordinal);
        Assert.Contains("/Marked true", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain($"(D:{DateTime.UtcNow.Year}", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_asks_nothing_of_the_network_and_no_script_is_in_it()
    {
        Assert.DoesNotMatch("(?i)(src|href)=\"(?!#)", Sample.Children.Html);
        Assert.DoesNotMatch("(?i)<script|@import|url\\(|<link|<iframe", Sample.Children.Html);
        Assert.Contains("default-src 'none'", Sample.Children.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_and_charts_are_named_for_who_cannot_see_them()
    {
        var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Sample.Children.Html);
        Assert.All(html.QuerySelectorAll("table"), t => Assert.True(t.QuerySelector("caption") is not null && t.QuerySelectorAll("tbody th[scope=row]").Length == t.QuerySelectorAll("tbody tr").Length));
        Assert.All(html.QuerySelectorAll("svg"), s => Assert.Equal(s.QuerySelector("title")!.Id, s.GetAttribute("aria-labelledby")));
        Assert.Equal(html.QuerySelectorAll("[id]").Length, html.QuerySelectorAll("[id]").Select(e => e.Id).Distinct().Count());
        Assert.Equal(["en", "th"], html.QuerySelectorAll("article").Select(a => a.GetAttribute("lang")!));
    }

    [Fact]
    public void Every_chart_carries_the_notice() =>
        Assert.All(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Sample.Children.Html).QuerySelectorAll("svg"), s => Assert.True(
            s.TextContent.Contains(Sample.Children.Plan.Notice!.En, StringComparison.Ordinal) || s.TextContent.Contains(Sample.Children.Plan.Notice.Th, StringComparison.Ordinal)));

    [Fact]
    public void A_text_that_a_spreadsheet_would_run_is_written_as_text()
    {
        Assert.Equal("'=1+1", CsvFile.Cell("=1+1"));
        Assert.Equal("\"'@SUM(A1,A2)\"", CsvFile.Cell("@SUM(A1,A2)"));
        Assert.Equal("-0.5", CsvFile.Cell("-0.5"));
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("t.xlsx"), ExcelFile.Write([("t", [["a"], ["=1+1"]])]));
        var sheet = new StreamReader(System.IO.Compression.ZipFile.OpenRead(folder.File("t.xlsx")).GetEntry("xl/worksheets/sheet1.xml")!.Open()).ReadToEnd();
        Assert.Contains("inlineStr", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void CSV_Parquet_and_Excel_with_the_same_cells_are_the_same_data()
    {
        string?[][] rows = [["1", "ก, ข", null], ["2", "\"q\"", "0.25"], ["3", null, "1e3"]];
        string[] heading = ["id", "text", "number"];
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("d.csv"), CsvFile.Write(heading, rows));
        File.WriteAllBytes(folder.File("d.parquet"), ParquetFile.Write(heading, rows, new HashSet<string>()));
        File.WriteAllBytes(folder.File("d.xlsx"), ExcelFile.Write([("d", [heading, .. rows])]));
        var csv = Dataset.Read(folder.File("d.csv"));
        Assert.Equal(csv.Hash(), Dataset.Read(folder.File("d.parquet")).Hash());
        Assert.Equal(csv.Hash(), Dataset.Read(folder.File("d.xlsx")).Hash());
        Assert.Equal([null, "0.25", "1e3"], Enumerable.Range(0, 3).Select(r => csv.Find("number")![r]));
    }
}
