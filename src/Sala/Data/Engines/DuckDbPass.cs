using System.Data.Common;
using System.Numerics;
using DuckDB.NET.Data;
using Sala.Statistics;

namespace Sala.Data.Engines;

/// <summary>The pass over the rows of a CSV or Parquet file by DuckDB, in this process. Nothing is loaded: DuckDB reads the file and gives back sums.</summary>
/// <remarks>The engine may open this one file and nothing else: no network, no extension, no temporary file on the disk.</remarks>
internal static class DuckDbPass
{
    /// <summary>The sums of a file.</summary>
    /// <exception cref="DataException">As for the own pass, with row and column.</exception>
    public static PsuSums Read(string path, OnePassPlan plan)
    {
        var file = Path.GetFileName(path);
        var whole = Path.GetFullPath(path);
        if (!File.Exists(whole)) throw new DataException($"{file}: there is no such file. Nothing was computed.");
        if (whole.AsSpan().IndexOfAny("*?[\0") >= 0) throw new DataException($"{file}: DuckDB takes *, ? and [ in a path for a pattern. Rename the file or its folder. Nothing was computed.");
        var csv = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => true,
            ".PARQUET" => false,
            _ => throw new DataException($"{file}: DuckDB reads .csv and .parquet here. Nothing was computed."),
        };
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        try
        {
            Run(connection, $"""
                SET threads = {Math.Max(1, plan.Threads)}; SET temp_directory = ''; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;
                SET allowed_paths = [{Literal(whole)}]; SET enable_external_access = false; SET lock_configuration = true;
                """);
            var (source, columns) = csv ? Csv(whole, plan) : Parquet(connection, whole);
            return Sums(connection, new GroupQuery(plan, SqlEngine.DuckDb, source, columns), plan);
        }
        // What the engine says may quote the row: it stays unsaid, and the own pass finds the place.
        catch (DuckDBException) when (csv)
        {
            PsuSums.ReadCsv(path, plan);
            throw new DataException($"{file}: DuckDB cannot read this file, which the own pass can. Read it with the own pass. Nothing was computed.");
        }
        catch (DuckDBException)
        {
            throw new DataException($"{file}: this is no whole Parquet file. Write it anew. Nothing was computed.");
        }
    }

    // All cells as texts, as they stand in the file: 07 and 7 are two names.
    private static (string Source, IReadOnlyList<SqlColumn> Columns) Csv(string path, OnePassPlan plan)
    {
        var names = PsuSums.HeadingOfCsv(path, plan);
        var columns = string.Join(", ", names.Select((_, c) => $"'c{c}': 'VARCHAR'"));
        return ($"read_csv({Literal(path)}, header = true, auto_detect = false, columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"', nullstr = '', max_line_size = 1048576, strict_mode = true)",
            [.. names.Select(n => new SqlColumn(n, SqlKind.Text))]);
    }

    private static (string Source, IReadOnlyList<SqlColumn> Columns) Parquet(DuckDBConnection connection, string path)
    {
        var source = $"read_parquet({Literal(path)})";
        using var command = connection.CreateCommand();
        command.CommandText = $"DESCRIBE SELECT * FROM {source}";
        using var reader = command.ExecuteReader();
        var columns = new List<SqlColumn>();
        while (reader.Read())
            columns.Add(new SqlColumn(reader.GetString(0), reader.GetString(1) switch
            {
                "BOOLEAN" => SqlKind.Truth,
                "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" => SqlKind.Whole,
                "DOUBLE" => SqlKind.Floating,
                _ => SqlKind.Text,
            }));
        return (source, columns);
    }

    private static PsuSums Sums(DuckDBConnection connection, GroupQuery query, OnePassPlan plan)
    {
        var (groups, faulty) = (new List<SummedGroup>(), false);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = query.Sums;
            using var reader = command.ExecuteReader();
            while (!faulty && reader.Read()) faulty = !GroupReader.TryRead(reader, query, (r, at) => (Int128)r.GetFieldValue<BigInteger>(at), groups);
        }
        if (!faulty) return PsuSums.OfGroups(plan, groups);
        using var where = connection.CreateCommand();
        where.CommandText = query.Faults;
        using var first = where.ExecuteReader();
        throw GroupReader.Refusal(first, query);
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
