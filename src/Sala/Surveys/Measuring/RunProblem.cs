using Sala.Agencies;
using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Measuring;

/// <summary>
/// Why a run came to nothing, in words that hold no cell. What was foreseen names file, row and column, or line and column of the plan. The library's own messages name units and values
/// for whoever has the file before them; here they are cells, so that only the kind of the matter is said. Of anything unforeseen the words could hold anything.
/// </summary>
internal static class RunProblem
{
    public static string In(Exception problem) => problem switch
    {
        DatasetException or PlanException or AlreadyDisclosedException or RefusedException => problem.Message,
        DataException => $"The design or an estimate of the plan cannot be carried out with these data ({problem.GetType().Name}). Run the same plan with ./sala estimate where the file is: it says more.",
        _ => $"It could not be finished ({problem.GetType().Name}).",
    };
}
