using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Countries;
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

/// <summary>Lists, board and tasks by need to know, as the pages show them.</summary>
internal static class ListsApi
{
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapListsApi(this IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/list", Caseworkers, "A page of the list of cases", "Those that are not closed, or of one stage; those that burn first.", async call =>
        {
            var filter = new CaseFilter(call.Asked<CaseStage>("stage"), call.Asked<Urgency>("urgency"), Burning: call.Asked("burning") == "yes", Late: call.Asked("late") == "yes");
            var page = await call.Sala.Cases.Finding.Page(call.By, filter, call.Asked("after")).ConfigureAwait(false);
            return new CasePageShown(page.Total, [.. page.Lines.Select(CaseOnPage.Of)], page.After);
        }).Asks(("stage", "One stage."), ("urgency", "One urgency."), ("burning", "yes: those alone that burn."), ("late", "yes: those alone in which a task is late."), ("after", "Where the page before ended."));
        app.Reads("/api/v1/board", Caseworkers, "The board", "Of each stage that is not closed the foremost cases.", async call => new BoardShown([.. (await call.Sala.Cases.Finding.ByStage(call.By).ConfigureAwait(false))
            .Select(s => new StageShown(s.Key, s.Value.Count, s.Value.Burning, [.. s.Value.Lines.Select(CaseOnPage.Of)]))]));
        app.Reads("/api/v1/tasks", Caseworkers, "My tasks", "Late, for today, within the week, and without a day.", async call =>
        {
            var tasks = await call.Sala.Cases.Finding.Tasks(call.By).ConfigureAwait(false);
            return new TasksShown([.. tasks.Late.Select(TaskShown.Of)], [.. tasks.Today.Select(TaskShown.Of)], [.. tasks.Week.Select(TaskShown.Of)], [.. tasks.NoDay.Select(TaskShown.Of)]);
        });
        app.Does<CaseToReopen>("/api/v1/cases/{id}/reopen", Caseworkers, "Open a closed case again", "By a lead of the unit, who says why.", (call, body) => call.Sala.Cases.Reopen(call.By, call.Id(), body.Stage, body.Reason));
    }
}
