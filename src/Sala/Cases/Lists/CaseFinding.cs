using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>
/// The cases of who asks: lists, the board, tasks and search, all by need to know. A case that does not open for somebody (no grant, a conflict of interest, the child's objection) is in no line, count or
/// column of theirs, and asking for it takes the same steps.
/// </summary>
public sealed class CaseFinding : IDisposable
{
    public const int PageSize = 25;

    /// <summary>The columns of the board, in the order in which a case goes through them.</summary>
    public static readonly IReadOnlyList<CaseStage> Columns = [CaseStage.Opened, CaseStage.Assessed, CaseStage.Investigation, CaseStage.Charged, CaseStage.Trial, CaseStage.Verdict, CaseStage.Compensation, CaseStage.FollowUp];

    private readonly Store store;
    private readonly StaffDirectory directory;
    private readonly HostRing ring;
    private readonly KeyStore slots;
    private readonly Country country;
    private readonly TimeProvider clock;

    public CaseFinding(Store store, StaffDirectory directory, HostRing ring, KeyStore slots, Conflicts conflicts, Country country, TimeProvider clock)
    {
        (this.store, this.directory, this.ring, this.slots, this.country, this.clock) = (store, directory, ring, slots, country, clock);
        Board = new CaseBoard(store, directory, ring);
        Reach = new CaseReach(store, Board, directory, conflicts, clock);
    }

    internal CaseBoard Board { get; }
    internal CaseReach Reach { get; }

    internal ReportDay Today => ReportDay.Of(clock.GetUtcNow(), country.TimeZone);

    /// <summary>Brings the board up to the trail, so that nobody who asks has to wait for what others changed. Run every few seconds.</summary>
    public Task Follow() => Board.Fresh();

    /// <summary>A page of the list, those that burn first.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    public async Task<CasesPage> Page(SignedIn by, CaseFilter filter, string? after = null)
    {
        var reach = await Allowed(by, "case.list").ConfigureAwait(false);
        var (today, from) = (Today, Key(after));
        var first = new Foremost(PageSize + 1);
        var stages = new int[Enum.GetValues<CaseStage>().Length];
        var (total, burning, late) = (0, 0, 0);
        var codes = Codes(filter);
        reach.Each((row, parts) =>
        {
            var order = Burning.Order(row, parts, today);
            stages[(int)row.Stage]++;
            var isLate = !row.IsClosed && IsLate(row, parts, today);
            if (Burning.Burns(order)) burning++;
            if (isLate) late++;
            if (!Matches(row, parts, filter, codes, order, isLate)) return;
            total++;
            if (from is not { } begin || (order, row.Id).CompareTo(begin) > 0) first.Offer(order, row, parts);
        });
        var (shown, more) = first.Take(PageSize);
        await using var data = store.Read();
        var lines = await Lines(data, by, shown, today).ConfigureAwait(false);
        return new CasesPage(lines, total, more ? Key(shown[^1]) : null, Enum.GetValues<CaseStage>().ToDictionary(s => s, s => stages[(int)s]), burning, late);
    }

    /// <summary>The board: of each stage that is not closed the foremost cases.</summary>
    /// <param name="each">How many of a stage.</param>
    public async Task<IReadOnlyDictionary<CaseStage, (int Count, int Burning, IReadOnlyList<CaseLine> Lines)>> ByStage(SignedIn by, int each = 8)
    {
        var reach = await Allowed(by, "case.board").ConfigureAwait(false);
        var today = Today;
        var stages = Columns.ToDictionary(s => s, _ => new Foremost(each));
        var (counts, burning) = (new int[Enum.GetValues<CaseStage>().Length], new int[Enum.GetValues<CaseStage>().Length]);
        reach.Each((row, parts) =>
        {
            if (row.IsClosed) return;
            var order = Burning.Order(row, parts, today);
            counts[(int)row.Stage]++;
            if (Burning.Burns(order)) burning[(int)row.Stage]++;
            stages[row.Stage].Offer(order, row, parts);
        });
        await using var data = store.Read();
        var taken = stages.ToDictionary(s => s.Key, s => s.Value.Take(each).Shown);
        var lines = (await Lines(data, by, [.. taken.Values.SelectMany(t => t)], today).ConfigureAwait(false)).ToLookup(l => l.Stage);
        return Columns.ToDictionary(s => s, s => (counts[(int)s], burning[(int)s], (IReadOnlyList<CaseLine>)[.. lines[s]]));
    }

