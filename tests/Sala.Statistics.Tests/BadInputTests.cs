using System.Text;

namespace Sala.Statistics.Tests;

/// <summary>Bad input is refused with its place, and nothing is computed (issue 3, must hold 7).</summary>
public sealed class BadInputTests
{
    private static SurveyData Data(string csv)
    {
        var lines = csv.ReplaceLineEndings("\n").Trim().Split('\n').Select(l => l.Split(',')).ToArray();
        return new SurveyData(lines[0].Select((name, c) => name is "w" or "y"
            ? (Column)new NumericColumn(name, [.. lines.Skip(1).Select(l => l[c].Length == 0 ? double.NaN : double.Parse(l[c], System.Globalization.CultureInfo.InvariantCulture))])
            : CategoricalColumn.Of(name, [.. lines.Skip(1).Select(l => l[c])])));
    }

    private static readonly DesignSpecification Named = new() { Ids = ["psu"], Strata = ["stratum"], Weights = "w" };

    [Theory]
    [InlineData("stratum,psu,w,y\na,1,2,0\na,2,,1", "column w, row 2: the weight is missing")]
    [InlineData("stratum,psu,w,y\na,1,2,0\na,2,-1,1", "column w, row 2: the weight is -1")]
    [InlineData("stratum,psu,w,y\na,1,2,0\nb,1,2,1", "row 2: PSU 1 lies in stratum b and in stratum a")]
    [InlineData("stratum,psu,w,y\na,1,2,0\n,2,2,1", "column stratum, row 2: the stratum is missing")]
    [InlineData("stratum,psu,w,y\na,1,2,0\na,,2,1", "column psu, row 2: the PSU is missing")]
    [InlineData("stratum,psu,w,y\na,1,0,0\na,2,0,1", "all weights are zero")]
    [InlineData("stratum,psu,weight,y\na,1,2,0\na,2,2,1", "there is no column w. The nearest is y")]
    public void A_design_says_row_and_column(string csv, string says) =>
        Assert.Contains(says, Assert.ThrowsAny<DataException>(() => SurveyDesign.Of(Data(csv), Named)).Message);

    [Fact]
    public void A_stratum_with_one_psu_is_named_and_the_rules_are_offered()
    {
        var design = SurveyDesign.Of(Data("stratum,psu,w,y\na,1,2,0\na,2,2,1\nb,3,2,1"), Named);
        var refusal = Assert.Throws<LonelyPsuException>(() => Estimators.Mean(design, "y"));
        Assert.Equal("b", refusal.Stratum);
        Assert.Contains("remove, adjust, average or certainty", refusal.Message);
    }

    [Fact]
    public void The_adviser_shows_the_error_under_each_rule_and_the_strata_concerned()
    {
        var design = SurveyDesign.Of(Data("stratum,psu,w,y\na,1,2,0\na,2,2,1\nb,3,2,1\nc,4,2,1\nc,5,2,0\nc,6,1,1"), Named);
        var (strata, _, advice) = LonelyPsuAdviser.Compare(design, d => Estimators.Mean(d, ["y"]));
        Assert.Equal(["b"], strata);
        Assert.NotNull(advice.Single(a => a.Rule == LonelyPsu.Fail).Refusal);
        var errors = advice.Where(a => a.Estimates is not null).ToDictionary(a => a.Rule, a => a.Estimates!.StandardError(0));
        Assert.True(errors[LonelyPsu.Adjust] > errors[LonelyPsu.Remove]);
        Assert.Equal(errors[LonelyPsu.Remove] * Math.Sqrt(1.5), errors[LonelyPsu.Average], 12);
    }

    [Fact]
    public void More_sampled_than_there_are_is_refused()
    {
        var data = Data("stratum,psu,w,y\na,1,2,0\na,2,2,1\na,3,2,1").With(new NumericColumn("N", [2, 2, 2]));
        Assert.Contains("3 units were sampled out of 2", Assert.Throws<DesignException>(() => SurveyDesign.Of(data, Named with { Fpc = ["N"] })).Message);
    }

    [Theory]
    [InlineData("stratum,psu,w,y1\na,1,2,0\na,2,,1\n", "column w, row 2: the weight is missing")]
    [InlineData("stratum,psu,w,y1\na,1,2,0\na,2,-3,1\n", "column w, row 2: the weight is -3")]
    [InlineData("stratum,psu,w,y1\na,1,2,0\na,2,2,yes\n", "column y1, row 2: this is no number")]
    [InlineData("stratum,psu,w,y1\na,1,2,0\nb,1,2,1\n", "PSU 1 lies in stratum a and in stratum b")]
    [InlineData("stratum,psu,w,y1\na,1,2,0\n,2,2,1\n", "column stratum, row 2: the stratum is missing")]
    [InlineData("stratum,psu,w,y1\na,1,2,0\na,2,2\n", "row 2: the row has 3 cells, the headings are 4")]
    [InlineData("stratum,psu,w,y1\na,1,2,0\na,2,2,1,9\n", "row 2: the row has more cells")]
    [InlineData("stratum,psu,w,y2\na,1,2,0\n", "there is no column y1. The nearest is y2")]
    [InlineData("stratum,psu,w,y1\na,1,2,\"0\n", "a quoted cell is not closed")]
    public void A_file_says_row_and_column(string csv, string says) => Assert.Contains(says, Refused(Encoding.UTF8.GetBytes(csv)).Message);

    [Fact]
    public void Broken_utf8_is_refused_with_its_place()
    {
        byte[] broken = [.. "stratum,psu,w,y1\na,1,2,0\n"u8, 0xC3, 0x28, .. ",2,2,1\n"u8];
        Assert.Contains("column stratum, row 2: the text is no UTF-8", Refused(broken).Message);
    }

    [Fact]
    public void A_promise_of_a_thousand_million_rows_with_ten_is_refused()
    {
        var csv = "stratum,psu,w,y1\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"a,{i},1,0\n"));
        var refusal = Refused(Encoding.UTF8.GetBytes(csv), 1_000_000_000);
        Assert.Contains("1000000000 rows were announced and 10 are there", refusal.Message);
    }

    private static DataException Refused(byte[] csv, long? rows = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, csv);
            return Assert.ThrowsAny<DataException>(() => PsuSums.ReadCsv(file, new OnePassPlan { Stratum = "stratum", Psu = "psu", Weight = "w", Indicators = ["y1"], Rows = rows }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("sex ==", "the expression ends too early")]
    [InlineData("(sex == 1", "a closing bracket is missing")]
    [InlineData("sex = 1", "\"=\" is not expected here")]
    [InlineData("sin(3)", "there is no function sin")]
    [InlineData("\"open", "the closing quote is missing")]
    public void A_condition_that_cannot_be_read_names_the_place(string text, string says) =>
        Assert.Contains(says, Assert.Throws<DataException>(() => Expression.Read(text)).Message);

    [Fact]
    public void Brackets_without_end_do_not_end_the_process() =>
        Assert.Contains("too deeply", Assert.Throws<DataException>(() => Expression.Read(new string('(', 100_000))).Message);

    [Fact]
    public void A_weight_is_finite_and_never_negative()
    {
        Assert.Throws<DesignException>(() => new Weight(-1));
        Assert.Throws<DesignException>(() => new Weight(double.NaN));
        Assert.Throws<DesignException>(() => new Weight(double.PositiveInfinity));
        Assert.Equal(2.5, new Weight(2.5).Value);
    }
}
