namespace Sala.Surveys.Sample;

/// <summary>Made-up households, children and weights of a stratified sample with clusters. Nobody in it exists.</summary>
internal sealed class MadeUpSample
{
    // Region x area; Bangkok is municipal throughout. PSUs drawn in each, and how far apart their weights lie.
    private static readonly (int Region, int Area, int Psus, double Weight)[] Strata =
        [(1, 1, 12, 1.25), (2, 1, 11, 1.05), (2, 2, 10, 1.20), (3, 1, 8, 0.80), (3, 2, 12, 0.85), (4, 1, 10, 0.75), (4, 2, 17, 1.10), (5, 1, 8, 0.80), (5, 2, 12, 0.90)];

    private const int ChildrenOfPsu = 10;

    public MadeUpSample(Random random, double population)
    {
        var psu = 0;
        foreach (var (region, area, psus, level) in Strata)
        {
            for (var p = 0; p < psus; p++)
            {
                psu++;
                var household = level * (0.85 + 0.30 * random.NextDouble());
                var response = 1 / (0.70 + 0.25 * random.NextDouble());
                for (var c = 0; c < ChildrenOfPsu; c++)
                {
                    var eligible = random.Next(10) switch { < 6 => 1, < 9 => 2, _ => 3 };
                    Children.Add(new MadeUpChild
                    {
                        Number = Children.Count + 1,
                        Stratum = 10 * region + area,
                        Area = area,
                        Psu = 1000 * region + psu,
                        Age = 12 + random.Next(6),
                        Girl = random.Next(100) < 51,
                        Household = household,
                        Eligible = eligible,
                        Response = Math.Round(response, 3),
                        Multiple = eligible == 1 ? 1 : random.Next(3) == 0 ? 1 : eligible,
                    });
                }
            }
        }
        // Brought to the population in one step, so that the factors multiply to the weight.
        var sum = Children.Sum(c => c.Household * Math.Min(c.Eligible, 2) * c.Response);
        var fold = population / sum;
        foreach (var child in Children)
        {
            child.Household = Math.Round(child.Household * fold, 2);
            child.Weight = Math.Round(child.Household * Math.Min(child.Eligible, 2) * child.Response, 2);
            child.CaregiverWeight = Math.Round(child.Weight / child.Multiple, 2);
        }
    }

    public List<MadeUpChild> Children { get; } = [];
}

internal sealed class MadeUpChild
{
    public required int Number { get; init; }
    public required int Stratum { get; init; }
    public required int Area { get; init; }
    public required int Psu { get; init; }
    public required int Age { get; init; }
    public required bool Girl { get; init; }
    public required int Eligible { get; init; }

    /// <summary>Children 12 to 17 for whom this caregiver knows most.</summary>
    public required int Multiple { get; init; }
    public required double Household { get; set; }
    public required double Response { get; init; }
    public double Weight { get; set; }
    public double CaregiverWeight { get; set; }

    /// <summary>Answers that are decided beforehand.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);
}