    /// <summary>The tasks of who asks: what is late, what is for today, what comes within the week, and what has no day. Those given to nobody are theirs in the cases that were given to them.</summary>
    public async Task<TasksOfPerson> Tasks(SignedIn by)
    {
        var reach = await Allowed(by, "case.tasks").ConfigureAwait(false);
        var today = Today;
        var me = by.PersonId.ToString();
        var found = new List<(CaseRow Row, CaseMark Mark)>();
        reach.Each((row, parts) =>
        {
            if (row.Marks.Length == 0 || row.IsClosed) return;
            foreach (var mark in row.Marks)
                if (mark.Kind != MarkKind.SuspectReleased && parts.Has(mark.Part) && (mark.For == me || (mark.For.Length == 0 && reach.HasOwn(row.Id)))) found.Add((row, mark));
        }, alsoBehind: true);
        return TasksOfPerson.Of(found, today);
    }

    /// <summary>The cases that open for this person, those that burn first.</summary>
    /// <returns>The foremost, and how many there are in all.</returns>
    internal async Task<(IReadOnlyList<CaseLine> Lines, int Total)> All(SignedIn by, int most)
    {
        if (!by.Has(RoleGroups.Caseworkers)) return ([], 0);
        var reach = await Reach.Now(by).ConfigureAwait(false);
        var (today, first, total) = (Today, new Foremost(most), 0);
        reach.Each((row, parts) =>
        {
            total++;
            first.Offer(Burning.Order(row, parts, today), row, parts);
        }, alsoBehind: true);
        await using var data = store.Read();
        var lines = await Lines(data, by, first.Take(most).Shown, today).ConfigureAwait(false);
        return (lines, total <= most ? lines.Count : total);
    }

    /// <summary>The cases among these that open for this person.</summary>
    internal async Task<IReadOnlyList<CaseLine>> Among(SignedIn by, IEnumerable<RecordId> cases)
    {
        if (!by.Has(RoleGroups.Caseworkers)) return [];
        var reach = await Reach.Now(by).ConfigureAwait(false);
        var shown = cases.Distinct().Select(id => Board[id]).OfType<CaseRow>().Select(row => new Placed(0, row, reach.PartsOf(row))).Where(p => p.Parts != Parts.None).ToList();
        await using var data = store.Read();
        return await Lines(data, by, shown, Today).ConfigureAwait(false);
    }

    /// <summary>Why a case cannot wait, as this person's lists say it; empty where it can, or where it is on no list of theirs.</summary>
    public async Task<IReadOnlyList<Burn>> Burns(SignedIn by, RecordId id) => await Among(by, [id]).ConfigureAwait(false) is [var line, ..] ? line.Burns : [];

