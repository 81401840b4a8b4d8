using Sala.Vault;

namespace Sala.Data;

/// <summary>
/// A change says who and why: what is written to the trail in the same transaction as the deed itself. There is no way to change
/// a record without one.
/// </summary>
/// <param name="Who">The person; null for the system itself.</param>
/// <param name="What">A code, such as report.reply.</param>
/// <param name="Subject">The record it is done to.</param>
/// <param name="UnitId">The unit on whose behalf.</param>
public sealed record Deed(RecordId? Who, string What, RecordId? Subject = null, RecordId? UnitId = null)
{
    /// <summary>A coded detail without words of a person.</summary>
    public string Detail { get; set; } = "";

    /// <summary>The reason in a person's own words; sealed before it is stored.</summary>
    public string? Reason { get; set; }

    /// <summary>The ciphertext that the deed writes: its hash goes into the trail.</summary>
    public byte[]? Ciphertext { get; set; }

    public bool Refused { get; init; }

    /// <summary>A second unit in whose trail the deed stands too, in the same transaction; null for most.</summary>
    public RecordId? AlsoUnit { get; init; }

    /// <summary>What the deed is for other records that it touches, each on behalf of their own unit: in the trail in the same transaction.</summary>
    internal List<Deed> Also { get; } = [];
}
