using Sala.Vault;

namespace Sala.Guardians;

/// <summary>What guardians are asked to open.</summary>
public enum BreakGlassKind
{
    /// <summary>One named report, for one person, for hours.</summary>
    OneReport = 0,

    /// <summary>The seeds of a unit whose members lost every password.</summary>
    UnitRecovery = 1,

    /// <summary>One named case, for one person, for hours: the parts that their role reads.</summary>
    OneCase = 2,
}

/// <summary>Where a request stands.</summary>
public enum BreakGlassState
{
    Waiting = 0,
    Opened = 1,
    Refused = 2,
    Ended = 3,
}

/// <summary>A request to guardians, with a sealed reason; lead, oversight and guardians are told at once.</summary>
public sealed class BreakGlassRequest
{
    public required RecordId Id { get; init; }
    public required BreakGlassKind Kind { get; init; }
    public required RecordId UnitId { get; init; }

    /// <summary>The report, for <see cref="BreakGlassKind.OneReport"/>.</summary>
    public RecordId? ReportId { get; init; }

    /// <summary>The case, for <see cref="BreakGlassKind.OneCase"/>.</summary>
    public RecordId? CaseId { get; init; }

    /// <summary>Who asks, and who will be able to read; for a recovery the first member who is let in again.</summary>
    public required RecordId RequestedBy { get; init; }

    /// <summary>The key of who asks, at that moment: a reset while the request waits must not put another's key in its place.</summary>
    public required int RequestedKey { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Nobody's step counts before this.</summary>
    public required DateTimeOffset NotBefore { get; init; }
    public required bool DangerToLife { get; init; }

    /// <summary>The reason, sealed to the directory key.</summary>
    public required byte[] Reason { get; init; }
    public required BreakGlassState State { get; set; }
    public DateTimeOffset? Until { get; set; }

    /// <summary>MAC of the directory key over all of the above.</summary>
    public required byte[] Mac { get; set; }

    internal object?[] Signed => CaseId is { } file
        ? [Id, Kind, UnitId, ReportId, RequestedBy, RequestedKey, At, NotBefore, DangerToLife, Reason, State, Until, file]
        : [Id, Kind, UnitId, ReportId, RequestedBy, RequestedKey, At, NotBefore, DangerToLife, Reason, State, Until];
}

/// <summary>A guardian's step: the half of the seeds, opened in the guardian's session, waits sealed to the host until the other group's half is there.</summary>
public sealed class GuardianStep
{
    public required RecordId RequestId { get; init; }
    public required RecordId GuardiansId { get; init; }
    public required RecordId PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required byte[] Half { get; set; }
}
