using Sala.Countries;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>Which cases are shown: by what stands in clear, by day, and by coded facts. Never by words.</summary>
/// <param name="Stage">One stage; with none, all that are not closed.</param>
/// <param name="Burning">Those alone that burn.</param>
/// <param name="Late">Those alone in which a task is late.</param>
/// <param name="Facts">Codes by fact, as the report told them; a case counts where its intake part opens.</param>
public sealed record CaseFilter(CaseStage? Stage = null, Urgency? Urgency = null, RecordId? Unit = null, bool Burning = false, bool Late = false, IReadOnlyDictionary<string, string>? Facts = null)
{
    public bool IsEmpty => this with { Facts = null } == new CaseFilter() && (Facts is null || Facts.Values.All(v => v.Length == 0));
}

/// <summary>A page of the list of cases.</summary>
/// <param name="Total">How many cases the filter holds.</param>
/// <param name="After">Where the next page begins; null on the last.</param>
/// <param name="Stages">How many cases open for this person stand in each stage, whatever the filter.</param>
/// <param name="BurningInAll">How many of them burn.</param>
/// <param name="LateInAll">In how many a task is late.</param>
public sealed record CasesPage(IReadOnlyList<CaseLine> Lines, int Total, string? After, IReadOnlyDictionary<CaseStage, int> Stages, int BurningInAll, int LateInAll);
