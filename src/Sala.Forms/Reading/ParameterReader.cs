using System.Globalization;
using System.Text.RegularExpressions;

namespace Sala.Forms.Reading;

/// <summary>The column parameters: pairs of key and value, and what each type of question takes.</summary>
internal static partial class ParameterReader
{
    // Their values are names; all other values are words of XLSForm and written in small letters.
    private static readonly string[] KeepCase = ["label", "value", "seed", "tick_labelset", "app"];
    private static readonly string[] YesNo = ["true", "false"];
    private static readonly string[] Qualities = ["voice-only", "low", "normal", "external"];
    private static readonly string[] Priorities = ["no-power", "low-power", "balanced", "high-accuracy"];

    /// <summary>Takes the pairs apart; null where the text is no such list, with the part that is not.</summary>
    public static (Dictionary<string, string> Pairs, string? Wrong) Parse(string? text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (text is null) return (pairs, null);
        foreach (var part in AroundEquals().Replace(text, "=").Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var halves = part.Split('=');
            if (halves.Length != 2 || halves[0].Length == 0 || halves[1].Length == 0) return (pairs, part);
#pragma warning disable CA1308 // XLSForm's parameters are in small letters
            var key = halves[0].ToLowerInvariant();
            pairs[key] = KeepCase.Contains(key) ? halves[1] : halves[1].ToLowerInvariant();
#pragma warning restore CA1308
        }
        return (pairs, null);
    }

    /// <summary>What is wrong with the parameters of a question of that type; nothing where all is well.</summary>
    public static IEnumerable<string> Check(string type, TypeText.SelectParts? select, IReadOnlyDictionary<string, string> parameters, string? appearance, Form form)
    {
        if (Known(type, select) is not { } known) return [];
        var unknown = parameters.Keys.Where(k => !known.Contains(k)).ToList();
        if (unknown.Count > 0) return unknown.Select(k => Messages.ParameterUnknown(k, known));
        return select is not null ? CheckSelect(parameters) : type switch
        {
            "range" => RangeParameters.Check(parameters, appearance, form),
            "text" => Whole(parameters, "rows"),
            "photo" or "image" or "add image prompt" or "add photo prompt" => Whole(parameters, "max-pixels").Concat(CheckApp(parameters, appearance)),
            "audio" or "add audio prompt" => OneOf(parameters, "quality", Qualities),
            "background-audio" => OneOf(parameters, "quality", Qualities[..3]),
            "geopoint" or "geoshape" or "geotrace" => OneOf(parameters, "allow-mock-accuracy", YesNo).Concat(Number(parameters, "capture-accuracy"))
                .Concat(Number(parameters, "warning-accuracy")).Concat(OneOf(parameters, "incremental", ["true", "yes", "true()"])),
            "audit" => CheckAudit(parameters),
            _ => [],
        };
    }

    private static string[]? Known(string type, TypeText.SelectParts? select) => select is not null
        ? select.Command is "select_one_from_file" or "select_multiple_from_file" ? ["randomize", "seed", "value", "label"] : ["randomize", "seed"]
        : type switch
        {
            "range" => ["start", "end", "step", "tick_interval", "placeholder", "tick_labelset"],
            "text" => ["rows"],
            "photo" or "image" or "add image prompt" or "add photo prompt" => ["max-pixels", "app"],
            "audio" or "add audio prompt" or "background-audio" => ["quality"],
            "geopoint" => ["allow-mock-accuracy", "capture-accuracy", "warning-accuracy"],
            "geoshape" or "geotrace" => ["allow-mock-accuracy", "incremental"],
            "audit" => ["location-priority", "location-min-interval", "location-max-age", "track-changes", "identify-user", "track-changes-reasons"],
            _ => null,
        };

    private static IEnumerable<string> CheckSelect(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var problem in OneOf(parameters, "randomize", YesNo)) yield return problem;
        if (parameters.TryGetValue("seed", out var seed))
        {
            if (!parameters.ContainsKey("randomize")) yield return Messages.SeedWithoutRandomize;
            else if (!Names.IsReference(seed) && !IsNumber(seed)) yield return Messages.SeedIsNoNumber(seed);
        }
        foreach (var key in new[] { "value", "label" })
            if (parameters.TryGetValue(key, out var name) && !Names.IsName(name)) yield return Messages.ParameterIsNoName(key, name);
    }

    // https://xlsform.org/en/#image: the package of an Android application.
    private static IEnumerable<string> CheckApp(IReadOnlyDictionary<string, string> parameters, string? appearance)
    {
        if (parameters.TryGetValue("app", out var app) && appearance is null or "annotate" && !PackagePattern().IsMatch(app)) yield return Messages.AppIsNoPackage(app);
    }

    private static IEnumerable<string> CheckAudit(IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var problem in OneOf(parameters, "track-changes", YesNo).Concat(OneOf(parameters, "identify-user", YesNo))
            .Concat(OneOf(parameters, "track-changes-reasons", ["on-form-edit"])).Concat(OneOf(parameters, "location-priority", Priorities))
            .Concat(Whole(parameters, "location-min-interval")).Concat(Whole(parameters, "location-max-age"))) yield return problem;
        string[] together = ["location-priority", "location-min-interval", "location-max-age"];
        var given = together.Where(parameters.ContainsKey).ToList();
        if (given.Count is 1 or 2) yield return Messages.ParametersGoTogether(together);
        if (given.Count < 3 || !int.TryParse(parameters["location-min-interval"], out var least) || !int.TryParse(parameters["location-max-age"], out var most)) yield break;
        if (least < 0 || most < least) yield return Messages.AuditAgeBelowInterval;
    }

    private static IEnumerable<string> OneOf(IReadOnlyDictionary<string, string> parameters, string key, string[] values) =>
        parameters.TryGetValue(key, out var value) && !values.Contains(value) ? [Messages.ParameterIsNoneOf(key, value, values)] : [];

    private static IEnumerable<string> Whole(IReadOnlyDictionary<string, string> parameters, string key) =>
        parameters.TryGetValue(key, out var value) && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? [Messages.ParameterIsNoWhole(key, value)] : [];

    private static IEnumerable<string> Number(IReadOnlyDictionary<string, string> parameters, string key) =>
        parameters.TryGetValue(key, out var value) && !IsNumber(value) ? [Messages.ParameterIsNoNumber(key, value)] : [];

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"\s*=\s*")]
    private static partial Regex AroundEquals();

    [GeneratedRegex(@"\A[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+\z")]
    private static partial Regex PackagePattern();
}
