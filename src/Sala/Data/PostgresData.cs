using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Sala.Data;

/// <summary>The store of several machines: PostgreSQL.</summary>
public sealed class PostgresData(DbContextOptions<PostgresData> options) : SalaData(options)
{
    internal static DbContextOptions<PostgresData> OptionsFor(string connectionString) =>
        new DbContextOptionsBuilder<PostgresData>().UseNpgsql(connectionString).Options;

    /// <summary>Used when a migration is made, never at run time.</summary>
    private sealed class AtDesignTime : IDesignTimeDbContextFactory<PostgresData>
    {
        public PostgresData CreateDbContext(string[] args) => new(OptionsFor("Host=localhost"));
    }
}
