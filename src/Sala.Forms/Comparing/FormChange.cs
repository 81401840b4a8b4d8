namespace Sala.Forms.Comparing;

/// <summary>What a change does to data that were collected before it.</summary>
public enum Effect
{
    /// <summary>Old and new data stand side by side as they are.</summary>
    Safe,
    /// <summary>The mapping carries old answers over without loss.</summary>
    Carried,
    /// <summary>Old answers stay as they are, but may not mean the same, or may not be allowed any more: somebody has to look.</summary>
    Doubtful,
    /// <summary>Old answers have no place, or some of them: somebody has to decide.</summary>
    Breaks,
}

/// <summary>One difference between two versions of a form.</summary>
/// <param name="Effect">What it does to old data.</param>
/// <param name="Kind">What changed, as a word that stays: <c>question-renamed</c>, <c>code-removed</c>.</param>
/// <param name="Old">The question in the old version; null for a new one, and for the form itself.</param>
/// <param name="New">The question in the new version; null for one that is gone.</param>
/// <param name="Message">What changed, what it means for the data, what to do.</param>
public sealed record FormChange(Effect Effect, string Kind, Question? Old, Question? New, string Message)
{
    /// <summary>The line that a program shows; rows are those of the new form, for what is gone those of the old.</summary>
    public override string ToString()
    {
        var place = New is not null ? $"survey, row {New.Row}: " : Old is not null ? $"old survey, row {Old.Row}: " : "";
        return $"{place}{Message} [{Kind}]";
    }
}
