using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Surveys.Measuring;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Surveys;

/// <summary>One measurement: how far the run is, what came of it, its report and its files.</summary>
[For(Roles.Statistician), NotCompressed]
public sealed class MeasuredModel(Installation sala) : WorkPage(sala)
{
    /// <summary>The report carries its own style and nothing else: no script, nothing from elsewhere.</summary>
    private const string ReportPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".csv"] = "text/csv; charset=utf-8", [".parquet"] = "application/vnd.apache.parquet", [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pdf"] = "application/pdf", [".xml"] = "application/xml", [".R"] = "text/plain; charset=utf-8", [".html"] = "text/html; charset=utf-8",
    };

    public MeasurementView Seen { get; private set; } = null!;
    public IReadOnlyList<PlanChoice> Plans { get; private set; } = [];

    [BindProperty] public string? Plan { get; set; }

    public Task OnGetAsync(RecordId id) => Load(id);

    public async Task<IActionResult> OnGetReportAsync(RecordId id)
    {
        var report = await Sala.Measurements.File(By, id, "report.html").ConfigureAwait(false);
        Response.Headers.ContentSecurityPolicy = ReportPolicy;
        return File(report, Types[".html"]);
    }

    public async Task<IActionResult> OnGetFileAsync(RecordId id, string? name)
    {
        var content = await Sala.Measurements.File(By, id, name ?? "").ConfigureAwait(false);
        return File(content, Types.GetValueOrDefault(Path.GetExtension(name ?? ""), "application/octet-stream"), name);
    }

    public Task<IActionResult> OnPostRunAsync(RecordId id) => Do(() => Sala.Measurements.Begin(By, id, Plan ?? ""), $"/work/measure/{id}", () => Load(id));

    public Task<IActionResult> OnPostStopAsync(RecordId id) => Do(() => Sala.Measurements.Stop(By, id), $"/work/measure/{id}", () => Load(id));

    public Task<IActionResult> OnPostRemoveAsync(RecordId id) => Do(() => Sala.Measurements.Remove(By, id), "/work/measure?done=measurement-removed", () => Load(id));

    public string Title(PlanChoice plan) => Language.Code == "th" ? plan.TitleTh : plan.TitleEn;

    private async Task Load(RecordId id)
    {
        Seen = await Sala.Measurements.Look(By, id).ConfigureAwait(false);
        (Plans, _) = Sala.Measurements.Plans.All();
        Plan ??= Seen.Plan;
        // Without script the page asks for itself again while the run goes on.
        if (Seen is { State: MeasurementState.Running, CutOff: false }) Response.Headers["Refresh"] = "3";
    }
}
