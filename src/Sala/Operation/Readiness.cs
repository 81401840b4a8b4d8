using Sala.Audit;

namespace Sala.Operation;

/// <summary>Whether the program can do its work at this moment.</summary>
/// <param name="Database">It answers, and holds an audit trail.</param>
/// <param name="Units">At least one unit takes reports; without one children see the numbers alone.</param>
public sealed record Readiness(bool Database, bool Units)
{
    public bool CanServe => Database;

    /// <summary>Asks the database as a request would.</summary>
    public static async Task<Readiness> Of(Installation sala)
    {
        try
        {
            await using var data = sala.Store.Read();
            _ = await AuditAnchor.Of(data).ConfigureAwait(false);
            return new(true, (await sala.Intake.Ready().ConfigureAwait(false)).Count > 0);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
        {
            return new(false, false);
        }
    }

    public override string ToString() => $"database: {(Database ? "reachable" : "unreachable")}\nboard: loaded\nunits: {(Units ? "ready" : "none")}\n";
}
