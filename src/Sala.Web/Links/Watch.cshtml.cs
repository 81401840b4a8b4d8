using Sala.Agencies;
using Sala.Links;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Links;

/// <summary>How many accounts each person looked up, by day: for oversight.</summary>
[For(Roles.Oversight)]
public sealed class WatchModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<LookUpCount> Counts { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    public async Task OnGetAsync()
    {
        Counts = await Sala.LookUps.Counts(By).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
    }

    public string Headline => Counts.Count(c => c.Unusual) switch { 0 => T["watch.headline"], 1 => T["watch.headline_one"], var many => T.Say("watch.headline_many", ("count", N(many))) };
}
