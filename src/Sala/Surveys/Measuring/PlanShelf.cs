using Sala.Countries;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Measuring;

/// <summary>A plan that may be picked.</summary>
/// <param name="File">As its file is called.</param>
/// <param name="Title">In each language of the plan.</param>
public sealed record PlanChoice(string File, string TitleEn, string TitleTh);

/// <summary>The plans of the country pack; in the demonstration those of the sample too. A plan comes with the pack and not with the data: so its rules of disclosure are those of the country.</summary>
public sealed class PlanShelf(Country country, bool demonstration)
{
    private IEnumerable<string> Files() =>
        new[] { country.Surveys }.Concat(demonstration ? [Path.Combine(country.Folder, "..", "..", "samples", "disrupting-harm-th")] : []).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.yml")).OrderBy(Path.GetFileName, StringComparer.Ordinal);

    /// <summary>The plans that can be carried out, by name of file; and why others cannot, each with file, line and column.</summary>
    public (IReadOnlyList<PlanChoice> Choices, IReadOnlyList<string> Refused) All()
    {
        var (choices, refused) = (new List<PlanChoice>(), new List<string>());
        foreach (var file in Files())
        {
            try
            {
                var plan = Read(file);
                choices.Add(new PlanChoice(Path.GetFileName(file), plan.Title.En, plan.Title.Th));
            }
            catch (PlanException wrong)
            {
                refused.AddRange(wrong.Problems.Select(p => $"{Path.GetFileName(file)}, line {p.Line}, column {p.Column}: {p.Matter}"));
            }
        }
        return (choices, refused);
    }

    /// <summary>A plan by the name of its file; null where there is none of that name.</summary>
    internal Plan? Find(string file) => Files().FirstOrDefault(f => Path.GetFileName(f) == file) is { } path ? Read(path) : null;

    private Plan Read(string file) => Plan.Read(file).RequireAtLeast(country.SurveyMinimum);
}
