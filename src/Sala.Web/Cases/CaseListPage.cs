using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>What the pages that show lines of cases have in common: words of why one burns, of stages and units, and the way from one to the next.</summary>
public abstract class CaseListPage(Installation sala) : WorkPage(sala)
{
    private IReadOnlyDictionary<RecordId, string> units = new Dictionary<RecordId, string>();

    protected async Task LoadUnits() => units = (await Sala.People.Units().ConfigureAwait(false)).ToDictionary(u => u.Id, u => u.Name);

    public string UnitOf(CaseLine line) => units.GetValueOrDefault(line.UnitId, T["staff.a_unit"]);

    public string Stage(CaseLine line) => T[$"stage.{line.Stage.ToString().ToLowerInvariant()}"];

    /// <summary>Why a case burns, in words: what, and since or until when.</summary>
    public string InWords(Burn burn) => burn.Reason switch
    {
        BurnReason.Danger => T["burns.danger"],
        BurnReason.SafetyTaskLate => T.Say(burn.DaysAgo == 1 ? "burns.safety_one" : "burns.safety", ("days", N(burn.DaysAgo))),
        BurnReason.SuspectReleased => burn.DaysAgo switch
        {
            0 => T["burns.released_today"],
            1 => T["burns.released_one"],
            > 0 => T.Say("burns.released", ("days", N(burn.DaysAgo))),
            _ => T.Say("burns.to_be_released", ("days", N(-burn.DaysAgo))),
        },
        BurnReason.ClockLate => T.Say(burn.DaysAgo == 1 ? "burns.clock_one" : "burns.clock", ("rule", burn.Code), ("days", N(burn.DaysAgo))),
        _ => T.Say(burn.DaysAgo switch { 0 => "burns.step_today", -1 => "burns.step_one", _ => "burns.step" }, ("step", T[$"marks.{burn.What.ToString().ToLowerInvariant()}"]), ("days", N(-burn.DaysAgo))),
    };

    /// <summary>What a task is, as lists know it.</summary>
    public string InWords(MarkKind kind, string code) => code.Length > 0 && T.Keys.Contains($"task.{code}") ? T[$"task.{code}"] : kind == MarkKind.Clock ? T.Say("marks.clock_of", ("rule", code)) : T[$"marks.{kind.ToString().ToLowerInvariant()}"];
}
