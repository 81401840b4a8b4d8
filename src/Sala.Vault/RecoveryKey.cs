using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>The key that a member of staff prints once and keeps on paper, for the day the password is lost: 128 random bits, written as 28 symbols in seven groups of four.</summary>
/// <remarks>26 symbols of Crockford's base 32, then two for the number modulo 1,021. As 1,021 is a prime above 31 x 31, every single wrong symbol and
/// every swap of two neighbours is noticed.</remarks>
public sealed class RecoveryKey : IDisposable
{
    private const int Symbols = 26;
    private const int Check = 1021;
    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(16, pinned: true);
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
    /// <returns>The key, or null where a symbol is missing, unknown or wrong. A null result was never a key: nothing needs to be looked up.</returns>
    public static RecoveryKey? TryRead(string? typed)
    {
        if (typed is null || typed.Length > 200)
        {
            return null;
        }
        Span<char> symbols = stackalloc char[Symbols + 2];
        var count = 0;
        foreach (var typedChar in typed)
        {
            if (CopiedText.IsSeparator(typedChar))
            {
                continue;
            }
            if (count == symbols.Length || CrockfordBase32.Value(typedChar) < 0)
            {
                return null;
            }
            symbols[count++] = typedChar;
        }
        if (count != symbols.Length || !CrockfordBase32.TryRead(symbols[..Symbols], out var number)
            || (CrockfordBase32.Value(symbols[Symbols]) << 5 | CrockfordBase32.Value(symbols[Symbols + 1])) != (int)(number % Check))
        {
            return null;
        }
        var key = new RecoveryKey();
        BinaryPrimitives.WriteUInt128BigEndian(key.bytes, number);
        return key;
    }

    /// <summary>The text to print: seven groups of four symbols, a space between. Show it once; it is the secret itself.</summary>
    public string ToPrint()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> symbols = stackalloc char[Symbols + 2];
        CrockfordBase32.Write(number, symbols);
        var check = (int)(number % Check);
        symbols[Symbols] = CrockfordBase32.Symbol(check >> 5);
        symbols[Symbols + 1] = CrockfordBase32.Symbol(check & 31);
        return CopiedText.Group(symbols, 4);
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
