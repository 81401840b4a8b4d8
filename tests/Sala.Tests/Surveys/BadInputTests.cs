using System.Text;
using Sala.Cli;
using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>Issue 3, must hold 7: bad input is told with row and column, and nothing is written.</summary>
public class BadInputTests
{
    private const string Good = "st,psu,w,yes\n1,1,2,1\n1,1,2,0\n1,2,3,1\n2,3,1,0\n2,3,1,1\n2,4,2,1\n";

    [Theory]
    [InlineData("st,psu,w,yes\n1,1,,1\n1,2,2,0\n", "row 2, column w")]
    [InlineData("st,psu,w,yes\n1,1,2,1\n1,2,-2,0\n", "row 3, column w")]
    [InlineData("st,psu,w,yes\n1,1,2,1\n1,2,two,0\n", "row 3, column w")]
    [InlineData("st,psu,w,yes\n1,1,2,1\n,2,2,0\n", "row 3, column st")]
    [InlineData("st,psu,w,yes\n1,1,2,1\n1,2,2\n", "row 3")]
    [InlineData("st,psu,w,yes\n1,1,2,1,5\n1,2,2,0\n", "row 2")]
    [InlineData("st,psu,w,yes\n1,1,2,\"1\n", "row 2")]
    [InlineData("st,psu,w,w\n1,1,2,1\n", "row 1, column w")]
    [InlineData("st,psu,,yes\n1,1,2,1\n", "row 1")]
    [InlineData("st;psu;w;yes\n1;1;2;1\n", "semicolons")]
    [InlineData("st,psu,w,yes\n", "no row")]
    [InlineData("", "empty")]
    public void A_bad_cell_is_told_with_row_and_column(string csv, string place) => Assert.Contains(place, Refused(Encoding.UTF8.GetBytes(csv)), StringComparison.Ordinal);

    [Fact]
    public void Broken_UTF_8_is_told_with_row_and_column() =>
        Assert.Contains("row 3, column yes: the text is no UTF-8", Refused([.. Encoding.UTF8.GetBytes("st,psu,w,yes\n1,1,2,1\n1,2,2,"), 0xC3, 0x28, (byte)'\n']), StringComparison.Ordinal);

    [Fact]
    public void A_PSU_in_two_strata_is_told_with_the_rows_of_the_file() =>
        Assert.Contains("row 5, column psu: the unit of this row lies in another stratum in row 2", Refused(Encoding.UTF8.GetBytes("st,psu,w,yes\n1,1,2,1\n1,2,2,0\n1,3,2,0\n2,1,2,1\n2,4,2,1\n")), StringComparison.Ordinal);

    [Fact]
    public void A_stratum_with_one_PSU_is_told_by_a_row_of_it() =>
        Assert.Contains("row 4, column st: the stratum of this row has only one unit", Refused(Encoding.UTF8.GetBytes("st,psu,w,yes\n1,1,2,1\n1,2,2,0\n2,9,2,1\n"), "denominator: 20, persons: 3, psus: 1"), StringComparison.Ordinal);

