using System.Security.Cryptography;
using System.Text.Json;

namespace Sala.Vault;

/// <summary>The host's own keys: one JSON file with mode 0600, never in the database or its backup, printed once. Each key has versions, numbered from 1; the highest is the one
/// in use, older ones stay to read what was made with them.</summary>
/// <remarks>Each key stands in the file as <see cref="PaperKey"/> prints it, so that the file is what is printed, and a slip in typing it back is noticed with the name of the key.</remarks>
public sealed class HostRing : IDisposable
{
    private const string Format = "sala host ring";
    private const int FormatVersion = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Dictionary<RingKey, SortedList<int, SecretKey>> keys;
    private readonly SortedList<int, KeyPair> dispatchers = [];

    private HostRing(bool demonstration, Dictionary<RingKey, SortedList<int, SecretKey>> keys)
    {
        Demonstration = demonstration;
        this.keys = keys;
        foreach (var (version, seed) in keys[RingKey.Dispatcher])
        {
            dispatchers.Add(version, KeyPair.FromSeed(seed));
        }
    }

    /// <summary>Whether the keys were made for a demonstration; real use must refuse them.</summary>
    public bool Demonstration { get; }

    /// <summary>The pepper in use.</summary>
    public SecretKey Pepper => Current(RingKey.Pepper);

    /// <summary>The link key in use.</summary>
    public SecretKey LinkKey => Current(RingKey.Link);

    /// <summary>The facts key in use.</summary>
    public SecretKey FactsKey => Current(RingKey.Facts);

    /// <summary>The directory key in use.</summary>
    public SecretKey DirectoryKey => Current(RingKey.Directory);

    /// <summary>The dispatcher's pair in use.</summary>
    public KeyPair Dispatcher => dispatchers.Values[^1];

    /// <summary>Makes a ring with version 1 of each key; the file has mode 0600 from its first instant and is synced, as is its directory.</summary>
    /// <param name="path">The file; must not exist yet.</param>
    /// <param name="demonstration">Whether it is for a demonstration.</param>
    /// <exception cref="HostRingException">The file exists already or cannot be written.</exception>
    public static HostRing Create(string path, bool demonstration)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var keys = Enum.GetValues<RingKey>().ToDictionary(which => which, _ => new SortedList<int, SecretKey> { [1] = SecretKey.Random() });
        var ring = new HostRing(demonstration, keys);
        ring.Write(path);
        return ring;
    }

    /// <summary>Opens a ring.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="HostRingException">It is missing, open to others than its owner, or no host ring; the message says what to do.</exception>
    public static HostRing Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text;
        try
        {
            using var file = PrivateFile.Open(path, FileAccess.Read);
            if (PrivateFile.TooOpen(file) is { } mode)
            {
                throw new HostRingException($"{path}: mode {mode} lets others than its owner at the host's keys. Run chmod 600 on it, and ask who may have copied it.");
            }
            text = GC.AllocateUninitializedArray<byte>((int)Math.Min(RandomAccess.GetLength(file), 1 << 20), pinned: true);
            RandomAccess.Read(file, text, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostRingException($"{path}: the host's keys cannot be read ({exception.Message}). Name the right file, or restore it from paper.", exception);
        }
        try
        {
            return Read(text) ?? throw new HostRingException($"{path}: this is no host ring of a version that this program knows. Restore it from paper.");
        }
        catch (FormatException exception)
        {
            throw new HostRingException($"{path}: the key {exception.Message} has a slip. Compare it with the paper.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // The parser's own message may quote the file.
            throw new HostRingException($"{path}: this is no whole host ring. Restore it from paper.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The number of the version in use; to be stored with what is made with it.</summary>
    /// <param name="which">The key.</param>
    public int VersionOf(RingKey which) => keys[which].Keys[^1];

    /// <summary>A key as it was in one version, to read what was made with it.</summary>
    /// <param name="which">The key.</param>
    /// <param name="version">The number stored with what was made.</param>
    /// <exception cref="HostRingException">The ring has no such version.</exception>
    public SecretKey Get(RingKey which, int version) => keys[which].TryGetValue(version, out var key)
        ? key
        : throw new HostRingException($"The host ring has no version {version} of its {which} key. It is older than the database; restore the newest.");

    /// <summary>The dispatcher's pair as it was in one version.</summary>
    /// <param name="version">The number stored with what was sealed.</param>
    /// <exception cref="HostRingException">The ring has no such version.</exception>
    public KeyPair GetDispatcher(int version) => dispatchers.TryGetValue(version, out var pair)
        ? pair
        : throw new HostRingException($"The host ring has no version {version} of its dispatcher pair. It is older than the database; restore the newest.");

    /// <summary>Adds a new version of one key and puts the file in place of the old one. The ring in memory, and other processes, go on with the old version until they open it anew.</summary>
    /// <param name="path">The file of a ring.</param>
    /// <param name="which">The key to renew.</param>
    /// <exception cref="HostRingException">It cannot be opened or written; the old file is then unchanged.</exception>
    public static void Renew(string path, RingKey which)
    {
        using var ring = Open(path);
        ring.keys[which].Add(ring.VersionOf(which) + 1, SecretKey.Random());
        var next = path + ".new";
        File.Delete(next);
        ring.Write(next);
        File.Move(next, path, overwrite: true);
        PrivateFile.SyncDirectoryOf(path);
    }

    /// <summary>Always "sealed".</summary>
    public override string ToString() => "sealed";

    /// <summary>Wipes all keys.</summary>
    public void Dispose()
    {
        foreach (var key in keys.Values.SelectMany(versions => versions.Values))
        {
            key.Dispose();
        }
        foreach (var pair in dispatchers.Values)
        {
            pair.Dispose();
        }
    }

    private SecretKey Current(RingKey which) => keys[which].Values[^1];

    private static HostRing? Read(ReadOnlySpan<byte> text)
    {
        var stored = JsonSerializer.Deserialize<Stored>(text, Json);
        if (stored is not { Format: Format, FormatVersion: FormatVersion, Keys: not null })
        {
            return null;
        }
        var keys = new Dictionary<RingKey, SortedList<int, SecretKey>>();
        foreach (var which in Enum.GetValues<RingKey>())
        {
            if (!stored.Keys.TryGetValue(which.ToString(), out var versions) || versions is not { Count: > 0 } || versions.Keys.Any(version => version < 1))
            {
                return null;
            }
            keys.Add(which, new SortedList<int, SecretKey>(versions.ToDictionary(
                version => version.Key, version => PaperKey.TryRead(version.Value) ?? throw new FormatException($"{which} {version.Key}"))));
        }
        return new HostRing(stored.Demonstration, keys);
    }

    private void Write(string path)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(new Stored(Format, FormatVersion, Demonstration, keys.ToDictionary(
            key => key.Key.ToString(),
            key => key.Value.ToDictionary(version => version.Key, version => PaperKey.Print(version.Value)))), Json);
        try
        {
            using (var stream = PrivateFile.Create(path))
            {
                stream.Write(text);
                stream.Flush(flushToDisk: true);
            }
            PrivateFile.SyncDirectoryOf(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostRingException($"{path}: the host's keys cannot be written ({exception.Message}). A file that is there already is never overwritten.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private sealed record Stored(string Format, int FormatVersion, bool Demonstration, Dictionary<string, Dictionary<int, string>> Keys);
}
