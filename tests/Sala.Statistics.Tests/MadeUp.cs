using CsCheck;

namespace Sala.Statistics.Tests;

/// <summary>Made-up surveys for property tests: strata of PSUs of people with a weight, a number, a yes or no and a group.</summary>
internal static class MadeUp
{
    public sealed record Person(int Stratum, int Psu, double Weight, double Hours, double Yes, string Group);

    /// <summary>Two to four strata of two to five PSUs of one to six people.</summary>
    public static readonly Gen<Person[]> Survey =
        from strata in Gen.Int[2, 4]
        from psus in Gen.Int[2, 5].Array[strata]
        from people in Gen.Select(Gen.Int[1, 6], Gen.Double[0.5, 300], Gen.Double[-5, 40], Gen.Int[0, 1], Gen.Int[0, 2]).Array[psus.Sum(), 40]
        select (from h in Enumerable.Range(0, strata)
                from p in Enumerable.Range(0, psus[h])
                let unit = psus.Take(h).Sum() + p
                from i in Enumerable.Range(0, people[unit % people.Length].Item1)
                let person = people[(unit * 7 + i * 3) % people.Length]
                select new Person(h, unit, person.Item2, person.Item3, person.Item4, "abc"[person.Item5].ToString())).ToArray();

    public static SurveyData Data(IReadOnlyList<Person> people) => new(
    [
        new NumericColumn("stratum", [.. people.Select(p => (double)p.Stratum)]),
        new NumericColumn("psu", [.. people.Select(p => (double)p.Psu)]),
        new NumericColumn("weight", [.. people.Select(p => p.Weight)]),
        new NumericColumn("hours", [.. people.Select(p => p.Hours)]),
        new NumericColumn("yes", [.. people.Select(p => p.Yes)]),
        CategoricalColumn.Of("group", [.. people.Select(p => p.Group)], ["a", "b", "c"]),
    ]);

    public static readonly DesignSpecification Specification = new() { Ids = ["psu"], Strata = ["stratum"], Weights = "weight" };

    public static LinearizedDesign Design(IReadOnlyList<Person> people) => SurveyDesign.Of(Data(people), Specification);

    public static Person[] Shuffled(IReadOnlyList<Person> people, int seed)
    {
        var copy = people.ToArray();
        new Random(seed).Shuffle(copy);
        return copy;
    }

    public static bool Near(double a, double b, double tolerance = 1e-9) =>
        a == b || (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) <= tolerance * Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), 1e-3);

    public static bool SameBits(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}
