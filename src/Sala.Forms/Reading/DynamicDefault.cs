using System.Text.RegularExpressions;

namespace Sala.Forms.Reading;

/// <summary>
/// Whether a default is worked out (a rule) or stands as it is (a value). As pyxform: it is worked out where it has an arithmetic sign, a union, a call,
/// a predicate or <c>${}</c> outside dates, times, numbers and quotation marks; a hyphen counts as none in types whose values hold hyphens.
/// </summary>
internal static partial class DynamicDefault
{
    public static bool Is(string text, QuestionType type)
    {
        foreach (Match token in Tokens().Matches(text))
        {
            if (token.Groups["dynamic"].Success) return true;
            if (!token.Groups["sign"].Success) continue;
            if (token.Value == "-" && type is QuestionType.Date or QuestionType.DateTime or QuestionType.GeoPoint or QuestionType.GeoTrace or QuestionType.GeoShape) return false;
            return true;
        }
        return false;
    }

    private const string Name = @"[\p{L}_][\p{L}\p{N}\p{M}_.\-]*";

    [GeneratedRegex(@"-?\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\s+)?(([+-]\d{2}:\d{2})|Z)?)?|\d{2}:\d{2}:\d{2}(\.\s+)?(([+-]\d{2}:\d{2})|Z)?|-?\d+\.\d*|-?\.\d+|-?\d+"
        + @"|(?<sign>[*+\-]| mod | div )|(?<dynamic>\|)|""[^""]*""|'[^']*'|\s+|(?<dynamic>\$\{(last-saved#)?" + Name + @"\})|(?<dynamic>" + Name + "(:" + Name + @")?[(\[])|" + Name + "://|" + Name + "(:" + Name + @")?|.", RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
