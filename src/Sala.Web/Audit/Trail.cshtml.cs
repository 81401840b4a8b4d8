using System.Text;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Audit;
using Sala.Operation;
using Sala.Oversight;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Audit;

/// <summary>The audit trail: oversight sees all of it, heads and leads what was done on behalf of their units.</summary>
[For(Roles.Oversight | Roles.Lead | Roles.HeadOfUnit)]
public sealed class TrailModel(Installation sala) : WorkPage(sala)
{
    public AuditFilter Filter { get; private set; } = new();
    public AuditPage Found { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyList<Unit> Units { get; private set; } = [];
    public AuditVerdict? Verdict { get; private set; }

    [BindProperty] public string? Anchor { get; set; }

    public bool Oversees => By.Has(Roles.Oversight);

    public Task OnGetAsync(RecordId? person, RecordId? unit, RecordId? subject, string? deed, bool refused)
    {
        Filter = new AuditFilter(person, unit, subject, deed, refused);
        return Load();
    }

    public async Task<IActionResult> OnPostVerifyAsync()
    {
        try
        {
            Verdict = await Sala.AuditBook.Verify(By, string.IsNullOrWhiteSpace(Anchor) ? null : AuditAnchor.Parse(Anchor)).ConfigureAwait(false);
        }
        catch (FormatException)
        {
            Refuse(new RefusedException("audit.anchor", "This is no audit anchor. Nothing was checked."));
        }
        await Load().ConfigureAwait(false);
        return Page();
    }

    public async Task<IActionResult> OnPostExportAsync()
    {
        try
        {
            var anchor = await Sala.AuditBook.Export(By).ConfigureAwait(false);
            return File(Encoding.UTF8.GetBytes($"{anchor}\n"), "text/plain; charset=utf-8", $"sala-audit-anchor-{anchor.Number}.txt");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, Load).ConfigureAwait(false);
        }
    }

    public string DeedInWords(string deed) => T.Keys.Contains($"deeds.{deed}") ? T[$"deeds.{deed}"] : deed;

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    public string UnitName(RecordId unit) => Units.FirstOrDefault(u => u.Id == unit)?.Name ?? T["staff.a_unit"];

    /// <summary>What it was done to: a person or a unit by name, anything else by its number.</summary>
    public string SubjectOf(AuditEntry entry) =>
        entry.Subject is not { } id ? "" : Names.TryGetValue(id, out var person) ? person : Units.FirstOrDefault(u => u.Id == id)?.Name ?? Inbox.NumberOf(id);

    /// <summary>A detail that is an id stands as the name behind it.</summary>
    public string DetailOf(AuditEntry entry) =>
        T.Keys.Contains($"through.{entry.Detail}") ? T[$"through.{entry.Detail}"] : RecordId.TryParse(entry.Detail, out var id) ? Names.GetValueOrDefault(id) ?? Units.FirstOrDefault(u => u.Id == id)?.Name ?? entry.Detail : entry.Detail;

    public string With(string key, string value)
    {
        var pairs = Request.Query.Where(q => q.Key != key && q.Key is not ("page" or "language" or "done") && q.Value.ToString().Length > 0).ToDictionary(q => q.Key, q => q.Value.ToString());
        if (value.Length > 0) pairs[key] = value;
        return "/work/audit" + QueryString.Create(pairs!);
    }

    private async Task Load()
    {
        Found = await Sala.AuditBook.Page(By, Filter, AskedPage).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
        Units = await Sala.People.Units().ConfigureAwait(false);
    }
}
