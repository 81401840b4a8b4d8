using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Sala.Data;

namespace Sala.Measuring;

/// <summary>
/// Rows of the model's own entities, written past the deeds as no hand could: one prepared statement a table on SQLite, COPY on PostgreSQL. Names, columns and conversions are those of
/// <see cref="SalaData"/>, so what is written reads back as what the program writes.
/// </summary>
internal sealed class BulkRows(Store store)
{
    private readonly Dictionary<Type, List<object>> waiting = [];

    public void Add(object row)
    {
        if (!waiting.TryGetValue(row.GetType(), out var rows)) waiting.Add(row.GetType(), rows = []);
        rows.Add(row);
    }

    /// <summary>Writes what waits, in one transaction, and forgets it.</summary>
    public void Write()
    {
        using var data = store.Read();
        using var connection = store.OpenConnection();
        using var transaction = connection.BeginTransaction();
        foreach (var (type, rows) in waiting)
        {
            var entity = data.Model.FindEntityType(type) ?? throw new InvalidOperationException($"{type.Name} is no table.");
            var properties = entity.GetProperties().ToArray();
            if (connection is NpgsqlConnection postgres) Copy(postgres, entity, properties, rows);
            else Insert(connection, transaction, entity, properties, rows);
            rows.Clear();
        }
        transaction.Commit();
    }

    /// <summary>Lets the store look at how its tables are filled now.</summary>
    public void Analyse()
    {
        using var connection = store.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "ANALYZE";
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private static string Columns(IEnumerable<IProperty> properties) => string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""));

    private static object? Value(IProperty property, object row)
    {
        var value = property.PropertyInfo!.GetValue(row);
        return property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    private static void Copy(NpgsqlConnection connection, IEntityType entity, IProperty[] properties, List<object> rows)
    {
        using var copy = connection.BeginBinaryImport($"COPY {entity.GetTableName()} ({Columns(properties)}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            copy.StartRow();
            foreach (var property in properties)
            {
                var value = Value(property, row);
                if (value is null) copy.WriteNull();
                else copy.Write(value, property.GetColumnType());
            }
        }
        copy.Complete();
    }

    private static void Insert(DbConnection connection, DbTransaction transaction, IEntityType entity, IProperty[] properties, List<object> rows)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {entity.GetTableName()} ({Columns(properties)}) VALUES ({string.Join(", ", properties.Select((_, i) => $"@p{i}"))})";
        var parameters = properties.Select((_, i) =>
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
            return parameter;
        }).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < properties.Length; i++) parameters[i].Value = Value(properties[i], row) ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }
}
