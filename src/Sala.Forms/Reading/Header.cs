using System.Text.RegularExpressions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>One column of a sheet: what it holds and in which language.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Raw">As the author wrote it.</param>
/// <param name="Name">The canonical name; as written for a column that XLSForm does not know.</param>
/// <param name="Language">As written after the colons; null where the column names none or does not have languages.</param>
/// <param name="IsWhole">A text here without a language takes the place of texts with one that stand before it (label, hint).</param>
internal sealed record Column(int Index, string Raw, string Name, string? Language, bool IsWhole = true)
{
    /// <summary>Name and language in one, made once for all rows.</summary>
    public string Key { get; } = Language is null ? Name : $"{Name}::{Language}";
}

/// <summary>Which headings a sheet has.</summary>
internal enum SheetKind { Survey, Choices, Settings, Entities }

/// <summary>Understands the headings of the sheets, old spellings included.</summary>
internal static partial class Header
{
    /// <summary>After so many empty headings the rest of the row is taken for notes, as pyxform does.</summary>
    private const int MostEmptyHeadings = 20;

    private static readonly HashSet<string> Translated = ["label", "hint", "guidance_hint", "constraint_message", "required_message", "no_app_error_string", "image", "big-image", "audio", "video"];
    private static readonly HashSet<string> Whole = ["label", "hint", "guidance_hint"];

    // First part of a heading, in small letters with _ for spaces -> the canonical name.
    private static readonly Dictionary<string, string> Survey = new(StringComparer.Ordinal)
    {
        ["type"] = "type", ["command"] = "type", ["name"] = "name", ["tag"] = "name", ["value"] = "name",
        ["label"] = "label", ["caption"] = "label", ["hint"] = "hint", ["guidance_hint"] = "guidance_hint",
        ["relevant"] = "relevant", ["relevance"] = "relevant", ["required"] = "required", ["constraint"] = "constraint",
        ["constraint_message"] = "constraint_message", ["constraining_message"] = "constraint_message",
        ["required_message"] = "required_message", ["requiredmsg"] = "required_message",
        ["no_app_error_string"] = "no_app_error_string", ["noapperrorstring"] = "no_app_error_string",
        ["calculation"] = "calculation", ["calculate"] = "calculation", ["read_only"] = "read_only", ["readonly"] = "read_only",
        ["appearance"] = "appearance", ["repeat_count"] = "repeat_count", ["count"] = "repeat_count", ["jr:count"] = "repeat_count",
        ["autoplay"] = "autoplay", ["rows"] = "rows", ["image"] = "image", ["big-image"] = "big-image", ["audio"] = "audio", ["video"] = "video",
        ["default"] = "default", ["choice_filter"] = "choice_filter", ["parameters"] = "parameters", ["trigger"] = "trigger",
        ["save_to"] = "save_to", ["compact_tag"] = "instance::odk:tag", ["query"] = "query", ["sms_field"] = "sms_field",
    };

