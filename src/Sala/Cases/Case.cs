using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>Where the work on a case stands.</summary>
public enum CaseStage
{
    Opened = 0,
    Assessed = 1,
    Investigation = 2,
    Charged = 3,
    Trial = 4,
    Verdict = 5,
    FollowUp = 6,
    Closed = 7,

    /// <summary>After the verdict: what the child is owed is asked for and paid.</summary>
    Compensation = 8,
}

/// <summary>The file of one child, as it is stored: in clear stand unit, stage, urgency and day; everything written is sealed, each part under a key of its own.</summary>
public sealed class CaseFile
{
    public required RecordId Id { get; init; }
    public required string Country { get; init; }

    /// <summary>The unit that leads.</summary>
    public required RecordId UnitId { get; set; }
    public required CaseStage Stage { get; set; }
    public required Urgency Urgency { get; set; }

    /// <summary>The day on which the case was opened.</summary>
    public required ReportDay Day { get; init; }
    public ReportDay? ClosedOn { get; set; }

    /// <summary>The short number of the case (<see cref="CaseNumber"/>); null in what was opened before there were numbers, until the next start.</summary>
    public int? Number { get; set; }

    /// <summary>The slot of the key store without which no key of this case opens anything.</summary>
    public required long Slot { get; init; }

    /// <summary>The newest key of each part, by <see cref="Compartment"/>.</summary>
    public required int IntakeGeneration { get; set; }
    public required int InvestigationGeneration { get; set; }
    public required int CareGeneration { get; set; }
    public required int LegalGeneration { get; set; }

    /// <summary>Pseudonym and coded facts under the host's facts key (<see cref="CaseFacts"/>).</summary>
    public required byte[] Facts { get; set; }

    /// <summary>MAC of the directory key over id, unit, slot, stage, day of closing and the four newest keys: a case that another hand moved or closed opens for nobody, and the host does not erase it.</summary>
    public required byte[] Mac { get; set; }

    internal object?[] Signed => [Id, Country, UnitId, Slot, Stage, ClosedOn?.Number, IntakeGeneration, InvestigationGeneration, CareGeneration, LegalGeneration];

    internal int Generation(Compartment of) => of switch
    {
        Compartment.Intake => IntakeGeneration,
        Compartment.Investigation => InvestigationGeneration,
        Compartment.Care => CareGeneration,
        _ => LegalGeneration,
    };

    internal int NextGeneration(Compartment of) => of switch
    {
        Compartment.Intake => ++IntakeGeneration,
        Compartment.Investigation => ++InvestigationGeneration,
        Compartment.Care => ++CareGeneration,
        _ => ++LegalGeneration,
    };
}

/// <summary>Who holds a key of a part of a case.</summary>
public enum CaseHolder
{
    Person = 0,

    /// <summary>The leads pair of the unit that leads, or of one that was asked to help (<c>Referrals</c>).</summary>
    Leads = 1,
}

/// <summary>One key of one part of a case, sealed to one holder: without a row here nobody opens it.</summary>
public sealed class CaseGrant
{
    public required RecordId CaseId { get; init; }
    public required Compartment Compartment { get; init; }
    public required int Generation { get; init; }
    public required CaseHolder Holder { get; init; }

    /// <summary>The person, or the unit whose leads pair it is.</summary>
    public required RecordId HolderId { get; init; }
    public required int Epoch { get; init; }
    public required byte[] Sealed { get; init; }
    public required RecordId GivenBy { get; init; }
    public required DateTimeOffset From { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, in a few words of who gave it, under the directory key.</summary>
    public required byte[] Purpose { get; init; }

    /// <summary>Given beyond the role, on the child's consent or a lawful order that was written down as a fact.</summary>
    public required bool ByOrder { get; init; }

    /// <summary>The referral by which a unit helps, or somebody of it reads: the grant counts while that one is accepted. Null in the unit that leads.</summary>
    public RecordId? Through { get; init; }
    public required byte[] Mac { get; set; }

    internal object?[] Signed => Through is { } referral
        ? [CaseId, Compartment, Generation, Holder, HolderId, Epoch, Sealed, GivenBy, From, Until, Purpose, ByOrder, referral]
        : [CaseId, Compartment, Generation, Holder, HolderId, Epoch, Sealed, GivenBy, From, Until, Purpose, ByOrder];
}

/// <summary>What an entry of a case is.</summary>
public enum EntryKind
{
    /// <summary>What the child told, as it stood in the report.</summary>
    Told = 0,
    Person = 1,
    Incident = 2,
    Account = 3,
    Note = 4,

    /// <summary>A filled form of the pack: needs assessment, safety plan, care plan.</summary>
    Form = 5,
    Task = 6,

    /// <summary>A planned interview, examination, hearing or closure (<c>Planning</c>).</summary>
    Plan = 7,
    Exhibit = 8,
    Order = 9,

    /// <summary>What was decided about the child, with the child's view (<c>Planning</c>, rule D1).</summary>
    Decision = 10,

    /// <summary>Consent of the child or lawful order, by which somebody was given a part beyond their role.</summary>
    Authority = 11,

    /// <summary>That a rule be set aside for a planned step; counts once a second person approved it.</summary>
    Override = 12,

    /// <summary>The child does not want a person.</summary>
    Objection = 13,

    /// <summary>Something that happened in the course of the case, or why it was late (<c>CaseCourse</c>).</summary>
    Course = 30,

    /// <summary>A letter that asks a platform to preserve what it has of an account (<c>Links</c>).</summary>
    Letter = 20,
}

/// <summary>One version of something written in a case. Earlier versions stay: an old case shows what stood then.</summary>
public sealed class CaseEntry
{
    public required RecordId CaseId { get; init; }
    public required RecordId Id { get; init; }

    /// <summary>1 and on. Two people who change the same version make one of them begin again; nothing is overwritten.</summary>
    public required int Version { get; init; }
    public required Compartment Compartment { get; init; }
    public required int Generation { get; init; }
    public required EntryKind Kind { get; init; }
    public required RecordId PersonId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Counts up with each entry of any case in the order in which they were written; 0 in what was written before there was such an order.</summary>
    public long Place { get; init; }

    /// <summary>See <see cref="EntryBody"/>, under the key of the generation.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>That a case was opened from a report.</summary>
public sealed class CaseReport
{
    public required RecordId CaseId { get; init; }
    public required RecordId ReportId { get; init; }
}

/// <summary>Keyed token of a name or number of somebody in a case: tells only whether a member of staff is one of them.</summary>
public sealed class CaseNameToken
{
    public required RecordId CaseId { get; init; }
    public required byte[] Token { get; init; }
}

/// <summary>Keyed token of a name or number that a member of staff declared: their own, or of somebody close to them.</summary>
public sealed class StaffNameToken
{
    public required RecordId PersonId { get; init; }
    public required byte[] Token { get; init; }
}
