using System.Numerics;
using Geralt;

namespace Sala.Vault.Tests;

/// <summary>XChaCha20-Poly1305 alone lets someone who knows two keys make a ciphertext that opens under both (Len, Grubbs, Ristenpart, USENIX Security 2021).
/// Here such a ciphertext is made; the commitment is what refuses it.</summary>
public class CommitmentTests
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 130) - 5;
    private static readonly BigInteger Half = BigInteger.Pow(2, 128);

    [Fact]
    public void A_ciphertext_with_a_valid_tag_under_two_keys_opens_under_one_at_most()
    {
        var binding = new Binding("report.content", RecordId.Random());
        var associated = binding.Encode();
        var nonce = RandomBytes(24);
        using SecretKey one = SecretKey.Random(), other = SecretKey.Random();
        byte[] derivedOne = Derived(one, nonce, associated), derivedOther = Derived(other, nonce, associated);
        var ciphertext = ValidUnderBoth(derivedOne[..32], derivedOther[..32], nonce, associated);

        // Both take it; under the other key even the padding is right.
        var padded = new byte[ciphertext.Length - 16];
        XChaCha20Poly1305.Decrypt(padded, ciphertext, nonce, derivedOne.AsSpan(0, 32), associated);
        XChaCha20Poly1305.Decrypt(padded, ciphertext, nonce, derivedOther.AsSpan(0, 32), associated);
        Assert.True(Padding.TryStrip(padded, out _));

        byte[] committedToOther = [Envelope.Version, .. nonce, .. derivedOther[32..], .. ciphertext];
        Assert.Equal(28, Envelope.Open(other, binding, committedToOther).Length);
        Assert.Throws<CannotOpenException>(() => Envelope.Open(one, binding, committedToOther));
        byte[] committedToOne = [Envelope.Version, .. nonce, .. derivedOne[32..], .. ciphertext];
        Assert.Throws<CannotOpenException>(() => Envelope.Open(other, binding, committedToOne));
    }

    private static byte[] Derived(SecretKey key, byte[] nonce, byte[] associated)
    {
        var derived = new byte[64];
        KeyedHash.Compute(derived, key.Bytes, "sala/envelope/1", nonce, associated);
        return derived;
    }

    /// <summary>Two blocks of ciphertext and a tag: the first block (after a length of 28 under the other key) is drawn until the second can be solved for so that both tags agree (RFC 8439, section 2.5).</summary>
    private static byte[] ValidUnderBoth(byte[] one, byte[] other, byte[] nonce, byte[] associated)
    {
        var (r, s) = OneTimeKey(one, nonce);
        var (q, t) = OneTimeKey(other, nonce);
        var keystream = new byte[4 + 16];
        XChaCha20Poly1305.Encrypt(keystream, new byte[4], nonce, other);
        while (true)
        {
            byte[] first = [keystream[0], keystream[1], keystream[2], (byte)(keystream[3] ^ 28), .. RandomBytes(12)];
            byte[] head = [.. associated, .. new byte[-associated.Length & 15], .. first];
            var lengths = new byte[16];
            BitConverter.TryWriteBytes(lengths, (long)associated.Length);
            BitConverter.TryWriteBytes(lengths.AsSpan(8), 32L);
            // accumulated = head * r^2 + block * r^2 + lengths * r, and the same with q; block is the unknown.
            BigInteger Known(BigInteger key) => ((Accumulate(head, key) * key * key) + (Block(lengths) * key)) % Prime;
            var divisor = BigInteger.ModPow(((r * r) - (q * q) + (Prime * Prime)) % Prime, Prime - 2, Prime);
            for (var carry = -4; carry <= 4; carry++)
            {
                var block = (((Known(q) + t - Known(r) - s + (carry * Half)) * divisor % Prime) + Prime) % Prime;
                if (block < Half || block >= 2 * Half)
                {
                    continue;
                }
                var tagOne = (((Known(r) + (block * r * r)) % Prime) + s) % Half;
                var tagOther = (((Known(q) + (block * q * q)) % Prime) + t) % Half;
                if (tagOne == tagOther)
                {
                    return [.. first, .. Bytes(block - Half), .. Bytes(tagOne)];
                }
            }
        }
    }

    private static BigInteger Accumulate(byte[] blocks, BigInteger key)
    {
        var sum = BigInteger.Zero;
        for (var at = 0; at < blocks.Length; at += 16)
        {
            sum = ((sum * (at == 0 ? BigInteger.One : key)) + Block(blocks.AsSpan(at, 16))) % Prime;
        }
        return sum * key % Prime;
    }

    private static BigInteger Block(ReadOnlySpan<byte> block) => new BigInteger(block, isUnsigned: true) + Half;

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[16];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static (BigInteger R, BigInteger S) OneTimeKey(byte[] key, byte[] nonce)
    {
        byte[] subkey = new byte[32], oneTime = new byte[32];
        HChaCha20.DeriveKey(subkey, key, nonce.AsSpan(0, 16));
        ChaCha20.Fill(oneTime, [0, 0, 0, 0, .. nonce[16..]], subkey);
        var clamp = BigInteger.Parse("0ffffffc0ffffffc0ffffffc0fffffff", System.Globalization.NumberStyles.HexNumber, null);
        return (new BigInteger(oneTime.AsSpan(0, 16), isUnsigned: true) & clamp, new BigInteger(oneTime.AsSpan(16), isUnsigned: true));
    }

    private static byte[] RandomBytes(int count) => System.Security.Cryptography.RandomNumberGenerator.GetBytes(count);
}
