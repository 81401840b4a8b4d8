using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// The short-lived keys that receipts are derived from. Made on a fixed beat whether anybody writes or not, so that a key's age tells
/// nothing of a report; after half an hour a receipt cannot be derived again by anyone.
/// </summary>
public sealed class SendKeys(Store store, HostRing ring, TimeProvider clock) : IDisposable
{
    private const int Beat = 3;      // slots of five minutes between keys
    private const int Lifetime = 7;  // slots a key is kept: at least 15 minutes after its last use as the newest

    private readonly SecretKey wrap = ring.Pepper.Derive("sala/send-keys/1");
    private volatile IReadOnlyList<(int Version, FiveMinutes Made, SecretKey Key)> keys = [];

    /// <summary>The live keys, newest first: a repeated report may have been sent under any of them.</summary>
    internal IReadOnlyList<(int Version, SecretKey Key)> Live => [.. keys.Select(k => (k.Version, k.Key))];

    /// <summary>
    /// The key of a new report: the newest that has stood for a slot, so that every process knows it by then. One that no process renewed, since none ran,
    /// is passed over: it would be forgotten within the quarter of an hour in which a report may be sent again.
    /// </summary>
    internal (int Version, SecretKey Key) Current
    {
        get
        {
            var now = FiveMinutes.Containing(clock.GetUtcNow());
            var live = keys;
            foreach (var key in live)
            {
                if (key.Made < now && key.Made.Number >= now.Number - Beat) return (key.Version, key.Key);
            }
            return (live[0].Version, live[0].Key);
        }
    }

    /// <summary>Makes a key when one is due, forgets the old, and takes up what other processes made. Run at start and each minute.</summary>
    public async Task Turn()
    {
        var now = FiveMinutes.Containing(clock.GetUtcNow());
        await store.Keep(async data =>
        {
            var rows = await data.SendKeys.OrderByDescending(k => k.Version).ToListAsync().ConfigureAwait(false);
            foreach (var old in rows.Where(k => k.Made.Number <= now.Number - Lifetime || k.Made > now))
            {
                data.SendKeys.Remove(old);
                await data.SentMarks.Where(m => m.SendKeyVersion == old.Version).ExecuteDeleteAsync().ConfigureAwait(false);
            }
            if (rows.Count > 0 && rows[0].Made.Number > now.Number - Beat && rows[0].Made <= now) return;
            var version = rows.Count == 0 ? 1 : rows[0].Version + 1;
            using var key = SecretKey.Random();
            data.SendKeys.Add(new SendKey { Version = version, Made = now, Wrapped = Envelope.Seal(wrap, Binding(version), key.Export(), Padding.Exact) });
        }).ConfigureAwait(false);

        await using var read = store.Read();
        var live = await read.SendKeys.OrderByDescending(k => k.Version).ToListAsync().ConfigureAwait(false);
        var known = keys;
        keys = [.. live.Select(row => known.FirstOrDefault(k => k.Version == row.Version) is { Key: not null } had ? had : (row.Version, row.Made, SecretKey.From(Envelope.Open(wrap, Binding(row.Version), row.Wrapped))))];
    }

    private static Binding Binding(int version) => new("send-key", RecordId.From(new byte[16]), version);

    public void Dispose()
    {
        wrap.Dispose();
        foreach (var key in keys) key.Key.Dispose();
    }
}
