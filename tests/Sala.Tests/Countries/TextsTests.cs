using Sala.Countries;

namespace Sala.Tests.Countries;

public class TextsTests
{
    [Fact]
    public void Every_language_says_everything_with_the_same_blanks()
    {
        var languages = Pack.Thailand.Languages.Select(language => Pack.Thailand.Texts(language.Code)).ToList();
        Assert.True(languages[0].Keys.Count > 150);
        foreach (var texts in languages)
        {
            Assert.Equal(languages[0].Keys.Order(), texts.Keys.Order());
            Assert.All(texts.Keys, key => Assert.Equal(Blanks.In(languages[0].AsWritten(key)).Order(), Blanks.In(texts.AsWritten(key)).Order()));
        }
    }

    [Fact]
    public void A_text_that_lost_its_blank_in_one_language_stops_the_pack()
    {
        using var copy = Pack.With("texts/child.th.yml", "read_by: มีคนอ่านภายใน {time}", "read_by: มีคนอ่านวันนี้");
        Assert.Contains(copy.Problems(), problem => problem.Message.Contains("consent.read_by has other blanks"));
    }

    [Fact]
    public void A_child_never_reads_an_open_blank()
    {
        var texts = Pack.Thailand.Texts("en");
        Assert.Throws<ArgumentException>(() => texts["receipt.headline_by"]);
        Assert.Equal("We have it. A person reads it by 6 PM.", texts.Say("receipt.headline_by", ("time", "6 PM")));
        Assert.Equal("We have it. A person reads it by {day}.", texts.Say("receipt.headline_by", ("time", "{day}")));
        Assert.Throws<KeyNotFoundException>(() => texts["receipt.nothing"]);
    }

    [Fact]
    public void A_language_is_open_to_children_only_when_a_person_stands_for_each_of_the_four_groups()
    {
        Assert.False(Pack.Thailand.IsOpenToChildren("th"));
        Assert.False(Pack.Thailand.IsOpenToChildren("en"));

        using var copy = new PackCopy();
        foreach (var group in Country.OpensWith)
        {
            Assert.False(copy.Load().IsOpenToChildren("en"));
            copy.Replace("texts/child.en.yml", $"\n{group}:\n  reviewed: null", $"\n{group}:\n  reviewed: {{ by: A. Reader, day: 2026-11-24 }}");
        }

        Assert.True(copy.Load().IsOpenToChildren("en"));
        Assert.False(copy.Load().IsOpenToChildren("th"));
        Assert.Equal(["consent", "danger", "receipt", "leave"], copy.Load().NotReviewed("th"));
    }

    [Fact]
    public void A_mark_without_a_name_or_a_day_is_no_review()
    {
        using var copy = Pack.With("texts/child.en.yml", "\nleave:\n  reviewed: null", "\nleave:\n  reviewed: { by: A. Reader }");
        Assert.Contains(copy.Problems(), problem => problem.Message.StartsWith("day", StringComparison.Ordinal));
    }

    [Fact]
    public void Staff_texts_live_in_a_set_of_their_own()
    {
        using var copy = new PackCopy();
        foreach (var (language, word) in new[] { ("en", "Inbox"), ("th", "กล่องเข้า") })
            File.WriteAllText(Path.Combine(copy.Folder, "texts", $"work.{language}.yml"), $"inbox:\n  reviewed: null\n  texts:\n    title: {word}\n");
        var texts = copy.Load().Texts("en");
        Assert.Equal("Inbox", texts["inbox.title"]);
        Assert.Equal("work", texts.Groups.Single(group => group.Name == "inbox").Set);
    }

    [Fact]
    public void Titles_tell_nobody_what_the_page_is_for()
    {
        Assert.All(Pack.Thailand.Languages, language => Assert.All(
            Pack.Thailand.Pages.Where(page => page.Language == language.Code),
            page => Assert.Equal(Pack.Thailand.Texts(language.Code)["common.title"], page.Title)));
        Assert.Equal("Information", Pack.Thailand.Texts("en")["common.title"]);
        Assert.Equal("ข้อมูล", Pack.Thailand.Texts("th")["common.title"]);
    }

    [Fact]
    public void A_page_takes_its_days_from_the_pack_and_holds_no_HTML()
    {
        Assert.Contains("for 365 days", Pack.Thailand.Page("en", "how-kept").Markdown);
        using var copy = Pack.With("pages/en/how-kept.md", "{report_days}", "<b>{report_dayz}</b>");
        Assert.Contains(copy.Problems(), problem => problem.Message.Contains("no HTML"));
        Assert.Contains(copy.Problems(), problem => problem.Message.Contains("{report_dayz} is unknown"));
    }
}
