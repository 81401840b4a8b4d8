using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Countries;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Reports.Work;

/// <summary>One report: what was told, the conversation, and each deed of the worker as a form of its own.</summary>
[For(RoleGroups.Readers), NotCompressed]
public sealed class ReportModel(Installation sala) : WorkPage(sala)
{
    public DeskReport Opened { get; private set; } = null!;
    public IReadOnlyList<ToldAnswer> Answers { get; private set; } = [];
    public FactWords Words { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];
    public IReadOnlyList<Unit> Units { get; private set; } = [];
    public IReadOnlyList<IntakeUnit> OtherUnits { get; private set; } = [];

    /// <summary>The deed that was refused, so that its form stands open with what was typed.</summary>
    public string Deed { get; private set; } = "";

    [BindProperty] public string? Reply { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? Told { get; set; }

    public RecordId Id => Opened.Row.Id;
    public string Number => Inbox.NumberOf(Id);
    public ReportClock Clock => ReportClock.Of(Opened.Row, this);
    public bool IsLead => By.Has(Roles.Lead, Opened.Row.UnitId);
    public bool IsClosed => Opened.Row.State == ReportState.Closed;
    public bool MayWrite => !IsClosed && !Opened.Row.Withdrawn && Opened.Row.AssignedTo is not null;
    public IReadOnlyList<ReplyTemplate> Templates => Sala.Country.Find(Opened.Content.Language) is null ? [] : Sala.Country.Replies(Opened.Content.Language).Templates;
    public bool IsLong => Answers.Where(a => a.OwnWords).Sum(a => a.Answer.Length) > Sala.Country.Exposure.CollapseAboveCharacters;

    public async Task OnGetAsync(RecordId id, string? template)
    {
        await Load(id).ConfigureAwait(false);
        if (Templates.FirstOrDefault(t => t.Code == template) is { } chosen) Reply = chosen.Fill(Known());
        if (Templates.FirstOrDefault(t => t.Code == "closing") is { } closing) Told = closing.Fill(Known());
    }

    public Task<IActionResult> OnPostAcknowledgeAsync(RecordId id) => On(id, "acknowledged", () => Sala.Desk.Acknowledge(By, id));

    public Task<IActionResult> OnPostTakeAsync(RecordId id) => On(id, "taken", () => Sala.Desk.Take(By, id));

    public Task<IActionResult> OnPostReplyAsync(RecordId id) => On(id, "replied", () => Sala.Desk.Reply(By, id, Reply ?? ""), "#conversation");

    public Task<IActionResult> OnPostNoteAsync(RecordId id) => On(id, "noted", () => Sala.Desk.AddNote(By, id, Note ?? ""), "#notes");

    public Task<IActionResult> OnPostFactAsync(RecordId id, string fact, string[] codes) => On(id, "fact", () =>
    {
        var known = new FactWords(Sala.ReportForm, Language.Code);
        if (!known.Facts.Contains(fact) || codes.Any(code => known.Choices(fact).All(c => c.Name != code)))
            throw new RefusedException("fact.unknown", "The form has no such fact. Nothing was changed.");
        return Sala.Desk.ChangeFact(By, id, fact, codes);
    }, "#facts");

    public Task<IActionResult> OnPostUrgencyAsync(RecordId id, Urgency urgency) => On(id, "urgency", () => Sala.Desk.SetUrgency(By, id, urgency, Reason ?? ""));

    public Task<IActionResult> OnPostCloseAsync(RecordId id, int seen) => On(id, "closed", () => Sala.Desk.Close(By, id, Reason ?? "", Told ?? "", seen));

    public Task<IActionResult> OnPostReopenAsync(RecordId id) => On(id, "reopened", () => Sala.Desk.Reopen(By, id, Reason ?? ""));

    public Task<IActionResult> OnPostOfferAsync(RecordId id, RecordId unit) => On(id, "offered", () => Sala.HandingOver.Offer(Sala.Desk, By, id, unit, Reason ?? ""));

    /// <summary>Who gives a report away keeps no key, so the page to go to is the inbox.</summary>
    public Task<IActionResult> OnPostAssignAsync(RecordId id, RecordId person) => On(id, "assigned", () => Sala.Desk.Assign(By, id, person), away: person != By.PersonId && !By.Has(Roles.Lead));

    public Task<IActionResult> OnPostEraseAsync(RecordId id) => On(id, "erase", () => Sala.Erasure.Decide(By, id, Reason ?? ""));

    public Task<IActionResult> OnPostKeepAsync(RecordId id) => On(id, "keep", () => Sala.Erasure.TakeBack(By, id, Reason ?? ""));

    public string ErasureWaits => Sala.Country.Retention.ErasureWaitingDays.ToString(CultureInfo.InvariantCulture);

    private Task<IActionResult> On(RecordId id, string done, Func<Task> deed, string part = "", bool away = false)
    {
        Deed = RouteData.Values["handler"] as string ?? "";
        return Do(deed, away ? $"/work?done={done}" : $"/work/reports/{id}?done={done}{part}", () => Load(id));
    }

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Desk.Read(By, id).ConfigureAwait(false);
        Words = new FactWords(Sala.ReportForm, Language.Code);
        Answers = ToldAnswers.Of(Opened.Content.Answers, Sala.ReportForm, Sala.Clock, Language.Code);
        Names = await Sala.People.Names().ConfigureAwait(false);
        Units = await Sala.People.Units().ConfigureAwait(false);
        var unit = Opened.Row.UnitId;
        if (By.Has(RoleGroups.Readers, unit)) Colleagues = [.. (await Sala.People.In(By, unit).ConfigureAwait(false)).Where(c => c.AnswersIn(unit))];
        OtherUnits = [.. (await Sala.Intake.Ready().ConfigureAwait(false)).Where(u => u.UnitId != unit)];
    }

    /// <summary>Numbers and addresses that a person checked lately; every other blank is for the worker to fill.</summary>
    private IReadOnlyDictionary<string, string> Known() =>
        Sala.Services.ForReplies(Sala.IsDemonstration, DateOnly.FromDateTime(Local(Sala.Clock.GetUtcNow())));

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    public string UnitName(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit)?.Name ?? T["staff.a_unit"];

    /// <summary>What one change altered: the fact, what stood before and what after.</summary>
    public IReadOnlyList<(DeskFactChange Change, string Fact, string Before, string After)> FactChanges
    {
        get
        {
            var changes = new List<(DeskFactChange, string, string, string)>();
            for (var i = 0; i < Opened.FactHistory.Count; i++)
            {
                var (before, after) = (Opened.FactHistory[i].Before, i + 1 < Opened.FactHistory.Count ? Opened.FactHistory[i + 1].Before : Opened.Row.Facts);
                foreach (var fact in before.All.Keys.Union(after.All.Keys).Where(f => !before[f].SequenceEqual(after[f])))
                    changes.Add((Opened.FactHistory[i], fact, Words.Labels(fact, before[fact]), Words.Labels(fact, after[fact])));
            }
            return changes;
        }
    }
}
