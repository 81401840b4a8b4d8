namespace Sala.Statistics.Disclosure;

/// <summary>What a publication must not show.</summary>
/// <remarks>Threshold rule and complementary suppression: Hundepool et al. (2012), <i>Statistical Disclosure Control</i>, Wiley, sections 4.2 and 4.4.</remarks>
/// <param name="Persons">Fewest persons that a shown count may stand for; a count of zero may be shown. At least 2.</param>
/// <param name="Psus">Fewest primary sampling units that those persons come from. At least 1.</param>
/// <param name="Denominator">Fewest persons that a shown percentage may be of.</param>
public sealed record DisclosureRules(int Persons = 5, int Psus = 3, int Denominator = 25)
{
    /// <summary>Throws where a number makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Persons below 2, PSUs below 1, or a denominator below the persons.</exception>
    public DisclosureRules Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Persons, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Psus, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Denominator, Persons);
        return this;
    }
}
