using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Geralt;

namespace Sala.Vault;

/// <summary>What a child keeps to come back: a locator of 8 digits, by which the report is found, a secret of 20 digits (66.4 bits), by which it is opened, and 2 check
/// digits. It is shown once, as ten groups of three digits or as words, and stored nowhere.</summary>
/// <remarks>Check digits: ISO 7064 MOD 97-10 over all 28. Every single wrong digit and every swap of two neighbours is noticed before anything is looked up.</remarks>
public sealed class Receipt
{
    /// <summary>Number of possible locators: 0 to 99,999,999.</summary>
    public const int Locators = 100_000_000;

    /// <summary>Fewest bytes that an idempotency key may have.</summary>
    public const int ShortestIdempotencyKey = 16;

    internal const int DigitCount = 30;
    private const int DrawnDigits = 28;
    private const int GroupSize = 3;
    private const int MemoryBytes = 4 << 20;
    private static readonly UInt128 Secrets = UInt128.Parse("100000000000000000000", CultureInfo.InvariantCulture);
    private readonly UInt128 secret;

    private Receipt(int locator, UInt128 secret)
    {
        Locator = locator;
        this.secret = secret;
    }

    /// <summary>By which the report is found: 0 to 99,999,999, stored in clear. It opens nothing.</summary>
    public int Locator { get; }

    /// <summary>Thirty digits in ten groups of three, a space between: locator, secret, check. Show it once; it is the secret itself.</summary>
    public string Digits => CopiedText.Group(Number.ToString("D30", CultureInfo.InvariantCulture), GroupSize);

    /// <summary>Locator, secret and check as one number below 10^30.</summary>
    internal UInt128 Number
    {
        get
        {
            var drawn = Drawn;
            return (drawn * 100) + 98 - (drawn * 100 % 97);
        }
    }

    private UInt128 Drawn => (Secrets * (uint)Locator) + secret;

    /// <summary>The receipt of one sending: the same input always gives the same receipt, so that a child who sends twice, or after a crash, gets one.</summary>
    /// <param name="sendKey">Short-lived key of the host; without it a receipt can be neither foretold nor found again.</param>
    /// <param name="client">Who sends: two clients with one idempotency key get different receipts. May be empty.</param>
    /// <param name="idempotencyKey">At least 16 bytes of the client's own choice by chance.</param>
    /// <param name="attempt">0, then counted up where the locator was taken already; each attempt gives another locator and another secret.</param>
    /// <remarks>Digits are drawn one after another from BLAKE2b-512 keyed with the send key over ("sala/receipt/1", client, idempotency key, attempt and block, four bytes each,
    /// big-endian): a byte below 250 gives its last decimal digit, any other is passed over, and block counts up when 64 bytes are used. So every digit is equally likely.</remarks>
    /// <exception cref="ArgumentException">The idempotency key is shorter than 16 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The attempt is negative.</exception>
    public static Receipt Derive(SecretKey sendKey, ReadOnlySpan<byte> client, ReadOnlySpan<byte> idempotencyKey, int attempt)
    {
        ArgumentNullException.ThrowIfNull(sendKey);
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        if (idempotencyKey.Length < ShortestIdempotencyKey)
        {
            throw new ArgumentException($"An idempotency key has at least {ShortestIdempotencyKey} bytes, not {idempotencyKey.Length}.", nameof(idempotencyKey));
        }
        Span<byte> stream = stackalloc byte[64];
        Span<byte> counters = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(counters, attempt);
        UInt128 drawn = 0;
        for (int digits = 0, block = 0; digits < DrawnDigits; block++)
        {
            BinaryPrimitives.WriteInt32BigEndian(counters[4..], block);
            KeyedHash.Compute(stream, sendKey.Bytes, "sala/receipt/1", client, idempotencyKey, counters);
            for (var i = 0; i < stream.Length && digits < DrawnDigits; i++)
            {
                if (stream[i] < 250)
                {
                    drawn = (drawn * 10) + (uint)(stream[i] % 10);
                    digits++;
                }
            }
        }
        CryptographicOperations.ZeroMemory(stream);
        return OfDrawn(drawn);
    }

    /// <summary>The receipt as words: with 1,024 words eleven of them, the last being a check. Every single wrong word and every swap of any two is noticed.</summary>
    /// <param name="list">The list; the same one is needed to read them.</param>
    public string[] Words(WordList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return ReceiptWords.Write(this, list);
    }

    /// <summary>Reads what someone typed from paper or memory.</summary>
    /// <param name="typed">Digits of any script with anything usual between them, or words of one of the lists in any case; null counts as empty.</param>
    /// <param name="lists">Lists to read words by, tried in turn.</param>
    /// <returns>The receipt, or what kind of slip it is. After a slip nothing needs to be looked up, because no such receipt was ever given.</returns>
    public static ReceiptReading Read(string? typed, params ReadOnlySpan<WordList> lists) => ReceiptReading.Of(typed, lists);

    /// <summary>The keys that open the reporter's part of one report: Argon2id (RFC 9106; 4 MiB, 1 pass, one lane) over the 20 digits of the secret in ASCII, then BLAKE2b-256 keyed
    /// with the pepper over ("sala/receipt-wrap/1" or "sala/receipt-pair/1", that, salt).</summary>
    /// <param name="salt16">16 random bytes of that report alone, stored with it.</param>
    /// <param name="pepper">The host ring's pepper.</param>
    /// <exception cref="ArgumentException">The salt has another length.</exception>
    public ReceiptKeys OpenKeys(ReadOnlySpan<byte> salt16, SecretKey pepper)
    {
        ArgumentNullException.ThrowIfNull(pepper);
        Span<byte> digits = stackalloc byte[20];
        Span<byte> stretched = stackalloc byte[32];
        try
        {
            secret.TryFormat(digits, out _, "D20", CultureInfo.InvariantCulture);
            Argon2id.DeriveKey(stretched, digits, PasswordKey.Salt(salt16), 1, MemoryBytes);
            using var seed = SecretKey.FromHash(pepper.Bytes, "sala/receipt-pair/1", stretched, salt16);
            return new ReceiptKeys(SecretKey.FromHash(pepper.Bytes, "sala/receipt-wrap/1", stretched, salt16), KeyPair.FromSeed(seed));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(digits);
            CryptographicOperations.ZeroMemory(stretched);
        }
    }

    /// <summary>Whether both are the same receipt, as when a child types it back to confirm; compared in constant time.</summary>
    /// <param name="other">The other receipt.</param>
    public bool Matches(Receipt other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Span<byte> numbers = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(numbers, Drawn);
        BinaryPrimitives.WriteUInt128BigEndian(numbers[16..], other.Drawn);
        var same = CryptographicOperations.FixedTimeEquals(numbers[..16], numbers[16..]);
        CryptographicOperations.ZeroMemory(numbers);
        return same;
    }

    /// <summary>Always "sealed"; what is shown to the child is <see cref="Digits"/> or <see cref="Words"/>.</summary>
    public override string ToString() => "sealed";

    /// <summary>The receipt of thirty digits, or null where the check fails. Comparing the whole number, and not its remainder, lets only one pair of check digits pass.</summary>
    internal static Receipt? OfNumber(UInt128 number)
    {
        var receipt = OfDrawn(number / 100);
        return receipt.Number == number ? receipt : null;
    }

    /// <summary>Locator and secret as one number below 10^28, without check.</summary>
    private static Receipt OfDrawn(UInt128 drawn) => new((int)(drawn / Secrets), drawn % Secrets);
}
