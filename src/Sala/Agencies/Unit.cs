using Sala.Vault;

namespace Sala.Agencies;

/// <summary>What a unit is for.</summary>
public enum UnitKind
{
    /// <summary>Takes reports and answers.</summary>
    Intake = 0,

    /// <summary>A group of guardians: holds halves of other units' seeds, reads nothing.</summary>
    Guardians = 1,

    /// <summary>Runs the system, or watches over how it is used: reads nothing.</summary>
    Office = 2,

    /// <summary>Works on cases and takes no report from the public: a prosecutor's office, a court, a hospital, a school.</summary>
    Casework = 3,
}

/// <summary>What a person may do in a unit. A person may hold several.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Responder = 1,
    DutyDeputy = 2,
    HeadOfUnit = 4,
    Lead = 8,
    Administrator = 16,
    Oversight = 32,
    Guardian = 64,
    Investigator = 128,
    DigitalAnalyst = 256,
    Prosecutor = 512,

    /// <summary>A judge, or the clerk who acts for one.</summary>
    Court = 1024,
    ChildsLawyer = 2048,
    SocialWorker = 4096,
    Psychologist = 8192,
    Clinician = 16384,
    Teacher = 32768,

    /// <summary>Stands by the child at the child's wish.</summary>
    Supporter = 65536,

    /// <summary>Makes published numbers from the data of surveys; reads no report and no case.</summary>
    Statistician = 131072,
}

/// <summary>Roles that are asked for together.</summary>
public static class RoleGroups
{
    /// <summary>Those who read reports of their unit.</summary>
    public const Roles Readers = Roles.Responder | Roles.DutyDeputy | Roles.HeadOfUnit | Roles.Lead;

    /// <summary>Those who may be given a part of a case, beside the readers of reports.</summary>
    public const Roles Professions = Roles.Investigator | Roles.DigitalAnalyst | Roles.Prosecutor | Roles.Court | Roles.ChildsLawyer | Roles.SocialWorker | Roles.Psychologist
        | Roles.Clinician | Roles.Teacher | Roles.Supporter;

    /// <summary>All who work on cases.</summary>
    public const Roles Caseworkers = Readers | Professions;

    /// <summary>Those that count only once somebody compared fingerprint words: a lead for those who read, a guardian for guardians and for oversight.</summary>
    public const Roles Compared = Caseworkers | Roles.Guardian | Roles.Oversight;

    /// <summary>What no administrator may be as well: who names people neither reads, nor lets in, nor watches over it.</summary>
    public const Roles NotWithAdministrator = Caseworkers | Roles.Guardian | Roles.Oversight | Roles.Statistician;
}

/// <summary>A team of one agency.</summary>
public sealed class Unit
{
    public required RecordId Id { get; init; }
    public required string Country { get; init; }
    public required string Agency { get; set; }
    public required string Name { get; set; }
    public required UnitKind Kind { get; init; }

    /// <summary>ISO 3166-2 codes of the areas whose reports come here first; empty: all.</summary>
    public List<string> Areas { get; set; } = [];

    /// <summary>Its members read what is sealed to them: it needs two leads, and guardians for its keys.</summary>
    public bool Reads => Kind is UnitKind.Intake or UnitKind.Casework;

    /// <summary>A closed unit takes no new report.</summary>
    public bool Closed { get; set; }

    /// <summary>The newest epoch of its pairs; 0 before it was founded.</summary>
    public int Epoch { get; set; }
    public byte[] Mac { get; set; } = [];
}

/// <summary>The pairs of a unit for one span of its membership.</summary>
public sealed class UnitEpoch
{
    public required RecordId UnitId { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset From { get; init; }

    /// <summary>X-Wing key that reports are sealed to; for a group of guardians, halves.</summary>
    public required byte[] IntakePublic { get; init; }

    /// <summary>X-Wing key of the leads, at least two people.</summary>
    public required byte[] LeadsPublic { get; init; }

    /// <summary>The halves of both seeds, each sealed to one group of guardians; empty for guardians themselves.</summary>
    public List<SeedHalf> Halves { get; init; } = [];
    public required byte[] Mac { get; set; }
}

/// <summary>A half of a unit's seeds (intake, then leads), sealed to a group of guardians. One half is noise.</summary>
public sealed class SeedHalf
{
    public required RecordId UnitId { get; init; }
    public required int Number { get; init; }
    public required RecordId GuardiansId { get; init; }
    public required int GuardiansEpoch { get; init; }
    public required byte[] Sealed { get; set; }
}

/// <summary>Which of a unit's two pairs.</summary>
public enum PairKind
{
    Intake = 0,
    Leads = 1,
}

/// <summary>A seed of a unit's pair, sealed to one member.</summary>
public sealed class MemberSeed
{
    public required RecordId UnitId { get; init; }
    public required int Epoch { get; init; }
    public required PairKind Pair { get; init; }
    public required RecordId PersonId { get; init; }
    public required byte[] Sealed { get; init; }
    public required RecordId GivenBy { get; init; }
}

/// <summary>That a person belongs to a unit, and as what. Named by an administrator; it opens nothing until a lead confirms it.</summary>
public sealed class Membership
{
    public required RecordId UnitId { get; init; }
    public required RecordId PersonId { get; init; }
    public required Roles Roles { get; set; }
    public required DateTimeOffset From { get; init; }

    /// <summary>The lead who compared fingerprint words, and the key number that was compared.</summary>
    public RecordId? ConfirmedBy { get; set; }
    public int ConfirmedKey { get; set; }
    public required byte[] Mac { get; set; }
}
