using Sala.Agencies;
using Sala.Cases;
using Sala.Countries;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>The cases that open for this person, those that burn first.</summary>
[For(RoleGroups.Caseworkers)]
public sealed class CasesModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<CaseLine> Lines { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Units { get; private set; } = new Dictionary<RecordId, string>();
    public int Burning { get; private set; }

    public async Task OnGetAsync()
    {
        Lines = [.. (await Sala.Cases.Mine(By).ConfigureAwait(false)).Where(l => l.Into is null)];
        Burning = Lines.Count(Burns);
        Units = (await Sala.People.Units().ConfigureAwait(false)).ToDictionary(u => u.Id, u => u.Name);
    }

    public static bool Burns(CaseLine line) => line.Urgency != Urgency.Normal && line.Stage != CaseStage.Closed;

    public string Headline => Burning switch { 0 => T["cases.headline"], 1 => T["cases.headline_one"], _ => T.Say("cases.headline_burning", ("count", N(Burning))) };
}
