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

    /// <summary>The plans that can be read, by name of file.</summary>
    public IReadOnlyList<PlanChoice> All()
    {
        var choices = new List<PlanChoice>();
        foreach (var file in Files())
        {
            try
            {
                var plan = Plan.Read(file);
                choices.Add(new PlanChoice(Path.GetFileName(file), plan.Title.En, plan.Title.Th));
            }
            catch (PlanException)
            {
                // Whoever keeps the pack sees it with ./sala estimate; nobody here can mend it.
            }
        }
        return choices;
    }

    /// <summary>A plan by the name of its file; null where there is none of that name.</summary>
    internal Plan? Find(string file) => Files().FirstOrDefault(f => Path.GetFileName(f) == file) is { } path ? Plan.Read(path) : null;
}
