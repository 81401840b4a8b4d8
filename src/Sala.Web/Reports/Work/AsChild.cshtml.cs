using Sala.Agencies;
using Sala.Countries;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Reports.Work;

/// <summary>What the child sees who comes back with the code: the same words as on the child's own page.</summary>
[For(RoleGroups.Readers), NotCompressed]
public sealed class AsChildModel(Installation sala) : WorkPage(sala)
{
    public DeskReport Opened { get; private set; } = null!;

    /// <summary>The child's texts, in the language the child chose.</summary>
    public Texts Child { get; private set; } = null!;
    public Language ChildLanguage { get; private set; } = null!;

    public string Status => Opened.Row.State switch
    {
        ReportState.Received => Child["comeback.status_received"],
        ReportState.Read => Child["comeback.status_read"],
        ReportState.Closed => Child["comeback.status_closed"],
        _ => Child["comeback.status_working"],
    };

    public async Task OnGetAsync(RecordId id)
    {
        Opened = await Sala.Desk.Read(By, id).ConfigureAwait(false);
        ChildLanguage = Sala.Country.Find(Opened.Content.Language) ?? Sala.Country.Languages[0];
        Child = Sala.Country.Texts(ChildLanguage.Code);
    }
}
