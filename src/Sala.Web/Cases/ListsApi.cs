using Microsoft.AspNetCore.WebUtilities;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Links;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;

namespace Sala.Web.Cases;

/// <summary>A page of the list, those that burn first.</summary>
/// <param name="Total">How many cases the filter holds, among those that open for this person.</param>
/// <param name="After">Asked for with the next page; null on the last.</param>
public sealed record CasePageShown(int Total, IReadOnlyList<CaseOnPage> Cases, string? After);

/// <summary>A case with why it stands where it stands.</summary>
/// <param name="Number">As staff say it.</param>
/// <param name="Burns">Why it stands above others, the gravest first.</param>
public sealed record CaseOnPage(RecordId Id, string Number, RecordId Unit, CaseStage Stage, Urgency Urgency, string Day, string Pseudonym, IReadOnlyList<BurnReason> Burns, int TasksLate)
{
    public static CaseOnPage Of(CaseLine l) => new(l.Id, l.Number, l.UnitId, l.Stage, l.Urgency, l.Day.ToString(), l.Pseudonym, [.. l.Burns.Select(b => b.Reason)], l.TasksLate);
}

/// <summary>The board by stage.</summary>
public sealed record BoardShown(IReadOnlyList<StageShown> Stages);

/// <summary>A stage with its foremost cases.</summary>
public sealed record StageShown(CaseStage Stage, int Count, int Burning, IReadOnlyList<CaseOnPage> Cases);

/// <summary>The tasks of this person by when they are due.</summary>
public sealed record TasksShown(IReadOnlyList<TaskShown> Late, IReadOnlyList<TaskShown> Today, IReadOnlyList<TaskShown> Week, IReadOnlyList<TaskShown> NoDay);

/// <summary>One task, as lists know it: its words are read in the case.</summary>
/// <param name="On">The day it is due.</param>
public sealed record TaskShown(RecordId Case, string Number, string Pseudonym, MarkKind Kind, string Code, string? On, int DaysLate)
{
    public static TaskShown Of(TaskLine t) => new(t.CaseId, t.Number, t.Pseudonym, t.Kind, t.Code, t.On?.ToString(), t.DaysLate);
}

/// <summary>A closed case that is opened again.</summary>
/// <param name="Reason">Why; oversight and the leads read it.</param>
public sealed record CaseToReopen(CaseStage Stage, string Reason);

/// <summary>What is looked for.</summary>
/// <param name="Number">The number of a case.</param>
/// <param name="Pseudonym">A part of the made-up name.</param>
/// <param name="Phone">The number of somebody in the case, whole.</param>
/// <param name="Handle">The name of an account of the accused, whole; with its platform.</param>
public sealed record CasesToFind(string Number = "", string Pseudonym = "", string Phone = "", string Handle = "", string Platform = "");

/// <summary>What was found.</summary>
public sealed record CasesFound(IReadOnlyList<CaseOnPage> Cases);

/// <summary>Cases that may be of the same child, the likeliest first.</summary>
public sealed record DuplicateList(IReadOnlyList<DuplicateShown> Cases);

/// <summary>A case that may be of the same child.</summary>
/// <param name="SameAccount">The account that the report names stands in it.</param>
/// <param name="SameFacts">The facts that are told alike.</param>
public sealed record DuplicateShown(CaseOnPage Case, bool SameAccount, IReadOnlyList<string> SameFacts);

/// <summary>The people of the own units, those with the most burning cases first.</summary>
public sealed record TeamShown(IReadOnlyList<LoadShown> People);

/// <summary>What one person carries.</summary>
/// <param name="Opened">Files and reports that they opened within the last seven days.</param>
/// <param name="Heavy">Those among them that are urgent or dangerous.</param>
/// <param name="HeavyHours">In how many hours of the clock they opened such a one.</param>
public sealed record LoadShown(RecordId Person, int Cases, int Burning, int Urgent, int TasksLate, int Opened, int Heavy, int HeavyHours);

/// <summary>The filters of one person, by name.</summary>
public sealed record FilterList(IReadOnlyList<FilterShown> Filters);

/// <summary>A filter that was kept.</summary>
/// <param name="Choices">What it asks the list for, by the names of its query.</param>
public sealed record FilterShown(RecordId Id, string Name, IReadOnlyDictionary<string, string> Choices)
{
    internal static FilterShown Of(OpenedFilter filter) => new(filter.Id, filter.Name, QueryHelpers.ParseQuery(filter.Choices).ToDictionary(c => c.Key, c => c.Key switch
    {
        "stage" => Enum.TryParse<CaseStage>(c.Value, out var stage) ? ApiFormat.Code(stage) : "",
        "urgency" => Enum.TryParse<Urgency>(c.Value, out var urgency) ? ApiFormat.Code(urgency) : "",
        "burning" or "late" => "yes",
        _ => c.Value.ToString(),
    }));
}

