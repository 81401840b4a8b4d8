using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sala.Forms.Answering;

/// <summary>The session's random source: SplitMix64 (Steele, Lea, Flood 2014), so that one number is its whole state. For order and sampling, never for keys.</summary>
internal sealed class Chance(ulong state)
{
    public ulong State { get; private set; } = state;

    public void Rewind(ulong state) => State = state;

    public ulong Next()
    {
        var z = State += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public string NextUuid()
    {
        var (a, b) = (Next() & 0xFFFFFFFFFFFF0FFF | 0x4000, Next() & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000);
        return $"{a >> 32:x8}-{(a >> 16) & 0xFFFF:x4}-{a & 0xFFFF:x4}-{b >> 48:x4}-{b & 0xFFFFFFFFFFFF:x12}";
    }

    public string NextHex(double length)
    {
        var n = (int)Math.Clamp(double.IsNaN(length) ? 0 : length, 0, 256);
        return string.Create(n, this, static (text, chance) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = "0123456789abcdef"[(int)(chance.Next() & 15)];
        });
    }
}

/// <summary>The shuffle of ODK's <c>randomize()</c>, so that a seed gives the same order in JavaRosa, Enketo and here: Fisher and Yates,
/// built up from the front, with the generator of Park and Miller (1988), CACM 31, 1192-1201.</summary>
internal static class Shuffle
{
    private const long Modulus = 2147483647;

    /// <summary>A seed from what an expression gave: a number without its fraction, or of any other text the first 64 bits of its SHA-256.</summary>
    public static long Seed(string text)
    {
        if (text.Length == 0) return 0;
        var number = Expressions.XPath.ToNumber(text);
        if (!double.IsNaN(number)) return number >= long.MaxValue ? long.MaxValue : number <= long.MinValue ? long.MinValue : (long)number;
        return text is "NaN" ? 0 : BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public static T[] Of<T>(IReadOnlyList<T> items, long seed)
    {
        var state = seed % Modulus;
        if (state <= 0) state += Modulus - 1;
        var shuffled = new T[items.Count];
        for (var i = 0; i < shuffled.Length; i++)
        {
            state = state * 16807 % Modulus;
            var at = (int)((state - 1) / (double)(Modulus - 1) * (i + 1));
            shuffled[i] = shuffled[at];
            shuffled[at] = items[i];
        }
        return shuffled;
    }
}
