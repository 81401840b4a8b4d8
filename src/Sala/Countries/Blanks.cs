using System.Text.RegularExpressions;

namespace Sala.Countries;

/// <summary>Blanks in a text: `{time}` waits for a value.</summary>
public static partial class Blanks
{
    /// <summary>The names of the blanks of a text, each once, in order.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Blank().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>Fills what is known and leaves the other blanks as they stand. A value is never searched for blanks itself.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Blank().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    [GeneratedRegex(@"\{([^{}\r\n]{1,60})\}")]
    private static partial Regex Blank();
}
