using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>Where a report stands.</summary>
public enum ReportState
{
    /// <summary>Nobody has opened it yet.</summary>
    Received = 0,

    /// <summary>A person has read it.</summary>
    Read = 1,

    /// <summary>A named person works on it; it opens for those with a grant alone.</summary>
    BeingWorkedOn = 2,

    /// <summary>It was offered to another unit, which has neither accepted nor declined.</summary>
    Offered = 3,

    /// <summary>Work on it has ended.</summary>
    Closed = 4,
}

/// <summary>
/// What a person tells, as it is stored: everything written is sealed; in clear stand unit, state, urgency, day and who works on it.
/// </summary>
public sealed class Report
{
    public required RecordId Id { get; init; }

    /// <summary>The first eight digits of the receipt: finds the row, opens nothing.</summary>
    public required int Locator { get; set; }

    public required string Country { get; init; }
    public required RecordId UnitId { get; set; }
    public required ReportState State { get; set; }
    public required Urgency Urgency { get; set; }
    public required ReportDay Day { get; init; }

    /// <summary>An urgent report that nobody has acknowledged: the slot in which it climbs one step. Null once acknowledged.</summary>
    public FiveMinutes? Deadline { get; set; }

    /// <summary>Steps climbed: 0 the person on duty, 1 the deputy, 2 the head of the unit.</summary>
    public int EscalationStep { get; set; }

    /// <summary>The worker who answers, if one has taken it.</summary>
    public RecordId? AssignedTo { get; set; }

    /// <summary>The child wrote and no worker has looked since.</summary>
    public bool ChildWroteBack { get; set; }

    /// <summary>The child said "I no longer want this": messages stop, nothing is erased.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>The day on which the work ended; the pack's time of keeping counts from here.</summary>
    public ReportDay? ClosedOn { get; set; }

    /// <summary>The day on which it is erased, where a lead decided so.</summary>
    public ReportDay? EraseOn { get; set; }

    /// <summary>MAC of the directory key over unit, slot, generation and the two days above (<see cref="ReportStanding"/>).</summary>
    public byte[] StandingMac { get; set; } = [];

    /// <summary>The slot of the key store without which no key of this report opens anything.</summary>
    public required long Slot { get; init; }

    /// <summary>The number of the newest key; each hand-over or change of grants makes a new one.</summary>
    public int Generation { get; set; }

    /// <summary>Salt of the receipt's Argon2id, 16 bytes, this report's alone.</summary>
    public required byte[] Salt { get; set; }

    /// <summary>The reporter's X-Wing public key, which comes from the receipt.</summary>
    public required byte[] ReporterPublic { get; set; }

    /// <summary>MAC of the directory key over id and key: nothing is sealed to a key that was put here by another hand (<see cref="ReporterKey"/>).</summary>
    public required byte[] ReporterMac { get; set; }

    /// <summary>Key of the first generation, wrapped for who holds the receipt.</summary>
    public required byte[] ReporterWrap { get; set; }

    /// <summary>Keys of the present generation sealed to the unit's intake pair; null once a named person works on it.</summary>
    public byte[]? IntakeSeal { get; set; }

    /// <summary>The epoch of the intake pair that <see cref="IntakeSeal"/> is sealed to.</summary>
    public int IntakeEpoch { get; set; }

    /// <summary>The answers as one envelope, under the key of <see cref="ContentGeneration"/>.</summary>
    public required byte[] Content { get; set; }

    /// <summary>The generation whose key opens <see cref="Content"/>.</summary>
    public int ContentGeneration { get; set; }

    /// <summary>Coded facts under the host's facts key: see <see cref="CodedFacts"/>.</summary>
    public required byte[] Facts { get; set; }
}

/// <summary>Who may hold a key of a report.</summary>
public enum HolderKind
{
    Person = 0,
    Leads = 1,
    Unit = 2,
    Reporter = 3,
}

/// <summary>The keys of one generation of a report, sealed to one holder: without a row here nobody opens it.</summary>
public sealed class KeyGrant
{
    public required RecordId ReportId { get; init; }
    public required int Generation { get; init; }
    public required HolderKind Holder { get; init; }

