using Sala.Agencies;
using Sala.Countries;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Reports.Work;

/// <summary>What waits for the worker's units, the most urgent first.</summary>
[For(RoleGroups.Readers)]
public sealed class InboxModel(Installation sala) : WorkPage(sala)
{
    /// <summary>The facts one filters by: the name in the address, and the fact.</summary>
    public static readonly IReadOnlyList<(string Name, string Fact)> Filters = [("kind", "kind"), ("age", "age_band"), ("area", "area"), ("platform", "platform")];

    public InboxFilter Filter { get; private set; } = new();
    public InboxPage Found { get; private set; } = null!;
    public FactWords Words { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<Unit> Units { get; private set; } = [];
    public int OpenedToday { get; private set; }

    public async Task OnGetAsync(InboxShow show, Urgency? urgency, RecordId? unit, string? number)
    {
        Words = new FactWords(Sala.ReportForm, Language.Code);
        var facts = Filters.ToDictionary(f => f.Fact, f => Request.Query[f.Name].ToString());
        Filter = new InboxFilter(Enum.IsDefined(show) ? show : InboxShow.Open, unit, urgency, number, facts);
        Found = await Sala.Inbox.Page(By, Filter, AskedPage).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
        Units = [.. (await Sala.People.Units().ConfigureAwait(false)).Where(u => By.Has(RoleGroups.Readers, u.Id))];
        OpenedToday = await Sala.Desk.OpenedToday(By).ConfigureAwait(false);
    }

    public bool IsFiltered => Filter.Unit is not null || Filter.Urgency is not null || Filter.Number is { Length: > 0 } || Filter.Facts!.Values.Any(v => v.Length > 0);

    public string Headline => Filter.Show switch
    {
        _ when Found.DueWithinTheHour == 1 => T["inbox.headline_one"],
        _ when Found.DueWithinTheHour > 1 => T.Say("inbox.headline_due", ("count", N(Found.DueWithinTheHour))),
        _ when Found.Counts[InboxShow.Unassigned] > 0 => T.Say("inbox.headline_unassigned", ("count", N(Found.Counts[InboxShow.Unassigned]))),
        _ when Found.Counts[InboxShow.ChildWrote] > 0 => T.Say("inbox.headline_wrote", ("count", N(Found.Counts[InboxShow.ChildWrote]))),
        _ => T["inbox.headline_none"],
    };

    /// <summary>Opens for this worker as far as the board tells; a lead's grant and one from guardians is found out when it is opened.</summary>
    public bool MayOpen(BoardRow row) => row.AssignedTo is null || row.AssignedTo == By.PersonId || By.Has(Roles.Lead, row.UnitId);

    public bool IsOffer(BoardRow row) => !By.Has(RoleGroups.Readers, row.UnitId);

    public ReportClock Clock(BoardRow row) => ReportClock.Of(row, this);

    /// <summary>The address of this view with one thing changed.</summary>
    public string With(string key, string value)
    {
        var pairs = Request.Query.Where(q => q.Key != key && q.Key != "page" && q.Key != "language" && q.Value.ToString().Length > 0).ToDictionary(q => q.Key, q => q.Value.ToString());
        if (value.Length > 0) pairs[key] = value;
        return "/work" + QueryString.Create(pairs!);
    }
}
