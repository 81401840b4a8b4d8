namespace Sala.Statistics;

/// <summary>A number of people from outside the survey, with where it comes from.</summary>
/// <param name="People">How many.</param>
/// <param name="StandardError">Its standard error; zero for a count that is taken as known.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Year">The year it is of; 0 where not known.</param>
/// <param name="AgeFrom">Youngest age in it; null where not known.</param>
/// <param name="AgeTo">Oldest age in it; null where not known.</param>
public sealed record PopulationFigure(double People, double StandardError, string Source, int Year, int? AgeFrom, int? AgeTo);

/// <summary>A number of people that a proportion stands for.</summary>
/// <param name="People">Proportion times population.</param>
/// <param name="StandardError">Of both together.</param>
/// <param name="Interval">Of both together.</param>
/// <param name="Population">The population used.</param>
/// <param name="Warnings">Where population and survey are not of the same people: another year, other ages. Empty where they agree.</param>
public sealed record ExtrapolatedNumber(double People, double StandardError, Interval Interval, PopulationFigure Population, IReadOnlyList<string> Warnings);

/// <summary>From a proportion to a number of people.</summary>
/// <remarks>Variance of a product: Goodman (1960), JASA 55, 708-713. Interval: the limits of the proportion and of the population are combined on
/// the scale of logarithms by recovering variances from them; Zou and Donner (2008), Statistics in Medicine 27, 1693-1702. With a
/// population that is known it is the interval of the proportion times the population.</remarks>
public static class Extrapolation
{
    /// <summary>Proportion times population.</summary>
    /// <param name="proportion">With its interval.</param>
    /// <param name="population">The number of people the proportion is of.</param>
    /// <param name="surveyYear">The year of the survey; 0 where not known.</param>
    /// <param name="ageFrom">Youngest age in the survey.</param>
    /// <param name="ageTo">Oldest age in the survey.</param>
    /// <exception cref="DataException">The population or its standard error is negative or no number.</exception>
    public static ExtrapolatedNumber Of(ProportionEstimate proportion, PopulationFigure population, int surveyYear = 0, int? ageFrom = null, int? ageTo = null)
    {
        var (n, se) = (population.People, population.StandardError);
        if (!double.IsFinite(n) || n < 0 || !double.IsFinite(se) || se < 0) throw new DataException(Messages.PopulationNumber(population.Source, n, se));
        var (p, pse) = (proportion.Value, proportion.StandardError);
        var variance = n * n * pse * pse + p * p * se * se + pse * pse * se * se;
        var level = proportion.Interval.Level;
        var interval = new Interval(proportion.Interval.Lower * n, proportion.Interval.Upper * n, level);
        if (se > 0 && p > 0)
        {
            var z = Distributions.NormalQuantile(1 - (1 - level) / 2);
            // The population's own limits are set on the scale of logarithms, where they cannot fall below zero.
            var spread = z * se / n;
            double Part(double limit) => Math.Log(limit / p);
            interval = new Interval(n * p * Math.Exp(-Math.Sqrt(Square(Part(proportion.Interval.Lower)) + spread * spread)),
                n * p * Math.Exp(Math.Sqrt(Square(Part(proportion.Interval.Upper)) + spread * spread)), level);
        }
        return new ExtrapolatedNumber(p * n, Math.Sqrt(variance), interval, population, [.. Warnings(population, surveyYear, ageFrom, ageTo)]);
    }

    private static double Square(double x) => x * x;

    private static IEnumerable<string> Warnings(PopulationFigure population, int year, int? from, int? to)
    {
        if (population.Year != 0 && year != 0 && population.Year != year) yield return Messages.OtherYear(population.Source, population.Year, year);
        if (population.Year == 0 || string.IsNullOrWhiteSpace(population.Source)) yield return Messages.NoSource();
        if (population.AgeFrom is { } a && population.AgeTo is { } b && from is { } c && to is { } d && (a != c || b != d))
            yield return Messages.OtherAges(population.Source, a, b, c, d);
        if (population.StandardError == 0) yield return Messages.PopulationTakenAsKnown(population.Source);
    }
}
