using Sala.Countries;

namespace Sala.Surveys.Plans;

/// <summary>Where the disclosure rules of a plan stand.</summary>
internal readonly record struct DisclosurePlaces(Place Persons, Place Psus, Place Denominator);

/// <summary>What a country asks of every plan that is carried out within the product.</summary>
internal static class CountryMinimum
{
    /// <summary>The same plan.</summary>
    /// <exception cref="PlanException">It would show more than the country allows; each rule with line and column.</exception>
    public static Plan RequireAtLeast(this Plan plan, SurveyMinimum least)
    {
        var problems = new List<PlanProblem>();
        Rule(plan.DisclosureAt.Persons, "persons", plan.Disclosure.Persons, least.Persons);
        Rule(plan.DisclosureAt.Psus, "psus", plan.Disclosure.Psus, least.Units);
        Rule(plan.DisclosureAt.Denominator, "denominator", plan.Disclosure.Denominator, least.Denominator);
        foreach (var range in plan.Ranges)
        {
            Rule(range.Place, $"{range.Id}: persons", range.Persons, least.Persons);
            Rule(range.Place, $"{range.Id}: psus", range.Psus, least.Units);
        }
        return problems.Count == 0 ? plan : throw new PlanException(plan.File, [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);

        void Rule(Place place, string name, int asked, int wanted)
        {
            if (asked < wanted) problems.Add(new(place.Line, place.Column, $"{name}: the plan says {asked}, the country asks for {wanted} at least. Write {wanted} or more."));
        }
    }
}
