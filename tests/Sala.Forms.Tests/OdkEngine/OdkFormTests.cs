namespace Sala.Forms.Tests.OdkEngine;

/// <summary>Must hold 2 of the forms: whole forms, written as XForms and walked with seeded answers, stand in every step as in the engine of ODK Web Forms.</summary>
public class OdkFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 2, 30, 0, TimeSpan.Zero);

    private static string Folder => Path.Combine(Repository.Root, "tests", "Sala.Forms.Tests", "OdkEngine", "forms");

    // Questions that stand otherwise, by form, with the sentence that ours follows.
    private const string EmptySum = "XPath 1.0, 4.4: sum returns the sum, for each node in the argument node-set. Of no node that is 0; there it is no number.";

    private const string EmptyCell = "docs.getodk.org/form-logic: empty values are empty strings. A choice whose cell is empty is one whose cell is ''; there it has no cell.";

    private static readonly Dictionary<string, Dictionary<string, string>> Deviations = new()
    {
        ["nested_repeats.md"] = new() { ["beds_here"] = EmptySum, ["all_beds"] = EmptySum },
        ["roster.md"] = new() { ["total"] = EmptySum, ["oldest"] = "docs.getodk.org/form-operators-functions: Empty values are actually empty strings. JavaRosa passes over them; so does ours." },
        ["grouped_repeats.md"] = new() { ["sum"] = EmptySum },
        ["household.xlsx"] = new() { ["h_n_elig"] = EmptySum },
        ["XLSForm__pyxform__choice_name_as_type.xls"] = new() { ["atype"] = EmptyCell },
        ["XLSForm__pyxform__or_other.xlsx"] = new() { ["fav_pastel"] = EmptyCell },
        ["synthetic__dhlike_s1.xlsx"] = new() { ["n_elig"] = EmptySum },
    };

    [Fact]
    public void Whole_forms_stand_in_every_step_as_in_the_engine_of_ODK_Web_Forms()
    {
        string[] files = [.. Directory.GetFiles(Folder, "*.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "countries", "th", "forms"), "*.xlsx")];
        Assert.True(files.Length >= 20, $"{files.Length} forms");
        var differing = new List<string>();
        var steps = 0;
        using var engine = OdkEngine.Start(Now, "UTC");
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var form = Form.Read(file);
            for (var seed = 1; seed <= (form.Questions.Count > 100 ? 1 : 3); seed++)
            {
                var walk = new OdkWalk(form, seed, form.Questions.Count > 100 ? 40 : 25);
                steps += walk.Steps.Count;
                differing.AddRange(walk.Differing(engine, Deviations.GetValueOrDefault(Path.GetFileName(file)) ?? []).Select(d => $"{Path.GetFileName(file)}, seed {seed}: {d}"));
            }
        }
        Assert.True(differing.Count == 0, string.Join('\n', differing.Take(40)));
        Assert.True(steps > 1_000, $"{steps} steps");
    }

    [Fact]
    public void Public_forms_stand_in_every_step_as_in_the_engine_of_ODK_Web_Forms()
    {
        var folder = Repository.Shared("fixtures", "xlsforms", "forms");
        var (walked, differing) = (0, new List<string>());
        using var engine = OdkEngine.Start(Now, "UTC");
        foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Accepted(file) is not { } form) continue;
            walked++;
            differing.AddRange(new OdkWalk(form, 1, 15).Differing(engine, Deviations.GetValueOrDefault(Path.GetFileName(file)) ?? []).Select(d => $"{Path.GetFileName(file)}: {d}"));
        }
        Assert.True(differing.Count == 0, string.Join('\n', differing));
        Assert.True(walked >= 70, $"{walked} forms");
    }

    // Some of the forms are there to be refused.
    private static Form? Accepted(string file)
    {
        try
        {
            var form = Form.Read(file);
            return form.XForm().Length > 0 ? form : null;
        }
        catch (FormException)
        {
            return null;
        }
    }
}