    /// <summary>The person, or the unit whose pair it is; for the reporter the report itself.</summary>
    public required RecordId HolderId { get; init; }

    /// <summary>The unit's epoch, 0 for a person or the reporter.</summary>
    public int Epoch { get; init; }

    public required byte[] Sealed { get; init; }
    public required RecordId GivenBy { get; init; }
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ends by itself: set for a whole unit and for break-glass.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>A code of the purpose: work, lead, hand-over, break-glass.</summary>
    public required string Purpose { get; init; }

    /// <summary>MAC of the directory key over all of the above.</summary>
    public required byte[] Mac { get; set; }

    internal object?[] Signed => [ReportId, Generation, Holder, HolderId, Epoch, Sealed, GivenBy, From, Until, Purpose];
}

/// <summary>One message of the conversation between the reporter and the unit.</summary>
public sealed class Message
{
    public required RecordId ReportId { get; init; }
    public required RecordId Id { get; init; }
    public required int Generation { get; set; }
    public required bool FromReporter { get; init; }
    public required ReportDay Day { get; init; }

    /// <summary>Words and exact time (<see cref="MessageBody"/>), under the conversation key of the generation.</summary>
    public required byte[] Body { get; set; }
}

/// <summary>What staff write for each other: a note, or why a report was closed and what the child was told.</summary>
public enum NoteKind
{
    Note = 0,
    Closing = 1,
    HandOver = 2,
    Reopening = 3,
}

/// <summary>A private note; its key is never sealed to the reporter.</summary>
public sealed class Note
{
    public required RecordId ReportId { get; init; }
    public required RecordId Id { get; init; }
    public required int Generation { get; set; }
    public required NoteKind Kind { get; init; }
    public required RecordId PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required byte[] Body { get; set; }
}

/// <summary>The coded facts as they were before a worker changed them.</summary>
public sealed class FactChange
{
    public required RecordId ReportId { get; init; }
    public required RecordId Id { get; init; }
    public required RecordId PersonId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The facts that stood before, under the facts key.</summary>
    public required byte[] Before { get; init; }
}

/// <summary>Whether the other unit has answered an offer.</summary>
public enum HandOverState
{
    Offered = 0,
    Accepted = 1,
    Declined = 2,

    /// <summary>The unit that offered it gave it to someone of its own, or closed it, before there was an answer.</summary>
    Withdrawn = 3,
}

/// <summary>A report offered to another unit: its keys wait sealed to that unit's intake pair until it answers.</summary>
public sealed class HandOver
{
    public required RecordId Id { get; init; }
    public required RecordId ReportId { get; init; }
    public required RecordId FromUnit { get; init; }
    public required RecordId ToUnit { get; init; }
    public required HandOverState State { get; set; }
    public required RecordId OfferedBy { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public RecordId? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Why, as the offering worker wrote it, under the report's staff key.</summary>
    public required byte[] Reason { get; init; }
    public required int Generation { get; init; }

    /// <summary>The report's keys sealed to the receiving unit; emptied when it answers.</summary>
    public byte[]? Sealed { get; set; }
    public required int Epoch { get; init; }
}

/// <summary>An unfinished report: ciphertext, its key only in the sender's session cookie.</summary>
public sealed class Draft
{
    /// <summary>Hash of the cookie's half that finds the row.</summary>
    public required byte[] Token { get; init; }
    public required byte[] Body { get; set; }

    /// <summary>The slot in which it is thrown away.</summary>
    public required FiveMinutes Ends { get; set; }
}

/// <summary>A short-lived key that receipts are derived from; gone 30 minutes after it was made, with all that was sent under it.</summary>
public sealed class SendKey
{
    public required int Version { get; init; }

    /// <summary>Wrapped under the host ring.</summary>
    public required byte[] Wrapped { get; init; }
    public required FiveMinutes Made { get; init; }
}

/// <summary>That an idempotency key was used: names no report and holds no time.</summary>
public sealed class SentMark
{
    public required byte[] Token { get; init; }
    public required int SendKeyVersion { get; init; }
    public required byte[] BodyMac { get; init; }
    public required int Attempt { get; set; }
}
