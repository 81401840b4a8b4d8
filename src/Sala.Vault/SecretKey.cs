using System.Security.Cryptography;
using System.Text;

namespace Sala.Vault;

/// <summary>A secret of 32 bytes. It never prints itself, compares in constant time, and is wiped by <see cref="Dispose"/>.</summary>
/// <remarks>The bytes lie in pinned memory, so that the collector leaves no second copy. There is no finaliser on purpose: it could wipe the bytes
/// while the last call still reads them. So dispose what you make; a key that is forgotten stays in memory until that memory is used again.</remarks>
public sealed class SecretKey : IDisposable
{
    /// <summary>Length of every secret key in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private bool disposed;

    private SecretKey() { }

    /// <summary>The bytes, for this library alone.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    internal ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return bytes;
        }
    }

    /// <summary>A new key from the system's random generator.</summary>
    public static SecretKey Random()
    {
        var key = new SecretKey();
        RandomNumberGenerator.Fill(key.bytes);
        return key;
    }

    /// <summary>A key with the given bytes, which are copied; wiping the source stays with the caller.</summary>
    /// <param name="source">Exactly 32 bytes, not all zero: 32 zeros are what an erased slot or a disposed key looks like.</param>
    /// <exception cref="ArgumentException">Not 32 bytes, or all of them zero.</exception>
    public static SecretKey From(ReadOnlySpan<byte> source)
    {
        if (source.Length != Size)
        {
            throw new ArgumentException($"A secret key has {Size} bytes, not {source.Length}.", nameof(source));
        }
        if (Geralt.ConstantTime.IsAllZeros(source))
        {
            throw new ArgumentException("A secret key is never all zero.", nameof(source));
        }
        var key = new SecretKey();
        source.CopyTo(key.bytes);
        return key;
    }

    /// <summary>A key of its own for one purpose: BLAKE2b-256 keyed with this key over ("sala/derive/1", label, data). It tells nothing of this key.</summary>
    /// <param name="label">Names the purpose and its version; not empty.</param>
    /// <param name="data">What else tells this key from others of the same purpose; may be empty.</param>
    /// <exception cref="ArgumentException">The label is empty.</exception>
    public SecretKey Derive(string label, ReadOnlySpan<byte> data = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return FromHash(Bytes, "sala/derive/1", Encoding.UTF8.GetBytes(label), data);
    }

    /// <summary>A message authentication code of 32 bytes: BLAKE2b-256 keyed with this key over ("sala/mac/1", label, data).</summary>
    /// <param name="label">Names the purpose and its version; not empty. The code of one purpose never passes for another's.</param>
    /// <param name="data">What is vouched for; may be empty.</param>
    /// <exception cref="ArgumentException">The label is empty.</exception>
    public byte[] Mac(string label, ReadOnlySpan<byte> data)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        var mac = new byte[32];
        KeyedHash.Compute(mac, Bytes, "sala/mac/1", Encoding.UTF8.GetBytes(label), data);
        return mac;
    }

    /// <summary>Whether <paramref name="mac"/> is the code of this label and data; compared in constant time. A code of another length is simply false.</summary>
    /// <param name="label">As given to <see cref="Mac"/>.</param>
    /// <param name="data">As given to <see cref="Mac"/>.</param>
    /// <param name="mac">The code to check.</param>
    public bool VerifyMac(string label, ReadOnlySpan<byte> data, ReadOnlySpan<byte> mac) =>
        CryptographicOperations.FixedTimeEquals(Mac(label, data), mac);

    /// <summary>The working key of this key and a slot of the key store: BLAKE2b-256 under both, as one 64-byte key (slot, then this key), over
    /// "sala/working-key/1". Neither half alone opens anything; once the slot is erased, this key opens nothing.</summary>
    /// <param name="slot">What <see cref="KeyStore.Read"/> gave.</param>
    public SecretKey WithSlot(SecretKey slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        Span<byte> both = stackalloc byte[2 * Size];
        slot.Bytes.CopyTo(both);
        Bytes.CopyTo(both[Size..]);
        var working = FromHash(both, "sala/working-key/1");
        CryptographicOperations.ZeroMemory(both);
        return working;
    }

    /// <summary>A copy of the 32 bytes, to be sealed or split. Whoever takes it wipes it.</summary>
    public byte[] Export() => Bytes.ToArray();

    /// <summary>Whether both keys hold the same bytes; compared in constant time.</summary>
    /// <param name="other">The other key.</param>
    public bool Matches(SecretKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CryptographicOperations.FixedTimeEquals(Bytes, other.Bytes);
    }

    /// <summary>Always "sealed".</summary>
    public override string ToString() => "sealed";

    /// <summary>Wipes the bytes. Any later use throws.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>The key that was inside an envelope or box; what was there is wiped.</summary>
    internal static SecretKey Opened(byte[] content)
    {
        try
        {
            return content.Length == Size && content.AsSpan().ContainsAnyExcept((byte)0) ? From(content) : throw new CannotOpenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    internal static SecretKey FromHash(ReadOnlySpan<byte> key, string label,
        ReadOnlySpan<byte> first = default, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default)
    {
        var derived = new SecretKey();
        KeyedHash.Compute(derived.bytes, key, label, first, second, third);
        return derived;
    }
}
