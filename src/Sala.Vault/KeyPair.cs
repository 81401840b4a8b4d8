using System.Security.Cryptography;
using Geralt;

namespace Sala.Vault;

/// <summary>A pair of keys of a person, a unit, a reporter or the host: others seal to <see cref="Public"/>, only the pair opens.
/// X-Wing (draft-connolly-cfrg-xwing-kem); the private key is its seed of 32 bytes.</summary>
public sealed class KeyPair : IDisposable
{
    private KeyPair(SecretKey seed, PublicKey publicKey)
    {
        Seed = seed;
        Public = publicKey;
    }

    /// <summary>What others seal to.</summary>
    public PublicKey Public { get; }

    /// <summary>The private key, to be wrapped or split. It belongs to this pair and is wiped with it.</summary>
    public SecretKey Seed { get; }

    /// <summary>A new pair from the system's random generator.</summary>
    public static KeyPair Generate()
    {
        using var seed = SecretKey.Random();
        return FromSeed(seed);
    }

    /// <summary>The pair of a seed, always the same one.</summary>
    /// <param name="seed">The seed; copied, and still the caller's to dispose.</param>
    public static KeyPair FromSeed(SecretKey seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var publicKey = new byte[XWing.PublicKeySize];
        Span<byte> privateKey = stackalloc byte[XWing.PrivateKeySize];
        XWing.GenerateKeyPair(publicKey, privateKey, seed.Bytes);
        CryptographicOperations.ZeroMemory(privateKey);
        return new KeyPair(SecretKey.From(seed.Bytes), new PublicKey(publicKey));
    }

    /// <summary>Always "sealed".</summary>
    public override string ToString() => "sealed";

    /// <summary>Wipes the seed.</summary>
    public void Dispose() => Seed.Dispose();
}
