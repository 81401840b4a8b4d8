using System.Security.Cryptography;
using System.Text;
using Geralt;

namespace Sala.Vault;

/// <summary>The key that a member of staff's password gives.</summary>
public static class PasswordKey
{
    /// <summary>Memory that one derivation takes, in bytes: limit how many run at once.</summary>
    public const int MemoryBytes = 64 << 20;

    private const int Passes = 3;

    /// <summary>Argon2id (RFC 9106; 64 MiB, 3 passes, one lane) over the password, then BLAKE2b-256 keyed with the pepper over ("sala/password/1", that, salt), then
    /// with the slot. Without database, ring and key store together there is nothing to guess against. Takes about 0.1 s and 64 MiB.</summary>
    /// <param name="password">As typed; normalised to Unicode NFKC, so that one keyboard's form is another's. Not empty.</param>
    /// <param name="salt16">16 random bytes of that person alone, stored with what is wrapped.</param>
    /// <param name="pepper">The host ring's pepper.</param>
    /// <param name="slot">That person's slot.</param>
    /// <exception cref="ArgumentException">No password, or a salt of another length.</exception>
    public static SecretKey Derive(string password, ReadOnlySpan<byte> salt16, SecretKey pepper, SecretKey slot)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        ArgumentNullException.ThrowIfNull(pepper);
        ArgumentNullException.ThrowIfNull(slot);
        var typed = Encoding.UTF8.GetBytes(CopiedText.Whole(password).Normalize(NormalizationForm.FormKC));
        Span<byte> stretched = stackalloc byte[32];
        try
        {
            Argon2id.DeriveKey(stretched, typed, Salt(salt16), Passes, MemoryBytes);
            using var peppered = SecretKey.FromHash(pepper.Bytes, "sala/password/1", stretched, salt16);
            return peppered.WithSlot(slot);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(typed);
            CryptographicOperations.ZeroMemory(stretched);
        }
    }

    internal static ReadOnlySpan<byte> Salt(ReadOnlySpan<byte> salt16) => salt16.Length == Argon2id.SaltSize
        ? salt16
        : throw new ArgumentException($"A salt has {Argon2id.SaltSize} bytes, not {salt16.Length}.", nameof(salt16));
}
