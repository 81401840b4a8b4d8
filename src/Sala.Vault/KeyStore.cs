using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>A file of random 32-byte slots, outside the database and its backups. What is sealed with <see cref="SecretKey.WithSlot"/> opens only while its slot is there: erasing
/// 32 bytes makes it unreadable here, and in every backup once no older copy of this file is left.</summary>
/// <remarks>Slots are made in blocks of 4,096, synced and copied before the first is given out, so that taking one writes nothing. A block belongs to the process
/// that made it; its slots are given out in an order drawn by chance, so that within a block their numbers do not tell the order of sending. What a process
/// leaves of its block at its end is never given out. Several processes may use one store on one machine.</remarks>
public sealed class KeyStore : IDisposable
{
    private readonly string path;
    private readonly string copyPath;
    private readonly RecordId store;
    private readonly Lock taking = new();
    private readonly long[] block = new long[KeyStoreFile.SlotsPerBlock];
    private int taken = KeyStoreFile.SlotsPerBlock;
    private bool disposed;

    private KeyStore(string path, string copyPath)
    {
        this.path = path;
        this.copyPath = copyPath;
        using var locked = KeyStoreLock.Take(path, LongestWait);
        using var file = KeyStoreFile.Open(path, FileAccess.ReadWrite);
        store = file.Store;
        using var copy = OpenCopy(file);
        copy.MakeSameAs(file);
    }

    /// <summary>How long to wait for another process that is making a block or erasing.</summary>
    internal TimeSpan LongestWait { get; set; } = KeyStoreLock.LongestWait;

    /// <summary>Number of slots, given out or not.</summary>
    /// <exception cref="KeyStoreException">The file is gone, cut or not the one that was opened.</exception>
    public long Capacity
    {
        get
        {
            using var file = OpenForReading();
            return file.Slots;
        }
    }

    /// <summary>Tells this store from every other; its copies have the same.</summary>
    public RecordId Id => store;

    /// <summary>Counts every change, blocks and erasures: of two files of one store the higher is the newer.</summary>
    /// <exception cref="KeyStoreException">The file is gone, cut or not the one that was opened.</exception>
    public long Generation
    {
        get
        {
            using var file = OpenForReading();
            return file.Generation;
        }
    }

    /// <summary>Makes an empty store and its copy, both with mode 0600, and opens it.</summary>
    /// <param name="path">The store; must not exist yet. A lock file with ".lock" added lies beside it.</param>
    /// <param name="copyPath">The copy, on another disk or machine; must not exist yet.</param>
    /// <exception cref="KeyStoreException">One of them exists already, or cannot be written.</exception>
    public static KeyStore Create(string path, string copyPath)
    {
        RefuseOneFile(path, copyPath);
        var store = RecordId.Random();
        KeyStoreFile.Create(path, store);
        KeyStoreFile.Create(copyPath, store);
        return new KeyStore(path, copyPath);
    }

    /// <summary>Opens a store, and brings its copy up to date where an earlier process was cut off in between.</summary>
    /// <param name="path">The store.</param>
    /// <param name="copyPath">Its copy.</param>
    /// <exception cref="KeyStoreException">A file is missing, cut, open to others, of another store, or the copy is newer than the store (an old file was put back);
    /// the message says what to do.</exception>
    public static KeyStore Open(string path, string copyPath)
    {
        RefuseOneFile(path, copyPath);
        return new KeyStore(path, copyPath);
    }

    /// <summary>Writes a further file with the same slots: to replace a lost copy, or to bring the store back from its copy. Erased slots are erased in it too.</summary>
    /// <param name="source">A file of the store.</param>
    /// <param name="destination">The new file; must not exist yet.</param>
    /// <remarks>Copy from the store while there is one: a copy alone cannot know that a process is writing to it.</remarks>
    /// <exception cref="KeyStoreException">The source is no whole key store, or the destination exists or cannot be written.</exception>
    public static void CopyTo(string source, string destination)
    {
        RefuseOneFile(source, destination);
        using var locked = KeyStoreLock.Take(source, KeyStoreLock.LongestWait);
        using var file = KeyStoreFile.Open(source, FileAccess.Read);
        KeyStoreFile.Create(destination, file.Store);
        using var copy = KeyStoreFile.Open(destination, FileAccess.ReadWrite);
        copy.MakeSameAs(file);
    }

