using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Known numbers of people, read from a file that stands beside the plan.</summary>
internal static class PopulationFile
{
    /// <summary>A table: a column for each variable, and <c>people</c>.</summary>
    /// <exception cref="DatasetException">A column is missing, or a cell is empty or no number.</exception>
    public static PopulationCells Cells(string folder, PlanMargin margin)
    {
        var data = Dataset.Read(Path.Combine(folder, margin.Totals.File));
        var by = margin.By.Select(b => Column(data, b)).ToList();
        return new PopulationCells(margin.By, [.. Enumerable.Range(0, data.Rows).Select(row => ((IReadOnlyList<string>)[.. by.Select(b => Text(data, b, row))], Number(data, "people", row)))]);
    }

    /// <summary>Totals of the columns of a calibration: a column <c>name</c>, as R names them, and <c>total</c>.</summary>
    /// <exception cref="DatasetException">A column is missing, a cell is empty or no number, or a name stands twice.</exception>
    public static IReadOnlyDictionary<string, double> Totals(string folder, PlanTotals of)
    {
        var data = Dataset.Read(Path.Combine(folder, of.File));
        var names = Column(data, "name");
        var totals = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var row = 0; row < data.Rows; row++)
            if (!totals.TryAdd(Text(data, names, row), Number(data, "total", row))) throw new DatasetException(data.File, Dataset.FileRow(row), "name", "this name stands twice. Nothing was done.");
        return totals;
    }

    private static Variable Column(Dataset data, string name) => data.Find(name) ?? throw new DatasetException(data.File, 1, name, "there is no such column. Nothing was done.");

    private static string Text(Dataset data, Variable variable, int row) => variable[row] ?? throw new DatasetException(data.File, Dataset.FileRow(row), variable.Name, "the cell is empty. Nothing was done.");

    private static double Number(Dataset data, string name, int row)
    {
        var number = Column(data, name).Number(row);
        return double.IsNaN(number) ? throw new DatasetException(data.File, Dataset.FileRow(row), name, "a number is needed. Nothing was done.") : number;
    }
}
