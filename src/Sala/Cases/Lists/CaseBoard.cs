using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>
/// All cases with their coded facts, held decrypted in memory for lists, boards and counts. It follows the trail: each change of a case is a deed with the case as its subject, so a process that reads
/// the trail from where it last stood knows which cases to read again, its own deeds and those of others alike.
/// </summary>
internal sealed class CaseBoard(Store store, StaffDirectory directory, HostRing ring) : IDisposable
{
    private const int Together = 4096;

    /// <summary>Behind by more than this, everything is read anew.</summary>
    private const int FarBehind = 50_000;

    private static readonly CaseMark[] NoMarks = [];
    private static readonly Dictionary<RecordId, CaseRow> Nothing = [];

    private readonly ReaderWriterLockSlim gate = new();
    private readonly SemaphoreSlim following = new(1);
    private readonly Dictionary<RecordId, CaseRow> rows = [];
    private readonly Dictionary<RecordId, Dictionary<RecordId, CaseRow>> units = [];
    private readonly Dictionary<int, RecordId> numbers = [];
    // Which file stands behind which, whether its own row still holds or not: what was said in a file that another hand changed counts in the one before it.
    private readonly Dictionary<RecordId, RecordId> fronts = [];
    private readonly Dictionary<RecordId, List<RecordId>> families = [];
    private readonly List<(long Number, RecordId Case)> changes = [];
    private long seen = -1, serials;
    private int merged;

    public CodeTable Codes { get; } = new();

    /// <summary>The number of the deed up to which the board knows.</summary>
    public long Seen => Interlocked.Read(ref seen);

    /// <summary>Reads what changed since it was last asked; at first everything. Asked before each answer, so that nobody is shown what no longer stands.</summary>
    public async Task Fresh()
    {
        await using var data = store.Read();
        var head = await data.AuditHeads.Select(h => h.Number).SingleAsync().ConfigureAwait(false);
        if (head <= Seen) return;
        await following.WaitAsync().ConfigureAwait(false);
        try
        {
            var from = Seen;
            if (head <= from) return;
            if (from < 0 || head - from > FarBehind) await Load(data).ConfigureAwait(false);
            else await Follow(data, from, head).ConfigureAwait(false);
            Interlocked.Exchange(ref seen, head);
        }
        finally
        {
            following.Release();
        }
    }

