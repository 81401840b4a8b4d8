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

    private const Roles Readers = Roles.Responder | Roles.DutyDeputy | Roles.HeadOfUnit | Roles.Lead;

    /// <exception cref="NotForYouException">The person belongs to no unit that takes reports.</exception>
    public async Task<InboxPage> Page(SignedIn by, InboxFilter filter, int page)
    {
        var units = by.UnitsWith(Readers).ToHashSet();
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
        foreach (var row in board.Rows)
        {
            var own = units.Contains(row.UnitId);
            if (!own && !offers.Contains(row.Id)) continue;
            if (own && row.State != ReportState.Closed && row.Deadline <= hour) due++;
            var shown = false;
            for (var show = 0; show < counts.Length; show++)
            {
                if (!Shows((InboxShow)show, row, own, by.PersonId)) continue;
                counts[show]++;
                shown |= show == (int)filter.Show;
            }
            if (shown && Matches(row, filter)) matches.Add(row);
        }
        matches.Sort(static (a, b) => Order(a).CompareTo(Order(b)) is var order and not 0 ? order : a.Id.CompareTo(b.Id));
        var pages = Math.Max(1, (matches.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return new InboxPage([.. matches.Skip((page - 1) * PageSize).Take(PageSize)], matches.Count, page, pages,
            Enum.GetValues<InboxShow>().ToDictionary(s => s, s => counts[(int)s]), due);
    }

    /// <summary>The short number by which staff speak of a report: part of its random id, not a sequence.</summary>
    public static string NumberOf(RecordId id)
    {
        var hex = id.ToString().ToUpperInvariant();
        return $"R-{hex[..4]}-{hex[4..8]}";
    }

    private static bool Shows(InboxShow show, BoardRow row, bool own, RecordId me) => show switch
    {
        InboxShow.Offered => !own,
        _ when !own => false,
        InboxShow.Open => row.State != ReportState.Closed,
        InboxShow.Mine => row.State != ReportState.Closed && row.AssignedTo == me,
        InboxShow.Unassigned => row.State != ReportState.Closed && row.AssignedTo is null,
        InboxShow.WaitingForChild => row.State == ReportState.BeingWorkedOn && !row.ChildWroteBack,
        InboxShow.ChildWrote => row.State != ReportState.Closed && row.ChildWroteBack,
        InboxShow.Closed => row.State == ReportState.Closed,
        _ => false,
    };

    private static bool Matches(BoardRow row, InboxFilter filter)
    {
        if (filter.Unit is { } unit && row.UnitId != unit) return false;
        if (filter.Urgency is { } urgency && row.Urgency != urgency) return false;
        if (filter.Number is { Length: > 0 } number && !NumberOf(row.Id).Contains(number.Trim(), StringComparison.OrdinalIgnoreCase)) return false;
        if (filter.Facts is null) return true;
        foreach (var (fact, code) in filter.Facts)
        {
            if (code.Length > 0 && !row.Facts[fact].Contains(code)) return false;
        }
        return true;
    }

    /// <summary>What burns first: running clocks by deadline, then urgency, then who waits longest.</summary>
    private static (int Clock, int Urgency, int Wrote, int Day) Order(BoardRow row) =>
        (row.Deadline?.Number ?? int.MaxValue, -(int)row.Urgency, row.ChildWroteBack ? 0 : 1, row.Day.Number);
}
