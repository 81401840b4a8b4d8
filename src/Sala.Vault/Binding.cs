using System.Buffers.Binary;
using System.Text;

namespace Sala.Vault;

/// <summary>What something sealed belongs to. It is authenticated with the seal and not stored in it: whoever opens must name the same place, so nothing
/// sealed for one field, record or version opens in another.</summary>
/// <param name="Field">Name of the field, for example "report.content": 1 to 128 bytes of UTF-8.</param>
/// <param name="Record">The record that the field belongs to.</param>
/// <param name="Version">Version of what is inside; from 1.</param>
/// <param name="Owner">Whom it is for, where a record has one for each of several persons; none where there is just one.</param>
public readonly record struct Binding(string Field, RecordId Record, int Version = 1, RecordId? Owner = null)
{
    /// <summary>Length of the name in one byte, name, version in four bytes big-endian, record, 0 or 1, owner where there is one: no two bindings read alike.</summary>
    /// <exception cref="ArgumentException">The field's name is empty or too long, or the version is below 1.</exception>
    internal byte[] Encode()
    {
        ArgumentException.ThrowIfNullOrEmpty(Field);
        ArgumentOutOfRangeException.ThrowIfLessThan(Version, 1);
        var length = Encoding.UTF8.GetByteCount(Field);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 128, nameof(Field));
        var encoded = new byte[1 + length + 4 + RecordId.Size + 1 + (Owner is null ? 0 : RecordId.Size)];
        encoded[0] = (byte)length;
        Encoding.UTF8.GetBytes(Field, encoded.AsSpan(1));
        var rest = encoded.AsSpan(1 + length);
        BinaryPrimitives.WriteInt32BigEndian(rest, Version);
        Record.CopyTo(rest[4..]);
        if (Owner is { } owner)
        {
            rest[4 + RecordId.Size] = 1;
            owner.CopyTo(rest[(5 + RecordId.Size)..]);
        }
        return encoded;
    }
}
