using System.Globalization;

namespace Sala.Statistics;

/// <summary>Variables of the same rows: one row a person asked.</summary>
public sealed class SurveyData
{
    private readonly Dictionary<string, Column> byName = new(StringComparer.Ordinal);

    /// <summary>Data of these columns.</summary>
    /// <exception cref="DataException">Columns differ in length, or two have one name.</exception>
    public SurveyData(IEnumerable<Column> columns)
    {
        var list = columns.ToList();
        foreach (var column in list)
        {
            if (column.Rows != list[0].Rows) throw new DataException(Messages.UnequalLengths(list[0], column));
            if (!byName.TryAdd(column.Name, column)) throw new DataException(Messages.TwoColumns(column.Name));
        }
        Columns = list;
        Rows = list.Count == 0 ? 0 : list[0].Rows;
    }

    /// <summary>All variables, in the order of the file.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Whether there is such a variable.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The variable of that name.</summary>
    /// <exception cref="DataException">There is none; the message names the nearest.</exception>
    public Column this[string name] => byName.TryGetValue(name, out var column) ? column : throw new DataException(Messages.UnknownColumn(name, Columns));

    /// <summary>The same data with one variable more, or one replaced.</summary>
    public SurveyData With(Column column) => new(Columns.Where(c => c.Name != column.Name).Append(column));

    /// <summary>Some of the rows, in the order given. For a part of the population take a domain of the design instead: rows that are gone carry no variance.</summary>
    public SurveyData Take(IReadOnlyList<int> rows) => new(Columns.Select(c => c switch
    {
        NumericColumn numeric => (Column)new NumericColumn(c.Name, [.. rows.Select(r => numeric.Array[r])]),
        CategoricalColumn categorical => new CategoricalColumn(c.Name, [.. rows.Select(r => categorical.Array[r])], categorical.Levels),
        _ => c,
    }));

    /// <summary>A variable as numbers; a categorical one whose levels are all numbers is read as those.</summary>
    /// <exception cref="DataException">The variable is unknown or holds texts that are no numbers.</exception>
    public NumericColumn Numeric(string name)
    {
        switch (this[name])
        {
            case NumericColumn numeric: return numeric;
            case CategoricalColumn categorical:
                var levels = new double[categorical.Levels.Count];
                for (var i = 0; i < levels.Length; i++)
                    if (!double.TryParse(categorical.Levels[i], NumberStyles.Float, CultureInfo.InvariantCulture, out levels[i]))
                        throw new DataException(Messages.NotNumeric(name, categorical.Levels[i]));
                var codes = categorical.Array;
                return new NumericColumn(name, [.. codes.Select(c => c < 0 ? double.NaN : levels[c])]);
            default: throw new DataException(Messages.NotNumeric(name, ""));
        }
    }

    /// <summary>A variable as levels; numbers become levels in the order of their size.</summary>
    public CategoricalColumn Categorical(string name)
    {
        switch (this[name])
        {
            case CategoricalColumn categorical: return categorical;
            case NumericColumn numeric:
                var distinct = numeric.Array.Where(v => !double.IsNaN(v)).Distinct().Order().ToArray();
                var codes = new int[Rows];
                for (var i = 0; i < Rows; i++) codes[i] = double.IsNaN(numeric.Array[i]) ? -1 : Array.BinarySearch(distinct, numeric.Array[i]);
                return new CategoricalColumn(name, codes, [.. distinct.Select(v => v.ToString("R", CultureInfo.InvariantCulture))]);
            default: throw new DataException(Messages.UnknownColumn(name, Columns));
        }
    }
}