    private static readonly Dictionary<string, string> Choices = new(StringComparer.Ordinal)
    {
        ["list_name"] = "list_name", ["name"] = "name", ["value"] = "name", ["label"] = "label", ["caption"] = "label",
        ["image"] = "image", ["big-image"] = "big-image", ["audio"] = "audio", ["video"] = "video", ["sms_option"] = "sms_option",
    };

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["form_title"] = "form_title", ["set_form_title"] = "form_title", ["title"] = "form_title",
        ["form_id"] = "form_id", ["set_form_id"] = "form_id", ["id_string"] = "form_id",
        ["version"] = "version", ["default_language"] = "default_language", ["style"] = "style", ["name"] = "name", ["instance_name"] = "instance_name",
        ["public_key"] = "public_key", ["submission_url"] = "submission_url", ["auto_send"] = "auto_send", ["auto_delete"] = "auto_delete",
        ["namespaces"] = "namespaces", ["clean_text_values"] = "clean_text_values", ["allow_choice_duplicates"] = "allow_choice_duplicates",
        ["add_none_option"] = "add_none_option", ["client_editable"] = "client_editable", ["instance_xmlns"] = "instance_xmlns",
        ["prefix"] = "prefix", ["delimiter"] = "delimiter", ["sms_keyword"] = "sms_keyword", ["sms_separator"] = "sms_separator",
        ["sms_allow_media"] = "sms_allow_media", ["sms_date_format"] = "sms_date_format", ["sms_datetime_format"] = "sms_datetime_format",
        ["sms_response"] = "sms_response", ["flat"] = "flat",
    };

    private static readonly Dictionary<string, string> Entities = new(StringComparer.Ordinal)
    {
        ["list_name"] = "list_name", ["dataset"] = "list_name", ["entity_id"] = "entity_id", ["create_if"] = "create_if",
        ["update_if"] = "update_if", ["label"] = "label", ["repeat"] = "repeat",
    };

    private static readonly Dictionary<string, string> BindParts = new(StringComparer.Ordinal)
    {
        ["relevant"] = "relevant", ["required"] = "required", ["constraint"] = "constraint", ["calculate"] = "calculation", ["readonly"] = "read_only",
        ["jr:constraintMsg"] = "constraint_message", ["jr:requiredMsg"] = "required_message", ["jr:noAppErrorString"] = "no_app_error_string",
        ["entities:saveto"] = "save_to",
    };

    private static readonly Dictionary<string, string> BodyParts = new(StringComparer.Ordinal)
    {
        ["appearance"] = "appearance", ["jr:count"] = "repeat_count", ["autoplay"] = "autoplay", ["rows"] = "rows",
    };

    // mayStandTwice: columns whose second spelling takes the place of the first without a word.
    public static List<Column> Read(Sheet sheet, List<FormProblem> problems, SheetKind kind, Func<Column, Column, bool>? mayStandTwice = null)
    {
        var columns = new List<Column>();
        var seen = new Dictionary<(string, string?), Column>();
        var row = sheet.Rows[0];
        var doubleColons = row.Cells.Any(c => c?.Contains("::", StringComparison.Ordinal) == true);
        var empty = 0;
        for (var i = 0; i < row.Cells.Count && empty <= MostEmptyHeadings; i++)
        {
            if (string.IsNullOrWhiteSpace(row[i])) { empty++; continue; }
            empty = 0;
            var column = Understand(i, Spaces().Replace(row[i]!.Trim(), " "), kind, doubleColons);
            if (seen.TryGetValue((column.Name, column.Language), out var twin) && (column.Raw == twin.Raw || !(IsPlain(column, kind) || mayStandTwice?.Invoke(twin, column) == true)))
                problems.Add(new FormProblem(sheet.Name, row.Number, column.Raw, Messages.ColumnTwice(twin.Raw, column.Raw)));
            else columns.Add(column);
            seen[(column.Name, column.Language)] = column;
        }
        return columns;
    }

    public static bool IsTranslated(string name) => Translated.Contains(name);

    /// <summary><c>English (en)</c> has the code en; a language without one is its own code.</summary>
    public static (string Code, string Name) Language(string written) => InBrackets().Match(written) is { Success: true } match
        ? (match.Groups[2].Value, match.Groups[1].Value.Trim())
        : (written.Trim(), written.Trim());

    // A heading in its own canonical spelling stands beside an old one without a word: the later counts.
    private static bool IsPlain(Column column, SheetKind kind) =>
        kind is SheetKind.Survey or SheetKind.Choices && column.Raw == column.Name && column.Name is "type" or "name" or "label" or "hint" or "guidance_hint" or "default" or "choice_filter" or "parameters" or "trigger";

    private static Column Understand(int index, string raw, SheetKind kind, bool doubleColons)
    {
        var known = kind switch { SheetKind.Survey => Survey, SheetKind.Choices => Choices, SheetKind.Settings => Settings, _ => Entities };
        if (known.TryGetValue(Key(raw), out var name)) return new(index, raw, name, null, Whole.Contains(name));
        var parts = Split(raw, doubleColons);
        var first = Key(parts[0]);
        if (parts.Count > 1)
        {
            if (known.TryGetValue(first, out name) && Translated.Contains(name)) return new(index, raw, name, parts[1], Whole.Contains(name));
            switch (first)
            {
                case "media" when kind is SheetKind.Survey or SheetKind.Choices:
                    return new(index, raw, Translated.Contains(parts[1]) ? parts[1] : $"media::{parts[1]}", parts.ElementAtOrDefault(2), false);
                case "bind" when kind == SheetKind.Survey:
                    var bind = BindParts.GetValueOrDefault(parts[1]) ?? $"bind::{parts[1]}";
                    return new(index, raw, bind, Translated.Contains(bind) ? parts.ElementAtOrDefault(2) : null, false);
                case "body" or "control" when kind == SheetKind.Survey:
                    return new(index, raw, BodyParts.GetValueOrDefault(parts[1]) ?? $"body::{parts[1]}", null, false);
                case "instance" when kind == SheetKind.Survey: return new(index, raw, $"instance::{parts[1]}", null, false);
                case "attribute" when kind == SheetKind.Settings: return new(index, raw, $"attribute::{parts[1]}", null, false);
            }
        }
        return new(index, raw, raw, null);
    }

    // One colon parts a heading only in sheets that never use two: label:English came before label::English.
    private static List<string> Split(string raw, bool doubleColons)
    {
        var parts = raw.Split(doubleColons ? "::" : ":", StringSplitOptions.TrimEntries).ToList();
        var at = doubleColons ? -1 : parts.IndexOf("jr");
        if (at >= 0 && at + 1 < parts.Count)
        {
            parts[at] = $"jr:{parts[at + 1]}";
            parts.RemoveAt(at + 1);
        }
        return parts;
    }

#pragma warning disable CA1308 // XLSForm's headings are in small letters
    private static string Key(string text) => string.Join('_', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex(@"^(.*)\(\s*([A-Za-z0-9-]+)\s*\)\s*$")]
    private static partial Regex InBrackets();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
