using Sala.Agencies;
using Sala.Links;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Links;

/// <summary>Which of this person's cases hang together by an account of the accused, and who asked.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class LinksModel(Installation sala) : WorkPage(sala)
{
    public LinkOverview Found { get; private set; } = null!;
    public LinkWords Words { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Pseudonyms { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<RunningLetter> Letters { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Found = await Sala.LinkedCases.Read(By).ConfigureAwait(false);
        Words = new LinkWords(T, await Sala.People.Names().ConfigureAwait(false), (await Sala.People.Units().ConfigureAwait(false)).ToDictionary(u => u.Id));
        Pseudonyms = (await Sala.Cases.Mine(By).ConfigureAwait(false)).ToDictionary(c => c.Id, c => c.Pseudonym);
        Letters = await Sala.Preserving.Running([.. Found.Investigated.Select(c => c.Id)]).ConfigureAwait(false);
    }

    public string Headline => Found.Notices.Count switch
    {
        0 when Found.Links.Count == 0 => T["links.headline"],
        0 => T.Say("links.headline_joined", ("count", N(Found.Links.Count))),
        1 => T["links.headline_asked_one"],
        _ => T.Say("links.headline_asked", ("count", N(Found.Notices.Count))),
    };

    public string Child(RecordId caseId) => Pseudonyms.GetValueOrDefault(caseId, T["links.a_case"]);

    public bool Reads(RecordId caseId) => Found.Investigated.Any(c => c.Id == caseId);
}
