using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>The key that a member of staff prints once and keeps on paper, for the day the password is lost: 128 random bits, written as 28 symbols of Crockford's base 32
/// in seven groups of four, the last two a check. One wrong symbol or a swap of two neighbours is always noticed.</summary>
public sealed class RecoveryKey : IDisposable
{
    private const int Size = 16;
    private const int GroupSize = 4;
    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private bool disposed;

    private RecoveryKey() { }

    /// <summary>A new key from the system's random generator.</summary>
    public static RecoveryKey Generate()
    {
        var key = new RecoveryKey();
        RandomNumberGenerator.Fill(key.bytes);
        return key;
    }

    /// <summary>Reads what someone copied from paper: either case, spaces and dashes anywhere, O for 0, I or L for 1.</summary>
    /// <param name="typed">What was typed; null is simply no key.</param>
    /// <returns>The key, or null where a symbol is missing, unknown or wrong. What gives null was never a key: nothing needs to be looked up.</returns>
    public static RecoveryKey? TryRead(string? typed)
    {
        var key = new RecoveryKey();
        if (PaperText.TryRead(typed, key.bytes))
        {
            return key;
        }
        key.Dispose();
        return null;
    }

    /// <summary>The text to print: seven groups of four symbols, a space between. Show it once; it is the secret itself.</summary>
    public string ToPrint()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return PaperText.Print(bytes, GroupSize);
    }

    /// <summary>The wrapping key: BLAKE2b-256 keyed with the pepper over ("sala/recovery/1", the 16 bytes), then with the slot. No stretching: 128 random bits need none.</summary>
    /// <param name="pepper">The host ring's pepper.</param>
    /// <param name="slot">That person's slot.</param>
    public SecretKey ToKey(SecretKey pepper, SecretKey slot)
    {
        ArgumentNullException.ThrowIfNull(pepper);
        ObjectDisposedException.ThrowIf(disposed, this);
        using var peppered = SecretKey.FromHash(pepper.Bytes, "sala/recovery/1", bytes);
        return peppered.WithSlot(slot);
    }

    /// <summary>Always "sealed"; the text to print is <see cref="ToPrint"/>.</summary>
    public override string ToString() => "sealed";

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(bytes);
    }
}
