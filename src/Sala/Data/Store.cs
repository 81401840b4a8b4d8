using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Sala.Audit;
using Sala.Vault;

namespace Sala.Data;

/// <summary>The database: SQLite on one machine, PostgreSQL for several. Only this folder knows which.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly Func<SalaData> context;
    private readonly Func<DbConnection> connection;
    private readonly SecretKey directoryKey;
    private readonly TimeProvider clock;

    private Store(Func<SalaData> context, Func<DbConnection> connection, SecretKey directoryKey, TimeProvider clock, string? path)
    {
        (this.context, this.connection, this.directoryKey, this.clock, SqlitePath) = (context, connection, directoryKey, clock, path);
        Writer = new GroupCommit(OpenConnection, CountOwn);
    }

    /// <summary>The file, where the store is one.</summary>
    public string? SqlitePath { get; }

    /// <summary>Writes of reporters: many small ones, one commit.</summary>
    public GroupCommit Writer { get; }

    private readonly long[] own = new long[ChangeBucket.Count];

    /// <summary>How often this process itself moved a bucket on: what is beyond that, others did.</summary>
    internal long OwnChanges(int bucket) => Interlocked.Read(ref own[bucket]);

    private void CountOwn(IReadOnlyCollection<int> moved)
    {
        foreach (var bucket in moved) Interlocked.Increment(ref own[bucket]);
    }

    /// <summary>Raised after a commit with the reports that it changed.</summary>
    public event Action<IReadOnlyCollection<RecordId>>? Changed;

    public static Store Sqlite(string path, HostRing ring, TimeProvider clock)
    {
        SqliteData.CreateFile(path);
        var options = SqliteData.OptionsFor(path);
        return new Store(() => new SqliteData(options), () => new SqliteConnection(SqliteData.ConnectionString(path)), ring.DirectoryKey, clock, path);
    }

    public static Store Postgres(string connectionString, HostRing ring, TimeProvider clock)
    {
        var options = PostgresData.OptionsFor(connectionString);
        return new Store(() => new PostgresData(options), () => new NpgsqlConnection(connectionString), ring.DirectoryKey, clock, null);
    }

    /// <summary>A context for reading. Changes go through <see cref="Change{T}"/>.</summary>
    public SalaData Read()
    {
        var data = context();
        data.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return data;
    }

    /// <summary>Makes or brings up to date the tables.</summary>
    public async Task Migrate()
    {
        await using var data = context();
        await data.Database.MigrateAsync().ConfigureAwait(false);
        if (!await data.AuditHeads.AnyAsync().ConfigureAwait(false))
        {
            data.AuditHeads.Add(new AuditHead { Number = 0, Hash = AuditTrail.Beginning });
            for (var bucket = 0; bucket < ChangeBucket.Count; bucket++) data.ChangeBuckets.Add(new ChangeBucket { Bucket = bucket, Number = 0 });
            await data.SaveChangesAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the tables as they were after a migration, in a database that has none: what a backup of that version is read into.</summary>
    /// <exception cref="KeyNotFoundException">This program knows no such migration: the backup is of a newer one.</exception>
    internal async Task MigrateTo(string schema)
    {
        await using var data = context();
        var migration = data.Database.GetMigrations().SingleOrDefault(m => m.EndsWith("_" + schema, StringComparison.Ordinal)) ?? throw new KeyNotFoundException();
        await data.Database.GetService<IMigrator>().MigrateAsync(migration).ConfigureAwait(false);
    }

    /// <summary>The newest migration that was made here, the same name in both stores; null where there are no tables.</summary>
    internal async Task<string?> Schema()
    {
        await using var data = context();
        return (await data.Database.GetAppliedMigrationsAsync().ConfigureAwait(false)).LastOrDefault() is { } last ? last[(last.IndexOf('_', StringComparison.Ordinal) + 1)..] : null;
    }

    /// <summary>Sees one moment, for as long as it is read and whatever others write meanwhile; nobody waits for it.</summary>
    internal async Task<(DbConnection Connection, DbTransaction Transaction)> Snapshot()
    {
        var open = connection();
        await open.OpenAsync().ConfigureAwait(false);
        if (open is SqliteConnection file)
        {
            SqliteData.Prepare(file);
            return (file, file.BeginTransaction(deferred: true));
        }
        return (open, await open.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead).ConfigureAwait(false));
    }

    /// <summary>The tables as they are.</summary>
    internal Task<IReadOnlyList<Table>> Tables(DbConnection open) => Table.All(open, SqlitePath is not null);

    /// <summary>Whether a migration was not made here yet.</summary>
    internal async Task<bool> Lacks(string migration)
    {
        await using var data = context();
        return (await data.Database.GetPendingMigrationsAsync().ConfigureAwait(false)).Any(m => m.EndsWith("_" + migration, StringComparison.Ordinal));
    }

    /// <summary>Whether <see cref="Migrate"/> has something to do.</summary>
    public async Task<bool> NeedsMigration()
    {
        await using var data = context();
        return (await data.Database.GetPendingMigrationsAsync().ConfigureAwait(false)).Any();
    }

    /// <summary>Why this storage does not keep what it confirmed, or null. Read from the store itself, on a connection as the program uses it.</summary>
    public async Task<string?> SyncProblem()
    {
        await using var open = OpenConnection();
        if (SqlitePath is not null)
        {
            var (journal, synchronous) = (await Scalar(open, "PRAGMA journal_mode").ConfigureAwait(false), await Scalar(open, "PRAGMA synchronous").ConfigureAwait(false));
            return (journal, synchronous) is ("wal", "2") ? null : $"SQLite runs with journal_mode={journal}, synchronous={synchronous}; wal and 2 are needed.";
        }
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            var value = await Scalar(open, $"SHOW {setting}").ConfigureAwait(false);
            if (value is "off" or "local") return $"PostgreSQL runs with {setting}={value}; set it to on.";
        }
        return null;
    }

    private static async Task<string?> Scalar(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync().ConfigureAwait(false))?.ToString();
    }

    /// <summary>A deed and its audit entry, in one transaction.</summary>
    /// <param name="deed">Who does what, to what and why.</param>
    /// <param name="change">Changes rows of the context; the entry is added and all is saved after it.</param>
    /// <param name="reports">The reports that change, so that boards are told.</param>
    public async Task<T> Change<T>(Deed deed, Func<SalaData, Task<T>> change, params RecordId[] reports)
    {
        await using var data = context();
        await using var transaction = await data.Database.BeginTransactionAsync().ConfigureAwait(false);
        // The end of the trail first: deeds of staff happen one after another, so what a deed checks still holds when it is written.
        await AuditTrail.Head(data).ConfigureAwait(false);
        var result = await change(data).ConfigureAwait(false);
        // Locks are taken in one order everywhere, rows, end of the trail, buckets, so that two writers never wait for each other.
        await data.SaveChangesAsync().ConfigureAwait(false);
        await AuditTrail.Append(data, deed, directoryKey, clock.GetUtcNow()).ConfigureAwait(false);
        foreach (var also in deed.Also) await AuditTrail.Append(data, also, directoryKey, clock.GetUtcNow()).ConfigureAwait(false);
        if (deed.AlsoUnit is { } other) await AuditTrail.Append(data, deed with { UnitId = other }, directoryKey, clock.GetUtcNow()).ConfigureAwait(false);
        await data.SaveChangesAsync().ConfigureAwait(false);
        await Commit(data, transaction, reports).ConfigureAwait(false);
        return result;
    }

    private async Task Commit(SalaData data, IDbContextTransaction transaction, RecordId[] reports)
    {
        int[] moved = [.. reports.Select(ChangeBucket.Of).Distinct().Order()];
        foreach (var bucket in moved)
            await data.ChangeBuckets.Where(b => b.Bucket == bucket).ExecuteUpdateAsync(s => s.SetProperty(b => b.Number, b => b.Number + 1)).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
        CountOwn(moved);
        if (reports.Length > 0) Changed?.Invoke(reports);
    }

    /// <inheritdoc cref="Change{T}"/>
    public Task Change(Deed deed, Func<SalaData, Task> change, params RecordId[] reports) =>
        Change(deed, async data => { await change(data).ConfigureAwait(false); return true; }, reports);

    /// <summary>Writes down that something was refused.</summary>
    public Task Refuse(Deed deed) => Change(deed with { Refused = true }, _ => Task.CompletedTask);

    /// <summary>Writes down that something was refused, and a second entry about it that others hear of, in one transaction.</summary>
    internal async Task Refuse(Deed deed, Deed second, Func<SalaData, Task> change)
    {
        await using var data = context();
        await using var transaction = await data.Database.BeginTransactionAsync().ConfigureAwait(false);
        await AuditTrail.Head(data).ConfigureAwait(false);
        await change(data).ConfigureAwait(false);
        foreach (var entry in (Deed[])[second, deed]) await AuditTrail.Append(data, entry with { Refused = true }, directoryKey, clock.GetUtcNow()).ConfigureAwait(false);
        await data.SaveChangesAsync().ConfigureAwait(false);
        await Commit(data, transaction, []).ConfigureAwait(false);
    }

    /// <summary>Housekeeping that is nobody's deed: sessions, drafts, clocks, the outbox.</summary>
    internal async Task<T> Keep<T>(Func<SalaData, Task<T>> change, params RecordId[] reports)
    {
        await using var data = context();
        await using var transaction = await data.Database.BeginTransactionAsync().ConfigureAwait(false);
        var result = await change(data).ConfigureAwait(false);
        await data.SaveChangesAsync().ConfigureAwait(false);
        await Commit(data, transaction, reports).ConfigureAwait(false);
        return result;
    }

    internal Task Keep(Func<SalaData, Task> change, params RecordId[] reports) => Keep(async data => { await change(data).ConfigureAwait(false); return true; }, reports);

    internal void Announce(IReadOnlyCollection<RecordId> reports) => Changed?.Invoke(reports);

    internal DbConnection OpenConnection()
    {
        var open = connection();
        open.Open();
        if (SqlitePath is not null)
        {
            SqliteData.Prepare(open);
            return open;
        }
        // One row that somebody holds locked must not keep every child waiting.
        using var command = open.CreateCommand();
        command.CommandText = "SET lock_timeout = '5s'";
        command.ExecuteNonQuery();
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        if (SqlitePath is not null)
        {
            // The last connection that closes folds the write-ahead log into the file.
            SqliteConnection.ClearAllPools();
        }
    }
}
