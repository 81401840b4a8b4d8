using Sala.Countries;
using Sala.Links;
using Sala.Tests.Countries;

namespace Sala.Tests.Links;

/// <summary>How to reach a platform is said only where its own page says it, with the page and its day.</summary>
public sealed class ChannelTests
{
    private const string TikTok = ",2026-07-13,page";

    [Fact]
    public void Every_line_names_the_page_that_says_it_and_a_day_that_is_not_to_come()
    {
        var channels = Channels.Load(Pack.Thailand);
        Assert.True(channels.All.Count >= 15, $"{channels.All.Count}");
        Assert.Equal(0, channels.LeftOut);
        Assert.All(channels.All, c => Assert.InRange(c.Date, new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 24)));
        Assert.All(channels.All, c => Assert.Equal(["en", "th"], c.Words.Keys.Order()));
        Assert.Equal(90, channels.ForPolice("tiktok")!.KeepsDays);
        Assert.True(channels.ForPolice("tiktok")!.DateOfPage);
        // No page was found that says how police ask Telegram.
        Assert.Null(channels.ForPolice("telegram"));
    }

    [Theory]
    [InlineData(TikTok, ",,page")]
    [InlineData("https://www.tiktok.com/safety/en/tools-and-guides/tiktok-law-enforcement-guidelines", "")]
    public void A_line_without_source_or_day_is_not_shown(string what, string without)
    {
        using var copy = Pack.With("channels.csv", what, without);
        var channels = Channels.Load(copy.Load());
        Assert.Equal(2, channels.LeftOut);
        Assert.Null(channels.ForPolice("tiktok"));
        Assert.NotNull(channels.ForPolice("facebook"));
    }

    [Theory]
    [InlineData("tiktok,child", "tictoc,child", "platform:")]
    [InlineData("tiktok,child", "tiktok,everybody", "part:")]
    [InlineData(TikTok, ",13 July 2026,page", "date:")]
    [InlineData(TikTok, ",2026-07-13,hearsay", "date_of:")]
    [InlineData(",90,https://www.tiktok", ",ninety,https://www.tiktok", "keeps_days:")]
    [InlineData(",https://about.meta.com", ",about.meta.com", "source:")]
    [InlineData("platform,part", "part,platform", "the first line is")]
    public void What_is_wrong_in_the_file_is_said_with_its_line(string old, string wrong, string message)
    {
        using var copy = Pack.With("channels.csv", old, wrong);
        var problems = Assert.Throws<CountryException>(() => Channels.Load(copy.Load())).Problems;
        Assert.Contains(problems, p => p.File == "channels.csv" && p.Line > 0 && p.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_country_without_the_file_has_no_channels()
    {
        using var copy = new PackCopy();
        copy.Delete("channels.csv");
        Assert.Empty(Channels.Load(copy.Load()).All);
    }
}
