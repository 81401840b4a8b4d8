namespace Sala.Statistics;

/// <summary>What one pass over a file has to gather, in names of its columns.</summary>
public sealed record OnePassPlan
{
    /// <summary>The column of strata; null for none.</summary>
    public string? Stratum { get; init; }

    /// <summary>The column of PSUs.</summary>
    public required string Psu { get; init; }

    /// <summary>The column of weights.</summary>
    public required string Weight { get; init; }

    /// <summary>Columns whose combinations are the domains; empty for the whole alone.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Columns of numbers whose means are wanted; zeros and ones are fastest. Empty cells are missing.</summary>
    public required IReadOnlyList<string> Indicators { get; init; }

    /// <summary>Columns whose combinations are the cells that replicates are post-stratified to; empty for none.</summary>
    public IReadOnlyList<string> CalibrationCells { get; init; } = [];

    /// <summary>Number of rows that were announced; null where none was. A file with another number is refused.</summary>
    public long? Rows { get; init; }

    /// <summary>Threads; the machine's cores if left out.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The query by which a SQL engine makes the same sums out of a table: one row for each PSU, domain and calibration cell.</summary>
    /// <param name="table">The table, quoted by the caller if it has to be.</param>
    public string ToSql(string table)
    {
        static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        string[] keys = [.. Stratum is null ? [] : new[] { Stratum }, Psu, .. Domains, .. CalibrationCells];
        var groups = string.Join(", ", keys.Select(Quoted));
        var sums = string.Concat(Indicators.Select(i => $",\n  SUM({Quoted(Weight)} * {Quoted(i)}), SUM(CASE WHEN {Quoted(i)} IS NULL THEN {Quoted(Weight)} ELSE 0 END)"));
        return $"SELECT {groups},\n  COUNT(*), SUM({Quoted(Weight)}){sums}\nFROM {table}\nGROUP BY {groups}\nORDER BY {groups}";
    }
}
