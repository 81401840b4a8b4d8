using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Sala.Vault;

/// <summary>One of the two files of a key store: a header of 64 bytes, then slots of 32 bytes. Header: "sala key store" and two zero bytes, version, slot size, slots
/// a block, 0 (four bytes each), id of the store (16), generation (8), number of slots (8); numbers big-endian.</summary>
internal sealed class KeyStoreFile : IDisposable
{
    public const int SlotSize = 32;
    public const int SlotsPerBlock = 4096;
    private const int HeaderSize = 64;
    private const int Version = 1;
    private readonly string path;
    private readonly SafeFileHandle file;

    private KeyStoreFile(string path, SafeFileHandle file)
    {
        this.path = path;
        this.file = file;
    }

    private static ReadOnlySpan<byte> Magic => "sala key store\0\0"u8;

    public RecordId Store { get; private set; }

    /// <summary>Counts every change, so that an older file is known as older.</summary>
    public long Generation { get; private set; }

    public long Slots { get; private set; }

    public static void Create(string path, RecordId store, long generation = 0)
    {
        try
        {
            using var stream = PrivateFile.Create(path);
            var created = new KeyStoreFile(path, stream.SafeFileHandle) { Store = store };
            created.WriteHeader(generation, 0);
            created.Sync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"{path}: the key store cannot be made here ({exception.Message}). Nothing that exists was changed.", exception);
        }
        PrivateFile.SyncDirectoryOf(path);
    }

    public static KeyStoreFile Open(string path, FileAccess access)
    {
        SafeFileHandle file;
        try
        {
            file = PrivateFile.Open(path, access);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"{path}: the key store cannot be opened ({exception.Message}). Without it nothing sealed opens; put the newest copy back.", exception);
        }
        var opened = new KeyStoreFile(path, file);
        try
        {
            opened.ReadHeader();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Read(long slot, Span<byte> destination)
    {
        if (slot < 0 || slot >= Slots)
        {
            throw new KeyStoreException($"{path}: there is no slot {slot}, only {Slots}. The key store may be older than the database; put the newest copy back.");
        }
        if (RandomAccess.Read(file, destination, Offset(slot)) != destination.Length)
        {
            throw new KeyStoreException($"{path}: the file ends before slot {slot}. It was cut; put the newest copy back.");
        }
    }

    /// <summary>Writes slots and syncs them before the header says that they are there.</summary>
    public void Append(ReadOnlySpan<byte> slots, long generation)
    {
        Write(slots, Offset(Slots));
        Sync();
        WriteHeader(generation, Slots + (slots.Length / SlotSize));
        Sync();
    }

    public void Zero(long slot, long generation)
    {
        Span<byte> zeros = stackalloc byte[SlotSize];
        zeros.Clear();
        Write(zeros, Offset(slot));
        WriteHeader(generation, Slots);
        Sync();
    }

    /// <summary>Makes this file the same as another, writing only what differs.</summary>
    public void MakeSameAs(KeyStoreFile other)
    {
        var theirs = new byte[SlotsPerBlock * SlotSize];
        var ours = new byte[theirs.Length];
        for (long slot = 0; slot < other.Slots; slot += SlotsPerBlock)
        {
            other.Read(slot, theirs);
            if (RandomAccess.Read(file, ours, Offset(slot)) != ours.Length || !ours.AsSpan().SequenceEqual(theirs))
            {
                Write(theirs, Offset(slot));
            }
        }
        CryptographicOperations.ZeroMemory(theirs);
        CryptographicOperations.ZeroMemory(ours);
        Sync();
        WriteHeader(other.Generation, other.Slots);
        Sync();
    }

    public void Dispose() => file.Dispose();

    private static long Offset(long slot) => HeaderSize + (slot * SlotSize);

    private void ReadHeader()
    {
        if (PrivateFile.TooOpen(file) is { } mode)
        {
            throw new KeyStoreException($"{path}: mode {mode} lets others read the key store. Run chmod 600 on it, and ask who may have copied it.");
        }
        Span<byte> header = stackalloc byte[HeaderSize];
        if (RandomAccess.Read(file, header, 0) != HeaderSize || !header[..16].SequenceEqual(Magic))
        {
            throw new KeyStoreException($"{path}: this is no key store. Put the newest copy back.");
        }
        if (BinaryPrimitives.ReadInt32BigEndian(header[16..]) != Version
            || BinaryPrimitives.ReadInt32BigEndian(header[20..]) != SlotSize
            || BinaryPrimitives.ReadInt32BigEndian(header[24..]) != SlotsPerBlock)
        {
            throw new KeyStoreException($"{path}: this key store is of a version that this program does not know. Use the program that made it, or a newer one.");
        }
        Store = RecordId.From(header.Slice(32, RecordId.Size));
        Generation = BinaryPrimitives.ReadInt64BigEndian(header[48..]);
        Slots = BinaryPrimitives.ReadInt64BigEndian(header[56..]);
        if (Generation < 0 || Slots < 0 || RandomAccess.GetLength(file) < Offset(Slots))
        {
            throw new KeyStoreException($"{path}: the file is shorter than its {Slots} slots. It was cut; put the newest copy back.");
        }
    }

    private void WriteHeader(long generation, long slots)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[16..], Version);
        BinaryPrimitives.WriteInt32BigEndian(header[20..], SlotSize);
        BinaryPrimitives.WriteInt32BigEndian(header[24..], SlotsPerBlock);
        Store.CopyTo(header[32..]);
        BinaryPrimitives.WriteInt64BigEndian(header[48..], generation);
        BinaryPrimitives.WriteInt64BigEndian(header[56..], slots);
        Write(header, 0);
        Generation = generation;
        Slots = slots;
    }

    private void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"{path}: the key store cannot be written ({exception.Message}).", exception);
        }
    }

    private void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"{path}: the key store cannot be synced ({exception.Message}).", exception);
        }
    }
}
