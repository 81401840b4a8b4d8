namespace Sala.Surveys.Datasets;

/// <summary>A data file that cannot be read. The message names file, row and column, and never what stands in a cell.</summary>
public sealed class DatasetException : Exception
{
    public DatasetException(string file, string matter) : base($"{file}: {matter}") { }

    /// <param name="file">Name of the file.</param>
    /// <param name="row">Line or row as a spreadsheet counts: the heading is 1.</param>
    /// <param name="column">Name of the column; null where the whole row is meant.</param>
    /// <param name="matter">What is wrong and what to do.</param>
    public DatasetException(string file, long row, string? column, string matter) : base($"{file}, row {row}{(column is null ? "" : $", column {column}")}: {matter}") { }
}
