namespace Sala.Statistics.Disclosure;

/// <summary>What a proportion should carry as a warning, or why the standard would not present it.</summary>
[Flags]
public enum PresentationWarnings
{
    /// <summary>Nothing to say.</summary>
    None = 0,

    /// <summary>Fewer than 30 persons, or an effective number below 30.</summary>
    FewPersons = 1,

    /// <summary>The interval is 30 percentage points wide or more.</summary>
    WideInterval = 2,

    /// <summary>The interval is wider than 5 points and wider than 130 % of the proportion.</summary>
    WideRelativeToEstimate = 4,

    /// <summary>The same of the complement (100 % less the proportion), though the proportion itself passes.</summary>
    WideRelativeToComplement = 8,

    /// <summary>Fewer than 8 degrees of freedom: a statistician should look at it.</summary>
    FewDegreesOfFreedom = 16,

    /// <summary>Nobody, or everybody: a statistician should look at it.</summary>
    NoEvents = 32,
}

/// <summary>The data presentation standard for proportions of the National Center for Health Statistics.</summary>
/// <remarks>Parker JD, Talih M, Malec DJ et al. (2017), <i>National Center for Health Statistics data presentation standards for proportions</i>, Vital
/// and Health Statistics, Series 2, No. 175. The standard takes the Korn-Graubard interval; another interval is judged by the same widths.</remarks>
public static class PresentationStandard
{
    /// <summary>The flags of one proportion.</summary>
    /// <param name="proportion">Between 0 and 1.</param>
    /// <param name="low">Lower end of the 95 % interval.</param>
    /// <param name="high">Upper end of the 95 % interval.</param>
    /// <param name="persons">Persons in the denominator, not weighted.</param>
    /// <param name="effectivePersons">Persons divided by the design effect; NaN counts as the persons.</param>
    /// <param name="degreesOfFreedom">Of the variance.</param>
    public static PresentationWarnings Judge(double proportion, double low, double high, int persons, double effectivePersons, double degreesOfFreedom)
    {
        var flags = PresentationWarnings.None;
        if (persons < 30 || (double.IsNaN(effectivePersons) ? persons : effectivePersons) < 30) flags |= PresentationWarnings.FewPersons;
        var width = high - low;
        if (width >= 0.30) flags |= PresentationWarnings.WideInterval;
        else if (width > 0.05)
        {
            if (width > 1.3 * proportion) flags |= PresentationWarnings.WideRelativeToEstimate;
            else if (width > 1.3 * (1 - proportion)) flags |= PresentationWarnings.WideRelativeToComplement;
        }
        if (degreesOfFreedom < 8) flags |= PresentationWarnings.FewDegreesOfFreedom;
        if (proportion is <= 0 or >= 1) flags |= PresentationWarnings.NoEvents;
        return flags;
    }

    /// <summary>Whether the standard would present the proportion.</summary>
    public static bool WouldPresent(PresentationWarnings flags) =>
        (flags & (PresentationWarnings.FewPersons | PresentationWarnings.WideInterval | PresentationWarnings.WideRelativeToEstimate)) == 0;
}
