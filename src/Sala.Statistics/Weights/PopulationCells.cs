namespace Sala.Statistics;

/// <summary>Known numbers of people: a count for each combination of levels of some variables.</summary>
public sealed class PopulationCells
{
    /// <summary>A table of the population.</summary>
    /// <param name="variables">Variables of the data.</param>
    /// <param name="cells">For each cell its level of each variable and the number of people in it.</param>
    /// <exception cref="DataException">A cell has not one level for each variable, is named twice, or its count is negative or no number.</exception>
    public PopulationCells(IReadOnlyList<string> variables, IReadOnlyList<(IReadOnlyList<string> Levels, double People)> cells)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (levels, people) in cells)
        {
            var name = Name(variables, levels);
            if (levels.Count != variables.Count || !seen.Add(name)) throw new DataException(Messages.PopulationCell(name));
            if (!double.IsFinite(people) || people < 0) throw new DataException(Messages.PopulationCount(name, people));
        }
        Variables = variables;
        Cells = cells;
    }

    /// <summary>The variables that cells are made of.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The cells.</summary>
    public IReadOnlyList<(IReadOnlyList<string> Levels, double People)> Cells { get; }

    internal static string Name(IReadOnlyList<string> variables, IReadOnlyList<string> levels) =>
        string.Join(", ", levels.Select((l, i) => i < variables.Count ? $"{variables[i]} {l}" : l));

    /// <summary>For each row the index of its cell; cells without a row are left out where that is allowed.</summary>
    internal int[] CellOfRow(SurveyData data, double[] weights, bool partial)
    {
        var columns = Variables.Select(data.Categorical).ToArray();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var c = 0; c < Cells.Count; c++) index[string.Join('\u001f', Cells[c].Levels)] = c;
        var cells = new int[data.Rows];
        var found = new bool[Cells.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            for (var v = 0; v < columns.Length; v++)
                if (columns[v].Array[i] < 0) throw new DesignException(Messages.MissingCalibrationVariable(Variables[v], i));
            var levels = columns.Select(c => c.Levels[c.Array[i]]).ToArray();
            if (!index.TryGetValue(string.Join('\u001f', levels), out var cell) || Cells[cell].People == 0)
            {
                if (weights[i] != 0) throw new CalibrationException(Messages.CellMissingInPopulation(Name(Variables, levels)));
                cell = -1;
            }
            cells[i] = cell;
            if (cell >= 0 && weights[i] != 0) found[cell] = true;
        }
        for (var c = 0; c < found.Length && !partial; c++)
            if (!found[c] && Cells[c].People > 0) throw new CalibrationException(Messages.CellMissingInSample(Name(Variables, Cells[c].Levels)));
        return cells;
    }

    internal double[] People => [.. Cells.Select(c => c.People)];
}
