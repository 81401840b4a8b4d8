using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Geralt;

namespace Sala.Vault;

/// <summary>Keyed BLAKE2b (RFC 7693) over a label and up to three parts, each behind its length in four bytes, big-endian, so that no two lists of
/// parts make one message. Parts left out count as empty and are written too. Every derivation in this library goes through here with a
/// label of its own that ends in a version.</summary>
internal static class KeyedHash
{
    private const int OnStack = 4096;

    public static void Compute(Span<byte> output, ReadOnlySpan<byte> key, string label,
        ReadOnlySpan<byte> first = default, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default)
    {
        var length = 16 + Encoding.UTF8.GetByteCount(label) + first.Length + second.Length + third.Length;
        var message = length <= OnStack ? stackalloc byte[length] : new byte[length];
        try
        {
            var rest = message;
            var labelled = Encoding.UTF8.GetBytes(label, rest[4..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, labelled);
            rest = rest[(4 + labelled)..];
            rest = Append(rest, first);
            rest = Append(rest, second);
            Append(rest, third);
            BLAKE2b.ComputeTag(output, message, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message);
        }
    }

    private static Span<byte> Append(Span<byte> rest, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
        part.CopyTo(rest[4..]);
        return rest[(4 + part.Length)..];
    }
}
