using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>One report on the board: what stands in clear, and its coded facts.</summary>
public sealed record BoardRow(
    RecordId Id, RecordId UnitId, ReportState State, Urgency Urgency, ReportDay Day, FiveMinutes? Deadline, int EscalationStep,
    RecordId? AssignedTo, bool ChildWroteBack, bool Withdrawn, CodedFacts Facts)
{
    /// <summary>The eight digits of <see cref="Inbox.NumberOf"/>, in lower case.</summary>
    internal string Number { get; } = Id.ToString()[..8];
}

/// <summary>
/// The coded facts of all reports, held decrypted in memory for filters, boards and counts. Each process catches up on what others changed by the
/// numbers of the change buckets.
/// </summary>
public sealed class ReportBoard(Store store, HostRing ring)
{
    private readonly ConcurrentDictionary<RecordId, BoardRow> rows = new();
    private volatile Snapshot snapshot = new(-1, []);
    private long version;

    private sealed record Snapshot(long Version, BoardRow[] Rows);

    /// <summary>What others had changed, by bucket, when it was last read.</summary>
    private readonly long[] seen = new long[ChangeBucket.Count];

    /// <summary>Every row, in no order, as it stood at this moment.</summary>
    public IReadOnlyList<BoardRow> Rows
    {
        get
        {
            // The version is read before copying: a change meanwhile makes the next caller copy again.
            var (now, known) = (Interlocked.Read(ref version), snapshot);
            if (known.Version == now) return known.Rows;
            BoardRow[] copy = [.. rows.Values];
            snapshot = new Snapshot(now, copy);
            return copy;
        }
    }

    public BoardRow? this[RecordId id] => rows.GetValueOrDefault(id);

    /// <summary>Reads all reports and follows the changes of this process.</summary>
    public async Task Load()
    {
        store.Changed += Reread;
        await CatchUp().ConfigureAwait(false);
    }

    /// <summary>Reads again the buckets that moved on since they were last read. Run at start and every few seconds.</summary>
    public async Task CatchUp()
    {
        await using var data = store.Read();
        long[] before = [.. Enumerable.Range(0, ChangeBucket.Count).Select(store.OwnChanges)];
        var numbers = await data.ChangeBuckets.OrderBy(b => b.Bucket).ToListAsync().ConfigureAwait(false);
        var first = rows.IsEmpty;
        var behind = numbers.Where(b => first || b.Number - store.OwnChanges(b.Bucket) != seen[b.Bucket]).Select(b => b.Bucket).ToHashSet();
        if (behind.Count == 0) return;
        var present = new HashSet<RecordId>();
        await foreach (var row in Select(data.Reports).AsAsyncEnumerable().ConfigureAwait(false))
        {
            if (!behind.Contains(ChangeBucket.Of(row.Id))) continue;
            present.Add(row.Id);
            Put(row.ToRow(ring.FactsKey));
        }
        if (!first)
        {
            foreach (var gone in rows.Keys.Where(id => behind.Contains(ChangeBucket.Of(id)) && !present.Contains(id)).ToList()) Drop(gone);
        }
        foreach (var bucket in numbers.Where(b => behind.Contains(b.Bucket))) seen[bucket.Bucket] = bucket.Number - before[bucket.Bucket];
    }

    /// <summary>A report of this process, known without reading it back.</summary>
    internal void Put(Report r, CodedFacts facts) =>
        Put(new BoardRow(r.Id, r.UnitId, r.State, r.Urgency, r.Day, r.Deadline, r.EscalationStep, r.AssignedTo, r.ChildWroteBack, r.Withdrawn, facts));

    private void Put(BoardRow row)
    {
        rows[row.Id] = row;
        Interlocked.Increment(ref version);
    }

    private void Drop(RecordId id)
    {
        // Cases are told of here as well: what is no report changes nothing.
        if (rows.TryRemove(id, out _)) Interlocked.Increment(ref version);
    }

    private void Reread(IReadOnlyCollection<RecordId> ids)
    {
        using var data = store.Read();
        foreach (var id in ids)
        {
            if (Select(data.Reports.Where(r => r.Id == id)).SingleOrDefault() is { } row) Put(row.ToRow(ring.FactsKey));
            else Drop(id);
        }
    }

    private static IQueryable<Stored> Select(IQueryable<Report> reports) => reports.Select(r =>
        new Stored(r.Id, r.UnitId, r.State, r.Urgency, r.Day, r.Deadline, r.EscalationStep, r.AssignedTo, r.ChildWroteBack, r.Withdrawn, r.Facts));

    private sealed record Stored(
        RecordId Id, RecordId UnitId, ReportState State, Urgency Urgency, ReportDay Day, FiveMinutes? Deadline, int EscalationStep,
        RecordId? AssignedTo, bool ChildWroteBack, bool Withdrawn, byte[] Facts)
    {
        public BoardRow ToRow(SecretKey factsKey) =>
            new(Id, UnitId, State, Urgency, Day, Deadline, EscalationStep, AssignedTo, ChildWroteBack, Withdrawn, CodedFacts.Open(factsKey, Id, Facts));
    }
}
