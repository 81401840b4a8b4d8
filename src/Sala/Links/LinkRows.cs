using Sala.Data;
using Sala.Vault;

namespace Sala.Links;

/// <summary>That an identifier of an accused stands in some case. Who has the database alone reads from it neither the identifier nor the case.</summary>
public sealed class LinkToken
{
    /// <summary>Keyed token of kind, platform and normal form.</summary>
    public required byte[] Token { get; init; }
    public required RecordId Id { get; init; }

    /// <summary>Keyed token of the entry, by which it is taken out again.</summary>
    public required byte[] Entry { get; init; }

    /// <summary>Case and entry, under the host's facts key.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>That somebody looked an identifier up, and what they were told.</summary>
public sealed class LinkLookUp
{
    public required RecordId Id { get; init; }
    public required RecordId PersonId { get; init; }
    public required RecordId UnitId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>In the country's own time: look-ups are limited by the day.</summary>
    public required ReportDay Day { get; init; }

    /// <summary>Keyed token of the case it was looked up for.</summary>
    public required byte[] Case { get; init; }

    /// <summary>The other units have been told.</summary>
    public required bool Told { get; set; }

    /// <summary><see cref="LookUpBody"/> under the host's facts key; one size, whatever was found.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>That a unit is told that somebody asked for an account in one of its cases.</summary>
public sealed class LinkNotice
{
    public required RecordId Id { get; init; }

    /// <summary>The unit that is told.</summary>
    public required RecordId UnitId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Keyed token of the case of the unit that is told.</summary>
    public required byte[] Case { get; init; }

    /// <summary><see cref="NoticeBody"/> under the host's facts key.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>The clock of a letter that asked a platform to preserve what it has.</summary>
public sealed class Preservation
{
    public required RecordId Id { get; init; }
    public required RecordId UnitId { get; init; }

    /// <summary>Who wrote it, and is called.</summary>
    public required RecordId PersonId { get; init; }

    /// <summary>Keyed token of the case.</summary>
    public required byte[] Case { get; init; }
    public required ReportDay RemindOn { get; init; }
    public required ReportDay EndsOn { get; init; }

    /// <summary>How often the writer was called: once on each of the two days.</summary>
    public required int Called { get; set; }

    /// <summary>Case and entry, under the host's facts key.</summary>
    public required byte[] Body { get; init; }
}