    /// <summary>A slot that was never given out before. Writes nothing, but for one in 4,096, which makes the next block first.</summary>
    /// <returns>The slot's number.</returns>
    /// <exception cref="KeyStoreException">A new block was due and could not be written to store and copy; no slot was given out.</exception>
    public long Take()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        lock (taking)
        {
            if (taken == block.Length)
            {
                var first = AppendBlock();
                for (var i = 0; i < block.Length; i++)
                {
                    block[i] = first + i;
                }
                RandomNumberGenerator.Shuffle<long>(block);
                taken = 0;
            }
            return block[taken++];
        }
    }

    /// <summary>The secret of a slot, read from the file each time, so that what another process erased is erased here too.</summary>
    /// <param name="slot">What <see cref="Take"/> gave.</param>
    /// <exception cref="ErasedException">The slot was erased.</exception>
    /// <exception cref="KeyStoreException">There is no such slot, or the file is gone, cut or not the one that was opened.</exception>
    public SecretKey Read(long slot)
    {
        Span<byte> secret = stackalloc byte[KeyStoreFile.SlotSize];
        ReadInto(slot, secret);
        try
        {
            return Geralt.ConstantTime.IsAllZeros(secret) ? throw new ErasedException(slot) : SecretKey.From(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Whether a slot was erased.</summary>
    /// <param name="slot">What <see cref="Take"/> gave.</param>
    /// <exception cref="KeyStoreException">There is no such slot, or the file is gone, cut or not the one that was opened.</exception>
    public bool IsErased(long slot)
    {
        Span<byte> secret = stackalloc byte[KeyStoreFile.SlotSize];
        ReadInto(slot, secret);
        var erased = Geralt.ConstantTime.IsAllZeros(secret);
        CryptographicOperations.ZeroMemory(secret);
        return erased;
    }

    /// <summary>Overwrites a slot with zeros, here and in the copy, and returns when both are synced. May be repeated: after an exception, it must be.</summary>
    /// <param name="slot">What <see cref="Take"/> gave.</param>
    /// <exception cref="KeyStoreException">There is no such slot, or store or copy could not be written. The slot may be erased in the store and not yet in the copy; erase it again.</exception>
    public void Erase(long slot)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Change((file, generation) => file.Zero(slot, generation), slot);
    }

    /// <summary>Forgets which slots of the block were left. They are never given out.</summary>
    public void Dispose()
    {
        disposed = true;
        Array.Clear(block);
        taken = block.Length;
    }

    private static void RefuseOneFile(string path, string copyPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(copyPath);
        if (Path.GetFullPath(path) == Path.GetFullPath(copyPath))
        {
            throw new KeyStoreException($"{path}: a key store and its copy are two files. Name another place, best on another disk, for the copy.");
        }
    }

    private long AppendBlock()
    {
        var slots = new byte[KeyStoreFile.SlotsPerBlock * KeyStoreFile.SlotSize];
        RandomNumberGenerator.Fill(slots);
        try
        {
            long first = 0;
            Change((file, generation) =>
            {
                first = file.Slots;
                file.Append(slots, generation);
            });
            return first;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(slots);
        }
    }

    /// <summary>The same change to the store, synced, then to the copy, synced; alone among all processes.</summary>
    private void Change(Action<KeyStoreFile, long> change, long? slot = null)
    {
        using var locked = KeyStoreLock.Take(path, LongestWait);
        using var file = KeyStoreFile.Open(path, FileAccess.ReadWrite);
        RefuseOther(file);
        if (slot is { } mustExist)
        {
            Span<byte> secret = stackalloc byte[KeyStoreFile.SlotSize];
            file.Read(mustExist, secret);
            CryptographicOperations.ZeroMemory(secret);
        }
        using var copy = OpenCopy(file);
        if (copy.Generation != file.Generation)
        {
            copy.MakeSameAs(file);
        }
        var generation = file.Generation + 1;
        change(file, generation);
        change(copy, generation);
    }

    private KeyStoreFile OpenCopy(KeyStoreFile file)
    {
        if (!File.Exists(copyPath))
        {
            throw new KeyStoreException($"{copyPath}: the copy of the key store is missing. Mount its disk, or make a new copy of {path}. Until then no new slots are made and none is erased.");
        }
        var copy = KeyStoreFile.Open(copyPath, FileAccess.ReadWrite);
        var problem = copy.Store != file.Store ? $"{copyPath}: this is the copy of another key store than {path}."
            : copy.Generation > file.Generation ? $"{path}: an older key store was put here; its copy {copyPath} is newer and may hold erasures that this one lacks. Put the copy in its place."
            : null;
        if (problem is null)
        {
            return copy;
        }
        copy.Dispose();
        throw new KeyStoreException(problem);
    }

    private KeyStoreFile OpenForReading()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var file = KeyStoreFile.Open(path, FileAccess.Read);
        RefuseOther(file);
        return file;
    }

    private void ReadInto(long slot, Span<byte> secret)
    {
        using var file = OpenForReading();
        file.Read(slot, secret);
    }

    private void RefuseOther(KeyStoreFile file)
    {
        if (file.Store != store)
        {
            file.Dispose();
            throw new KeyStoreException($"{path}: another key store was put here while this one was in use. Stop, put the right one back, and start again.");
        }
    }
}
