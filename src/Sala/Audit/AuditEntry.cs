using Sala.Vault;

namespace Sala.Audit;

/// <summary>
/// One deed of staff, chained: its hash covers the hash before it, so that no entry up to an anchor can be deleted, changed, inserted or
/// reordered unseen (promise 8).
/// </summary>
public sealed class AuditEntry
{
    public required long Number { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null for the system itself.</summary>
    public RecordId? PersonId { get; init; }

    /// <summary>What was done: a code of <see cref="Deeds"/>.</summary>
    public required string Deed { get; init; }

    /// <summary>Whether it was refused.</summary>
    public required bool Refused { get; init; }

    /// <summary>The record it was done to.</summary>
    public RecordId? Subject { get; init; }
    public RecordId? UnitId { get; init; }

    /// <summary>A coded detail without words of a person: the route that was refused, the state before and after.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The reason a person gave, sealed; may be empty.</summary>
    public byte[] Reason { get; init; } = [];

    /// <summary>BLAKE2b-256 of the ciphertext that the deed wrote; may be empty.</summary>
    public byte[] Digest { get; init; } = [];

    /// <summary>BLAKE2b-256 over the hash before and every field above.</summary>
    public required byte[] Hash { get; init; }
}

/// <summary>The end of the chain.</summary>
public sealed class AuditHead
{
    public int Id { get; init; } = 1;
    public required long Number { get; set; }
    public required byte[] Hash { get; set; }
}

/// <summary>A deed of a reporter: the day alone. Chained, sorted by random id, when the day closes.</summary>
public sealed class ReporterDeed
{
    public required int Day { get; init; }
    public required RecordId Id { get; init; }
    public required string Deed { get; init; }
    public required byte[] Digest { get; init; }
}

/// <summary>How many tries of anonymous senders were refused on a day.</summary>
public sealed class RefusedCount
{
    public required int Day { get; init; }
    public required string Deed { get; init; }
    public required long Count { get; set; }
}
