using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Measuring;
using Sala.Surveys.Plans;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Surveys;

/// <summary>Bring the data of a survey, pick a plan; what was brought before.</summary>
[For(Roles.Statistician), NotCompressed, TakesDataFile]
public sealed class MeasureModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<PlanChoice> Plans { get; private set; } = [];

    /// <summary>Why other plans of the pack cannot be picked: file, line and column.</summary>
    public IReadOnlyList<string> PlansRefused { get; private set; } = [];
    public IReadOnlyList<MeasurementLine> Lines { get; private set; } = [];

    /// <summary>What is wrong with the file, with row and column; never a cell.</summary>
    public string Problem { get; private set; } = "";
    public string Picked { get; private set; } = "";

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        try
        {
            var form = await DataFileForm.Read(Request).ConfigureAwait(false);
            Picked = form.Fields.GetValueOrDefault("plan", "");
            var id = await Sala.Measurements.Bring(By, Picked, form.FileName, form.Content).ConfigureAwait(false);
            return SeeOther($"/work/measure/{id}");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, Load).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is DatasetException or PlanException or DataException)
        {
            Problem = problem.Message;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await Load().ConfigureAwait(false);
            return Page();
        }
    }

    public string Title(PlanChoice plan) => Language.Code == "th" ? plan.TitleTh : plan.TitleEn;

    public string Title(string file) => Plans.FirstOrDefault(p => p.File == file) is { } plan ? Title(plan) : file;

    private async Task Load()
    {
        (Plans, PlansRefused) = Sala.Measurements.Plans.All();
        Lines = await Sala.Measurements.Mine(By).ConfigureAwait(false);
    }
}
