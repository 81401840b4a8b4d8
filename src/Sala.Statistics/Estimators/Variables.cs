namespace Sala.Statistics;

/// <summary>The columns of numbers that variables stand for: a categorical variable is one 0/1 column for each of its levels.</summary>
internal sealed class Variables
{
    private Variables(IReadOnlyList<string> names, IReadOnlyList<double[]> columns, bool[]? complete)
    {
        Names = names;
        Columns = columns;
        Complete = complete;
    }

    public IReadOnlyList<string> Names { get; }
    public IReadOnlyList<double[]> Columns { get; }

    /// <summary>Rows with all values; null where all rows have them or missing values are not to be left out.</summary>
    public bool[]? Complete { get; }

    public static Variables Of(SurveyData data, IReadOnlyList<string> variables, bool leaveOutMissing)
    {
        var names = new List<string>();
        var columns = new List<double[]>();
        foreach (var variable in variables)
        {
            switch (data[variable])
            {
                case NumericColumn numeric:
                    names.Add(variable);
                    columns.Add(numeric.Array);
                    break;
                case CategoricalColumn categorical:
                    for (var level = 0; level < categorical.Levels.Count; level++)
                    {
                        names.Add(variable + categorical.Levels[level]);
                        columns.Add([.. categorical.Array.Select(c => c < 0 ? double.NaN : c == level ? 1 : 0)]);
                    }
                    break;
            }
        }
        return Of(names, columns, leaveOutMissing);
    }

    public static Variables Of(IReadOnlyList<string> names, IReadOnlyList<double[]> columns, bool leaveOutMissing)
    {
        if (!leaveOutMissing) return new Variables(names, columns, null);
        bool[]? complete = null;
        foreach (var column in columns)
            for (var i = 0; i < column.Length; i++)
            {
                if (!double.IsNaN(column[i])) continue;
                if (complete is null)
                {
                    complete = new bool[column.Length];
                    Array.Fill(complete, true);
                }
                complete[i] = false;
            }
        if (complete is null) return new Variables(names, columns, null);
        // A row that is left out must not poison the sums with its NaN.
        var cleaned = columns.Select(c => c.Select((v, i) => complete[i] ? v : 0).ToArray()).ToList();
        return new Variables(names, cleaned, complete);
    }
}
