using System.Text.Json;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>How a member of staff is called and reached.</summary>
/// <param name="SignInName">What is typed at the sign-in.</param>
/// <param name="ShownName">What colleagues and, where the worker answers a child, the child sees.</param>
/// <param name="Mail">Where the mails without content go; may be empty.</param>
public sealed record Profile(string SignInName, string ShownName, string Mail);

/// <summary>A row of the directory does not carry the MAC of this host: it was changed by someone who can write to the database.</summary>
public sealed class DirectoryTamperedException(string what)
    : Exception($"The stored {what} was not written by this system. Nothing was sealed to it. Tell oversight, and restore it from a backup.");

/// <summary>
/// Who is who: names under the directory key, and a MAC of that key on each public key, membership, epoch, grant and role, checked before
/// every sealing. Who can write to the database cannot make the system seal to a key of their own (promise 5).
/// </summary>
public sealed class StaffDirectory(HostRing ring)
{
    private readonly SecretKey key = ring.DirectoryKey;

    public byte[] NameToken(string signInName) => BlindIndex.Token(key, "person.name", Normalise(signInName));

    public static string Normalise(string signInName) => signInName.Trim().Normalize().ToLowerInvariant();

    public byte[] SealProfile(RecordId person, Profile profile) =>
        Envelope.Seal(key, new Binding("person.profile", person), JsonSerializer.SerializeToUtf8Bytes(profile), Padding.Message);

    public Profile ProfileOf(Person person) =>
        JsonSerializer.Deserialize<Profile>(Envelope.Open(key, new Binding("person.profile", person.Id), person.Profile))!;

    public void Sign(Person p) => p.Mac = key.Mac("person/1", Bytes(p));

    public void Sign(Membership m) => m.Mac = key.Mac("membership/1", Bytes(m));

    public void Sign(Unit u) => u.Mac = key.Mac("unit/1", Bytes(u));

    public void Sign(UnitEpoch e) => e.Mac = key.Mac("epoch/1", Bytes(e));

    /// <summary>A MAC of the directory key for rows of other features: grants, requests to guardians.</summary>
    internal byte[] Mac(string label, params ReadOnlySpan<object?> fields) => key.Mac(label, CanonicalBytes.Of(fields));

    internal bool Holds(string label, byte[] mac, params ReadOnlySpan<object?> fields) => key.VerifyMac(label, CanonicalBytes.Of(fields), mac);

    public Person Checked(Person p) => key.VerifyMac("person/1", Bytes(p), p.Mac) ? p : throw new DirectoryTamperedException("key of a person");

    public Membership Checked(Membership m) => key.VerifyMac("membership/1", Bytes(m), m.Mac) ? m : throw new DirectoryTamperedException("membership of a unit");

    internal bool Holds(Unit u) => key.VerifyMac("unit/1", Bytes(u), u.Mac);

    public bool Holds(Membership m) => key.VerifyMac("membership/1", Bytes(m), m.Mac);

    public Unit Checked(Unit u) => key.VerifyMac("unit/1", Bytes(u), u.Mac) ? u : throw new DirectoryTamperedException("record of a unit");

    public UnitEpoch Checked(UnitEpoch e) => key.VerifyMac("epoch/1", Bytes(e), e.Mac) ? e : throw new DirectoryTamperedException("key of a unit");

    /// <summary>A reason that staff other than the writer must be able to read: guardians, oversight, the head of a unit.</summary>
    public byte[] SealReason(string field, RecordId record, string words) =>
        Envelope.Seal(key, new Binding(field, record), System.Text.Encoding.UTF8.GetBytes(words), Padding.Message);

    public string ReasonOf(string field, RecordId record, byte[] words) =>
        System.Text.Encoding.UTF8.GetString(Envelope.Open(key, new Binding(field, record), words));

    private static byte[] Bytes(Person p) => CanonicalBytes.Of(p.Id, p.NameToken, p.State, p.KeyNumber, p.PublicKey, p.Slot, p.OneTimeHash, p.OneTimeEnds);

    private static byte[] Bytes(Membership m) => CanonicalBytes.Of(m.UnitId, m.PersonId, m.Roles, m.From, m.ConfirmedBy, m.ConfirmedKey);

    private static byte[] Bytes(Unit u) => CanonicalBytes.Of(u.Id, u.Country, u.Agency, u.Name, u.Kind, string.Join(',', u.Areas), u.Closed, u.Epoch);

    private static byte[] Bytes(UnitEpoch e)
    {
        var halves = e.Halves.OrderBy(h => h.GuardiansId).SelectMany(h => CanonicalBytes.Of(h.GuardiansId, h.GuardiansEpoch, h.Sealed)).ToArray();
        return CanonicalBytes.Of(e.UnitId, e.Number, e.From, e.IntakePublic, e.LeadsPublic, halves);
    }
}