    /// <summary>Looks at each case of these units, and at these cases of others. Nothing may wait in it: who writes waits for its end.</summary>
    public void Each(IEnumerable<RecordId> ofUnits, IEnumerable<RecordId> others, Action<CaseRow> look)
    {
        gate.EnterReadLock();
        try
        {
            var whole = ofUnits.ToHashSet();
            foreach (var unit in whole)
                foreach (var row in units.GetValueOrDefault(unit, Nothing).Values) look(row);
            foreach (var id in others)
                if (rows.TryGetValue(id, out var row) && !whole.Contains(row.UnitId)) look(row);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    /// <summary>Another case, for who is looking at one within <see cref="Each"/>.</summary>
    public CaseRow? Beside(RecordId id) => rows.GetValueOrDefault(id);

    /// <summary>A case with the files that were merged with it, for who is looking at one within <see cref="Each"/>.</summary>
    public IEnumerable<RecordId> FilesBeside(CaseRow row)
    {
        var front = row.Into ?? row.Id;
        return families.TryGetValue(front, out var behind) && behind.Count > 0 ? [front, .. behind] : [row.Id];
    }

    /// <summary>Moves on with each merge and each parting.</summary>
    public int Merged => Volatile.Read(ref merged);

    /// <summary>The files behind another, for who is looking at it within <see cref="Each"/>.</summary>
    public IReadOnlyList<RecordId> BehindOf(RecordId front) => families.TryGetValue(front, out var behind) ? behind : [];

    public CaseRow? this[RecordId id] => Reading(() => rows.GetValueOrDefault(id));

    public CaseRow? Numbered(int number) => Reading(() => numbers.TryGetValue(number, out var id) ? rows.GetValueOrDefault(id) : null);

    /// <summary>These cases with the files that were merged with them.</summary>
    public HashSet<RecordId> WithFamilies(IEnumerable<RecordId> cases) => Reading(() =>
    {
        var all = new HashSet<RecordId>();
        foreach (var id in cases)
        {
            all.Add(id);
            var front = fronts.GetValueOrDefault(id, id);
            all.Add(front);
            if (families.TryGetValue(front, out var behind)) all.UnionWith(behind);
        }
        return all;
    });

    /// <summary>The cases that changed after a deed; null where that is too long ago to tell.</summary>
    public IReadOnlyCollection<RecordId>? ChangedSince(long number) => Reading(() =>
        number >= Seen ? [] : changes.Count == 0 || changes[0].Number > number + 1 ? (IReadOnlyCollection<RecordId>?)null : [.. changes.Where(c => c.Number > number).Select(c => c.Case).Distinct()]);

    public void Dispose()
    {
        gate.Dispose();
        following.Dispose();
    }

    private T Reading<T>(Func<T> read)
    {
        gate.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    private void Writing(Action write)
    {
        gate.EnterWriteLock();
        try
        {
            write();
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private async Task Load(SalaData data)
    {
        Writing(() =>
        {
            rows.Clear();
            units.Clear();
            numbers.Clear();
            families.Clear();
            fronts.Clear();
            changes.Clear();
        });
        var merges = (await data.CaseMerges.ToListAsync().ConfigureAwait(false)).Where(m => directory.Holds(CaseMerge.Label, m.Mac, m.Signed)).ToDictionary(m => m.CaseId, m => m.Into);
        Writing(() => { foreach (var (id, into) in merges) StandsBehind(id, into); });
        var waiting = new List<CaseFile>(Together);
        await foreach (var file in data.Cases.AsNoTracking().AsAsyncEnumerable().ConfigureAwait(false))
        {
            waiting.Add(file);
            if (waiting.Count < Together) continue;
            Take(waiting, merges);
            waiting.Clear();
        }
        Take(waiting, merges);
    }

    private void Take(List<CaseFile> files, Dictionary<RecordId, RecordId> merges)
    {
        var opened = new CaseRow?[files.Count];
        Parallel.For(0, files.Count, i => opened[i] = Row(files[i], merges.TryGetValue(files[i].Id, out var into) ? into : null));
        Writing(() => { foreach (var row in opened) if (row is not null) Put(row); });
    }

    private async Task Follow(SalaData data, long from, long to)
    {
        // Reading a case or being refused changes nothing of it.
        var deeds = await data.AuditEntries.Where(e => e.Number > from && e.Number <= to && !e.Refused && e.Subject != null && e.Deed != "case.read" && e.Deed != "report.read")
            .OrderBy(e => e.Number).Select(e => new { e.Number, e.Subject }).ToListAsync().ConfigureAwait(false);
        var moved = deeds.Where(d => d.Subject is not null).Select(d => (d.Number, Case: d.Subject!.Value)).ToList();
        foreach (var some in moved.Select(m => m.Case).Distinct().Chunk(500)) await Reread(data, some).ConfigureAwait(false);
        Writing(() =>
        {
            if (changes.Count == 0) changes.Add((from + 1, default));
            changes.AddRange(moved);
            if (changes.Count > 20_000) changes.RemoveRange(0, 10_000);
        });
    }

    private async Task Reread(SalaData data, RecordId[] subjects)
    {
        var ids = subjects.ToList();
        var files = (await data.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync().ConfigureAwait(false)).ToDictionary(c => c.Id);
        var merges = (await data.CaseMerges.AsNoTracking().Where(m => ids.Contains(m.CaseId)).ToListAsync().ConfigureAwait(false))
            .Where(m => directory.Holds(CaseMerge.Label, m.Mac, m.Signed)).ToDictionary(m => m.CaseId, m => m.Into);
        Writing(() =>
        {
            foreach (var id in ids)
            {
                RecordId? into = merges.TryGetValue(id, out var front) ? front : null;
                StandsBehind(id, into);
                var row = files.TryGetValue(id, out var file) ? Row(file, into) : null;
                if (row is not null) Put(row);
                else Drop(id);
            }
        });
    }

    /// <summary>Null for a case that another hand changed: it opens for nobody, and is on no list.</summary>
    private CaseRow? Row(CaseFile file, RecordId? into)
    {
        if (!CaseKeys.Holds(directory, file)) return null;
        CaseFacts facts;
        try
        {
            facts = CaseFacts.Open(ring.FactsKey, file.Id, file.Facts);
        }
        catch (CannotOpenException)
        {
            return null;
        }
        return new CaseRow
        {
            Id = file.Id, UnitId = file.UnitId, Stage = file.Stage, Urgency = file.Urgency, Day = file.Day, Number = facts.Number, Pseudonym = facts.Pseudonym, Codes = Codes.Of(facts.Codes),
            Marks = facts.Marks.Count == 0 ? NoMarks : [.. facts.Marks], Generations = (file.IntakeGeneration, file.InvestigationGeneration, file.CareGeneration, file.LegalGeneration), Into = into,
        };
    }

    private void Put(CaseRow row)
    {
        var before = rows.GetValueOrDefault(row.Id);
        if (before is not null && before.UnitId != row.UnitId) units[before.UnitId].Remove(row.Id);
        row.Serial = before is not null && before.UnitId == row.UnitId ? before.Serial : ++serials;
        rows[row.Id] = row;
        if (!units.TryGetValue(row.UnitId, out var ofUnit)) units[row.UnitId] = ofUnit = [];
        ofUnit[row.Id] = row;
        if (row.Number > 0) numbers[row.Number] = row.Id;
    }

    private void Drop(RecordId id)
    {
        if (!rows.Remove(id, out var row)) return;
        units[row.UnitId].Remove(id);
        if (numbers.TryGetValue(row.Number, out var numbered) && numbered == id) numbers.Remove(row.Number);
    }

    private void StandsBehind(RecordId id, RecordId? now)
    {
        RecordId? before = fronts.TryGetValue(id, out var last) ? last : null;
        if (before == now) return;
        Interlocked.Increment(ref merged);
        if (before is { } left && families.TryGetValue(left, out var old)) old.Remove(id);
        fronts.Remove(id);
        if (now is not { } front) return;
        fronts[id] = front;
        if (!families.TryGetValue(front, out var behind)) families[front] = behind = [];
        behind.Add(id);
    }
}
