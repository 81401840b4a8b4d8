using Sala.Countries;

namespace Sala.Tests.Countries;

public class ReceiptWordsTests
{
    private static readonly IReadOnlyList<string> Words =
        [.. File.ReadLines(Path.Combine(Pack.ThailandFolder, "words", "receipt.en.txt")).Where(line => !line.StartsWith('#'))];

    [Fact]
    public void The_list_has_1024_words_that_nobody_mixes_up()
    {
        Assert.Equal(1024, Words.Count);
        Assert.Equal(1024, Words.Distinct().Count());
        Assert.Equal(1024, Words.Select(word => word[..4]).Distinct().Count());
        Assert.All(Words, word => Assert.Matches("^[a-z]{4,7}$", word));
    }

    [Theory]
    [InlineData("abuse", "secret", "kill", "girl", "kiss", "photo", "father", "naked", "drug", "fear", "shame", "body", "threat", "blame", "gun", "picture", "camera", "brave")]
    public void No_word_of_a_receipt_speaks_of_harm_family_or_body(params string[] never) => Assert.Empty(Words.Intersect(never));

    [Fact]
    public void A_list_that_nobody_reviewed_serves_the_demonstration_only()
    {
        Assert.NotNull(Pack.Thailand.ReceiptWordsFor("en", demonstration: true));
        Assert.Null(Pack.Thailand.ReceiptWordsFor("en", demonstration: false));
        Assert.Null(Pack.Thailand.ReceiptWordsFor("th", demonstration: true));

        using var copy = Pack.With(
            "country.yml", "words/receipt.en.txt\n    receipt_words_reviewed: null",
            "words/receipt.en.txt\n    receipt_words_reviewed: { by: A. Reader, day: 2026-11-24 }");
        Assert.NotNull(copy.Load().ReceiptWordsFor("en", demonstration: false));
    }
}