    [Theory] // whoever reads a message sees where it is, never what stands there: it may be what a child said
    [InlineData("1,1,{0},1\n1,2,2,0\n")]
    [InlineData("{0},1,2,1\n1,1,2,0\n")]
    [InlineData("{0},{0},2,1\n1,2,2,0\n1,{0},2,0\n")]
    [InlineData("{0},{0},2,1\n1,2,2,0\n1,3,2,0\n")]
    [InlineData("1,1,2,{0}\n1,2,2\n")]
    [InlineData("1,1,2,\"{0}\n")]
    [InlineData("1,1,2,{0},{0}\n1,2,2,0\n")]
    public void No_message_echoes_a_cell(string rows) =>
        Assert.DoesNotContain("thenamedchild", Refused(Encoding.UTF8.GetBytes("st,psu,w,yes\n" + rows.Replace("{0}", "thenamedchild", StringComparison.Ordinal))), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("weight: w", "weight: wgt", "line 6, column")]
    [InlineData("item: yes", "item: yess", "is yes meant?")]
    [InlineData("value: \"yes\"", "value: \"yes +\"", "line 8, column")]
    [InlineData("value: \"yes\"", "value: \"yess = 1\"", "is yes meant?")]
    [InlineData("version: \"1\"", "versoin: \"1\"", "line 2, column 1: nothing of the name versoin")]
    [InlineData("title: { en: x, th: x }", "title: { en: x }", "th is missing here")]
    [InlineData("persons: 3", "persons: few", "persons: a whole number")]
    [InlineData("id: one", "id: one, by: [sex]", "there is no domain sex")]
    [InlineData("indicators:", "indicators: [", "this is no YAML")]
    public void A_bad_plan_is_told_with_line_and_column(string old, string changed, string told)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.csv"), Good);
        File.WriteAllText(folder.File("plan.yml"), Plan("persons: 3, psus: 1, denominator: 20").Replace(old, changed, StringComparison.Ordinal));
        var problem = Assert.Throws<PlanException>(() => Estimation.Run(Sala.Surveys.Plans.Plan.Read(folder.File("plan.yml")), folder.File("data.csv"), null));
        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
        Assert.Matches(@"plan\.yml, line \d+, column \d+: ", problem.Message);
    }

    [Fact]
    public void A_Parquet_file_that_promises_more_rows_than_it_has_is_refused_before_memory_is_taken()
    {
        var bytes = ParquetFile.Write(["a"], [["1"], ["2"]], new HashSet<string>());
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("whole.parquet"), bytes);
        Assert.Equal(2, Dataset.Read(folder.File("whole.parquet")).Rows);
        File.WriteAllBytes(folder.File("cut.parquet"), bytes[..^9]);
        Assert.Contains("no whole Parquet file", Assert.Throws<DatasetException>(() => Dataset.Read(folder.File("cut.parquet"))).Message, StringComparison.Ordinal);
        // Two rows are written 0x04 in the footer's zigzag form; here they become a milliard.
        var promising = Promising(bytes);
        File.WriteAllBytes(folder.File("promising.parquet"), promising);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Throws<DatasetException>(() => Dataset.Read(folder.File("promising.parquet")));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 200 << 20);
    }

    [Theory]
    [InlineData("study.dta", "Stata"), InlineData("study.sav", "SPSS"), InlineData("study.xls", ".xlsx"), InlineData("study.txt", ".csv, .parquet and .xlsx"), InlineData("missing.csv", "no such file")]
    public void A_file_that_cannot_be_read_is_told_with_the_way_out(string name, string told)
    {
        using var folder = new TemporaryFolder();
        if (name != "missing.csv") File.WriteAllBytes(folder.File(name), [1, 2, 3]);
        Assert.Contains(told, Assert.Throws<DatasetException>(() => Dataset.Read(folder.File(name))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_the_form_does_not_know_is_told_with_row_and_column()
    {
        var lines = File.ReadAllLines(Path.Combine(Sample.Folder, "simulated-children.csv"));
        var column = Array.IndexOf(lines[0].Split(','), "hk_know");
        var cells = lines[3].Split(',');
        cells[column] = "7";
        lines[3] = string.Join(',', cells);
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("data.csv"), lines);
        var problem = Assert.Throws<DatasetException>(() => Estimation.Run(Sala.Surveys.Plans.Plan.Read(Sample.PlanFile("children")), folder.File("data.csv"), null));
        Assert.Contains("row 4, column hk_know", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_when_a_row_is_bad()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plan.yml"), Plan("persons: 3, psus: 1, denominator: 20"));
        File.WriteAllText(folder.File("data.csv"), Good + "2,4,,1\n");
        Assert.Throws<DatasetException>(() => EstimateCommand.Run(new Arguments([folder.File("plan.yml"), "--data", folder.File("data.csv"), "--out", folder.File("out")])));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    private static string Refused(byte[] csv, string disclosure = "persons: 3, psus: 1, denominator: 20")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("data.csv"), csv);
        File.WriteAllText(folder.File("plan.yml"), Plan(disclosure));
        var problem = Assert.ThrowsAny<Exception>(() => Estimation.Run(Sala.Surveys.Plans.Plan.Read(folder.File("plan.yml")), folder.File("data.csv"), null));
        Assert.True(problem is DatasetException or DataException, problem.ToString());
        return problem.Message;
    }

    private static string Plan(string disclosure) => $$"""
        plan: small
        version: "1"
        title: { en: x, th: x }
        persons: { en: people, th: x }
        data: data.csv
        design: { strata: st, units: [psu], weight: w }
        indicators:
          - { id: one, label: { en: x, th: x }, base: { en: x, th: x }, item: yes, value: "yes" }
        disclosure: { {{disclosure}} }
        """;

    private static byte[] Promising(byte[] whole)
    {
        var length = BitConverter.ToInt32(whole, whole.Length - 8);
        var footer = whole.AsSpan(whole.Length - 8 - length, length).ToArray();
        // Compact Thrift: field 3 of the file's metadata is num_rows; each row group says it again. A varint of five bytes takes the place of one.
        var made = new List<byte>();
        for (var i = 0; i < footer.Length; i++)
        {
            if (i > 0 && footer[i - 1] == 0x16 && footer[i] == 0x04) made.AddRange([0x80, 0xA8, 0xD6, 0xB9, 0x07]);
            else made.Add(footer[i]);
        }
        return [.. whole[..^(8 + length)], .. made, .. BitConverter.GetBytes(made.Count), .. "PAR1"u8];
    }
}
