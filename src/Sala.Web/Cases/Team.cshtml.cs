using Sala.Agencies;
using Sala.Cases.Lists;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>What the people of a unit carry, for who leads or heads it.</summary>
[For(Roles.Lead | Roles.HeadOfUnit)]
public sealed class TeamModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<PersonLoad> People { get; private set; } = [];
    private IReadOnlyDictionary<RecordId, string> names = new Dictionary<RecordId, string>();

    public async Task OnGetAsync()
    {
        People = await Sala.Team.Of(By).ConfigureAwait(false);
        names = await Sala.People.Names().ConfigureAwait(false);
    }

    public string NameOf(PersonLoad load) => names.GetValueOrDefault(load.PersonId, T["staff.somebody"]);

    public string Headline => People.Where(p => p.Burning > 0).ToList() switch
    {
        { Count: 0 } => T["team.headline"],
        [var one] => T.Say("team.headline_one", ("name", NameOf(one))),
        var some => T.Say("team.headline_some", ("count", N(some.Count))),
    };
}
