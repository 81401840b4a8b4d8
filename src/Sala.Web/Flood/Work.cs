using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Sala.Web.Flood;

/// <summary>
/// A small work that a client may do instead of being held: a text whose SHA-256, together with the idempotency key of what it sends, begins with
/// <see cref="Bits"/> zero bits. Bound to the key, so it is of use for one sending alone; finding it costs more than a report costs us.
/// </summary>
public static class Work
{
    public const string Header = "Sala-Work";
    public const int Bits = 18;
    private const int LongestText = 64;

    public static bool IsDone(ReadOnlySpan<byte> idempotencyKey, string? text)
    {
        if (text is not { Length: > 0 and <= LongestText }) return false;
        var begins = 0;
        foreach (var b in Hash(idempotencyKey, text))
        {
            begins += BitOperations.LeadingZeroCount(b) - 24;
            if (b != 0) break;
        }
        return begins >= Bits;
    }

    private static byte[] Hash(ReadOnlySpan<byte> key, string text) => SHA256.HashData([.. "sala-work/1"u8, .. key, .. Encoding.UTF8.GetBytes(text)]);
}
