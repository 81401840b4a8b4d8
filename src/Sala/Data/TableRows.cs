using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Sala.Data;

/// <summary>
/// Rows of a table in a form that both stores give and take: a number, bytes, a text, or nothing. A flag is 0 or 1, a day its text, a list its JSON.
/// </summary>
internal static class TableRows
{
    /// <summary>Every row, in the order of the primary key: an order that ids drawn at random give, not that of sending.</summary>
    public static async IAsyncEnumerable<object?[]> Read(DbConnection connection, DbTransaction? transaction, Table table)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => Quoted(c.Name)))} FROM {Quoted(table.Name)} ORDER BY {string.Join(", ", table.Key.Select(Quoted))}";
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var row = new object?[table.Columns.Count];
            for (var i = 0; i < row.Length; i++) row[i] = Neutral(reader.GetValue(i));
            yield return row;
        }
    }

    /// <summary>A command that adds one row whose values are set by <see cref="Add"/>.</summary>
    public static DbCommand Adding(DbConnection connection, DbTransaction transaction, Table table, IReadOnlyList<string> columns)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {Quoted(table.Name)} ({string.Join(", ", columns.Select(Quoted))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < columns.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="kinds">What the store's own columns hold, in the order of the values.</param>
    public static Task Add(DbCommand command, IReadOnlyList<ColumnKind> kinds, IReadOnlyList<object?> row)
    {
        for (var i = 0; i < kinds.Count; i++) command.Parameters[i].Value = Stored(kinds[i], row[i]);
        return command.ExecuteNonQueryAsync();
    }

    private static object? Neutral(object value) => value switch
    {
        DBNull => null,
        bool flag => flag ? 1L : 0L,
        int number => (long)number,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string[] list => JsonSerializer.Serialize(list),
        long or string or byte[] => value,
        _ => throw new NotSupportedException($"A value of the type {value.GetType().Name} cannot be backed up yet."),
    };

    private static object Stored(ColumnKind kind, object? value) => (kind, value) switch
    {
        (_, null) => DBNull.Value,
        (ColumnKind.Flag, long number) => number != 0,
        (ColumnKind.Day, string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        (ColumnKind.List, string list) => JsonSerializer.Deserialize<string[]>(list)!,
        _ => value,
    };

    private static string Quoted(string name) => $"\"{name}\"";
}
