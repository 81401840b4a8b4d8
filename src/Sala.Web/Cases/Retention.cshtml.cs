using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>A dry run of erasing: what goes when, by which rule, what a hold keeps; and the certificates of what went.</summary>
[For(Roles.Lead | Roles.Oversight), NotCompressed]
public sealed class RetentionModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<ClosedCase> Closed { get; private set; } = [];
    public IReadOnlyList<KeptCertificate> Certificates { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Units { get; private set; } = new Dictionary<RecordId, string>();
    public DateOnly Today => DateOnly.FromDateTime(Local(Sala.Clock.GetUtcNow()));

    /// <summary>The certificate that is asked for alone, to be printed; null for the whole page.</summary>
    public KeptCertificate? One { get; private set; }

    public async Task OnGetAsync(RecordId? id)
    {
        Certificates = await Sala.CaseRetention.Certificates(By).ConfigureAwait(false);
        Units = (await Sala.People.Units().ConfigureAwait(false)).ToDictionary(u => u.Id, u => u.Name);
        if (id is { } one) One = Certificates.FirstOrDefault(c => c.Certificate.Case == one) ?? throw new NotForYouException();
        else Closed = await Sala.CaseRetention.DryRun(By).ConfigureAwait(false);
    }

    public string UnitName(RecordId? unit) => unit is { } id ? Units.GetValueOrDefault(id, T["staff.a_unit"]) : T["staff.a_unit"];

    public string Headline => Closed.Count(c => c.Goes <= Today.AddDays(30)) switch { 0 => T["retention.headline"], 1 => T["retention.headline_one"], var soon => T.Say("retention.headline_soon", ("count", N(soon))) };
}
