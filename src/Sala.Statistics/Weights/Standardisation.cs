namespace Sala.Statistics;

/// <summary>Direct standardisation: what a group would show, had it the age (or other) composition of a standard population.</summary>
public static class Standardisation
{
    /// <summary>A design in which each group has the standard composition.</summary>
    /// <param name="design">The design.</param>
    /// <param name="by">The variable whose composition is made standard.</param>
    /// <param name="shares">The standard share of each level of <paramref name="by"/>, in their order; they are divided by their sum.</param>
    /// <param name="over">The variables of the groups to compare; empty for the whole.</param>
    /// <exception cref="DataException">Not one share for each level.</exception>
    /// <remarks>Post-stratification to the product of shares and group sizes. Agrees with svystandardize. Kitagawa (1964), Demography 1, 296-315.</remarks>
    public static SurveyDesign Standardize(SurveyDesign design, string by, IReadOnlyList<double> shares, IReadOnlyList<string> over)
    {
        var levels = design.Data.Categorical(by).Levels;
        if (levels.Count != shares.Count) throw new DataException(Messages.StandardShares(by, levels.Count, shares.Count));
        var sum = shares.Sum();
        var groups = over.Count == 0 ? [(Levels: (IReadOnlyList<string>)[], Design: design)] : Domains.Of(design, over);
        var cells = new List<(IReadOnlyList<string>, double)>();
        foreach (var group in groups)
            for (var l = 0; l < levels.Count; l++) cells.Add(([levels[l], .. group.Levels], shares[l] / sum * group.Design.WeightTotal));
        return Weighting.PostStratify(design, new PopulationCells([by, .. over], cells), partial: true);
    }
}
