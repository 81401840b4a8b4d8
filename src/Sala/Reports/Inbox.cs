using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>Which reports of a worker's units are shown.</summary>
public enum InboxShow
{
    /// <summary>All that are not closed.</summary>
    Open = 0,

    /// <summary>Assigned to the worker, not closed.</summary>
    Mine = 1,

    /// <summary>Nobody has taken them.</summary>
    Unassigned = 2,

    /// <summary>The unit answered and waits for the child.</summary>
    WaitingForChild = 3,

    /// <summary>The child wrote back.</summary>
    ChildWrote = 4,

    /// <summary>Offered by another unit to one of the worker's.</summary>
    Offered = 5,
    Closed = 6,
}

/// <summary>A filter on what stands in clear and on coded facts. Free text is never searched here.</summary>
public sealed record InboxFilter(InboxShow Show = InboxShow.Open, RecordId? Unit = null, Urgency? Urgency = null, string? Number = null, IReadOnlyDictionary<string, string>? Facts = null);

/// <summary>A page of the inbox.</summary>
/// <param name="Counts">How many each choice of <see cref="InboxShow"/> holds.</param>
public sealed record InboxPage(IReadOnlyList<BoardRow> Rows, int Total, int Page, int Pages, IReadOnlyDictionary<InboxShow, int> Counts, int DueWithinTheHour);

/// <summary>The reports of a worker's units, the most urgent and oldest first.</summary>
public sealed class Inbox(Store store, ReportBoard board, HandingOver handingOver, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <exception cref="NotForYouException">The person belongs to no unit that takes reports.</exception>
    public async Task<InboxPage> Page(SignedIn by, InboxFilter filter, int page)
    {
        var units = by.UnitsWith(RoleGroups.Readers).ToHashSet();
        if (units.Count == 0)
        {
            await store.Refuse(new Deed(by.PersonId, "inbox.list")).ConfigureAwait(false);
            throw new NotForYouException();
        }
        var offers = await handingOver.OffersTo(units).ConfigureAwait(false);
        var counts = new int[Enum.GetValues<InboxShow>().Length];
        var matches = new List<BoardRow>();
        var hour = FiveMinutes.NotBefore(clock.GetUtcNow().AddHours(1));
        var due = 0;
        var number = Digits(filter.Number);
        foreach (var row in board.Rows)
        {
            var own = units.Contains(row.UnitId);
            if (!own && !offers.Contains(row.Id)) continue;
            if (own && row.Deadline is { } deadline && deadline <= hour && row.State != ReportState.Closed) due++;
            var shows = ShowsOf(row, own, by.PersonId);
            for (var show = 0; show < counts.Length; show++) counts[show] += (shows >> show) & 1;
            if (((shows >> (int)filter.Show) & 1) == 1 && Matches(row, filter, number)) matches.Add(row);
        }
        var pages = Math.Max(1, (matches.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return new InboxPage(PageOf(matches, page, hour), matches.Count, page, pages,
            Enum.GetValues<InboxShow>().ToDictionary(s => s, s => counts[(int)s]), due);
    }

    /// <summary>The short number by which staff speak of a report: part of its random id, not a sequence.</summary>
    public static string NumberOf(RecordId id)
    {
        var hex = id.ToString().ToUpperInvariant();
        return $"R-{hex[..4]}-{hex[4..8]}";
    }

    /// <summary>The report of a number as staff say it; null where none or several have it.</summary>
    public RecordId? IdOf(string number)
    {
        var typed = Digits(number);
        var found = board.Rows.Where(r => r.Number == typed).Take(2).ToList();
        return found.Count == 1 ? found[0].Id : null;
    }

    /// <summary>The choices of <see cref="InboxShow"/> that hold a row, a bit each.</summary>
    private static int ShowsOf(BoardRow row, bool own, RecordId me)
    {
        if (!own) return 1 << (int)InboxShow.Offered;
        if (row.State == ReportState.Closed) return 1 << (int)InboxShow.Closed;
        var shows = 1 << (int)InboxShow.Open;
        if (row.AssignedTo is null) shows |= 1 << (int)InboxShow.Unassigned;
        else if (row.AssignedTo == me) shows |= 1 << (int)InboxShow.Mine;
        if (row.ChildWroteBack) shows |= 1 << (int)InboxShow.ChildWrote;
        else if (row.State == ReportState.BeingWorkedOn) shows |= 1 << (int)InboxShow.WaitingForChild;
        return shows;
    }

    /// <summary>The digits of a typed number, without R and dashes.</summary>
    private static string Digits(string? typed) => typed is null ? "" : string.Concat(typed.ToLowerInvariant().Where(char.IsAsciiHexDigit));

    private static bool Matches(BoardRow row, InboxFilter filter, string number)
    {
        if (filter.Unit is { } unit && row.UnitId != unit) return false;
        if (filter.Urgency is { } urgency && row.Urgency != urgency) return false;
        if (number.Length > 0 && !row.Number.Contains(number, StringComparison.Ordinal)) return false;
        if (filter.Facts is null) return true;
        foreach (var (fact, code) in filter.Facts)
        {
            if (code.Length > 0 && !row.Facts[fact].Contains(code)) return false;
        }
        return true;
    }

    private static BoardRow[] PageOf(List<BoardRow> matches, int page, FiveMinutes hour)
    {
        // Only what stands before the end of the page is kept in order; the tail of a long list is never sorted.
        var last = Math.Min(page * PageSize, matches.Count);
        var kept = new PriorityQueue<BoardRow, ulong>(last + 1, Comparer<ulong>.Create(static (a, b) => b.CompareTo(a)));
        foreach (var row in matches)
        {
            var order = Order(row, hour);
            if (kept.Count < last) kept.Enqueue(row, order);
            else if (kept.TryPeek(out _, out var worst) && order < worst) kept.EnqueueDequeue(row, order);
        }
        var rows = new BoardRow[last];
        for (var i = last - 1; i >= 0; i--) rows[i] = kept.Dequeue();
        return rows[((page - 1) * PageSize)..];
    }

    /// <summary>
    /// What burns first, as one number: running clocks by deadline (20 bits), then urgency (2), who wrote back (1), who waits longest (17), and
    /// bits of the id, so that a page stays the same from one look to the next.
    /// </summary>
    private static ulong Order(BoardRow row, FiveMinutes hour)
    {
        const int noClock = (1 << 20) - 1;
        var clock = row.Deadline is { } deadline ? Math.Clamp(deadline.Number - hour.Number + (noClock / 2), 0, noClock - 1) : noClock;
        Span<byte> bytes = stackalloc byte[RecordId.Size];
        row.Id.CopyTo(bytes);
        var id = (uint)(bytes[0] << 16 | bytes[1] << 8 | bytes[2]);
        return ((ulong)clock << 44) | ((ulong)(2 - (int)row.Urgency) << 42) | (row.ChildWroteBack ? 0UL : 1UL << 41) | ((ulong)(uint)Math.Clamp(row.Day.Number, 0, (1 << 17) - 1) << 24) | id;
    }
}
