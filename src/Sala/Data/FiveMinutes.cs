namespace Sala.Data;

/// <summary>
/// A slot of five minutes: the finest time that may stand in clear for anything a reporter causes (the one exception of promise 2).
/// </summary>
/// <param name="Number">Five-minute slots since 1 January 1970, UTC.</param>
public readonly record struct FiveMinutes(int Number) : IComparable<FiveMinutes>
{
    private const long Seconds = 300;

    /// <summary>The slot that an instant falls in.</summary>
    public static FiveMinutes Containing(DateTimeOffset instant) => new((int)(instant.ToUnixTimeSeconds() / Seconds));

    /// <summary>The first slot that begins at or after an instant: a deadline is never early.</summary>
    public static FiveMinutes NotBefore(DateTimeOffset instant) => new((int)((instant.ToUnixTimeSeconds() + Seconds - 1) / Seconds));

    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(Number * Seconds);

    public int CompareTo(FiveMinutes other) => Number.CompareTo(other.Number);

    public static bool operator <(FiveMinutes left, FiveMinutes right) => left.Number < right.Number;
    public static bool operator >(FiveMinutes left, FiveMinutes right) => left.Number > right.Number;
    public static bool operator <=(FiveMinutes left, FiveMinutes right) => left.Number <= right.Number;
    public static bool operator >=(FiveMinutes left, FiveMinutes right) => left.Number >= right.Number;
}
