using Microsoft.EntityFrameworkCore;

namespace Sala.Data;

/// <summary>
/// Where a row lies in the file shows when it was written: within a page SQLite puts each new row before the last one, and PostgreSQL's heap is in the order of
/// writing. So the rows that reporters caused on a day are written anew, once it has closed, in the order of their random ids (promise 2).
/// </summary>
internal static class WrittenAnew
{
    /// <summary>Rows of one part are changed in one short transaction, for which writers wait.</summary>
    private const int Parts = 16;

    private static readonly (string Table, string Key, string Order)[] Tables =
        [("report", "id", "id"), ("message", "report_id", "report_id, id"), ("reporter_deed", "id", "id")];

    /// <summary>Writes the rows of a day anew. May be repeated.</summary>
    public static async Task Day(Store store, int day)
    {
        foreach (var (table, key, order) in Tables)
        {
            for (var part = 0; part < Parts; part++)
            {
                var (from, to) = (Bound(part, 0x00), Bound(part, 0xFF));
                await store.Keep(data => Part(data, table, key, order, day, from, to)).ConfigureAwait(false);
            }
        }
    }

    private static async Task Part(SalaData data, string table, string key, string order, int day, byte[] from, byte[] to)
    {
        var rows = $"FROM {table} WHERE day = {{0}} AND {key} >= {{1}} AND {key} <= {{2}}";
        string[] statements = data is PostgresData
            // A writer that waited for one of the rows would find it gone; one that waits for the table finds it written anew.
            ? [$"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE", $"WITH gone AS (DELETE {rows} RETURNING *) INSERT INTO {table} SELECT * FROM gone ORDER BY {order}"]
            : [$"CREATE TEMP TABLE anew AS SELECT * {rows}", $"DELETE {rows}", $"INSERT INTO {table} SELECT * FROM temp.anew ORDER BY {order}", "DROP TABLE temp.anew"];
        foreach (var sql in statements) await data.Database.ExecuteSqlRawAsync(sql, day, from, to).ConfigureAwait(false);
    }

    private static byte[] Bound(int part, byte rest)
    {
        var bound = new byte[16];
        bound.AsSpan().Fill(rest);
        bound[0] = (byte)(part * (256 / Parts) + rest % (256 / Parts));
        return bound;
    }
}
