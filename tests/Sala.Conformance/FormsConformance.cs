using System.Text.Json;
using Sala.Forms;

namespace Sala.Conformance;

/// <summary>
/// Holds Sala's reading and writing of XLSForms against what pyxform made of the same files. A form agrees when both accept or both refuse it, and,
/// accepted, when binds (in any order, white space aside), the tree of controls, and the counts of choices, languages and secondary instances are the same.
/// </summary>
public static class FormsConformance
{
    /// <summary>One form of the folder.</summary>
    /// <param name="File">Its file name.</param>
    /// <param name="Differences">What differs; empty where it agrees.</param>
    public sealed record Outcome(string File, IReadOnlyList<string> Differences);

    /// <summary>Runs a folder that holds <c>expected_pyxform.json</c> and the folder <c>forms</c>; the last line counts.</summary>
    /// <returns>0 where all agree.</returns>
    public static int Run(string folder, TextWriter output)
    {
        if (!File.Exists(Path.Combine(folder, "expected_pyxform.json")))
        {
            output.WriteLine($"There is no expected_pyxform.json in {folder}. Nothing was run.");
            return 64;
        }
        var outcomes = Outcomes(folder).ToList();
        foreach (var outcome in outcomes.Where(o => o.Differences.Count > 0))
        {
            output.WriteLine(outcome.File);
            foreach (var difference in outcome.Differences.Take(12)) output.WriteLine($"  {difference}");
            if (outcome.Differences.Count > 12) output.WriteLine($"  and {outcome.Differences.Count - 12} more");
        }
        var failed = outcomes.Count(o => o.Differences.Count > 0);
        output.WriteLine($"{outcomes.Count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Each form of the folder, in its order.</summary>
    public static IEnumerable<Outcome> Outcomes(string folder)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected_pyxform.json")));
        foreach (var form in expected.RootElement.GetProperty("forms").EnumerateArray())
        {
            var file = form.GetProperty("file").GetString()!;
            yield return new Outcome(file, Compare(Path.Combine(folder, "forms", file), form.GetProperty("pyxform")));
        }
    }

    private static List<string> Compare(string path, JsonElement expected)
    {
        var accepted = expected.GetProperty("accepted").GetBoolean();
        FormShape ours;
        try
        {
            using var xform = new MemoryStream();
            Form.ReadToConvert(path).WriteXForm(xform);
            xform.Position = 0;
            ours = FormShape.Of(xform);
        }
        catch (FormException refused)
        {
            return accepted ? [.. refused.Problems.Select(p => $"refused here, accepted there: {p}")] : [];
        }
        catch (Exception stopped) when (stopped is not OutOfMemoryException)
        {
            return [$"stopped by {stopped.GetType().Name}: {stopped.Message}"]; // a defect of ours, whatever the other makes of the form
        }
        return accepted ? [.. ours.DifferencesFrom(expected)] : [$"accepted here, refused there: {expected.GetProperty("error").GetString()}"];
    }
}
