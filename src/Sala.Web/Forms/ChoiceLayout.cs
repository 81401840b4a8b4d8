using System.Globalization;
using System.Text.RegularExpressions;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>How the choices of a question are laid out.</summary>
public enum ChoiceKind
{
    /// <summary>One below the other.</summary>
    List,

    /// <summary>Side by side.</summary>
    Spread,

    /// <summary>Side by side in one line, as on a scale.</summary>
    Likert,

    /// <summary>A select; for several answers, a list that opens.</summary>
    Minimal,

    /// <summary>Too many to show: a part of the name is looked for.</summary>
    Search,

    /// <summary>A press answers and goes on.</summary>
    Quick,
}

/// <summary>The layout that the appearance asks for, or that the number of choices needs.</summary>
/// <param name="Kind">The layout.</param>
/// <param name="Class">Classes of the sheet of forms; empty for a plain list.</param>
public sealed partial record ChoiceLayout(ChoiceKind Kind, string Class)
{
    /// <summary>More than these in a list of radio buttons are too much for a small screen.</summary>
    public const int LongestList = 20;

    /// <summary>More than these in a select are too heavy to send, and nobody finds anything in it.</summary>
    public const int LongestSelect = 120;

    /// <summary>Whether the one sheet of every page is enough.</summary>
    public bool IsPlain => Kind == ChoiceKind.List || Kind == ChoiceKind.Minimal && Class.Length == 0;

    public static ChoiceLayout Of(Question question, int choices)
    {
        var several = question.Type == QuestionType.SelectMultiple;
        if (question.HasAppearance("autocomplete") || question.HasAppearance("search") || choices > LongestSelect) return new(ChoiceKind.Search, "");
        if (question.HasAppearance("minimal") || !several && choices > LongestList) return new(ChoiceKind.Minimal, several ? "folded" : "");
        if (question.HasAppearance("quick") && !several && question.Parent?.IsFieldList != true) return new(ChoiceKind.Quick, "");
        if (question.HasAppearance("likert") && !several) return new(ChoiceKind.Likert, "likert");
        var bare = question.HasAppearance("no-buttons") ? " bare" : "";
        var columns = Columns().Match(question.Appearance);
        if (!columns.Success) return new(bare.Length > 0 ? ChoiceKind.Spread : ChoiceKind.List, bare.Trim());
        if (columns.Groups["pack"].Success) return new(ChoiceKind.Spread, "pack" + bare);
        var number = int.TryParse(columns.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? $" n{Math.Clamp(n, 1, 10)}" : "";
        return new(ChoiceKind.Spread, "spread" + number + bare);
    }

    // compact, quickcompact and horizontal are what columns was called before.
    [GeneratedRegex(@"(?:^|\s)(?:columns|compact|quickcompact|horizontal)(?:-(?:(?<n>[0-9]{1,2})|(?<pack>pack|compact)))?(?=\s|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Columns();
}
