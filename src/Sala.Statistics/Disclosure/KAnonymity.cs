namespace Sala.Statistics.Disclosure;

/// <summary>How many rows of a file share each combination of what a neighbour could know (age, sex, region): the fewest is the file's k.</summary>
/// <remarks>Samarati (2001), IEEE Trans. Knowl. Data Eng. 13, 1010-1027; Sweeney (2002), Int. J. Uncertain. Fuzz. 10, 557-570.</remarks>
/// <param name="K">Size of the smallest class; 0 for a file without rows.</param>
/// <param name="Classes">Different combinations.</param>
/// <param name="UniqueRows">Rows that are alone in their class.</param>
/// <param name="RowsUnder">Rows in classes smaller than the minimum asked for.</param>
/// <param name="Rows">All rows.</param>
/// <param name="Alone">For each column, in the order given, how many rows would still be in classes smaller than the minimum if that column were
/// left out: the column whose removal helps most has the smallest number.</param>
public sealed record KAnonymity(int K, int Classes, int UniqueRows, int RowsUnder, int Rows, IReadOnlyList<int> Alone)
{
    /// <summary>The report of a file.</summary>
    /// <param name="columns">What a neighbour could know: columns of equal length, null being a value like any other.</param>
    /// <param name="minimum">Class size that counts as enough.</param>
    /// <exception cref="ArgumentException">No column, or columns of different length.</exception>
    public static KAnonymity Of(IReadOnlyList<IReadOnlyList<string?>> columns, int minimum)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0) throw new ArgumentException("No column was named.", nameof(columns));
        var rows = columns[0].Count;
        if (columns.Any(c => c.Count != rows)) throw new ArgumentException("The columns are not of one length.", nameof(columns));
        var sizes = Sizes(columns, rows);
        var alone = columns.Select((_, left) => Under(Sizes([.. columns.Where((_, i) => i != left)], rows), minimum)).ToList();
        return new KAnonymity(sizes.Count == 0 ? 0 : sizes.Min(), sizes.Count, sizes.Count(s => s == 1), Under(sizes, minimum), rows, alone);
    }

    private static int Under(List<int> sizes, int minimum) => sizes.Where(s => s < minimum).Sum();

    private static List<int> Sizes(IReadOnlyList<IReadOnlyList<string?>> columns, int rows)
    {
        var classOf = new int[rows];
        var classes = rows > 0 ? 1 : 0;
        foreach (var column in columns)
        {
            var next = new Dictionary<(int, string?), int>();
            for (var i = 0; i < rows; i++)
            {
                var key = (classOf[i], column[i]);
                if (!next.TryGetValue(key, out var number)) next[key] = number = next.Count;
                classOf[i] = number;
            }
            classes = next.Count;
        }
        var sizes = new int[classes];
        foreach (var c in classOf) sizes[c]++;
        return [.. sizes];
    }
}
