using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// Where the child's words come into a case: a public key whose private half follows from the key of the intake part. Who holds the part opens them; the child, who holds
/// no key of the case, seals to it. A new key of the part is a new door, so who was sent away reads nothing that the child says from then on.
/// </summary>
public sealed class CaseDoor
{
    private const string Label = "case-door/1";

    public required RecordId CaseId { get; init; }

    /// <summary>Of the intake part.</summary>
    public required int Generation { get; init; }
    public required byte[] PublicKey { get; init; }

    /// <summary>MAC of the directory key: nothing is sealed to a door that another hand put here.</summary>
    public required byte[] Mac { get; init; }

    internal static CaseDoor Of(StaffDirectory directory, RecordId caseId, int generation, SecretKey intake)
    {
        using var pair = Pair(intake);
        var key = pair.Public.ToByteArray();
        return new CaseDoor { CaseId = caseId, Generation = generation, PublicKey = key, Mac = directory.Mac(Label, caseId, generation, key) };
    }

    /// <exception cref="DirectoryTamperedException">It is not the door that was made here.</exception>
    internal PublicKey Checked(StaffDirectory directory) =>
        directory.Holds(Label, Mac, CaseId, Generation, PublicKey) ? Vault.PublicKey.From(PublicKey) : throw new DirectoryTamperedException("door of a case");

    internal static KeyPair Pair(SecretKey intake)
    {
        using var seed = intake.Derive("sala/case-door/1");
        return KeyPair.FromSeed(seed);
    }
}
