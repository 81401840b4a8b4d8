using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Cases;

/// <summary>The cases that open for this person, by stage.</summary>
[For(RoleGroups.Caseworkers)]
public sealed class BoardModel(Installation sala) : CaseListPage(sala)
{
    public IReadOnlyDictionary<CaseStage, (int Count, int Burning, IReadOnlyList<CaseLine> Lines)> Stages { get; private set; } = new Dictionary<CaseStage, (int, int, IReadOnlyList<CaseLine>)>();

    public async Task OnGetAsync() => Stages = await Sala.Cases.Finding.ByStage(By).ConfigureAwait(false);

    public string Headline => Stages.Values.Sum(s => s.Burning) is > 0 and var burning ? T.Say("cases.board_burning", ("count", N(burning)), ("total", N(Stages.Values.Sum(s => s.Count)))) : T.Say("cases.board_headline", ("total", N(Stages.Values.Sum(s => s.Count))));
}
