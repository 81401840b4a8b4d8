using System.Runtime.InteropServices;
using Geralt;

namespace Sala.Vault.Tests;

/// <summary>The primitives give the answers that their specifications print; each file in vectors/ names its source.</summary>
public partial class PublishedAnswersTests
{
    [Fact]
    public void X_Wing_gives_the_public_keys_ciphertexts_and_shared_secrets_of_its_draft()
    {
        foreach (var vector in Vectors.Read("x-wing.json").GetProperty("vectors").EnumerateArray())
        {
            using var seed = vector.Key("seed");
            using var pair = KeyPair.FromSeed(seed);
            Assert.Equal(vector.Hex("pk"), pair.Public.ToByteArray());

            var shared = new byte[XWing.SharedSecretSize];
            XWing.Decapsulate(shared, vector.Hex("ct"), seed.Export());
            Assert.Equal(vector.Hex("ss"), shared);

            var encapsulated = new byte[XWing.CiphertextSize];
            Assert.Equal(0, Encapsulate(encapsulated, shared, vector.Hex("pk"), vector.Hex("eseed")));
            Assert.Equal(vector.Hex("ct"), encapsulated);
            Assert.Equal(vector.Hex("ss"), shared);
        }
    }

    [Fact]
    public void BLAKE2b_gives_the_hashes_of_RFC_7693_and_of_its_reference()
    {
        foreach (var vector in Vectors.Read("blake2b.json").GetProperty("vectors").EnumerateArray())
        {
            var hash = new byte[64];
            if (vector.Hex("key") is { Length: > 0 } key)
            {
                BLAKE2b.ComputeTag(hash, vector.Hex("message"), key);
            }
            else
            {
                BLAKE2b.ComputeHash(hash, vector.Hex("message"));
            }
            Assert.Equal(vector.Hex("hash"), hash);
        }
    }

    [Fact]
    public void XChaCha20_Poly1305_gives_the_ciphertext_of_its_draft()
    {
        var vector = Vectors.Read("xchacha20-poly1305.json");
        var sealedText = new byte[vector.Hex("ciphertext").Length];
        XChaCha20Poly1305.Encrypt(sealedText, vector.Hex("plaintext"), vector.Hex("nonce"), vector.Hex("key"), vector.Hex("associatedData"));
        Assert.Equal(vector.Hex("ciphertext"), sealedText);
    }

    [Fact]
    public void Argon2id_gives_the_key_of_libsodiums_own_test()
    {
        var vector = Vectors.Read("argon2id.json");
        var key = new byte[vector.Hex("key").Length];
        Argon2id.DeriveKey(key, vector.Hex("password"), vector.Hex("salt"), vector.GetProperty("passes").GetInt32(), vector.GetProperty("memoryBytes").GetInt32());
        Assert.Equal(vector.Hex("key"), key);
    }

    // Geralt gives no encapsulation with given randomness; the same native library does.
    [LibraryImport("libsodium", EntryPoint = "crypto_kem_xwing_enc_deterministic")]
    internal static partial int Encapsulate(byte[] encapsulated, byte[] shared, byte[] publicKey, byte[] randomness);
}
