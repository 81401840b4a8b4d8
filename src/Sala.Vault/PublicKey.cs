using System.Globalization;
using System.Numerics;
using Geralt;

namespace Sala.Vault;

/// <summary>The public half of a <see cref="KeyPair"/>: what others seal to. X-Wing (draft-connolly-cfrg-xwing-kem), 1,216 bytes: ML-KEM-768 (FIPS 203)
/// and X25519 (RFC 7748), so that it holds as long as either does.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = XWing.PublicKeySize;

    private const int FingerprintWordCount = 12;
    private readonly byte[] bytes;

    internal PublicKey(byte[] bytes) => this.bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The key with these bytes, which are copied and checked for form.</summary>
    /// <param name="source">Exactly 1,216 bytes.</param>
    /// <exception cref="ArgumentException">Another length, or a number in the ML-KEM part that is not below 3,329 (FIPS 203, section 7.2).</exception>
    public static PublicKey From(ReadOnlySpan<byte> source)
    {
        if (source.Length != Size)
        {
            throw new ArgumentException($"A public key has {Size} bytes, not {source.Length}.", nameof(source));
        }
        for (var i = 0; i < 1152; i += 3)
        {
            var first = source[i] | ((source[i + 1] & 15) << 8);
            var second = (source[i + 1] >> 4) | (source[i + 2] << 4);
            if (first >= 3329 || second >= 3329)
            {
                throw new ArgumentException("These bytes are no public key.", nameof(source));
            }
        }
        return new PublicKey(source.ToArray());
    }

    /// <summary>A copy of the 1,216 bytes.</summary>
    public byte[] ToByteArray() => [.. bytes];

    /// <summary>The fingerprint as twelve words (120 bits with 1,024 words), for two people who compare keys by voice.</summary>
    /// <param name="words">The list; both need the same one.</param>
    public string[] FingerprintWords(WordList words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var number = Fingerprint();
        var spoken = new string[FingerprintWordCount];
        for (var i = 0; i < spoken.Length; i++)
        {
            number = BigInteger.DivRem(number, words.Count, out var word);
            spoken[i] = words[(int)word];
        }
        return spoken;
    }

    /// <summary>The fingerprint as 40 digits in eight groups of five (132 bits).</summary>
    public string FingerprintDigits()
    {
        var digits = (Fingerprint() % BigInteger.Pow(10, 40)).ToString("D40", CultureInfo.InvariantCulture);
        return string.Join(' ', digits.Chunk(5).Select(group => new string(group)));
    }

    /// <summary>Same bytes.</summary>
    /// <param name="other">The other key.</param>
    public bool Equals(PublicKey? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(bytes, 0);

    /// <summary>The fingerprint in digits.</summary>
    public override string ToString() => FingerprintDigits();

    private BigInteger Fingerprint()
    {
        Span<byte> hash = stackalloc byte[64];
        BLAKE2b.ComputeHash(hash, (byte[])[.. "sala/fingerprint/1"u8, .. bytes]);
        return new BigInteger(hash, isUnsigned: true, isBigEndian: true);
    }
}
