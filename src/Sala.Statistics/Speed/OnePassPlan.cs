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
}
