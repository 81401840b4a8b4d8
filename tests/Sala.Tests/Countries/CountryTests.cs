using Sala.Countries;

namespace Sala.Tests.Countries;

public class CountryTests
{
    [Fact]
    public void The_Thai_pack_opens_with_the_settings_as_its_file_states_them()
    {
        var th = Pack.Thailand;
        Assert.Equal("TH", th.Code);
        Assert.Equal(["th", "en"], th.Languages.Select(language => language.Code));
        Assert.Equal(TimeSpan.FromHours(7), th.TimeZone.BaseUtcOffset);
        Assert.Equal(["0_8", "9_11", "12_13", "14_15", "16_17"], th.AgeBands.Select(band => band.Code));
        Assert.Equal(77, th.Areas.Count);
        Assert.Equal("เชียงใหม่", th.Areas.Single(area => area.Code == "TH-50").Names["th"]);
        Assert.Equal(TimeSpan.Zero, th.BreakGlass.DelayInDanger);
        Assert.True(th.BreakGlass.Delay > TimeSpan.Zero);
        Assert.Equal(90, th.Help.VerifiedWithinDays);
    }

    [Fact]
    public void A_day_is_written_in_the_era_of_the_language()
    {
        var day = new DateOnly(2026, 11, 24);
        Assert.Equal("24 พฤศจิกายน 2569", Pack.Thailand.Language("th").Write(day));
        Assert.Equal("24 November 2026", Pack.Thailand.Language("en").Write(day));
        Assert.Equal("18:05 น.", Pack.Thailand.Language("th").Write(new TimeOnly(18, 5)));
        Assert.Equal("6:05 PM", Pack.Thailand.Language("en").Write(new TimeOnly(18, 5)));
    }

    [Fact]
    public void What_a_lawyer_or_the_units_have_to_agree_to_says_so()
    {
        var th = Pack.Thailand;
        Assert.All(
            [th.Retention.Standing, th.DutyClock.Standing, th.Exposure.Standing, th.BreakGlass.Standing, th.Help.Standing, .. th.Laws.Select(law => law.Standing)],
            standing => Assert.True(standing.ToBeConfirmed));
        Assert.Contains("lawyer", th.Retention.Standing.AgreedBy);
    }

    [Fact]
    public void A_pack_with_three_mistakes_names_all_three_with_file_and_line()
    {
        using var copy = Pack.With("country.yml", "time_zone: Asia/Bangkok", "time_zone: Asia/Nowhere");
        copy.Replace("country.yml", "open_hours: 4", "open_hours: many");
        copy.Replace("texts/child.en.yml", "    title: Information", "    titel: Information");

        var problems = copy.Problems();

        Assert.Contains(problems, problem => problem is { File: "country.yml", Line: 5 } && problem.Message.Contains("IANA"));
        Assert.Contains(problems, problem => problem.File == "country.yml" && problem.Line > 5 && problem.Message.StartsWith("open_hours", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem is { File: "texts/child.en.yml", Line: 5 } && problem.Message.Contains("common.titel has no text in th"));
        Assert.Contains(problems, problem => problem.File == "texts/child.th.yml" && problem.Message.Contains("common.title has no text in en"));
    }

    [Theory]
    [InlineData("collapse_above_characters: 600", "collapse_above_charaters: 600")]
    [InlineData("steps: [duty, deputy, head]", "steps: [duty, deputy, chief]")]
    [InlineData("{ code: 9_11, from: 9, to: 11 }", "{ code: 9_11, from: 10, to: 11 }")]
    [InlineData("https://th.wikipedia.org/", "http://th.wikipedia.org/")]
    [InlineData("danger: 15", "danger: 0")]
    [InlineData("unfinished_minutes: 20", "unfinished_minutes: 60")]
    [InlineData("code: TH\n", "")]
    [InlineData("receipt_words: words/receipt.en.txt", "receipt_words: words/missing.txt")]
    public void A_slip_in_a_rule_stops_the_pack_instead_of_passing_in_silence(string old, string slip)
    {
        using var copy = Pack.With("country.yml", old, slip);
        Assert.NotEmpty(copy.Problems());
    }

    [Theory]
    [InlineData("texts/child.th.yml")]
    [InlineData("pages/th/how-kept.md")]
    [InlineData("templates/replies.en.yml")]
    [InlineData("areas.csv")]
    [InlineData("country.yml")]
    public void A_missing_file_is_a_problem_that_names_it(string file)
    {
        using var copy = new PackCopy();
        copy.Delete(file);
        Assert.Contains(copy.Problems(), problem => problem.File == file);
    }

    [Fact]
    public void Broken_YAML_is_a_problem_with_its_line()
    {
        using var copy = Pack.With("texts/child.en.yml", "start:\n", "start: [\n");
        Assert.Contains(copy.Problems(), problem => problem is { File: "texts/child.en.yml", Line: > 10 });
    }
}
