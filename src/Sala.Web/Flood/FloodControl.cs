using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;

namespace Sala.Web.Flood;

/// <summary>
/// Flood without refusal: nobody is turned away because others behind the same address wrote too. Up to the free number a minute nothing is felt. Beyond
/// it a request is held, longer the more there are, and then let in one at a time, so that those from elsewhere notice nothing. Only what would wait
/// longer than the longest hold is asked to come again; a page then keeps the words. An address is known as a keyed hash in memory alone, the key
/// changes each hour.
/// </summary>
public sealed class FloodControl(ServerOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Requests of one address that pass at once, and how many come back each minute.</summary>
    public const int FreeAMinute = 60;

    /// <summary>Addresses kept in memory; beyond them, new ones pass without being counted and the lanes alone hold.</summary>
    public const int MostAddresses = 50_000;

    /// <summary>Requests held at the same time.</summary>
    public const int MostHeld = 400;

    /// <summary>A wrong receipt counts as so many more.</summary>
    public const int WrongReceipt = 4;

    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<ulong, Address> addresses = new();
    private readonly SemaphoreSlim lane = new(1);
    private readonly Lock turning = new();
    private byte[] key = RandomNumberGenerator.GetBytes(32);
    private long hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
    private int held;

    /// <summary>Waits its turn. Null: even the longest hold would not do; nothing was begun.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="worked">The sender did the work that is asked for (<see cref="Work"/>): not held, but one at a time too.</param>
    public async ValueTask<Pass?> Enter(IPAddress? from, bool worked = false)
    {
        if (!options.FloodControl || from is null) return new Pass(null);
        var now = clock.GetUtcNow();
        if (Of(from, now) is not { } address || address.TakeFree(now)) return new Pass(null);
        var hold = worked ? TimeSpan.Zero : address.TakeHeld(now);
        if (hold > LongestHold || Interlocked.Increment(ref held) > MostHeld)
        {
            if (hold <= LongestHold) Interlocked.Decrement(ref held);
            return null;
        }
        try
        {
            await Task.Delay(hold, clock).ConfigureAwait(false);
            return await lane.WaitAsync(LongestHold).ConfigureAwait(false) ? new Pass(lane) : null;
        }
        finally
        {
            Interlocked.Decrement(ref held);
        }
    }

    /// <summary>A receipt of this address opened nothing.</summary>
    public void Wrong(IPAddress? from)
    {
        if (options.FloodControl && from is not null) Of(from, clock.GetUtcNow())?.Charge(WrongReceipt);
    }

    /// <summary>Addresses that are remembered at this moment, as hashes.</summary>
    public int Remembered => addresses.Count;

    public void Dispose() => lane.Dispose();

    private Address? Of(IPAddress from, DateTimeOffset now)
    {
        Turn(now);
        Span<byte> bytes = stackalloc byte[16];
        if (from.IsIPv4MappedToIPv6) from = from.MapToIPv4();
        from.TryWriteBytes(bytes, out var length);
        // A household or school has a whole network of IPv6.
        if (length == 16) length = 8;
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, bytes[..length], hash);
        var id = BitConverter.ToUInt64(hash);
        if (addresses.TryGetValue(id, out var known)) return known;
        if (addresses.Count >= MostAddresses) Sweep(now);
        return addresses.Count >= MostAddresses ? null : addresses.GetOrAdd(id, static (_, at) => new Address(at), now);
    }

    private void Turn(DateTimeOffset now)
    {
        var present = now.ToUnixTimeSeconds() / 3600;
        if (present == Volatile.Read(ref hour)) return;
        lock (turning)
        {
            if (present == hour) return;
            key = RandomNumberGenerator.GetBytes(32);
            addresses.Clear();
            Volatile.Write(ref hour, present);
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (id, address) in addresses)
        {
            if (address.IsAtRest(now)) addresses.TryRemove(id, out _);
        }
    }

    /// <summary>Let in. Disposed when the work is done.</summary>
    public sealed class Pass(SemaphoreSlim? lane) : IDisposable
    {
        public void Dispose() => lane?.Release();
    }

    private sealed class Address(DateTimeOffset begun)
    {
        private readonly Lock reading = new();
        private double free = FreeAMinute;
        private DateTimeOffset filled = begun;
        private DateTimeOffset next = begun;

        public bool TakeFree(DateTimeOffset now)
        {
            lock (reading)
            {
                Fill(now);
                if (free < 1) return false;
                free--;
                return true;
            }
        }

        public TimeSpan TakeHeld(DateTimeOffset now)
        {
            lock (reading)
            {
                var turn = next > now ? next : now;
                var hold = turn - now + ShortestHold;
                if (hold <= LongestHold) next = turn + Spacing;
                return hold;
            }
        }

        public void Charge(int count)
        {
            lock (reading) free = Math.Max(free - count, -FreeAMinute);
        }

        public bool IsAtRest(DateTimeOffset now)
        {
            lock (reading)
            {
                Fill(now);
                return free >= FreeAMinute && next <= now;
            }
        }

        private void Fill(DateTimeOffset now)
        {
            if (now <= filled) return;
            free = Math.Min(FreeAMinute, free + ((now - filled).TotalMinutes * FreeAMinute));
            filled = now;
        }
    }
}
