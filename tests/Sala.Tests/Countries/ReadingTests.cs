using Sala.Countries;

namespace Sala.Tests.Countries;

/// <summary>Requirement 10: what a child reads is short.</summary>
public class ReadingTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void No_sentence_for_a_child_is_longer_than_the_pack_allows(string language)
    {
        var limit = Pack.Thailand.Language(language);
        var replies = Pack.Thailand.Replies(language).Templates.Select(template => (Where: $"templates/replies.{language}.yml {template.Code}", template.Text));
        var tooLong = Pack.ChildTexts(language).Concat(replies)
            .SelectMany(text => Reading.TooLong(text.Text, limit).Select(found => $"{text.Where}: {found.Words} words: {found.Sentence}"))
            .ToList();
        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    [Fact]
    public void English_sentences_have_at_most_fifteen_words() => Assert.InRange(Pack.Thailand.Language("en").WordsPerSentence, 5, 15);

    [Fact]
    public void Thai_is_counted_by_the_words_that_ICU_finds_not_by_spaces()
    {
        Assert.Equal(6, Reading.Words("มีคนอ่านและตอบกลับ", "th"));
        Assert.Equal(1, Reading.Words("{time}", "th"));
    }

    [Fact]
    public void A_space_between_Thai_words_ends_a_sentence_and_one_beside_a_number_does_not()
    {
        Assert.Equal(["เก็บไว้ 30 วัน", "แล้วจะลบ"], Reading.Sentences("เก็บไว้ 30 วัน แล้วจะลบ", "th"));
    }

    [Fact]
    public void A_long_sentence_is_found_in_the_middle_of_a_page()
    {
        const string Page = "# Short.\n\n- One two three. One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen.\n- Short.";
        var found = Assert.Single(Reading.TooLong(Page, Pack.Thailand.Language("en")));
        Assert.Equal(16, found.Words);
    }
}