/// <summary>A filter to keep: as the list takes it. What is left out is not asked.</summary>
/// <param name="Kind">What happened, the age band, the area and the platform are codes of the report form.</param>
public sealed record FilterToSave(string Name, CaseStage? Stage = null, Urgency? Urgency = null, RecordId? Unit = null, bool Burning = false, bool Late = false, string Kind = "", string Age = "", string Area = "", string Platform = "")
{
    /// <summary>As they stand in the address of the page.</summary>
    internal string Choices => QueryString.Create(new (string Name, string Value)[]
    {
        ("stage", Stage?.ToString() ?? ""), ("urgency", Urgency?.ToString() ?? ""), ("unit", Unit?.ToString() ?? ""), ("burning", Burning ? "true" : ""), ("late", Late ? "true" : ""), ("kind", Kind), ("age", Age), ("area", Area), ("platform", Platform),
    }.Where(c => c.Value.Length > 0).Select(c => KeyValuePair.Create(c.Name, (string?)c.Value))).Value ?? "";
}

/// <summary>Lists, board and tasks by need to know, as the pages show them.</summary>
internal static class ListsApi
{
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapListsApi(this IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/list", Caseworkers, "A page of the list of cases", "Those that are not closed, or of one stage; those that burn first.", async call =>
        {
            var filter = new CaseFilter(call.Asked<CaseStage>("stage"), call.Asked<Urgency>("urgency"), Unit(call.Asked("unit")), call.Asked("burning") == "yes", call.Asked("late") == "yes", CasesModel.Filters.ToDictionary(f => f.Fact, f => call.Asked(f.Name) ?? ""));
            var page = await call.Sala.Cases.Finding.Page(call.By, filter, call.Asked("after")).ConfigureAwait(false);
            return new CasePageShown(page.Total, [.. page.Lines.Select(CaseOnPage.Of)], page.After);
        }).Asks(("stage", "One stage."), ("urgency", "One urgency."), ("unit", "The id of one unit."), ("kind", "What happened, a code of the report form."), ("age", "The age band, a code."), ("area", "The area, a code."), ("platform", "The platform, a code."), ("burning", "yes: those alone that burn."), ("late", "yes: those alone in which a task is late."), ("after", "Where the page before ended."));
        app.Reads("/api/v1/board", Caseworkers, "The board", "Of each stage that is not closed the foremost cases.", async call => new BoardShown([.. (await call.Sala.Cases.Finding.ByStage(call.By).ConfigureAwait(false))
            .Select(s => new StageShown(s.Key, s.Value.Count, s.Value.Burning, [.. s.Value.Lines.Select(CaseOnPage.Of)]))]));
        app.Reads("/api/v1/tasks", Caseworkers, "My tasks", "Late, for today, within the week, and without a day.", async call =>
        {
            var tasks = await call.Sala.Cases.Finding.Tasks(call.By).ConfigureAwait(false);
            return new TasksShown([.. tasks.Late.Select(TaskShown.Of)], [.. tasks.Today.Select(TaskShown.Of)], [.. tasks.Week.Select(TaskShown.Of)], [.. tasks.NoDay.Select(TaskShown.Of)]);
        });
        app.Does<CaseToReopen>("/api/v1/cases/{id}/reopen", Caseworkers, "Open a closed case again", "By a lead of the unit, who says why.", (call, body) => call.Sala.Cases.Reopen(call.By, call.Id(), body.Stage, body.Reason));
        app.Seeks<CasesToFind, CasesFound>("/api/v1/cases/find", Caseworkers, "Find a case", "Among those that open for this person. What is left out is not asked; nothing found and nothing to be found are one answer.", async (call, body) =>
            new CasesFound([.. (await call.Sala.CaseSearch.Find(call.By, new CaseSearched(body.Number, body.Pseudonym, body.Phone, body.Handle, body.Platform)).ConfigureAwait(false)).Select(CaseOnPage.Of)]));
        app.Reads("/api/v1/reports/{id}/cases", new ForAttribute(RoleGroups.Readers), "Cases that may be of the same child as a report", "To look at before one is opened.", async call =>
            new DuplicateList([.. (await call.Sala.Duplicates.Of(call.By, call.Id()).ConfigureAwait(false)).Select(d => new DuplicateShown(CaseOnPage.Of(d.Case), d.SameAccount, d.SameFacts))]));
        app.Reads("/api/v1/team", new ForAttribute(Roles.Lead | Roles.HeadOfUnit), "What the people of the own units carry", "For who leads or heads one.", async call => new TeamShown([.. (await call.Sala.Team.Of(call.By).ConfigureAwait(false))
            .Select(p => new LoadShown(p.PersonId, p.Cases, p.Burning, p.Urgent, p.TasksLate, p.Opened, p.Heavy, p.HeavyHours))]));
        MapFilters(app);
    }

    private static void MapFilters(IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/filters", Caseworkers, "The filters that this person kept", "Nobody else reads them.", async call => new FilterList([.. (await call.Sala.SavedFilters.Of(call.By).ConfigureAwait(false)).Select(FilterShown.Of)]));
        app.Does<FilterToSave>("/api/v1/filters", Caseworkers, "Keep a filter", "Under a name; the page of cases offers it too.", (call, body) => call.Sala.SavedFilters.Save(call.By, body.Name, body.Choices));
        app.Does<EmptyBody>("/api/v1/filters/{id}/remove", Caseworkers, "Remove a filter", "One's own alone.", (call, _) => call.Sala.SavedFilters.Remove(call.By, call.Id()));
    }

    private static RecordId? Unit(string? text) => text is null ? null : RecordId.TryParse(text, out var id) ? id : throw new FieldNotTakenException("unit: the id of a unit.");
}
