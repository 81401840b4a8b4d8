using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Referrals;

/// <summary>What a key of a referral opens.</summary>
public enum ReferralKeyOf
{
    /// <summary>The letter, and what was chosen to go along.</summary>
    Letter = 0,

    /// <summary>The answer.</summary>
    Answer = 1,

    /// <summary>A part of the case: only while a transfer waits for its answer.</summary>
    Part = 2,
}

/// <summary>A key of a referral, sealed to the leads of the unit that was asked, or to somebody of it. Declined, taken back or ended, no row is left.</summary>
public sealed class ReferralKey
{
    private const string Label = "referral-key/1";

    public required RecordId ReferralId { get; init; }
    public required ReferralKeyOf Of { get; init; }

    /// <summary>For a part of the case; the intake part else.</summary>
    public required Compartment Compartment { get; init; }

    /// <summary>Of the part; 1 else.</summary>
    public required int Generation { get; init; }
    public required CaseHolder Holder { get; init; }
    public required RecordId HolderId { get; init; }
    public required int Epoch { get; init; }
    public required byte[] Sealed { get; init; }
    public required byte[] Mac { get; set; }

    private object?[] Signed => [ReferralId, Of, Compartment, Generation, Holder, HolderId, Epoch, Sealed];

    internal Binding Binding => Bound(ReferralId, Of, Compartment, Generation, Holder, HolderId);

    private static Binding Bound(RecordId referral, ReferralKeyOf of, Compartment part, int generation, CaseHolder holder, RecordId holderId) => new($"referral.key.{of}.{part}.{holder}", referral, generation, holderId);

    internal bool Holds(StaffDirectory directory) => directory.Holds(Label, Mac, Signed);

    internal static async Task<ReferralKey> ToLeads(SalaData data, StaffDirectory directory, UnitKeys unitKeys, RecordId referral, RecordId unit, ReferralKeyOf of, SecretKey key, Compartment part = Compartment.Intake, int generation = 1)
    {
        var epoch = await unitKeys.Present(data, unit).ConfigureAwait(false);
        return Make(directory, referral, of, part, generation, CaseHolder.Leads, unit, epoch.Number, PublicKey.From(epoch.LeadsPublic), key);
    }

    internal static ReferralKey ToPerson(StaffDirectory directory, RecordId referral, Person person, SecretKey key) =>
        Make(directory, referral, ReferralKeyOf.Letter, Compartment.Intake, 1, CaseHolder.Person, person.Id, 0, PublicKey.From(directory.Checked(person).PublicKey), key);

    /// <summary>A part of a case got a new key while a transfer waits: the unit that was asked to lead has to open what is written meanwhile.</summary>
    internal static async Task ToOffered(SalaData data, StaffDirectory directory, UnitKeys unitKeys, CaseFile row, Compartment part, int generation, SecretKey key)
    {
        var offered = await data.Referrals.AsNoTracking().Where(r => r.CaseId == row.Id && r.Kind == ReferralKind.Transfer && r.State == ReferralState.Sent).ToListAsync().ConfigureAwait(false);
        foreach (var transfer in offered.Where(r => r.Holds(directory)))
            data.ReferralKeys.Add(await ToLeads(data, directory, unitKeys, transfer.Id, transfer.ToUnit!.Value, ReferralKeyOf.Part, key, part, generation).ConfigureAwait(false));
    }

    private static ReferralKey Make(StaffDirectory directory, RecordId referral, ReferralKeyOf of, Compartment part, int generation, CaseHolder holder, RecordId holderId, int epoch, PublicKey to, SecretKey key)
    {
        var made = new ReferralKey
        {
            ReferralId = referral, Of = of, Compartment = part, Generation = generation, Holder = holder, HolderId = holderId, Epoch = epoch,
            Sealed = SealedBox.SealKey(to, Bound(referral, of, part, generation, holder, holderId), key), Mac = [],
        };
        made.Mac = directory.Mac(Label, made.Signed);
        return made;
    }
}
