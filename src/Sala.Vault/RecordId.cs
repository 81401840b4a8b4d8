using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>The name of a record: 16 random bytes. It holds no time and no sequence, so that it tells nothing of when or in which order records were made.</summary>
/// <remarks>Not a GUID: no version bits, and the order of <see cref="CompareTo"/> is that of the bytes, as in a database's BLOB column.</remarks>
public readonly struct RecordId : IEquatable<RecordId>, IComparable<RecordId>, IParsable<RecordId>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 16;

    private readonly UInt128 value;

    private RecordId(UInt128 value) => this.value = value;

    /// <summary>Whether this is <c>default</c>, which names no record.</summary>
    public bool IsEmpty => value == 0;

    /// <summary>A new id from the system's random generator.</summary>
    public static RecordId Random()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return From(bytes);
    }

    /// <summary>The id with these bytes.</summary>
    /// <param name="source">Exactly 16 bytes.</param>
    /// <exception cref="ArgumentException">Not 16 bytes.</exception>
    public static RecordId From(ReadOnlySpan<byte> source) => source.Length == Size
        ? new RecordId(BinaryPrimitives.ReadUInt128BigEndian(source))
        : throw new ArgumentException($"A record id has {Size} bytes, not {source.Length}.", nameof(source));

    /// <summary>Reads 32 hexadecimal digits of either case, or 26 symbols of Crockford's base 32. Nothing else: no braces, dashes or spaces.</summary>
    /// <param name="text">What was given; null is simply false.</param>
    /// <param name="id">The id, or the empty one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out RecordId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text?.Length == 26 ? CrockfordBase32.TryRead(text, bytes) : text?.Length == 32 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done)
        {
            id = From(bytes);
            return true;
        }
        return false;
    }

    /// <inheritdoc cref="TryParse(string?, out RecordId)"/>
    /// <param name="s">What was given; null is simply false.</param>
    /// <param name="provider">Not used: an id reads the same everywhere.</param>
    /// <param name="result">The id, or the empty one.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RecordId result) => TryParse(s, out result);

    /// <summary>As <see cref="TryParse(string?, out RecordId)"/>, but what cannot be read is an exception.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="FormatException">The text is no id; it is not repeated in the message.</exception>
    public static RecordId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, out var id) ? id : throw new FormatException("This is no record id: 32 hexadecimal digits were expected.");

    /// <summary>The 16 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the 16 bytes to the beginning of <paramref name="destination"/>.</summary>
    /// <param name="destination">At least 16 bytes.</param>
    /// <exception cref="ArgumentException">Fewer than 16 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"A record id needs {Size} bytes, not {destination.Length}.", nameof(destination));
        }
        BinaryPrimitives.WriteUInt128BigEndian(destination, value);
    }

    /// <summary>The 26 symbols of Crockford's base 32, for where an id is written down by hand.</summary>
    public string ToBase32() => string.Create(26, this, static (symbols, id) => CrockfordBase32.Write(id.ToByteArray(), symbols));

    /// <summary>32 lower hexadecimal digits.</summary>
    public override string ToString() => value.ToString("x32", null);

    /// <inheritdoc/>
    public bool Equals(RecordId other) => value == other.value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();

    /// <summary>Order of the bytes.</summary>
    /// <param name="other">The other id.</param>
    public int CompareTo(RecordId other) => value.CompareTo(other.value);

    /// <summary>Same bytes.</summary>
    public static bool operator ==(RecordId left, RecordId right) => left.value == right.value;

    /// <summary>Other bytes.</summary>
    public static bool operator !=(RecordId left, RecordId right) => left.value != right.value;

    /// <summary>Earlier in the order of the bytes.</summary>
    public static bool operator <(RecordId left, RecordId right) => left.value < right.value;

    /// <summary>Later in the order of the bytes.</summary>
    public static bool operator >(RecordId left, RecordId right) => left.value > right.value;

    /// <summary>Same or earlier in the order of the bytes.</summary>
    public static bool operator <=(RecordId left, RecordId right) => left.value <= right.value;

    /// <summary>Same or later in the order of the bytes.</summary>
    public static bool operator >=(RecordId left, RecordId right) => left.value >= right.value;
}
