using System.Text.RegularExpressions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>One column of a sheet: what it holds and in which language.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Raw">As the author wrote it.</param>
/// <param name="Name">The canonical name; as written for a column that XLSForm does not know.</param>
/// <param name="Language">As written after the colons; null where the column names none or does not have languages.</param>
internal sealed record Column(int Index, string Raw, string Name, string? Language);

/// <summary>Understands the headings of the sheets, old spellings included.</summary>
internal static partial class Header
{
    private static readonly string[] Translated = ["label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "big-image", "audio", "video"];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["caption"] = "label",
        ["command"] = "type",
        ["tag"] = "name",
        ["value"] = "name",
        ["relevance"] = "relevant",
        ["skip logic"] = "relevant",
        ["constraint message"] = "constraint_message",
        ["constraining message"] = "constraint_message",
        ["jr:constraintmsg"] = "constraint_message",
        ["required message"] = "required_message",
        ["requiredmsg"] = "required_message",
        ["jr:requiredmsg"] = "required_message",
        ["readonly"] = "read_only",
        ["read only"] = "read_only",
        ["calculate"] = "calculation",
        ["count"] = "repeat_count",
        ["jr:count"] = "repeat_count",
        ["list name"] = "list_name",
        ["list"] = "list_name",
        ["guidance hint"] = "guidance_hint",
        ["repeat count"] = "repeat_count",
        ["choice filter"] = "choice_filter",
        ["default value"] = "default",
        ["form title"] = "form_title",
        ["set form title"] = "form_title",
        ["title"] = "form_title",
        ["form id"] = "form_id",
        ["set form id"] = "form_id",
        ["id_string"] = "form_id",
        ["default language"] = "default_language",
    };

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "type", "name", "label", "hint", "guidance_hint", "constraint", "constraint_message", "required", "required_message", "relevant",
        "calculation", "choice_filter", "appearance", "default", "parameters", "read_only", "repeat_count", "trigger", "list_name",
        "image", "audio", "video", "big-image", "disabled", "form_title", "form_id", "version", "default_language", "style", "instance_name",
        "allow_choice_duplicates", "public_key", "submission_url", "auto_send", "auto_delete", "save_to", "autoplay",
    };

    private static readonly string[] Prefixes = ["bind", "control", "body", "media"];

    public static List<Column> Read(Sheet sheet, List<FormProblem> problems)
    {
        var columns = new List<Column>();
        var seen = new HashSet<(string, string?)>();
        var row = sheet.Rows[0];
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(row[i])) continue;
            var column = Understand(i, row[i]!.Replace('\u00A0', ' ').Trim());
            if (!seen.Add((column.Name.ToLowerInvariant(), column.Language)))
                problems.Add(new FormProblem(sheet.Name, row.Number, column.Raw, Messages.ColumnTwice(column.Raw)));
            else columns.Add(column);
        }
        return columns;
    }

    private static Column Understand(int index, string raw)
    {
        var parts = raw.Split("::", StringSplitOptions.TrimEntries).ToList();
        if (parts.Count > 1 && Prefixes.Contains(parts[0], StringComparer.OrdinalIgnoreCase) && IsKnown(parts[1])) parts.RemoveAt(0);
        else if (parts.Count == 1 && Colon().Match(raw) is { Success: true } old && Translated.Contains(Canonical(old.Groups[1].Value)))
            parts = [old.Groups[1].Value, old.Groups[2].Value]; // label:English, before :: came
        var name = Canonical(parts[0]);
        if (parts.Count == 1) return new(index, raw, IsKnown(parts[0]) ? name : raw, null);
        if (parts.Count == 2 && Translated.Contains(name)) return new(index, raw, name, parts[1]);
        return new(index, raw, raw, null);
    }

    private static bool IsKnown(string text) => Known.Contains(Canonical(text));

    private static string Canonical(string text)
    {
        var name = text.Trim();
        return Aliases.TryGetValue(name, out var canonical) ? canonical : Known.TryGetValue(name, out var known) ? known : name;
    }

    public static bool IsTranslated(string name) => Translated.Contains(name);

    /// <summary><c>English (en)</c> has the code en; a language without one is its own code.</summary>
    public static (string Code, string Name) Language(string written) => InBrackets().Match(written) is { Success: true } match
        ? (match.Groups[2].Value, match.Groups[1].Value.Trim())
        : (written.Trim(), written.Trim());

    [GeneratedRegex(@"^([A-Za-z _-]+):(?!:)\s*(.+)$")]
    private static partial Regex Colon();

    [GeneratedRegex(@"^(.*)\(\s*([A-Za-z0-9-]+)\s*\)\s*$")]
    private static partial Regex InBrackets();
}
