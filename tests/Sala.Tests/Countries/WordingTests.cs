using System.Text.RegularExpressions;
using Sala.Countries;

namespace Sala.Tests.Countries;

/// <summary>Requirement 10: the field's terms, no promise we can't keep, no number or law that the pack does not source.</summary>
public partial class WordingTests
{
    // After the Terminology Guidelines (Luxembourg, 2016): what is kept out of every text.
    private static readonly string[] Nowhere =
    [
        "child porn", "kiddie", "nude", "child prostitut", "child sex worker", "sex tourism", "cyber-rape", "virtual abuse", "paedophile", "pedophile", "pervert", "monster", "predator",
        "blackmail with", "online dating", "seduc", "sexting", "selfies gone wrong", "revenge porn", "webcam", "confess", "admit", "allege", "had sex with",
        "participated", "hid it", "kept it secret", "failed to report", "minor", "juvenile", "underage", "lolita", "handicapped", "disabled", "interrogat", "ticket",
        "โป๊", "อนาจาร", "สารภาพ", "ยอมรับผิด", "โสเภณี", "ผู้เยาว์", "หนังเด็ก", "ค้าประเวณี",
    ];

    // What a child is not told: comfort that belittles, blame, promises that nobody can keep.
    private static readonly string[] NotToAChild =
    [
        "don't worry", "do not worry", "be brave", "brave", "why did you", "are you sure", "you should have", "keep it secret", "secret", "safe", "promise that", "guarantee",
        "always be", "everything will be", "trust us", "we will protect", "anonymous",
        "ไม่ต้องกังวล", "อย่ากังวล", "ไม่ต้องกลัว", "กล้าหาญ", "เข้มแข็ง", "แน่ใจหรือ", "แน่ใจไหม", "น่าจะ", "เก็บเป็นความลับ", "ความลับ", "ปลอดภัย", "รับรองว่า", "รับประกัน",
    ];

    // "We can't promise that …" is the one place where a promise may be named.
    private static readonly string[] Honest = ["can't promise that", "สัญญาไม่ได้ว่า"];

    [Theory]
    [InlineData("en", "What happened to your friend?")]
    [InlineData("th", "เกิดอะไรขึ้นกับเพื่อน")]
    public void The_questions_are_among_the_texts_that_are_read_here(string language, string question) =>
        Assert.Contains(question, Pack.ChildTexts(language).Select(text => text.Text));

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void No_text_uses_a_word_that_the_field_keeps_out(string language)
    {
        var texts = Pack.ChildTexts(language).Concat(Templates(language)).ToList();
        Assert.Empty(texts.SelectMany(text => Found(text, Nowhere)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void No_text_for_a_child_belittles_blames_or_promises_what_nobody_can_keep(string language)
    {
        var texts = Pack.ChildTexts(language).Concat(Templates(language));
        Assert.Empty(texts.SelectMany(text => Found(text, NotToAChild)));
    }

    [Theory]
    [InlineData("en", "not your fault")]
    [InlineData("th", "ไม่ใช่ความผิดของน้อง")]
    public void The_first_page_takes_the_blame_away(string language, string words) =>
        Assert.Contains(words, Pack.Thailand.Texts(language)["start.headline"]);

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void A_number_of_three_digits_or_more_stands_in_the_pack_with_its_source(string language)
    {
        var sourced = Pack.Thailand.Laws.SelectMany(law => law.Names.Values).SelectMany(Numbers)
            .Append(Pack.Thailand.Retention.ReportDaysAfterClosing.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        // Numbers of services come into a page by the directory alone, never in the text itself.
        var unsourced = Pack.ChildTexts(language).Concat(Templates(language))
            .SelectMany(text => Numbers(text.Text).Where(number => !sourced.Contains(number)).Select(number => $"{text.Where}: {number}"));
        Assert.Empty(unsourced);
    }

    [Theory]
    [InlineData("en", "to be confirmed by a lawyer")]
    [InlineData("th", "รอนักกฎหมาย")]
    public void The_duty_to_report_is_named_with_its_law_and_that_it_is_to_be_confirmed(string language, string mark)
    {
        var guide = Pack.Thailand.Page(language, "guide-professional").Markdown;
        Assert.Contains(Pack.Thailand.Laws.Single().Names[language], guide);
        Assert.Contains(mark, guide);
        Assert.DoesNotContain("{", guide);
    }

    [Fact]
    public void A_law_that_a_lawyer_agreed_to_is_named_without_the_mark()
    {
        using var copy = Pack.With(
            "country.yml", "2003 (B.E. 2546)\" }\n    agreed_by: a lawyer of the country\n    agreed: null",
            "2003 (B.E. 2546)\" }\n    agreed_by: a lawyer of the country\n    agreed: { by: A. Lawyer, day: 2026-11-24 }");
        Assert.DoesNotContain("to be confirmed", copy.Load().Page("en", "guide-professional").Markdown);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void No_address_stands_in_a_text(string language) =>
        Assert.All(Pack.ChildTexts(language).Concat(Templates(language)), text => Assert.DoesNotMatch(Address(), text.Text));

    private static IEnumerable<(string Where, string Text)> Templates(string language) =>
        Pack.Thailand.Replies(language).Templates.Select(template => ($"templates/replies.{language}.yml {template.Code}", template.Text));

    private static IEnumerable<string> Found((string Where, string Text) text, string[] words)
    {
        var plain = Honest.Aggregate(text.Text, (rest, honest) => rest.Replace(honest, "", StringComparison.Ordinal));
        return words.Where(word => Has(plain, word)).Select(word => $"{text.Where}: {word}");
    }

    // A Latin word is looked for at its beginning, so that "ticket" is not found in "sticker"; Thai has no spaces to go by.
    private static bool Has(string text, string word) =>
        word[0] > 'z' ? text.Contains(word, StringComparison.Ordinal) : Regex.IsMatch(text, $@"\b{Regex.Escape(word)}", RegexOptions.IgnoreCase);

    private static IEnumerable<string> Numbers(string text) => ThreeDigits().Matches(text).Select(match => match.Value);

    [GeneratedRegex("[0-9๐-๙]{3,}")]
    private static partial Regex ThreeDigits();

    [GeneratedRegex(@"https?:|www\.|\.(org|com|th)\b")]
    private static partial Regex Address();
}
