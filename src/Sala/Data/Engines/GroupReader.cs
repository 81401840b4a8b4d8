using System.Data.Common;
using Sala.Statistics;

namespace Sala.Data.Engines;

/// <summary>Reads what an engine answered to a <see cref="GroupQuery"/>.</summary>
internal static class GroupReader
{
    /// <summary>Adds a row of sums; false where it holds cells that cannot be used.</summary>
    public static bool TryRead(DbDataReader reader, GroupQuery query, Func<DbDataReader, int, Int128> number, List<SummedGroup> groups)
    {
        if (reader.GetInt64(query.Keys + 1) > 0) return false;
        var keys = new string[query.Keys];
        for (var k = 0; k < keys.Length; k++) keys[k] = reader.GetString(k);
        var parts = new Int128[query.PartCount];
        for (var p = 0; p < parts.Length; p++) parts[p] = reader.IsDBNull(query.Keys + 2 + p) ? 0 : number(reader, query.Keys + 2 + p);
        groups.Add(new SummedGroup(keys, reader.GetInt64(query.Keys), parts));
        return true;
    }

    /// <summary>The refusal for the first cell that cannot be used.</summary>
    public static DataException Refusal(DbDataReader reader, GroupQuery query) =>
        reader.Read() ? query.Refusal(reader.GetInt32(0), reader.GetInt64(1), reader.IsDBNull(2) ? double.NaN : reader.GetDouble(2))
            : new DataException("the table changed while it was read. Nothing was computed.");
}
