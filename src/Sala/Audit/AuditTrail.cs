using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Audit;

/// <summary>What a check of the trail found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Broken">The number of the first entry that does not fit, or null.</param>
/// <param name="Problem">What is wrong, in words; null when the trail is whole.</param>
public sealed record AuditVerdict(long Entries, long? Broken, string? Problem);

/// <summary>The chain of deeds: appended to in the transaction of the deed, checked against an anchor that others hold.</summary>
public static class AuditTrail
{
    /// <summary>The hash before the first entry.</summary>
    public static readonly byte[] Beginning = new byte[32];

    /// <summary>Adds an entry within the transaction that is open on <paramref name="data"/>; the caller saves and commits.</summary>
    internal static async Task Append(SalaData data, Deed deed, SecretKey directoryKey, DateTimeOffset at)
    {
        var head = await Head(data).ConfigureAwait(false);
        head.Number++;
        var entry = new AuditEntry
        {
            Number = head.Number,
            At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            PersonId = deed.Who,
            Deed = deed.What,
            Refused = deed.Refused,
            Subject = deed.Subject,
            UnitId = deed.UnitId,
            Detail = deed.Detail,
            Reason = deed.Reason is { Length: > 0 } reason ? SealReason(directoryKey, head.Number, reason) : [],
            Digest = deed.Ciphertext is { } written ? Digest(written) : [],
            Hash = [],
        };
        var hash = HashOf(entry, head.Hash);
        data.AuditEntries.Add(WithHash(entry, hash));
        head.Hash = hash;
    }

    /// <summary>The end of the chain, locked against other writers until the transaction ends.</summary>
    internal static async Task<AuditHead> Head(SalaData data)
    {
        var tracked = data.AuditHeads.Local.FirstOrDefault();
        if (tracked is not null) return tracked;
        var heads = data is PostgresData ? data.AuditHeads.FromSqlRaw("SELECT * FROM audit_head FOR UPDATE") : data.AuditHeads;
        return await heads.SingleAsync().ConfigureAwait(false);
    }

    /// <summary>Reads the reason of an entry back.</summary>
    public static string ReasonOf(AuditEntry entry, SecretKey directoryKey) =>
        entry.Reason.Length == 0 ? "" : Encoding.UTF8.GetString(Envelope.Open(directoryKey, ReasonBinding(entry.Number), entry.Reason));

    private static byte[] SealReason(SecretKey directoryKey, long number, string reason) =>
        Envelope.Seal(directoryKey, ReasonBinding(number), Encoding.UTF8.GetBytes(reason), Padding.Message);

    private static Binding ReasonBinding(long number)
    {
        var id = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(8), number);
        return new Binding("audit_entry.reason", RecordId.From(id));
    }

    internal static byte[] Digest(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes);

    internal static byte[] HashOf(AuditEntry e, byte[] before) =>
        SHA256.HashData(CanonicalBytes.Of("sala/audit/1", before, e.Number, e.At, e.PersonId, e.Deed, e.Refused, e.Subject, e.UnitId, e.Detail, e.Reason, e.Digest));

    private static AuditEntry WithHash(AuditEntry e, byte[] hash) => new()
    {
        Number = e.Number, At = e.At, PersonId = e.PersonId, Deed = e.Deed, Refused = e.Refused, Subject = e.Subject,
        UnitId = e.UnitId, Detail = e.Detail, Reason = e.Reason, Digest = e.Digest, Hash = hash,
    };

    /// <summary>Walks the chain and the closed days of reporters, and holds the chain against an anchor.</summary>
    /// <returns>The entries read, and every problem found.</returns>
    public static async Task<(long Entries, IReadOnlyList<string> Problems)> Check(Store store, AuditAnchor? anchor)
    {
        await using var data = store.Read();
        var verdict = await Verify(data, anchor).ConfigureAwait(false);
        var days = (await AuditDays.Broken(data).ConfigureAwait(false)).Select(day => $"What reporters did on {day} is not what was chained when the day closed.");
        return (verdict.Entries, [.. verdict.Problem is { } problem ? (string[])[problem] : [], .. days]);
    }

    /// <summary>Walks the whole chain and holds it against an anchor.</summary>
    /// <param name="data">The store.</param>
    /// <param name="anchor">Number and hash that were exported before; without one, only that the chain fits itself is shown.</param>
    public static async Task<AuditVerdict> Verify(SalaData data, AuditAnchor? anchor)
    {
        var before = Beginning;
        long number = 0;
        var anchorSeen = anchor is null || anchor.Number == 0;
        await foreach (var entry in data.AuditEntries.AsNoTracking().OrderBy(e => e.Number).AsAsyncEnumerable().ConfigureAwait(false))
        {
            number++;
            if (entry.Number != number) return new(number - 1, number, $"Entry {number} is missing: the next one stored is {entry.Number}.");
            var hash = HashOf(entry, before);
            if (!hash.AsSpan().SequenceEqual(entry.Hash)) return new(number, number, $"Entry {number} was changed, or one before it was removed or inserted.");
            if (anchor?.Number == number)
            {
                anchorSeen = true;
                if (!hash.AsSpan().SequenceEqual(anchor.Hash)) return new(number, number, $"Entry {number} is not the one that the anchor was made from: the trail was rewritten.");
            }
            before = hash;
        }
        if (!anchorSeen) return new(number, number + 1, $"The trail ends at entry {number}; the anchor was made at entry {anchor!.Number}: entries were removed.");
        var head = await data.AuditHeads.AsNoTracking().SingleAsync().ConfigureAwait(false);
        if (head.Number != number || !head.Hash.AsSpan().SequenceEqual(before)) return new(number, number, "The end of the trail is not what was last written: entries were removed.");
        return new(number, null, null);
    }
}

/// <summary>Count and head of the trail at one moment, to be held by someone outside.</summary>
public sealed record AuditAnchor(long Number, byte[] Hash)
{
    /// <summary>The anchor of this moment.</summary>
    public static async Task<AuditAnchor> Of(Store store)
    {
        await using var data = store.Read();
        return await Of(data).ConfigureAwait(false);
    }

    public static async Task<AuditAnchor> Of(SalaData data)
    {
        var head = await data.AuditHeads.AsNoTracking().SingleAsync().ConfigureAwait(false);
        return new(head.Number, head.Hash);
    }

    public override string ToString() => $"sala-audit-anchor 1 {Number} {Convert.ToHexStringLower(Hash)}";

    /// <summary>Reads an anchor as <see cref="ToString"/> wrote it.</summary>
    /// <exception cref="FormatException">It is not an anchor.</exception>
    public static AuditAnchor Parse(string text)
    {
        var parts = text.Trim().Split(' ');
        if (parts is ["sala-audit-anchor", "1", var number, var hash] && long.TryParse(number, out var n) && hash.Length == 64) return new(n, Convert.FromHexString(hash));
        throw new FormatException("This is no audit anchor. An anchor is one line: sala-audit-anchor 1 NUMBER HASH. Nothing was checked.");
    }
}
