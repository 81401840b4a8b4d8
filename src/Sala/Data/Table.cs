using System.Data.Common;

namespace Sala.Data;

/// <summary>What a column holds, whichever store it is in.</summary>
internal enum ColumnKind
{
    Number,
    Bytes,
    Text,

    /// <summary>Yes or no; SQLite keeps a number.</summary>
    Flag,

    /// <summary>A day; SQLite keeps it as its text, year first.</summary>
    Day,

    /// <summary>Several texts; SQLite keeps them as one text of JSON.</summary>
    List,
}

/// <summary>A column as the database has it.</summary>
internal sealed record Column(string Name, ColumnKind Kind);

/// <summary>
/// A table as the database has it at this moment, not as the program's model would have it: a backup made before a migration reads the tables of the
/// version before.
/// </summary>
/// <param name="Key">The columns of its primary key, in order.</param>
/// <param name="PointsElsewhere">It has a foreign key: other tables are filled first.</param>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key, bool PointsElsewhere)
{
    /// <summary>All tables, those first that others point to.</summary>
    public static async Task<IReadOnlyList<Table>> All(DbConnection connection, bool sqlite)
    {
        var names = await Read(connection, sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE \"C\"",
            row => row.GetString(0)).ConfigureAwait(false);
        var tables = new List<Table>();
        foreach (var name in names.Where(name => !name.StartsWith("__", StringComparison.Ordinal)))
            tables.Add(sqlite ? await OfSqlite(connection, name).ConfigureAwait(false) : await OfPostgres(connection, name).ConfigureAwait(false));
        return [.. tables.OrderBy(t => t.PointsElsewhere)];
    }

    private static async Task<Table> OfSqlite(DbConnection connection, string name)
    {
        var columns = await Read(connection, $"SELECT name, type, pk FROM pragma_table_info('{name}') ORDER BY cid", row => (Name: row.GetString(0), Type: row.GetString(1), Key: row.GetInt32(2))).ConfigureAwait(false);
        var pointsElsewhere = await Read(connection, $"SELECT 1 FROM pragma_foreign_key_list('{name}') LIMIT 1", _ => true).ConfigureAwait(false);
        return new Table(name, [.. columns.Select(c => new Column(c.Name, KindOf(c.Type)))], [.. columns.Where(c => c.Key > 0).OrderBy(c => c.Key).Select(c => c.Name)], pointsElsewhere.Count > 0);
    }

    private static async Task<Table> OfPostgres(DbConnection connection, string name)
    {
        var columns = await Read(connection, $"SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{name}' ORDER BY ordinal_position",
            row => new Column(row.GetString(0), KindOf(row.GetString(1)))).ConfigureAwait(false);
        var key = await Read(connection, $"""
            SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE i.indrelid = '"{name}"'::regclass AND i.indisprimary ORDER BY k.place
            """, row => row.GetString(0)).ConfigureAwait(false);
        var pointsElsewhere = await Read(connection, $"SELECT 1 FROM pg_constraint WHERE conrelid = '\"{name}\"'::regclass AND contype = 'f' LIMIT 1", _ => true).ConfigureAwait(false);
        return new Table(name, columns, key, pointsElsewhere.Count > 0);
    }

    private static ColumnKind KindOf(string type) => type.ToLowerInvariant() switch
    {
        "integer" or "bigint" => ColumnKind.Number,
        "blob" or "bytea" => ColumnKind.Bytes,
        "text" => ColumnKind.Text,
        "boolean" => ColumnKind.Flag,
        "date" => ColumnKind.Day,
        "array" => ColumnKind.List,
        _ => throw new NotSupportedException($"A column of the type {type} cannot be backed up yet: say in Data/Table.cs how it is read."),
    };

    private static async Task<List<T>> Read<T>(DbConnection connection, string sql, Func<DbDataReader, T> row)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync().ConfigureAwait(false)) rows.Add(row(reader));
        return rows;
    }
}
