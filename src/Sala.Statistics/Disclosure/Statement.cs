namespace Sala.Statistics.Disclosure;

/// <summary>A percentage that a publication would show with its denominator. Whoever reads "12 % of 250" knows the count of cases too, so a statement
/// that is shown gives away both counts and their difference. That weights blur the count is not relied upon.</summary>
/// <param name="Id">Names it within the publication.</param>
/// <param name="Denominator">Who was counted.</param>
/// <param name="Cases">Who of them has the trait; nowhere more than the denominator.</param>
/// <param name="Priority">The higher, the later it is given up to protect another.</param>
/// <param name="Line">Statements that add up to a total that is shown share a line: an answer within the levels of one domain variable. Empty: none.</param>
/// <param name="NoCell">The indicator can harm nobody (who has a telephone): a small count of it is no small cell. Its denominator is one still.</param>
public sealed record Statement(string Id, Tally Denominator, Tally Cases, int Priority = 0, string Line = "", bool NoCell = false)
{
    /// <summary>The denominator without the cases.</summary>
    /// <exception cref="ArgumentException">A case is not in the denominator.</exception>
    public Tally Others => Denominator.Less(Cases) ?? throw new ArgumentException($"{Id}: a case is not in the denominator.");
}

/// <summary>Whether a statement is shown, and if not, why.</summary>
public enum Verdict
{
    /// <summary>It may be shown.</summary>
    Shown,

    /// <summary>Withheld: the percentage would be of too few persons.</summary>
    FewAsked,

    /// <summary>Withheld: too few persons, or persons from too few PSUs, have the trait, or lack it.</summary>
    SmallCell,

    /// <summary>Withheld: every person asked has the trait, so it would be known of each of them.</summary>
    Everyone,

    /// <summary>Withheld: another withheld count could be worked out from it.</summary>
    ProtectsAnother,
}
