using System.Globalization;

namespace Sala.Cases.Course;

/// <summary>
/// What is known of the course of a case. Some facts stand once for each thing they are about, after a colon: <c>hearing:</c> a planned hearing and its day, <c>untold:</c> something that the child was not told of
/// and the day it happened, <c>told:</c> a step that the child was told of and when it begins, <c>late:</c> a rule and the codes for which somebody wrote why.
/// </summary>
internal static class CourseFacts
{
    public const string Hearing = "hearing:", Untold = "untold:", Told = "told:", Late = "late:", Closed = "closed", OpenedOn = "opened_on", ChargedOn = "charged_on";

    /// <summary>As the rules ask for them, over all files of a child: help that was offered in one was offered.</summary>
    /// <param name="files">The facts of each file.</param>
    public static Dictionary<string, string> Of(IReadOnlyList<IReadOnlyDictionary<string, string>> files, DateOnly today)
    {
        var facts = new Dictionary<string, string> { ["asked_on"] = Day(today) };
        Set(OpenedOn, First(files.Select(f => f.GetValueOrDefault(OpenedOn))));
        Set(ChargedOn, First(files.Select(f => f.GetValueOrDefault(ChargedOn))));
        Set("knew_of_offence_on", First(files.Select(f => f.GetValueOrDefault("knew_of_offence_on"))));
        foreach (var name in (string[])["therapy_offered_on", "preparation_visit_on", "compensation_claimed_on", "legal_aid_offered_on"]) Set(name, First(files.Select(f => f.GetValueOrDefault(name))));
        foreach (var name in (string[])["charged", "fast_track_asked", "released_before_told"]) Set(name, files.Any(f => f.GetValueOrDefault(name) == "yes") ? "yes" : files.Select(f => f.GetValueOrDefault(name)).FirstOrDefault(v => v is not null));
        if (files.Any(f => f.ContainsKey("adjournments"))) Set("adjournments", files.Sum(f => int.TryParse(f.GetValueOrDefault("adjournments"), CultureInfo.InvariantCulture, out var count) ? count : 0).ToString(CultureInfo.InvariantCulture));
        Set("hearing_on", First(files.SelectMany(f => Under(f, Hearing))));
        Set("oldest_step_untold_on", First(files.SelectMany(f => Under(f, Untold))));
        return facts;

        void Set(string name, string? value) { if (!string.IsNullOrEmpty(value)) facts[name] = value; }
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Under(IReadOnlyDictionary<string, string> facts, string prefix) => facts.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(f => f.Value);

    /// <summary>The earliest day.</summary>
    private static string? First(IEnumerable<string?> days) => days.Where(d => !string.IsNullOrEmpty(d)).Order(StringComparer.Ordinal).FirstOrDefault();
}
