namespace Sala.Forms.Tests.Instruments;

/// <summary>The forms of the pack of Thailand, read once.</summary>
internal static class Instrument
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Form> Forms = new(StringComparer.Ordinal);

    public static string Folder => ReportForm.Folder;

    /// <summary>Every form that has a readable source, in the order of their names.</summary>
    public static string[] All { get; } =
        [.. Directory.GetFiles(Folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    /// <summary>All but the report form, whose codes are words: what is asked in the study, and the forms of a case.</summary>
    public static string[] OfTheStudy { get; } = ["caregiver", "child", "frontline", "household", "safety-referral"];

    public static Form Of(string name) => Forms.GetOrAdd(name, n => Form.Read(Path.Combine(Folder, $"{n}.xlsx")));

    public static FormSession Start(string name, int seed = 1, params (string Name, string Value)[] preset) =>
        Of(name).Start(StandingClock.Morning, seed, preset.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>The words that the form shows in that language, each with the place where it stands.</summary>
    public static IEnumerable<(string Where, string Text)> Texts(Form form, string language)
    {
        foreach (var question in form.Questions)
        {
            foreach (var column in new[] { "label", "hint", "guidance_hint", "constraint_message", "required_message" })
                if (question.TextIn(column, language) is { } text) yield return ($"{form.Id} {question.Name} {column}", text);
            foreach (var choice in question.Choices)
                if (choice.LabelIn(language) is { } text) yield return ($"{form.Id} {question.ListName} {choice.Name}", text);
        }
    }
}
