using System.Text.RegularExpressions;

namespace Sala.Countries;

/// <summary>How long the sentences of a text are, for the check of everything that a child reads.</summary>
public static partial class Reading
{
    /// <summary>
    /// The sentences of a text: plain or Markdown. Every line, list item and heading is one of its own; so is what stands before or after a colon.
    /// Thai marks the end of a sentence by a space, so there a space between Thai words ends one.
    /// </summary>
    public static IReadOnlyList<string> Sentences(string text, string language)
    {
        var marked = LineStart().Replace(text, "").Replace("**", "", StringComparison.Ordinal);
        var end = language == "th" ? EndInThai() : End();
        return [.. marked.Split('\n').SelectMany(line => end.Split(line)).Select(part => part.Trim()).Where(part => part.Length > 0)];
    }

    /// <summary>How many words a sentence has, a blank counting as one.</summary>
    public static int Words(string sentence, string language) => WordBreaks.Count(Blank().Replace(sentence, "1"), language);

    /// <summary>The sentences of a text that have more words than the language allows, with their number.</summary>
    public static IReadOnlyList<(string Sentence, int Words)> TooLong(string text, Language language) =>
        [.. Sentences(text, language.Code).Select(sentence => (sentence, Words(sentence, language.Code))).Where(found => found.Item2 > language.WordsPerSentence)];

    [GeneratedRegex(@"^\s*(#+|[-*]|\d+\.)\s+", RegexOptions.Multiline)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"(?<=[.!?:])[""”]?\s+")]
    private static partial Regex End();

    [GeneratedRegex(@"(?<=[\p{IsThai}""”:])\s+(?=[\p{IsThai}""“])")]
    private static partial Regex EndInThai();

    [GeneratedRegex(@"\{[^{}]+\}")]
    private static partial Regex Blank();
}
