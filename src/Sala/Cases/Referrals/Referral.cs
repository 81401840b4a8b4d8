using System.Text.Json;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Referrals;

/// <summary>What another body is asked for.</summary>
public enum ReferralKind
{
    /// <summary>To help with one purpose; the case stays with the unit that leads.</summary>
    Referral = 0,

    /// <summary>To lead the case itself.</summary>
    Transfer = 1,

    /// <summary>To help, on paper: the body has no Sala.</summary>
    Paper = 2,
}

/// <summary>Where a referral stands.</summary>
public enum ReferralState
{
    Sent = 0,
    Accepted = 1,
    Declined = 2,

    /// <summary>Taken back before it was answered.</summary>
    Withdrawn = 3,

    /// <summary>The help is over, and with it the access. A transfer that was accepted has ended with that.</summary>
    Ended = 4,
}

/// <summary>
/// That another unit is asked to help with a case, or to lead it. Until it is accepted, the other unit holds the key of a letter and of what was chosen for it; no key of the case.
/// In clear stand the units, the state and the times of staff; what for, and every word, is sealed.
/// </summary>
public sealed class Referral
{
    internal const string Label = "referral/1";

    public required RecordId Id { get; init; }
    public required RecordId CaseId { get; init; }
    public required ReferralKind Kind { get; init; }
    public required ReferralState State { get; set; }
    public required RecordId FromUnit { get; set; }

    /// <summary>Null for a body without Sala.</summary>
    public RecordId? ToUnit { get; init; }
    public required RecordId SentBy { get; init; }
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Silence is an alarm from this moment on.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>That the alarm was raised; no more than a mark of the clock.</summary>
    public bool SilenceTold { get; set; }
    public RecordId? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The last day of the help, where one was agreed: the access ends by itself.</summary>
    public ReportDay? EndsOn { get; init; }
    public RecordId? EndedBy { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What for and with which parts, under the host's facts key (<see cref="ReferralFacts"/>).</summary>
    public required byte[] Facts { get; init; }

    /// <summary>Of the door of the case at the time of sending, by which those on the case read the letter.</summary>
    public required int DoorGeneration { get; init; }
    public required byte[] ForCase { get; init; }

    /// <summary>See <see cref="ReferralLetter"/>.</summary>
    public required byte[] Letter { get; init; }

    /// <summary>Why it was declined, or what is said with the acceptance, under a key of its own: who was sent away since the sending does not read it.</summary>
    public byte[]? Answer { get; set; }
    public int AnswerGeneration { get; set; }
    public byte[]? AnswerForCase { get; set; }

    /// <summary>MAC of the directory key over all but <see cref="SilenceTold"/>.</summary>
    public required byte[] Mac { get; set; }

    private object?[] Signed => [Id, CaseId, Kind, State, FromUnit, ToUnit, SentBy, SentAt, AnswerBy, AnsweredBy, AnsweredAt, EndsOn?.Number, EndedBy, EndedAt, Facts, DoorGeneration, ForCase, Letter, Answer, AnswerGeneration, AnswerForCase];

    internal void Sign(StaffDirectory directory) => Mac = directory.Mac(Label, Signed);

    internal bool Holds(StaffDirectory directory) => directory.Holds(Label, Mac, Signed);

    internal static Binding KeyForCase(RecordId id, int generation, RecordId caseId) => new("referral.letter.case", id, generation, caseId);

    internal static Binding AnswerKeyForCase(RecordId id, int generation, RecordId caseId) => new("referral.answer.case", id, generation, caseId);

    internal static Binding Words(RecordId id, RecordId caseId) => new("referral.letter", id, 1, caseId);

    internal static Binding AnswerWords(RecordId id, RecordId caseId) => new("referral.answer", id, 1, caseId);
}

/// <summary>What the host knows of a referral: codes, no word of a person.</summary>
/// <param name="Purpose">Code of the pack's form: what is asked for; empty for a transfer.</param>
/// <param name="Body">Code of the pack's form: which kind of body.</param>
/// <param name="Parts">In which the other unit works once it accepted.</param>
/// <param name="Service">On paper, the code of the body in the directory of services; empty otherwise.</param>
/// <param name="Remains">For a transfer, what the unit that gives the case away goes on helping with; empty where it leaves altogether.</param>
public sealed record ReferralFacts(string Purpose, string Body, IReadOnlyList<Compartment> Parts, string Service = "", string Remains = "")
{
    internal byte[] Seal(SecretKey factsKey, RecordId id) => Envelope.Seal(factsKey, new Binding("referral.facts", id), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Message);

    internal static ReferralFacts Open(SecretKey factsKey, Referral r) => JsonSerializer.Deserialize<ReferralFacts>(Envelope.Open(factsKey, new Binding("referral.facts", r.Id), r.Facts))!;
}

/// <summary>What the other unit reads before it answers: no name.</summary>
/// <param name="Pseudonym">How the child is called.</param>
/// <param name="Written">The pack's form of a referral, as it was filled in.</param>
/// <param name="Codes">Coded facts that the purpose needs.</param>
public sealed record ReferralLetter(string Pseudonym, EntryBody Written, IReadOnlyDictionary<string, string[]> Codes);

/// <summary>What a unit answered, in its words.</summary>
/// <param name="Reason">Why it was declined, a code of the pack's form; empty where it was accepted.</param>
/// <param name="By">On paper, who answered there; empty otherwise.</param>
public sealed record ReferralAnswer(string Reason, string Words, string By = "", DateOnly? On = null);

/// <summary>An entry of the case as it stood when it was chosen, sealed anew under the key of the referral.</summary>
public sealed class ReferralEntry
{
    public required RecordId ReferralId { get; init; }
    public required RecordId Id { get; init; }
    public required RecordId CaseId { get; init; }
    public required int Version { get; init; }
    public required Compartment Compartment { get; init; }
    public required EntryKind Kind { get; init; }
    public required RecordId PersonId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Its turn among what goes along; 0 in what was sent before there was an order.</summary>
    public int Turn { get; init; }
    public required byte[] Body { get; init; }

    private static Binding Binding(RecordId referral, RecordId entry, int version, Compartment part, EntryKind kind, RecordId person) => new($"referral.entry.{part}.{kind}.{person}", entry, version, referral);

    internal static ReferralEntry Seal(SecretKey working, RecordId referral, RecordId caseId, OpenedEntry e, int turn) => new()
    {
        ReferralId = referral, Id = e.Id, CaseId = caseId, Version = e.Version, Compartment = e.Compartment, Kind = e.Kind, PersonId = e.PersonId, At = e.At, Turn = turn,
        Body = Envelope.Seal(working, Binding(referral, e.Id, e.Version, e.Compartment, e.Kind, e.PersonId), JsonSerializer.SerializeToUtf8Bytes(e.Body), Padding.Report),
    };

    internal OpenedEntry Open(SecretKey working) => new(Id, Version, Compartment, Kind, PersonId, At,
        JsonSerializer.Deserialize<EntryBody>(Envelope.Open(working, Binding(ReferralId, Id, Version, Compartment, Kind, PersonId), Body))!);
}
