using Sala.Countries;
using Sala.Forms;

namespace Sala.Tests.Countries;

/// <summary>What a child reads or hears in a form of the study is short: a sentence has at most as many words as the pack allows.</summary>
public class QuestionnaireReadingTests
{
    // The instrument gives the words of these and allows twenty (section 9.3).
    private const int WordsOfAStem = 20;

    public static TheoryData<string, string> Forms => new(from form in ChildForms from language in new[] { "en", "th" } select (form, language));

    private static readonly string[] ChildForms = ["child", "safety-referral"];

    [Theory, MemberData(nameof(Forms))]
    public void No_sentence_for_a_child_is_longer_than_the_pack_allows(string form, string language)
    {
        var limit = Pack.Thailand.Language(language).WordsPerSentence;
        var tooLong = new List<string>();
        foreach (var (where, text, most) in Texts(Form.Read(Path.Combine(Pack.ThailandFolder, "forms", $"{form}.xlsx")), language, limit))
            tooLong.AddRange(from sentence in Reading.Sentences(text, language)
                             let words = Reading.Words(sentence.Replace("${", "{", StringComparison.Ordinal), language)
                             where words > most
                             select $"{where}: {words} words: {sentence}");
        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    private static IEnumerable<(string Where, string Text, int Most)> Texts(Form form, string language, int limit)
    {
        foreach (var question in form.Questions)
        {
            var own = question.Label(language) ?? "";
            if (own.StartsWith("Interviewer:", StringComparison.Ordinal) || own.StartsWith("ผู้สัมภาษณ์:", StringComparison.Ordinal)) continue;
            var most = question.Name.EndsWith("_yr", StringComparison.Ordinal) || question.Name is "ex_any" or "hk_know" ? WordsOfAStem : limit;
            foreach (var column in new[] { "label", "hint" })
                if (question.TextIn(column, language) is { } text) yield return ($"{question.Name} {column}", text, most);
            foreach (var choice in question.Choices)
                if (choice.LabelIn(language) is { } text) yield return ($"{question.ListName} {choice.Name}", text, limit);
        }
    }
}
