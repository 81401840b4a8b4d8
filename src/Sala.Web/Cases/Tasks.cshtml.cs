using Sala.Agencies;
using Sala.Cases.Lists;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Cases;

/// <summary>What this person has to do: late, today, within the week.</summary>
[For(RoleGroups.Caseworkers)]
public sealed class TasksModel(Installation sala) : CaseListPage(sala)
{
    public TasksOfPerson Found { get; private set; } = null!;

    public async Task OnGetAsync() => Found = await Sala.Cases.Finding.Tasks(By).ConfigureAwait(false);

    public string Headline => Found.LateInAll switch
    {
        0 when Found.TodayInAll == 0 => T["tasks.headline_none"],
        0 => T.Say("tasks.headline_today", ("count", N(Found.TodayInAll))),
        1 => T["tasks.headline_one"],
        _ => T.Say("tasks.headline_late", ("count", N(Found.LateInAll))),
    };
}
