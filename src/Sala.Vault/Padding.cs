using System.Buffers.Binary;

namespace Sala.Vault;

/// <summary>To which sizes a text is filled before it is sealed, so that its length does not tell what it says. Inside: length in four bytes
/// big-endian, text, zeros. So a bucket of 4 KiB holds texts of up to 4,092 bytes.</summary>
public sealed class Padding
{
    private const int Prefix = 4;
    private readonly int[] buckets;

    private Padding(params int[] buckets) => this.buckets = buckets;

    /// <summary>No filling; for keys and other things whose length is no secret. Up to 16 MiB less four bytes.</summary>
    public static Padding Exact { get; } = new();

    /// <summary>4, 16, 64 or 256 KiB, for a whole report.</summary>
    public static Padding Report { get; } = new(4 << 10, 16 << 10, 64 << 10, 256 << 10);

    /// <summary>1, 4 or 16 KiB, for one message of a conversation.</summary>
    public static Padding Message { get; } = new(1 << 10, 4 << 10, 16 << 10);

    /// <summary>1, 4, 16, 64 or 256 KiB, for coded facts of a record: short for most, and never too long to keep.</summary>
    public static Padding Facts { get; } = new(1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10);

    /// <summary>Longest text in bytes that fits.</summary>
    public int Largest => (buckets.Length == 0 ? 16 << 20 : buckets[^1]) - Prefix;

    /// <summary>Size in bytes that a text of this length is filled to, its four bytes of length included.</summary>
    /// <param name="length">Length of the text in bytes.</param>
    /// <exception cref="TooLongToSealException">Longer than <see cref="Largest"/>.</exception>
    public int SizeFor(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > Largest)
        {
            throw new TooLongToSealException(length, Largest);
        }
        var size = length + Prefix;
        foreach (var bucket in buckets)
        {
            if (size <= bucket)
            {
                return bucket;
            }
        }
        return size;
    }

    /// <summary>Writes length, text and zeros; <paramref name="padded"/> has the size that <see cref="SizeFor"/> gave.</summary>
    internal static void Fill(Span<byte> padded, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32BigEndian(padded, text.Length);
        text.CopyTo(padded[Prefix..]);
        padded[(Prefix + text.Length)..].Clear();
    }

    /// <summary>The text inside. Only one filling is valid, that of <see cref="Fill"/>.</summary>
    internal static bool TryStrip(ReadOnlySpan<byte> padded, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (padded.Length < Prefix)
        {
            return false;
        }
        var length = BinaryPrimitives.ReadInt32BigEndian(padded);
        if (length < 0 || length > padded.Length - Prefix || padded[(Prefix + length)..].ContainsAnyExcept((byte)0))
        {
            return false;
        }
        text = padded.Slice(Prefix, length);
        return true;
    }
}
