using Npgsql;
using Sala.Statistics;
using IsolationLevel = System.Data.IsolationLevel;

namespace Sala.Data.Engines;

/// <summary>The pass over the rows of a table by PostgreSQL, which gives back sums. The table is read in one snapshot and never written.</summary>
internal static class PostgresPass
{
    /// <summary>The sums of a table.</summary>
    /// <param name="connection">A connection string. Passwords stand better in PGPASSFILE than in it.</param>
    /// <param name="table">A table or view, with its schema before a point where it needs one. It is quoted: no part of it runs.</param>
    /// <param name="plan">What to gather.</param>
    /// <exception cref="DataException">As for the own pass, with the column and, since a table has no order, the number of rows.</exception>
    public static PsuSums Read(string connection, string table, OnePassPlan plan)
    {
        try
        {
            using var database = new NpgsqlConnection(connection);
            database.Open();
            using var transaction = database.BeginTransaction(IsolationLevel.RepeatableRead);
            Run(transaction, "SET TRANSACTION READ ONLY");
            // A query of hundreds of sums is compiled for longer than it runs.
            Run(transaction, "SET LOCAL jit = off");
            return Sums(transaction, Quoted(table), plan);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new DataException("PostgreSQL has no table of this name that this account may see. Nothing was computed.");
        }
        // What the server says may quote a row: only its code is passed on.
        catch (PostgresException refused)
        {
            throw new DataException($"PostgreSQL refused the query (SQLSTATE {refused.SqlState}). Nothing was computed.");
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new DataException("PostgreSQL cannot be reached, or the connection is not written as \"Host=...;Database=...;Username=...\". Nothing was computed.");
        }
    }

    private static PsuSums Sums(NpgsqlTransaction transaction, string source, OnePassPlan plan)
    {
        var query = new GroupQuery(plan, SqlEngine.PostgreSql, source, Columns(transaction, source));
        var (groups, faulty) = (new List<SummedGroup>(), false);
        using (var command = Command(transaction, query.Sums))
        {
            using var reader = command.ExecuteReader();
            while (!faulty && reader.Read()) faulty = !GroupReader.TryRead(reader, query, (r, at) => (Int128)r.GetDecimal(at), groups);
        }
        if (!faulty) return PsuSums.OfGroups(plan, groups);
        using var where = Command(transaction, query.Faults);
        using var first = where.ExecuteReader();
        throw GroupReader.Refusal(first, query);
    }

    private static List<SqlColumn> Columns(NpgsqlTransaction transaction, string source)
    {
        using var command = Command(transaction, $"SELECT * FROM {source} LIMIT 0");
        using var reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(c => new SqlColumn(reader.GetName(c), reader.GetDataTypeName(c) switch
        {
            "boolean" => SqlKind.Truth,
            "smallint" or "integer" or "bigint" => SqlKind.Whole,
            "double precision" => SqlKind.Floating,
            _ => SqlKind.Text,
        }))];
    }

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql) => new(sql, transaction.Connection, transaction) { CommandTimeout = 0 };

    private static void Run(NpgsqlTransaction transaction, string sql)
    {
        using var command = Command(transaction, sql);
        command.ExecuteNonQuery();
    }

    private static string Quoted(string table) => string.Join('.', table.Split('.').Select(part => "\"" + part.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
}
