using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Sala.Data;

/// <summary>The store of one machine: a file.</summary>
public sealed class SqliteData(DbContextOptions<SqliteData> options) : SalaData(options)
{
    internal static DbContextOptions<SqliteData> OptionsFor(string path) =>
        new DbContextOptionsBuilder<SqliteData>()
            .UseSqlite(ConnectionString(path))
            .ReplaceService<IMigrationsSqlGenerator, WithoutRowId>()
            .AddInterceptors(new FullSync())
            .Options;

    internal static string ConnectionString(string path) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ToString();

    /// <summary>Each connection writes through to the disk before a commit returns (promise 4).</summary>
    internal static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;";
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Makes the file with pages of 32 KiB: a report then lies whole in its leaf, at the place of its random id, and not in overflow pages
    /// that stand in the order of sending.
    /// </summary>
    internal static void CreateFile(string path)
    {
        if (File.Exists(path)) return;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_size=32768; PRAGMA journal_mode=WAL; CREATE TABLE made(x); DROP TABLE made;";
        command.ExecuteNonQuery();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private sealed class FullSync : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Prepare(connection);
            return Task.CompletedTask;
        }
    }

    /// <summary>Without a hidden row number, which would count the reports in the order of sending.</summary>
#pragma warning disable EF1001 // the migrations generator is replaced on purpose
    private sealed class WithoutRowId(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
        : SqliteMigrationsSqlGenerator(dependencies, annotations)
    {
        protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
        {
            base.Generate(operation, model, builder, terminate: false);
            builder.Append(" WITHOUT ROWID");
            if (!terminate) return;
            builder.AppendLine(";");
            EndStatement(builder);
        }
    }
#pragma warning restore EF1001

    /// <summary>Used when a migration is made, never at run time.</summary>
    private sealed class AtDesignTime : IDesignTimeDbContextFactory<SqliteData>
    {
        public SqliteData CreateDbContext(string[] args) => new(OptionsFor(":memory:"));
    }
}
