using System.Buffers.Binary;
using System.Text;
using Sala.Vault;

namespace Sala.Data;

/// <summary>
/// Fields as bytes that read back in one way only: each with its kind and length. For MACs and hashes, where two different
/// rows must never give the same bytes.
/// </summary>
internal static class CanonicalBytes
{
    public static byte[] Of(params ReadOnlySpan<object?> fields)
    {
        using var bytes = new MemoryStream();
        foreach (var field in fields) Append(bytes, field);
        return bytes.ToArray();
    }

    private static void Append(MemoryStream bytes, object? field)
    {
        switch (field)
        {
            case null: Append(bytes, 'n', []); break;
            case RecordId id: Append(bytes, 'r', id.ToByteArray()); break;
            case byte[] blob: Append(bytes, 'b', blob); break;
            case string text: Append(bytes, 't', Encoding.UTF8.GetBytes(text)); break;
            case bool flag: Append(bytes, 'f', [flag ? (byte)1 : (byte)0]); break;
            case DateTimeOffset at: Append(bytes, at.ToUnixTimeMilliseconds()); break;
            case Enum code: Append(bytes, Convert.ToInt64(code, System.Globalization.CultureInfo.InvariantCulture)); break;
            case int number: Append(bytes, number); break;
            case long number: Append(bytes, number); break;
            default: throw new ArgumentException($"No canonical form for {field.GetType().Name}.");
        }
    }

    private static void Append(MemoryStream bytes, long number)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        Append(bytes, 'i', eight);
    }

    private static void Append(MemoryStream bytes, char kind, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], value.Length);
        bytes.Write(head);
        bytes.Write(value);
    }
}
