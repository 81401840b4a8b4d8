using Sala.Countries;

namespace Sala.Help;

/// <summary>
/// Where to get help in a country. A wrong number harms, so outside the demonstration only that is handed out which a named person called
/// (or opened) within the pack's limit.
/// </summary>
public sealed class ServiceDirectory
{
    private readonly int _verifiedWithinDays;
    private readonly IReadOnlyList<HelpNumber> _numbers;
    private readonly IReadOnlyList<HelpPage> _pages;

    internal ServiceDirectory(int verifiedWithinDays, IReadOnlyList<HelpNumber> numbers, IReadOnlyList<HelpPage> pages) =>
        (_verifiedWithinDays, _numbers, _pages) = (verifiedWithinDays, numbers, pages);

    /// <exception cref="CountryException">The file has problems; all are listed.</exception>
    public static ServiceDirectory Load(Country country) => ServiceFile.Read(country);

    /// <summary>The numbers that may be shown, in the order of the pack.</summary>
    /// <param name="ages">The band of the one who asks; null where it is not known.</param>
    /// <param name="demonstration">The demonstration shows all, and says that nobody checked them.</param>
    public IReadOnlyList<HelpNumber> NumbersFor(AgeBand? ages, bool demonstration, DateOnly today) =>
        [.. _numbers.Where(number => number.Service.Serves(ages) && (demonstration || IsFresh(number.LastCalled, today)))];

    /// <summary>The numbers to call in danger, as above.</summary>
    public IReadOnlyList<HelpNumber> InDanger(AgeBand? ages, bool demonstration, DateOnly today) =>
        [.. NumbersFor(ages, demonstration, today).Where(number => number.Service.InDanger)];

    /// <summary>The pages that may be shown, as above.</summary>
    public IReadOnlyList<HelpPage> PagesFor(AgeBand? ages, bool demonstration, DateOnly today) =>
        [.. _pages.Where(page => page.Service.Serves(ages) && (demonstration || IsFresh(page.LastOpened, today)))];

    /// <summary>What the blanks of reply templates stand for: {childline} is a number, {take-down} an address. What may not be shown stays a blank.</summary>
    public IReadOnlyDictionary<string, string> ForReplies(bool demonstration, DateOnly today) =>
        NumbersFor(null, demonstration, today).DistinctBy(number => number.Service.Code).Select(number => (number.Service.Code, number.Number))
            .Concat(PagesFor(null, demonstration, today).Select(page => (page.Service.Code, page.Address.AbsoluteUri)))
            .ToDictionary();

    /// <summary>Numbers and pages that the public does not see, because nobody checked them lately: the work list of whoever keeps the pack.</summary>
    public IReadOnlyList<Service> ToBeChecked(DateOnly today) =>
        [.. _numbers.Where(number => !IsFresh(number.LastCalled, today)).Select(number => number.Service)
            .Concat(_pages.Where(page => !IsFresh(page.LastOpened, today)).Select(page => page.Service)).Distinct()];

    private bool IsFresh(Review? check, DateOnly today) =>
        check is not null && check.Day <= today && today.DayNumber - check.Day.DayNumber <= _verifiedWithinDays;
}