    /// <summary>How somebody stands to all cases; who works on none is refused, and it is written down.</summary>
    internal async Task<CaseReach.Of> Allowed(SignedIn by, string what)
    {
        if (by.Has(RoleGroups.Caseworkers)) return await Reach.Now(by).ConfigureAwait(false);
        await store.Refuse(new Deed(by.PersonId, what)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    /// <summary>Lines in their order. Each is held once more against the rows as they stand: a case or a grant that another hand changed is on no page, nor is one whose slot was erased before a backup brought its row back.</summary>
    internal async Task<IReadOnlyList<CaseLine>> Lines(SalaData data, SignedIn by, IReadOnlyList<Placed> shown, ReportDay today)
    {
        var ids = shown.Select(s => s.Row.Id).ToList();
        var good = new Dictionary<RecordId, Parts>();
        var now = clock.GetUtcNow();
        foreach (var some in ids.Chunk(200))
        {
            var few = some.ToList();
            var files = (await data.Cases.AsNoTracking().Where(c => few.Contains(c.Id)).ToListAsync().ConfigureAwait(false)).Where(c => CaseKeys.Holds(directory, c) && !slots.IsErased(c.Slot)).ToDictionary(c => c.Id);
            var grants = await data.CaseGrants.AsNoTracking().Where(g => few.Contains(g.CaseId) && (g.HolderId == by.PersonId || g.Holder == CaseHolder.Leads)).ToListAsync().ConfigureAwait(false);
            var helped = grants.Where(g => g.Through is not null).Select(g => g.CaseId).Distinct().ToList();
            var accepted = helped.Count == 0 ? [] : await Referrals.Referring.Accepted(data, directory, helped).ConfigureAwait(false);
            foreach (var grant in grants)
            {
                if (!files.TryGetValue(grant.CaseId, out var file) || grant.Generation != file.Generation(grant.Compartment) || !CaseOpening.Reads(directory, by, file, grant, accepted, now)) continue;
                good[grant.CaseId] = good.GetValueOrDefault(grant.CaseId) | grant.Compartment.Only();
            }
        }
        var listed = good.Keys.ToHashSet();
        return [.. shown.Where(s => listed.Contains(s.Row.Id)).Select(s => Line(s.Row, good[s.Row.Id], today, listed))];
    }

    private static CaseLine Line(CaseRow row, Parts parts, ReportDay today, HashSet<RecordId> listed) =>
        new(row.Id, row.UnitId, row.Stage, row.Urgency, row.Day, row.Pseudonym, row.Into is { } into && listed.Contains(into) ? into : null)
        {
            Number = row.Number > 0 ? CaseNumber.Write(row.Number) : "", Burns = Burning.Reasons(row, parts, today), TasksLate = row.IsClosed ? 0 : row.Marks.Count(m => parts.Has(m.Part) && Burning.IsLate(m, today)),
        };

    private static bool IsLate(CaseRow row, Parts parts, ReportDay today)
    {
        foreach (var mark in row.Marks) if (parts.Has(mark.Part) && Burning.IsLate(mark, today)) return true;
        return false;
    }

    /// <summary>The numbers of the codes that are asked for; null in it for one that no case has.</summary>
    private List<ushort?> Codes(CaseFilter filter) => [.. (filter.Facts ?? new Dictionary<string, string>()).Where(f => f.Value.Length > 0).Select(f => Board.Codes.Find(f.Key, f.Value))];

    private static bool Matches(CaseRow row, Parts parts, CaseFilter filter, List<ushort?> codes, ulong order, bool isLate)
    {
        if (filter.Stage is { } stage ? row.Stage != stage : row.IsClosed) return false;
        if (filter.Urgency is { } urgency && row.Urgency != urgency) return false;
        if (filter.Unit is { } unit && row.UnitId != unit) return false;
        if (filter.Burning && !Burning.Burns(order)) return false;
        if (filter.Late && !isLate) return false;
        if (codes.Count == 0) return true;
        if (!parts.Has(Compartment.Intake)) return false;
        foreach (var code in codes) if (code is not { } number || Array.BinarySearch(row.Codes, number) < 0) return false;
        return true;
    }

    private static string Key(Placed last) => string.Create(CultureInfo.InvariantCulture, $"{last.Order:x16}{last.Row.Id}");

    private static (ulong Order, RecordId Id)? Key(string? text) =>
        text is { Length: 48 } && ulong.TryParse(text[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var order) && RecordId.TryParse(text[16..], out var id) ? (order, id) : null;

    public void Dispose() => Board.Dispose();
}

/// <summary>A case at its place.</summary>
internal readonly record struct Placed(ulong Order, CaseRow Row, Parts Parts);

/// <summary>Keeps the foremost of many; the tail of a long list is never put in order.</summary>
internal sealed class Foremost(int most)
{
    private readonly PriorityQueue<Placed, (ulong, RecordId)> kept = new(Math.Min(most, 1024) + 1, Comparer<(ulong, RecordId)>.Create(static (a, b) => b.CompareTo(a)));

    public void Offer(ulong order, CaseRow row, Parts parts)
    {
        if (kept.Count < most) kept.Enqueue(new Placed(order, row, parts), (order, row.Id));
        else if (kept.TryPeek(out _, out var worst) && (order, row.Id).CompareTo(worst) < 0) kept.EnqueueDequeue(new Placed(order, row, parts), (order, row.Id));
    }

    /// <summary>Those kept, in order, at most so many; and whether there are more.</summary>
    public (IReadOnlyList<Placed> Shown, bool More) Take(int wanted)
    {
        var all = new Placed[kept.Count];
        for (var i = all.Length - 1; i >= 0; i--) all[i] = kept.Dequeue();
        return all.Length > wanted ? (all[..wanted], true) : (all, false);
    }
}
