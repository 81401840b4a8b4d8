using System.Data.Common;
using Sala.Vault;

namespace Sala.Data;

/// <summary>The statements of one group commit: prepared once, run many times.</summary>
public sealed class Writing : IDisposable
{
    private readonly DbConnection connection;
    private readonly Dictionary<string, DbCommand> commands = [];
    private readonly SortedSet<int> buckets = [];

    internal Writing(DbConnection connection) => this.connection = connection;

    internal DbTransaction? Transaction { get; set; }

    /// <summary>Runs a statement whose parameters are named @p0, @p1 … in order.</summary>
    /// <returns>The number of rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object> values)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }
            commands.Add(sql, command);
        }
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] is RecordId id ? id.ToByteArray() : values[i];
        return command.ExecuteNonQuery();
    }

    /// <summary>Says that a report changed, so that other processes read it again.</summary>
    public void Changed(RecordId report) => buckets.Add(ChangeBucket.Of(report));

    /// <summary>Counts the changes of this batch.</summary>
    /// <returns>The buckets that moved on by one.</returns>
    internal IReadOnlyCollection<int> CommitBuckets()
    {
        int[] moved = [.. buckets];
        foreach (var bucket in moved) Execute("UPDATE change_bucket SET number = number + 1 WHERE bucket = @p0", bucket);
        buckets.Clear();
        return moved;
    }

    public void Dispose()
    {
        foreach (var command in commands.Values) command.Dispose();
    }
}
