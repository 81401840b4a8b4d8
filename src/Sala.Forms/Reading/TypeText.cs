using System.Text.RegularExpressions;

namespace Sala.Forms.Reading;

/// <summary>The cell of the column type, taken apart: <c>select_one list or_other</c>, <c>begin loop over list</c>, <c>osm list</c>.</summary>
internal static partial class TypeText
{
    public static readonly string[] FileEndings = [".csv", ".xml", ".geojson"];

    /// <summary>A question with choices.</summary>
    /// <param name="Kind">Which.</param>
    /// <param name="List">Name of the list, of a file, or <c>${question}</c>.</param>
    /// <param name="OrOther">Another answer may be written in.</param>
    /// <param name="FromFile">The type is one of those from a file.</param>
    /// <param name="Command">As written.</param>
    public sealed record SelectParts(QuestionKind Kind, string List, bool OrOther, bool FromFile, string Command)
    {
        public bool IsFile => Array.Exists(FileEndings, e => Path.GetExtension(List) == e);
        public bool IsExternal => ReferenceEquals(Kind, QuestionKind.SelectExternal);
        public bool IsPrevious => List.Contains("${", StringComparison.Ordinal);
    }

    public static SelectParts? Select(string text)
    {
        if (text.Length < 6 || text[0] is not ('s' or 'a' or 'r') || SelectPattern().Match(text) is not { Success: true } match) return null;
        var command = match.Groups["command"].Value;
        var kind = command switch
        {
            "select_one_external" => QuestionKind.SelectExternal,
            "rank" => QuestionKind.Rank,
            "select_multiple" or "select all that apply" or "select all that apply from" or "add select multiple prompt using" or "select_multiple_from_file" or "select multiple from file" => QuestionKind.SelectMultiple,
            _ => QuestionKind.SelectOne,
        };
        return new(kind, match.Groups["list"].Value, match.Groups["other"].Success, command.EndsWith("file", StringComparison.Ordinal), command);
    }

    /// <summary>The kind of block that begins (group, repeat, loop) and the list that a loop goes over.</summary>
    public static (string Block, string? List)? Begin(string text) => text.StartsWith("begin", StringComparison.Ordinal) && BeginPattern().Match(text) is { Success: true } match
        ? (Block(match.Groups["block"].Value), match.Groups["list"].Success ? match.Groups["list"].Value : null)
        : null;

    public static string? End(string text) => text.StartsWith("end", StringComparison.Ordinal) && EndPattern().Match(text) is { Success: true } match ? Block(match.Groups["block"].Value) : null;

    public static string? Osm(string text) => text.Contains("osm ", StringComparison.Ordinal) && OsmPattern().Match(text) is { Success: true } match ? match.Groups["list"].Value : null;

    private static string Block(string word) => word is "lgroup" or "looped group" ? "repeat" : word;

    [GeneratedRegex(@"^(?<command>add select one prompt using|add select multiple prompt using|select all that apply from|select one from|select1|select_one|select one|select_multiple|select all that apply|select_one_external|select_one_from_file|select_multiple_from_file|select one from file|select multiple from file|rank) (?<list>\S+)( (?<other>or specify other|or_other|or other))?$")]
    private static partial Regex SelectPattern();

    [GeneratedRegex(@"^begin(\s|_)(?<block>group|lgroup|repeat|loop|looped group)( (over )?(?<list>\S+))?$")]
    private static partial Regex BeginPattern();

    [GeneratedRegex(@"^end(\s|_)(?<block>group|lgroup|repeat|loop|looped group)$")]
    private static partial Regex EndPattern();

    [GeneratedRegex(@"osm (?<list>\S+)")]
    private static partial Regex OsmPattern();
}
